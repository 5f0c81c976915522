"""Is every member of the JSON covered when the document is signed or checked as linked data?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from badgeapi.errors import BadgeError
from badgeapi.verification.check import Finding, Question, Severity, fail, needs_nothing, of_faults
from badgeapi.verification.facts import Facts
from badgeapi.verification.parse import Presented

ID = "json_ld"
TITLE = "Every member is covered"
CITATION = "VC Data Integrity 1.0 section 4.6; Open Badges 3.0 certification guide 1.5 (JSON-LD safe mode)"
PASSED = "Every member is defined by the contexts and covered by what is signed."
QUESTION = Question.INTACT
SEVERITY = Severity.ERROR
BLOCKS = True

needs = needs_nothing


def run(presented: Presented, facts: Facts, now: datetime) -> Iterator[Finding]:  # noqa: ARG001
    """Canonicalise, and report every member that would be lost on the way."""
    try:
        presented.canonical  # noqa: B018  # made for its refusals; the proof check uses it
    except BadgeError as error:
        if not error.faults:
            yield fail(error.code, error.message)
        yield from of_faults(error.faults)
