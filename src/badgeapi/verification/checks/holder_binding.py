"""Was the presentation made by its holder, for this verifier, and about the holder's own credentials?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from badgeapi.verification import binding
from badgeapi.verification.check import Finding, Question, Severity, skipped, warn
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
    """Ask for the documents of the keys, and the holder's own where its word is wanted."""
    return binding.needs(presented)


def run(presented: Presented, facts: Facts, now: datetime) -> Iterator[Finding]:
    """Look whether the keys are the holder's, and the subjects of what is shown are the holder."""
    holder = presented.issuer
    if holder is None:
        yield skipped("no_holder", "The presentation names no holder; whoever signed it showed it.")
        return
    yield from binding.check_binding(presented, holder, facts, now)
    for part in parts(presented):
        if part.role is CREDENTIAL and isinstance(part.presented, Presented):
            subject = member(part.presented.document, "credentialSubject").get("id")
            if isinstance(subject, str) and subject.startswith("did:") and subject != holder:
                yield warn("not_the_subject", "This credential is about somebody else than the holder.", part.pointer)
