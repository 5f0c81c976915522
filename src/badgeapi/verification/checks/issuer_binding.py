"""Is at least one of the proofs made with a key that belongs to the issuer itself?

Whether that key may be used, and whether the signature fits, is the proof check's matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from badgeapi.verification import binding
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
    """Ask for the documents of the keys, and the issuer's own where its word is wanted."""
    return binding.needs(presented)


def run(presented: Presented, facts: Facts, now: datetime) -> Iterator[Finding]:
    """Look whose the keys are."""
    if presented.issuer is None:
        yield fail("no_issuer", "The credential names no issuer.", "/issuer")
    else:
        yield from binding.check_binding(presented, presented.issuer, facts, now)
