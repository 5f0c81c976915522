"""Credentials in pictures: what goes in comes out, and nothing else of the picture changes."""

from __future__ import annotations

import io
import json
import struct
import time
import zlib
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from badgeapi import baking, limits
from badgeapi.baking import Baked
from badgeapi.errors import BadgeError, InvalidInput

JWT = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln"
JSON = '{"name": "Löten \U0001f9f0 ]]> <&> \\"quoted\\"", "n": [1, 2]}'
SVG_NAMESPACE = "http://www.w3.org/2000/svg"


def png(mode: str = "RGBA", **options: Any) -> bytes:
    made = io.BytesIO()
    image = Image.new(mode, (17, 9), 1 if mode in ("1", "L", "P", "I;16") else None or 0)
    image.putpixel((3, 3), 1 if mode in ("1", "L", "P", "I;16") else (9,) * len(image.getbands()))
    image.save(made, "PNG", **options)
    return made.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def chunks(data: bytes) -> list[bytes]:
    """The chunks of a PNG, read by the test's own hand."""
    place, found = 8, []
    while place < len(data):
        (length,) = struct.unpack_from(">I", data, place)
        found.append(data[place : place + 12 + length])
        place += 12 + length
    return found


def with_chunks(*extra: bytes) -> bytes:
    """A PNG with further chunks behind its header."""
    head, *rest = chunks(png())
    return b"".join([png()[:8], head, *extra, *rest])


