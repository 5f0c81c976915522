"""What every line of a request's log and every answer says, whatever the application does."""

from __future__ import annotations

import asyncio
from typing import Any

import structlog
from structlog.testing import capture_logs

from badgeapi.routers.envelope import Envelope


def answer_to(*headers: tuple[bytes, bytes], told: tuple[tuple[bytes, bytes], ...] = ()) -> list[tuple[bytes, bytes]]:
    """Ask an application that says `told`, and logs; return the head of its answer."""
    sent: list[Any] = []

    async def application(scope: Any, receive: Any, send: Any) -> None:
        structlog.get_logger().info("at work")
        await send({"type": "http.response.start", "status": 200, "headers": told})
        await send({"type": "http.response.body", "body": b""})

    async def receive() -> Any:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/x", "query_string": b"name=Ada", "scheme": "https",
             "headers": list(headers)}  # fmt: skip
    asyncio.run(Envelope(application)(scope, receive, send))
    found: list[tuple[bytes, bytes]] = sent[0]["headers"]
    return found


def test_every_line_of_a_request_carries_its_id():
    """A line from within says the id that the answer shows, and one after it says none."""
    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as logged:
        answer_to((b"x-request-id", b"mine"))
        structlog.get_logger().info("afterwards")
    assert [(line["event"], line.get("request_id")) for line in logged] == [
        ("at work", "mine"), ("request", "mine"), ("afterwards", None),
    ]  # fmt: skip
    assert "Ada" not in str(logged), "queries can hold names"


def test_what_an_application_says_itself_is_not_said_again():
    """One Cache-Control, the application's; what it does not say is added."""
    head = answer_to(told=((b"cache-control", b"no-cache"), (b"x-frame-options", b"SAMEORIGIN")))
    names = [name for name, _ in head]
    assert len(names) == len(set(names))
    said = dict(head)
    assert (said[b"cache-control"], said[b"x-frame-options"]) == (b"no-cache", b"SAMEORIGIN")
    assert {b"x-content-type-options", b"content-security-policy", b"strict-transport-security"} <= said.keys()
