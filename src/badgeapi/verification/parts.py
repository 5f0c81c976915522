"""Documents that are signed within another: the credentials of a presentation or CLR, and endorsements.

Each is judged like any document shown by itself; the document around it is verified only when they are.

Source: Open Badges 3.0 section 9.1 (verification step 6); CLR 2.0; VC Data Model 2.0 section 4.12 and 4.13.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from badgeapi import limits
from badgeapi.canon.json import JsonValue
from badgeapi.errors import BadgeError, pointer
from badgeapi.verification import parse
from badgeapi.verification.check import Outcome, Question, Severity
from badgeapi.verification.parse import Expected, Presented, as_list
from badgeapi.verification.report import Report, Result, Verdict


@dataclass(frozen=True, slots=True)
class Role:
    """What a document is within another, and how the report speaks of it."""

    id: str
    title: str
    noun: str
    citation: str


CREDENTIAL: Final = Role(
    "credentials", "Credentials within", "credential", "VC Data Model 2.0 section 4.13; CLR 2.0, ClrSubject"
)
ENDORSEMENT: Final = Role(
    "endorsements", "Endorsements", "endorsement", "Open Badges 3.0 section 9.1 (verification), step 6"
)

_OUTCOMES: Final[Mapping[Verdict, Outcome]] = {
    Verdict.VERIFIED: Outcome.PASS,
    Verdict.NOT_VERIFIED: Outcome.FAIL,
    Verdict.UNDETERMINED: Outcome.UNKNOWN,
}
_ENDORSEMENTS: Final = ("endorsement", "endorsementJwt")


@dataclass(frozen=True, slots=True)
class Part:
    """A document within another: `presented`, or the reason why it cannot be read."""

    role: Role
    pointer: str
    presented: Presented | BadgeError


def parts(presented: Presented) -> list[Part]:
    """Find what is signed within a document, in the document's order; nothing within what is found."""
    return list(_parts(presented.document, "", within=True, expected=presented.expected))


def _parts(value: JsonValue, place: str, *, within: bool, expected: Expected) -> Iterator[Part]:
    """Walk `value`; `within` says that members named `verifiableCredential` may stand here."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _parts(item, f"{place}/{index}", within=False, expected=expected)
    elif isinstance(value, dict):
        for name, member in value.items():
            at = place + pointer(name)
            if name in _ENDORSEMENTS:
                yield from _read_all(ENDORSEMENT, member, at, Expected())
            elif name == "verifiableCredential" and within:
                yield from _read_all(CREDENTIAL, member, at, Expected(recipient=expected.recipient))
            elif name != "proof":
                yield from _parts(member, at, within=name == "credentialSubject" and not place, expected=expected)


def _read_all(role: Role, member: JsonValue, place: str, expected: Expected) -> Iterator[Part]:
    for index, item in enumerate(as_list(member)):
        at = f"{place}/{index}" if isinstance(member, list) else place
        try:
            yield Part(role, at, replace(parse.read(item), expected=expected))
        except BadgeError as error:
            yield Part(role, at, error)


def too_many(part: Part) -> Result:
    """Say that there is more within the document than is judged."""
    message = f"Only {limits.PARTS} documents within one, and {limits.PART_DEPTH} levels of them, are judged."
    return _line(part, Outcome.FAIL, "too_many_parts", message, Question.WELL_FORMED)


def unreadable(part: Part, error: BadgeError) -> Result:
    """Say that a part cannot be read."""
    message = f"The {part.role.noun} cannot be read: {error.message}"
    return _line(part, Outcome.FAIL, "unreadable", message, Question.WELL_FORMED)


def summed_up(part: Part, report: Report) -> Result:
    """Say in one line what came of judging a part."""
    outcome, noun = _OUTCOMES[report.verdict], part.role.noun
    if outcome is Outcome.PASS:
        return _line(part, outcome, "passed", f"The {noun} is verified.", Question.INTACT)
    code = f"{noun}_{report.verdict.value}"
    said = "is not verified" if outcome is Outcome.FAIL else "could not be judged"
    decided = next((line for line in report.results if line.outcome is outcome), None)
    if decided is None:
        return _line(part, outcome, code, f"The {noun} {said}: it carries no proof.", Question.INTACT)
    return _line(part, outcome, code, f"The {noun} {said}: {decided.message}", decided.question)


def _line(part: Part, outcome: Outcome, code: str, message: str, question: Question) -> Result:
    role = part.role
    return Result(role.id, role.title, question, Severity.ERROR, outcome, code, message, part.pointer, role.citation)
