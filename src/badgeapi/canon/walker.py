"""From JSON to canonical N-Quads in one pass: PyLD's contexts looked up in tables, each member written as it is met.

The walker is a gate as well: it writes only what it can write whole. Whatever else it meets, it stops, and
`canon/gate.py` goes through the document and raises what is wrong with it. If nothing is, the document holds
something that the walker does not model, and is *handed over*: the caller canonicalises it the slow way (`jsonld`,
`rdfc`). Those are: terms of a kind that no pinned context has (a default language or direction, another alias of `@id`
or `@type`, `@none`), more than eight contexts in one object, and documents that need more than `WALKER_STATES_NEW`
contexts processed.

Source: JSON-LD 1.1 API sections 5.1 (expansion) and 8.1 (deserialization to RDF); RDFC-1.0 (canonical N-Quads).
"""

from __future__ import annotations

from typing import Any, cast

from pyld.jsonld import JsonLdError

from badgeapi import limits
from badgeapi.canon import contexts, gate, rdf, rdfc
from badgeapi.canon.forest import Forest, Node
from badgeapi.canon.gate import Gate
from badgeapi.canon.json import JsonObject, JsonValue
from badgeapi.canon.jsonld import invalid_jsonld
from badgeapi.canon.nquads import RDF_FIRST, RDF_LANGSTRING, RDF_NIL, RDF_REST, escape, iri
from badgeapi.canon.tables import Form, Place, State, Tables, Term, TypeNames, Unwritable, tables

_FIRST, _REST, _NIL = f"{iri(RDF_FIRST)} ", f"{iri(RDF_REST)} ", f"{iri(RDF_NIL)} .\n"
_TEXT, _REFERENCE, _ID, _TYPE = Form.TEXT, Form.REFERENCE, Form.ID, Form.TYPE
_match_iri = gate.match_iri


def canonicalize(document: JsonObject, *, algorithm: rdfc.Algorithm = "sha256") -> str | None:
    """Write the canonical N-Quads of `document`, every JSON member covered; None hands it over to the slow way.

    Raises:
        UnknownContext, DataLoss, InputTooLarge: as `jsonld.to_dataset`.
        WorkExceeded: as `rdfc.canonicalize`.
    """
    forest = walk(document)
    return None if forest is None else forest.canonical(algorithm)


def walk(document: JsonObject) -> Forest | None:
    """Write the statements of `document`; None and errors as `canonicalize`."""
    known = tables()
    try:
        return _Walk(known, document).forest
    except (Unwritable, JsonLdError):
        _raise_faults(known, document)
    return None


