"""What each kind of need means on the network: where to ask, for what, how long an answer may be kept, how it is read.

A new kind of need is a row in the table. Nothing is fetched here.

Source: did:web method specification; Bitstring Status List 1.0 section 2.2 (`ttl`); Open Badges 3.0 section 5.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from badgeapi import baking, limits
from badgeapi.canon import json
from badgeapi.errors import BadgeError, MalformedInput
from badgeapi.net.guarded_http import Answer
from badgeapi.signing import did
from badgeapi.verification import parse
from badgeapi.verification.facts import (
    ControllerNeed,
    Fact,
    Found,
    FoundCredential,
    HostNeed,
    JwkNeed,
    KeyNeed,
    RefreshNeed,
    Refused,
    RevocationListNeed,
    SchemaNeed,
    StatusNeed,
)

_CREDENTIAL = (
    "application/vc, application/vc+ld+json, application/vc+jwt, application/ld+json, application/json, text/plain"
)


@dataclass(frozen=True, slots=True)
class Kind:
    """How needs of one kind are met.

    Attributes:
        accept: the media types to ask for.
        form: makes the fact of the bytes; raises `BadgeError` for what cannot be used.
        kept_s: the longest time that an answer is kept; a shorter one that its host states is honoured.
        redirects: how many are followed.
        ttl_s: how long the document itself says that it may be kept.
    """

    accept: str
    form: Callable[[bytes], Fact]
    kept_s: int
    redirects: int = 0
    ttl_s: Callable[[Fact | None], float] = lambda _fact: inf

    def read(self, body: bytes, host: str) -> Fact:
        """Make the fact of what `host` answered, or say why it is of no use."""
        try:
            return self.form(body)
        except BadgeError as error:
            return Refused(f"{host} does not serve what was asked for: {error.message}")

    def kept_at_most_s(self, answer: Answer, fact: Fact | None) -> float:
        """How long an answer is kept: as long as its host and the document itself allow, within bounds.

        `fact` is what it was read as; None for a redirect.
        """
        if isinstance(fact, Refused):
            return limits.KEPT_FAILURE_SECONDS
        return min(self.kept_s, inf if answer.max_age_s is None else answer.max_age_s, self.ttl_s(fact))


def _object(body: bytes) -> Fact:
    return Found(json.loads_object(body))


def _credential(body: bytes) -> Fact:
    return FoundCredential(parse.parse(body))


def _status_list(body: bytes) -> Fact:
    if baking.detect(body):
        raise MalformedInput("A status list is no picture.")
    return FoundCredential(parse.parse(body))


def _ttl_s(fact: Fact | None) -> float:
    """Read the `ttl` of a status list, given in milliseconds; one that is none says nothing."""
    subject = fact.presented.document.get("credentialSubject") if isinstance(fact, FoundCredential) else None
    ttl = subject.get("ttl") if isinstance(subject, dict) else None
    return max(0.0, ttl / 1000) if isinstance(ttl, int | float) and not isinstance(ttl, bool) else inf


# Redirects are not followed for keys and their controllers: one that is open to anybody would speak for its host. The
# address of a list, a schema or a newer edition is in the badge, signed, so where it leads is its issuer's own choice.
KINDS: dict[type[HostNeed], Kind] = {
    ControllerNeed: Kind(
        "application/did+ld+json, application/did+json, application/json", _object, limits.KEPT_KEYS_SECONDS
    ),
    KeyNeed: Kind("application/ld+json, application/json", _object, limits.KEPT_KEYS_SECONDS),
    JwkNeed: Kind("application/jwk+json, application/json", _object, limits.KEPT_KEYS_SECONDS),
    StatusNeed: Kind(_CREDENTIAL, _status_list, limits.KEPT_STATUS_SECONDS, limits.REDIRECTS, _ttl_s),
    RevocationListNeed: Kind(
        "application/ld+json, application/json", _object, limits.KEPT_STATUS_SECONDS, limits.REDIRECTS
    ),
    SchemaNeed: Kind(
        "application/schema+json, application/json", _object, limits.KEPT_SCHEMA_SECONDS, limits.REDIRECTS
    ),
    RefreshNeed: Kind(_CREDENTIAL, _credential, limits.KEPT_STATUS_SECONDS, limits.REDIRECTS),
}


def address(need: HostNeed, local: Callable[[str], str]) -> str:
    """Say where to ask for a need; `local` writes the URLs of did:web with http where that is allowed.

    Raises:
        InvalidInput: a DID that cannot be looked up on the network.
    """
    if not isinstance(need, ControllerNeed):
        return need.url.partition("#")[0]
    if need.controller.startswith("did:"):
        return local(did.did_web_url(need.controller))
    return need.controller.partition("#")[0]
