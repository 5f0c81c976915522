"""Public keys as the store keeps them: a multikey, or a JWK in canonical JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final, TypeAlias

from badgeapi import limits
from badgeapi.canon import json, multibase
from badgeapi.canon.multibase import CodecName
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


def as_multikey(key: PublishedKey) -> PublicKey | None:
    """The key as a multikey, whichever form it was published in; None for a kind that has none (RSA, P-521)."""
    return key if isinstance(key, PublicKey) else _from_jwk(key)


@lru_cache(maxsize=4096)
def _from_jwk(key: PublicJwk) -> PublicKey | None:
    make = _RAW.get(key.kind[1])
    return make(dict(key.members)) if make else None


def _edwards(members: Mapping[str, str]) -> PublicKey:
    return multikey.of("ed25519-pub", _octets(members["x"]))


def _compressed(codec: CodecName) -> Callable[[Mapping[str, str]], PublicKey]:
    """Write a point as SEC 1 does in 2.3.3: two or three by the parity of y, and x."""

    def make(members: Mapping[str, str]) -> PublicKey:
        return multikey.of(codec, bytes([2 + _octets(members["y"])[-1] % 2]) + _octets(members["x"]))

    return make


_RAW: Final[Mapping[str, Callable[[Mapping[str, str]], PublicKey]]] = {
    "Ed25519": _edwards,
    "P-256": _compressed("p256-pub"),
    "P-384": _compressed("p384-pub"),
}


def _octets(text: str) -> bytes:
    return multibase.decode(f"u{text}", limits.JWK_CHARACTERS + 1)


def equal(key: PublishedKey, other: PublishedKey) -> bool:
    """Tell whether two keys are one, in whichever form each is published."""
    return as_jwk(key) == as_jwk(other)
