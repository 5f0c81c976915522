"""Identifiers: in the order of their making, not to be guessed, written as UUIDs."""

from __future__ import annotations

import secrets
from datetime import datetime

_LOW = (1 << 62) - 1


def new_id(now: datetime) -> str:
    """Make a UUID version 7 (RFC 9562 section 5.7): milliseconds, then 74 random bits."""
    milliseconds = int(now.timestamp() * 1000)
    chance = secrets.randbits(74)
    return _text(milliseconds << 80 | 0x7 << 76 | chance >> 62 << 64 | 0b10 << 62 | chance & _LOW)


def new_urn() -> str:
    """Make a random `urn:uuid:` (RFC 9562 version 4), which says nothing about when or for whom."""
    chance = secrets.randbits(122)
    return (
        f"urn:uuid:{_text(chance >> 74 << 80 | 0x4 << 76 | (chance >> 62 & 0xFFF) << 64 | 0b10 << 62 | chance & _LOW)}"
    )


def _text(value: int) -> str:
    digits = f"{value:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
