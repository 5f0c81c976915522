"""Does the achievement say what had to be done for it?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from badgeapi.credentials import rules
from badgeapi.verification.check import Finding, Question, Severity, needs_nothing, of_faults
from badgeapi.verification.facts import Facts
from badgeapi.verification.parse import Presented, member

ID = "criteria"
TITLE = "Criteria"
CITATION = "Open Badges 3.0 section B.5.3 (Criteria)"
PASSED = "The achievement says what had to be done for it."
QUESTION = Question.WELL_FORMED
SEVERITY = Severity.ERROR
BLOCKS = True

needs = needs_nothing

_PLACE = ("credentialSubject", "achievement")


def run(presented: Presented, facts: Facts, now: datetime) -> Iterator[Finding]:  # noqa: ARG001
    """Want an address or a narrative."""
    yield from of_faults(rules.check(rules.CRITERIA, member(presented.document, *_PLACE), at=_PLACE))
