"""Uploaded drawings: an SVG parsed without entities or network, and rebuilt from the elements and attributes we know.

Three cases, told apart by the tables below. What draws is copied, if every value in it is harmless. What neither
draws nor acts (an editor's own elements, metadata, comments) is left behind. Anything else is refused.

Source: SVG 1.1 (Second Edition); what styles may say follows CSS Syntax Module Level 3.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final

from lxml import etree

from badgeapi.errors import InvalidInput
from badgeapi.limits import EMBEDDED_IMAGES, EMBEDDED_SIDE, SVG_DEPTH, SVG_DRAWN, SVG_NODES
from badgeapi.pictures import raster, repetition

_SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "http://www.w3.org/1999/xlink"
_XHTML: Final = "http://www.w3.org/1999/xhtml"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_HREFS: Final = frozenset(("href", f"{{{_XLINK}}}href"))


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TEXTUAL: Final = _words("text tspan textPath title desc style")
_ELEMENTS: Final = _TEXTUAL | _words(
    """
    svg g defs symbol use path rect circle ellipse line polyline polygon image
    linearGradient radialGradient stop pattern clipPath mask filter
    feBlend feColorMatrix feComponentTransfer feComposite feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR
    feGaussianBlur feMerge feMergeNode feOffset
    """
)
_SILENT: Final = frozenset(["metadata"])
_ATTRIBUTES: Final = _words(
    """
    id class style transform version viewBox preserveAspectRatio width height x y x1 y1 x2 y2 cx cy r rx ry fx fy fr
    d points pathLength offset dx dy rotate textLength lengthAdjust startOffset method spacing media type
    gradientUnits gradientTransform spreadMethod patternUnits patternContentUnits patternTransform
    clipPathUnits maskUnits maskContentUnits filterUnits primitiveUnits
    in in2 result stdDeviation mode operator k1 k2 k3 k4 values tableValues slope intercept
    amplitude exponent edgeMode
    alignment-baseline baseline-shift clip-path clip-rule color color-interpolation color-interpolation-filters
    cursor direction display dominant-baseline enable-background fill fill-opacity fill-rule filter flood-color
    flood-opacity font font-family font-size font-size-adjust font-stretch font-style font-variant font-weight
    image-rendering kerning letter-spacing mask mask-type mix-blend-mode
    opacity overflow paint-order pointer-events shape-rendering stop-color stop-opacity stroke stroke-dasharray
    stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor
    text-decoration text-rendering unicode-bidi vector-effect visibility word-spacing writing-mode
    """
)
_FUNCTIONS: Final = _words(
    """
    url rgb rgba hsl hsla matrix translate translatex translatey scale scalex scaley rotate skewx skewy calc
    blur drop-shadow
    """
)

_CALL: Final = re.compile(r"([^\s,;:(){}]*)\(")
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
    root = _Copy().of(source, depth=1)
    if repetition.drawn_elements(root) > SVG_DRAWN:
        raise _overwhelming()
    etree.cleanup_namespaces(root)
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
    if "<!ENTITY" in text or "<?xml-stylesheet" in text or re.search(r"<!DOCTYPE[^>]*\[", text):
        raise _unsafe("it declares entities, other parts of a DTD or a style sheet elsewhere")
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


class _Copy:
    """A copy in the making, and how many pictures it holds."""

    def __init__(self) -> None:
        self._pictures = 0

    def of(self, source: etree._Element, *, depth: int) -> etree._Element:
        """Copy an element of ours with all that draws in it."""
        name = etree.QName(source).localname
        if name not in _ELEMENTS:
            raise _unsafe(f"the element {name} is not among those that are taken over")
        if depth > SVG_DEPTH:
            raise _overwhelming()
        copy = etree.Element(source.tag, nsmap={None: _SVG, "xlink": _XLINK} if depth == 1 else None)
        for key, value in source.attrib.items():
            self._set(copy, str(key), str(value))
        if name in _TEXTUAL:
            copy.text = _checked_style(source.text or "") if name == "style" else source.text
        for child in source:
            if _draws(child):
                copy.append(self.of(child, depth=depth + 1))
            if name in _TEXTUAL:
                _append_text(copy, child.tail or "")
        return copy

    def _set(self, copy: etree._Element, key: str, value: str) -> None:
        if key.lower().startswith("on"):
            raise _unsafe(f"the attribute {key} is an event handler")
        if key in _HREFS:
            copy.set(key, self._reference(value.strip(), of_image=copy.tag == f"{{{_SVG}}}image"))
        elif key in _ATTRIBUTES:
            if key not in {"id", "class"}:
                _check_value(value)
            copy.set(key, value)
        elif key == _SPACE:
            copy.set(key, value)

    def _reference(self, target: str, *, of_image: bool) -> str:
        """What an element points to: a part of the same drawing, or of an image the picture within the address."""
        if target.startswith("#") and not of_image:
            return target
        if not of_image or not (picture := _PICTURE.fullmatch(target)):
            raise _unsafe("it points to something outside of it that is not a PNG or JPEG data URI")
        self._pictures += 1
        if self._pictures > EMBEDDED_IMAGES:
            raise _overwhelming()
        try:
            data = base64.b64decode("".join(picture[2].split()), validate=True)
        except (binascii.Error, ValueError):
            raise InvalidInput("A picture within the SVG is not base64.", code="damaged_image") from None
        kind, rebuild = ("png", raster.rebuild_png) if picture[1] == "png" else ("jpeg", raster.rebuild_jpeg)
        return f"data:image/{kind};base64," + base64.b64encode(rebuild(data, side=EMBEDDED_SIDE)).decode()


def _draws(child: etree._Element) -> bool:
    """Whether to copy a child; False for what an editor keeps for itself."""
    name = etree.QName(child)
    if name.namespace == _XHTML:
        raise _unsafe(f"it holds HTML ({name.localname})")
    return name.namespace == _SVG and name.localname not in _SILENT


def _append_text(copy: etree._Element, text: str) -> None:
    if len(copy):
        copy[-1].tail = (copy[-1].tail or "") + text
    else:
        copy.text = (copy.text or "") + text


def _checked_style(text: str) -> str:
    """A style sheet without its comments, so that nothing is read otherwise than it was checked."""
    text = _COMMENT.sub(" ", text)
    if "@" in text or "<" in text:
        raise _unsafe("a style sheet has at-rules or markup")
    _check_value(text)
    return text


def _check_value(value: str) -> None:
    """Refuse functions that are not known to be harmless, and what could hide one."""
    calls = [name.lower() for name in _CALL.findall(value) if name]
    if "\\" in value or not _FUNCTIONS.issuperset(calls) or calls.count("url") != len(repetition.local_ids(value)):
        raise _unsafe("a value calls a function or points to an address")


def _unsafe(why: str) -> InvalidInput:
    return InvalidInput(f"The SVG is refused: {why}.", code="unsafe_image")


def _overwhelming() -> InvalidInput:
    return InvalidInput(
        f"The SVG has more than {SVG_NODES} elements ({SVG_DRAWN} with repetitions), {SVG_DEPTH} levels or "
        f"{EMBEDDED_IMAGES} pictures.",
        code="image_too_large",
    )
