"""Bodies are read by our own strict JSON reader before the framework looks at them."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.responses import Response

from badgeapi.canon import json
from badgeapi.errors import UnsupportedMedia


class StrictRoute(APIRoute):
    """A route whose JSON body passes `canon.json.loads`: no duplicate members, no NaN, bounded depth and size."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap the framework's handler for routes that take a body."""
        handler = super().get_route_handler()
        if self.body_field is None:
            return handler

        async def strict(request: Request) -> Response:
            body = await request.body()
            if body:
                require_json(request)
                request._json = json.loads(body)  # noqa: SLF001  # the framework's own cache of the parsed body
            return await handler(request)

        return strict


def require_json(request: Request) -> None:
    """Refuse a body that is not declared as JSON; raises `UnsupportedMedia`."""
    media_type = media_type_of(request)
    if media_type != "application/json" and not media_type.endswith("+json"):
        raise UnsupportedMedia(f"The body is declared as {media_type[:60]!r}, not as application/json.")


def media_type_of(request: Request) -> str:
    """The media type that the body is declared as, without parameters, "" when it is not declared."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()
