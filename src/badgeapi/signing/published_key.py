"""Public keys as the store keeps them: a multikey, or a JWK in canonical JSON."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

from badgeapi.canon import json
from badgeapi.signing import jwk, multikey
from badgeapi.signing.jwk import PublicJwk
from badgeapi.signing.multikey import PublicKey

PublishedKey: TypeAlias = PublicKey | PublicJwk


def read(text: str) -> PublishedKey:
    """Read a key back; raises `KeyRefused`."""
    return jwk.parse(json.loads(text)) if text.startswith("{") else multikey.parse(text)


@lru_cache(maxsize=4096)
def as_jwk(key: PublishedKey) -> PublicJwk:
    """The key as a JWK, whichever form it was published in."""
    return key if isinstance(key, PublicJwk) else jwk.parse({**key.jwk_members()})


def equal(key: PublishedKey, other: PublishedKey) -> bool:
    """Tell whether two keys are one, in whichever form each is published."""
    return as_jwk(key) == as_jwk(other)
