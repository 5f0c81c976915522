"""Public keys as Multikeys: text in, a key that can verify out, or a refusal.

Source: Controlled Identifiers 1.0 section 2.2.2 (Multikey) and the multicodec key table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature

from badgeapi.canon import multibase
from badgeapi.canon.multibase import CodecName
from badgeapi.errors import KeyRefused
from badgeapi.signing import ed25519

ED25519: Final = "ed25519-pub"


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

    def verify(self, signature: bytes, data: bytes) -> bool:
        """Tell whether `signature` over `data` is this key's."""
        try:
            ed25519.public_key(self.raw).verify(signature, data)
        except InvalidSignature:
            return False
        return True


def parse(text: str) -> PublicKey:
    """Read a `publicKeyMultibase`.

    Raises:
        KeyRefused: not a multikey of a supported type, or a key that must not be used.
    """
    codec, raw = multibase.decode_key(text)
    if codec != ED25519:
        raise KeyRefused(f"Keys of type {codec} are not supported.")
    return of_ed25519(raw)


def of_ed25519(raw: bytes) -> PublicKey:
    """Take the 32 bytes of an Ed25519 public key; raises `KeyRefused` as `ed25519.public_key`."""
    ed25519.public_key(raw)
    return PublicKey(ED25519, raw)
