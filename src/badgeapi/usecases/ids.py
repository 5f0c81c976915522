"""Identifiers and salts: not to be guessed; ids of the store in the order of their making, written as UUIDs."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Final, TypeAlias

Draw: TypeAlias = Callable[[int], bytes]
"""Gives so many random bytes, each of them once."""

_LOW: Final = (1 << 62) - 1
_SALT_BYTES: Final = 16
CREDENTIAL_BYTES: Final = 10 + 16 + 2 * _SALT_BYTES
"""What a credential draws at most: an id, a URN, and salts for an e-mail address and another identifier."""


def drawing(size: int) -> Draw:
    """Ask the system for random bytes once, and give them out: for many ids it takes as long as for one.

    More than `size` is asked for when it is needed. Not for several threads, and not to be kept.
    """
    read = BytesIO(secrets.token_bytes(size)).read

    def draw(count: int) -> bytes:
        found = read(count)
        return found if len(found) == count else secrets.token_bytes(count)

    return draw


def new_id(now: datetime, draw: Draw = secrets.token_bytes) -> str:
    """Make a UUID version 7 (RFC 9562 section 5.7): milliseconds, then 74 random bits."""
    milliseconds = int(now.timestamp() * 1000)
    chance = int.from_bytes(draw(10)) >> 6
    return _text(milliseconds << 80 | 0x7 << 76 | chance >> 62 << 64 | 0b10 << 62 | chance & _LOW)


def new_urn(draw: Draw = secrets.token_bytes) -> str:
    """Make a random `urn:uuid:` (RFC 9562 version 4), which says nothing about when or for whom."""
    chance = int.from_bytes(draw(16)) >> 6
    return (
        f"urn:uuid:{_text(chance >> 74 << 80 | 0x4 << 76 | (chance >> 62 & 0xFFF) << 64 | 0b10 << 62 | chance & _LOW)}"
    )


def new_salt(draw: Draw = secrets.token_bytes) -> str:
    """Make a salt: 128 random bits in base64url."""
    return urlsafe_b64encode(draw(_SALT_BYTES)).rstrip(b"=").decode()


def _text(value: int) -> str:
    digits = f"{value:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
