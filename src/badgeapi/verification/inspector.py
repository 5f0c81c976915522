"""Runs the catalogue, stage by stage, on a document and then on everything signed within it; nothing else.

A stage runs only when every blocking check before it passed. So nothing is fetched for a document that is unsound in
itself, and no status list for one whose signature does not hold; nor is anything looked at within it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache, lru_cache
from itertools import chain

from badgeapi import limits
from badgeapi.errors import BadgeError
from badgeapi.verification import catalogue, editions, parts
from badgeapi.verification.catalogue import Stage
from badgeapi.verification.check import Check, Finding, Outcome, needs_nothing
from badgeapi.verification.facts import Fact, Facts, Found, FoundCredential, Need, RefreshNeed, SchemaNeed, known
from badgeapi.verification.once import once
from badgeapi.verification.parse import Presented
from badgeapi.verification.parts import Part
from badgeapi.verification.report import TOO_EXPENSIVE, PartReport, Report, Result

_BLOCKING = frozenset({Outcome.FAIL, Outcome.UNKNOWN})


@dataclass
class Inspection:
    """One document on its way through the stages, and the documents within it on theirs.

    The caller alternates: `needs()` for the coming step, fetch them, `advance(facts)`, until `done`.
    """

    presented: Presented
    now: datetime
    lint: bool = False
    depth: int = 0
    is_edition: bool = False
    _facts: dict[Need, Fact] = field(default_factory=dict)
    _results: list[Result] = field(default_factory=list)
    _next: int = 0
    _blocked: str = ""
    _within: list[tuple[Part, Inspection]] = field(default_factory=list)
    _newer: Inspection | None = None
    _inner: list[Inspection] = field(default_factory=list)

    def __getstate__(self) -> dict[str, object]:
        """Leave the stages out: modules do not travel, and the document says them again."""
        return {name: value for name, value in vars(self).items() if name != "stages"}

    @once
    def stages(self) -> Sequence[Stage]:
        """The stages of the document's kind; before signing, only the first."""
        return (catalogue.lint_stages if self.lint else catalogue.stages_of)(self.presented)

    @property
    def done(self) -> bool:
        """Whether every stage has been gone through, here and within."""
        return self._next == len(self.stages) and all(inner.done for inner in self._inner)

    def foreseen(self) -> list[Need]:
        """List what the document itself will need in all its stages, should it get so far; nothing that is known."""
        return self._open(*self._by_stage)

    def learn(self, facts: Facts) -> None:
        """Take note of what has been found out before it is needed."""
        self._facts.update(facts)

    def needs(self) -> list[Need]:
        """List what the coming step needs to be found out: neither answered before nor answering itself."""
        return self._open(self._wanted(), *[inner.needs() for inner in self._inner])

    def _open(self, *wanted: Iterable[Need]) -> list[Need]:
        return [need for need in dict.fromkeys(chain.from_iterable(wanted)) if need not in self._facts]

    def advance(self, facts: Facts) -> None:
        """Run the coming stage with what was found out, here and within."""
        self._wanted()  # so that what answers itself is noted, if nobody has asked
        self._facts.update(facts)
        for inner in self._inner:
            if not inner.done:
                inner.advance(self._facts)
        if self._next < len(self.stages):
            self._run(self.stages[self._next])
            self._next += 1
            alone = self.lint or self.presented.expected.proof_only
            if self._next == len(self.stages) and not (self._blocked or alone):
                self._look_within()

    def abandon(self) -> None:
        """End here: judging the document takes more than it is given."""
        self._results.append(TOO_EXPENSIVE)
        self._next, self._within, self._newer, self._inner = len(self.stages), [], None, []

    def costly(self, facts: Facts) -> bool:
        """Tell whether the coming step may take any time, and must be run where time is limited."""
        if self._next < len(self.stages) and (self.presented.is_costly or any(map(_is_costly, facts.items()))):
            return True
        return any(inner.costly(facts) for inner in self._inner)

    def _run(self, stage: Stage) -> None:
        if self._blocked:
            skipped = Finding(Outcome.SKIPPED, "skipped", f"Not looked at, because this did not pass: {self._blocked}.")
            self._results.extend(_result(check, skipped) for check in stage)
            return
        presented, facts, now, results = self.presented, self._facts, self.now, self._results
        for check in stage:
            findings = [*check.run(presented, facts, now)]
            if not findings:
                results.append(_same(check, Outcome.PASS, "passed", check.PASSED))  # type: ignore[arg-type]
                continue
            results += [_result(check, finding) for finding in findings]
            if check.BLOCKS and any(finding.outcome in _BLOCKING for finding in findings):
                self._blocked = self._blocked or check.TITLE

    def _look_within(self) -> None:
        """Begin with the parts and the newest edition."""
        found = parts.parts(self.presented)
        if found and (self.depth == limits.PART_DEPTH or len(found) > limits.PARTS):
            self._results.append(parts.too_many(found[0]))
            return
        for part in found:
            if isinstance(part.presented, BadgeError):
                self._results.append(parts.unreadable(part, part.presented))
            else:
                self._within.append((part, Inspection(part.presented, self.now, depth=self.depth + 1)))
        newest = None if self.is_edition else editions.newest(self.presented, self._facts)
        if newest is not None:
            shown = replace(newest, expected=self.presented.expected)
            self._newer = Inspection(shown, self.now, depth=self.depth, is_edition=True)
        self._inner = [inner for _, inner in self._within] + ([self._newer] if self._newer else [])

    def _wanted(self) -> Sequence[Need]:
        """Everything that the checks of the coming stage will look up."""
        return () if self._blocked or self._next == len(self.stages) else self._by_stage[self._next]

    @once
    def _by_stage(self) -> Sequence[Sequence[Need]]:
        """What each stage will look up; what answers itself is noted at once."""
        wanted = [[need for check in _asking(stage) for need in check.needs(self.presented)] for stage in self.stages]
        if self.is_edition:  # the service is asked once: an edition that it gave is not refreshed again
            wanted = [[need for need in stage if not isinstance(need, RefreshNeed)] for stage in wanted]
        for need in chain.from_iterable(wanted):
            if (fact := known(need)) is not None:
                self._facts[need] = fact
        return wanted

    def report(self) -> Report:
        """The report so far."""
        judged = [PartReport(part.role.id, part.pointer, inner.report()) for part, inner in self._within]
        lines = [parts.summed_up(part, done.report) for (part, _), done in zip(self._within, judged, strict=True)]
        return Report(
            (*self._results, *lines),
            self.presented.id,
            self.presented.issuer,
            tuple(judged),
            None if self._newer is None else self._newer.report(),
        )


