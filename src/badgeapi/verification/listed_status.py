"""Reading a status entry, and what a status list credential says of it.

The list must be signed by the credential's own issuer, be of the entry's purpose, be in force, and be long enough.

Source: Bitstring Status List 1.0 sections 2.1, 2.2 and 3.2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from badgeapi.canon.json import JsonObject, JsonValue
from badgeapi.canon.jsonld import is_absolute_iri
from badgeapi.credentials import status_list
from badgeapi.credentials.time import parse_datetime
from badgeapi.errors import InvalidInput
from badgeapi.signing.controller import controller_of
from badgeapi.verification.facts import Facts, StatusNeed
from badgeapi.verification.parse import Presented, as_list
from badgeapi.verification.proofs import check_proofs

ENTRY_TYPE = "BitstringStatusListEntry"
_is_index = re.compile(r"0|[1-9][0-9]{0,9}", re.ASCII).fullmatch


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a credential's status stands, and what a set bit there means."""

    purpose: str
    index: int
    url: str

    @property
    def need(self) -> StatusNeed:
        """The fact to ask for."""
        return StatusNeed(self.url, self.index)


def read_entry(status: JsonValue) -> Entry:
    """Read one `credentialStatus` object.

    Raises:
        InvalidInput: not a BitstringStatusListEntry of one bit with purpose, list and index; pointer within the object.
    """
    if not isinstance(status, dict) or ENTRY_TYPE not in as_list(status.get("type")):
        raise InvalidInput("The status is not of a type that this verifier can look up.", code="status_type")
    purpose, index, url = (status.get(name) for name in ("statusPurpose", "statusListIndex", "statusListCredential"))
    if not isinstance(purpose, str):
        raise InvalidInput("statusPurpose must be a text.", code="status_purpose", pointer="/statusPurpose")
    # The standard says decimal text; the certifying body's own samples carry integers.
    if isinstance(index, bool) or not (isinstance(index, str | int) and _is_index(str(index))):
        raise InvalidInput("statusListIndex must be a decimal text.", code="status_index", pointer="/statusListIndex")
    if not (isinstance(url, str) and is_absolute_iri(url)):
        raise InvalidInput("statusListCredential must be a URL.", code="status_url", pointer="/statusListCredential")
    if status.get("statusSize", 1) != 1:
        raise InvalidInput("Status entries of more than one bit are not supported.", code="status_size")
    return Entry(purpose, int(index), url)


def read_listed(document: JsonObject, entry: Entry, *, issuer: str | None, facts: Facts, now: datetime) -> bool:
    """Tell whether the entry's bit is set in a fetched status list credential.

    Raises:
        InvalidInput: the list is not one, not this issuer's, not in force, not properly signed, or too short.
    """
    shown = Presented(document)
    if "BitstringStatusListCredential" not in shown.types:
        raise InvalidInput("What stands at the list's address is no status list credential.", code="list_type")
    if document.get("id") not in (None, entry.url):
        raise InvalidInput("The status list has another id than its address.", code="list_id")
    methods = [proof.get("verificationMethod") for proof in shown.proofs if isinstance(proof, dict)]
    if shown.issuer is None or shown.issuer != issuer or {controller_of(str(m)) for m in methods} != {issuer}:
        raise InvalidInput("The status list is not the credential's issuer's own.", code="list_issuer")
    for finding in check_proofs(shown, facts, now):
        raise InvalidInput(f"The status list does not verify: {finding.message}", code="list_proof")
    for member, ended in (("validFrom", False), ("validUntil", True)):
        text = document.get(member)
        if isinstance(text, str) and (parse_datetime(text) < now) is ended:
            raise InvalidInput(f"The status list is not in force ({member} is {text[:40]}).", code="list_period")
    subject = document.get("credentialSubject")
    if not isinstance(subject, dict) or entry.purpose not in as_list(subject.get("statusPurpose")):
        raise InvalidInput("The status list is for another purpose.", code="list_purpose")
    encoded = subject.get("encodedList")
    return status_list.decode(encoded if isinstance(encoded, str) else "").is_set(entry.index)
