"""From expanded JSON-LD to RDF: one pass, one quad per statement, in time linear in the document.

Expects what `canon/jsonld.py` lets through: absolute IRIs, no blank node identifiers, no `@reverse`, `@included` or
`@index`; every object without an id becomes a blank node of its own.

Source: JSON-LD 1.1 API sections 8.1 to 8.3 (Deserialize to RDF); 8.2.2 for numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from badgeapi.canon import jcs
from badgeapi.canon.nquads import (
    RDF_FIRST,
    RDF_JSON,
    RDF_LANGSTRING,
    RDF_NIL,
    RDF_REST,
    RDF_TYPE,
    XSD_BOOLEAN,
    XSD_DOUBLE,
    XSD_INTEGER,
    XSD_STRING,
    Quad,
    iri,
    literal,
)

_LARGE = 10**21
_I18N = "https://www.w3.org/ns/i18n#"
_TYPE, _FIRST, _REST, _NIL = (iri(term) for term in (RDF_TYPE, RDF_FIRST, RDF_REST, RDF_NIL))


def quads(expanded: Iterable[Mapping[str, Any]]) -> list[Quad]:
    """Write the statements of expanded node objects, repeated ones repeatedly; the default graph is ""."""
    emission = _Emission()
    for node in expanded:
        emission.node(node, "")
    return emission.quads


class _Emission:
    """The statements so far, and the blank nodes handed out."""

    def __init__(self) -> None:
        self.quads: list[Quad] = []
        self._blanks = 0

    def node(self, node: Mapping[str, Any], graph: str) -> str:
        """Write a node object and everything below it; return its term."""
        subject = iri(node["@id"]) if "@id" in node else self._blank()
        for member, values in node.items():
            if member == "@type":
                self.quads.extend((subject, _TYPE, iri(name), graph) for name in values)
            elif member == "@graph":
                for inner in values:
                    self.node(inner, subject)
            elif not member.startswith("@"):
                predicate = iri(member)
                for value in values:
                    self.quads.append((subject, predicate, self._object(value, graph), graph))
        return subject

    def _object(self, value: Mapping[str, Any], graph: str) -> str:
        if "@value" in value:
            return write_value(value)
        if "@list" in value:
            return self._list(value["@list"], graph)
        return self.node(value, graph)

    def _list(self, values: list[Any], graph: str) -> str:
        rest = _NIL
        for value in reversed(values):
            cell = self._blank()
            self.quads.append((cell, _FIRST, self._object(value, graph), graph))
            self.quads.append((cell, _REST, rest, graph))
            rest = cell
        return rest

    def _blank(self) -> str:
        self._blanks += 1
        return f"_:b{self._blanks}"


def write_value(value: Mapping[str, Any]) -> str:
    """Write a value object (section 8.2.2); a float without fraction is an integer, as in every JSON implementation."""
    content, datatype = value["@value"], value.get("@type")
    if datatype == "@json":
        return literal(jcs.dumps(content).decode(), RDF_JSON)
    match content:
        case bool():
            return literal("true" if content else "false", datatype or XSD_BOOLEAN)
        case int() | float() if content % 1 or abs(content) >= _LARGE or datatype == XSD_DOUBLE:
            return literal(_double(content), datatype or XSD_DOUBLE)
        case int() | float():
            return literal(str(int(content)), datatype or XSD_INTEGER)
        case _ if "@direction" in value:  # as JSON-LD 1.1 API section 8.2.2 says of `i18n-datatype`
            return literal(content, f"{_I18N}{value.get('@language', '').lower()}_{value['@direction']}")
        case _ if "@language" in value:
            return literal(content, RDF_LANGSTRING, value["@language"])
        case _:
            return literal(content, datatype or XSD_STRING)


def _double(number: float) -> str:
    """Write the canonical form of xsd:double: one digit before the point, at least one behind it."""
    mantissa, exponent = f"{number:.15E}".split("E")
    digits = mantissa.rstrip("0")
    return f"{digits}{'0' * digits.endswith('.')}E{int(exponent)}"