@cache
def _asking(stage: Stage) -> Sequence[Check]:
    """The checks of a stage that look anything up."""
    return [check for check in stage if check.needs is not needs_nothing]


def _is_costly(item: tuple[Need, Fact]) -> bool:
    """Tell whether somebody else's schema or document was found that may take any time to apply or canonicalise."""
    match item:
        case SchemaNeed(), Found():
            return True
        case _, FoundCredential(presented):
            return presented.is_costly
    return False


def inspect_offline(presented: Presented, now: datetime, *, lint: bool = False) -> Report:
    """Run the stages with no more facts than the document itself gives; only the first for the lint before signing."""
    inspection = Inspection(presented, now, lint)
    while not inspection.done:
        inspection.advance({})
    return inspection.report()


@lru_cache(maxsize=256)
def _same(check: Check, outcome: Outcome, code: str, message: str) -> Result:
    """The line of a check that has nothing to say, or nothing to look at: one of few."""
    return _line(check, Finding(outcome, code, message))


def _result(check: Check, finding: Finding) -> Result:
    if finding.outcome is Outcome.SKIPPED:
        return _same(check, Outcome.SKIPPED, finding.code, finding.message)  # type: ignore[arg-type]
    return _line(check, finding)


def _line(check: Check, finding: Finding) -> Result:
    return Result(
        check.ID,
        check.TITLE,
        check.QUESTION,
        check.SEVERITY,
        finding.outcome,
        finding.code,
        finding.message,
        finding.pointer,
        finding.citation or check.CITATION,
    )
