"""The lossless gate: every JSON member must become a statement that can be told from every other, or is refused.

JSON-LD drops undefined terms, resolves relative IRIs, merges objects of one id and forgets what is null. A signature
over such a dataset does not cover the JSON that people read. The gate looks at one object after the other, with the
active context that it is read in, and collects a fault with a JSON Pointer for whatever would be lost.

Two ways of canonicalising ask it: `jsonld` at each object that PyLD expands, `walker` when it meets what it cannot
write. The rules and their words stand only here. What a context says is PyLD's affair (`Scope`).

Source: VC Data Integrity 1.0 sections 2.4.1 and 4.6 (data loss); JSON-LD 1.1 API (expansion).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final

from badgeapi import limits
from badgeapi.canon import conformance, contexts
from badgeapi.canon.json import JsonObject
from badgeapi.errors import DataLoss, Fault, InputTooLarge, UnknownContext, pointer

_DATA_LOSS: Final = "VC Data Integrity 1.0 section 4.6"
_EMPTY_IN_SUITES: Final = "/verifiableCredential"  # in the W3C's presentations, in a conformance run only

# RFC 3987 IRIs with a scheme, minus what N-Quads cannot write unescaped; `_:` has no letter and so never matches.
IRI: Final = r"([A-Za-z][A-Za-z0-9+.\-]*):[^\x00-\x20<>\"{}|^`\\\x7f-\xa0\u2028\u2029\ud800-\udfff]+"
match_iri: Final = re.compile(IRI, re.ASCII).fullmatch
"""Match an absolute IRI that can stand in N-Quads unchanged; group 1 is its scheme."""

is_language_tag: Final = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", re.ASCII).fullmatch

_CARRY_CONTEXT: Final = frozenset(
    {"VerifiableCredential", "EnvelopedVerifiableCredential", "VerifiablePresentation", "DataIntegrityProof"}
)
_SHARED: Final = frozenset({"id", "type", "@context"})
_SAID_OF_TEXT: Final = frozenset({"@value", "@language"})
_SAY_NOTHING: Final = frozenset({"@context", "id", "@value", "@language"})
_CONTAINERS: Final = frozenset({"@set", "@list", "@graph"})
_NUMBERS: Final = frozenset({"float", "double", "decimal", "integer", "nonNegativeInteger", "positiveInteger"})


class Scope:
    """One active context, as far as the gate asks it."""

    def __init__(self, processor: Any, active: Any, options: Mapping[str, Any]) -> None:  # noqa: ANN401  # PyLD's
        """Take the active context with the PyLD processor and the options that it was made with."""
        self.active = active
        self._processor = processor
        self._options = options
        self._within: dict[str, Scope] = {}

    def expand(self, name: object) -> Any:  # noqa: ANN401  # whatever is no text comes back as it is
        """Expand a member or type to its IRI or keyword, relative to the vocabulary; None when it means nothing."""
        return self._processor._expand_iri(self.active, name, vocab=True)  # noqa: SLF001

    def term(self, name: object) -> Mapping[str, Any]:
        """Return the definition of a term, empty when there is none."""
        return self.active["mappings"].get(name) or {}

    def spelled_out(self, value: object) -> object:
        """Return `value` unless it is short for another IRI: some contexts have prefixes (`xsd:date`)."""
        return value if self._processor._expand_iri(self.active, value) == value else None  # noqa: SLF001

    def within(self, term: str) -> Scope:
        """Return the scope that the values of a term are read in."""
        found = self._within.get(term)
        if found is None:
            found, definition = self, self.term(term)
            if "@context" in definition:
                active = self._processor._process_context(  # noqa: SLF001
                    self.active, definition["@context"], self._options, override_protected=True
                )
                found = Scope(self._processor, active, self._options)
            self._within[term] = found
        return found

    def reference(self, term: str, value: object) -> object:
        """Expand a text that `term` coerces to an IRI, without any base."""
        if self.term(term)["@type"] == "@id" or not isinstance(value, str):
            return self.spelled_out(value)
        return self.within(term).expand(value)

    @cached_property
    def iris(self) -> frozenset[str]:
        """The IRIs that this context has terms for."""
        return frozenset(term["@id"] for term in self.active["mappings"].values() if term)


class Gate:
    """The faults of one document, found object by object."""

    def __init__(self, document: JsonObject, *, knows: Callable[[str], bool] = contexts.is_known) -> None:
        """Measure the document; `knows` tells whether a context URL may be used.

        Raises:
            InputTooLarge: as `measure`.
        """
        self._knows = knows
        self._faults: list[Fault] = []
        self._places = dict(_places(document))
        self._graphs = {""}  # where graphs of their own begin: embedded credentials and proofs
        self._said: dict[tuple[str, str], dict[str, Any]] = {}

    def context(self, element: JsonObject) -> None:
        """Let only pinned contexts by, at the root and in embedded credentials and proofs.

        Raises:
            UnknownContext: a context that is not pinned, or an inline one.
            InputTooLarge: more contexts than `CONTEXTS`.
            DataLoss: a context in an object that carries none, or faults that were found before: nothing after a
                context that may not be read can be judged.
        """
        place = self._places[id(element)]
        if place and not carries_context(element):
            self.raise_faults()
            message, at = "Only a credential carries a context.", place + "/@context"
            raise DataLoss(message, code="misplaced_context", pointer=at, citation=_DATA_LOSS)
        listed = element.get("@context")
        if isinstance(listed, list) and len(listed) > limits.CONTEXTS:
            raise InputTooLarge(f"An object has more than {limits.CONTEXTS} contexts.", code="too_many_contexts")
        for index, url in _items(listed):
            if not ((isinstance(url, str) and self._knows(url)) or conformance.allows(url)):
                self.raise_faults()
                shown = repr(url[:120]) if isinstance(url, str) else "inline"
                message = f"The context {shown} is not a pinned one."
                at = f"{place}/@context{index}"
                raise UnknownContext(message, code="unknown_context", pointer=at, citation=_DATA_LOSS)

    def object(self, scope: Scope, types: Scope, active_property: str | None, element: JsonObject) -> None:
        """Look at one object: its members are read in `scope`, its types in `types`."""
        place = self._places[id(element)]
        if "@value" in element:
            self._value_object(scope, active_property, element, place)
            return
        self._namesakes(scope, element, place)
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
                self._member(scope, types, key, value, at)

    def raise_faults(self) -> None:
        """Raise `DataLoss` with all faults so far, if there are any."""
        if self._faults:
            raise DataLoss(self._faults[0].message, faults=self._faults)

    def _namesakes(self, scope: Scope, element: JsonObject, place: str) -> None:
        """Refuse objects of one id that say different things: they are one node, so their members could be swapped."""
        if "id" in element:
            graph = place
            while graph not in self._graphs:
                graph = graph.rpartition("/")[0]
            said = self._said.setdefault((graph, str(element["id"])), {})
            for key in contradictions(said, element, scope):
                self._fault("conflicting_node", place + pointer(key), "Another object of this id says otherwise.")

    def _member(self, scope: Scope, types: Scope, key: str, value: Any, at: str) -> None:  # noqa: ANN401
        iri = scope.expand(key)
        if iri == "@id":
            if not is_absolute_iri(scope.spelled_out(value)):
                self._fault("not_an_iri", at, "An id must be an absolute IRI, written in full.")
        elif iri == "@type":
            for index, name in _items(value):
                if not (isinstance(name, str) and is_absolute_iri(types.expand(name))):
                    self._fault("undefined_type", at + index, f"No context defines the type {str(name)[:60]!r}.")
                elif ":" in name and name in types.iris:
                    self._fault("iri_as_type", at + index, "A type that a context has a term for must be that term.")
            self._check_items(value, at)
        elif iri is not None and iri.startswith("@"):
            self._fault("misplaced_keyword", at, f"The keyword {iri!r} has no place here.")
        elif not is_absolute_iri(iri):
            self._fault("undefined_term", at, f"No context defines the term {key[:60]!r} here.")
        elif names_class(key) and scope.term(key):
            # Several contexts map a class and a member to one IRI: `Criteria` and `criteria`.
            self._fault("class_as_member", at, f"The term {key[:60]!r} names a class, not a member.")
        else:
            self._values(scope, key, value, at)

    def _values(self, scope: Scope, key: str, value: Any, at: str) -> None:  # noqa: ANN401
        term = scope.term(key)
        if not is_supported(term):
            self._fault("unsupported_term", at, f"The term {key[:60]!r} is of a kind that credentials do not use.")
            return
        containers = containers_of(term)
        coercion = term.get("@type")
        if coercion == "@json":
            return
        self._check_items(value, at, merging=not containers & {"@list", "@graph"})
        for index, item in _items(value):
            if isinstance(item, dict):
                if "@graph" in containers:
                    self._graphs.add(at + index)
                if "@graph" in containers and says_nothing(item):
                    message = "An object that says nothing is not signed."
                    self._fault("graph_without_statement", at + index, message)
            elif "@graph" in containers:
                self._fault("wrong_type", at + index, "An object is expected here.")
            elif coercion in ("@id", "@vocab"):
                if not is_absolute_iri(scope.reference(key, item)):
                    self._fault("not_an_iri", at + index, "An absolute IRI or an object is expected here.")
            elif is_inexact(item):
                self._fault("inexact_number", at + index, "Only 16 digits of a number are signed.")
            elif isinstance(item, str | bool | int | float) and not fits(item, coercion):
                self._fault("wrong_type", at + index, f"The term {key[:60]!r} takes another JSON type.")

    def _check_items(self, value: Any, at: str, *, merging: bool = True) -> None:  # noqa: ANN401
        """Refuse what vanishes between a JSON array and a set of statements."""
        if value == [] and not (conformance.is_running() and at == _EMPTY_IN_SUITES):
            self._fault("empty_array", at, "An empty array is dropped and not signed; leave the member out.")
        seen = set()
        for index, item in _items(value):
            if item is None:
                self._fault("null_member", at + index, "null is dropped and not signed.")
            elif isinstance(item, list):
                self._fault("nested_array", at + index, "An array within an array loses its nesting.")
            elif merging and (said := statement(item)):
                if said in seen:
                    self._fault("repeated_value", at + index, "A repeated value is signed only once.")
                seen.add(said)

    def _value_object(self, scope: Scope, active_property: str | None, element: JsonObject, place: str) -> None:
        """Let a text with its language through (VC Data Model 2.0 section 11.1), and no other value object."""
        language = element.get("@language", "und")
        if element.keys() - _SAID_OF_TEXT - ({"@direction"} if conformance.is_running() else set()):
            self._fault("misplaced_keyword", place, "A text with its language has only @value and @language.")
        elif not isinstance(element["@value"], str) or scope.term(active_property).get("@type"):
            self._fault("wrong_type", place, "A text with its language cannot stand here.")
        elif not (isinstance(language, str) and is_language_tag(language)):
            self._fault("bad_language", place + "/@language", "This is not a language tag (BCP 47).")

    def _fault(self, code: str, place: str, message: str) -> None:
        if len(self._faults) < limits.FAULTS:
            self._faults.append(Fault(code, message, place, _DATA_LOSS))


def nothing_said() -> DataLoss:
    """Make the error for a document whose canonical form is empty: its signature would fit every other such one."""
    return DataLoss("The document makes no statement at all.", code="no_statement")


def check_blank_nodes(count: int) -> None:
    """Let a dataset by that has no more blank nodes than may be; of its objects the gate counted those without an id.

    Raises:
        InputTooLarge: more than `BLANK_NODES`, places in ordered lists among them.
    """
    if count > limits.BLANK_NODES:
        message = f"The document has more than {limits.BLANK_NODES} nodes without an id, with the places in its lists."
        raise InputTooLarge(message)


# The rules for single values


def is_absolute_iri(value: object) -> bool:
    """Tell whether `value` is a text that can stand as an IRI in N-Quads unchanged."""
    return isinstance(value, str) and match_iri(value) is not None


def carries_context(element: JsonObject) -> bool:
    """Tell whether an embedded object is of a kind that has a context of its own."""
    return any(isinstance(name, str) and name in _CARRY_CONTEXT for _, name in _items(element.get("type")))


def names_class(term: str) -> bool:
    """Tell whether a term is written as classes are."""
    return term[:1].isupper()


def containers_of(term: Mapping[str, Any]) -> frozenset[str]:
    """Return the containers of a term definition."""
    return frozenset(term.get("@container") or ())


def is_supported(term: Mapping[str, Any]) -> bool:
    """Tell whether a term definition is of a kind that credentials use."""
    return (
        not term.get("reverse") and "@nest" not in term and "@index" not in term and containers_of(term) <= _CONTAINERS
    )


def says_nothing(item: JsonObject) -> bool:
    """Tell whether an object makes no statement but its own existence."""
    return not item.keys() - _SAY_NOTHING


def is_inexact(item: object) -> bool:
    """Tell whether a number has more digits than xsd:double is written with."""
    return isinstance(item, float) and float(f"{item:.15E}") != item


def fits(value: str | bool | float, datatype: str | None) -> bool:  # noqa: FBT001
    """Tell whether a JSON scalar is of the type that `datatype` is written with, so that no two spellings collide."""
    # The CLR context writes `xsd:boolean` without defining the prefix.
    kind = datatype.replace("#", ":").rpartition(":")[2] if datatype else ""
    if kind == "boolean":
        return isinstance(value, bool)
    if kind in _NUMBERS:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return not kind or isinstance(value, str)


def statement(item: Any) -> tuple[object, object] | None:  # noqa: ANN401
    """What an item of a set says about its owner: the same is said once. None if it stands alone."""
    if isinstance(item, str):
        return item, ""
    if not isinstance(item, dict):
        return item, isinstance(item, bool)
    text = item.get("@value")
    if isinstance(text, str):
        return text, str(item.get("@language", "")).lower()
    node = item.get("id")
    return (node, "") if isinstance(node, str) else None


def contradictions(said: dict[str, Any], element: JsonObject, scope: Scope) -> list[str]:
    """Note in `said` what `element` says of itself; return the members that say other than what stands there.

    Members that hold objects are left aside: what those say is compared where they stand.
    """
    found = []
    for key, value in element.items():
        earlier = said.setdefault(key, value)
        if earlier is value or (isinstance(earlier, str) and earlier == value) or key in _SHARED:
            continue
        is_json = scope.term(key).get("@type") == "@json"
        before, now = (_facts(one, is_json=is_json) for one in (earlier, value))
        if before is None:
            said[key] = value
        elif now is not None and before != now:
            found.append(key)
    return found


def _facts(value: object, *, is_json: bool) -> list[object] | None:
    """What a member says, if it holds no object: comparable, and the same for one value and an array of it."""
    if is_json:
        return [json.dumps(value, sort_keys=True)]
    items = [item for _, item in _items(value)]
    if any(isinstance(item, dict) and "@value" not in item for item in items):
        return None
    return [statement(item) for item in items]


def measure(document: JsonObject) -> None:
    """Count objects without an id, values, and different lists of contexts.

    Raises:
        InputTooLarge: more than `BLANK_NODES`, `JSON_NODES` or `CONTEXT_LISTS`.
    """
    for _ in _places(document):
        pass


def _places(document: JsonObject) -> Iterator[tuple[int, str]]:
    """Yield each object's identity and pointer, bounding what all later steps will have to do."""
    stack: list[tuple[str, Any]] = [("", document)]
    nodes = anonymous = 0
    lists: set[str] = set()
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
            if "@context" in value:
                lists.add(repr(value["@context"]))
                if len(lists) > limits.CONTEXT_LISTS:
                    message = f"The document has more than {limits.CONTEXT_LISTS} different lists of contexts."
                    raise InputTooLarge(message, code="too_many_contexts")
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
