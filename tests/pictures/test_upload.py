"""Uploaded pictures: honest ones look as before, hostile ones get nothing through."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import zlib
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, PngImagePlugin

from badgeapi.errors import InvalidInput
from badgeapi.limits import IMAGE_BYTES
from badgeapi.pictures import badge, png, svg
from badgeapi.pictures.upload import accept
from tests.pictures.test_badge import screenshot
from tests.work import calls, no_hang

XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
ROOT = f'<svg xmlns="http://www.w3.org/2000/svg" {XLINK} viewBox="0 0 100 100">'


def drawing(content: str, *, prolog: str = "") -> bytes:
    return f"{prolog}{ROOT}{content}</svg>".encode()


def picture(mode: str = "RGB", size: tuple[int, int] = (16, 16), form: str = "PNG", **options: object) -> bytes:
    """A picture with something in every pixel."""
    ramp = Image.linear_gradient("L").resize(size)
    image = (
        Image.merge("RGBA", (ramp, ramp.transpose(0), ramp.transpose(1), ramp))
        if mode == "RGBA"
        else ramp.convert(mode)
    )
    data = io.BytesIO()
    image.save(data, form, **options)
    return data.getvalue()


def uri(data: bytes, media_type: str = "image/png") -> str:
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"


def chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)


def header(width: int, height: int, *, depth: int = 8, colour: int = 0) -> bytes:
    """Signature and IHDR of a PNG."""
    ihdr = width.to_bytes(4) + height.to_bytes(4) + bytes((depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", ihdr)


def refused(data: bytes) -> str:
    """The code with which an upload is refused."""
    with pytest.raises(InvalidInput) as refusal:
        accept(data)
    return refusal.value.faults[0].code


# --- PNG -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_png_keeps_its_pixels_and_nothing_else(mode: str):
    """Pixels of every colour type are those that Pillow reads from the upload; no other chunk stays."""
    notes = PngImagePlugin.PngInfo()
    notes.add_itxt("openbadgecredential", "{}")
    notes.add_text("Author", "Ada")
    source = picture(mode, pnginfo=notes, dpi=(72, 72), exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0")
    accepted = accept(source)
    assert accepted.media_type == "image/png"
    assert accepted.sha256 == hashlib.sha256(accepted.data).hexdigest()
    before, after = (Image.open(io.BytesIO(data)) for data in (source, accepted.data))
    assert before.tobytes() == after.tobytes()
    assert before.mode == after.mode
    kinds = {kind for kind in (b"iTXt", b"tEXt", b"eXIf", b"pHYs") if kind in accepted.data}
    assert not kinds
    assert accept(source) == accepted
    assert accept(accepted.data) == accepted, "what we serve we would take"


def test_a_palette_keeps_its_transparency():
    """The chunk tRNS is part of the pixels."""
    accepted = accept(picture("P", (256, 256), transparency=0))
    assert Image.open(io.BytesIO(accepted.data)).convert("RGBA").getextrema()[3] == (0, 255)


def test_an_animation_becomes_its_still_image_and_a_polyglot_a_picture():
    """Neither more frames nor what follows IEND is served."""
    frames = io.BytesIO()
    first, second = (Image.new("RGB", (8, 8), colour) for colour in ("red", "blue"))
    first.save(frames, "PNG", save_all=True, append_images=[second])
    accepted = accept(frames.getvalue() + b"<script>alert(1)</script>")
    image = Image.open(io.BytesIO(accepted.data))
    assert not getattr(image, "is_animated", False)
    assert image.getpixel((0, 0)) == (255, 0, 0)
    assert b"script" not in accepted.data
    assert accepted.data.endswith(b"IEND\xaeB`\x82")


def test_a_generated_badge_may_be_uploaded():
    """Both of our own forms pass our own gate and look the same."""
    shapes = badge("Data Literacy", "Acme", "Course")
    drawn = png.draw(shapes)
    assert Image.open(io.BytesIO(accept(drawn).data)).tobytes() == Image.open(io.BytesIO(drawn)).tobytes()
    texts = [element.text for element in ET.fromstring(accept(svg.draw(shapes)).data).iter() if element.text]
    assert {"Data Literacy", "Acme", "COURSE"} <= set(texts)


PNG_ATTACKS = {
    "wide": (header(4_097, 1) + chunk(b"IDAT", zlib.compress(bytes(4_098))) + chunk(b"IEND", b""), "image_too_large"),
    "a billion pixels": (header(2**31 - 1, 2**31 - 1) + chunk(b"IEND", b""), "image_too_large"),
    "empty": (header(0, 0) + chunk(b"IEND", b""), "image_too_large"),
    "more pixels than it says": (
        header(1, 1) + chunk(b"IDAT", zlib.compress(bytes(200_000_000), 9)) + chunk(b"IEND", b""),
        "",
    ),
    "fewer pixels than it says": (
        header(4_096, 4_096, depth=8, colour=6) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b""),
        "damaged_image",
    ),
    "a text that inflates": (
        header(1, 1)
        + chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(100_000_000)))
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b""),
        "",
    ),
    "many chunks": (header(1, 1) + chunk(b"tEXt", b"a\0b") * 20_000 + chunk(b"IEND", b""), "image_too_large"),
    "wrong CRC": (picture()[:-1] + b"\0", "damaged_image"),
    "no end": (picture()[:-12], "damaged_image"),
    "cut short": (picture()[:40], "damaged_image"),
    "length beyond the file": (header(1, 1) + b"\xff\xff\xff\xffIDAT", "damaged_image"),
    "no header": (b"\x89PNG\r\n\x1a\n" + chunk(b"IEND", b""), "damaged_image"),
    "unknown colour type": (
        header(1, 1, colour=5) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b""),
        "damaged_image",
    ),
    "too many bytes": (picture() + bytes(IMAGE_BYTES), "image_too_large"),
}


@pytest.mark.parametrize(("data", "code"), PNG_ATTACKS.values(), ids=PNG_ATTACKS.keys())
def test_png_attacks_are_refused_or_harmless(data: bytes, code: str):
    """Bombs and damaged files (PNG Third Edition, section 13.2 on error handling): neither inflated nor searched."""
    with no_hang():
        if code:
            assert refused(data) == code
        else:
            assert len(accept(data).data) < 200


# --- SVG that is refused ---------------------------------------------------------------------------------------------

NESTED = uri(b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "image/svg+xml")
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "script by address": '<script href="https://evil.example/x.js"/>',
    "script in another prefix": '<s:script xmlns:s="http://www.w3.org/2000/svg">alert(1)</s:script>',
    "script of HTML": '<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>',
    "image of HTML": '<img xmlns="http://www.w3.org/1999/xhtml" src="x" onerror="alert(1)"/>',
    "foreign object": '<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>',
    "event handler": '<rect width="1" height="1" onclick="alert(1)"/>',
    "event handler in capitals": '<rect ONMOUSEOVER="alert(1)"/>',
    "link": '<a xlink:href="javascript:alert(1)"><rect/></a>',
    "use of javascript": '<use xlink:href="javascript:alert(1)"/>',
    "use of another file": '<use href="https://evil.example/x.svg#a"/>',
    "use of a data URI": f'<use href="{NESTED}#a"/>',
    "image by address": '<image href="https://evil.example/pixel.png"/>',
    "image by path": '<image xlink:href="/etc/passwd"/>',
    "image of a file": '<image xlink:href="file:///etc/passwd"/>',
    "nested drawing": f'<image href="{NESTED}"/>',
    "image of a text": f'<image href="{uri(b"<html>", "text/html")}"/>',
    "gradient by address": '<linearGradient href="https://evil.example/#g"/>',
    "fill by address": '<rect fill="url(https://evil.example/#g)"/>',
    "fill hidden by an escape": '<rect style="fill:u\\72l(https://evil.example/)"/>',
    "fill by a string": "<rect style=\"background:image-set('https://evil.example/' 1x)\"/>",
    "filter by address": '<rect filter="URL( &quot;https://evil.example/#f&quot; )"/>',
    "url without end": '<rect fill="url(#a"/>',
    "url of url": '<rect fill="url(#a) url(data:x)"/>',
    "character references": '<rect fill="&#117;&#114;&#108;(//evil.example)"/>',
    "import": "<style>@import 'https://evil.example/x.css';</style>",
    "import in CDATA": "<style><![CDATA[@import url(x);]]></style>",
    "import between comments": "<style>@im<!-- -->port 'x';</style>",
    "import in a comment of CSS": "<style>/**/@/**/import 'x';</style>",
    "font face": "<style>@font-face{font-family:x;src:url(//evil.example)}</style>",
    "style with an address": "<style>rect{fill:url('//evil.example')}</style>",
    "style split by a comment": "<style>rect{fill:u/**/rl(//evil.example)}</style>",
    "style that ends early": "<style>&lt;/style>&lt;script>alert(1)&lt;/script></style>",
    "set": '<use href="#a"><set attributeName="href" to="javascript:alert(1)"/></use>',
    "animate": '<use href="#a"><animate attributeName="xlink:href" values="data:x"/></use>',
    "image in a filter": '<filter><feImage href="https://evil.example/"/></filter>',
    "handler element": '<handler type="text/javascript">alert(1)</handler>',
    "itself": '<g id="a"><use href="#a"/></g>',
    "a pattern of itself": '<pattern id="p"><rect fill="url(#p)"/></pattern>',
    "a style for everything": '<style>rect{fill:url(#p)}</style><pattern id="p"><rect/></pattern>',
    "rules within rules": "<style>.a{.b{fill:url(#p)}}</style>",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_runs_or_loads_is_refused(content: str):
    """Scripts, handlers, addresses, HTML, animation and ways to hide them, with a code clients may branch on."""
    assert refused(drawing(content)) == "unsafe_image"


LAUGHS = "".join(f'<!ENTITY l{i + 1} "{f"&l{i};" * 10}">' for i in range(9))
PROLOGS = {
    "a billion laughs": f'<!DOCTYPE svg [<!ENTITY l0 "lol">{LAUGHS}]>',
    "a file": '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    "an address": '<!DOCTYPE svg [<!ENTITY % x SYSTEM "https://evil.example/"> %x;]>',
    "a default attribute": '<!DOCTYPE svg [<!ATTLIST svg onload CDATA "alert(1)">]>',
    "a bracket in a name": '<!DOCTYPE svg PUBLIC ">" "x" [<!ENTITY x "y">]>',
    "a style sheet": '<?xml-stylesheet href="https://evil.example/x.css"?>',
}


@pytest.mark.parametrize("prolog", PROLOGS.values(), ids=PROLOGS.keys())
def test_a_dtd_that_says_anything_is_refused(prolog: str):
    """Entities are never expanded and nothing is fetched."""
    assert refused(drawing("<text>&l9;</text>", prolog=prolog)) == "unsafe_image"


def levels(depth: int, part: str) -> str:
    """Drawings whose every level repeats the one below ten times."""
    return '<g id="l0"><rect/></g>' + "".join(
        part.format(i + 1, content=f'<use href="#l{i}"/>' * 10) for i in range(depth)
    )


def inherited(depth: int) -> str:
    """Patterns whose fill is inherited by ten parts, each of which paints the pattern before."""
    return '<pattern id="p0"><rect/></pattern>' + "".join(
        f'<pattern id="p{i + 1}"><g style="fill:url(#p{i})">{"<rect/>" * 10}</g></pattern>' for i in range(depth)
    )


HUGE = {
    "uses of uses": levels(6, '<g id="l{}">{content}</g>'),
    "inherited patterns": inherited(6),
    "patterns by class": '<style>.a,.b .c{fill:url(#p3)}</style><rect class="c"/>'
    + inherited(6).replace('id="p6"', 'class="a"'),
    "many elements": "<g/>" * 20_001,
    "many levels": "<g>" * 70 + "</g>" * 70,
    "many pictures": f'<image href="{uri(picture())}"/>' * 5,
    "a large picture": f'<image href="{uri(picture(size=(2_049, 1)))}"/>',
    "a chain of uses": '<g id="c0"/>' + "".join(f'<g id="c{i + 1}"><use href="#c{i}"/></g>' for i in range(300)),
    "two of a name": levels(6, '<g id="l{}">{content}</g>') + "".join(f'<g id="l{i}"/>' for i in range(7)),
}


@pytest.mark.parametrize("content", HUGE.values(), ids=HUGE.keys())
def test_what_overwhelms_is_refused(content: str):
    """Small to send, endless to paint: counted, not followed."""
    assert calls(lambda: refused(drawing(content))) < 200_000


UNREADABLE = {
    "nothing": (b"", "unknown_image"),
    "a JPEG": (picture(form="JPEG"), "unknown_image"),
    "a GIF": (picture("L", form="GIF"), "unknown_image"),
    "text": (b"badge", "unknown_image"),
    "HTML": (b"<html><body/></html>", "unknown_image"),
    "another namespace": (b'<svg xmlns="urn:x"/>', "unknown_image"),
    "no namespace": (b"<svg/>", "unknown_image"),
    "not closed": (b'<svg xmlns="http://www.w3.org/2000/svg">', "damaged_image"),
    "UTF-16": (drawing("").decode().encode("utf-16"), "unknown_image"),
    "UTF-7": (b'<?xml version="1.0" encoding="UTF-7"?>' + drawing("+ADw-script/+AD4-"), "damaged_image"),
    "Latin-1": (drawing("<text>\u00e9</text>").decode().encode("latin-1"), "damaged_image"),
    "compressed": (gzip.compress(drawing("")), "unknown_image"),
    "an unknown entity": (drawing("<text>&nbsp;</text>"), "damaged_image"),
    "a picture that is none": (drawing(f'<image href="{uri(b"GIF89a")}"/>'), "damaged_image"),
    "a data URI of HTML": (b"data:text/html,<svg/>", "unknown_image"),
    "a data URI of another type": (uri(drawing("")).encode(), "unknown_image"),
    "a data URI without a comma": (b"data:image/png;base64", "unknown_image"),
    "a data URI that is not base64": (b"data:image/png;base64,%%%", "damaged_image"),
    "a long data URI": (b"data:image/png," + bytes(4 * IMAGE_BYTES), "image_too_large"),
}


@pytest.mark.parametrize(("data", "code"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_is_not_a_picture_is_refused(data: bytes, code: str):
    """Every other file has a stable code as well."""
    assert refused(data) == code


@given(
    data=st.binary(max_size=300),
    start=st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", header(2, 2), ROOT.encode(), b"data:image/png,"]),
)
def test_any_bytes_are_refused_with_a_reason(data: bytes, start: bytes):
    """No upload ends in anything but a picture or one of our errors."""
    try:
        accept(start + data)
    except InvalidInput as refusal:
        assert refusal.faults[0].code in {"unknown_image", "damaged_image", "unsafe_image", "image_too_large"}


# --- SVG that is honest ----------------------------------------------------------------------------------------------

HONEST = {
    "plain": '<rect width="100" height="100" fill="#024"/><circle cx="50" cy="50" r="30" fill="gold"/>',
    "style sheet": """<defs><style type="text/css"><![CDATA[
        /* shades */ .cls-1{fill:url(#g);stroke:rgb(10,20,30)} .cls-2{clip-path:url(#c);font-family:'Open Sans'}
        ]]></style><linearGradient id="g"><stop offset="0" stop-color="red"/><stop offset="1" stop-color="#00f"/>
        </linearGradient><clipPath id="c"><circle cx="50" cy="50" r="40"/></clipPath></defs>
        <g class="cls-2"><rect class="cls-1" width="100" height="100"/></g>""",
    "editor": """<metadata><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></metadata>
        <n:namedview xmlns:n="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" pagecolor="#fff"/>
        <g xmlns:i="http://www.inkscape.org/namespaces/inkscape" i:label="Layer 1" id="layer1" data-name="x"
        style="display:inline;fill:none;stroke:#060;stroke-width:4"><path d="M10 10 L90 90 M90 10 L10 90"/></g>""",
    "shadow": """<filter id="f" x="-20%" y="-20%" width="140%" height="140%"><feGaussianBlur in="SourceAlpha"
        stdDeviation="3"/><feOffset dx="2" dy="2" result="o"/><feMerge><feMergeNode in="o"/><feMergeNode
        in="SourceGraphic"/></feMerge></filter><g filter="url(#f)"><rect x="20" y="20" width="60" height="60"
        rx="8" fill="teal"/></g>""",
    "repeated": """<defs><g id="ray"><path d="M50 5 L54 40 L46 40Z" fill="#c70"/></g></defs>"""
    + "".join(f'<use xlink:href="#ray" transform="rotate({i * 30} 50 50)"/>' for i in range(12)),
    "words": """<text x="50" y="55" text-anchor="middle" font-size="20" font-family="Arial, 'DejaVu Sans'">A &lt;
        <tspan fill="red">B</tspan> &amp; C</text>""",
    "pictures": f'<image width="50" height="100" href="{uri(picture(size=(64, 64)))}"/>'
    f'<image x="50" width="50" height="100" xlink:href="{uri(picture(size=(64, 64), form="JPEG"), "image/jpeg")}"/>',
    "pattern and mask": """<pattern id="p" width="10" height="10" patternUnits="userSpaceOnUse"><circle cx="5" cy="5"
        r="3" fill="navy"/></pattern><mask id="m"><rect width="100" height="50" fill="#fff"/></mask>
        <rect width="100" height="100" fill="url(#p)" mask="url('#m')"/>""",
}
DOCTYPE = (
    '<?xml version="1.0" encoding="utf-8"?><!-- made by hand -->'
    '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'
)


@pytest.mark.parametrize("content", HONEST.values(), ids=HONEST.keys())
def test_an_honest_drawing_is_taken_as_it_is(content: str):
    """What the common editors write: taken, stable, and taken again; nothing but known namespaces is left."""
    source = drawing(content, prolog=DOCTYPE)
    accepted = accept(b"\xef\xbb\xbf" + source)
    assert accepted.media_type == "image/svg+xml"
    assert accept(source) == accepted
    before, after = (ET.fromstring(data) for data in (source, accepted.data))
    names = ("{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}")
    kept = [
        element for element in before.iter() if element.tag.startswith(names) and not element.tag.endswith("metadata")
    ]
    assert [element.tag for element in kept] == [element.tag for element in after.iter()]
    assert not any(
        key.startswith("{") for element in after.iter() for key in element.attrib if not key.startswith(names)
    )
    if "image/jpeg" not in content:  # a JPEG is written anew each time
        assert accept(accepted.data) == accepted


def test_texts_survive_as_they_are():
    """White space, entities of XML and what stands between parts of a text are kept; nothing new is read from it."""
    content = '<text x="1">a &lt;script> <tspan>b</tspan> <x:y xmlns:x="urn:x">gone</x:y>c<![CDATA[<d/>]]></text>'
    root = ET.fromstring(accept(drawing(content)).data)
    assert "".join(root.itertext()) == "a <script> b c<d/>"
    assert [element.tag.rpartition("}")[2] for element in root.iter()] == ["svg", "text", "tspan"]


def test_a_picture_in_a_drawing_is_cleaned_as_well():
    """What hides behind the end of a PNG or in the notes of a JPEG does not ride along."""
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "hidden words")
    jpeg = picture(form="JPEG", comment=b"hidden words")
    for source in (uri(picture(pnginfo=notes) + b"hidden words"), uri(jpeg, "image/jpeg")):
        root = ET.fromstring(accept(drawing(f'<image href="{source}"/>')).data)
        assert b"hidden" not in base64.b64decode(root[0].get("href").partition(",")[2])


@pytest.mark.parametrize("form", ["base64", "percent", "charset"])
def test_a_data_uri_is_taken_for_what_it_holds(form: str):
    """RFC 2397: base64 or percent-encoded, with or without parameters."""
    source = drawing(HONEST["plain"])
    written = {
        "base64": uri(source, "image/svg+xml"),
        "percent": "data:image/svg+xml," + quote(source),
        "charset": "DATA:image/svg+xml;charset=utf-8," + quote(source),
    }
    assert accept(written[form].encode()) == accept(source)
    assert accept(uri(picture()).encode()) == accept(picture())


@pytest.mark.parametrize("name", ["style sheet", "shadow", "pictures"])
def test_a_browser_shows_the_rebuilt_drawing_as_the_uploaded_one(name: str, tmp_path: Path):
    """Chromium draws both the same; a JPEG may differ by what its compression loses."""
    source = drawing(HONEST[name], prolog=DOCTYPE).replace(b"<svg ", b'<svg width="512" height="512" ')
    shown = []
    for i, data in enumerate((source, accept(source).data)):
        (tmp_path / str(i)).mkdir()
        shown.append(screenshot(data, tmp_path / str(i)))
    lowest = ImageChops.difference(*shown).getextrema()
    assert max(high for _, high in lowest) <= (8 if name == "pictures" else 0)
    assert len(shown[0].getcolors(512 * 512)) > 2, "there is something to see"
