"""From findings to a verdict that can be read aloud.

`verified` is said only when every check that ran passed, the proof check was among them, and the same is true of
everything signed within the document. A needed fact that could not be had makes it `undetermined`; that is never
called verified.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from badgeapi.verification.check import Outcome, Question, Severity


class Verdict(StrEnum):
    """The three answers."""

    VERIFIED = "verified"
    NOT_VERIFIED = "not_verified"
    UNDETERMINED = "undetermined"


class Answer(StrEnum):
    """What is said to one question."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the report.

    Attributes:
        id: of the check.
        code: of the outcome; `id` and `code` together name the message for translators.
        pointer: JSON Pointer into the document, "" for the whole.
    """

    id: str
    title: str
    question: Question
    severity: Severity
    outcome: Outcome
    code: str
    message: str
    pointer: str
    citation: str

    def __hash__(self) -> int:
        """Of what tells lines apart; the rest would take longer to hash than a line takes to write."""
        return hash((self.id, self.code, self.message, self.pointer))

    @property
    def message_id(self) -> str:
        """The stable name of the sentence."""
        return f"{self.id}.{self.code}"


TOO_EXPENSIVE: Final = Result(
    "cost",
    "Cost of judging",
    Question.WELL_FORMED,
    Severity.ERROR,
    Outcome.FAIL,
    "too_expensive",
    "Judging the document takes more time or memory than it is given here.",
    "",
    "RDF Dataset Canonicalization 1.0 section 7.1 (dataset poisoning)",
)
"""What is said of a document whose judging had to be ended."""


@dataclass(frozen=True, slots=True)
class PartReport:
    """What came of judging a document that is signed within another.

    Attributes:
        role: what it is there: a credential, an endorsement.
        pointer: where it stands.
    """

    role: str
    pointer: str
    report: Report


PROOF: Final = "proof"
"""The id of the check without which nothing is verified."""
BINDING: Final = "issuer_binding"
"""The id of the check of whose key it is."""

_WEIGHT: Final = (
    (Outcome.FAIL, Answer.NO),
    (Outcome.UNKNOWN, Answer.UNKNOWN),
    (Outcome.PASS, Answer.YES),
    (Outcome.WARN, Answer.YES),
)


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that was looked at, in order.

    Attributes:
        subject: the id of the document, if it has one.
        issuer: the id of its issuer or holder, as the document says.
        parts: what is signed within it.
        refreshed: the newest edition, where the credential's refresh service gave one; it decides in its place.
    """

    results: Sequence[Result]
    subject: str | None = None
    issuer: str | None = None
    parts: Sequence[PartReport] = ()
    refreshed: Report | None = None

    @property
    def verdict(self) -> Verdict:
        """Weigh the results; an empty or proofless report is a refusal."""
        outcomes = {result.outcome for result in self.deciding.results}
        if Outcome.FAIL in outcomes:
            return Verdict.NOT_VERIFIED
        if Outcome.UNKNOWN in outcomes:
            return Verdict.UNDETERMINED
        return Verdict.VERIFIED if self.proven else Verdict.NOT_VERIFIED

    @property
    def deciding(self) -> Report:
        """The report that decides: that of the newest edition where it is its issuer's own, or else this one."""
        return self.refreshed if self.refreshed is not None and self.refreshed.authentic else self

    @property
    def verified(self) -> bool:
        """Whether the verdict is the good one."""
        return self.verdict is Verdict.VERIFIED

    @property
    def proven(self) -> bool:
        """Whether the proof check passed, whatever else is wrong."""
        return any(result.id == PROOF and result.outcome is Outcome.PASS for result in self.results)

    @property
    def authentic(self) -> bool:
        """Whether the document is its issuer's own words, whatever is wrong with them."""
        bound = (result.outcome for result in self.results if result.id == BINDING)
        return self.proven and not {Outcome.FAIL, Outcome.UNKNOWN}.intersection(bound)

    def answer(self, question: Question) -> tuple[Answer, str]:
        """Answer one question in a word and a sentence: that of the first check that says no, or else of the last."""
        asked = [result for result in self.deciding.results if result.question is question]
        for outcome, answer in _WEIGHT:
            for result in asked:
                if result.outcome is outcome:
                    return answer, result.message
        return Answer.NOT_ASKED, asked[-1].message if asked else ""
