"""Credentials as compact JWTs: writing ours, reading anybody's.

Two profiles look alike and must be told apart. Open Badges 3.0 (typ `JWT` or none): the payload is the credential
with the registered claims that repeat it, all required to agree. VC-JOSE-COSE (typ `vc+jwt`): the payload is the
credential itself; so does a presentation (typ `vp+jwt`). Whose key it is, is not decided here.

Source: Open Badges 3.0 section 8.2 (integrity); VC-JOSE-COSE 1.0 sections 3.1 and 4; RFC 7515, RFC 7519, RFC 8725.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from badgeapi import limits
from badgeapi.canon import json, multibase
from badgeapi.canon.json import JsonObject, JsonValue
from badgeapi.canon.jsonld import is_absolute_iri
from badgeapi.credentials.time import parse_datetime
from badgeapi.errors import BadgeError, InvalidInput, MalformedInput, SignatureMismatch
from badgeapi.signing.jwk import ALGORITHMS, PublicJwk

VC_JOSE: Final = "vc+jwt"
VP_JOSE: Final = "vp+jwt"
_HEADER: Final = frozenset({"alg", "kid", "jwk", "typ"})
_VC_JOSE_HEADER: Final = _HEADER | {"cty", "iss"}

# claim -> the members of the credential that it repeats; the first of two names that is there
_CLAIMS: Final[Mapping[str, tuple[str, ...]]] = {
    "iss": ("issuer", "holder"),
    "sub": ("credentialSubject",),
    "jti": ("id",),
    "nbf": ("validFrom", "issuanceDate"),
    "exp": ("validUntil", "expirationDate"),
}
_TIMES: Final = frozenset({"nbf", "exp"})
_REGISTERED: Final = frozenset({*_CLAIMS, "iat", "aud"})
_REGISTERED_OF_PRESENTATION: Final = _REGISTERED | {"nonce"}


class JwtSigner(Protocol):
    """Somebody who can sign JWTs with one key."""

    @property
    def algorithm(self) -> str:
        """The JWS algorithm."""

    @property
    def kid(self) -> str:
        """The DID URL of the public key, under which the issuer's document lists it as a JWK."""

    @property
    def public_jwk(self) -> PublicJwk:
        """The key that verifies what `sign` returns."""

    def sign(self, data: bytes) -> bytes:
        """Sign the JWS signing input; returns the signature in JWS form (ECDSA: r and s side by side)."""


@dataclass(frozen=True, slots=True)
class Jwt:
    """A compact JWT taken apart; nothing about it is verified yet.

    Attributes:
        document: the credential in it, without the registered claims.
        claims: the registered claims.
    """

    token: str
    header: JsonObject
    document: JsonObject
    claims: JsonObject

    @property
    def algorithm(self) -> str:
        """The algorithm of the header."""
        return str(self.header.get("alg"))


def encode(credential: JsonObject, signer: JwtSigner) -> str:
    """Write a credential (without embedded proof) as Open Badges 3.0 wants it, and verify it before it is released.

    One of VC Data Model 1.1 goes into the claim `vc`, as that version has it (section 6.3.1).

    Raises:
        SignatureMismatch: the fresh signature does not verify.
    """
    header: JsonObject = {"alg": signer.algorithm, "kid": signer.kid, "typ": "JWT"}
    claims = {name: expected for name in _CLAIMS if (expected := _repeated(credential, name)) is not None}
    held = {"vc": credential} if _is_version_1(credential) else credential
    signing_input = f"{_encode(json.dumps(header))}.{_encode(json.dumps({**held, **claims}))}"
    token = f"{signing_input}.{_encode(signer.sign(signing_input.encode()))}"
    if not signer.public_jwk.verify(token, signer.algorithm):
        raise SignatureMismatch("A signature did not verify with its own public key; it was not released.")
    return token


def looks_like(data: bytes) -> bool:
    """Tell a compact JWT from JSON by its first characters: the base64url of `{"`."""
    return data.startswith(b"eyJ")


def parse(token: str) -> Jwt:
    """Take a compact JWT apart.

    Raises:
        InputTooLarge, MalformedInput: it cannot be read.
        InvalidInput: the credential stands where its version of the data model does not allow (`vc` claim).
    """
    if len(token) > limits.JWT_CHARACTERS:
        raise MalformedInput("The JWT is too long.", code="jwt_too_long")
    parts = token.split(".")
    if len(parts) != 3:
        raise MalformedInput("A compact JWT has three parts.", code="not_a_jwt")
    header, payload = (json.loads_object(_decode(part)) for part in parts[:2])
    _decode(parts[2])
    registered = _REGISTERED_OF_PRESENTATION if header.get("typ") == VP_JOSE else _REGISTERED
    claims = {name: value for name, value in payload.items() if name in registered}
    document = {name: value for name, value in payload.items() if name not in registered}
    if "vc" in payload or "vp" in payload:
        document = _from_claim(payload)
    elif _is_version_1(document):
        raise InvalidInput("A credential of VC Data Model 1.1 stands in the claim vc.", code="jwt_vc_claim")
    return Jwt(token, header, document, claims)


