"""Who is calling, what they may do, and what every route works with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant
from fastapi.requests import HTTPConnection
from fastapi.security import HTTPBearer
from fastapi.security.utils import get_authorization_scheme_param

from badgeapi.errors import Unauthenticated
from badgeapi.net.network import Network
from badgeapi.routers.headers import header
from badgeapi.routers.rate_limits import RateLimits
from badgeapi.usecases.caller import Caller, Right, authenticate
from badgeapi.usecases.deployment import Deployment
from badgeapi.usecases.publish_status_list import PublishedLists


@dataclass(frozen=True, slots=True)
class State:
    """What the application carries from its start to its end."""

    deployment: Deployment
    admin_digest: bytes
    network: Network
    published_lists: PublishedLists
    job_received: Callable[[], None]
    rate_limits: RateLimits


def state(request: Request) -> State:
    """What the application was started with."""
    found: State = request.scope["app"].state.badgeapi
    return found


async def deployment(request: Request) -> Deployment:
    """The deployment that use cases work on. Async, for the framework runs other dependencies in a thread."""
    return state(request).deployment


Deployed = Annotated[Deployment, Depends(deployment)]


class _ApiKey(HTTPBearer):
    """What the OpenAPI document says of keys; they are read by `caller`, which may be asked for one request twice."""

    async def __call__(self, request: HTTPConnection) -> None:
        """Find out nothing."""


_api_key = _ApiKey(auto_error=False, scheme_name="apiKey", description="The admin key, or an API key of an issuer.")


async def caller(request: Request, _: Annotated[None, Depends(_api_key)] = None) -> Caller:
    """Authenticate by `Authorization: Bearer KEY` and count, once per request.

    Raises:
        Unauthenticated: no key, or not a valid one; counted for nobody.
        RateLimited: the issuer's quota is used up.
    """
    known: Caller | None = request.scope.get("caller")
    if known is not None:
        return known
    scheme, key = get_authorization_scheme_param(header(request.scope, b"authorization"))
    if scheme.lower() != "bearer" or not key:
        raise Unauthenticated("The call needs `Authorization: Bearer KEY`.")
    found = state(request)
    made = await authenticate(found.deployment, key, admin_digest=found.admin_digest)
    await found.rate_limits.admit(request.scope, made)
    request.scope["caller"] = made
    return made


def needs_caller(dependant: Dependant) -> bool:
    """Tell whether a route, or what it depends on, wants to know who is calling."""
    return dependant.call is caller or any(needs_caller(inner) for inner in dependant.dependencies)


def requires(right: Right) -> Callable[..., Awaitable[Caller]]:
    """Make the dependency for routes that need a scope; raises `Unauthenticated` or `Forbidden`."""

    async def allowed(found: Annotated[Caller, Depends(caller)]) -> Caller:
        found.require(right)
        return found

    return allowed


IssuerReader = Annotated[Caller, Depends(requires(Right.ISSUER_READ))]
IssuerWriter = Annotated[Caller, Depends(requires(Right.ISSUER_WRITE))]
KeyManager = Annotated[Caller, Depends(requires(Right.API_KEYS))]
AchievementReader = Annotated[Caller, Depends(requires(Right.ACHIEVEMENTS_READ))]
AchievementWriter = Annotated[Caller, Depends(requires(Right.ACHIEVEMENTS_WRITE))]
AssertionReader = Annotated[Caller, Depends(requires(Right.ASSERTIONS_READ))]
AssertionIssuer = Annotated[Caller, Depends(requires(Right.ASSERTIONS_ISSUE))]
AssertionRevoker = Annotated[Caller, Depends(requires(Right.ASSERTIONS_REVOKE))]
CredentialSigner = Annotated[Caller, Depends(requires(Right.CREDENTIALS_SIGN))]
