"""The report of a verification as clients see it."""

from __future__ import annotations

from pydantic import Field

from badgeapi.schemas.resource import Maybe, Resource
from badgeapi.verification.check import Outcome
from badgeapi.verification.report import Report, Verdict


class CheckResource(Resource):
    """One line of the report."""

    id: str
    title: str
    outcome: Outcome
    code: str
    message: str
    pointer: Maybe[str] = Field(None, description="Where in the credential.")
    citation: str = Field(description="What demands it.")


class ReportResource(Resource):
    """Whether a credential is verified, and why."""

    verified: bool
    verdict: Verdict
    checks: list[CheckResource]

    @classmethod
    def of(cls, report: Report) -> ReportResource:
        """Show a report."""
        return cls(
            verified=report.verified,
            verdict=report.verdict,
            checks=[
                CheckResource(
                    id=result.id,
                    title=result.title,
                    outcome=result.outcome,
                    code=result.code,
                    message=result.message,
                    pointer=result.pointer or None,
                    citation=result.citation,
                )
                for result in report.results
            ],
        )
