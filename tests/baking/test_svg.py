"""Credentials in SVGs: they come out meaning what they did, and no other byte of the file changes."""

from __future__ import annotations

import io
import json
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from badgeapi import baking
from badgeapi.baking import Baked
from badgeapi.errors import InvalidInput, MalformedInput
from badgeapi.limits import BAKED_BYTES, SVG_DEPTH, SVG_NODES
from tests.baking.measure import answer, refused_bake
from tests.baking.texts import JSON, JWT, json_texts, jwt_texts, texts

SVG = 'xmlns="http://www.w3.org/2000/svg"'
OB3, CLR, OB2 = "https://purl.imsglobal.org/ob/v3p0", "https://purl.imsglobal.org/clr/v2p0", "http://openbadges.org"
DECLARED = f' xmlns:openbadges="{OB3}"'
W3C = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
PLAIN = f"<svg {SVG}><g/></svg>".encode()
BAKED_JWT = f'<openbadges:credential verify="{JWT}"></openbadges:credential>'


def svg(content: str, *, prolog: str = "", attributes: str = "") -> bytes:
    return f"{prolog}<svg {SVG}{DECLARED}{attributes}>{content}</svg>".encode()


def credential(text: str) -> str:
    return f"<openbadges:credential>{text}</openbadges:credential>"


def inserted(data: bytes) -> bytes:
    """A baked file without what was put into it, cut by hand."""
    text = data.decode()
    start, end = text.index("<openbadges:credential"), text.index("</openbadges:credential>")
    return (text[:start] + text[end + len("</openbadges:credential>") :]).replace(DECLARED, "", 1).encode()


# --- What is baked ---------------------------------------------------------------------------------------------------


def test_a_jwt_is_written_as_the_specification_shows():
    """OB 3.0 section 5.3.2.1: namespace on the root, first child, JWT in `verify`."""
    assert baking.bake(PLAIN, "header.payload.signature").decode() == (
        '<svg xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0" xmlns="http://www.w3.org/2000/svg">'
        '<openbadges:credential verify="header.payload.signature"></openbadges:credential><g/></svg>'
    )


def test_json_is_written_as_the_specification_shows():
    """OB 3.0 section 5.3.2.1: no `verify`, the JSON in CDATA; the end of CDATA escaped as RFC 8259 allows."""
    assert baking.bake(PLAIN, '{"a":"<&> ]]>"}').decode() == (
        '<svg xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0" xmlns="http://www.w3.org/2000/svg">'
        '<openbadges:credential><![CDATA[{"a":"<&> ]]\\u003e"}]]></openbadges:credential><g/></svg>'
    )


PICTURES = {
    "plain": PLAIN.decode(),
    "empty": f"<svg {SVG}/>",
    "empty, with blanks": f"<svg\n{SVG}\n/>\n",
    "declared": f'<?xml version="1.0" encoding="utf-8" standalone="no"?>\n<svg {SVG}>\n  <g/>\n</svg>\n',
    "byte order mark": f"\ufeff<svg {SVG}/>",
    "comments": f"<!-- <svg> --><?a <svg?>\n<svg {SVG}><!-- ]]> --><g/></svg><!-- end --><?b ?>",
    "W3C's DOCTYPE": f'<?xml version="1.0"?>\n<!-- made by <hand> -->\n{W3C}\n<svg {SVG}>\n</svg>',
    "DOCTYPE of SVG 1.0": '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.0//EN"\n'
    f' "http://www.w3.org/TR/2001/REC-SVG-20010904/DTD/svg10.dtd"><svg {SVG}/>',
    "bare DOCTYPE": f"<!DOCTYPE svg ><svg {SVG}/>",
    "prefix": '<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:g/></s:svg>',
    "prefix, empty": '<s:svg xmlns:s="http://www.w3.org/2000/svg"/>',
    "attributes with brackets": f"<svg a='>/>' b=\"/svg>'\" {SVG} c='\"'><g d='>'/></svg >",
    "script": f"<svg {SVG} onload=\"f('>')\"><script><![CDATA[ if (a < b && c) {{}} ]]></script></svg>",
    "letters": f"<svg {SVG}><title>Löten 🧰</title><text>a &lt; b &#8364;</text></svg>",
    "line ends": f"<svg {SVG}>\r\n<g\r/>\r</svg>\r\n",
    "nested": f"<svg {SVG}><svg {SVG}><svg/></svg></svg>",
}


