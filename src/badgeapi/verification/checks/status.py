"""Has the issuer revoked or suspended the credential?

What cannot be looked up is unknown, never fine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from badgeapi.canon.json import JsonValue
from badgeapi.errors import InvalidInput
from badgeapi.verification.check import Finding, Question, Severity, fail, skipped, unknown, warn
from badgeapi.verification.facts import (
    Facts,
    Found,
    FoundCredential,
    KnownStatus,
    Need,
    Refused,
    Unreachable,
)
from badgeapi.verification.listed_status import Entry, is_listed, read_entry, read_listed
from badgeapi.verification.parse import Presented, as_list

ID = "status"
TITLE = "Not revoked"
CITATION = "Bitstring Status List 1.0 section 3.2; Open Badges 3.0 section 8.2 (revocation)"
PASSED = "The issuer's status list says that the credential is in force."
QUESTION = Question.IN_FORCE
SEVERITY = Severity.ERROR
BLOCKS = False

_MEANING: Final[Mapping[str, tuple[str, str]]] = {
    "revocation": ("revoked", "The issuer has revoked this credential."),
    "suspension": ("suspended", "The issuer has suspended this credential."),
}
_INFORMING: Final = {"refresh": "There is a newer edition of this credential.", "message": "The issuer says: {}"}


def needs(presented: Presented) -> Iterable[Need]:
    """Ask for the status lists that readable entries point to."""
    for status in as_list(presented.document.get("credentialStatus")):
        try:
            yield read_entry(status).need
        except InvalidInput:
            continue  # run says what is wrong with it


def run(presented: Presented, facts: Facts, now: datetime) -> Iterator[Finding]:
    """Look every entry up; only what is there and says nothing against the credential passes."""
    given = presented.document.get("credentialStatus")
    if given is None:
        yield skipped("no_status", "The credential has no status: its issuer cannot revoke it.")
    for index, status in enumerate(as_list(given)):
        place = f"/credentialStatus/{index}" if isinstance(given, list) else "/credentialStatus"
        yield from _run(status, place, presented, facts, now)


def _run(status: JsonValue, place: str, presented: Presented, facts: Facts, now: datetime) -> Iterator[Finding]:
    try:
        entry = read_entry(status)
    except InvalidInput as error:
        fault = error.faults[0]
        make = unknown if fault.code == "status_type" else fail
        yield make(fault.code, error.message, place + fault.pointer)
        return
    try:
        value = _look_up(entry, presented, facts, now)
    except InvalidInput as error:
        yield unknown(error.faults[0].code if error.faults else "list_unreadable", error.message, place)
        return
    if entry.purpose in _INFORMING and (value or entry.messages):
        said = (entry.messages or {}).get(value, f"status {value}")[:200]
        yield warn("status_message", _INFORMING[entry.purpose].format(said), place)
    elif value:
        meaning = _MEANING.get(entry.purpose, ("flagged", f"The issuer has set the status {entry.purpose[:40]!r}."))
        yield fail(*meaning, place)


def _look_up(entry: Entry, presented: Presented, facts: Facts, now: datetime) -> int:
    """Give the value of the entry; raises `InvalidInput` with the reason why it cannot be known."""
    match facts.get(entry.need):
        case KnownStatus(issuer, purpose, is_set):
            if issuer != presented.issuer or purpose != entry.purpose:
                raise InvalidInput("The status list is another issuer's or for another purpose.", code="list_issuer")
            return int(is_set)
        case FoundCredential(shown):
            return read_listed(shown, entry, issuer=presented.issuer, facts=facts, now=now)
        case Found(document) if entry.kind is None:
            return int(is_listed(document, presented.id))
        case Unreachable(reason) | Refused(reason):
            raise InvalidInput(f"The status list could not be had: {reason}", code="list_unavailable")
        case _:
            raise InvalidInput("The status list was not asked for.", code="list_unavailable")
