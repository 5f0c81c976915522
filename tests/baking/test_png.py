"""Credentials in PNGs: they come out as they went in, and nothing else of the file changes."""

from __future__ import annotations

import io
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageSequence, PngImagePlugin

from badgeapi import baking
from badgeapi.baking import Baked
from badgeapi.errors import InvalidInput, MalformedInput
from badgeapi.limits import BAKED_BYTES, BAKED_TEXT_BYTES, IMAGE_CHUNKS
from tests.baking.measure import answer, refused_bake
from tests.baking.pngs import PICTURES, PLAIN, SIGNATURE, chunk, chunks, png
from tests.baking.texts import JSON, JWT, texts

START, END = chunks(PLAIN)[:-1], chunks(PLAIN)[-1]
KEYWORD = b"openbadgecredential\0"
BOMB = zlib.compress(bytes(60_000_000), 9)


def holding(*parts: tuple[bytes, bytes]) -> bytes:
    """A picture with further chunks."""
    return png(*START, *parts, END)


def itxt(body: bytes) -> bytes:
    return holding((b"iTXt", body))


def frames(data: bytes) -> list[tuple[str, bytes]]:
    """The pixels of every frame, as Pillow decodes them."""
    with Image.open(io.BytesIO(data)) as image:
        return [(frame.mode, frame.tobytes()) for frame in ImageSequence.Iterator(image)]


@pytest.mark.parametrize("text", [JSON, JWT], ids=["JSON", "JWT"])
@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES.keys())
def test_only_one_chunk_is_added_and_no_pixel_changes(picture: bytes, text: str):
    """OB 3.0 section 5.3.1.1: one iTXt chunk, not compressed; section 11.3.3.4 of PNG says how its fields lie."""
    baked = baking.bake(picture, text)
    *before, end = chunks(picture)
    assert chunks(baked) == [*before, (b"iTXt", KEYWORD + b"\0\0\0\0" + text.encode()), end]
    added = chunk(b"iTXt", KEYWORD + b"\0\0\0\0" + text.encode())
    assert baked.replace(added, b"") == picture, "byte for byte"
    assert frames(baked) == frames(picture)
    assert baking.extract(baked) == Baked("open_badge_3", text)


def test_pillow_reads_the_credential():
    """A reader that shares no code with us finds the text under its keyword, and no language."""
    with Image.open(io.BytesIO(baking.bake(PLAIN, JSON))) as image:
        assert isinstance(image, PngImagePlugin.PngImageFile)
        text = image.text["openbadgecredential"]
    assert isinstance(text, PngImagePlugin.iTXt)
    assert (str(text), text.lang, text.tkey) == (JSON, "", "")


@pytest.mark.parametrize("compressed", [False, True])
def test_what_pillow_bakes_is_read(compressed: bool):
    """Foreign files put the chunk before the image data, with a language, and some compress it."""
    notes, data = PngImagePlugin.PngInfo(), io.BytesIO()
    notes.add_itxt("openbadgecredential", f"\n {JSON} \n", "en", "Ausweis", zip=compressed)
    Image.new("RGB", (3, 3)).save(data, "PNG", pnginfo=notes)
    assert baking.extract(data.getvalue()) == Baked("open_badge_3", JSON)


@given(texts)
def test_baking_and_extraction_are_inverse(text: str):
    """Whatever credential goes in comes out, character for character."""
    assert baking.extract(baking.bake(PLAIN, text)) == Baked("open_badge_3", text)


@given(texts, texts)
def test_a_credential_replaces_the_one_before(first: str, second: str):
    """OB 3.0 section 5.3.1.1: the chunk must not stand twice."""
    assert baking.bake(baking.bake(PLAIN, first), second) == baking.bake(PLAIN, second)


def test_several_credentials_are_all_replaced():
    """A file that breaks the rule is mended, wherever its chunks stand and however they are written."""
    zipped = (b"iTXt", KEYWORD + b"\1\0\0\0" + zlib.compress(b"{}"))
    broken = png(START[0], zipped, *START[1:], (b"iTXt", KEYWORD + b"\0\0en\0\0{}"), (b"iTXt", KEYWORD), END)
    assert baking.bake(broken, JWT) == baking.bake(PLAIN, JWT)


OTHERS = {
    "a CLR": ((b"iTXt", b"clrcredential\0\0\0\0\0" + JWT.encode()), "clr_2"),
    "Open Badges 2.0": ((b"iTXt", b"openbadges\0\0\0\0\0" + JWT.encode()), "open_badge_2"),
    "Open Badges 1.0": ((b"tEXt", b"openbadges\0" + JWT.encode()), "open_badge_2"),
}


