"""Has every class its members, of the right types?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from badgeapi.credentials.shape import CLASSES, check_members
from badgeapi.verification.check import Finding, Question, Severity, needs_nothing, of_faults, skipped
from badgeapi.verification.facts import Facts
from badgeapi.verification.parse import Presented

ID = "shape"
TITLE = "Members"
CITATION = "Open Badges 3.0 appendix B"
PASSED = "Every member that must be there is there, and of the right type."
QUESTION = Question.WELL_FORMED
SEVERITY = Severity.ERROR
BLOCKS = True

needs = needs_nothing


def run(presented: Presented, facts: Facts, now: datetime) -> Iterator[Finding]:  # noqa: ARG001
    """Read the document by the classes of its kind."""
    if not presented.types & CLASSES.keys():
        yield skipped("not_an_open_badge", "There are no rules here for this kind of credential.")
    for classes in dict.fromkeys(CLASSES[name] for name in sorted(presented.types & CLASSES.keys())):
        kin = presented.kin
        if kin is None or not kin.is_sound(presented.document, classes):
            yield from of_faults(check_members(presented.document, *classes))
