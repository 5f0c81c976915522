"""What a check is: a module with the names below. Data first, one pure function, no clock, no network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Protocol

from badgeapi.errors import Fault
from badgeapi.verification.facts import Facts, Need
from badgeapi.verification.parse import Presented


class Outcome(StrEnum):
    """What a check says about a document."""

    PASS = "pass"  # noqa: S105  # a verdict, not a password
    FAIL = "fail"
    WARN = "warn"
    SKIPPED = "skipped"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check has to say; a check with nothing to say has passed.

    Attributes:
        code: stable, for programs and translators.
        pointer: JSON Pointer into the document, "" for the whole.
        citation: the clause, when it is narrower than the check's own.
    """

    outcome: Outcome
    code: str
    message: str
    pointer: str = ""
    citation: str = ""


def fail(code: str, message: str, pointer: str = "", citation: str = "") -> Finding:
    """Make the finding that the document breaks a rule."""
    return Finding(Outcome.FAIL, code, message, pointer, citation)


def warn(code: str, message: str, pointer: str = "", citation: str = "") -> Finding:
    """Make the finding that is worth knowing and decides nothing."""
    return Finding(Outcome.WARN, code, message, pointer, citation)


@lru_cache(maxsize=128)
def skipped(code: str, message: str) -> Finding:
    """Make the finding that there was nothing to look at."""
    return Finding(Outcome.SKIPPED, code, message)


def unknown(code: str, message: str, pointer: str = "") -> Finding:
    """Make the finding that a needed fact could not be had."""
    return Finding(Outcome.UNKNOWN, code, message, pointer)


class Question(StrEnum):
    """What people want to know; every check helps to answer one of these."""

    WELL_FORMED = "well_formed"
    INTACT = "intact"
    FROM_ISSUER = "from_issuer"
    IN_FORCE = "in_force"
    ABOUT_PERSON = "about_person"


class Severity(StrEnum):
    """What it means when a check does not pass: an error decides the verdict, the others are worth knowing."""

    ERROR = "error"
    WARNING = "warning"


class Check(Protocol):
    """The names a module in `checks/` defines.

    `BLOCKS` says whether later stages are pointless, and fetching for them wrong, when this check does not pass.
    A check whose `SEVERITY` is a warning never yields a failure.
    """

    ID: str
    TITLE: str
    CITATION: str
    PASSED: str
    QUESTION: Question
    SEVERITY: Severity
    BLOCKS: bool

    def needs(self, presented: Presented) -> Iterable[Need]:
        """List the facts that `run` will look up."""

    def run(self, presented: Presented, facts: Facts, now: datetime) -> Iterator[Finding]:
        """Yield what is to be said; nothing means pass. Never raises for any document."""


def of_faults(faults: Iterable[Fault], *, at: str = "") -> Iterator[Finding]:
    """Make failures of what was found wrong below the place `at`."""
    for fault in faults:
        yield fail(fault.code, fault.message, at + fault.pointer, fault.citation)


def needs_nothing(presented: Presented) -> Iterable[Need]:  # noqa: ARG001
    """The document alone decides."""
    return ()
