"""Uploaded drawings: an SVG parsed without entities or network, and rebuilt from the elements and attributes we know.

Three cases, told apart by the tables below. What draws is copied, if every value in it is harmless. What neither
draws nor acts (an editor's own elements, metadata, comments) is left behind. Anything else is refused.

Source: SVG 1.1 (Second Edition); what styles may say follows CSS Syntax Module Level 3.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from badgeapi.errors import InvalidInput
from badgeapi.pictures import raster
from badgeapi.pictures.caps import SVG_DEPTH, SVG_NODES

_SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "http://www.w3.org/1999/xlink"
_XML: Final = "http://www.w3.org/XML/1998/namespace"
_HREFS: Final = ("href", f"{{{_XLINK}}}href")

_TEXTUAL: Final = frozenset("text tspan textPath title desc style".split())
_ELEMENTS: Final = _TEXTUAL | frozenset(
    """
    svg g defs symbol use path rect circle ellipse line polyline polygon image
    linearGradient radialGradient stop pattern clipPath mask marker filter
    feBlend feColorMatrix feComponentTransfer feComposite feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR
    feGaussianBlur feMerge feMergeNode feMorphology feOffset
    """.split()
)
_SILENT: Final = frozenset(["metadata"])
_ATTRIBUTES: Final = frozenset(
    """
    id class style transform version viewBox preserveAspectRatio width height x y x1 y1 x2 y2 cx cy r rx ry fx fy fr
    d points pathLength offset dx dy rotate textLength lengthAdjust startOffset method spacing media type
    gradientUnits gradientTransform spreadMethod patternUnits patternContentUnits patternTransform
    clipPathUnits maskUnits maskContentUnits markerUnits markerWidth markerHeight refX refY orient
    filterUnits primitiveUnits in in2 result stdDeviation mode operator k1 k2 k3 k4 values tableValues slope intercept
    amplitude exponent radius edgeMode
    alignment-baseline baseline-shift clip-path clip-rule color color-interpolation color-interpolation-filters
    cursor direction display dominant-baseline enable-background fill fill-opacity fill-rule filter flood-color
    flood-opacity font font-family font-size font-size-adjust font-stretch font-style font-variant font-weight
    image-rendering kerning letter-spacing marker marker-end marker-mid marker-start mask mask-type mix-blend-mode
    opacity overflow paint-order pointer-events shape-rendering stop-color stop-opacity stroke stroke-dasharray
    stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor
    text-decoration text-rendering unicode-bidi vector-effect visibility word-spacing writing-mode
    """.split()
)
_FUNCTIONS: Final = frozenset(
    """
    url rgb rgba hsl hsla matrix translate translatex translatey scale scalex scaley rotate skewx skewy calc
    blur drop-shadow
    """.split()
)

_CALL: Final = re.compile(r"([^\s,;:(){}]*)\(")
_LOCAL: Final = re.compile(r"url\(\s*([\"']?)#([^\s\"'()]+)\1\s*\)", re.IGNORECASE)
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_PICTURE: Final = re.compile(r"data:image/(png|jpeg|jpg);base64,(.*)", re.DOTALL)
_DECLARATION: Final = re.compile(r"\s*<\?xml\s[^>]*?encoding\s*=\s*[\"']([^\"']*)")


def is_markup(data: bytes) -> bool:
    """Whether the bytes begin as XML does."""
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"


def rebuild_svg(data: bytes) -> bytes:
    """Copy of an SVG what draws, and nothing else.

    Raises:
        InvalidInput: `unknown_image`, `damaged_image`, `image_too_large` or `unsafe_image`.
    """
    source = _parsed(data)
    if source.tag != f"{{{_SVG}}}svg":
        raise InvalidInput("The root of the document is not an SVG element.", code="unknown_image")
    if sum(1 for _ in source.iter()) > SVG_NODES:
        raise _overwhelming()
    root = _Copy().copied(source, depth=1)
    _check_work(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=False)


def _parsed(data: bytes) -> etree._Element:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput("An SVG must be in UTF-8.", code="damaged_image") from None
    declared = _DECLARATION.match(text)
    if declared and declared[1].lower() not in {"utf-8", "us-ascii"}:
        raise InvalidInput("An SVG must be in UTF-8.", code="damaged_image")
    # A DOCTYPE that only names SVG is honest and is left behind; one that declares anything is not read at all.
    if "<!ENTITY" in text or re.search(r"<!DOCTYPE[^>]*\[", text):
        raise _unsafe("it declares entities or other parts of a DTD")
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise InvalidInput("The SVG is not well-formed XML.", code="damaged_image") from None
