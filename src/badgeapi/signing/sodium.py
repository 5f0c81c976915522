"""libsodium, which checks an Ed25519 signature in half of OpenSSL's time: used where it is installed (extra `fast`).

It only ever says yes: what it refuses, OpenSSL is asked about (`ed25519.verify`). So verdicts are the same with and
without it as long as it accepts nothing that OpenSSL refuses. The equation of its releases is OpenSSL's, and all else
that it looks at makes it refuse more. Builds with its compatibility switch take S >= L, and the equation in its later
sources is the cofactored one; so it is asked about published signatures that either would take before it is used.

Not here: signing, which stays OpenSSL's, so that one's own signatures are checked by another implementation.

Source: RFC 8032 section 5.1.7; Chalkias, Garillot, Nikolaenko, "Taming the many EdDSAs" (2020); docs/adr/0015.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

Accepts: TypeAlias = Callable[[bytes, bytes, bytes], bool]
"""Of a key of 32 bytes that has passed `ed25519.public_key`, a signature and what was signed: is it accepted?"""

_SIGNATURE_BYTES: Final = 64

# Vectors 4 to 7 of "Taming the many EdDSAs": key, message, R, S. In the first two the key has a component of small
# order and the cofactored equation alone holds; in the others S is not below L.
_REFUSED_BY_OPENSSL: Final = (
    (
        "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d",
        "e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c",
        "160a1cb0dc9c0258cd0a7d23e94d8fa878bcb1925f2c64246b2dee1796bed512",
        "5ec6bc982a269b723e0668e540911a9a6a58921d6925e434ab10aa7940551a09",
    ),
    (
        "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d",
        "e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c",
        "21122a84e0b5fca4052f5b1235c80a537878b38f3142356b2c2384ebad4668b7",
        "e40bc836dac0f71076f9abe3a53f9c03c1ceeeddb658d0030494ace586687405",
    ),
    (
        "442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623",
        "85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40",
        "e96f66be976d82e60150baecff9906684aebb1ef181f67a7189ac78ea23b6c0e",
        "547f7690a0e2ddcd04d87dbc3490dc19b3b3052f7ff0538cb68afb369ba3a514",
    ),
    (
        "442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623",
        "85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40",
        "8ce5b96c8f26d0ab6c47958c9e68b937104cd36e13c33566acd2fe8d38aa1942",
        "7e71f98a473474f2f13f06f97c20d58cc3f54b8bd0d272f42b695dd7e89a8c22",
    ),
)


def find() -> tuple[Accepts | None, str]:
    """Find libsodium, if it is there and strict enough; with it, or without, a phrase that says so to operators."""
    try:
        from nacl import __version__  # noqa: PLC0415  # an extra, as are the next two
        from nacl.bindings import crypto_sign_open  # noqa: PLC0415
        from nacl.exceptions import BadSignatureError  # noqa: PLC0415
    except ImportError:
        return None, "OpenSSL"

    def accepts(raw: bytes, signature: bytes, data: bytes) -> bool:
        if len(signature) != _SIGNATURE_BYTES:
            return False  # libsodium finds the signature in front of the data by its length alone
        try:
            crypto_sign_open(signature + data, raw)
        except BadSignatureError:
            return False
        return True

    for raw, data, r, s in _REFUSED_BY_OPENSSL:
        if accepts(bytes.fromhex(raw), bytes.fromhex(r + s), bytes.fromhex(data)):
            return None, f"OpenSSL (the libsodium of PyNaCl {__version__} is laxer, and not used)"
    return accepts, f"libsodium (PyNaCl {__version__}), and by OpenSSL what that refuses"


accepts, CHECKED_BY = find()
