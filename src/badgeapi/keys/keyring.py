"""Making keys and signing with them. Which key signs when is a use case's decision; rows are the store's.

Loading a private key costs as much as a signature, so opened keys stay in a bounded cache of this process.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from types import MappingProxyType
from typing import Final, TypeAlias

from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_der_private_key

from badgeapi.canon import multibase
from badgeapi.canon.json import JsonObject
from badgeapi.errors import ConfigurationError
from badgeapi.keys.sealing import KeyName, MasterKey, Sealer
from badgeapi.signing import did, jwk, multikey
from badgeapi.signing.jwk import PublicJwk
from badgeapi.signing.multikey import PublicKey

PrivateKey: TypeAlias = Ed25519PrivateKey | rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

_OPEN_KEYS: Final = 1024
_ES256_BYTES: Final = 32
_GENERATE: Final[Mapping[str, Callable[[], PrivateKey]]] = MappingProxyType(
    {
        "RS256": lambda: rsa.generate_private_key(public_exponent=65537, key_size=jwk.RSA_BITS),
        "ES256": lambda: ec.generate_private_key(ec.SECP256R1()),
    }
)
"""The keys of JWT algorithms; every other suite signs with Ed25519."""


@dataclass(frozen=True, slots=True)
class SealedKey:
    """A private key as the store keeps it."""

    name: KeyName
    sealed: bytes


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key just made: its public half, and its private half sealed."""

    public: PublicKey | PublicJwk
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


@dataclass(frozen=True, slots=True)
class JwtSigner:
    """A `signing.vc_jwt.JwtSigner` whose private key is in this process."""

    algorithm: str
    kid: str
    public_jwk: PublicJwk
    _private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

    def sign(self, data: bytes) -> bytes:
        """Sign as RFC 7518 section 3.3 (RSASSA-PKCS1-v1_5) or 3.4 (ECDSA, deterministic as RFC 6979)."""
        if isinstance(self._private, rsa.RSAPrivateKey):
            return self._private.sign(data, padding.PKCS1v15(), SHA256())
        r, s = decode_dss_signature(self._private.sign(data, ec.ECDSA(SHA256(), deterministic_signing=True)))
        return r.to_bytes(_ES256_BYTES, "big") + s.to_bytes(_ES256_BYTES, "big")


class Keyring:
    """Makes key pairs, seals them, and opens them to sign."""

    def __init__(self, master: MasterKey) -> None:
        self._sealer = Sealer(master)
        self._open: OrderedDict[KeyName, _OpenKey] = OrderedDict()
        self._lock = Lock()

    def make(self, issuer_id: str, suite: str, *, version: int) -> NewKey:
        """Make the key pair of an issuer for a cryptosuite or JWT algorithm.

        Its id is the key itself: the multikey, or the thumbprint of the JWK.
        """
        private = _GENERATE.get(suite, Ed25519PrivateKey.generate)()
        public = _public(private)
        key_id = public.multikey if isinstance(public, PublicKey) else public.thumbprint
        name = KeyName(issuer_id, key_id, version)
        secret = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        return NewKey(public, SealedKey(name, self._sealer.seal(name, secret)))

    def signer(self, controller: str, key: SealedKey) -> Ed25519Signer:
        """Open a key to sign as `controller`; raises `ConfigurationError` when it does not open."""
        opened = self._opened(key)
        private, public = opened.private, opened.public
        if not isinstance(private, Ed25519PrivateKey) or not isinstance(public, PublicKey):
            raise ConfigurationError(f"The private key {key.name.key_id} is of another type than its row says.")
        return Ed25519Signer(did.key_id(controller, public), public, private)

    def jwt_signer(self, algorithm: str, controller: str, key: SealedKey) -> JwtSigner:
        """Open a key to sign JWTs as `controller`; raises `ConfigurationError` when it does not open."""
        opened = self._opened(key)
        private, public = opened.private, opened.public
        if isinstance(private, Ed25519PrivateKey) or not isinstance(public, PublicJwk):
            raise ConfigurationError(f"The private key {key.name.key_id} is of another type than its row says.")
        return JwtSigner(algorithm, did.key_id(controller, public), public, private)

    def _opened(self, key: SealedKey) -> _OpenKey:
        with self._lock:
            if found := self._open.get(key.name):
                self._open.move_to_end(key.name)
                return found
        private = load_der_private_key(self._sealer.open(key.name, key.sealed), password=None)
        if not isinstance(private, PrivateKey):
            raise ConfigurationError(f"The private key {key.name.key_id} is of an unknown type.")
        opened = _OpenKey(private, _public(private))
        with self._lock:
            self._open[key.name] = opened
            if len(self._open) > _OPEN_KEYS:
                self._open.popitem(last=False)
        return opened


@dataclass(frozen=True, slots=True)
class _OpenKey:
    """A private key as the library holds it, and its public half."""

    private: PrivateKey
    public: PublicKey | PublicJwk


def _public(private: PrivateKey) -> PublicKey | PublicJwk:
    """The public half, checked as anybody's would be."""
    match private:
        case Ed25519PrivateKey():
            return multikey.of_ed25519(private.public_key().public_bytes_raw())
        case rsa.RSAPrivateKey():
            numbers = private.public_key().public_numbers()
            return jwk.parse({"kty": "RSA", "n": _integer(numbers.n), "e": _integer(numbers.e)})
        case _:
            point = private.public_key().public_numbers()
            members: JsonObject = {
                "kty": "EC",
                "crv": "P-256",
                "x": _integer(point.x, _ES256_BYTES),
                "y": _integer(point.y, _ES256_BYTES),
            }
            return jwk.parse(members)


def _integer(value: int, size: int = 0) -> str:
    """Write an integer as JWKs do: base64url of its bytes, big-endian, padded to `size`."""
    length = max(size, (value.bit_length() + 7) // 8)
    return multibase.encode_base64url(value.to_bytes(length, "big"))[1:]
