"""What a check needs to know that does not stand in the document, and what came of asking.

Needs are values, so equal ones are asked for once. Nothing is fetched here; what follows from a need alone (did:key)
is answered by `known`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from badgeapi.canon.json import JsonObject
from badgeapi.errors import KeyRefused
from badgeapi.signing import did
from badgeapi.verification.parse import Presented


@dataclass(frozen=True, slots=True)
class ControllerNeed:
    """The controlled identifier document of `controller` (a DID or URL)."""

    controller: str


@dataclass(frozen=True, slots=True)
class StatusNeed:
    """What the status list at `url` says at `index`."""

    url: str
    index: int


@dataclass(frozen=True, slots=True)
class JwkNeed:
    """The bare JWK that stands at `url` (the `kid` of a JWT)."""

    url: str


@dataclass(frozen=True, slots=True)
class KeyNeed:
    """The bare key document at `url`: a verification method that stands at an address of its own."""

    url: str


@dataclass(frozen=True, slots=True)
class RevocationListNeed:
    """The 1EdTechRevocationList at `url`, of a badge from before Bitstring Status List."""

    url: str


@dataclass(frozen=True, slots=True)
class RefreshNeed:
    """The newest edition of the credential, which its refresh service at `url` gives."""

    url: str


@dataclass(frozen=True, slots=True)
class SchemaNeed:
    """The JSON Schema at `url` that the credential claims to satisfy."""

    url: str


@dataclass(frozen=True, slots=True)
class IssuerNeed:
    """Who, by the registries that the operator trusts, the issuer is."""

    issuer: str


HostNeed: TypeAlias = ControllerNeed | StatusNeed | JwkNeed | KeyNeed | RevocationListNeed | RefreshNeed | SchemaNeed
"""What somebody's host can be asked for."""
Need: TypeAlias = HostNeed | IssuerNeed


@dataclass(frozen=True, slots=True)
class Found:
    """The document that was asked for, as its host serves it: not to be trusted yet."""

    document: JsonObject


@dataclass(frozen=True, slots=True)
class FoundCredential:
    """A secured document that was asked for (a status list, a refreshed credential), in any of its forms."""

    presented: Presented


@dataclass(frozen=True, slots=True)
class KnownStatus:
    """A status entry known at first hand: the list is one of ours, read from the store, fresher than any copy."""

    issuer: str
    purpose: str
    is_set: bool


@dataclass(frozen=True, slots=True)
class KnownIssuer:
    """The issuer stands in a registry under this name."""

    name: str
    registry: str


@dataclass(frozen=True, slots=True)
class UnknownIssuer:
    """The issuer stands in none of the registries."""


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The host did not answer, or not in time, or must not be asked from here: nothing is known."""

    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """There is an answer, and it is no: no such thing, or something that must not be fetched or used."""

    reason: str


Fact: TypeAlias = Found | FoundCredential | KnownStatus | KnownIssuer | UnknownIssuer | Unreachable | Refused
Facts: TypeAlias = Mapping[Need, Fact]


def known(need: Need) -> Fact | None:
    """Answer a need that needs no asking: a did:key or did:jwk is its own document."""
    return _self_contained(need.controller) if isinstance(need, ControllerNeed) else None


@lru_cache(maxsize=1024)
def _self_contained(controller: str) -> Fact | None:
    try:
        document = did.self_contained_document(controller)
    except KeyRefused as error:
        return Refused(error.message)
    return None if document is None else Found(document)