def interlaced() -> bytes:
    """A 1 by 1 Adam7 PNG, written by hand."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 1)
    return b"".join([png()[:8], chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(b"\0\x42")), chunk(b"IEND", b"")])


def animated() -> bytes:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "green", "blue")]
    made = io.BytesIO()
    frames[0].save(made, "PNG", save_all=True, append_images=frames[1:])
    return made.getvalue()


PNGS = {mode: png(mode) for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")} | {
    "interlaced": interlaced(),
    "animated": animated(),
    "unknown chunks": with_chunks(chunk(b"prVt", b"\0\1\2"), chunk(b"tEXt", b"Author\0me")),
    "baked before": with_chunks(chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0old")),
}
SVGS = {
    "plain": f'<svg xmlns="{SVG_NAMESPACE}" viewBox="0 0 9 9"><title>A &amp; B</title><circle r="4"/></svg>',
    "empty root": f"<svg xmlns='{SVG_NAMESPACE}'/>",
    "declaration": f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- c --><svg xmlns="{SVG_NAMESPACE}" a=">"><g/></svg>\n',
    "doctype": f'<!DOCTYPE svg><svg xmlns="{SVG_NAMESPACE}"><g/></svg>',
    "known doctype": '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    f'<svg xmlns="{SVG_NAMESPACE}"><g/></svg>',
    "prefixed": f'<s:svg xmlns:s="{SVG_NAMESPACE}"><s:g/></s:svg>',
    "baked before": f'<svg xmlns="{SVG_NAMESPACE}" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">'
    '<openbadges:credential verify="a.b.c"/><g/></svg>',
    "baked before, JSON": f'<svg xmlns="{SVG_NAMESPACE}" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">'
    "<openbadges:credential><![CDATA[{}]]></openbadges:credential><g/></svg>",
}


@pytest.mark.parametrize("text", [JSON, JWT], ids=["json", "jwt"])
@pytest.mark.parametrize("picture", PNGS.values(), ids=PNGS.keys())
def test_a_png_keeps_all_but_the_credential(picture: bytes, text: str):
    """What was baked comes out; every other chunk and every pixel is as before; Pillow reads the text."""
    baked = baking.bake(picture, text)
    assert baking.extract(baked) == Baked("open_badge_3", text)
    ours = [part for part in chunks(baked) if part[8:28] == b"openbadgecredential\0"]
    assert ours == [chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0" + text.encode())]
    before = [part for part in chunks(picture) if part[8:28] != b"openbadgecredential\0"]
    assert [part for part in chunks(baked) if part not in ours] == before
    with Image.open(io.BytesIO(baked)) as shown, Image.open(io.BytesIO(picture)) as original:
        assert shown.tobytes() == original.tobytes()
        shown.load()
        assert shown.text["openbadgecredential"] == text


@pytest.mark.parametrize("text", [JSON, JWT], ids=["json", "jwt"])
@pytest.mark.parametrize("picture", SVGS.values(), ids=SVGS.keys())
def test_an_svg_keeps_all_but_the_credential(picture: str, text: str):
    """The first child of the root; JSON means the same, a JWT is the same; two other parsers read it."""
    baked = baking.bake(picture.encode(), text)
    found = baking.extract(baked)
    assert found.kind == "open_badge_3"
    assert found.text == text if text == JWT else json.loads(found.text) == json.loads(text)
    for root in (ET.fromstring(baked), etree.fromstring(baked)):
        first = root[0]
        assert first.tag == "{https://purl.imsglobal.org/ob/v3p0}credential"
        assert first.attrib == ({"verify": JWT} if text == JWT else {})
        assert len(list(root.iter(first.tag))) == 1
    assert baking.bake(baked, text) == baked, "baking again changes nothing"


@given(st.dictionaries(st.text(), st.text() | st.integers() | st.lists(st.text())))
def test_any_json_travels_unchanged(value: dict[str, Any]):
    """In both pictures, for every text that JSON can hold and XML can carry."""
    text = json.dumps(value)
    for picture in (PNGS["RGBA"], SVGS["plain"].encode()):
        assert json.loads(baking.extract(baking.bake(picture, text)).text) == value


KINDS = {
    "CLR in PNG": (with_chunks(chunk(b"iTXt", b"clrcredential\0\0\0\0\0{}")), Baked("clr_2", "{}")),
    "Open Badge 2.0 in PNG": (
        with_chunks(chunk(b"tEXt", b"openbadges\0https://x")),
        Baked("open_badge_2", "https://x"),
    ),
    "compressed": (
        with_chunks(chunk(b"iTXt", b"openbadgecredential\0\1\0\0\0" + zlib.compress(b"{}"))),
        Baked("open_badge_3", "{}"),
    ),
    "CLR in SVG": (
        f'<svg xmlns="{SVG_NAMESPACE}"><c:credential xmlns:c="https://purl.imsglobal.org/clr/v2p0">{{}}</c:credential></svg>'.encode(),
        Baked("clr_2", "{}"),
    ),
    "Open Badge 2.0 in SVG": (
        f'<svg xmlns="{SVG_NAMESPACE}"><o:assertion xmlns:o="http://openbadges.org" verify="https://x"/></svg>'.encode(),
        Baked("open_badge_2", "https://x"),
    ),
}


@pytest.mark.parametrize(("picture", "found"), KINDS.values(), ids=KINDS.keys())
def test_other_bakes_are_recognised(picture: bytes, found: Baked):
    """So that a verifier can say what it was given."""
    assert baking.extract(picture) == found


def svg(inside: str, before: str = "") -> bytes:
    return f'{before}<svg xmlns="{SVG_NAMESPACE}">{inside}</svg>'.encode()


CREDENTIAL = '<c:credential xmlns:c="https://purl.imsglobal.org/ob/v3p0" verify="a.b.c"/>'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB = zlib.compress(bytes(64 << 20))
ATTACKS: dict[str, Callable[[], bytes]] = {
    "two credentials in PNG": lambda: with_chunks(*[chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0{}")] * 2),
    "two credentials in SVG": lambda: svg(CREDENTIAL * 2),
    "wrong checksum": lambda: png()[:-6] + b"\0\0" + png()[-4:],
    "cut short": lambda: png()[:-9],
    "something behind the end": lambda: png() + b"x",
    "length of 2^31": lambda: png()[:8] + struct.pack(">I", 2**31) + b"IHDR" + bytes(40),
    "header twice": lambda: with_chunks(chunks(png())[0]),
    "thousands of parts": lambda: with_chunks(*[chunk(b"prVt", b"")] * 6_000),
    "inflates to 64 MiB": lambda: with_chunks(chunk(b"iTXt", b"openbadgecredential\0\1\0\0\0" + BOMB)),
    "not UTF-8": lambda: with_chunks(chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0\xff")),
    "billion laughs": lambda: svg("&l9;", f'<!DOCTYPE svg [<!ENTITY l0 "ha">{LAUGHS}]>'),
    "a file as entity": lambda: svg("&f;", '<!DOCTYPE svg [<!ENTITY f SYSTEM "file:///etc/passwd">]>'),
    "an external DTD": lambda: svg(CREDENTIAL, '<!DOCTYPE svg SYSTEM "http://127.0.0.1:9/x.dtd">'),
    "depth": lambda: svg("<g>" * 100_000),
    "no SVG": lambda: b"<html><svg></svg></html>",
    "UTF-16": lambda: SVGS["plain"].encode("utf-16"),
    "unclosed": lambda: svg(CREDENTIAL)[:-3],
    "many openings": lambda: svg("<openbadges:credential " * 100_000),
    "many comments": lambda: b"<!--" * 500_000 + b"<svg",
    "blanks": lambda: b" " * 2_000_000 + b"<svg",
    "too large": lambda: png() + bytes(limits.BAKED_BYTES),
    "nothing in PNG": png,
    "nothing in SVG": lambda: svg("<g/>"),
    "text": lambda: b"hello",
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_what_is_unsound_is_refused_at_once(attack: Callable[[], bytes]):
    """Each within a second of this process's time, whatever was sent."""
    picture = attack()
    started = time.process_time()
    with pytest.raises(InvalidInput):
        baking.extract(picture)
    assert time.process_time() - started < 1


@given(st.binary(max_size=300), st.integers(0, 300))
def test_nothing_else_is_ever_raised(noise: bytes, place: int):
    """Altered pictures and random bytes give a credential or one of our errors."""
    for picture in (baking.bake(PNGS["L"], JSON), baking.bake(SVGS["plain"].encode(), JWT), b""):
        altered = picture[:place] + noise + picture[place + len(noise) :]
        for act in (baking.extract, lambda altered: baking.bake(altered, JWT)):
            try:
                act(altered)
            except BadgeError:
                continue
