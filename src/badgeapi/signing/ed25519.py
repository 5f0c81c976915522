"""Which Ed25519 public keys may be used at all.

OpenSSL accepts all fourteen encodings of the eight small-order points, and with the identity as public key one fixed
signature fits every message. So a point is decoded here once per key and refused unless its encoding is canonical,
it lies on the curve, and eight times it is not the identity. Whether a signature fits is OpenSSL's word, whose rule
(cofactorless, S < L) is the strict one; libsodium, where it is installed, is asked first (`sodium.py`).

Source: RFC 8032 sections 5.1 and 5.1.3; "Taming the many EdDSAs" (the strict choice).
"""

from __future__ import annotations

from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from badgeapi.canon import multibase
from badgeapi.errors import KeyRefused
from badgeapi.signing import sodium

KEY_BYTES = 32

_P = 2**255 - 19
_D = -121665 * pow(121666, -1, _P) % _P


@lru_cache(maxsize=4096)
def public_key(raw: bytes) -> Ed25519PublicKey:
    """Load a public key of 32 bytes.

    Raises:
        KeyRefused: wrong length, non-canonical encoding, not on the curve, or of small order.
    """
    if len(raw) != KEY_BYTES:
        raise KeyRefused(f"An Ed25519 key has {KEY_BYTES} bytes, this one {len(raw)}.")
    encoded = int.from_bytes(raw, "little")
    y, sign = encoded & (2**255 - 1), encoded >> 255
    if y >= _P:
        raise KeyRefused("The Ed25519 key is not canonically encoded (y is not below 2^255 - 19).")
    # x^2 = (y^2 - 1) / (d y^2 + 1); p = 5 mod 8, so a root is found from u v^3 (u v^7)^((p-5)/8)
    u, v = (y * y - 1) % _P, (_D * y * y + 1) % _P
    x = u * pow(v, 3, _P) * pow(u * pow(v, 7, _P), (_P - 5) // 8, _P) % _P
    if v * x * x % _P == -u % _P:
        x = x * pow(2, (_P - 1) // 4, _P) % _P
    if v * x * x % _P != u:
        raise KeyRefused("The Ed25519 key is not a point of the curve.")
    if x == 0 and sign:
        raise KeyRefused("The Ed25519 key is not canonically encoded (x is zero but marked negative).")
    for _ in range(3):
        x, y = _double(x, y)
    if (x, y) == (0, 1):
        raise KeyRefused("The Ed25519 key is a point of small order: anybody could sign for it.")
    return Ed25519PublicKey.from_public_bytes(raw)


def verify(raw: bytes, signature: bytes, data: bytes) -> bool:
    """Tell whether `signature` over `data` is that of the key `raw`; raises `KeyRefused` as `public_key`."""
    key = public_key(raw)
    if sodium.accepts is not None and sodium.accepts(raw, signature, data):
        return True
    try:
        key.verify(signature, data)
    except InvalidSignature:
        return False
    return True


def jwk_members(raw: bytes) -> dict[str, str]:
    """The members of the same key as a JWK (RFC 8037 section 2)."""
    return {"kty": "OKP", "crv": "Ed25519", "x": multibase.encode_base64url(raw)[1:]}


def _double(x: int, y: int) -> tuple[int, int]:
    """Add a point to itself in affine coordinates (the twisted Edwards addition law is complete)."""
    t = _D * x * x * y * y % _P
    return 2 * x * y * pow(1 + t, -1, _P) % _P, (y * y + x * x) * pow(1 - t, -1, _P) % _P
