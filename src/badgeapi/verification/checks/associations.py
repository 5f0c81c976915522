"""Do the associations of a learner record name its achievements, and lead in no circle?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from badgeapi.credentials.clr import achievement_ids, check_associations
from badgeapi.verification.check import Finding, Question, Severity, needs_nothing, of_faults, skipped
from badgeapi.verification.facts import Facts
from badgeapi.verification.parse import Presented, member
from badgeapi.verification.parts import CREDENTIAL, parts

ID = "associations"
TITLE = "Associations"
CITATION = "CLR 2.0, Association"
PASSED = "Every association joins two achievements of the record, and none leads in a circle."
QUESTION = Question.WELL_FORMED
SEVERITY = Severity.ERROR
BLOCKS = True

needs = needs_nothing


def run(presented: Presented, facts: Facts, now: datetime) -> Iterator[Finding]:  # noqa: ARG001
    """Gather the record's achievements, and hold the associations against them."""
    subject = member(presented.document, "credentialSubject")
    if "association" not in subject:
        yield skipped("no_associations", "The record says nothing of how its achievements hang together.")
        return
    yield from of_faults(check_associations(subject, set(_achievements(presented))), at="/credentialSubject")


def _achievements(presented: Presented) -> Iterator[str]:
    """Yield the ids of a document's achievements, and of those in the credentials within it."""
    within = (part.presented for part in parts(presented) if part.role is CREDENTIAL)
    nested = (_achievements(found) for found in within if isinstance(found, Presented))
    yield from chain(achievement_ids(presented.document.get("credentialSubject")), *nested)
