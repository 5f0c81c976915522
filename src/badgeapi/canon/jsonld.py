"""JSON-LD expansion to an RDF dataset that loses nothing, or refuses and says where.

PyLD expands; it silently drops undefined terms, resolves relative IRIs against a base of its own, and forgets every
statement about a node whose id is malformed. A signature over such a dataset does not cover the JSON that people
read. So a gate stands inside the expansion: at each node object, with the active context that PyLD itself uses there,
every member must be a defined term, every IRI absolute and well formed, every value of a JSON type that its quad can
be told from. What passes is covered member by member; what does not is an error with a JSON Pointer.

Contexts come from `canon/contexts` only, never from the network. Canonicalisation is `canon/rdfc.py`.

Source: JSON-LD 1.1 API (expansion, deserialization to RDF); VC Data Integrity 1.0 section 2.4.1 and 4.6 (data loss).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pyld.context_resolver import ContextResolver
from pyld.jsonld import JsonLdError, JsonLdProcessor

from badgeapi import limits
from badgeapi.canon import conformance, contexts, rdf, rdfc
from badgeapi.canon.json import JsonObject
from badgeapi.canon.nquads import Quad
from badgeapi.errors import DataLoss, Fault, InputTooLarge, UnknownContext, pointer

_DATA_LOSS = "VC Data Integrity 1.0 section 4.6"

# RFC 3987 IRIs with a scheme, minus what N-Quads cannot write unescaped; `_:` has no letter and so never matches.
_is_iri = re.compile(
    r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|^`\\\x7f-\xa0\u2028\u2029\ud800-\udfff]+", re.ASCII
).fullmatch
_is_language_tag = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", re.ASCII).fullmatch

_CARRY_CONTEXT = frozenset(
    {"VerifiableCredential", "EnvelopedVerifiableCredential", "VerifiablePresentation", "DataIntegrityProof"}
)
_SHARED = frozenset({"id", "type", "@context"})
_SAID_OF_TEXT = frozenset({"@value", "@language"})
_SAY_NOTHING = frozenset({"@context", "id", "@value", "@language"})
_CONTAINERS = frozenset({"@set", "@list", "@graph"})
_NUMBERS = frozenset({"float", "double", "decimal", "integer", "nonNegativeInteger", "positiveInteger"})


def to_dataset(document: JsonObject, *, extra_contexts: Mapping[str, Mapping[str, Any]] | None = None) -> list[Quad]:
    """Expand `document` to quads in canonical term syntax, every JSON member covered.

    `extra_contexts` maps further context URLs to their documents (conformance runs and tests only).

    Raises:
        UnknownContext: a context that is not pinned, or an inline one.
        DataLoss: any member that would be dropped, changed or merged, each with its pointer.
        InputTooLarge: more anonymous nodes than `BLANK_NODES`, or more values than `JSON_NODES`.
    """
    return _Expansion(document, extra_contexts or conformance.documents()).quads()


def canonicalize(
    document: JsonObject, *, extra_contexts: Mapping[str, Mapping[str, Any]] | None = None
) -> rdfc.Canonical:
    """Expand `document` without loss and canonicalise the dataset with RDFC-1.0; raises as both."""
    return rdfc.canonicalize(to_dataset(document, extra_contexts=extra_contexts))


def is_absolute_iri(value: object) -> bool:
    """Tell whether `value` is a text that can stand as an IRI in N-Quads unchanged."""
    return isinstance(value, str) and _is_iri(value) is not None


class _Expansion(JsonLdProcessor):  # type: ignore[misc]  # PyLD is untyped
    """One expansion of one document, with the gate in PyLD's own path through it."""

    # PyLD's cache of resolved contexts; only pinned contexts and their scoped parts ever enter it.
    _resolved: dict[str, Any] = {}  # noqa: RUF012  # shared on purpose

    def __init__(self, document: JsonObject, extra: Mapping[str, Mapping[str, Any]]) -> None:
        super().__init__()
        self._document = document
        self._extra = extra
        self._faults: list[Fault] = []
        self._places = dict(_places(document))
        self._graphs = {""}  # where graphs of their own begin: embedded credentials and proofs
        self._described: dict[tuple[str, object], JsonObject] = {}
        loader = self._load if extra else contexts.document_loader
        self._options = {
            "base": None,
            "isFrame": False,
            "keepFreeFloatingNodes": False,
            "processingMode": "json-ld-1.1",
            "documentLoader": loader,
            "contextResolver": ContextResolver({} if extra else self._resolved, loader),
        }

    def quads(self) -> list[Quad]:
        """Run the expansion and write the result as quads."""
        self._check_context(self._document, "")
        try:
            expanded = self._expand(self._get_initial_context(self._options), None, self._document, self._options)
            self._raise_faults()
        except JsonLdError as error:
            self._raise_faults()
            reason = error.code or error.type or "syntax error"
            raise DataLoss(f"The document is not valid JSON-LD: {reason}.", code="invalid_jsonld") from error
        dataset = rdf.quads([expanded] if expanded else [])
        if not dataset:
            raise DataLoss("The document makes no statement at all.", code="no_statement")
        return dataset

    def _prepare_nested_context(self, active_ctx: Any, element: JsonObject, options: Any) -> Any:  # noqa: ANN401
        """Look at the context of an embedded object before PyLD does."""
        if "@context" in element:
            self._check_context(element, self._places[id(element)])
        return super()._prepare_nested_context(active_ctx, element, options)

    def _expand_object(
        self,
        active_ctx: Any,  # noqa: ANN401  # PyLD's own structures
        active_property: str | None,
        expanded_active_property: str | None,
        element: JsonObject,
        expanded_parent: JsonObject,
        options: Any,  # noqa: ANN401
        inside_list: bool = False,  # noqa: FBT001, FBT002  # PyLD's signature
        type_key: str | None = None,
        type_scoped_ctx: Any = None,  # noqa: ANN401
    ) -> None:
        """Let a node object through the gate, then let PyLD expand it."""
        self._gate(active_ctx, type_scoped_ctx or active_ctx, active_property, element)
        super()._expand_object(
            active_ctx,
            active_property,
            expanded_active_property,
            element,
            expanded_parent,
            options,
            inside_list,
            type_key,
            type_scoped_ctx,
        )

    # The gate

    def _gate(self, ctx: Any, type_ctx: Any, active_property: str | None, element: JsonObject) -> None:  # noqa: ANN401
        place = self._places[id(element)]
        if "@value" in element:
            self._gate_value_object(ctx, active_property, element, place)
            return
        self._gate_namesakes(element, place)
        for key, value in element.items():
            at = place + pointer(key)
            if key == "@context":
                continue
            if value is None:
                self._fault("null_member", at, "null is dropped and not signed; leave the member out.")
            elif key.startswith("@"):
                self._fault("misplaced_keyword", at, f"The keyword {key[:60]!r} has no place here.")
            elif ":" in key:
                self._fault("iri_as_member", at, "A member must be a term of the context, not an IRI.")
            else:
                self._gate_member(ctx, type_ctx, key, value, at)

    def _gate_namesakes(self, element: JsonObject, place: str) -> None:
        """Refuse objects of one id that say different things: they are one node, so their members could be swapped."""
        graph = place
        while graph not in self._graphs:
            graph = graph.rpartition("/")[0]
        earlier = self._described.setdefault((graph, str(element.get("id"))), element)
        if earlier is not element and "id" in element:
            for key in earlier.keys() & element.keys() - _SHARED:
                plain = not any(isinstance(item, dict) for _, item in (*_items(earlier[key]), *_items(element[key])))
                if plain and earlier[key] != element[key]:
                    self._fault("conflicting_node", place + pointer(key), "Another object of this id says otherwise.")

    def _gate_member(self, ctx: Any, type_ctx: Any, key: str, value: Any, at: str) -> None:  # noqa: ANN401
        iri = self._expand_iri(ctx, key, vocab=True)
        if iri == "@id":
            if not is_absolute_iri(self._spelled_out(ctx, value)):
                self._fault("not_an_iri", at, "An id must be an absolute IRI, written in full.")
        elif iri == "@type":
            for index, name in _items(value):
                if not (isinstance(name, str) and is_absolute_iri(self._expand_iri(type_ctx, name, vocab=True))):
                    self._fault("undefined_type", at + index, f"No context defines the type {str(name)[:60]!r}.")
                elif ":" in name and any(term and term["@id"] == name for term in type_ctx["mappings"].values()):
                    self._fault("iri_as_type", at + index, "A type that a context has a term for must be that term.")
            self._gate_items(value, at)
        elif iri is not None and iri.startswith("@"):
            self._fault("misplaced_keyword", at, f"The keyword {iri!r} has no place here.")
        elif not is_absolute_iri(iri):
            self._fault("undefined_term", at, f"No context defines the term {key[:60]!r} here.")
        elif key[:1].isupper() and key in ctx["mappings"]:
            # Several contexts map a class and a member to one IRI: `Criteria` and `criteria`.
            self._fault("class_as_member", at, f"The term {key[:60]!r} names a class, not a member.")
        else:
            self._gate_values(ctx, key, value, at)

    def _gate_values(self, ctx: Any, key: str, value: Any, at: str) -> None:  # noqa: ANN401
        term = ctx["mappings"].get(key) or {}
        containers = set(term.get("@container") or ())
        if term.get("reverse") or "@nest" in term or "@index" in term or not containers <= _CONTAINERS:
            self._fault("unsupported_term", at, f"The term {key[:60]!r} is of a kind that credentials do not use.")
            return
        coercion = term.get("@type")
        if coercion == "@json":
            return
        self._gate_items(value, at, merging=not containers & {"@list", "@graph"})
        for index, item in _items(value):
            if isinstance(item, dict):
                if "@graph" in containers:
                    self._graphs.add(at + index)
                if "@graph" in containers and not item.keys() - _SAY_NOTHING:
                    message = "An object that says nothing is not signed."
                    self._fault("graph_without_statement", at + index, message)
            elif "@graph" in containers:
                self._fault("wrong_type", at + index, "An object is expected here.")
            elif coercion in ("@id", "@vocab"):
                if not is_absolute_iri(self._reference(ctx, term, item)):
                    self._fault("not_an_iri", at + index, "An absolute IRI or an object is expected here.")
            elif isinstance(item, float) and float(f"{item:.15E}") != item:
                self._fault("inexact_number", at + index, "Only 16 digits of a number are signed.")
            elif isinstance(item, str | bool | int | float) and not _fits(item, coercion):
                self._fault("wrong_type", at + index, f"The term {key[:60]!r} takes another JSON type.")

    def _gate_items(self, value: Any, at: str, *, merging: bool = True) -> None:  # noqa: ANN401
        """Refuse what vanishes between a JSON array and a set of statements."""
        if value == []:
            self._fault("empty_array", at, "An empty array is dropped and not signed; leave the member out.")
        seen = set()
        for index, item in _items(value):
            if item is None:
                self._fault("null_member", at + index, "null is dropped and not signed.")
            elif isinstance(item, list):
                self._fault("nested_array", at + index, "An array within an array loses its nesting.")
            elif merging and (statement := _statement(item)):
                if statement in seen:
                    self._fault("repeated_value", at + index, "A repeated value is signed only once.")
                seen.add(statement)

    def _gate_value_object(self, ctx: Any, active_property: str | None, element: JsonObject, place: str) -> None:  # noqa: ANN401
        """Let a text with its language through (VC Data Model 2.0 section 11.1), and no other value object."""
        term = ctx["mappings"].get(active_property) or {}
        language = element.get("@language", "und")
        if element.keys() - _SAID_OF_TEXT - ({"@direction"} if conformance.is_running() else set()):
            self._fault("misplaced_keyword", place, "A text with its language has only @value and @language.")
        elif not isinstance(element["@value"], str) or term.get("@type"):
            self._fault("wrong_type", place, "A text with its language cannot stand here.")
        elif not (isinstance(language, str) and _is_language_tag(language)):
            self._fault("bad_language", place + "/@language", "This is not a language tag (BCP 47).")

    def _reference(self, ctx: Any, term: Any, value: object) -> object:  # noqa: ANN401
        """Expand a text coerced to an IRI as PyLD will, without any base."""
        if term["@type"] == "@id" or not isinstance(value, str):
            return self._spelled_out(ctx, value)
        if "@context" in term:
            ctx = self._process_context(ctx, term["@context"], self._options, override_protected=True)
        return self._expand_iri(ctx, value, vocab=True)

    def _spelled_out(self, ctx: Any, value: object) -> object:  # noqa: ANN401
        """Return `value` unless it is short for another IRI: some contexts have prefixes (`xsd:date`)."""
        return value if self._expand_iri(ctx, value) == value else None

    # Contexts

    def _check_context(self, element: JsonObject, place: str) -> None:
        """Let only pinned contexts by, at the root and in embedded credentials and proofs."""
        if place:
            types = {name for _, name in _items(element.get("type")) if isinstance(name, str)}
            if not types & _CARRY_CONTEXT:
                message, at = "Only a credential carries a context.", place + "/@context"
                raise DataLoss(message, code="misplaced_context", pointer=at, citation=_DATA_LOSS)
        for index, url in _items(element.get("@context")):
            known = isinstance(url, str) and (contexts.is_known(url) or url in self._extra)
            if not (known or conformance.allows(url)):
                shown = repr(url[:120]) if isinstance(url, str) else "inline"
                message = f"The context {shown} is not a pinned one."
                at = f"{place}/@context{index}"
                raise UnknownContext(message, code="unknown_context", pointer=at, citation=_DATA_LOSS)

    def _load(self, url: str, options: Mapping[str, Any]) -> dict[str, Any]:
        if url in self._extra:
            return {"contextUrl": None, "documentUrl": url, "document": self._extra[url], "tag": "static"}
        return contexts.document_loader(url, options)

    # Faults

    def _fault(self, code: str, place: str, message: str) -> None:
        if len(self._faults) < limits.FAULTS:
            self._faults.append(Fault(code, message, place, _DATA_LOSS))

    def _raise_faults(self) -> None:
        if self._faults:
            raise DataLoss(self._faults[0].message, faults=self._faults)


