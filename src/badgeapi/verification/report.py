"""From findings to a verdict that can be read aloud.

`verified` is said only when every check that ran passed and the proof check was among them. A needed fact that could
not be had makes it `undetermined`; that is never called verified.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from badgeapi.verification.check import Outcome


class Verdict(StrEnum):
    """The three answers."""

    VERIFIED = "verified"
    NOT_VERIFIED = "not_verified"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the report."""

    id: str
    title: str
    outcome: Outcome
    code: str
    message: str
    pointer: str
    citation: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that was looked at, in order."""

    results: Sequence[Result]

    @property
    def verdict(self) -> Verdict:
        """Weigh the results; an empty or proofless report is a refusal."""
        outcomes = {result.outcome for result in self.results}
        if Outcome.FAIL in outcomes:
            return Verdict.NOT_VERIFIED
        if Outcome.UNKNOWN in outcomes:
            return Verdict.UNDETERMINED
        proven = any(result.id == "proof" and result.outcome is Outcome.PASS for result in self.results)
        return Verdict.VERIFIED if proven else Verdict.NOT_VERIFIED

    @property
    def verified(self) -> bool:
        """Whether the verdict is the good one."""
        return self.verdict is Verdict.VERIFIED
