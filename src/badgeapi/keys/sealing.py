"""Private keys at rest: AES-256-GCM under a key derived from the master key, which is never in the database.

The associated data binds a sealed key to its issuer, id and version, so that a blob moved to another row does not
open. One master key serves several purposes by HKDF, each with its own label.

Source: NIST SP 800-38D (96-bit random nonces), RFC 5869 (HKDF).
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from badgeapi.canon import multibase
from badgeapi.errors import ConfigurationError, InputTooLarge, MalformedInput

MASTER_KEY_BYTES = 32
_TEXT_CHARACTERS = 256
_NONCE_BYTES = 12
_FORMAT = b"\x01"


@dataclass(frozen=True, slots=True)
class KeyName:
    """Which private key a sealed blob is: all three parts are bound to the ciphertext."""

    issuer_id: str
    key_id: str
    version: int

    def associated_data(self) -> bytes:
        """Encode without ambiguity: none of the parts can hold U+0000."""
        return b"badgeapi sealed key 1\0" + "\0".join((self.issuer_id, self.key_id, str(self.version))).encode()


@dataclass(frozen=True, slots=True)
class MasterKey:
    """The 32 bytes that every other secret hangs on; never printed."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != MASTER_KEY_BYTES:
            raise ConfigurationError(f"The master key must be {MASTER_KEY_BYTES} bytes, not {len(self.secret)}.")

    @classmethod
    def parse(cls, text: str) -> MasterKey:
        """Read base64url, with or without padding; raises `ConfigurationError`."""
        try:
            return cls(multibase.decode("u" + text.strip().rstrip("="), _TEXT_CHARACTERS))
        except (InputTooLarge, MalformedInput) as error:
            raise ConfigurationError("BADGEAPI_MASTER_KEY is not base64url.") from error

    def derive(self, purpose: str) -> bytes:
        """Derive 32 bytes for one purpose."""
        return HKDF(SHA256(), MASTER_KEY_BYTES, None, f"badgeapi {purpose} 1".encode()).derive(self.secret)


class Sealer:
    """Seals and opens private keys under one master key."""

    def __init__(self, master: MasterKey) -> None:
        self._cipher = AESGCM(master.derive("key sealing"))

    def seal(self, name: KeyName, private: bytes) -> bytes:
        """Encrypt a private key for its row."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return _FORMAT + nonce + self._cipher.encrypt(nonce, private, name.associated_data())

    def open(self, name: KeyName, sealed: bytes) -> bytes:
        """Decrypt a private key.

        Raises:
            ConfigurationError: sealed under another master key, or for another issuer, id or version.
        """
        nonce, ciphertext = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        try:
            if sealed[:1] != _FORMAT:
                raise InvalidTag
            return self._cipher.decrypt(nonce, ciphertext, name.associated_data())
        except (InvalidTag, ValueError) as error:
            raise ConfigurationError(
                f"The private key {name.key_id} does not open: it was sealed under another master key, or moved."
            ) from error


class RecipientIndex:
    """A keyed digest of recipients, so that they can be looked up without being stored."""

    def __init__(self, master: MasterKey) -> None:
        self._keyed = hmac.new(master.derive("recipient look-up"), digestmod=sha256)

    def digest(self, issuer_id: str, kind: str, value: str) -> bytes:
        """Digest a recipient's identifier; different for every issuer, so that tenants cannot be joined."""
        digest = self._keyed.copy()
        digest.update(f"{issuer_id}\0{kind}\0{value}".encode())
        return digest.digest()
