"""Is a key that signed the issuer's own, or the holder's own? Whether the signature fits is the proofs' matter.

A method that is part of a controller's document (`did:web:…#key`) is the issuer's when that controller is the issuer,
compared as texts. A key document that stands alone must name the issuer as its controller, and the issuer must agree:
its own document lists the key for the purpose; or, when an https issuer has no document that says who may sign, the key
lies beneath the issuer's id.

Source: Controlled Identifiers 1.0 section 3.3; Open Badges 3.0 section 8.3; VC Data Model 2.0 section 7.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from badgeapi.errors import BadgeError
from badgeapi.signing.controller import (
    Method,
    controller_of,
    is_beneath,
    lists_key,
    read_key_document,
    says_who_may_sign,
    stands_alone,
)
from badgeapi.verification import jwt_proof, proofs
from badgeapi.verification.check import Finding, Outcome, fail, unknown
from badgeapi.verification.facts import ControllerNeed, Facts, Found, KeyNeed, Need, Refused, Unreachable
from badgeapi.verification.parse import Presented


def needs(presented: Presented) -> list[Need]:
    """Ask for the documents that the keys stand in, and the signer's own where its word is wanted."""
    if presented.jwt is not None:
        return jwt_proof.needs(presented, presented.jwt)
    alone = any(stands_alone(method) for method in presented.methods)
    own: list[Need] = [ControllerNeed(presented.issuer)] if alone and presented.issuer is not None else []
    return [*proofs.needs(presented), *own]


def check_binding(presented: Presented, signer: str, facts: Facts, now: datetime) -> Iterator[Finding]:
    """Yield why no key is that of `signer` (the issuer, or a presentation's holder); nothing when one is."""
    if presented.jwt is not None:
        yield from jwt_proof.check_signer(presented, presented.jwt, signer, facts, now)
        return
    named = presented.methods
    if signer in {controller_of(method) for method in named if not stands_alone(method)}:
        return
    found = [_of_key_document(presented, signer, url, facts, now) for url in named if stands_alone(url)]
    if None in found:
        return
    reasons = [finding for finding in found if finding is not None]
    open_ = [finding for finding in reasons if finding.outcome is Outcome.UNKNOWN]
    foreign = fail("foreign_key", f"No proof was made with a key of {signer[:120]!r}.", "/proof")
    yield from open_[:1] or reasons[:1] or [foreign]


def _of_key_document(presented: Presented, signer: str, url: str, facts: Facts, now: datetime) -> Finding | None:
    """Say why the key at `url` is not the issuer's, None if it is."""
    match facts.get(KeyNeed(url)):
        case Found(document):
            try:
                method = read_key_document(document, url, now=now)
            except BadgeError as error:
                return fail(error.code, error.message, "/proof")
        case Refused(reason):
            return fail("key_document_refused", f"The key document cannot be used: {reason}", "/proof")
        case _:
            return unknown("key_document_unreachable", "The key document could not be asked for.", "/proof")
    if method.controller != signer:
        message = f"The key document at {url[:120]!r} is not of {signer[:120]!r}."
        return fail("foreign_key", message, "/proof")
    return _agrees(presented, signer, method, facts, now)


def _agrees(presented: Presented, signer: str, method: Method, facts: Facts, now: datetime) -> Finding | None:
    """Say why the issuer does not agree that a key is its own, None if it does."""
    match facts.get(ControllerNeed(signer)):
        case Found(document) if says_who_may_sign(document):
            if lists_key(document, signer, method, purpose=presented.expected.purpose, now=now):
                return None
            return fail("foreign_key", f"The issuer's document does not list the key at {method.id[:120]!r}.", "/proof")
        case Found() | Refused():
            if is_beneath(method.id, signer):
                return None
            message = f"Nothing of the issuer's says that the key at {method.id[:120]!r} is its own."
            return fail("foreign_key", message, "/proof")
        case Unreachable(reason):
            return unknown("controller_unreachable", f"The issuer could not be asked: {reason}", "/issuer")
        case _:
            return unknown("controller_unknown", "The issuer was not asked.", "/issuer")
