"""Does the credential keep the rules that hold for credentials of every kind?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from badgeapi.credentials.data_model import check_data_model, check_related_resources
from badgeapi.credentials.shape import CLASSES
from badgeapi.verification.check import Finding, Question, Severity, needs_nothing, of_faults
from badgeapi.verification.facts import Facts
from badgeapi.verification.parse import Presented

ID = "data_model"
TITLE = "Data model"
CITATION = "VC Data Model 2.0 sections 4 and 5; VC Data Model 1.1 sections 4 and 5"
PASSED = "The members that every credential may have are what they must be."
QUESTION = Question.WELL_FORMED
SEVERITY = Severity.ERROR
BLOCKS = True

needs = needs_nothing


def run(presented: Presented, facts: Facts, now: datetime) -> Iterator[Finding]:  # noqa: ARG001
    """Judge the members; those of a class that we know have been judged as such, more strictly."""
    known = bool(presented.types & CLASSES.keys())
    yield from of_faults((check_related_resources if known else check_data_model)(presented.document))
