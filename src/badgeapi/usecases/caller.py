"""Who is asking, and what they may do. Made by `authenticate` only.

An API key reads `badge_<id>_<secret><checksum>`: the prefix lets scanners find leaked keys, the checksum lets them
discard look-alikes, and only the digest of the whole is stored.
"""

from __future__ import annotations

import hmac
import secrets
import zlib
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from badgeapi.errors import Forbidden, Unauthenticated
from badgeapi.store import api_keys
from badgeapi.store.scope import Scope
from badgeapi.usecases.deployment import Deployment

_PREFIX = "badge_"
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


class Right(StrEnum):
    """What an API key may be allowed to do; its value is the scope's name on the wire."""

    ISSUER_READ = "issuer:read"
    ISSUER_WRITE = "issuer:write"
    API_KEYS = "api-keys:manage"
    ACHIEVEMENTS_READ = "achievements:read"
    ACHIEVEMENTS_WRITE = "achievements:write"
    ASSERTIONS_READ = "assertions:read"
    ASSERTIONS_ISSUE = "assertions:issue"
    ASSERTIONS_REVOKE = "assertions:revoke"
    CREDENTIALS_SIGN = "credentials:sign"


_ALL = frozenset(Right)
USUAL = _ALL - {Right.CREDENTIALS_SIGN}
"""What a key may do that was made without naming scopes; signing foreign documents is never implied."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who presented a valid key.

    Attributes:
        scope: whose rows they can touch.
        rights: what they may do with them.
        actor: their name in the audit log.
    """

    scope: Scope
    rights: frozenset[Right]
    actor: str

    @property
    def is_operator(self) -> bool:
        """Whether this is the admin key, which makes issuers and may do what any issuer's key may."""
        return self.scope.issuer_id is None

    def require(self, right: Right) -> None:
        """Raise `Forbidden` unless the key carries the scope."""
        if right not in self.rights:
            raise Forbidden(f"The API key does not carry the scope {right.value!r}.")


def new_key(key_id: str) -> str:
    """Make the text of an API key: 256 random bits and a checksum."""
    body = _PREFIX + key_id.replace("-", "") + "_" + "".join(secrets.choice(_ALPHABET) for _ in range(43))
    return body + _checksum(body)


def has_valid_checksum(key: str) -> bool:
    """Tell a key of ours from a text that only looks like one, without asking the store."""
    return key.startswith(_PREFIX) and hmac.compare_digest(key[-6:].encode(), _checksum(key[:-6]).encode())


async def authenticate(deployment: Deployment, key: str, *, admin_digest: bytes) -> Caller:
    """Find out who presents `key`.

    Raises:
        Unauthenticated: unknown, expired or revoked; the three are told apart in the message only to its holder.
    """
    digest = sha256(key.encode()).digest()
    if hmac.compare_digest(digest, admin_digest):
        return Caller(Scope.operator(), _ALL, "admin")
    row = None
    if has_valid_checksum(key):
        row = await deployment.store.look_up(lambda conn: api_keys.by_secret(conn, digest))
    if row is None:
        raise Unauthenticated("The API key is unknown.")
    if row.revoked_at is not None:
        raise Unauthenticated("The API key has been revoked.")
    if row.expires_at is not None and row.expires_at <= deployment.now():
        raise Unauthenticated("The API key has expired.")
    rights = frozenset(Right(name) for name in row.scopes.split())
    return Caller(Scope.issuer(row.issuer_id), rights, f"api-key:{row.id}")


def _checksum(body: str) -> str:
    number, digits = zlib.crc32(body.encode("utf-8", "replace")), ""
    for _ in range(6):
        number, digit = divmod(number, len(_ALPHABET))
        digits = _ALPHABET[digit] + digits
    return digits