@pytest.mark.parametrize("text", [JSON, JWT], ids=["JSON", "JWT"])
@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES.keys())
def test_two_other_parsers_read_it_and_every_other_byte_stays(picture: str, text: str):
    """What lxml and ElementTree see is the picture with one more child; what is on disk is the picture, cut open."""
    baked = baking.bake(picture.encode(), text)
    name = "s:svg" if "<s:svg" in picture else "svg"
    opened = picture if "</" in picture else picture.replace("/>", f"></{name}>")  # an empty root gets an end tag
    assert inserted(baked) == opened.encode()
    for library in (ET, etree):
        before, after = library.fromstring(picture.encode()), library.fromstring(baked)
        found = after[0]
        assert found.tag == f"{{{OB3}}}credential"
        assert dict(found.attrib) == ({"verify": text} if text == JWT else {})
        assert text == JWT or json.loads(found.text) == json.loads(text)
        assert after.tag == before.tag
        assert [(part.tag, dict(part.attrib)) for part in after.iter() if part is not found] == [
            (part.tag, dict(part.attrib)) for part in before.iter()
        ]
    assert baking.extract(baked).kind == "open_badge_3"
    assert baking.bake(baked, "a.b.c") == baking.bake(picture.encode(), "a.b.c"), "it is replaced"


@given(jwt_texts)
def test_a_jwt_comes_out_as_it_went_in(text: str):
    """Character for character."""
    assert baking.extract(baking.bake(PLAIN, text)) == Baked("open_badge_3", text)


@given(json_texts)
def test_json_comes_out_meaning_the_same(text: str):
    """The value is the same, for other parsers too; the characters are, unless XML cannot hold them."""
    baked = baking.bake(PLAIN, text)
    found = baking.extract(baked).text
    assert json.loads(found) == json.loads(text)
    assert ET.fromstring(baked)[0].text == etree.fromstring(baked)[0].text == found
    if not any(part in text for part in ("]]>", "\x7f", "\x85", "\u2028", "\u2029", "\ufffe", "\uffff")) and not any(
        "\x80" <= character <= "\x9f" for character in text
    ):
        assert found == text


@given(texts, texts)
def test_a_credential_replaces_the_one_before(first: str, second: str):
    """OB 3.0 section 5.3.2.1: there must be only one."""
    assert baking.bake(baking.bake(PLAIN, first), second) == baking.bake(PLAIN, second)


FORMER = {
    "empty": "<openbadges:credential/>",
    "JWT": '<openbadges:credential verify="a.b.c"  ></openbadges:credential\n>',
    "another prefix": f'<ob:credential xmlns:ob="{OB3}" verify=">"/>',
    "default namespace": f'<credential xmlns="{OB3}">{{}}</credential>',
    "with comments": credential("<!-- </openbadges:credential> -->{}<?x </openbadges:credential> ?>"),
    "with CDATA": credential("<![CDATA[</openbadges:credential>]]>"),
}


@pytest.mark.parametrize("former", FORMER.values(), ids=FORMER.keys())
def test_every_former_credential_is_cut_out(former: str):
    """However it is written, how often and where; what looks like one in a comment stays."""
    lookalike = '<!-- <openbadges:credential verify="x"/> --><credential/>'
    picture = svg(f"{former}<g>{former}{lookalike}</g>")
    assert baking.bake(picture, JWT) == svg(f"{BAKED_JWT}<g>{lookalike}</g>")


def test_a_prefix_that_is_taken_is_not_taken_away():
    """An image with an Open Badge 2.0 keeps it; the new element says itself what its prefix stands for."""
    picture = f'<svg {SVG} xmlns:openbadges="{OB2}"><openbadges:assertion verify="https://a.example/1"/></svg>'
    baked = baking.bake(picture.encode(), JWT)
    assert [part.tag for part in ET.fromstring(baked)] == [f"{{{OB3}}}credential", f"{{{OB2}}}assertion"]
    assert baking.extract(baked) == Baked("open_badge_3", JWT)
    assert inserted(baked) == picture.encode()


