"""Log lines: one JSON object each, on stdout of the server process."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

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
        timestamp = datetime.now(UTC).isoformat().replace("+00:00", "Z")
        line = to_json({**fields, "event": event, "level": "info", "timestamp": timestamp}, fallback=repr)
        self._logger.info(line)


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
