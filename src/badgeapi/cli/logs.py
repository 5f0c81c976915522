"""Log lines: one JSON object each, on stdout of the server process."""

from __future__ import annotations

import sys

import structlog
from pydantic_core import to_json
from structlog.types import EventDict


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
        logger_factory=structlog.BytesLoggerFactory(sys.stdout.buffer),
        cache_logger_on_first_use=True,
    )


def _line(_logger: object, _level: str, event: EventDict) -> bytes:
    """Write an event; every answer has one, so by what writes JSON fastest."""
    return to_json(event, fallback=repr)
