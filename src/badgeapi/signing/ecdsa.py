"""ECDSA over P-256 and P-384: which public keys may be used, and checking signatures of exact form.

A key is a compressed point; OpenSSL refuses what is not a canonical point of the curve (whose order is prime, so that
there are no points of small order). A signature is r and s side by side, each of the curve's length: another length,
zero, or a number beyond the order is no signature.

Source: Controlled Identifiers 1.0 section 2.2.2 (Multikey); SEC 1 section 2.3.4; FIPS 186-5 section 6.4;
Data Integrity ECDSA Cryptosuites 1.0 section 3 (which hash goes with which curve).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from badgeapi.canon import multibase
from badgeapi.canon.rdfc import Algorithm
from badgeapi.errors import KeyRefused


@dataclass(frozen=True, slots=True, eq=False)  # there are two, told apart by identity
class Curve:
    """A curve with the hash that goes with it.

    Attributes:
        field_bytes: length of a coordinate, of r and of s.
    """

    name: str
    curve: ec.EllipticCurve
    field_bytes: int
    algorithm: Algorithm
    hash: hashes.HashAlgorithm

    def public_key(self, raw: bytes) -> ec.EllipticCurvePublicKey:
        """Load a compressed point; raises `KeyRefused`: wrong length or form, or not a point of the curve."""
        return _public_key(self, raw)

    def jwk_members(self, raw: bytes) -> dict[str, str]:
        """The members of the same key as a JWK (RFC 7518 section 6.2.1)."""
        point = _public_key(self, raw).public_numbers()
        x, y = (multibase.encode_base64url(part.to_bytes(self.field_bytes))[1:] for part in (point.x, point.y))
        return {"kty": "EC", "crv": self.name, "x": x, "y": y}

    def verify(self, raw: bytes, signature: bytes, data: bytes) -> bool:
        """Tell whether `signature` (r and s side by side) over `data` is that of the key `raw`."""
        r, s = (int.from_bytes(half) for half in (signature[: self.field_bytes], signature[self.field_bytes :]))
        if len(signature) != 2 * self.field_bytes or not r or not s:
            return False
        try:
            _public_key(self, raw).verify(encode_dss_signature(r, s), data, ec.ECDSA(self.hash))
        except InvalidSignature:
            return False
        return True


@lru_cache(maxsize=4096)
def _public_key(curve: Curve, raw: bytes) -> ec.EllipticCurvePublicKey:
    if len(raw) != curve.field_bytes + 1 or raw[0] not in (2, 3):
        raise KeyRefused(f"A {curve.name} key is a compressed point of {curve.field_bytes + 1} bytes.")
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(curve.curve, raw)
    except ValueError as error:
        raise KeyRefused(f"The {curve.name} key is not a point of the curve.") from error


P256: Final = Curve("P-256", ec.SECP256R1(), 32, "sha256", hashes.SHA256())
P384: Final = Curve("P-384", ec.SECP384R1(), 48, "sha384", hashes.SHA384())
