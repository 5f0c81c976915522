"""Reading a status entry, and what the status list that it points to says of it.

A list must be signed by the credential's own issuer, be of the entry's purpose, be in force, and be long enough.
Three kinds are read, each a row of `KINDS`; what is written today is the first.

Source: Bitstring Status List 1.0 sections 2.1, 2.2 and 3.2; Status List 2021 (its predecessor); 1EdTech Credential
Revocation 1.0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import gt, lt
from typing import Final

from badgeapi import limits
from badgeapi.canon.json import JsonObject, JsonValue
from badgeapi.canon.jsonld import is_absolute_iri
from badgeapi.credentials import status_list
from badgeapi.credentials.time import parse_datetime
from badgeapi.errors import BadgeError, InvalidInput
from badgeapi.verification.binding import check_binding
from badgeapi.verification.facts import Facts, RevocationListNeed, StatusNeed
from badgeapi.verification.parse import Presented, as_list, member
from badgeapi.verification.secured import check_secured

REVOCATION: Final = "revocation"
_OF_SEVERAL_BITS: Final = frozenset({"statusSize", "statusMessage"})
_is_index = re.compile(r"0|[1-9][0-9]{0,15}", re.ASCII).fullmatch


@dataclass(frozen=True, slots=True)
class ListKind:
    """One kind of status list.

    Attributes:
        entry: type of the entry in the credential.
        credential, subject: types of the list credential and of its subject.
        multibase: whether the encoded list begins with its multibase letter.
    """

    entry: str
    credential: str
    subject: str
    multibase: bool


KINDS: Final[Mapping[str, ListKind]] = {
    kind.entry: kind
    for kind in (
        ListKind("BitstringStatusListEntry", "BitstringStatusListCredential", "BitstringStatusList", multibase=True),
        ListKind("StatusList2021Entry", "StatusList2021Credential", "StatusList2021", multibase=False),
    )
}
REVOCATION_LIST: Final = "1EdTechRevocationList"


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a credential's status stands, and what it means there.

    Attributes:
        kind: None for a list of revoked ids (1EdTechRevocationList), which has neither purpose nor index.
        bits: size of one entry in the list.
        messages: what each value of an entry of several bits means.
    """

    url: str
    kind: ListKind | None = None
    purpose: str = REVOCATION
    index: int = 0
    bits: int = 1
    messages: Mapping[int, str] | None = None

    @property
    def need(self) -> StatusNeed | RevocationListNeed:
        """The fact to ask for."""
        return RevocationListNeed(self.url) if self.kind is None else StatusNeed(self.url, self.index)


def read_entry(status: JsonValue) -> Entry:
    """Read one `credentialStatus` object.

    Raises:
        InvalidInput: not of a known type, or without what its type needs; pointer within the object.
    """
    names = as_list(status.get("type")) if isinstance(status, dict) else []
    if isinstance(status, dict) and REVOCATION_LIST in names:
        return Entry(_url(status, "id"))
    kind = next((KINDS[name] for name in names if isinstance(name, str) and name in KINDS), None)
    if not isinstance(status, dict) or kind is None:
        raise InvalidInput("The status is not of a type that this verifier can look up.", code="status_type")
    purpose, index = status.get("statusPurpose"), status.get("statusListIndex")
    if not isinstance(purpose, str):
        raise InvalidInput("statusPurpose must be a text.", code="status_purpose", pointer="/statusPurpose")
    # The standard says decimal text; the certifying body's own samples carry integers.
    if isinstance(index, bool) or not (isinstance(index, str | int) and _is_index(str(index))):
        raise InvalidInput("statusListIndex must be a decimal text.", code="status_index", pointer="/statusListIndex")
    bits, messages = (1, None) if _OF_SEVERAL_BITS.isdisjoint(status) else status_list.read_messages(status)
    return Entry(_url(status, "statusListCredential"), kind, purpose, int(index), bits, messages)


def _url(status: JsonObject, name: str) -> str:
    url = status.get(name)
    if not (isinstance(url, str) and is_absolute_iri(url)):
        raise InvalidInput(f"{name} must be a URL.", code="status_url", pointer=f"/{name}")
    return url


# VC 1.1 has its own names; both ends belong to the period
_PERIOD: Final = (("validFrom", gt), ("issuanceDate", gt), ("validUntil", lt), ("expirationDate", lt))


def read_listed(shown: Presented, entry: Entry, *, issuer: str | None, facts: Facts, now: datetime) -> int:
    """Give the entry's value in a status list credential as it was fetched; 0 means that nothing is said against it.

    Raises:
        InvalidInput: the list is not one, not this issuer's, not in force, not properly signed, or too short.
    """
    document, kind = shown.document, entry.kind
    if kind is None or kind.credential not in shown.types:
        raise InvalidInput("What stands at the list's address is no status list credential.", code="list_type")
    if "credentialStatus" in document:
        raise InvalidInput("The status list has a status of its own, which is not looked up.", code="list_status")
    if document.get("id") not in (None, entry.url):
        raise InvalidInput("The status list has another id than its address.", code="list_id")
    if issuer is None or shown.issuer != issuer or any(check_binding(shown, issuer, facts, now)):
        raise InvalidInput("The status list is not the credential's issuer's own.", code="list_issuer")
    try:
        shown.canonical  # noqa: B018  # made for its refusals: a list may hide nothing from its proof
    except BadgeError as error:
        raise InvalidInput(f"The status list is not sound: {error.message}", code="list_proof") from error
    for finding in check_secured(shown, facts, now):
        raise InvalidInput(f"The status list does not verify: {finding.message}", code="list_proof")
    for name, out_of_force in _PERIOD:
        text = document.get(name)
        if text is not None and out_of_force(parse_datetime(text if isinstance(text, str) else ""), now):
            raise InvalidInput(f"The status list is not in force ({name} is {str(text)[:40]}).", code="list_period")
    return _value(member(document, "credentialSubject"), entry, kind)


def _value(subject: JsonObject, entry: Entry, kind: ListKind) -> int:
    if kind.subject not in as_list(subject.get("type")):
        raise InvalidInput("The subject of the status list is no status list.", code="list_type")
    if entry.purpose not in as_list(subject.get("statusPurpose")):
        raise InvalidInput("The status list is for another purpose.", code="list_purpose")
    encoded = subject.get("encodedList")
    text = encoded if isinstance(encoded, str) else ""
    bits = status_list.decode(text if kind.multibase else f"u{text}")
    if bits.size < limits.STATUS_LIST_ENTRIES * entry.bits:
        raise InvalidInput("The status list is shorter than the minimum of 131,072 entries.", code="list_length")
    return bits.value(entry.index, bits=entry.bits)


def is_listed(document: JsonObject, credential_id: str | None) -> bool:
    """Tell whether a 1EdTechRevocationList names the credential; raises `InvalidInput` when it is none."""
    if credential_id is None:
        raise InvalidInput("A credential without an id cannot be looked up in a list of ids.", code="no_id")
    listed = document.get("revokedCredential")
    if not isinstance(listed, list):
        raise InvalidInput("What stands at the list's address is no 1EdTechRevocationList.", code="list_type")
    for item in listed:
        if isinstance(item, dict) and item.get("id") == credential_id and item.get("revoked", True) is not False:
            return True
    return False
