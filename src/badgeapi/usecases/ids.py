"""Identifiers: in the order of their making, not to be guessed, written as UUIDs."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime


def new_id(now: datetime) -> str:
    """Make a UUID version 7 (RFC 9562 section 5.7): milliseconds, then 74 random bits."""
    milliseconds = int(now.timestamp() * 1000)
    chance = secrets.randbits(74)
    value = milliseconds << 80 | 0x7 << 76 | chance >> 62 << 64 | 0b10 << 62 | chance & (1 << 62) - 1
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def new_urn() -> str:
    """Make a random `urn:uuid:` (RFC 9562 version 4), which says nothing about when or for whom."""
    return uuid.uuid4().urn
