"""What surrounds every answer: a request id, security headers, a cap on the body, one log line.

Plain ASGI: it costs microseconds, and streams nothing through itself.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Final

import structlog
from prometheus_client import REGISTRY
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from badgeapi import limits
from badgeapi.errors import BadgeError, InputTooLarge, InvalidInput, NotFound, UnsupportedMedia
from badgeapi.routers import problems
from badgeapi.routers.answer_counts import AnswerCounts

_HEADERS: Final = {
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"no-referrer",
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    b"cross-origin-resource-policy": b"cross-origin",
    b"cache-control": b"no-store",
}
"""What every answer says unless it says otherwise, with names in the lower case that applications give them in."""
_HTTPS_HEADERS: Final = {**_HEADERS, b"strict-transport-security": b"max-age=31536000"}
_LARGER: Final = {
    ("POST", "/v1/assertions/batch"): limits.BATCH_BYTES,
    ("POST", "/v1/assertion-jobs"): limits.JOB_BYTES,
}
"""Calls whose body may be larger than others'."""
_GZIP: Final = frozenset({("POST", "/v1/assertion-jobs")})
"""Calls that read their body with gzip too."""
_request_id: Final[ContextVar[str]] = ContextVar(f"{structlog.contextvars.STRUCTLOG_KEY_PREFIX}request_id")
"""What every log line of a request says; where structlog keeps it, set without the dictionaries of its function."""
_is_request_id = re.compile(rb"[A-Za-z0-9._\-]{1,64}").fullmatch
_log = structlog.get_logger()
_counts = AnswerCounts()
REGISTRY.register(_counts)


class Envelope:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp, *, clock: Callable[[], float] = time.perf_counter) -> None:
        self._app = app
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection; what is not foreseen is a problem document too, unless the answer has begun."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers, method = dict(reversed(scope["headers"])), scope["method"]  # of several alike, the first
        if is_head := method == "HEAD":  # the answer to GET without its content (RFC 9110 section 9.3.2)
            scope = {**scope, "method": "GET"}
        given = headers.get(b"x-request-id")
        shown_id = given if given and _is_request_id(given) else os.urandom(16).hex().encode()
        scope["request_id"] = request_id = shown_id.decode()
        scope["answer_headers"] = found_out = dict[bytes, bytes]()  # what the way in finds out and every answer says
        started, status, received = self._clock(), 0, 0
        most = _LARGER.get((scope["method"], scope["path"]), limits.BODY_BYTES)
        usual = _HTTPS_HEADERS if scope["scheme"] == "https" else _HEADERS

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > most:
                raise InputTooLarge(f"The body has more than {most} bytes.")
            return message

        def dressed(message: Message) -> Awaitable[None]:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                told, unsaid = message.get("headers", ()), usual.copy()
                for name, _ in told:
                    unsaid.pop(name, None)
                message["headers"] = [*told, *unsaid.items(), (b"x-request-id", shown_id), *found_out.items()]
            elif is_head:
                message = {**message, "body": b""}
            return send(message)

        token = _request_id.set(request_id)
        try:
            if refusal := _refuse(scope, headers, most):
                await problems.response(Request(scope), refusal)(scope, receive, dressed)
            else:
                await self._app(scope, counted, dressed)
        except Exception:
            if status:
                raise
            _log.exception("crashed")
            unforeseen = problems.Unforeseen("The service failed; the request id helps to find out why.")
            await problems.response(Request(scope), unforeseen)(scope, receive, dressed)
        finally:
            _request_id.reset(token)
        _record(scope, method, status, self._clock() - started, request_id)


def _record(scope: Scope, method: str, status: int, seconds: float, request_id: str) -> None:
    """Count an answer by its route (paths hold ids), and log it without its query (which can hold names)."""
    route = getattr(scope.get("route"), "path", "none")
    _counts.add(method if route != "none" else "", route, status=status, seconds=seconds)
    _log.info(
        "request", method=method, path=scope["path"], status=status, ms=round(seconds * 1000, 1), request_id=request_id
    )


def _refuse(scope: Scope, headers: dict[bytes, bytes], most: int) -> BadgeError | None:
    """Judge by the head of the request alone, before a byte of the body is read."""
    if "\0" in scope["path"]:
        return NotFound("No address holds U+0000.")
    if b"%00" in scope["query_string"]:
        return InvalidInput("No parameter may hold U+0000.", code="bad_parameter")
    length = headers.get(b"content-length")
    if length is not None and length.isdigit() and int(length[:20]) > most:
        return InputTooLarge(f"The body has {length[:20].decode()} bytes; at most {most} are accepted.")
    encoding = headers.get(b"content-encoding")
    if encoding is None or (encoding := encoding.lower()) == b"identity":
        return None
    if encoding == b"gzip" and (scope["method"], scope["path"]) in _GZIP:
        return None
    return UnsupportedMedia("Bodies are read without content encoding only.")
