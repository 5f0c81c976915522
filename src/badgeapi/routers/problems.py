"""Errors as HTTP sees them: one shape, one table from error class to status.

Source: RFC 9457 (problem details).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, cast

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match

from badgeapi import errors
from badgeapi.canon import json
from badgeapi.credentials.node import echo, faults_of
from badgeapi.errors import BadgeError, Fault
from badgeapi.routers.access import state
from badgeapi.routers.strict_route import StrictRoute
from badgeapi.schemas.problem import problem

MEDIA_TYPE = "application/problem+json"

STATUS: dict[type[BadgeError], int] = {
    errors.MalformedInput: 400,
    errors.Unauthenticated: 401,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    errors.MethodNotAllowed: 405,
    errors.NotAcceptable: 406,
    errors.Conflict: 409,
    errors.StaleVersion: 412,
    errors.InputTooLarge: 413,
    errors.UnsupportedMedia: 415,
    errors.InvalidInput: 422,
    errors.KeyRefused: 422,
    errors.MethodRefused: 422,
    errors.FetchRefused: 422,
    errors.TooManyRequests: 429,
    errors.SignatureMismatch: 500,
    errors.ConfigurationError: 500,
    errors.Unavailable: 503,
    errors.FetchFailed: 503,
}

_HEADERS: dict[int, dict[str, str]] = {401: {"WWW-Authenticate": "Bearer"}}
_NONE: Mapping[str, str] = MappingProxyType({})
# Errors that only requests have, by the name that they have in documents: the framework has pydantic read attributes.
_IN_DOCUMENTS = {"model_attributes_type": "model_type", "enum": "literal_error"}
_BY_STATUS: dict[int, type[BadgeError]] = {404: errors.NotFound, 405: errors.MethodNotAllowed}

_log = structlog.get_logger()


def status_of(kind: type[BadgeError]) -> int:
    """The HTTP status of an error class: its own row, or that of the nearest class above it."""
    return next(STATUS[base] for base in kind.__mro__ if base in STATUS)


def response(request: Request, error: BadgeError, *, headers: Mapping[str, str] = _NONE) -> Response:
    """Make the problem document for an error."""
    status = status_of(type(error))
    if isinstance(route := request.scope.get("route"), StrictRoute):
        status = route.STATUS.get(status, status)
    wait = {} if error.retry_after_s is None else {"Retry-After": str(error.retry_after_s)}
    return Response(
        json.dumps(
            {
                "type": f"{state(request).deployment.origin}/problems/{error.code}",
                "status": status,
                **problem(error),
                "requestId": request.scope.get("request_id", ""),
            }
        ),
        status,
        {**_HEADERS.get(status, _NONE), **wait, **headers},
        MEDIA_TYPE,
    )


def answer(request: Request, error: BadgeError) -> Response:
    """Answer what ended in an error; what is not the client's fault is logged."""
    if status_of(type(error)) >= 500:
        _log.error("failed", code=error.code, detail=error.message)
    return response(request, error)


def install(app: FastAPI) -> None:
    """Make every error of the application a problem document."""

    async def own(request: Request, error: Exception) -> Response:
        return answer(request, cast("BadgeError", error))

    async def invalid(request: Request, error: Exception) -> Response:
        return response(request, _invalid(cast("RequestValidationError", error).errors()))

    async def http(request: Request, error: Exception) -> Response:
        error = cast("HTTPException", error)
        kind = _BY_STATUS.get(error.status_code, errors.MalformedInput)
        shown = kind(f"{request.method} {echo(request.url.path)}: {error.detail}.")
        allowed = {"Allow": ", ".join(_methods(request))} if kind is errors.MethodNotAllowed else _NONE
        return response(request, shown, headers={**(error.headers or _NONE), **allowed})

    async def unforeseen(_: Request, error: Exception) -> Response:
        raise error  # the framework would answer it; `envelope.py` stands outside of the framework, and logs it too

    app.add_exception_handler(BadgeError, own)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Exception, unforeseen)


def _methods(request: Request) -> list[str]:
    """What an address takes in all; the framework tells only what the first of its routes does."""
    given = [
        method
        for method in ("GET", "POST", "PUT", "DELETE")
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in request.app.routes)
    ]
    return sorted([*given, *(["HEAD"] if "GET" in given else [])])


class Unforeseen(BadgeError):
    """A fault of this service that no input should be able to cause."""

    code = "internal_error"
    title = "The service failed"
    remedy = "Repeat the call; if it fails again, report the request id to the operator."


STATUS[Unforeseen] = 500


def _invalid(found: Iterable[dict[str, Any]]) -> BadgeError:
    """Tell what the framework found wrong: members of the body by their pointers, parameters by their names."""
    listed = list(found)
    faults = faults_of(
        [
            {**error, "loc": error["loc"][1:], "type": _IN_DOCUMENTS.get(error["type"], error["type"])}
            for error in listed
            if error["loc"][0] == "body"
        ]
    )
    faults += [
        Fault("bad_parameter", f"The {error['loc'][0]} parameter {error['loc'][-1]!r}: {error['msg']}.")
        for error in listed
        if error["loc"][0] != "body"
    ]
    return errors.InvalidInput(faults[0].message, faults=faults)
