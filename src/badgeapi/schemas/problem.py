"""An error as a client reads it, wherever it stands: in an answer of its own, or beside a row."""

from __future__ import annotations

from badgeapi.canon.json import JsonObject
from badgeapi.errors import BadgeError, Fault


def problem(error: BadgeError) -> JsonObject:
    """The members of RFC 9457 and ours that depend on the error alone."""
    return {
        "title": error.title,
        "code": error.code,
        "detail": error.message,
        "remedy": error.remedy,
        "errors": [_fault(fault) for fault in error.faults],
    }


def _fault(fault: Fault) -> JsonObject:
    shown: JsonObject = {"pointer": fault.pointer, "code": fault.code, "message": fault.message}
    return {**shown, "citation": fault.citation} if fault.citation else shown
