"""Identifiers: in the order of their making, not to be guessed, written as UUIDs."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime


def new_id(now: datetime) -> str:
    """Make a UUID version 7 (RFC 9562 section 5.7): milliseconds, then 74 random bits."""
    milliseconds = int(now.timestamp() * 1000)
    value = milliseconds << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=value))


def new_urn() -> str:
    """Make a random `urn:uuid:` (RFC 9562 version 4), which says nothing about when or for whom."""
    return uuid.uuid4().urn
