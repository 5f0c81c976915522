"""Keys of the suite, made from seeds, and how the standards write them; none of the product's code is used.

Source: Controlled Identifiers 1.0 section 2.2.2 (Multikey), RFC 7517 and RFC 8037 (JWK), RFC 7518 (JWA).
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

Json = dict[str, Any]

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_CURVES = {"P-256": (ec.SECP256R1(), hashes.SHA256(), 32), "P-384": (ec.SECP384R1(), hashes.SHA384(), 48)}
_PREFIXES = {"Ed25519": b"\xed\x01", "P-256": b"\x80\x24", "P-384": b"\x81\x24"}
ALGORITHMS = {"Ed25519": "EdDSA", "P-256": "ES256", "P-384": "ES384", "RSA": "RS256"}


def base58(data: bytes) -> str:
    """Multibase base58btc."""
    number, text = int.from_bytes(data), ""
    while number:
        number, digit = divmod(number, 58)
        text = _ALPHABET[digit] + text
    return "z" + "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def unbase58(text: str) -> bytes:
    """The bytes of a multibase base58btc text."""
    number = 0
    for character in text[1:]:
        number = number * 58 + _ALPHABET.index(character)
    return bytes(len(text[1:]) - len(text[1:].lstrip("1"))) + number.to_bytes((number.bit_length() + 7) // 8)


def base64url(data: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _uint(number: int, size: int) -> str:
    return base64url(number.to_bytes(size))


@dataclass(frozen=True)
class Key:
    """A private key of a kind (`Ed25519`, `P-256`, `P-384`, `RSA`) with all its public forms."""

    kind: str
    private: Any

    @cached_property
    def raw(self) -> bytes:
        """The public key as a Multikey holds it."""
        if self.kind == "Ed25519":
            return bytes(self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))
        return bytes(self.private.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint))

    @cached_property
    def multikey(self) -> str:
        return base58(_PREFIXES[self.kind] + self.raw)

    @property
    def did(self) -> str:
        return f"did:key:{self.multikey}"

    @property
    def method(self) -> str:
        """The one verification method of the key's did:key."""
        return f"{self.did}#{self.multikey}"

    @cached_property
    def jwk(self) -> Json:
        numbers: Any = None if self.kind == "Ed25519" else self.private.public_key().public_numbers()
        if self.kind == "Ed25519":
            return {"kty": "OKP", "crv": "Ed25519", "x": base64url(self.raw)}
        if self.kind == "RSA":
            return {"kty": "RSA", "n": _uint(numbers.n, (numbers.n.bit_length() + 7) // 8), "e": "AQAB"}
        size = _CURVES[self.kind][2]
        return {"kty": "EC", "crv": self.kind, "x": _uint(numbers.x, size), "y": _uint(numbers.y, size)}

    @property
    def private_jwk(self) -> Json:
        """An Ed25519 key as nobody should publish it."""
        return {**self.jwk, "d": base64url(self.private.private_bytes_raw())}

    @property
    def algorithm(self) -> str:
        return ALGORITHMS[self.kind]

    def sign(self, data: bytes) -> bytes:
        """Sign; ECDSA in the form of JWS and Data Integrity (r and s side by side)."""
        if self.kind == "Ed25519":
            return bytes(self.private.sign(data))
        if self.kind == "RSA":
            return bytes(self.private.sign(data, padding.PKCS1v15(), hashes.SHA256()))
        r, s = decode_dss_signature(self.der(data))
        size = _CURVES[self.kind][2]
        return r.to_bytes(size) + s.to_bytes(size)

    def der(self, data: bytes) -> bytes:
        """An ECDSA signature in DER."""
        return bytes(self.private.sign(data, ec.ECDSA(_CURVES[self.kind][1])))


def made(kind: str, name: str) -> Key:
    """The key of this kind and name: the same in every run, but for RSA."""
    seed = sha256(name.encode()).digest()
    if kind == "Ed25519":
        return Key(kind, ed25519.Ed25519PrivateKey.from_private_bytes(seed))
    if kind == "RSA":
        return Key(kind, rsa.generate_private_key(65537, 2048))
    return Key(kind, ec.derive_private_key(int.from_bytes(seed[:31]), _CURVES[kind][0]))


ISSUER = made("Ed25519", "issuer")
SECOND = made("Ed25519", "second key of the issuer")
ATTACKER = made("Ed25519", "attacker")
HOLDER = made("Ed25519", "holder")
P256 = made("P-256", "issuer")
P384 = made("P-384", "issuer")
RSA = made("RSA", "issuer")
ATTACKER_P256 = made("P-256", "attacker")
ATTACKER_RSA = made("RSA", "attacker")
