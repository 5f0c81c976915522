"""Pages of other origins may call the API and read its answers (the Fetch standard, section 3.3).

The framework's middleware; a request that no page makes needs nothing of it, and is only told that pages get another
answer.
"""

from __future__ import annotations

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from badgeapi.routers.headers import header
from badgeapi.routers.rate_limits import FIELDS


class Cors(CORSMiddleware):
    """The framework's, beside most requests."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(
            app,
            allow_origins=["*"],
            allow_methods=["GET", "POST", "PUT", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match"],
            expose_headers=["ETag", "Location", "X-Request-Id", "Idempotency-Replayed", *FIELDS],
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http" or header(scope, b"origin") is not None:
            await super().__call__(scope, receive, send)
            return
        scope["answer_headers"][b"vary"] = b"Origin"
        await self.app(scope, receive, send)
