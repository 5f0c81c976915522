"""A credential in an SVG: one element, first in the drawing, every other byte of the file as it was.

The file is not written anew but cut open where the parser says. That is expat, for it tells the byte at which an
element begins (lxml tells the line) and builds no tree. It is never shown a DTD: a DOCTYPE that only names the W3C's
SVG is blanked before, and one that says more is refused. What the drawing does (scripts and all) is not judged here;
`pictures/vector.py` cleans uploads.

Source: Open Badges 3.0 section 5.3.2; XML 1.0 (Fifth Edition); Namespaces in XML 1.0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from xml.parsers import expat

from badgeapi.baking import baked
from badgeapi.baking.baked import Baked, Kind
from badgeapi.errors import InvalidInput
from badgeapi.limits import SVG_DEPTH, SVG_NODES

_NAMESPACE: Final = "https://purl.imsglobal.org/ob/v3p0"
_PREFIX: Final = "openbadges"
_DECLARATION: Final = f' xmlns:{_PREFIX}="{_NAMESPACE}"'

# Names as expat gives them: namespace, space, local name.
_ROOT: Final = "http://www.w3.org/2000/svg svg"
_KINDS: Final[Mapping[str, Kind]] = {
    f"{_NAMESPACE} credential": "open_badge_3",
    "https://purl.imsglobal.org/clr/v2p0 credential": "clr_2",
    "http://openbadges.org assertion": "open_badge_2",
}

_MARKS: Final[Mapping[bytes, str]] = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_ENCODINGS: Final[Mapping[bytes, str]] = {b"utf-8": "utf-8", b"us-ascii": "ascii", b"iso-8859-1": "latin-1"}
_ENCODING: Final = re.compile(rb"""(?:\xef\xbb\xbf)?<\?xml\s[^>]*?\sencoding\s*=\s*["']([^"'>]*)""")
_MARKUP: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<|\xff\xfe<\0|\xfe\xff\0<")

# Everything before the root. Comments and instructions end where XML ends them, at the first chance.
_MISC: Final = rb"(?:\s++|<\?.*?\?>|<!--.*?-->)*+"
_PROLOG: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?" + _MISC + rb"""
    (?P<doctype><!DOCTYPE\s+[^\s>\["']+
        (?:\s+PUBLIC\s+(["'])-//W3C//DTD[ ]SVG[ ][^"'<>]*\2\s+(["'])https?://www\.w3\.org/[^"'<>]*\3)?
    \s*>)?""" + _MISC + rb"<[^!?/]",
    re.DOTALL | re.VERBOSE,
)  # fmt: skip
_TAG: Final = re.compile(rb"""<(?P<name>[^\s/>]++)(?:[^>"']++|"[^"]*+"|'[^']*+')*+>""")

# What a JSON text may say in no other way than escaped: the end of CDATA, and what XML forbids or changes.
_FRAGILE: Final = re.compile("(?<=]])>|[\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_FRAGILE_ELSEWHERE: Final = re.compile("(?<=]])>|[^\0-\x7e]")  # where the file's encoding has few characters


@dataclass(frozen=True, slots=True)
class _Element:
    """An element that holds a credential.

    Attributes:
        start: its first byte.
        end: the byte after its last.
        texts: attribute and body, those that are not blank.
    """

    start: int
    end: int
    texts: tuple[str, ...]


def is_markup(data: bytes) -> bool:
    """Whether the bytes begin as XML does."""
    return _MARKUP.match(data) is not None


def bake(data: bytes, text: str) -> bytes:
    """Put a credential, JSON or compact JWS, into an SVG in place of any that it holds.

    Of a JSON text the value stays; a few characters may come to be written as escapes.

    Raises:
        InvalidInput: `unknown_image`, `damaged_image`, `image_too_large` or `unsafe_image`.
        MalformedInput, InputTooLarge: the text is not a credential, or too long for one.
    """
    is_jws = baked.is_jws(text)
    codec, source = _decoded(data)
    reading = _Reading(source)
    tag = _tag(source, reading.root)
    declared = reading.prefixes.get(_PREFIX)
    # The prefix may stand for something else, such as Open Badges 2.0.
    within = _DECLARATION if declared not in {None, _NAMESPACE} else ""
    if is_jws:
        element = f'<{_PREFIX}:credential{within} verify="{text}"></{_PREFIX}:credential>'
    else:
        fragile = _FRAGILE if codec.startswith("utf") else _FRAGILE_ELSEWHERE
        body = fragile.sub(_escaped, text)
        element = f"<{_PREFIX}:credential{within}><![CDATA[{body}]]></{_PREFIX}:credential>"
    cuts = [(found.start, found.end, b"") for kind, found in reading.found if kind == "open_badge_3"]
    if declared is None:
        cuts.append((tag.end("name"), tag.end("name"), _DECLARATION.encode()))
    if _is_empty(tag):
        cuts.append((tag.end() - 2, tag.end(), b">" + element.encode() + b"</" + tag["name"] + b">"))
    else:
        cuts.append((tag.end(), tag.end(), element.encode()))
    return baked.within_size(_cut(source, cuts).decode().encode(codec))


def extract(data: bytes) -> Baked:
    """Take the credential out of an SVG, wherever in it the element stands.

    Raises:
        InvalidInput: `not_baked`, `baked_twice`, `unknown_image`, `damaged_image`, `image_too_large` or
            `unsafe_image`.
    """
    kind, element = baked.only(_Reading(_decoded(data)[1]).found)
    if not element.texts:
        raise baked.not_baked()
    if len(element.texts) > 1 and kind != "open_badge_2":  # in 2.0 the attribute says where the body comes from
        raise baked.baked_twice()
    return Baked(kind, element.texts[-1])


class _Reading:
    """One pass over an SVG in UTF-8.

    Attributes:
        root: the byte at which the root element begins.
        prefixes: the namespaces that the root declares.
        found: the credentials, in the order in which they stand.
    """

    def __init__(self, source: bytes) -> None:
        self.root = -1
        self.prefixes: dict[str | None, str | None] = {}
        self.found: list[tuple[Kind, _Element]] = []
        self._source = source
        self._depth = self._elements = 0
        self._open: tuple[Kind, int] | None = None
        self._verify, self._texts = "", list[str]()
        # The declared encoding is that of the file; `source` is in UTF-8.
        self._parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        self._parser.StartNamespaceDeclHandler = self._on_prefix
        self._parser.StartElementHandler = self._on_start
        self._parser.EndElementHandler = self._on_end
        try:
            self._parser.Parse(_without_doctype(source), True)  # noqa: FBT003 - it takes no keywords
        except expat.ExpatError:
            raise baked.damaged("it is not well-formed XML") from None
        finally:
            del self._parser  # it holds our methods: a circle that would keep the file until it is collected

    def _on_prefix(self, prefix: str | None, uri: str | None) -> None:
        if not self._depth:
            self.prefixes[prefix] = uri

    def _on_start(self, name: str, attributes: dict[str, str]) -> None:
        start = self._parser.CurrentByteIndex
        self._depth += 1
        self._elements += 1
        if self._depth > SVG_DEPTH or self._elements > SVG_NODES + 1:  # a drawing's, and the credential
            raise baked.too_large(f"{SVG_NODES} elements or {SVG_DEPTH} levels")
        if self._open:
            raise baked.damaged("there is markup within the credential")
        if self._depth == 1:
            self.root = start
            if name != _ROOT:
                raise InvalidInput("The root of the document is not an SVG element.", code="unknown_image")
        if kind := _KINDS.get(name):
            self._open, self._texts = (kind, start), []
            self._verify = attributes.get("verify", "")
            self._parser.CharacterDataHandler = self._texts.append

    def _on_end(self, _: str) -> None:
        self._depth -= 1
        if self._open:
            kind, start = self._open
            tag = _tag(self._source, start)
            # Of an empty element the parser tells the end, of others where the end tag begins.
            end = tag.end() if _is_empty(tag) else self._source.index(b">", self._parser.CurrentByteIndex) + 1
            texts = (self._verify.strip(), "".join(self._texts).strip())
            self.found.append((kind, _Element(start, end, tuple(filter(None, texts)))))
            self._open = self._parser.CharacterDataHandler = None


def _without_doctype(source: bytes) -> bytes:
    """The source with blanks for its DOCTYPE, so that every other byte stays in its place.

    Raises:
        InvalidInput: `unsafe_image` when the DOCTYPE does more than name the W3C's SVG.
    """
    prolog = _PROLOG.match(source)
    if not prolog:
        if b"<!DOCTYPE" in source:
            raise InvalidInput(
                "The SVG is refused: its DOCTYPE may name the SVG of the W3C and nothing else. Remove the DOCTYPE.",
                code="unsafe_image",
            )
        raise baked.damaged("it does not begin as XML does")
    start, end = prolog.span("doctype")
    return source[:start] + b" " * (end - start) + source[end:] if prolog["doctype"] else source


def _tag(source: bytes, start: int) -> re.Match[bytes]:
    """The start tag that the parser has found there."""
    tag = _TAG.match(source, start)
    assert tag  # noqa: S101 - well-formed, so it matches
    return tag


def _is_empty(tag: re.Match[bytes]) -> bool:
    return tag[0].endswith(b"/>")


def _decoded(data: bytes) -> tuple[str, bytes]:
    """The codec of a file, and the file in UTF-8."""
    declared = _ENCODING.match(baked.within_size(data))
    codec = _MARKS.get(data[:2]) or _ENCODINGS.get(declared[1].lower() if declared else b"utf-8")
    if codec is None:
        raise baked.damaged("its encoding is not UTF-8, UTF-16, US-ASCII or ISO-8859-1; save it in UTF-8")
    try:
        source = data.decode(codec).encode()
    except UnicodeError:
        raise baked.damaged(f"it is not in the encoding that it claims ({codec})") from None
    return codec, source


def _cut(source: bytes, cuts: list[tuple[int, int, bytes]]) -> bytes:
    """Replace parts of the source that do not overlap."""
    parts: list[bytes] = []
    at = 0
    for start, end, new in sorted(cuts):
        parts += source[at:start], new
        at = end
    return b"".join((*parts, source[at:]))


def _escaped(character: re.Match[str]) -> str:
    """A character as JSON escapes it (RFC 8259 section 7)."""
    units = character[0].encode("utf-16-be").hex()
    return "".join("\\u" + units[at : at + 4] for at in range(0, len(units), 4))
