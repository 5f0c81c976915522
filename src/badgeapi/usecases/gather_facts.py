"""Finding out what checks need to know.

Names under our own origin are answered from the store, or not at all; they are never fetched, so that a badge of ours
verifies without the network and nobody can make the service call itself. Everything else goes to `net`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from urllib.parse import urlsplit

from badgeapi.canon.json import JsonObject
from badgeapi.signing import did, published_key
from badgeapi.signing.jwk import PublicJwk
from badgeapi.store import issuer_keys, issuers, status_lists
from badgeapi.store.engine import Connection
from badgeapi.store.scope import Scope
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
    KnownStatus,
    Need,
    Refused,
    StatusNeed,
)

Fetch = Callable[[HostNeed], Awaitable[Fact]]
"""How a need about somebody else's host is answered."""


async def gather_facts(deployment: Deployment, needs: Iterable[Need], fetch: Fetch) -> Facts:
    """Answer every need, from the store or through `fetch`."""
    facts: dict[Need, Fact] = {}
    for need in needs:
        if isinstance(need, IssuerNeed):
            known = deployment.registry and deployment.registry.look_up(need.issuer)
            facts[need] = known or Refused("no list of trusted issuers is configured")
        else:
            own = await _own(deployment, need)
            facts[need] = own if own is not None else await fetch(need)
    return facts


async def _own(deployment: Deployment, need: HostNeed) -> Fact | None:
    """Answer for what is ours; None for what is somebody else's."""
    if isinstance(need, ControllerNeed):
        return await deployment.store.read(lambda conn: _controller(conn, need, deployment.origin))
    if isinstance(need, JwkNeed):
        return await deployment.store.read(lambda conn: _jwk(conn, need, deployment.origin))
    if isinstance(need, StatusNeed):
        return await deployment.store.read(lambda conn: _status(conn, need, deployment.origin))
    return Refused("there is no such document here") if need.url.startswith(deployment.origin + "/") else None


def _jwk(conn: Connection, need: JwkNeed, origin: str) -> Fact | None:
    head, _, key_id = need.url.rpartition("/keys/")
    issuer = issuers.public_by_slug(conn, head.rpartition("/")[2])
    if issuer is not None and need.url == key_url(issuer.origin, issuer.slug, key_id):
        for row in issuer_keys.public_of_issuer(conn, issuer.id):
            key = published_key.read(row.public_key)
            if row.id == key_id and row.state != "compromised" and isinstance(key, PublicJwk):
                return Found(key.document())
    return Refused("there is no such key here") if need.url.startswith(origin + "/") else None


def _controller(conn: Connection, need: ControllerNeed, origin: str) -> Fact | None:
    issuer = issuers.public_by_did(conn, need.controller)
    if issuer is not None:
        return Found(issuer_document(conn, issuer))
    if need.controller.startswith(did.did_web(origin) + ":") or need.controller == did.did_web(origin):
        return Refused("there is no such issuer here")
    return None


def issuer_document(conn: Connection, issuer: issuers.Issuer) -> JsonObject:
    """Make the DID document of one of our issuers: every key that ever signed stays in it, unless compromised."""
    keys = [key for key in issuer_keys.public_of_issuer(conn, issuer.id) if key.state != "compromised"]
    also = [profile_url(issuer.origin, issuer.slug)] if issuer.did_method == "web" else []
    return did.document(issuer.did, [published_key.read(key.public_key) for key in keys], also_known_as=also)


def profile_url(origin: str, slug: str) -> str:
    """The public address of an issuer's profile."""
    return f"{origin}/issuers/{slug}"


def key_url(origin: str, slug: str, key_id: str) -> str:
    """The public address of one key of an issuer."""
    return f"{profile_url(origin, slug)}/keys/{key_id}"


def _status(conn: Connection, need: StatusNeed, origin: str) -> Fact | None:
    list_id = urlsplit(need.url).path.rpartition("/")[2]
    found = status_lists.public_list(conn, list_id)
    issuer = found and issuers.get(conn, Scope.operator(), issuer_id=found.issuer_id)
    if found and issuer and need.url == list_url(issuer.origin, list_id):
        if not 0 <= need.index < found.size:
            return Refused("the index lies beyond the end of the list")
        return KnownStatus(issuer.did, found.purpose, status_lists.public_is_set(conn, list_id, need.index))
    return Refused("there is no such list here") if need.url.startswith(origin + "/") else None
