"""What PyLD's context processing comes to, kept in tables: each state is processed once, then only looked up.

A document's objects stand in *places* (under a member of an object, or under an `@context` of their own). A place has
the active context before the object's types are read; with the types that have a scoped context of their own it
becomes a *state*, in which each member is a *term*: its predicate, ready to write, and what its values may be. PyLD
computes every context; nothing here interprets one.

Keys are chosen by whoever writes documents, so the tables are bounded: only types and members that a pinned context
defines get an entry, one document may have `WALKER_STATES_NEW` states processed, and past `WALKER_STATES` all of them
are forgotten. Not here: what is written (`walker`), what is refused (`gate`).

Source: JSON-LD 1.1 API section 4.1 (context processing), 5.1.2 (expansion), 4.2 (term definitions).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, TypeAlias

from pyld.jsonld import JsonLdProcessor

from badgeapi import limits
from badgeapi.canon import nquads
from badgeapi.canon.gate import Scope, containers_of, fits, is_absolute_iri, is_supported, names_class
from badgeapi.canon.jsonld import Processor
from badgeapi.canon.nquads import RDF_TYPE, XSD_STRING

TypeNames: TypeAlias = "str | tuple[str, ...]"

_TYPE_OPENING: Final = f"<{RDF_TYPE}> "
_MOST_CONTEXTS: Final = 8


class Unwritable(Exception):  # a signal between two modules, never an error of the product
    """The document holds something that no table has: the gate must say whether it is a fault."""


TEXT: Final = 0
"""A set of texts, scalars or objects."""
REFERENCE: Final = 1
"""A set of IRIs or objects."""
OTHER: Final = 2
"""Lists, graphs, JSON, vocabulary IRIs, numbers and booleans: see the term's other attributes."""
ID: Final = 3
TYPE: Final = 4
CONTEXT: Final = 5

Form: TypeAlias = Literal[0, 1, 2, 3, 4, 5]
"""What becomes of the values of a term; plain numbers, since the walker asks for each member."""


class Term:
    """One member of an object in one state.

    Attributes:
        form: how its values are written.
        predicate: `<iri> `.
        opening: what stands before a text or IRI: the predicate and a quote or bracket.
        closing: what stands after it, with the line feed.
        datatype: what scalars are coerced to; None for their own.
        is_list, is_graph, is_json, is_reference, is_vocabulary: the kind of its values.
        object_place, reference_place: where an object stands that is its value, and one with nothing but an id.
        takes_texts, takes_scalars, takes_language: whether bare texts, numbers and booleans that fit the datatype, and
            texts with their language may stand here.
    """

    __slots__ = (
        "closing", "datatype", "form", "is_graph", "is_json", "is_list", "is_reference", "is_vocabulary",
        "key", "object_place", "opening", "predicate", "reference_place", "state", "takes_language",
        "takes_scalars", "takes_texts",
    )  # fmt: skip

    def __init__(self, state: State, key: str, form: Form) -> None:
        """Make a term of the given form; `define` fills in the rest for properties."""
        self.state, self.key, self.form = state, key, form
        self.predicate = self.opening = self.closing = ""
        self.datatype: str | None = None
        self.is_list = self.is_graph = self.is_json = self.is_reference = self.is_vocabulary = False
        self.takes_texts = self.takes_scalars = self.takes_language = False
        self.object_place: Place | None = None
        self.reference_place: Place | None = None

    def define(self, definition: Mapping[str, Any]) -> None:
        """Read what PyLD made of the term's definition.

        Raises:
            Unwritable: it is of a kind that is not written here.
        """
        containers = containers_of(definition)
        coercion = definition.get("@type")
        if not is_supported(definition) or not self.state.scalars_as_defined(self.key, definition):
            raise Unwritable
        self.predicate = f"{nquads.iri(definition['@id'])} "
        self.is_list, self.is_graph, self.is_json = "@list" in containers, "@graph" in containers, coercion == "@json"
        self.is_reference, self.is_vocabulary = coercion == "@id", coercion == "@vocab"
        if coercion in ("@id", "@vocab"):
            self.opening, self.closing = f"{self.predicate}<", "> .\n"
            self.form = REFERENCE
        elif coercion is None or not coercion.startswith("@"):
            self.datatype = coercion
            self.takes_texts = fits("", coercion)
            self.takes_language = not coercion and not self.is_graph
            self.takes_scalars = not self.is_graph
            plain = coercion is None or coercion == XSD_STRING
            self.opening, self.closing = f'{self.predicate}"', '" .\n' if plain else f'"^^<{coercion}> .\n'
            self.form = TEXT
        elif not self.is_json:
            raise Unwritable
        if (
            self.is_list
            or self.is_graph
            or self.is_json
            or self.is_vocabulary
            or (self.form == TEXT and not self.takes_texts)
        ):
            self.form = OTHER

    def vocabulary_iri(self, name: str) -> str:
        """Expand a text relative to the vocabulary.

        Raises:
            Unwritable: it means no IRI.
        """
        iri: str = self.state.scope.within(self.key).expand(name)
        if not is_absolute_iri(iri):
            raise Unwritable
        return iri