def _places(document: JsonObject) -> Iterator[tuple[int, str]]:
    """Yield each object's identity and pointer, bounding what PyLD will have to do."""
    stack: list[tuple[str, Any]] = [("", document)]
    nodes = anonymous = 0
    while stack:
        place, value = stack.pop()
        nodes += 1
        if nodes > limits.JSON_NODES:
            message = f"The document has more than {limits.JSON_NODES} values."
            raise InputTooLarge(message, code="too_many_values")
        if isinstance(value, dict):
            anonymous += "id" not in value
            if anonymous > limits.BLANK_NODES:
                raise InputTooLarge(f"The document has more than {limits.BLANK_NODES} objects without an id.")
            yield id(value), place
            stack.extend((place + pointer(key), member) for key, member in value.items())
        elif isinstance(value, list):
            stack.extend((f"{place}/{index}", member) for index, member in enumerate(value))


def _items(value: object) -> Iterator[tuple[str, Any]]:
    """Yield the values of a member with the end of their pointer: a lone value is an array of one."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield f"/{index}", item
    else:
        yield "", value


def _statement(item: Any) -> tuple[object, object] | None:  # noqa: ANN401
    """What an item of a set says about its owner: the same is said once. None if it stands alone."""
    match item:
        case {"@value": str(text)}:
            return text, str(item.get("@language", "")).lower()
        case {"id": str(text)} | str(text):
            return text, ""
        case dict():
            return None
        case _:
            return item, isinstance(item, bool)


def _fits(value: str | bool | float, datatype: str | None) -> bool:  # noqa: FBT001
    """Tell whether a JSON scalar is of the type that `datatype` is written with, so that no two spellings collide."""
    # The CLR context writes `xsd:boolean` without defining the prefix.
    kind = datatype.replace("#", ":").rpartition(":")[2] if datatype else ""
    if kind == "boolean":
        return isinstance(value, bool)
    if kind in _NUMBERS:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return not kind or isinstance(value, str)
