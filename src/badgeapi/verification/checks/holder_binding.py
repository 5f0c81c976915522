"""Was the presentation made by its holder, for this verifier, and about the holder's own credentials?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from badgeapi.signing.controller import controller_of
from badgeapi.verification import jwt_proof
from badgeapi.verification.check import Finding, Question, Severity, fail, skipped, warn
from badgeapi.verification.facts import Facts, Need
from badgeapi.verification.parse import Presented, member
from badgeapi.verification.parts import CREDENTIAL, parts

ID = "holder_binding"
TITLE = "Shown by the holder"
CITATION = "VC Data Model 2.0 sections 4.13 and 7.1"
PASSED = "The holder's own key signed the presentation, and the credentials are about the holder."
QUESTION = Question.FROM_ISSUER
SEVERITY = Severity.ERROR
BLOCKS = True


def needs(presented: Presented) -> Iterable[Need]:
    """For a JWT, ask for the holder's keys; an embedded proof names its controller."""
    return jwt_proof.needs(presented, presented.jwt) if presented.jwt else ()


def run(presented: Presented, facts: Facts, now: datetime) -> Iterator[Finding]:
    """Compare the holder's id with the controllers of the keys, and with the subjects of what is shown."""
    holder = presented.issuer
    if holder is None:
        yield skipped("no_holder", "The presentation names no holder; whoever signed it showed it.")
        return
    if presented.jwt is not None:
        key = jwt_proof.issuer_key(presented, presented.jwt, facts, now)
        if isinstance(key, Finding):
            yield key
    else:
        methods = (proof.get("verificationMethod") for proof in presented.proofs if isinstance(proof, dict))
        if holder not in {controller_of(method) for method in methods if isinstance(method, str)}:
            yield fail("foreign_key", f"No proof was made with a key of the holder {holder[:120]!r}.", "/proof")
    for part in parts(presented):
        if part.role is CREDENTIAL and isinstance(part.presented, Presented):
            subject = member(part.presented.document, "credentialSubject").get("id")
            if isinstance(subject, str) and subject.startswith("did:") and subject != holder:
                yield warn("not_the_subject", "This credential is about somebody else than the holder.", part.pointer)