class _Terms(dict[str, Term]):
    """The terms of a state, defined when first met."""

    def __init__(self, state: State) -> None:
        super().__init__()
        self._state = state

    def __missing__(self, key: str) -> Term:
        term = self[key] = self._state.define(key)
        return term


class State:
    """An active context with the types of an object read: how its members are written."""

    def __init__(self, tables: Tables, active: Any) -> None:  # noqa: ANN401  # PyLD's own structure
        self.tables, self.active = tables, active
        self.scope: Scope = tables.processor.scope(active)
        self.terms = _Terms(self)
        self.prefixes = frozenset(name for name, term in active["mappings"].items() if term and term.get("_prefix"))
        self._places: dict[tuple[str, bool], Place] = {}

    def place(self, key: str, *, reference: bool) -> Place:
        """Where an object stands that is a value of a defined term; one with nothing but an id stays in this context.

        Raises:
            Unwritable: objects that stand there are not read as such.
        """
        found = self._places.get((key, reference))
        if found is None:
            active = self.tables.processor.below(self.active, key, reference=reference)
            found = self._places[key, reference] = self.tables.place(active)
        return found

    def define(self, key: str) -> Term:
        """Make the table entry of a member.

        Raises:
            Unwritable: no context defines it, or it is of a kind that is not written here.
        """
        if key == "@context":
            return Term(self, key, CONTEXT)
        iri = self.scope.expand(key)
        if key[:1] == "@" or ":" in key or iri is None or names_class(key):
            raise Unwritable
        if iri in ("@id", "@type") or key in ("id", "type"):
            if f"@{key}" != iri:
                raise Unwritable
            return Term(self, key, ID if iri == "@id" else TYPE)
        definition = self.scope.term(key)
        if not is_absolute_iri(iri) or not definition or self.active.keys() & {"@language", "@direction"}:
            raise Unwritable
        if definition.keys() & {"@language", "@direction"}:
            raise Unwritable
        term = Term(self, key, OTHER)
        term.define(definition)
        return term

    def scalars_as_defined(self, key: str, definition: Mapping[str, Any]) -> bool:
        """Tell whether the context that a term brings with it leaves its own coercion alone.

        Where it does not, only objects may stand there (graphs), for which it makes no difference.
        """
        if "@context" not in definition or "@graph" in containers_of(definition):
            return True
        inner = self.scope.within(key).term(key)
        return all(inner.get(name) == definition.get(name) for name in ("@id", "@type", "@container"))