ENCODINGS = {
    "utf-8": ("utf-8-sig", '<?xml version="1.0" encoding="UTF-8"?>'),
    "utf-16": ("utf-16", '<?xml version="1.0" encoding="UTF-16"?>'),
    "utf-16 of the other order": ("utf-16-be", '\ufeff<?xml version="1.0" encoding="utf-16"?>'),
    "utf-16 by its mark alone": ("utf-16", ""),
    "latin 1": ("latin-1", "<?xml version='1.0' encoding='ISO-8859-1'?>"),
    "ASCII": ("ascii", '<?xml version="1.0" encoding="us-ascii"?>'),
}


@pytest.mark.parametrize(("codec", "prolog"), ENCODINGS.values(), ids=ENCODINGS.keys())
def test_the_encoding_of_the_file_is_kept(codec: str, prolog: str):
    """What the encoding lacks is escaped in the JSON, so that every parser reads the same value."""
    title = "Loeten" if codec == "ascii" else "Löten"
    picture = svg(f"<title>{title}</title>", prolog=prolog + W3C).decode().encode(codec)
    baked = baking.bake(picture, JSON)
    assert json.loads(baking.extract(baked).text) == json.loads(JSON)
    for library in (ET, etree):
        first, second = library.fromstring(baked)
        assert json.loads(first.text) == json.loads(JSON)
        assert second.text == title
    text = baked.decode(codec)
    start, end = text.index("<openbadges:credential>"), text.index("<title>")
    assert (text[:start] + text[end:]).encode(codec) == picture


# --- What others baked -----------------------------------------------------------------------------------------------

INDENT, SIMPLE = "\n    ", '{\n  "name": "Löten"\n}'
FOREIGN = {
    # As the samples of 1EdTech's validator are laid out (inspector-vc, ob30/simple-json.svg and simple-jwt.svg).
    "1EdTech, JSON": (
        svg(f"\n  {credential(f'{INDENT}<![CDATA[{INDENT}{SIMPLE}{INDENT}]]>{INDENT}')}\n  <g/>\n", prolog=W3C),
        SIMPLE,
    ),
    "1EdTech, JWT": (svg(f'\n  <openbadges:credential verify="{JWT}"></openbadges:credential>', prolog=W3C), JWT),
    "escaped text": (svg(credential("{&quot;a&quot;:&quot;&lt;&#x3e;&quot;}")), '{"a":"<>"}'),
    "CDATA in two parts": (svg(credential('<![CDATA[{"a":"]]]]><![CDATA[>"}]]>')), '{"a":"]]>"}'),
    "a comment within": (svg(credential("<!-- badge -->{}<?x y?>")), "{}"),
    "an empty attribute": (svg('<openbadges:credential verify=" ">{}</openbadges:credential>'), "{}"),
    "another prefix": (svg(f'<x:credential xmlns:x="{OB3}" verify="{JWT}"/>'), JWT),
    "last in a group": (svg(f"<g><g/>{BAKED_JWT}</g>"), JWT),
    "in a nested drawing": (svg(f"<svg>{BAKED_JWT}</svg>"), JWT),
    "beside a CLR": (svg(f'<c:credential xmlns:c="{CLR}" verify="c.l.r"/>{BAKED_JWT}'), JWT),
    "beside Open Badges 2.0": (svg(f'<a:assertion xmlns:a="{OB2}" verify="https://a.example"/>{BAKED_JWT}'), JWT),
    "beside a script": (svg(f"<script>while(1){{}}</script>{BAKED_JWT}", attributes=' onload="alert(1)"'), JWT),
}


@pytest.mark.parametrize(("picture", "text"), FOREIGN.values(), ids=FOREIGN.keys())
def test_what_others_bake_is_read(picture: bytes, text: str):
    """By namespace and local name, wherever it stands; blanks around it do not count."""
    assert baking.extract(picture) == Baked("open_badge_3", text)


OTHERS = {
    "CLR as JWT": (f'<c:credential xmlns:c="{CLR}" verify="{JWT}"/>', "clr_2", JWT),
    "CLR as JSON": (f'<credential xmlns="{CLR}"><![CDATA[{{}}]]></credential>', "clr_2", "{}"),
    "signed 2.0": (f'<o:assertion xmlns:o="{OB2}" verify="{JWT}"/>', "open_badge_2", JWT),
    "hosted 2.0": (
        f'<o:assertion xmlns:o="{OB2}" verify="https://a.example/1">{{}}</o:assertion>',
        "open_badge_2",
        "{}",
    ),
}


