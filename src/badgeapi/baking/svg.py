"""Credentials in SVG: the first child of the root, JSON as its text or a JWT as its attribute `verify`.

Baking is surgery on the text, guided by the parser: everything but the inserted element and its namespace stays byte by
byte. The document is read without entities, without the network and without an external DTD.

Source: Open Badges 3.0 section 9.1.2.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from xml.sax.saxutils import quoteattr

from lxml import etree

from badgeapi import limits
from badgeapi.baking.baked import Baked, Kind
from badgeapi.errors import InvalidInput

NAMESPACE: Final = "https://purl.imsglobal.org/ob/v3p0"
_CREDENTIAL: Final = f"{{{NAMESPACE}}}credential"
_SVG: Final = "{http://www.w3.org/2000/svg}svg"
_ELEMENTS: Final[Mapping[str, Kind]] = {
    _CREDENTIAL: "open_badge_3",
    "{https://purl.imsglobal.org/clr/v2p0}credential": "clr_2",
    "{http://openbadges.org}assertion": "open_badge_2",
}
# What may stand before the root element: declaration, comments, instructions, a DOCTYPE without internal subset.
_prolog = re.compile(
    r"\ufeff?\s*+(?:<\?xml(?:[^?]|\?(?!>))*+\?>)?(?:\s++|<!--.*?-->|<\?(?!xml\s).*?\?>)*+"
    r"(?P<doctype><!DOCTYPE[^>\[]*+>)?(?:\s++|<!--.*?-->|<\?(?!xml\s).*?\?>)*+(?=<[A-Za-z])",
    re.DOTALL,
)
_tag = re.compile(
    r"<(?P<name>[A-Za-z][\w.:-]*+)(?P<inside>(?:[^>\"'/]++|\"[^\"]*+\"|'[^']*+'|/(?!>))*+)(?P<empty>/?)>", re.DOTALL
)
_opens_svg = re.compile(rb"<(?:[A-Za-z][\w.-]*+:)?svg[\s/>]").search
_prefixed = re.compile(r"\sxmlns:openbadges\s*=\s*(\"[^\"]*\"|'[^']*')")


def looks_like(data: bytes) -> bool:
    """Tell whether this is XML with an svg element near its beginning."""
    return data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and _opens_svg(data[:65_536]) is not None


def bake(picture: bytes, text: str) -> bytes:
    """Put `text` into an SVG; one that is there gives way. Raises `InvalidInput`."""
    document = _without_credential(_text(picture))
    start = _root(document)
    opening = f"<{start['name']}{_prefixed.sub('', start['inside']).rstrip()} xmlns:openbadges={quoteattr(NAMESPACE)}>"
    rest = document[start.end() :]
    closing = f"</{start['name']}>" if start["empty"] else ""
    baked = document[: start.start()] + opening + _element(text) + closing + rest
    if extract(baked.encode()).text != _written(text):
        raise InvalidInput("The SVG cannot hold the credential unchanged.", code="damaged_image")
    return baked.encode()


def extract(picture: bytes) -> Baked:
    """Take the credential out of an SVG.

    Raises:
        InvalidInput: no sound SVG, entities or an external DTD, no credential in it, or more than one.
    """
    root = _parse(_text(picture))
    found = [(element, kind) for tag, kind in _ELEMENTS.items() for element in root.iter(tag)]
    if len([kind for _, kind in found if kind == "open_badge_3"]) > 1:
        raise InvalidInput("The SVG holds more than one credential.", code="baked_twice")
    for element, kind in found:
        text = element.get("verify") or (element.text or "").strip()
        if len(text.encode()) > limits.BAKED_TEXT_BYTES:
            raise InvalidInput("The credential in the SVG is too large.", code="image_too_large")
        if text:
            return Baked(kind, text)
    raise InvalidInput("There is no credential in the SVG.", code="not_baked")


def _text(picture: bytes) -> str:
    if len(picture) > limits.BAKED_BYTES:
        raise InvalidInput("The picture is larger than this service reads.", code="image_too_large")
    try:
        return picture.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInput("The SVG is not UTF-8.", code="damaged_image") from error


def _parse(document: str) -> etree._Element:
    """Parse strictly; refuse whatever declares entities or points to a DTD elsewhere."""
    prolog = _prolog.match(document)
    if prolog is None or (
        re.search(r"\b(SYSTEM|PUBLIC)\b", prolog["doctype"] or "") and not _is_known(prolog["doctype"])
    ):
        raise InvalidInput("The SVG declares entities or an external DTD.", code="unsafe_image")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, recover=False
    )
    body = re.sub(r"^\ufeff?\s*<\?xml[^>]*\?>", "", document)
    try:
        root = etree.fromstring(body.encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InvalidInput("The SVG is not well-formed XML.", code="damaged_image") from error
    if root.tag != _SVG:
        raise InvalidInput("The root element is not that of an SVG.", code="unknown_image")
    return root


def _is_known(doctype: str) -> bool:
    """Whether a DOCTYPE is that of SVG 1.0 or 1.1, which many tools write and nobody loads."""
    return re.search(r"\"-//W3C//DTD SVG 1\.[01](?: Basic| Tiny)?//EN\"", doctype) is not None


def _root(document: str) -> re.Match[str]:
    prolog = _prolog.match(document)
    start = _tag.match(document, prolog.end() if prolog else 0)
    if start is None:
        raise InvalidInput("The SVG has no root element.", code="damaged_image")
    return start


def _without_credential(document: str) -> str:
    """Check an SVG and cut out the credential that is in it, if there is one."""
    present = list(_parse(document).iter(_CREDENTIAL))
    if not present:
        return document
    name = f"{present[0].prefix}:credential" if present[0].prefix else "credential"
    start = document.find(f"<{name}")
    opening = _tag.match(document, start)
    if len(present) > 1 or opening is None:
        raise InvalidInput("The SVG holds more than one credential.", code="baked_twice")
    closing = f"</{name}>"
    end = opening.end() if opening["empty"] else document.find(closing, opening.end()) + len(closing)
    return document[:start] + document[end:]


def _element(text: str) -> str:
    """Write a JWT as attribute, JSON as CDATA."""
    if not text.lstrip().startswith("{"):
        return f"<openbadges:credential verify={quoteattr(text)}/>"
    return f"<openbadges:credential><![CDATA[{_written(text)}]]></openbadges:credential>"


def _written(text: str) -> str:
    """The same JSON value without `]]>`: in JSON a `>` stands in a text only, where it can be escaped."""
    return text.replace("]]>", "]]\\u003e") if text.lstrip().startswith("{") else text
