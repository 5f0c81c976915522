"""Is at least one of the proofs made with a key that belongs to the issuer itself?

Whether that key may be used, and whether the signature fits, is the proof check's matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from badgeapi.signing.controller import controller_of
from badgeapi.verification import jwt_proof
from badgeapi.verification.check import Finding, Question, Severity, fail
from badgeapi.verification.facts import Facts, Need
from badgeapi.verification.parse import Presented

ID = "issuer_binding"
TITLE = "Signed by the issuer"
CITATION = "Controlled Identifiers 1.0 section 3.3; VC Data Model 2.0 section 7.1"
PASSED = "The key that signed is the issuer's own."
QUESTION = Question.FROM_ISSUER
SEVERITY = Severity.ERROR
BLOCKS = True


def needs(presented: Presented) -> Iterable[Need]:
    """For a JWT, ask for the issuer's keys; an embedded proof names its controller."""
    return jwt_proof.needs(presented, presented.jwt) if presented.jwt else ()


def run(presented: Presented, facts: Facts, now: datetime) -> Iterator[Finding]:
    """Compare the issuer's id with the controllers of the keys, as texts."""
    if presented.issuer is None:
        yield fail("no_issuer", "The credential names no issuer.", "/issuer")
    elif presented.jwt is not None:
        key = jwt_proof.issuer_key(presented, presented.jwt, facts, now)
        if isinstance(key, Finding):
            yield key
    else:
        methods = (proof.get("verificationMethod") for proof in presented.proofs if isinstance(proof, dict))
        if presented.issuer not in {controller_of(method) for method in methods if isinstance(method, str)}:
            yield fail(
                "foreign_key", f"No proof was made with a key of the issuer {presented.issuer[:120]!r}.", "/proof"
            )