@pytest.mark.parametrize(("content", "kind", "text"), OTHERS.values(), ids=OTHERS.keys())
def test_other_kinds_are_told_apart(content: str, kind: str, text: str):
    """CLR 2.0 and Open Badges Baking 1.0 have namespaces of their own."""
    assert baking.extract(svg(content)) == Baked(kind, text)


NOT_BAKED = {
    "plain": "<g/>",
    "empty": "<openbadges:credential/>",
    "blank": credential(" <![CDATA[ \n]]> <!-- {} -->"),
    "another namespace": '<o:credential xmlns:o="https://purl.imsglobal.org/spec/ob/v3p0" verify="a.b.c"/>',
    "another name": '<openbadges:assertion verify="a.b.c"/>',
    "no namespace": '<credential xmlns="" verify="a.b.c"/>',
    "an attribute in a namespace": '<openbadges:credential openbadges:verify="a.b.c"/>',
    "a comment": f"<!-- {BAKED_JWT} -->",
    "a text": f"<title><![CDATA[{BAKED_JWT}]]></title>",
}


@pytest.mark.parametrize("content", NOT_BAKED.values(), ids=NOT_BAKED.keys())
def test_a_picture_without_a_credential_says_so(content: str):
    """The caller can tell a stripped picture from a broken one."""
    assert answer(svg(content)) == "not_baked"


# --- What is refused -------------------------------------------------------------------------------------------------

LAUGHS = "".join(f'<!ENTITY l{i + 1} "{f"&l{i};" * 10}">' for i in range(9))
CHAIN = '<!ENTITY c0 "{}">' + "".join(f'<!ENTITY c{i + 1} "&c{i};">' for i in range(30_000))
DOCTYPES = {
    "a billion laughs": f'<!DOCTYPE svg [<!ENTITY l0 "lol">{LAUGHS}]>',
    "a long chain": f"<!DOCTYPE svg [{CHAIN}]>",
    "quadratic": f'<!DOCTYPE svg [<!ENTITY l9 "{"a" * 100_000}">]>',
    "a file": '<!DOCTYPE svg [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
    "an address": '<!DOCTYPE svg [<!ENTITY l9 SYSTEM "http://127.0.0.1:9/">]>',
    "a parameter entity": '<!DOCTYPE svg [<!ENTITY % p SYSTEM "http://127.0.0.1:9/"> %p;]>',
    "an external DTD": '<!DOCTYPE svg SYSTEM "http://127.0.0.1:9/x.dtd">',
    "a file as DTD": '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "file:///etc/passwd">',
    "a DTD of another host": '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org.evil.example/">',
    "another public name": '<!DOCTYPE svg PUBLIC "-//X//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">',
    "W3C's DTD and more": W3C[:-1] + ' [<!ENTITY l9 "x">]>',
    "an attribute by default": f'<!DOCTYPE svg [<!ATTLIST svg xmlns:x CDATA "{OB3}">]>',
    "an empty subset": "<!DOCTYPE svg []>",
    "two": "<!DOCTYPE svg>" + f'<!DOCTYPE svg [<!ENTITY l0 "lol">{LAUGHS}]>',
    "behind a false comment": '<!DOCTYPE svg><!-- --><!DOCTYPE svg [<!ENTITY l9 "x">]>',
    "in a quotation": '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG >" "http://www.w3.org/" [<!ENTITY l9 "x">]>',
}


@pytest.mark.parametrize("wide", [False, True], ids=["UTF-8", "UTF-16"])
@pytest.mark.parametrize("doctype", DOCTYPES.values(), ids=DOCTYPES.keys())
def test_a_doctype_that_says_more_than_svg_is_refused(doctype: str, wide: bool):
    """Entities are never expanded, nothing is fetched, and no parser ever sees a declaration."""
    text = svg(credential("&l9;&c30000;"), prolog=doctype).decode()
    data = text.encode("utf-16" if wide else "utf-8")
    assert answer(data) == "unsafe_image"
    assert refused_bake(data) == "unsafe_image"


