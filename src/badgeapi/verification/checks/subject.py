"""Does the credential say whom it is about?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from badgeapi.credentials import rules
from badgeapi.verification.check import Finding, Question, Severity, needs_nothing, of_faults
from badgeapi.verification.facts import Facts
from badgeapi.verification.parse import Presented, member

ID = "subject"
TITLE = "Recipient"
CITATION = "Open Badges 3.0 section 9.1 (verification), step 1"
PASSED = "The credential says whom it is about."
QUESTION = Question.WELL_FORMED
SEVERITY = Severity.ERROR
BLOCKS = True

needs = needs_nothing


def run(presented: Presented, facts: Facts, now: datetime) -> Iterator[Finding]:  # noqa: ARG001
    """Want an id or an identifier."""
    yield from of_faults(
        rules.check(rules.RECIPIENT, member(presented.document, "credentialSubject"), at=("credentialSubject",))
    )
