"""The log as whoever collects it reads it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import structlog
import time_machine

from badgeapi.cli import logs

ANSWER = {"method": "GET", "path": "/status/x", "status": 200, "ms": 0.3, "request_id": "0f"}


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.BytesIO]:
    """What is written, with the log of a server."""
    stdout = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr("sys.stdout", stdout)
    logs.log_as_json()
    try:
        yield stdout.buffer  # type: ignore[misc]  # the one that it was made of
    finally:
        structlog.reset_defaults()


@pytest.mark.parametrize("changed", [
    {}, {"path": '/a"b\\c\x7f\u2028é\U0001f600'}, {"method": "BREW"}, {"status": 0}, {"ms": 1e-9}, {"ms": 60000.0},
    {"more": object}, {"request_id": "from-the-proxy.1"},
])  # fmt: skip
@pytest.mark.parametrize("fraction", ["", ".000001", ".5", ".999999"])
def test_the_line_of_an_answer_is_as_structlog_writes_it(written: io.BytesIO, changed: dict[str, Any], fraction: str):
    """It is put together without structlog's chain of processors; the bytes are the chain's."""
    chain = structlog.wrap_logger(
        structlog.BytesLogger(written),
        processors=structlog.get_config()["processors"],
        wrapper_class=structlog.make_filtering_bound_logger(0),
    )
    with (
        time_machine.travel(datetime.fromisoformat(f"2026-11-26T05:06:07{fraction}+00:00"), tick=False),
        structlog.contextvars.bound_contextvars(request_id="another"),
    ):
        structlog.get_logger().info("request", **ANSWER | changed)
        chain.info("request", **ANSWER | changed)
    quick, slow = written.getvalue().splitlines(keepends=True)
    assert quick == slow
    assert b'"level":"info","timestamp":"2026-11-26T05:06:07' in quick


def test_other_lines_say_what_is_bound(written: io.BytesIO):
    """The id of the request under way, what a logger was given, and arguments of the text."""
    log = structlog.get_logger()
    with (
        time_machine.travel("2026-11-26T05:06:07+00:00", tick=False),
        structlog.contextvars.bound_contextvars(request_id="0f"),
    ):
        log.info("asked")
        log.bind(who="x").info("asked")
        log.info("asked %s times", 2, request_id="0e")
    end = b'"level":"info","timestamp":"2026-11-26T05:06:07Z"}'
    assert written.getvalue().splitlines() == [
        b'{"event":"asked","request_id":"0f",' + end,
        b'{"who":"x","event":"asked","request_id":"0f",' + end,
        b'{"request_id":"0e","event":"asked 2 times",' + end,
    ]