class Place:
    """An active context before the types of an object are read, and the states that types make of it."""

    def __init__(self, tables: Tables, active: Any) -> None:  # noqa: ANN401  # PyLD's own structure
        self.tables, self.active = tables, active
        self.scope: Scope = tables.processor.scope(active)
        self.states: dict[TypeNames, State] = {}
        self._statements: dict[str, str] = {}
        self._contexts: dict[tuple[str, ...], Place] = {}

    def state(self, types: TypeNames) -> State:
        """Return the state of an object with these types, one text or several."""
        found = self.states.get(types)
        if found is None:
            names = (types,) if isinstance(types, str) else types
            scoped = tuple(sorted({name for name in names if self.scope.term(name).get("@context") is not None}))
            found = self.states.get(scoped)
            if found is None:
                found = self.states[scoped] = self.tables.state(self.active, scoped)
            # As most have. What is known here is not asked again whether it names anything twice.
            if len(names) <= 2 and len(set(names)) == len(names) and all(self.scope.term(name) for name in names):
                self.states[types] = found
        return found

    def type_statement(self, name: str) -> str:
        """Write what a type says of its object: predicate and object.

        Raises:
            Unwritable: no context defines it, or it spells out a term.
        """
        found = self._statements.get(name)
        if found is None:
            iri = self.scope.expand(name)
            if not is_absolute_iri(iri) or (":" in name and name in self.scope.iris):
                raise Unwritable
            found = f"{_TYPE_OPENING}{nquads.iri(iri)} .\n"
            if self.scope.term(name):
                self._statements[name] = found
        return found

    def within(self, urls: tuple[str, ...]) -> Place:
        """Return the place of an object that carries these contexts, all of them pinned."""
        found = self._contexts.get(urls)
        if found is None:
            if len(urls) > _MOST_CONTEXTS:
                raise Unwritable
            found = self._contexts[urls] = self.tables.place(self.tables.processor.local(self.active, list(urls)))
        return found


class _Contexts(Processor):
    """PyLD, asked for the active contexts that an expansion would come to."""

    def local(self, active: Any, urls: list[str]) -> Any:  # noqa: ANN401
        """Process the contexts that an object carries."""
        return self._process_context(active, urls, self.options)

    def typed(self, active: Any, types: tuple[str, ...]) -> Any:  # noqa: ANN401
        """Process the contexts that types bring with them."""
        return self._prepare_nested_context(active, {"type": list(types)} if types else {}, self.options)[0]

    def below(self, active: Any, key: str, *, reference: bool) -> Any:  # noqa: ANN401
        """Process what a member brings with it for the object that is its value.

        Raises:
            Unwritable: objects that stand there are not read as such.
        """
        descent = _Descent({})  # of its own, for threads
        JsonLdProcessor._expand_object(  # noqa: SLF001
            descent, active, None, None, {key: {"id": "urn:x"} if reference else {}}, {}, descent.options
        )
        if descent.entered is None:
            raise Unwritable
        return descent.entered


class _Descent(Processor):
    """PyLD, stopped where it enters an object: the context that it has there is what is wanted."""

    entered: Any = None

    def _expand_object(self, active_ctx: Any, *_args: Any, **_named: Any) -> None:  # noqa: ANN401
        self.entered = active_ctx


class Tables:
    """All places and states of one generation."""

    def __init__(self) -> None:
        self.processor = _Contexts({})
        self.root = Place(self, self.processor.initial_context)
        self.size = 0
        self._allowed = 0

    def open(self) -> None:
        """Begin a document: it may have a number of new states processed."""
        self._allowed = limits.WALKER_STATES_NEW

    @property
    def is_full(self) -> bool:
        """Whether it is time to forget everything."""
        return self.size >= limits.WALKER_STATES

    def place(self, active: Any) -> Place:  # noqa: ANN401
        """Keep a new place."""
        self._count()
        return Place(self, active)

    def state(self, active: Any, types: tuple[str, ...]) -> State:  # noqa: ANN401
        """Have PyLD process the contexts of types, and keep the state."""
        self._count()
        return State(self, self.processor.typed(active, types))

    def _count(self) -> None:
        if not self._allowed:
            raise Unwritable
        self._allowed -= 1
        self.size += 1


_current = [Tables()]


def tables() -> Tables:
    """Return the tables of this process, with leave to process the states of one document."""
    if _current[0].is_full:
        _current[0] = Tables()
    _current[0].open()
    return _current[0]
