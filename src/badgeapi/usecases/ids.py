"""Identifiers and salts: not to be guessed; ids of the store in the order of their making, written as UUIDs."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from typing import Final, TypeAlias

Draw: TypeAlias = Callable[[int], bytes]
"""Gives so many random bytes, each of them once."""

_VARIANT: Final = dict(zip("0123456789abcdef", "89ab" * 4, strict=True))
"""The digit of a UUID that has two random bits and the variant (RFC 9562 section 4.1), for a random digit."""
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
    chance = draw(10).hex()
    return f"{_milliseconds(now)}-7{chance[:3]}-{_VARIANT[chance[3]]}{chance[4:7]}-{chance[7:19]}"


@lru_cache(maxsize=16)  # many are made of one moment
def _milliseconds(now: datetime) -> str:
    time = f"{int(now.timestamp() * 1000):012x}"
    return f"{time[:8]}-{time[8:]}"


def new_urn(draw: Draw = secrets.token_bytes) -> str:
    """Make a random `urn:uuid:` (RFC 9562 version 4), which says nothing about when or for whom."""
    chance = draw(16).hex()
    return f"urn:uuid:{chance[:8]}-{chance[8:12]}-4{chance[13:16]}-{_VARIANT[chance[16]]}{chance[17:20]}-{chance[20:]}"


def new_salt(draw: Draw = secrets.token_bytes) -> str:
    """Make a salt: 128 random bits in base64url."""
    return urlsafe_b64encode(draw(_SALT_BYTES)).rstrip(b"=").decode()
