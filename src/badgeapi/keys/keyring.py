"""Making keys and signing with them. Which key signs when is a use case's decision; rows are the store's.

Loading a private key costs as much as a signature, so opened keys stay in a bounded cache of this process.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from badgeapi.keys.sealing import KeyName, MasterKey, Sealer
from badgeapi.signing import did, multikey
from badgeapi.signing.multikey import PublicKey

_OPEN_KEYS = 1024


@dataclass(frozen=True, slots=True)
class SealedKey:
    """A private key as the store keeps it."""

    name: KeyName
    sealed: bytes


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key just made: its public half, and its private half sealed."""

    public: PublicKey
    sealed: SealedKey


@dataclass(frozen=True, slots=True)
class Ed25519Signer:
    """A `Signer` whose private key is in this process."""

    verification_method: str
    public_key: PublicKey
    _private: Ed25519PrivateKey

    def sign(self, data: bytes) -> bytes:
        """Sign with pure Ed25519 (RFC 8032)."""
        return self._private.sign(data)


class Keyring:
    """Makes key pairs, seals them, and opens them to sign."""

    def __init__(self, master: MasterKey) -> None:
        self._sealer = Sealer(master)
        self._open: OrderedDict[KeyName, Ed25519PrivateKey] = OrderedDict()
        self._lock = Lock()

    def make(self, issuer_id: str, *, version: int) -> NewKey:
        """Make an Ed25519 key pair for an issuer; its id is its own multikey."""
        private = Ed25519PrivateKey.generate()
        public = multikey.of_ed25519(private.public_key().public_bytes_raw())
        name = KeyName(issuer_id, public.multikey, version)
        return NewKey(public, SealedKey(name, self._sealer.seal(name, private.private_bytes_raw())))

    def signer(self, controller: str, key: SealedKey) -> Ed25519Signer:
        """Open a key to sign as `controller`; raises `ConfigurationError` when it does not open."""
        private = self._opened(key)
        public = multikey.of_ed25519(private.public_key().public_bytes_raw())
        return Ed25519Signer(did.key_id(controller, public), public, private)

    def _opened(self, key: SealedKey) -> Ed25519PrivateKey:
        with self._lock:
            if found := self._open.get(key.name):
                self._open.move_to_end(key.name)
                return found
        private = Ed25519PrivateKey.from_private_bytes(self._sealer.open(key.name, key.sealed))
        with self._lock:
            self._open[key.name] = private
            if len(self._open) > _OPEN_KEYS:
                self._open.popitem(last=False)
        return private