def check(jwt: Jwt, *, is_presentation: bool = False) -> list[InvalidInput]:
    """List what is wrong with the header and the claims of a JWT, before any key is looked at."""
    jose = jwt.header.get("typ") in (VC_JOSE, VP_JOSE)
    found: list[InvalidInput] = []
    if unknown := jwt.header.keys() - (_VC_JOSE_HEADER if jose else _HEADER):
        found.append(
            InvalidInput(f"The JWT's header holds {min(unknown)[:40]!r}, which is not allowed.", code="jwt_header")
        )
    typ, cty = (VP_JOSE, "vp") if is_presentation else (VC_JOSE, "vc")
    allowed = (typ,) if is_presentation else ("JWT", typ)
    if jwt.header.get("typ", "JWT") not in allowed:
        found.append(InvalidInput(f"The JWT's typ is not {' or '.join(allowed)}.", code="jwt_typ"))
    if jose and jwt.header.get("cty", cty) != cty:
        found.append(InvalidInput(f"The JWT's cty is not {cty}.", code="jwt_typ"))
    if jwt.algorithm not in ALGORITHMS:
        found.append(InvalidInput(f"The algorithm {jwt.algorithm[:40]!r} is not accepted.", code="jwt_algorithm"))
    if "kid" in jwt.header and not is_absolute_iri(jwt.header["kid"]):
        found.append(InvalidInput("The JWT's kid must be an absolute URL.", code="jwt_header"))
    if not jwt.header.keys() & {"kid", "jwk"}:
        found.append(InvalidInput("The JWT names no key: neither kid nor jwk is there.", code="jwt_header"))
    if "iss" in jwt.header and not _agree(jwt.header["iss"], _repeated(jwt.document, "iss"), is_time=False):
        found.append(InvalidInput("The header's iss is not who the document says.", code="jwt_claim"))
    for name in _CLAIMS:
        given, expected = jwt.claims.get(name), _repeated(jwt.document, name)
        if (given is None and (jose or expected is None)) or (expected is None and name in _TIMES):
            continue
        if not _agree(given, expected, is_time=name in _TIMES):
            found.append(
                InvalidInput(f"The claim {name!r} does not repeat what the credential says.", code="jwt_claim")
            )
    return found


def _is_version_1(document: JsonObject) -> bool:
    contexts = document.get("@context")
    return isinstance(contexts, list) and contexts[:1] == [_VC_1]


def _from_claim(payload: JsonObject) -> JsonObject:
    """Take the credential of VC Data Model 1.1 from its claim; 2.0 has none (VC-JOSE-COSE section 3.1)."""
    document = payload.get("vc")
    if not isinstance(document, dict) or not _is_version_1(document):
        raise InvalidInput("Only a credential of VC Data Model 1.1 stands in the claim vc.", code="jwt_vc_claim")
    if payload.keys() - _REGISTERED - {"vc"}:
        raise InvalidInput("Beside the claim vc only registered claims may stand.", code="jwt_vc_claim")
    return document


_LAST_SECOND: Final = 253_402_300_799
"""The end of the year 9999: no claim is about a time beyond those that credentials can name."""
_VC_1: Final = "https://www.w3.org/2018/credentials/v1"


def _repeated(credential: JsonObject, claim: str) -> JsonValue:
    """What a registered claim must repeat; None where the credential has nothing to repeat."""
    value = next((credential[name] for name in _CLAIMS[claim] if name in credential), None)
    if isinstance(value, dict):
        value = value.get("id")
    if claim not in _TIMES or not isinstance(value, str):
        return value if isinstance(value, str) else None  # of several subjects none is the JWT's
    try:
        return int(parse_datetime(value).timestamp())
    except InvalidInput:
        return None


def _agree(given: JsonValue, expected: JsonValue, *, is_time: bool) -> bool:
    if is_time:
        return isinstance(given, int | float) and not isinstance(given, bool) and int(given) == expected
    return isinstance(given, str) and given == expected


def audience(jwt: Jwt) -> frozenset[str] | None:
    """The audiences that a JWT was made for (RFC 7519 section 4.1.3), None where they are no texts."""
    value = jwt.claims.get("aud", [])
    named = value if isinstance(value, list) else [value]
    return frozenset(map(str, named)) if all(isinstance(name, str) for name in named) else None


def check_times(jwt: Jwt, now: datetime) -> list[InvalidInput]:
    """List which of the claims exp and nbf forbid to accept the JWT at `now` (RFC 7519 sections 4.1.4, 4.1.5)."""
    found = []
    for name, code, passed in (("exp", "jwt_expired", True), ("nbf", "jwt_not_yet_valid", False)):
        at = jwt.claims.get(name)
        if at is None:
            continue
        if isinstance(at, bool) or not isinstance(at, int | float) or abs(at) > _LAST_SECOND:
            found.append(InvalidInput(f"The claim {name!r} is not a time.", code="jwt_claim"))
        elif (at <= now.timestamp()) is passed:
            found.append(InvalidInput(f"The JWT is not valid at this time ({name} is {at}).", code=code))
    return found


def _encode(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode(part: str) -> bytes:
    try:
        return multibase.decode(f"u{part}", limits.JWT_CHARACTERS)
    except BadgeError as error:
        raise MalformedInput("A part of the JWT is not base64url.", code="not_a_jwt") from error
