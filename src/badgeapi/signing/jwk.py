"""Public keys as JWKs: which may be used, for which algorithm, and checking JWS signatures with them.

Source: RFC 7517 (JWK), RFC 7518 (JWA), RFC 7638 (thumbprint), RFC 8037 (Ed25519); Open Badges 3.0 section 8.2.3
(RS256 is the minimum; keys of 2048 bits or more).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Final

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import Key, import_key

from badgeapi import limits
from badgeapi.canon import jcs, multibase
from badgeapi.canon.json import JsonObject, JsonValue
from badgeapi.errors import BadgeError, KeyRefused
from badgeapi.signing import ed25519

RSA_BITS: Final = 2048
_RSA_EXPONENT: Final = multibase.encode_base64url((65537).to_bytes(3, "big"))[1:]

# kty and curve -> the members that make the key, by name with the bytes each must have (None: any)
_MEMBERS: Final[Mapping[tuple[str, str], Mapping[str, int | None]]] = {
    ("RSA", ""): {"n": None, "e": None},
    ("EC", "P-256"): {"x": 32, "y": 32},
    ("EC", "P-384"): {"x": 48, "y": 48},
    ("EC", "P-521"): {"x": 66, "y": 66},
    ("OKP", "Ed25519"): {"x": 32},
}
ALGORITHMS: Final[Mapping[str, tuple[str, str]]] = {
    "RS256": ("RSA", ""),
    "ES256": ("EC", "P-256"),
    "ES384": ("EC", "P-384"),
    "ES512": ("EC", "P-521"),
    "EdDSA": ("OKP", "Ed25519"),
    "Ed25519": ("OKP", "Ed25519"),
}
"""The algorithms that may verify, and the kind of key each takes: the key decides, never the token."""

_PRIVATE: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_is_base64url = re.compile(r"[A-Za-z0-9_-]+", re.ASCII).fullmatch


@dataclass(frozen=True, slots=True)
class PublicJwk:
    """A public key that has passed every check; holds only the members that make the key."""

    kind: tuple[str, str]
    members: tuple[tuple[str, str], ...]

    @property
    def thumbprint(self) -> str:
        """The SHA-256 thumbprint in base64url (RFC 7638)."""
        return multibase.encode_base64url(sha256(jcs.dumps(self.document())).digest())[1:]

    def document(self, **members: str) -> JsonObject:
        """The key as a JWK, with further members (`kid`, `alg`)."""
        return {**self.required(), **members}

    def required(self) -> dict[str, str]:
        """The members that make the key (RFC 7638 section 3.2)."""
        kty, crv = self.kind
        return {"kty": kty, **({"crv": crv} if crv else {}), **dict(self.members)}

    @property
    def algorithm(self) -> str:
        """The algorithm that keys of this kind sign with here."""
        return next(name for name, kind in ALGORITHMS.items() if kind == self.kind)

    @property
    def text(self) -> str:
        """The key as the store keeps it."""
        return jcs.dumps(self.document()).decode()

    def verify(self, token: str, algorithm: str) -> bool:
        """Tell whether a compact JWS is this key's under `algorithm`, which must be one for keys of its kind."""
        if ALGORITHMS.get(algorithm) != self.kind:
            return False
        try:
            if self.kind[0] == "OKP":
                signing_input, _, signature = token.rpartition(".")
                raw = _bytes(dict(self.members)["x"], "x")
                return ed25519.verify(raw, _bytes(signature, "signature"), signing_input.encode())
            jws.deserialize_compact(token, _imported(self), algorithms=[algorithm], registry=_STRICT)
        except (JoseError, ValueError, KeyRefused):
            return False
        return True


@lru_cache(maxsize=4096)
def _imported(key: PublicJwk) -> Key:
    return import_key(dict(key.required()))


class _Registry(jws.JWSRegistry):
    """The library's, without its caps on the parts: ours are on the whole token, and a header may carry an RSA key."""

    max_header_length = limits.JWT_CHARACTERS
    max_payload_length = limits.JWT_CHARACTERS
    max_signature_length = limits.JWT_CHARACTERS


_STRICT: Final = _Registry(algorithms=list(ALGORITHMS), strict_check_header=False)


def parse(value: JsonValue) -> PublicJwk:
    """Read a public JWK.

    Raises:
        KeyRefused: private members, an unknown kind, a short RSA key, or a key that must not be used.
    """
    if not isinstance(value, dict):
        raise KeyRefused("A JWK must be an object.")
    if private := _PRIVATE & value.keys():
        raise KeyRefused(f"The JWK holds the private member {min(private)!r}.")
    kind = str(value.get("kty")), str(value.get("crv", ""))
    if kind not in _MEMBERS:
        raise KeyRefused(f"Keys of type {kind[0][:20]!r} and curve {kind[1][:20]!r} are not supported.")
    members = tuple((name, _text(value.get(name), name, size)) for name, size in _MEMBERS[kind].items())
    key = PublicJwk(kind, members)
    _check(key)
    return key


def _text(value: JsonValue, name: str, size: int | None) -> str:
    if not (isinstance(value, str) and _is_base64url(value) and len(value) <= limits.JWK_CHARACTERS):
        raise KeyRefused(f"The JWK's member {name!r} is not base64url.")
    if size is not None and len(_bytes(value, name)) != size:
        raise KeyRefused(f"The JWK's member {name!r} has not {size} bytes.")
    return value


def _bytes(text: str, name: str) -> bytes:
    try:
        return multibase.decode(f"u{text}", limits.JWK_CHARACTERS + 1)
    except BadgeError as error:
        raise KeyRefused(f"The JWK's member {name!r} is not base64url.") from error


def _check(key: PublicJwk) -> None:
    """Refuse points that are not on their curve or of small order, short moduli and unusual exponents."""
    members = dict(key.members)
    match key.kind:
        case ("OKP", _):
            ed25519.public_key(_bytes(members["x"], "x"))
        case ("RSA", _):
            modulus = _bytes(members["n"], "n")
            bits = int.from_bytes(modulus, "big").bit_length()
            if bits < RSA_BITS or not modulus[0]:
                raise KeyRefused(f"The RSA key has {bits} bits; {RSA_BITS} or more are needed.")
            if members["e"] != _RSA_EXPONENT:
                raise KeyRefused("The RSA key has another public exponent than 65537.")
        case _:
            pass
    try:
        _imported(key)
    except (JoseError, ValueError) as error:
        raise KeyRefused("The JWK is not a valid key.") from error