MANY = 100_000
BROKEN = {
    "entity without DTD": (svg(credential("&l9;")), "damaged_image"),
    "entity with W3C's DOCTYPE": (svg(credential("{&nbsp;}"), prolog=W3C), "damaged_image"),
    "entity in the attribute": (svg('<openbadges:credential verify="a.b&x;.c"/>', prolog=W3C), "damaged_image"),
    "markup within the credential": (svg(credential("{}<g/>")), "damaged_image"),
    "credential within the credential": (svg(credential(credential("{}"))), "damaged_image"),
    "not closed": (svg(BAKED_JWT)[:-1], "damaged_image"),
    "two roots": (svg(BAKED_JWT) * 2, "damaged_image"),
    "text behind the end": (svg(BAKED_JWT) + b"{}", "damaged_image"),
    "DOCTYPE behind the end": (svg(BAKED_JWT) + W3C.encode(), "damaged_image"),
    "DOCTYPE within": (svg(W3C), "damaged_image"),
    "unknown prefix": (svg("<x:credential/>"), "damaged_image"),
    "attribute twice": (svg('<openbadges:credential verify="a.b.c" verify="d.e.f"/>'), "damaged_image"),
    "no root": (b"<!-- -->", "damaged_image"),
    "a comment without end": (b"<!-- " + PLAIN, "damaged_image"),
    "U+0000": (svg("\0"), "damaged_image"),
    "a blank before the declaration": (b' <?xml version="1.0"?>' + PLAIN, "damaged_image"),
    "UTF-7": (b'<?xml version="1.0" encoding="UTF-7"?>' + PLAIN, "damaged_image"),
    "EBCDIC": (b'<?xml version="1.0" encoding="cp037"?>' + PLAIN, "damaged_image"),
    "a codec that is not of text": (b'<?xml version="1.0" encoding="rot13"?>' + PLAIN, "damaged_image"),
    "UTF-16 in name only": (b'<?xml version="1.0" encoding="UTF-16"?>' + PLAIN, "damaged_image"),
    "UTF-32": (PLAIN.decode().encode("utf-32"), "unknown_image"),
    "UTF-16 without half a letter": (PLAIN.decode().encode("utf-16")[:-1], "damaged_image"),
    "Latin 1 undeclared": (svg("<title>é</title>").decode().encode("latin-1"), "damaged_image"),
    "overlong UTF-8": (svg("<title>?</title>").replace(b"?", b"\xc0\xbc"), "damaged_image"),
    "HTML": (f"<html><p>{BAKED_JWT}</html>".encode(), "unknown_image"),
    "XHTML": (f'<html xmlns="http://www.w3.org/1999/xhtml"{DECLARED}>{BAKED_JWT}</html>'.encode(), "unknown_image"),
    "no namespace": (f"<svg{DECLARED}>{BAKED_JWT}</svg>".encode(), "unknown_image"),
    "many levels": (svg("<g>" * MANY + "</g>" * MANY), "image_too_large"),
    "many levels, open": (svg("<g>" * 500_000), "image_too_large"),
    "many elements": (svg("<g/>" * 500_000), "image_too_large"),
    "too many bytes": (svg(" " * BAKED_BYTES), "image_too_large"),
    "many comments without end": (b"<!-- " * 400_000, "damaged_image"),
    "many instructions without end": (b"<?x " * 400_000, "damaged_image"),
    "many DOCTYPEs without end": (b"<!DOCTYPE svg " * 200_000, "unsafe_image"),
    "a tag without end": (b"<svg " + b"a='>' " * 400_000, "damaged_image"),
    "blanks": (b" " * 2_000_000 + b"<", "damaged_image"),
}
TWICE = {
    "two credentials": BAKED_JWT * 2,
    "one of them empty": f"{BAKED_JWT}<openbadges:credential/>",
    "one of them nested": f"{BAKED_JWT}<svg>{credential('{}')}</svg>",
    "in attribute and text": f'<openbadges:credential verify="{JWT}">{{}}</openbadges:credential>',
    "thousands": "<openbadges:credential/>" * 19_000,
}


@pytest.mark.parametrize(("data", "code"), BROKEN.values(), ids=BROKEN.keys())
def test_attacks_are_refused_at_once(data: bytes, code: str):
    """Bombs, false encodings, files that two readers could understand in two ways; nothing is baked into them."""
    assert answer(data) == code
    assert refused_bake(data) == code


