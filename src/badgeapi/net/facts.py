"""Answering what a check needs to know about somebody else's host: did:web documents and status lists."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from badgeapi.canon.json import JsonObject
from badgeapi.errors import BadgeError, FetchFailed
from badgeapi.net.guarded_http import GuardedHttp
from badgeapi.signing import did
from badgeapi.verification import parse
from badgeapi.verification.facts import (
    ControllerNeed,
    Fact,
    Found,
    FoundCredential,
    HostNeed,
    JwkNeed,
    RefreshNeed,
    Refused,
    StatusNeed,
    Unreachable,
)

_DID_DOCUMENT = "application/did+ld+json, application/did+json, application/json"
_ACCEPT: dict[type[HostNeed], str] = {
    StatusNeed: "application/vc, application/vc+ld+json, application/ld+json, application/json",
    JwkNeed: "application/jwk+json, application/json",
}


def fetcher(http: GuardedHttp) -> Callable[[HostNeed], Awaitable[Fact]]:
    """Make the function that answers needs over the network."""

    async def fetch(need: HostNeed) -> Fact:
        try:
            document = await _fetch(http, need)
            if isinstance(need, StatusNeed | RefreshNeed):
                return FoundCredential(parse.read(document))
            return Found(document)
        except FetchFailed as error:
            return Unreachable(error.message)
        except BadgeError as error:
            return Refused(error.message)

    return fetch


async def _fetch(http: GuardedHttp, need: HostNeed) -> JsonObject:
    if not isinstance(need, ControllerNeed):
        return await http.get_object(need.url, accept=_ACCEPT[type(need)])
    if need.controller.startswith("did:"):
        return await http.get_object(http.local(did.did_web_url(need.controller)), accept=_DID_DOCUMENT)
    return await http.get_object(need.controller, accept=_DID_DOCUMENT)


async def offline(need: HostNeed) -> Fact:  # noqa: ARG001
    """Answer nothing: the command line's `--offline`."""
    return Unreachable("the network was not used")
