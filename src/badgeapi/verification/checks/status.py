"""Has the issuer revoked or suspended the credential?

What cannot be looked up is unknown, never fine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from badgeapi.errors import InvalidInput
from badgeapi.verification.check import Finding, Outcome, fail, unknown
from badgeapi.verification.facts import Facts, FoundCredential, KnownStatus, Need, Refused, Unreachable
from badgeapi.verification.listed_status import Entry, read_entry, read_listed
from badgeapi.verification.parse import Presented

ID = "status"
TITLE = "Not revoked"
CITATION = "Bitstring Status List 1.0 section 3.2; Open Badges 3.0 section 8.2 (revocation)"
PASSED = "The issuer's status list says that the credential is in force."
BLOCKS = False

_PLACE = "/credentialStatus"
_MEANING = {
    "revocation": ("revoked", "The issuer has revoked this credential."),
    "suspension": ("suspended", "The issuer has suspended this credential."),
}


def needs(presented: Presented) -> Iterable[Need]:
    """Ask for the status list that a readable entry points to."""
    try:
        return [read_entry(presented.document.get("credentialStatus")).need]
    except InvalidInput:
        return []  # run says what is wrong with it


def run(presented: Presented, facts: Facts, now: datetime) -> Iterator[Finding]:
    """Look the entry up; only a bit that is there and not set passes."""
    status = presented.document.get("credentialStatus")
    if status is None:
        yield Finding(Outcome.SKIPPED, "no_status", "The credential has no status: its issuer cannot revoke it.")
        return
    try:
        entry = read_entry(status)
    except InvalidInput as error:
        fault = error.faults[0]
        make = unknown if fault.code == "status_type" else fail
        yield make(fault.code, error.message, _PLACE + fault.pointer)
        return
    try:
        is_set = _look_up(entry, presented, facts, now)
    except InvalidInput as error:
        yield unknown(error.faults[0].code, error.message, _PLACE)
        return
    if is_set:
        meaning = _MEANING.get(entry.purpose, ("flagged", f"The issuer has set the status {entry.purpose[:40]!r}."))
        yield fail(*meaning, _PLACE)


def _look_up(entry: Entry, presented: Presented, facts: Facts, now: datetime) -> bool:
    """Say whether the bit is set; raises `InvalidInput` with the reason why that cannot be known."""
    match facts.get(entry.need):
        case KnownStatus(issuer, purpose, is_set):
            if issuer != presented.issuer or purpose != entry.purpose:
                raise InvalidInput("The status list is another issuer's or for another purpose.", code="list_issuer")
            return is_set
        case FoundCredential(listed):
            return read_listed(listed.document, entry, issuer=presented.issuer, facts=facts, now=now)
        case Unreachable(reason) | Refused(reason):
            raise InvalidInput(f"The status list could not be had: {reason}", code="list_unavailable")
        case _:
            raise InvalidInput("The status list was not asked for.", code="list_unavailable")
