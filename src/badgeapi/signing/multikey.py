"""Public keys as Multikeys: text in, a key that can verify out, or a refusal.

Source: Controlled Identifiers 1.0 section 2.2.2 (Multikey) and the multicodec key table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from badgeapi.canon import multibase
from badgeapi.canon.multibase import CodecName
from badgeapi.canon.rdfc import Algorithm
from badgeapi.signing import ecdsa, ed25519

ED25519: Final = "ed25519-pub"
P256: Final = "p256-pub"
P384: Final = "p384-pub"


@dataclass(frozen=True, slots=True)
class _Kind:
    """What goes with a type of key: its hash, how it is loaded (or refused), how it verifies, its JWK."""

    algorithm: Algorithm
    load: Callable[[bytes], object]
    verify: Callable[[bytes, bytes, bytes], bool]
    jwk_members: Callable[[bytes], dict[str, str]]


_KINDS: Final[Mapping[CodecName, _Kind]] = {
    ED25519: _Kind("sha256", ed25519.public_key, ed25519.verify, ed25519.jwk_members),
    P256: _Kind(ecdsa.P256.algorithm, ecdsa.P256.public_key, ecdsa.P256.verify, ecdsa.P256.jwk_members),
    P384: _Kind(ecdsa.P384.algorithm, ecdsa.P384.public_key, ecdsa.P384.verify, ecdsa.P384.jwk_members),
}


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key that has passed every check.

    Attributes:
        codec: the multicodec name, for example "ed25519-pub".
        raw: the key bytes of that codec.
    """

    codec: CodecName
    raw: bytes

    @property
    def multikey(self) -> str:
        """The key as `publicKeyMultibase`."""
        return multibase.encode_key(self.codec, self.raw)

    @property
    def text(self) -> str:
        """The key as the store keeps it."""
        return self.multikey

    @property
    def algorithm(self) -> Algorithm:
        """The hash that Data Integrity uses with keys of this type."""
        return _KINDS[self.codec].algorithm

    def jwk_members(self) -> dict[str, str]:
        """The members of the same key as a JWK."""
        return _KINDS[self.codec].jwk_members(self.raw)

    def verify(self, signature: bytes, data: bytes) -> bool:
        """Tell whether `signature` over `data` is this key's."""
        return _KINDS[self.codec].verify(self.raw, signature, data)


def parse(text: str) -> PublicKey:
    """Read a `publicKeyMultibase`.

    Raises:
        KeyRefused: not a multikey of a known type, or a key that must not be used.
    """
    return of(*multibase.decode_key(text))


def of(codec: CodecName, raw: bytes) -> PublicKey:
    """Take the bytes of a public key; raises `KeyRefused` for one that must not be used."""
    _KINDS[codec].load(raw)
    return PublicKey(codec, raw)


def of_ed25519(raw: bytes) -> PublicKey:
    """Take the 32 bytes of an Ed25519 public key; raises `KeyRefused` as `ed25519.public_key`."""
    return of(ED25519, raw)
