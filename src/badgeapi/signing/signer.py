"""The seam between documents and private keys: bytes in, a signature out.

A file, an HSM or a cloud service can stand behind it; nothing above `keys/` ever holds a private key.
"""

from __future__ import annotations

from typing import Protocol

from badgeapi.signing.multikey import PublicKey


class Signer(Protocol):
    """Somebody who can sign for one verification method."""

    @property
    def verification_method(self) -> str:
        """The absolute DID URL of the key."""

    @property
    def public_key(self) -> PublicKey:
        """The key that verifies what `sign` returns."""

    def sign(self, data: bytes) -> bytes:
        """Sign `data` as it stands (Ed25519 of RFC 8032: no prehash)."""
