"""What surrounds every answer: a request id, security headers, a cap on the body, one log line.

Plain ASGI: it costs microseconds, and streams nothing through itself.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Final
from uuid import uuid4

import structlog
from prometheus_client import Counter, Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from badgeapi import limits
from badgeapi.errors import BadgeError, InputTooLarge, InvalidInput, NotFound, UnsupportedMedia
from badgeapi.routers import problems

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "no-store",
}
_LARGER: Final = {
    ("POST", "/v1/assertions/batch"): limits.BATCH_BYTES,
    ("POST", "/v1/assertion-jobs"): limits.JOB_BYTES,
}
"""Calls whose body may be larger than others'."""
_GZIP: Final = frozenset({("POST", "/v1/assertion-jobs")})
"""Calls that read their body with gzip too."""
_is_request_id = re.compile(r"[A-Za-z0-9._\-]{1,64}", re.ASCII).fullmatch
_log = structlog.get_logger()
_requests = Counter("badgeapi_requests", "Answered requests", ["method", "route", "status"])
_seconds = Histogram("badgeapi_request_seconds", "Time to answer", ["method", "route"])


class Envelope:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp, *, clock: Callable[[], float] = time.perf_counter) -> None:
        self._app = app
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers, method = Headers(scope=scope), scope["method"]
        if is_head := method == "HEAD":  # the answer to GET without its content (RFC 9110 section 9.3.2)
            scope = {**scope, "method": "GET"}
        given = headers.get("x-request-id", "")
        scope["request_id"] = request_id = given if _is_request_id(given) else uuid4().hex
        scope["answer_headers"] = told = dict[str, str]()  # what is found out on the way and every answer says
        started, status, received = self._clock(), 0, 0
        most = _most(scope)

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > most:
                raise InputTooLarge(f"The body has more than {most} bytes.")
            return message

        async def dressed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                answer = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    answer.setdefault(name, value)
                if scope["scheme"] == "https":
                    answer.setdefault("Strict-Transport-Security", "max-age=31536000")
                answer["X-Request-Id"] = request_id
                answer.update(told)
            elif is_head:
                message = {**message, "body": b""}
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            if refusal := _refuse(scope, headers):
                await problems.response(Request(scope), refusal)(scope, receive, dressed)
            else:
                await self._serve(scope, counted, dressed)
            _record(scope, method, status, self._clock() - started)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the application; what it does not foresee is a problem document too, unless its answer has begun."""
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception:
            if begun:
                raise
            _log.exception("crashed")
            unforeseen = problems.Unforeseen("The service failed; the request id helps to find out why.")
            await problems.response(Request(scope), unforeseen)(scope, receive, send)


def _record(scope: Scope, method: str, status: int, seconds: float) -> None:
    """Count an answer by its route (paths hold ids), and log it without its query (which can hold names)."""
    route = getattr(scope.get("route"), "path", "none")
    _requests.labels(method if route != "none" else "", route, status).inc()
    _seconds.labels(method if route != "none" else "", route).observe(seconds)
    _log.info("request", method=method, path=scope["path"], status=status, ms=round(seconds * 1000, 1))


def _refuse(scope: Scope, headers: Headers) -> BadgeError | None:
    """Judge by the head of the request alone, before a byte of the body is read."""
    if "\0" in scope["path"]:
        return NotFound("No address holds U+0000.")
    if b"%00" in scope["query_string"]:
        return InvalidInput("No parameter may hold U+0000.", code="bad_parameter")
    length = headers.get("content-length", "0")
    if length.isdecimal() and int(length[:20]) > (most := _most(scope)):
        return InputTooLarge(f"The body has {length[:20]} bytes; at most {most} are accepted.")
    encoding = headers.get("content-encoding", "identity").lower()
    if encoding != "identity" and not (encoding == "gzip" and (scope["method"], scope["path"]) in _GZIP):
        return UnsupportedMedia("Bodies are read without content encoding only.")
    return None


def _most(scope: Scope) -> int:
    """How many bytes the body of a call may have."""
    return _LARGER.get((scope["method"], scope["path"]), limits.BODY_BYTES)
