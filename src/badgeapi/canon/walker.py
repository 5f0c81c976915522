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

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias, cast

from pyld.jsonld import JsonLdError

from badgeapi import limits
from badgeapi.canon import contexts, gate, rdf, rdfc
from badgeapi.canon.forest import Forest, Node
from badgeapi.canon.gate import Gate
from badgeapi.canon.json import JsonObject, JsonValue
from badgeapi.canon.jsonld import invalid_jsonld
from badgeapi.canon.nquads import RDF_FIRST, RDF_NIL, RDF_REST, escape, iri
from badgeapi.canon.tables import (
    ID,
    OTHER,
    REFERENCE,
    TEXT,
    TYPE,
    Place,
    State,
    Tables,
    Term,
    TypeNames,
    Unwritable,
    tables,
)

_FIRST, _REST, _NIL = f"{iri(RDF_FIRST)} ", f"{iri(RDF_REST)} ", f"{iri(RDF_NIL)} .\n"
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


_Put: TypeAlias = Callable[[str], None]
_Named: TypeAlias = "tuple[Node | None, str]"
"""An object with an id: the graph that it stands in, and `<id> `."""


class _Walk:
    """One pass through one document."""

    __slots__ = ("_contents", "_lists", "_merged", "_seen", "_texts", "_values", "forest")

    def __init__(self, known: Tables, document: JsonObject) -> None:
        self.forest = Forest()
        self._seen: dict[_Named, JsonObject] = {}
        self._merged: dict[_Named, dict[str, Any]] = {}
        self._values = 1
        self._texts = 0
        self._contents = 0
        self._lists = {repr(document["@context"])} if "@context" in document else set()
        place = _within(known.root, document, embedded=False)
        self._object(document, place, None)
        forest = self.forest
        if self._values > limits.JSON_NODES or len(forest.own) + self._texts > limits.BLANK_NODES or self._contents:
            gate.measure(document)
        if forest.is_empty:
            raise gate.nothing_said()
        gate.check_blank_nodes(len(forest.own))

    def _object(self, element: JsonObject, place: Place, graph: Node | None) -> str | Node:  # noqa: C901
        """Write a node object and all below it; return it as a subject, an IRI with the blank behind it.

        The one loop that every member goes through, so what most members are stands here and not in functions.
        """
        types: Any = element.get("type", ())
        if isinstance(types, list):
            types = tuple(types) or None  # an empty array is no type, where there is no member there are none
        try:
            state = place.states[types]  # known only by texts that differ
        except (KeyError, TypeError):
            types = _type_names(types)
            state = place.state(types)
        self._values += len(element)
        forest = self.forest
        identifier = element.get("id")
        subject: str | Node
        if identifier is None:
            subject = forest.node(graph)
            put = forest.own[subject].append
        else:
            found = _match_iri(identifier) if isinstance(identifier, str) else None
            if found is None or found[1] in state.prefixes:
                raise Unwritable
            subject = f"<{identifier}> "
            named = forest.named if graph is None else forest.graphs[graph]
            tails = named.get(subject)
            if tails is None:
                tails = named[subject] = []
                self._seen[graph, subject] = element
            else:
                self._compare((graph, subject), element, state)
            put = tails.append
        terms, prefixes = state.terms, state.prefixes
        for key, value in element.items():
            term = terms[key]
            form = term.form
            if isinstance(value, str):
                if form == TEXT:
                    if value.isprintable() and '"' not in value and "\\" not in value:
                        put(term.opening + value + term.closing)
                    else:
                        put(term.opening + escape(value) + term.closing)
                elif form == REFERENCE:
                    found = _match_iri(value)
                    if found is None or (prefixes and found[1] in prefixes):
                        raise Unwritable
                    put(term.opening + value + term.closing)
                elif form == TYPE:
                    put(place.type_statement(value))
                elif form == OTHER:
                    self._member(value, term, subject, put, graph)
            elif form <= REFERENCE and isinstance(value, dict) and "@value" not in value:
                below = self._object(value, self._place(value, term), graph)
                if isinstance(below, int):
                    forest.adopt(subject, term.predicate, below)
                else:
                    put(f"{term.predicate}{below}.\n")
            elif form <= OTHER:
                self._member(value, term, subject, put, graph)
            elif form == TYPE:
                self._values += len(types)
                for name in types:  # not a text, so several
                    put(place.type_statement(name))
            elif form == ID:
                raise Unwritable
        return subject

    def _member(self, value: Any, term: Term, subject: str | Node, put: _Put, graph: Node | None) -> None:  # noqa: ANN401
        """Write the values of a member that are more, or other, than one text of a set."""
        items: list[Any] | tuple[Any]
        if term.is_json:
            if value is None:
                raise Unwritable
            self._contents += 1
            items = (value,)
        elif isinstance(value, list):
            self._values += len(value)
            if not value or (len(value) > 1 and not term.is_list and not term.is_graph and _repeated(value)):
                raise Unwritable
            items = value
        else:
            items = (value,)
        if term.is_list:
            self._list(items, term, subject, graph)
            return
        for item in items:
            written = self._value(item, term, graph)
            if isinstance(written, int):
                self.forest.adopt(subject, term.predicate, written)
            else:
                put(term.predicate + written)

    def _list(self, items: Iterable[Any], term: Term, subject: str | Node, graph: Node | None) -> None:
        """Write an ordered member as a chain of cells; it has at least one."""
        forest, predicate = self.forest, term.predicate
        for item in items:
            cell = forest.node(graph)
            forest.adopt(subject, predicate, cell)
            written = self._value(item, term, graph)
            if isinstance(written, int):
                forest.adopt(cell, _FIRST, written)
            else:
                forest.own[cell].append(_FIRST + written)
            subject, predicate = cell, _REST
        forest.own[cell].append(_REST + _NIL)

    def _value(self, item: Any, term: Term, graph: Node | None) -> str | Node:  # noqa: ANN401
        """Write one value: a node, or text that ends the line."""
        if term.is_json:
            return _literal(item, "@json")
        if isinstance(item, dict):
            if "@value" in item:
                return self._language(item, term)
            if term.is_graph:
                return self._graph(item, term, graph)
            written = self._object(item, self._place(item, term), graph)
            return written if isinstance(written, int) else written + ".\n"
        if isinstance(item, str) and not term.is_graph:
            if term.is_vocabulary:
                return f"<{term.vocabulary_iri(item)}> .\n"
            if term.is_reference:
                found = _match_iri(item)
                if found is not None and found[1] not in term.state.prefixes:
                    return f"<{item}> .\n"
            elif term.takes_texts:
                return f'"{escape(item)}{term.closing}'
        elif term.takes_scalars and _is_exact(item) and gate.fits(item, term.datatype):
            return _literal(item, term.datatype)
        raise Unwritable

    def _graph(self, item: JsonObject, term: Term, graph: Node | None) -> Node:
        """Write an object into a graph of its own, and return the name of the graph."""
        if gate.says_nothing(item):
            raise Unwritable
        name = self.forest.graph(graph)
        self._object(item, self._place(item, term), name)
        return name

    def _language(self, item: JsonObject, term: Term) -> str:
        """Write a text with its language."""
        text, language = item["@value"], item.get("@language")
        self._texts += 1
        self._values += len(item)
        if not term.takes_language or not isinstance(text, str) or item.keys() - {"@value", "@language"}:
            raise Unwritable
        if "@language" not in item:
            return f'"{escape(text)}" .\n'
        if not (isinstance(language, str) and gate.is_language_tag(language)):
            raise Unwritable
        return f"{rdf.write_value({'@value': text, '@language': language.lower()})} .\n"

    def _place(self, item: JsonObject, term: Term) -> Place:
        """Return where an object stands that is a value of a term."""
        if len(item) == 1 and "id" in item:
            place = term.reference_place
            if place is None:
                place = term.reference_place = term.state.place(term.key, reference=True)
        else:
            place = term.object_place
            if place is None:
                place = term.object_place = term.state.place(term.key, reference=False)
        if "@context" not in item:
            return place
        self._lists.add(repr(item["@context"]))
        if len(self._lists) > limits.CONTEXT_LISTS:
            raise Unwritable
        return _within(place, item)

    def _compare(self, node: _Named, element: JsonObject, state: State) -> None:
        """Let objects of one id only say the same."""
        said = self._merged.get(node)
        if said is None:
            said = self._merged[node] = dict(self._seen[node])
        if gate.contradictions(said, element, state.scope):
            raise Unwritable


