"""Requests are read strictly before the framework looks at them: the key, then parameters, then the body."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.responses import Response

from badgeapi.canon import json
from badgeapi.canon.json import JsonValue
from badgeapi.credentials.node import echo
from badgeapi.errors import InvalidInput, MalformedInput, UnsupportedMedia
from badgeapi.routers.access import caller, needs_caller, state
from badgeapi.routers.headers import header


class StrictRoute(APIRoute):
    """A route whose JSON body passes `canon.json.loads`: no duplicate members, no NaN, bounded depth and size.

    Query parameters it does not know are refused: a filter with a slip in its name must not list everything.
    Where a key is needed, a call without a valid one is told nothing else, and its body is not read.
    `STATUS` says which statuses of errors are others here than everywhere else.
    """

    STATUS: ClassVar[Mapping[int, int]] = MappingProxyType({})

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap the framework's handler."""
        handler, admit = super().get_route_handler(), admission(self)
        takes_body = self.body_field is not None

        async def strict(request: Request) -> Response:
            body = await admit(request)
            if takes_body:
                request._json = body  # noqa: SLF001  # the framework's own cache of the parsed body
            return await handler(request)

        return strict


def admission(route: StrictRoute) -> Callable[[Request], Awaitable[JsonValue]]:
    """Make what a request passes before its parameters are looked at; it returns the body, None where there is none.

    It raises `Unauthenticated` first, then `InvalidInput` for a query parameter that does not exist, then what `_read`
    and the reader of JSON raise, or `Busy`.
    """
    parameters = {field.alias for field in route.dependant.query_params}
    takes_body = route.body_field is not None
    needs_key = needs_caller(route.dependant)

    async def admit(request: Request) -> JsonValue:
        if needs_key:
            await caller(request)
        if unknown := request.scope["query_string"] and sorted(request.query_params.keys() - parameters):
            raise InvalidInput(f"There is no query parameter {echo(unknown[0])!r} here.", code="bad_parameter")
        if not takes_body:
            return None
        body = await _read(request)
        if needs_key:
            return json.loads(body)
        async with state(request).deployment.lanes.reading():
            return json.loads(body)

    return admit


async def _read(request: Request) -> bytes:
    """Read a body that is there and declared as JSON; raises `MalformedInput`, `UnsupportedMedia`, `InputTooLarge`."""
    body = await request.body()
    if not body:
        raise MalformedInput("The call needs a body: one JSON object.", code="no_body")
    media_type = media_type_of(request)
    if media_type != "application/json" and not media_type.endswith("+json"):
        raise UnsupportedMedia(f"The body is declared as {echo(media_type)!r}, not as application/json.")
    return body


def media_type_of(request: Request) -> str:
    """The media type that the body is declared as, without parameters, "" when it is not declared."""
    return (header(request.scope, b"content-type") or "").partition(";")[0].strip().lower()
