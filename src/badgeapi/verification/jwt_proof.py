"""Checking the signature of a JWT, and whose key made it.

The key is named by `kid` (a verification method, or the address of a bare JWK) or carried in `jwk`. A method must be
listed by its controller for the purpose, and the controller be who signs: the issuer, of a presentation the holder. A
bare or carried JWK is nobody's until the signer's own document lists an equal key, or, where an https signer has no
document that says who may sign, until it lies beneath the signer's id.

Source: Open Badges 3.0 section 8.2.4; VC-JOSE-COSE 1.0 section 4; Controlled Identifiers 1.0 section 3.3.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from badgeapi.canon.json import JsonObject
from badgeapi.errors import BadgeError, InvalidInput
from badgeapi.signing import jwk, published_key, vc_jwt
from badgeapi.signing.controller import (
    controller_of,
    find_method,
    is_beneath,
    methods,
    says_who_may_sign,
    stands_alone,
)
from badgeapi.signing.jwk import PublicJwk
from badgeapi.signing.vc_jwt import Jwt
from badgeapi.verification.check import Finding, fail, unknown
from badgeapi.verification.facts import ControllerNeed, Facts, Found, JwkNeed, Need, Refused, Unreachable
from badgeapi.verification.parse import Presented


def needs(presented: Presented, jwt: Jwt) -> list[Need]:
    """The document of who signs, and the one that the key stands in."""
    kid = jwt.header.get("kid")
    asked: list[Need] = [] if presented.issuer is None else [ControllerNeed(presented.issuer)]
    if isinstance(kid, str):
        asked.append(JwkNeed(kid) if stands_alone(kid) else ControllerNeed(controller_of(kid)))
    return asked


def check_jwt(presented: Presented, jwt: Jwt, facts: Facts, now: datetime) -> Iterator[Finding]:
    """Yield what is wrong with a JWT: header, claims, signature; that of one whose time is over or to come as well."""
    expected = presented.expected
    yield from (fail(error.faults[0].code, error.message) for error in vc_jwt.check_times(jwt, now))
    wrong = vc_jwt.check(jwt, is_presentation=presented.is_presentation)
    broken = [fail(error.faults[0].code, error.message) for error in wrong]
    if expected.domain is not None and expected.domain != vc_jwt.audience(jwt):
        broken.append(fail("proof_domain", "The JWT was not made for the audience asked for."))
    if expected.challenge is not None and expected.challenge != jwt.claims.get("nonce"):
        broken.append(fail("proof_challenge", "The JWT was not made for the challenge given."))
    yield from broken
    if broken:
        return
    key = _key(presented, jwt, facts, now)
    if isinstance(key, Finding):
        yield key
    elif not key.verify(jwt.token, jwt.algorithm):
        yield fail("signature", "The signature does not fit the JWT.")


def check_signer(presented: Presented, jwt: Jwt, signer: str, facts: Facts, now: datetime) -> Iterator[Finding]:
    """Yield why the key is not that of `signer`; nothing when it is."""
    kid = jwt.header.get("kid")
    foreign = fail("foreign_key", f"The key of the JWT is not one of {signer[:120]!r}.")
    if isinstance(kid, str) and not stands_alone(kid):
        if controller_of(kid) != signer:
            yield foreign
        return
    key = _key(presented, jwt, facts, now)
    if isinstance(key, Finding):
        yield key
        return
    try:
        document = _document(facts.get(ControllerNeed(signer)), "The signer")
    except _Unknown as error:
        yield unknown("controller_unreachable", str(error))
        return
    except InvalidInput:
        document = {}  # an answer, though none that says who may sign
    if says_who_may_sign(document):
        listed = methods(document, purpose=presented.expected.purpose, now=now)
        if not any(published_key.as_jwk(method.key) == key for method in listed):
            yield foreign
    elif not (isinstance(kid, str) and is_beneath(kid, signer)):
        yield foreign


def _key(presented: Presented, jwt: Jwt, facts: Facts, now: datetime) -> PublicJwk | Finding:
    """Find the key that the header names, or say why there is none."""
    kid = jwt.header.get("kid")
    try:
        if not isinstance(kid, str):
            return jwk.parse(jwt.header.get("jwk"))
        if stands_alone(kid):
            return jwk.parse(_document(facts.get(JwkNeed(kid)), "The key"))
        document = _document(facts.get(ControllerNeed(controller_of(kid))), "The key's controller")
        method = find_method(document, kid, purpose=presented.expected.purpose, now=now)
        return published_key.as_jwk(method.key)
    except _Unknown as error:
        return unknown("controller_unreachable", str(error))
    except BadgeError as error:
        return fail(error.faults[0].code if error.faults else error.code, error.message)


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
