"""Finding out what checks need to know.

Names under our own origin are answered from the store, or not at all; they are never fetched, so that a badge of ours
verifies without the network and nobody can make the service call itself. Everything else goes to `net`, all at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from badgeapi.canon.json import JsonObject
from badgeapi.signing import did, published_key
from badgeapi.signing.jwk import PublicJwk
from badgeapi.store import issuer_keys, issuers, published
from badgeapi.store.engine import Connection
from badgeapi.usecases.deployment import Deployment
from badgeapi.usecases.publish_status_list import list_url
from badgeapi.verification.facts import (
    ControllerNeed,
    Fact,
    Facts,
    Found,
    HostNeed,
    IssuerNeed,
    JwkNeed,
    KeyNeed,
    KnownStatus,
    Need,
    Refused,
    StatusNeed,
)

Fetch = Callable[[HostNeed], Awaitable[Fact]]
"""How a need about somebody else's host is answered: within one request's budget, and never by raising."""


async def gather_facts(deployment: Deployment, needs: Iterable[Need], fetch: Fetch) -> Facts:
    """Answer every need: first those that are ours from the store, then the others through `fetch`, together."""
    wanted = list(needs)
    facts = await own_facts(deployment, wanted)
    asked = [need for need in wanted if need not in facts and not isinstance(need, IssuerNeed)]
    if asked:
        async with deployment.lanes.enquiries.place():
            facts.update(zip(asked, await asyncio.gather(*map(fetch, asked)), strict=True))
    return facts


async def own_facts(deployment: Deployment, needs: Iterable[Need]) -> dict[Need, Fact]:
    """Answer what is ours to answer, in one read of the store; what is somebody else's is left out."""
    facts: dict[Need, Fact] = {}
    stored: list[Need] = []
    origin, registry = deployment.origin, deployment.registry
    for need in needs:
        if isinstance(need, IssuerNeed):
            facts[need] = _NO_REGISTRY if registry is None else registry.look_up(need.issuer)
        elif isinstance(need, ControllerNeed) or type(need) in _STORED:
            stored.append(need)
        elif (refused := _none_here(need.url, origin)) is not None:
            facts[need] = refused
    if stored:
        found = await deployment.store.read(lambda conn: [_STORED[type(need)](conn, need, origin) for need in stored])
        facts |= {need: fact for need, fact in zip(stored, found, strict=True) if fact is not None}
    return facts


def _none_here(url: str, origin: str) -> Refused | None:
    """Refuse what would have to be ours and is not; None for what is somebody else's."""
    return Refused("there is no such document here.") if url.startswith(origin + "/") else None


def _key(conn: Connection, need: KeyNeed | JwkNeed, origin: str) -> Fact | None:
    url = need.url
    head, _, key_id = url.rpartition("/keys/")
    issuer = issuers.public_by_slug(conn, head.rpartition("/")[2])
    if issuer is not None and url == key_url(issuer.origin, issuer.slug, key_id):
        document = key_document(conn, issuer, key_id)
        if document is not None:
            return Found(document)
    return _none_here(url, origin)


def _controller(conn: Connection, need: ControllerNeed, origin: str) -> Fact | None:
    controller = need.controller
    found = published.keys(conn, did=controller)
    if found is not None:
        return _own_controller(found)
    if controller.startswith(did.did_web(origin) + ":") or controller == did.did_web(origin):
        return Refused("there is no such issuer here.")
    return _none_here(controller, origin)


@lru_cache(maxsize=1024)
def _own_controller(keys: published.PublishedKeys) -> Found:
    """Make the DID document of one of our issuers, once for the keys that it has now."""
    also = [profile_url(keys.origin, keys.slug)] if keys.did_method == "web" else []
    return Found(did.document(keys.did, [published_key.read(key) for key in keys.keys], also_known_as=also))


def issuer_document(conn: Connection, issuer: issuers.Issuer) -> JsonObject | None:
    """Make the DID document of one of our issuers: every key that ever signed stays in it, unless compromised."""
    found = published.keys(conn, did=issuer.did)
    return None if found is None else _own_controller(found).document


def key_document(conn: Connection, issuer: issuers.Issuer, key_id: str) -> JsonObject | None:
    """Make the document of one key of an issuer, a Multikey or a bare JWK; None for one that is not, or compromised."""
    for row in issuer_keys.public_of_issuer(conn, issuer.id):
        if row.id == key_id and row.state != "compromised":
            key = published_key.read(row.public_key)
            if isinstance(key, PublicJwk):
                return key.document(kid=did.key_id(issuer.did, key), alg=key.algorithm, use="sig")
            return did.key_document(issuer.did, key)
    return None


def profile_url(origin: str, slug: str) -> str:
    """The public address of an issuer's profile."""
    return f"{origin}/issuers/{slug}"


def key_url(origin: str, slug: str, key_id: str) -> str:
    """The public address of one key of an issuer."""
    return f"{profile_url(origin, slug)}/keys/{key_id}"


def _status(conn: Connection, need: StatusNeed, origin: str) -> Fact | None:
    list_id = need.url.rpartition("/")[2]
    found = published.entry(conn, list_id=list_id, position=need.index)
    if found is not None and need.url == list_url(found.origin, list_id):
        if not 0 <= need.index < found.size:
            return Refused("the index lies beyond the end of the list.")
        return KnownStatus(found.issuer, found.purpose, found.is_set)
    return _none_here(need.url, origin)


_NO_REGISTRY: Final = Refused("no list of trusted issuers is configured.")
_STORED: Final[Mapping[type, Callable[[Connection, Any, str], Fact | None]]] = {
    ControllerNeed: _controller,
    KeyNeed: _key,
    JwkNeed: _key,
    StatusNeed: _status,
}
"""What the store can answer: a fact for what is ours, None for what is somebody else's."""
