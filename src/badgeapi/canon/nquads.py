"""Terms and statements in canonical N-Quads: the alphabet in which RDFC-1.0 hashes and we sign.

A `Quad` holds four texts that are already in canonical syntax, so that writing one is a join and two terms
are equal exactly when their texts are. RDF 1.2 (triple terms, base direction) is not here.

Follows RDFC-1.0 appendix A (canonical N-Quads) for writing and RDF 1.1 N-Quads section 4 for reading.
"""

from __future__ import annotations

import re
from typing import Final, TypeAlias

from badgeapi.errors import InvalidInput, MalformedInput

Quad: TypeAlias = tuple[str, str, str, str]
"""Subject, predicate, object, graph: each `<iri>`, `_:label` or a literal; graph "" is the default graph."""

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

XSD_STRING: Final = f"{_XSD}string"
XSD_BOOLEAN: Final = f"{_XSD}boolean"
XSD_INTEGER: Final = f"{_XSD}integer"
XSD_DOUBLE: Final = f"{_XSD}double"
RDF_TYPE: Final = f"{_RDF}type"
RDF_FIRST: Final = f"{_RDF}first"
RDF_REST: Final = f"{_RDF}rest"
RDF_NIL: Final = f"{_RDF}nil"
RDF_LANGSTRING: Final = f"{_RDF}langString"
RDF_JSON: Final = f"{_RDF}JSON"

# C0, DEL and the two code points that XML 1.1 does not count as characters; surrogates never reach a term.
_UNSAFE = re.compile('[\x00-\x1f"\\\\\x7f\ufffe\uffff]')
_ESCAPES: Final = {"\b": r"\b", "\t": r"\t", "\n": r"\n", "\f": r"\f", "\r": r"\r", '"': r"\"", "\\": r"\\"}
_UNESCAPES: Final = {escape[1]: character for character, escape in _ESCAPES.items()} | {"'": "'"}

_ABSOLUTE_IRI = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\\ud800-\udfff]*')


def iri(value: str) -> str:
    """Write an absolute IRI as a term.

    Raises:
        InvalidInput: it has no scheme, or holds a character that would end the term or break the line.
    """
    if not _ABSOLUTE_IRI.fullmatch(value):
        raise InvalidInput(
            f"{value[:80]!r} is not an absolute IRI.", code="not_an_iri", citation="RFC 3987 section 2.2"
        )
    return f"<{value}>"


def literal(value: str, datatype: str = XSD_STRING, language: str = "") -> str:
    """Write a literal as a term; the datatype is an IRI without brackets and unused beside a language tag."""
    quoted = f'"{escape(value)}"'
    if language:
        return f"{quoted}@{language}"
    return quoted if datatype == XSD_STRING else f"{quoted}^^<{datatype}>"


def escape(text: str) -> str:
    """Write the content of a literal, without its quotes."""
    return _UNSAFE.sub(_escape, text)


def line(quad: Quad) -> str:
    """Write one statement with its line feed."""
    subject, predicate, object_, graph = quad
    return f"{subject} {predicate} {object_} {graph} .\n" if graph else f"{subject} {predicate} {object_} .\n"


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    return _ESCAPES.get(character) or f"\\u{ord(character):04X}"


# Reading: the productions of N-Quads 1.1 section 4 as one expression for one line. Tokens are the longest
# that fit, so the quantifiers are possessive; a hostile line costs no more than its length.
_WS = r"[ \t]*+"
_UCHAR = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_IRIREF = rf'<((?:[^\x00-\x20<>"{{}}|^`\\]++|{_UCHAR})*+)>'
_STRING = rf'"((?:[^"\\\r\n]++|\\[tbnrf"\'\\]|{_UCHAR})*+)"'
_LANGTAG = r"@([a-zA-Z]++(?:-[a-zA-Z0-9]++)*+)"
_LABEL_START = (
    "A-Za-z0-9_:\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_LABEL_PART = f"{_LABEL_START}\u00b7\u0300-\u036f\u203f-\u2040-"
_LABEL = rf"(_:[{_LABEL_START}](?:\.*+[{_LABEL_PART}]++)*+)"
_STATEMENT = re.compile(
    rf"{_WS}(?:(?:{_IRIREF}|{_LABEL}){_WS}{_IRIREF}{_WS}"
    rf"(?:{_IRIREF}|{_LABEL}|{_STRING}(?:\^\^{_IRIREF}|{_LANGTAG})?){_WS}"
    rf"(?:{_IRIREF}|{_LABEL})?{_WS}(\.){_WS})?(?:#.*)?",
    re.DOTALL,
)
_LINE_BREAK = re.compile(r"\r\n?|\n")
_ESCAPED = re.compile(r"\\(?:u(.{4})|U(.{8})|(.))")


def parse(text: str) -> list[Quad]:
    """Read an N-Quads document into quads in canonical syntax, duplicates and order kept.

    Raises:
        MalformedInput: a line that is no statement; its number is in the message.
    """
    quads: list[Quad] = []
    for number, source in enumerate(_LINE_BREAK.split(text), 1):
        found = _STATEMENT.fullmatch(source)
        if not found:
            raise MalformedInput(f"Line {number} is not an N-Quads statement.", code="not_nquads")
        if found[11]:
            try:
                quads.append(_quad(found))
            except InvalidInput as error:
                raise MalformedInput(f"Line {number}: {error.message}", code="not_nquads") from error
    return quads


def _quad(found: re.Match[str]) -> Quad:
    s_iri, s_label, p_iri, o_iri, o_label, text, datatype, language, g_iri, g_label, _ = found.groups()
    if text is None:
        object_ = o_label or _iriref(o_iri)
    else:
        kind = XSD_STRING if datatype is None else _iriref(datatype)[1:-1]
        object_ = literal(_unescape(text), kind, language or "")
    graph = g_label or ("" if g_iri is None else _iriref(g_iri))
    return s_label or _iriref(s_iri), _iriref(p_iri), object_, graph


def _iriref(source: str) -> str:
    return iri(_unescape(source))


def _unescape(source: str) -> str:
    return _ESCAPED.sub(_character, source) if "\\" in source else source


def _character(found: re.Match[str]) -> str:
    short, long, echar = found.groups()
    if echar:
        return _UNESCAPES[echar]
    code_point = int(short or long, 16)
    if code_point > 0x10FFFF or 0xD800 <= code_point <= 0xDFFF:
        raise InvalidInput(f"{found[0]} is not a character.")
    return chr(code_point)
