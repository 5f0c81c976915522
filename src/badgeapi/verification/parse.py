"""What was presented, and is it readable at all? Size, strict JSON and the outer form; nothing about its truth.

Source: Open Badges 3.0 section 9.1 (document format); VC Data Model 2.0 section 4.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from badgeapi.canon import json, jsonld
from badgeapi.canon.json import JsonObject, JsonValue
from badgeapi.errors import MalformedInput
from badgeapi.signing.data_integrity import unsecured
from badgeapi.signing.suites import Suite, eddsa_rdfc_2022


@dataclass(frozen=True)
class Presented:
    """A document as it was shown to us; its canonical form is made once, when first asked for.

    Attributes:
        document: the credential as received.
    """

    document: JsonObject

    @cached_property
    def unsecured(self) -> JsonObject:
        """The document without its proofs."""
        return unsecured(self.document)

    @cached_property
    def canonical(self) -> bytes:
        """RDFC-1.0 canonical N-Quads of the unsecured document; raises as `jsonld.canonicalize`."""
        return jsonld.canonicalize(self.unsecured).nquads.encode()

    def transformed(self, suite: Suite, document: JsonObject) -> bytes:
        """The canonical bytes of `document` under `suite`, from the cache where they are there."""
        if suite.NAME == eddsa_rdfc_2022.NAME and document is self.unsecured:
            return self.canonical
        return suite.transform(document)

    @property
    def proofs(self) -> list[JsonValue]:
        """The proofs, whatever they are; one proof need not stand in an array."""
        return as_list(self.document.get("proof"))

    @property
    def types(self) -> frozenset[str]:
        """The texts among the document's types."""
        return frozenset(item for item in as_list(self.document.get("type")) if isinstance(item, str))

    @property
    def issuer(self) -> str | None:
        """The issuer's id, given as text or as an object."""
        issuer = self.document.get("issuer")
        found = issuer.get("id") if isinstance(issuer, Mapping) else issuer
        return found if isinstance(found, str) else None


def as_list(value: JsonValue) -> list[JsonValue]:
    """Read a member that may hold one value or an array of them; absent is none."""
    return value if isinstance(value, list) else [] if value is None else [value]


def parse(data: bytes) -> Presented:
    """Read a credential, bare or as the member `verifiableCredential` of an object.

    Raises:
        MalformedInput, InputTooLarge: it cannot be read; see `canon/json.py`.
    """
    document = json.loads_object(data)
    wrapped = document.get("verifiableCredential")
    if "@context" not in document and wrapped is not None:
        if not isinstance(wrapped, dict):
            raise MalformedInput(
                "verifiableCredential must be a credential object.",
                code="not_an_object",
                pointer="/verifiableCredential",
            )
        document = wrapped
    return Presented(document)
