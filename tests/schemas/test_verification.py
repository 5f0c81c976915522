"""A report is written as its model says: the two ways to the same bytes, for reports with every member."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from badgeapi.schemas.verification import ReportResource, report_json
from badgeapi.verification.check import Outcome, Question, Severity
from badgeapi.verification.fetched import Fetched, FetchOutcome
from badgeapi.verification.report import PartReport, Report, Result

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def result(outcome: Outcome, *, pointer: str = "") -> Result:
    """A line whose texts have what JSON escapes and what it does not."""
    return Result(
        "proof", 'A "title"', Question.WELL_FORMED, Severity.ERROR, outcome, "c", "é\n\x01\x7f🎓\\", pointer, "§"
    )


INNER = Report((result(Outcome.FAIL, pointer="/a~1b"),), subject="urn:example:inner")
FETCHED = [Fetched("https://h.example/x", AT, next(iter(FetchOutcome)), cached=True)]


@pytest.mark.parametrize(
    ("report", "fetched"),
    [
        (Report(()), []),
        (Report((result(Outcome.PASS),), "urn:example:1", "did:web:h.example"), FETCHED),
        (Report((result(Outcome.WARN),), parts=(PartReport("credential", "/verifiableCredential/0", INNER),)), []),
        (Report((result(Outcome.UNKNOWN),), refreshed=INNER), FETCHED),
    ],
)
def test_written_as_its_model_says(report: Report, fetched: list[Fetched]) -> None:
    """What is written passes the model that the OpenAPI document shows, and the model writes the same bytes."""
    written = report_json(report, fetched)
    assert ReportResource.model_validate_json(written).model_dump_json(by_alias=True).encode() == written