@pytest.mark.parametrize(("part", "kind"), OTHERS.values(), ids=OTHERS.keys())
def test_other_kinds_are_told_apart(part: tuple[bytes, bytes], kind: str):
    """CLR 2.0 and Open Badges Baking 1.0 have keywords of their own; an Open Badge beside them counts."""
    picture = holding(part)
    assert baking.extract(picture) == Baked(kind, JWT)
    both = baking.bake(picture, JSON)
    assert baking.extract(both) == Baked("open_badge_3", JSON)
    assert part in chunks(both)


NOT_BAKED = {
    "a plain picture": PLAIN,
    "another keyword": itxt(b"Openbadgecredential\0\0\0\0\0{}"),
    "a longer keyword": itxt(b"openbadgecredentials\0\0\0\0\0{}"),
    "a blank text": itxt(KEYWORD + b"\0\0\0\0 \n"),
    "tEXt": holding((b"tEXt", KEYWORD + b"{}")),
    "zTXt with a bomb": holding((b"zTXt", KEYWORD + b"\0" + BOMB)),
    "a bomb of pixels": png(START[0], (b"IDAT", BOMB), END),
}


@pytest.mark.parametrize("picture", NOT_BAKED.values(), ids=NOT_BAKED.keys())
def test_a_picture_without_a_credential_says_so(picture: bytes):
    """The caller can tell a stripped picture from a broken one; what is not the credential is not looked into."""
    assert answer(picture) == "not_baked"


ATTACKS = {
    "two credentials": (holding(*[(b"iTXt", KEYWORD + b"\0\0\0\0{}")] * 2), "baked_twice"),
    "two, one compressed": (
        holding((b"iTXt", KEYWORD + b"\0\0\0\0{}"), (b"iTXt", KEYWORD + b"\1\0\0\0" + BOMB)),
        "baked_twice",
    ),
    "many bombs": (holding(*[(b"iTXt", KEYWORD + b"\1\0\0\0" + BOMB[:700])] * 4_000), "baked_twice"),
    "a bomb": (itxt(KEYWORD + b"\1\0\0\0" + BOMB), "image_too_large"),
    "just too much": (itxt(KEYWORD + b"\1\0\0\0" + zlib.compress(b" " * (BAKED_TEXT_BYTES + 1))), "image_too_large"),
    "half a stream": (itxt(KEYWORD + b"\1\0\0\0" + zlib.compress(JSON.encode())[:-5]), "damaged_image"),
    "no stream": (itxt(KEYWORD + b"\1\0\0\0{}"), "damaged_image"),
    "a dictionary": (itxt(KEYWORD + b"\1\0\0\0" + b"\x78\xbb\0\0\0\1\0"), "damaged_image"),
    "another method": (itxt(KEYWORD + b"\0\1\0\0{}"), "damaged_image"),
    "another flag": (itxt(KEYWORD + b"\2\0\0\0{}"), "damaged_image"),
    "fields missing": (itxt(KEYWORD + b"\0\0en{}"), "damaged_image"),
    "nothing after the keyword": (itxt(KEYWORD), "damaged_image"),
    "not UTF-8": (itxt(KEYWORD + b"\0\0\0\0{\xff}"), "damaged_image"),
    "half a surrogate pair": (itxt(KEYWORD + b"\0\0\0\0{\xed\xa0\x80}"), "damaged_image"),
}
BROKEN = {
    "no signature": (PLAIN[1:], "unknown_image"),
    "the signature alone": (SIGNATURE, "damaged_image"),
    "a length beyond the file": (SIGNATURE + b"\0\0\0\x0e" + PLAIN[12:], "damaged_image"),
    "a length of 2^31": (PLAIN[:33] + b"\x80\0\0\0iTXt" + KEYWORD, "damaged_image"),
    "the largest length": (PLAIN[:33] + b"\xff\xff\xff\xffiTXt" + KEYWORD, "damaged_image"),
    "wrong CRC": (baking.bake(PLAIN, JSON).replace("ö".encode(), "ä".encode()), "damaged_image"),
    "wrong CRC of pixels": (png(*START).replace(b"IDAT", b"IDAt") + chunk(*END), "damaged_image"),
    "a chunk before IHDR": (png((b"tEXt", b"a\0b"), *START, END), "damaged_image"),
    "IHDR twice": (png(START[0], *START, END), "damaged_image"),
    "IHDR too short": (png((b"IHDR", START[0][1][:-1]), *START[1:], END), "damaged_image"),
    "a type with a digit": (holding((b"iTX7", KEYWORD)), "damaged_image"),
    "no IEND": (png(*START), "damaged_image"),
    "IEND with content": (png(*START, (b"IEND", b"x")), "damaged_image"),
    "IEND first": (png(END, *START), "damaged_image"),
    "a credential behind the end": (PLAIN + chunk(b"iTXt", KEYWORD + b"\0\0\0\0{}"), "damaged_image"),
    "a byte behind the end": (PLAIN + b"\0", "damaged_image"),
    "a file behind the end": (PLAIN + PLAIN, "damaged_image"),
    "thousands of chunks": (holding(*[(b"tEXt", b"a\0b")] * (IMAGE_CHUNKS + 1)), "image_too_large"),
    "thousands of empty chunks": (holding(*[(b"IDAT", b"")] * 300_000), "image_too_large"),
    "too many bytes": (holding((b"tEXt", bytes(BAKED_BYTES))), "image_too_large"),
}


