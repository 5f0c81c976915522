"""Log lines: one JSON object each, on stdout of the server process."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from functools import lru_cache

import structlog
from pydantic_core import to_json
from structlog.types import EventDict


class _Logger(structlog.make_filtering_bound_logger(0)):  # type: ignore[misc]  # a class that is made by a function
    """Structlog's logger, with a way of its own for the line that every answer has.

    That line says all by itself; putting it together by a chain of processors costs more than writing it.
    """

    def info(self, event: str, *args: object, **fields: object) -> None:
        """Write a line; one that names its request needs nothing of the context."""
        if args or self._context or "request_id" not in fields:
            super().info(event, *args, **fields)
            return
        fields["event"] = event
        fields["level"] = "info"
        fields["timestamp"] = _now()
        self._logger.info(to_json(fields, fallback=repr))


def _now() -> str:
    """The time as structlog writes it: without a fraction in the one microsecond of a million that has none."""
    seconds, fraction = divmod(time.time_ns() // 1000, 1_000_000)
    return f"{_second(seconds)}.{fraction:06}Z" if fraction else f"{_second(seconds)}Z"


@lru_cache(maxsize=1)
def _second(since_1970: int) -> str:
    return datetime.fromtimestamp(since_1970, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def log_as_json() -> None:
    """Configure structlog for this process."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _line,
        ],
        wrapper_class=_Logger,
        logger_factory=structlog.BytesLoggerFactory(sys.stdout.buffer),
        cache_logger_on_first_use=True,
    )


def _line(_logger: object, _level: str, event: EventDict) -> bytes:
    """Write an event."""
    return to_json(event, fallback=repr)
