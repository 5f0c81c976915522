"""Sending: a call that failed for a moment is sent again, but only where that cannot do anything twice.

Source: RFC 9110 sections 9.2.2 (idempotent methods) and 10.2.3 (Retry-After).
"""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from badgeapi_client.errors import BadgeApiError

REPEATABLE = {"repeatable": True}
"""Extensions of a request that may be sent again although its method does not say so."""

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0  # longer ones that the service asks for are the caller's to wait

_TEMPORARY = {429, 502, 503, 504}
_LOST = (httpx.NetworkError, httpx.RemoteProtocolError, httpx.TimeoutException)


class Connection(httpx.Client):
    """An HTTP client that repeats what may be repeated, and raises for every answer but success.

    Args:
        url: where the service is.
        key: the API key, "" for none.
        timeout_s: how long to wait for a connection, and for each part of an answer.
        retries: how often at most a call is sent again.
    """

    def __init__(self, url: str, key: str, *, timeout_s: float, retries: int) -> None:
        super().__init__(base_url=url, headers={"Authorization": f"Bearer {key}"} if key else {}, timeout=timeout_s)
        self._retries = retries

    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:  # noqa: ANN401  # httpx's own
        """Send a request until it is answered for good.

        Raises:
            BadgeApiError: the answer is not a success, or there is none.
        """
        for attempt in range(self._retries if _may_be_repeated(request) else 0):
            pause_s = random.uniform(0, min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2**attempt))  # noqa: S311  # not a secret
            try:
                response = super().send(request, **options)
            except _LOST:
                asked_s = 0.0
            else:
                asked_s = _asked_pause_s(response)
                if response.status_code not in _TEMPORARY or asked_s > LONGEST_PAUSE_S:
                    return _accept(response)
            time.sleep(max(pause_s, asked_s))
        try:
            return _accept(super().send(request, **options))
        except httpx.TransportError as error:
            raise BadgeApiError.unreachable(error) from error


def _may_be_repeated(request: httpx.Request) -> bool:
    if "idempotency-key" in request.headers or request.extensions.get("repeatable"):
        return True
    # A conditional change that was lost on the way back would be refused the second time.
    return request.method == "GET" or (request.method == "PUT" and "if-match" not in request.headers)


def _asked_pause_s(response: httpx.Response) -> float:
    """The seconds that `Retry-After` asks for, be it seconds or a date; 0 when it says nothing that can be read."""
    text = response.headers.get("retry-after", "")
    if text.isdecimal():
        return float(text)
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    return (at.replace(tzinfo=at.tzinfo or UTC) - datetime.now(UTC)).total_seconds()


def _accept(response: httpx.Response) -> httpx.Response:
    if response.is_success or response.status_code == httpx.codes.NOT_MODIFIED:
        return response
    raise BadgeApiError.answered(response)
