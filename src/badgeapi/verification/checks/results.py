"""Do the results fit what the achievement says can be reached?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from badgeapi.credentials import rules
from badgeapi.verification.check import Finding, Question, Severity, needs_nothing, of_faults, skipped
from badgeapi.verification.facts import Facts
from badgeapi.verification.parse import Presented, member

ID = "results"
TITLE = "Results"
CITATION = "Open Badges 3.0 section B.1.9 (Result)"
PASSED = "Every result fits the achievement's descriptions."
QUESTION = Question.WELL_FORMED
SEVERITY = Severity.ERROR
BLOCKS = True

needs = needs_nothing

_SUBJECT = ("credentialSubject",)
_ACHIEVEMENT = (*_SUBJECT, "achievement")


def run(presented: Presented, facts: Facts, now: datetime) -> Iterator[Finding]:  # noqa: ARG001
    """Hold the descriptions against each other, and the results against the descriptions."""
    subject = member(presented.document, *_SUBJECT)
    achievement = member(presented.document, *_ACHIEVEMENT)
    if "result" not in subject and "resultDescription" not in achievement:
        yield skipped("no_results", "There are neither results nor descriptions of any.")
        return
    yield from of_faults(rules.check(rules.DESCRIPTIONS, achievement, at=_ACHIEVEMENT))
    yield from of_faults(rules.check_results_shown(subject, at=_SUBJECT))