class _Walk:
    """One pass through one document."""

    __slots__ = ("_contents", "_merged", "_seen", "_texts", "_values", "forest")

    def __init__(self, known: Tables, document: JsonObject) -> None:
        self.forest = Forest()
        self._seen: dict[tuple[Node | None, str], tuple[JsonObject, State]] = {}
        self._merged: dict[tuple[Node | None, str], dict[str, object]] = {}
        self._values = 1
        self._texts = 0
        self._contents = 0
        place = _within(known.root, document, embedded=False)
        self._object(document, place, None)
        forest = self.forest
        if self._values > limits.JSON_NODES or len(forest.own) + self._texts > limits.BLANK_NODES or self._contents:
            gate.measure(document)
        if not (forest.lines or any(forest.own) or any(forest.parents)):
            raise gate.nothing_said()

    def _object(self, element: JsonObject, place: Place, graph: Node | None) -> str | Node:
        """Write a node object and all below it; return its term, an IRI with a blank behind it."""
        types = _type_names(element.get("type", ()))
        state = place.states.get(types) or place.state(types)
        self._values += len(element)
        forest = self.forest
        identifier = element.get("id")
        subject: str | Node
        if identifier is None:
            subject = forest.node(graph)
            prefix, put = "", forest.own[subject].append
        else:
            found = _match_iri(identifier) if identifier.__class__ is str else None  # type: ignore[arg-type]
            if found is None or found[1] in state.prefixes:
                raise Unwritable
            subject = prefix = f"<{identifier}> "
            put = forest.lines.append if graph is None else forest.graphs[graph].append
            node = graph, prefix
            earlier = self._seen.setdefault(node, (element, state))
            if earlier[0] is not element:
                self._compare(node, earlier, (element, state))
        terms = state.terms
        for key, value in element.items():
            term = terms[key]
            form = term.form
            if value.__class__ is str:
                text = cast("str", value)
                if form is _TEXT:
                    if not text.isprintable() or '"' in text or "\\" in text:
                        text = escape(text)
                    put(prefix + term.opening + text + term.closing)
                elif form is _REFERENCE:
                    found = _match_iri(text)
                    if found is None or found[1] in state.prefixes:
                        raise Unwritable
                    put(prefix + term.opening + text + term.closing)
                elif form is _TYPE:
                    put(prefix + place.type_statement(text))
                elif form is Form.OTHER:
                    self._member(text, term, subject, graph)
            elif form is _TYPE:
                self._values += len(types)
                for name in types:  # not a text, so several
                    put(prefix + place.type_statement(name))
            elif form <= Form.OTHER:
                self._member(value, term, subject, graph)
            elif form is _ID:
                raise Unwritable
        return subject

    def _member(self, value: JsonValue, term: Term, subject: str | Node, graph: Node | None) -> None:
        """Write the values of a member that are not one text of a set."""
        if term.is_json:
            if value is None:
                raise Unwritable
            self._contents += 1
            self._say(subject, term.predicate, _literal(value, "@json"), graph)
            return
        items: list[Any]
        if isinstance(value, list):
            items = value
            self._values += len(items)
            if not items:
                raise Unwritable
            if len(items) > 1 and not term.is_list and not term.is_graph and _repeated(items):
                raise Unwritable
        else:
            items = [value]
        if term.is_list:
            self._list(items, term, subject, graph)
            return
        for item in items:
            self._say(subject, term.predicate, self._value(item, term, graph), graph)

    def _list(self, items: list[Any], term: Term, subject: str | Node, graph: Node | None) -> None:
        """Write an ordered member as a chain of cells."""
        predicate = term.predicate
        for item in items:
            cell = self.forest.node(graph)
            self._say(subject, predicate, cell, graph)
            self._say(cell, _FIRST, self._value(item, term, graph), graph)
            subject, predicate = cell, _REST
        self._say(subject, predicate, _NIL, graph)

    def _say(self, subject: str | Node, predicate: str, value: str | Node, graph: Node | None) -> None:
        """Write one statement: `value` is a node, or text that ends the line."""
        forest = self.forest
        if isinstance(value, int):
            forest.adopt(subject, predicate, value)
        elif isinstance(subject, int):
            forest.own[subject].append(predicate + value)
        else:
            (forest.lines if graph is None else forest.graphs[graph]).append(subject + predicate + value)

    def _value(self, item: Any, term: Term, graph: Node | None) -> str | Node:  # noqa: ANN401
        """Write one value: a node, or text that ends the line."""
        if isinstance(item, dict):
            if "@value" in item:
                return self._language(item, term)
            if term.is_graph:
                return self._graph(item, term, graph)
            return self._ended(self._object(item, self._place(item, term), graph))
        if term.is_graph:
            raise Unwritable
        if term.is_vocabulary:
            if not isinstance(item, str):
                raise Unwritable
            return f"<{term.vocabulary_iri(item)}> .\n"
        if term.is_reference:
            found = _match_iri(item) if isinstance(item, str) else None
            if found is None or found[1] in term.state.prefixes:
                raise Unwritable
            return f"<{item}{term.closing}"
        if isinstance(item, str):
            if not term.takes_texts:
                raise Unwritable
            return f'"{escape(item)}{term.closing}'
        if not isinstance(item, bool | int | float) or gate.is_inexact(item) or not gate.fits(item, term.datatype):
            raise Unwritable
        return _literal(item, term.datatype)

    def _graph(self, item: JsonObject, term: Term, graph: Node | None) -> Node:
        """Write an object into a graph of its own, and return the name of the graph."""
        if gate.says_nothing(item):
            raise Unwritable
        name = self.forest.graph(graph)
        self._object(item, self._place(item, term), name)
        return name

    def _place(self, item: JsonObject, term: Term) -> Place:
        place = term.state.place(term.key, reference=len(item) == 1 and "id" in item)
        return _within(place, item) if "@context" in item else place

    def _language(self, item: JsonObject, term: Term) -> str:
        """Write a text with its language."""
        text, language = item["@value"], item.get("@language")
        self._texts += 1
        self._values += len(item)
        if term.is_graph or not term.takes_language or not isinstance(text, str) or len(item) > 2:  # noqa: PLR2004
            raise Unwritable
        if len(item) == 1:
            return f'"{escape(text)}" .\n'
        if not (isinstance(language, str) and gate.is_language_tag(language)):
            raise Unwritable
        return f"{rdf.write_value({'@value': text, '@language': language.lower()})} .\n"

    @staticmethod
    def _ended(term: str | Node) -> str | Node:
        return term if isinstance(term, int) else f"{term}.\n"

    def _compare(
        self, node: tuple[Node | None, str], earlier: tuple[JsonObject, State], later: tuple[JsonObject, State]
    ) -> None:
        """Let objects of one id only say the same."""
        said = self._merged.get(node)
        if said is None:
            said = self._merged[node] = {}
            gate.contradictions(said, earlier[0], earlier[1].scope)
        if gate.contradictions(said, later[0], later[1].scope):
            raise Unwritable


