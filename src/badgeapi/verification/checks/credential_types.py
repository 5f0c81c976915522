"""Is it a verifiable credential, and of a kind whose rules we know?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from badgeapi.credentials.shape import CLASSES
from badgeapi.verification.check import Finding, Outcome, Question, Severity, fail, needs_nothing
from badgeapi.verification.facts import Facts
from badgeapi.verification.parse import Presented

ID = "type"
TITLE = "Kind of document"
CITATION = "VC Data Model 2.0 section 4.5; Open Badges 3.0 section B.1.1"
PASSED = "It is an Open Badges credential."
QUESTION = Question.WELL_FORMED
SEVERITY = Severity.ERROR
BLOCKS = True

needs = needs_nothing


def run(presented: Presented, facts: Facts, now: datetime) -> Iterator[Finding]:  # noqa: ARG001
    """A credential must be one; that it is no Open Badge is said, not punished."""
    if "VerifiableCredential" not in presented.types:
        yield fail("not_a_credential", "The document is not of type VerifiableCredential.", "/type")
    elif not presented.types & CLASSES.keys():
        yield Finding(
            Outcome.WARN,
            "not_an_open_badge",
            "It is a verifiable credential but no Open Badge; the rules of Open Badges were not applied.",
            "/type",
        )
