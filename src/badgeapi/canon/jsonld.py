"""JSON-LD expansion to an RDF dataset that loses nothing, or refuses and says where: the slow, general way.

PyLD expands, and the gate (`canon/gate.py`) stands inside the expansion: it looks at each node object with the active
context that PyLD itself uses there. What passes is covered member by member; what does not is an error with a JSON
Pointer. `canon/walker.py` comes to the same canonical form forty times as fast and is proved against this module.

Contexts come from `canon/contexts` only, never from the network. Canonicalisation is `canon/rdfc.py`.

Source: JSON-LD 1.1 API (expansion, deserialization to RDF); VC Data Integrity 1.0 section 2.4.1 and 4.6 (data loss).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from pyld.context_resolver import ContextResolver
from pyld.jsonld import JsonLdError, JsonLdProcessor

from badgeapi import limits
from badgeapi.canon import conformance, contexts, rdf, rdfc
from badgeapi.canon.gate import Gate, Scope, check_blank_nodes, is_absolute_iri, nothing_said
from badgeapi.canon.json import JsonObject
from badgeapi.canon.nquads import Quad
from badgeapi.errors import DataLoss

__all__ = ["Processor", "canonicalize", "invalid_jsonld", "is_absolute_iri", "to_dataset"]


Resolved: TypeAlias = dict[str, Any]
"""What PyLD has made of contexts; it does not lock, so each thread that expands needs its own."""


def to_dataset(
    document: JsonObject,
    *,
    extra_contexts: Mapping[str, Mapping[str, Any]] | None = None,
    resolved: Resolved | None = None,
) -> list[Quad]:
    """Expand `document` to quads in canonical term syntax, every JSON member covered.

    `extra_contexts` maps further context URLs to their documents (conformance runs and tests only). A thread of its
    own hands in what it has `resolved` before, an empty dict at first.

    Raises:
        UnknownContext: a context that is not pinned, or an inline one.
        DataLoss: any member that would be dropped, changed or merged, each with its pointer.
        InputTooLarge: more nodes without an id than `BLANK_NODES`, or more values than `JSON_NODES`.
    """
    return _Expansion(document, extra_contexts or conformance.documents(), resolved).quads()


def canonicalize(
    document: JsonObject,
    *,
    extra_contexts: Mapping[str, Mapping[str, Any]] | None = None,
    algorithm: rdfc.Algorithm = "sha256",
    resolved: Resolved | None = None,
) -> rdfc.Canonical:
    """Expand `document` without loss (as `to_dataset`) and canonicalise the dataset with RDFC-1.0; raises as both."""
    dataset = to_dataset(document, extra_contexts=extra_contexts, resolved=resolved)
    return rdfc.canonicalize(dataset, algorithm=algorithm, max_calls=limits.DOCUMENT_CALLS)


def invalid_jsonld(error: JsonLdError) -> DataLoss:
    """Translate PyLD's refusal of a context or a document."""
    reason = error.code or error.type or "syntax error"
    return DataLoss(f"The document is not valid JSON-LD: {reason}.", code="invalid_jsonld")


class Processor(JsonLdProcessor):  # type: ignore[misc]  # PyLD is untyped
    """PyLD with the pinned contexts and those handed in, and nothing else."""

    # Only pinned contexts and their scoped parts ever enter it.
    _resolved: Resolved = {}  # noqa: RUF012  # shared on purpose

    def __init__(self, extra: Mapping[str, Mapping[str, Any]], resolved: Resolved | None = None) -> None:
        super().__init__()
        self._extra = extra
        loader = self._load if extra else contexts.document_loader
        kept = self._resolved if resolved is None else resolved
        self.options = {
            "base": None,
            "isFrame": False,
            "keepFreeFloatingNodes": False,
            "processingMode": "json-ld-1.1",
            "documentLoader": loader,
            "contextResolver": ContextResolver({} if extra else kept, loader),
        }

    def knows(self, url: str) -> bool:
        """Tell whether a context URL may be used."""
        return contexts.is_known(url) or url in self._extra

    @property
    def initial_context(self) -> Any:  # noqa: ANN401  # PyLD's own structure
        """The active context before any was read."""
        return self._get_initial_context(self.options)

    def scope(self, active: Any) -> Scope:  # noqa: ANN401
        """Wrap an active context for the gate."""
        return Scope(self, active, self.options)

    def _load(self, url: str, options: Mapping[str, Any]) -> dict[str, Any]:
        if url in self._extra:
            return {"contextUrl": None, "documentUrl": url, "document": self._extra[url], "tag": "static"}
        return contexts.document_loader(url, options)


class _Expansion(Processor):
    """One expansion of one document, with the gate in PyLD's own path through it."""

    def __init__(self, document: JsonObject, extra: Mapping[str, Mapping[str, Any]], resolved: Resolved | None) -> None:
        super().__init__(extra, resolved)
        self._document = document
        self._gate = Gate(document, knows=self.knows)

    def quads(self) -> list[Quad]:
        """Run the expansion and write the result as quads."""
        self._gate.context(self._document)
        try:
            expanded = self._expand(self.initial_context, None, self._document, self.options)
            self._gate.raise_faults()
        except JsonLdError as error:
            self._gate.raise_faults()
            raise invalid_jsonld(error) from error
        dataset = rdf.quads([expanded] if expanded else [])
        if not dataset:
            raise nothing_said()
        check_blank_nodes(len({term for s, _, o, g in dataset for term in (s, o, g) if term[:2] == "_:"}))
        return dataset

    def _prepare_nested_context(self, active_ctx: Any, element: JsonObject, options: Any) -> Any:  # noqa: ANN401
        """Look at the context of an embedded object before PyLD does."""
        if "@context" in element and element is not self._document:
            self._gate.context(element)
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
        self._gate.object(self.scope(active_ctx), self.scope(type_scoped_ctx or active_ctx), active_property, element)
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