def _literal(value: JsonValue, datatype: str | None) -> str:
    """Write a scalar, or JSON as it is, as text that ends the line."""
    return f"{rdf.write_value({'@value': value, '@type': datatype} if datatype else {'@value': value})} .\n"


def _type_names(types: JsonValue | tuple[str, ...]) -> TypeNames:
    """Read the types of an object: one text, or several that differ."""
    if isinstance(types, str | tuple):
        return types
    if isinstance(types, list) and types:
        names = tuple(types)
        if all(name.__class__ is str for name in names) and (len(names) == 1 or len(set(names)) == len(names)):
            return cast("tuple[str, ...]", names)
    raise Unwritable


def _repeated(items: list[Any]) -> bool:
    """Tell whether an array says anything twice; what it must not hold at all is found later."""
    if all(item.__class__ is str for item in items):
        return len(set(items)) < len(items)
    said = [gate.statement(item) for item in items if not isinstance(item, list)]
    kept = [one for one in said if one is not None]
    return len(set(kept)) < len(kept)


def _within(place: Place, element: JsonObject, *, embedded: bool = True) -> Place:
    """Return the place of an object that carries contexts, if it may and all of them are pinned."""
    names = _as_list(element["@context"]) if "@context" in element else [None]
    if not all(isinstance(name, str) and contexts.is_known(name) for name in names):
        raise Unwritable
    if embedded and not gate.carries_context(element):
        raise Unwritable
    return place.within(tuple(cast("list[str]", names)))


def _raise_faults(known: Tables, document: JsonObject) -> None:
    """Go through the document with the gate, in the order of the slow way, and raise what is wrong with it."""
    faults = Gate(document)
    faults.context(document)
    try:
        _look(faults, _within(known.root, document, embedded=False), None, document)
        faults.raise_faults()
    except Unwritable:
        faults.raise_faults()
    except JsonLdError as error:
        faults.raise_faults()
        raise invalid_jsonld(error) from error


def _look(faults: Gate, place: Place, member: str | None, element: JsonObject) -> None:
    """Let the gate see an object and all below it."""
    state = place.state(tuple(name for name in _as_list(element.get("type")) if isinstance(name, str)))
    faults.object(state.scope, place.scope, member, element)
    for key, value in sorted(element.items()):
        definition = state.scope.term(key)
        if definition.get("@type") == "@json" or not gate.is_absolute_iri(definition.get("@id")):
            continue
        for item in _as_list(value):
            if not isinstance(item, dict):
                continue
            if "@value" in item:
                faults.object(state.scope, state.scope, key, item)
                continue
            below = state.place(key, reference=item.keys() == {"id"})
            if "@context" in item:
                faults.context(item)
                below = _within(below, item)
            _look(faults, below, key, item)


def _as_list(value: Any) -> list[Any]:  # noqa: ANN401
    return value if isinstance(value, list) else [value]
