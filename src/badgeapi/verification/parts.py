"""Documents that are signed within another: the credentials of a presentation or CLR, and endorsements.

Each is judged like any document shown by itself; the document around it is verified only when they are.

Source: Open Badges 3.0 section 9.1 (verification step 6); CLR 2.0; VC Data Model 2.0 section 4.12 and 4.13.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from badgeapi import limits
from badgeapi.canon.json import JsonValue
from badgeapi.errors import BadgeError, InvalidInput, pointer
from badgeapi.verification import parse
from badgeapi.verification.check import Outcome, Question, Severity
from badgeapi.verification.parse import Expected, Presented, as_list, member
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
_NAMES: Final = (b"endorsement", b"verifiableCredential")


@dataclass(frozen=True, slots=True)
class Part:
    """A document within another.

    Attributes:
        presented: the document, or the reason why it cannot be read.
        about: the id of what an endorsement stands in.
    """

    role: Role
    pointer: str
    presented: Presented | BadgeError
    about: JsonValue = None


def parts(presented: Presented) -> list[Part]:
    """Find what is signed within a document, in the document's order; nothing within what is found."""
    text = marshal.dumps(presented.document, 2)  # version 2: every text stands in it as it is, in UTF-8
    if not any(name in text for name in _NAMES):  # as in most documents, which need no walk then
        return []
    return list(_parts(presented.document, "", within=True, expected=presented.expected))


def _parts(value: JsonValue, place: str, *, within: bool, expected: Expected) -> Iterator[Part]:
    """Walk `value`; `within` says that members named `verifiableCredential` may stand here."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, dict | list):
                yield from _parts(item, f"{place}/{index}", within=within, expected=expected)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name in _ENDORSEMENTS:
                yield from _read_all(ENDORSEMENT, inner, place + pointer(name), Expected(), about=value.get("id"))
            elif name == "verifiableCredential" and within:
                yield from _read_all(CREDENTIAL, inner, place + pointer(name), Expected(recipient=expected.recipient))
            elif isinstance(inner, dict | list) and name != "proof":
                is_subject = name == "credentialSubject" and not place
                yield from _parts(inner, place + pointer(name), within=is_subject, expected=expected)


def _read_all(
    role: Role, given: JsonValue, place: str, expected: Expected, *, about: JsonValue = None
) -> Iterator[Part]:
    for index, item in enumerate(as_list(given)):
        at = f"{place}/{index}" if isinstance(given, list) else place
        try:
            yield Part(role, at, replace(_read(item), expected=expected), about)
        except BadgeError as error:
            yield Part(role, at, error, about)


def _read(item: JsonValue) -> Presented:
    presented = parse.read(item)
    if presented.is_presentation:
        # It would be judged by the rules of presentations, which ask neither for dates nor for a status.
        raise InvalidInput("It is a presentation, not a credential.", code="presentation_within")
    return presented


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
    if outcome is Outcome.PASS and part.role is ENDORSEMENT and not _endorses(part):
        message = "The endorsement is verified, but it speaks of something else than what it stands in."
        return _line(part, Outcome.WARN, "endorses_another", message, Question.WELL_FORMED)
    if outcome is Outcome.PASS:
        return _line(part, outcome, "passed", f"The {noun} is verified.", Question.INTACT)
    code = f"{noun}_{report.verdict.value}"
    said = "is not verified" if outcome is Outcome.FAIL else "could not be judged"
    decided = next((line for line in report.deciding.results if line.outcome is outcome), None)
    if decided is None:
        return _line(part, outcome, code, f"The {noun} {said}: it carries no proof.", Question.INTACT)
    return _line(part, outcome, code, f"The {noun} {said}: {decided.message}", decided.question)


def _endorses(part: Part) -> bool:
    """Tell whether an endorsement's subject is what it stands in (Open Badges 3.0 section B.4, EndorsementSubject)."""
    found = part.presented
    return isinstance(found, Presented) and member(found.document, "credentialSubject").get("id") == part.about


def _line(part: Part, outcome: Outcome, code: str, message: str, question: Question) -> Result:
    role = part.role
    return Result(role.id, role.title, question, Severity.ERROR, outcome, code, message, part.pointer, role.citation)