@pytest.mark.parametrize("content", TWICE.values(), ids=TWICE.keys())
def test_two_credentials_are_refused_and_can_be_replaced(content: str):
    """Which one counts is for nobody to guess."""
    assert answer(svg(content)) == "baked_twice"
    assert baking.bake(svg(content), JWT).count(b"openbadges:credential ") == 1


LARGE = {
    "attributes": svg(BAKED_JWT + "<g " + " ".join(f'a{i}=""' for i in range(MANY)) + "/>"),
    "namespaces": svg(BAKED_JWT + "<g " + " ".join(f'xmlns:a{i}="u"' for i in range(MANY)) + "/>"),
    "lines of text": svg(BAKED_JWT + "a\n" * 1_500_000),
    "lines within": svg(credential(JWT + "\n" * 1_000_000)),
    "references within": svg(credential(JWT + "&#10;" * 400_000)),
    "a long value": svg(BAKED_JWT + f'<path d="{"M0 0 " * 500_000}"/>'),
    "a long comment": svg(f"<!--{'- ' * 1_000_000}-->{BAKED_JWT}"),
}


@pytest.mark.parametrize("picture", LARGE.values(), ids=LARGE.keys())
def test_large_drawings_are_answered_at_once(picture: bytes):
    """A file near the limit costs what its length says, whatever it is made of."""
    assert answer(picture) == JWT
    assert answer(baking.bake(picture, "a.b.c")) == "a.b.c"


def test_a_picture_at_every_limit_is_still_read_back():
    """The credential is not counted against the drawing."""
    deep = "<g>" * (SVG_DEPTH - 1) + "</g>" * (SVG_DEPTH - 1)
    full = svg(deep + "<g/>" * (SVG_NODES - SVG_DEPTH))
    assert sum(1 for _ in ET.fromstring(full).iter()) == SVG_NODES
    assert baking.extract(baking.bake(full, JWT)).text == JWT
    room = BAKED_BYTES - len(baking.bake(svg(""), JWT))
    assert len(baking.bake(svg(" " * room), JWT)) == BAKED_BYTES
    with pytest.raises(InvalidInput):
        baking.bake(svg(" " * (room + 1)), JWT)


@pytest.mark.parametrize("text", ["", "badge", "[]", '{"a":1,"a":2}', 'a.b."', 'a.b.c" x="', "{}\0", '{"a":"\ud800"}'])
def test_only_a_credential_is_baked(text: str):
    """OB 3.0 section 5.1: JSON in UTF-8, or a compact JWS; nothing that could leave the place it is put in."""
    with pytest.raises(MalformedInput):
        baking.bake(PLAIN, text)


SOURCES = [baking.bake(PLAIN, JSON), baking.bake(PLAIN, JWT), *(picture.encode() for picture in PICTURES.values())]
PIECES = st.sampled_from(
    [
        b"<",
        b">",
        b"/",
        b'"',
        b"&",
        b"]]>",
        b"<![CDATA[",
        b"<!--",
        b"-->",
        b"<?",
        W3C.encode(),
        BAKED_JWT.encode(),
        b"\xff\xfe",
    ]
)


@given(st.sampled_from(SOURCES), st.data(), PIECES | st.binary(max_size=4), st.integers(0, 9))
def test_no_file_raises_anything_but_our_refusals(source: bytes, data: st.DataObject, piece: bytes, over: int):
    """Something written into or over any place; what is read is also what lxml reads."""
    at = data.draw(st.integers(0, len(source)))
    changed = source[:at] + piece + source[at + over :]
    try:
        found = baking.extract(changed)
    except InvalidInput as refusal:
        assert refusal.faults[0].code in {
            "not_baked", "baked_twice", "unknown_image", "damaged_image", "image_too_large", "unsafe_image",
        }  # fmt: skip
    else:
        root = etree.parse(io.BytesIO(changed)).getroot()
        (element,) = root.iter(f"{{{OB3}}}credential")
        assert found.text in {element.get("verify", "").strip(), "".join(element.itertext()).strip()}
        assert ET.fromstring(baking.bake(changed, "a.b.c"))[0].get("verify") == "a.b.c"