@pytest.mark.parametrize(("data", "code"), (ATTACKS | BROKEN).values(), ids=(ATTACKS | BROKEN).keys())
def test_attacks_are_refused_at_once(data: bytes, code: str):
    """Bombs, lies about lengths, files that two readers could understand in two ways."""
    assert answer(data) == code


@pytest.mark.parametrize(("data", "code"), BROKEN.values(), ids=BROKEN.keys())
def test_nothing_is_baked_into_a_broken_file(data: bytes, code: str):
    """What we would not read we do not write."""
    assert refused_bake(data) == code


def test_a_file_cut_anywhere_is_refused():
    """Neither a beginning nor a file with a hole is a PNG."""
    for start in range(len(PLAIN)):
        for data in (PLAIN[:start], PLAIN[:start] + PLAIN[start + 9 :]):
            with pytest.raises(InvalidInput):
                baking.extract(data)


def test_a_picture_at_every_limit_is_still_read_back():
    """The credential is not counted against the picture."""
    full = png(*START, *[(b"tEXt", b"a\0b")] * (IMAGE_CHUNKS - len(START) - 1), END)
    assert len(chunks(full)) == IMAGE_CHUNKS
    assert baking.extract(baking.bake(full, JWT)).text == JWT
    room = BAKED_BYTES - len(baking.bake(PLAIN, JWT)) - len(chunk(b"tEXt"))
    assert len(baking.bake(holding((b"tEXt", bytes(room))), JWT)) == BAKED_BYTES
    with pytest.raises(InvalidInput):
        baking.bake(holding((b"tEXt", bytes(room + 1))), JWT)


@pytest.mark.parametrize(
    "text", ["", " ", "badge", "[]", "{", '{"a":1,"a":2}', "a.b", "a.b.c.d", "a.b.c\n", "{}\0", "ä.b.c"]
)
def test_only_a_credential_is_baked(text: str):
    """OB 3.0 section 5.1: JSON in UTF-8, or a compact JWS."""
    with pytest.raises(MalformedInput):
        baking.bake(PLAIN, text)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([b"iTXt", b"tEXt", b"zTXt", b"IDAT", b"IHDR", b"IEND"]),
            st.binary(max_size=40)
            | st.binary(max_size=40).map(lambda body: KEYWORD + body)
            | st.binary(max_size=40).map(lambda body: KEYWORD + b"\1\0\0\0" + body)
            | st.text(max_size=40).map(lambda text: KEYWORD + b"\0\0\0\0" + text.encode()),
        ),
        max_size=4,
    ),
    st.integers(0, len(PLAIN)),
    st.binary(max_size=3),
)
def test_no_file_raises_anything_but_our_refusals(parts: list[tuple[bytes, bytes]], at: int, junk: bytes):
    """Chunks of any content with right CRCs, and bytes written over any place."""
    picture = holding(*parts)
    for data in (picture, picture[:at] + junk + picture[at + len(junk) :]):
        try:
            found = baking.extract(data)
        except InvalidInput as refusal:
            assert refusal.faults[0].code in {
                "not_baked", "baked_twice", "unknown_image", "damaged_image", "image_too_large",
            }  # fmt: skip
        else:
            assert found.kind == "open_badge_3"
            assert found.text