def _is_exact(item: object) -> bool:
    return isinstance(item, int | float) and not gate.is_inexact(item)


def _literal(value: JsonValue, datatype: str | None) -> str:
    """Write a scalar, or JSON as it is, as text that ends the line."""
    return f"{rdf.write_value({'@value': value, '@type': datatype} if datatype else {'@value': value})} .\n"


def _type_names(types: object) -> TypeNames:
    """Take the types of an object: one text, or several that differ."""
    if isinstance(types, str):
        return types
    if isinstance(types, tuple) and all(isinstance(name, str) for name in types) and len(set(types)) == len(types):
        return types
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
    # PyLD reads the keyword too, which is a fault of its own.
    types = [*_as_list(element.get("@type")), *_as_list(element.get("type"))]
    state = place.state(tuple(name for name in types if isinstance(name, str)))
    faults.object(state.scope, place.scope, member, element)
    for key, value in sorted(element.items()):
        definition = state.scope.term(key)
        if definition.get("@type") == "@json" or not gate.is_absolute_iri(definition.get("@id")):
            continue
        for item in _as_list(value):
            if not isinstance(item, dict):
                continue
            below = state.place(key, reference=item.keys() == {"id"})
            if "@context" in item:
                faults.context(item)
                below = _within(below, item)
            if "@value" in item:
                faults.object(state.scope, state.scope, key, item)
            else:
                _look(faults, below, key, item)


def _as_list(value: Any) -> list[Any]:  # noqa: ANN401
    return value if isinstance(value, list) else [value]
