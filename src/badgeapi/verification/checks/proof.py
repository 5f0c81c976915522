"""Does every signature hold, with a key that its controller lists for this purpose?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from badgeapi.verification import secured
from badgeapi.verification.check import Finding, Question, Severity
from badgeapi.verification.facts import Facts, Need
from badgeapi.verification.parse import Presented

ID = "proof"
TITLE = "Signature"
CITATION = "VC Data Integrity 1.0 section 4.4"
PASSED = "Every signature holds: nothing was changed since it was signed."
QUESTION = Question.INTACT
SEVERITY = Severity.ERROR
BLOCKS = True


def needs(presented: Presented) -> Iterable[Need]:
    """Ask for the documents of the keys' controllers."""
    return secured.needs(presented)


def run(presented: Presented, facts: Facts, now: datetime) -> Iterator[Finding]:
    """Check whatever secures the document."""
    return secured.check_secured(presented, facts, now)
