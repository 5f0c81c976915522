"""Counts calls that need no key, before anything of them is read or done.

By method and path, so that it holds for every kind of route; within CORS, so that pages can read the refusal.
Calls with a key are counted where the key is known (`access.py`).
"""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Final

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from badgeapi.errors import RateLimited
from badgeapi.routers import problems
from badgeapi.routers.access import state

_COUNTED: Final = frozenset(
    {
        ("POST", "/v1/verify"),
        ("POST", "/vc-api/credentials/verify"),
        ("POST", "/vc-api/presentations/verify"),
    }
)
_RESOLVING: Final = "/did/"
"""Resolving a DID asks other hosts, as verifying does."""


class AddressQuotas:
    """Stands between the headers that every answer has and the routes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Let a call through, or answer that the quota of its address is used up."""
        if scope["type"] == "http" and _is_counted(scope["method"], scope["path"]):
            return self._count(scope, receive, send)
        return self._app(scope, receive, send)

    async def _count(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        try:
            await state(request).rate_limits.admit_anybody(scope)
        except RateLimited as error:
            await problems.response(request, error)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _is_counted(method: str, path: str) -> bool:
    return (method, path) in _COUNTED or (method == "GET" and path.startswith(_RESOLVING))
