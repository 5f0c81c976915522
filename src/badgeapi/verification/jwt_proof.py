"""Checking the signature of a JWT with a key that its issuer lists.

The key is named by `kid` (a DID URL, or the address of a bare JWK) or carried in `jwk`. Either way it must be among the
keys that the issuer's own document lists for assertions: a key that came with the token is nobody's.

Source: Open Badges 3.0 section 8.2.4; VC-JOSE-COSE 1.0 section 4; Controlled Identifiers 1.0 section 3.3.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from badgeapi.canon import multibase
from badgeapi.canon.json import JsonObject, JsonValue
from badgeapi.errors import BadgeError, InvalidInput
from badgeapi.signing import jwk, vc_jwt
from badgeapi.signing.controller import controller_of, find_method, methods
from badgeapi.signing.data_integrity import ASSERTION_METHOD
from badgeapi.signing.jwk import PublicJwk
from badgeapi.signing.published_key import PublishedKey
from badgeapi.signing.vc_jwt import Jwt
from badgeapi.verification.check import Finding, fail, unknown
from badgeapi.verification.facts import ControllerNeed, Facts, Found, JwkNeed, Need, Refused, Unreachable
from badgeapi.verification.parse import Presented


def needs(presented: Presented, jwt: Jwt) -> list[Need]:
    """The issuer's document, and the JWK that an http kid points to."""
    asked: list[Need] = [] if presented.issuer is None else [ControllerNeed(presented.issuer)]
    kid = jwt.header.get("kid")
    if isinstance(kid, str) and _is_address(kid):
        asked.append(JwkNeed(kid))
    return asked


def issuer_key(presented: Presented, jwt: Jwt, facts: Facts, now: datetime) -> PublicJwk | Finding:
    """Find the key that the header names among the issuer's, or say why there is none."""
    issuer = presented.issuer
    if issuer is None:
        return fail("no_issuer", "The credential names no issuer.", "/issuer")
    try:
        document = _document(facts.get(ControllerNeed(issuer)), "The issuer")
        kid = jwt.header.get("kid")
        if isinstance(kid, str) and not _is_address(kid):
            return _by_method(document, kid, issuer, now)
        named = jwk.parse(
            _document(facts.get(JwkNeed(kid)), "The key") if isinstance(kid, str) else jwt.header.get("jwk")
        )
    except _Unknown as error:
        return unknown("controller_unreachable", str(error))
    except BadgeError as error:
        return fail(error.faults[0].code if error.faults else error.code, error.message)
    for method in methods(document, purpose=ASSERTION_METHOD, now=now):
        if _as_jwk(method.key) == named:
            return named
    return fail("foreign_key", f"The key of the JWT is not among those of the issuer {issuer[:120]!r}.")


def check_jwt(presented: Presented, jwt: Jwt, facts: Facts, now: datetime) -> Iterator[Finding]:
    """Yield what is wrong with a JWT: header, claims, signature."""
    broken = [fail(error.faults[0].code, error.message) for error in vc_jwt.check(jwt)]
    yield from broken
    expiry = vc_jwt.expiry(jwt)
    if expiry is not None and expiry < now:
        yield fail("jwt_expired", f"The JWT expired at {expiry.isoformat()}.")
    if broken:
        return
    key = issuer_key(presented, jwt, facts, now)
    if isinstance(key, Finding):
        yield key
    elif not key.verify(jwt.token, jwt.algorithm):
        yield fail("signature", "The signature does not fit the JWT.")


class _Unknown(Exception):
    """A needed document could not be had."""


def _document(fact: object, whose: str) -> JsonObject:
    match fact:
        case Found(document):
            return document
        case Refused(reason):
            raise InvalidInput(f"{whose} cannot be used: {reason}.", code="controller_refused")
        case Unreachable(reason):
            raise _Unknown(f"{whose} could not be asked: {reason}.")
        case _:
            raise _Unknown(f"{whose} was not asked.")


def _by_method(document: JsonObject, kid: str, issuer: str, now: datetime) -> PublicJwk | Finding:
    if controller_of(kid) != issuer:
        return fail("foreign_key", f"The key of the JWT is not one of the issuer {issuer[:120]!r}.")
    return _as_jwk(find_method(document, kid, purpose=ASSERTION_METHOD, now=now).key)


def _as_jwk(key: PublishedKey) -> PublicJwk:
    if isinstance(key, PublicJwk):
        return key
    members: JsonValue = {"kty": "OKP", "crv": "Ed25519", "x": multibase.encode_base64url(key.raw)[1:]}
    return jwk.parse(members)


def _is_address(kid: str) -> bool:
    return kid.startswith(("https://", "http://"))
