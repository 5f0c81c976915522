"""Runs the catalogue, stage by stage; nothing else.

A stage runs only when every blocking check before it passed. So nothing is fetched for a document that is unsound in
itself, and no status list for one whose signature does not hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from badgeapi.verification.check import Check, Finding, Outcome
from badgeapi.verification.facts import Fact, Facts, Need, known
from badgeapi.verification.parse import Presented
from badgeapi.verification.report import Report, Result

Stage = Sequence[Check]

_BLOCKING = frozenset({Outcome.FAIL, Outcome.UNKNOWN})


@dataclass
class Inspection:
    """One document on its way through the stages.

    The caller alternates: `needs()` for the coming stage, fetch them, `advance(facts)`, until `done`.
    """

    presented: Presented
    stages: Sequence[Stage]
    now: datetime
    _facts: dict[Need, Fact] = field(default_factory=dict)
    _results: list[Result] = field(default_factory=list)
    _next: int = 0
    _blocked: str = ""

    @property
    def done(self) -> bool:
        """Whether every stage has been gone through."""
        return self._next == len(self.stages)

    def needs(self) -> list[Need]:
        """List what the coming stage needs to be found out: neither answered before nor answering itself."""
        return [need for need in self._wanted() if need not in self._facts and known(need) is None]

    def advance(self, facts: Facts) -> None:
        """Run the coming stage with what was found out."""
        self._facts.update({need: fact for need in self._wanted() if (fact := known(need)) is not None})
        self._facts.update(facts)
        stage, blocked = self.stages[self._next], self._blocked
        for check in stage:
            results = list(_results(check, _findings(check, self, blocked)))
            self._results.extend(results)
            if check.BLOCKS and any(result.outcome in _BLOCKING for result in results):
                self._blocked = self._blocked or check.TITLE
        self._next += 1

    def _wanted(self) -> dict[Need, None]:
        """Everything that the checks of the coming stage will look up, once each."""
        if self._blocked or self.done:
            return {}
        return dict.fromkeys(need for check in self.stages[self._next] for need in check.needs(self.presented))

    def report(self) -> Report:
        """The report so far."""
        return Report(tuple(self._results))


def inspect_offline(presented: Presented, stages: Sequence[Stage], now: datetime) -> Report:
    """Run stages with no more facts than the document itself gives (the lint before signing)."""
    inspection = Inspection(presented, stages, now)
    while not inspection.done:
        inspection.advance({})
    return inspection.report()


def _findings(check: Check, inspection: Inspection, blocked: str) -> Iterable[Finding]:
    if blocked:
        return [Finding(Outcome.SKIPPED, "skipped", f"Not looked at, because this did not pass: {blocked}.")]
    return list(check.run(inspection.presented, inspection._facts, inspection.now))  # noqa: SLF001  # same module


def _results(check: Check, findings: Iterable[Finding]) -> Iterator[Result]:
    for finding in list(findings) or [Finding(Outcome.PASS, "passed", check.PASSED)]:
        yield Result(
            check.ID,
            check.TITLE,
            finding.outcome,
            finding.code,
            finding.message,
            finding.pointer,
            finding.citation or check.CITATION,
        )
