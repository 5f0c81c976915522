"""The routes that are called most, answered without the framework's machinery: the same functions, the same answers.

A hot route is an ordinary one, with its place in the OpenAPI document. What its function takes is worked out once, when
the application is made, and a request that is in order gets its answer from the function directly. Whatever is not in
order (a parameter or body that the models refuse, a body that is declared as something unusual) is left to the
framework, which finds the same fault again and says it in its words; so there is one wording, and none of it is here.

Not here: what surrounds every answer (`envelope.py`), who may call (`access.py`), how bodies are read
(`strict_route.py`). They are the same for all routes.
"""

from __future__ import annotations

import inspect
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Final, TypeAlias, cast

from fastapi import Request
from fastapi._compat import ModelField
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic_core import PydanticUndefined, PydanticUndefinedType
from starlette.convertors import StringConvertor
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from badgeapi.errors import BadgeError
from badgeapi.routers import media, problems
from badgeapi.routers.headers import header
from badgeapi.routers.strict_route import StrictRoute, admission, media_type_of

Values: TypeAlias = dict[str, Any]
Call: TypeAlias = Callable[..., Awaitable[Any]]
Text: TypeAlias = Callable[[Request], str | None]


class _OutOfOrder(Exception):
    """A request that the framework has to answer."""


class HotRoutes:
    """Stands before the framework's router."""

    def __init__(self, app: ASGIApp, *, routes: Iterable[APIRoute]) -> None:
        self._app = app
        self._hot: defaultdict[tuple[str, str], list[_HotRoute]] = defaultdict(list)
        for route in routes:
            for method in route.methods or ():
                self._hot[method, _first_segment(route.path)].append(_HotRoute(route))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for a hot route, and pass on any other."""
        hot = self._find(scope) if scope["type"] == "http" and not scope.get("root_path") else None
        if hot is None:
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            response = await hot.answer(request)
        except BadgeError as error:
            response = problems.answer(request, error)
        except _OutOfOrder:
            await self._app(scope, _again(request), send)
            return
        await response(scope, receive, send)

    def _find(self, scope: Scope) -> _HotRoute | None:
        path = scope["path"]
        for hot in self._hot.get((scope["method"], _first_segment(path)), ()):
            if (found := hot.route.path_regex.match(path)) is not None:
                scope["route"], scope["path_params"] = hot.route, found.groupdict()
                return hot
        return None


class _HotRoute:
    """A route, and how its function is called."""

    def __init__(self, route: APIRoute) -> None:
        if any(not isinstance(convertor, StringConvertor) for convertor in route.param_convertors.values()):
            raise TypeError(f"{route.path}: a hot route takes the segments of its path as they are")
        self.route = route
        self._call = route.endpoint
        self._admit = admission(route) if isinstance(route, StrictRoute) else None
        self._taker = _Taker(route.dependant)
        self._body = next(iter(route.dependant.body_params), None)  # never two: bodies are one object

    async def answer(self, request: Request) -> Response:
        """Call the function; raises what it raises, and `_OutOfOrder` before it is called."""
        body = None if self._admit is None else await self._admit(request)
        values = await self._taker.all(request) if self._taker.needs else self._taker.given(request)
        if self._body is not None:
            if media_type_of(request) != media.JSON:
                raise _OutOfOrder
            values[self._body.name] = _valid(self._body, body)
        response: Response = await self._call(**values)
        return response


class _Taker:
    """What a function takes, its dependencies first; a body is not among it."""

    def __init__(self, dependant: Dependant) -> None:
        call = dependant.call if inspect.isroutine(dependant.call) else type(dependant.call).__call__
        if not inspect.iscoroutinefunction(call):
            raise TypeError(f"{call} would run in a thread: nothing that a hot route needs may")
        self.needs = [(str(inner.name), cast("Call", inner.call), _Taker(inner)) for inner in dependant.dependencies]
        self._given = [
            (field.name, _reader(field, of(field.alias)))
            for kind, of in _GIVEN.items()
            for field in getattr(dependant, kind)
        ]
        self._itself = dependant.request_param_name or dependant.http_connection_param_name

    def given(self, request: Request) -> Values:
        """What stands in the request; raises `_OutOfOrder`."""
        values: Values = {name: read(request) for name, read in self._given}
        if self._itself is not None:
            values[self._itself] = request
        return values

    async def all(self, request: Request) -> Values:
        """What its dependencies give, and then what stands in the request; raises what they raise, `_OutOfOrder`."""
        values: Values = {}
        for name, call, inner in self.needs:
            values[name] = await call(**(await inner.all(request) if inner.needs else inner.given(request)))
        return values | self.given(request)


def _in_path(name: str) -> Text:
    return lambda request: request.scope["path_params"].get(name)


def _in_query(name: str) -> Text:
    return lambda request: request.query_params.get(name) if request.scope["query_string"] else None


def _in_head(name: str) -> Text:
    written = name.lower().encode()
    return lambda request: header(request.scope, written)


_GIVEN: Final = {"path_params": _in_path, "query_params": _in_query, "header_params": _in_head}
"""Where the framework names the parameters of a function, and how the text of one is found in a request."""


def _reader(field: ModelField, text: Text) -> Callable[[Request], object]:
    """Make what reads a parameter; it raises `_OutOfOrder` when the request has none that is valid."""
    default = field.default  # PydanticUndefined where there is none
    is_any_text = field.field_info.annotation in (str, str | None) and not field.field_info.metadata
    if not isinstance(default, int | str | PydanticUndefinedType | None):
        raise TypeError(f"{field.name}: one default would be shared by all requests")

    def read(request: Request) -> object:
        value = text(request)
        if value is not None:
            return value if is_any_text else _valid(field, value)
        if default is PydanticUndefined:
            raise _OutOfOrder
        return default

    return read


def _valid(field: ModelField, value: object) -> object:
    valid, faults = field.validate(value)
    if faults:
        raise _OutOfOrder
    return valid


def _first_segment(path: str) -> str:
    return path[1:].partition("/")[0]


def _again(request: Request) -> Receive:
    """The request's messages for a second reader; of a body that was read, all of it at once."""
    if (body := getattr(request, "_body", None)) is None:
        return request.receive
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return waiting.pop() if waiting else await request.receive()

    return receive
