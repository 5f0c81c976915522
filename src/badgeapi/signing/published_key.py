"""Public keys as the store keeps them: a multikey, or a JWK in canonical JSON."""

from __future__ import annotations

from typing import TypeAlias

from badgeapi.canon import json
from badgeapi.signing import jwk, multikey
from badgeapi.signing.jwk import PublicJwk
from badgeapi.signing.multikey import PublicKey

PublishedKey: TypeAlias = PublicKey | PublicJwk


def read(text: str) -> PublishedKey:
    """Read a key back; raises `KeyRefused`."""
    return jwk.parse(json.loads(text)) if text.startswith("{") else multikey.parse(text)
