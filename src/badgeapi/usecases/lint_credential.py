"""Refusing what our own verifier would refuse: before signing, and before it becomes part of what will be signed.

The checks judge whole credentials, so a profile or an achievement is judged within one. What they find is told in the
places of the request, which is where the client can mend it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, TypeAlias
from uuid import uuid4

from badgeapi.canon.json import JsonObject
from badgeapi.credentials.data_model import check_status
from badgeapi.credentials.open_badge import OpenBadge
from badgeapi.credentials.rules import walk
from badgeapi.credentials.time import format_datetime
from badgeapi.errors import Fault, InvalidInput, pointer
from badgeapi.verification.check import Outcome
from badgeapi.verification.inspector import inspect_offline
from badgeapi.verification.parse import Presented

Places: TypeAlias = Sequence[tuple[str, str]]
"""Where things stand in the credential, and where in the request: the first row that fits counts."""

_ASSERTION: Final[Places] = (
    ("/credentialSubject/achievement", "/achievement"),
    ("/credentialSubject/id", "/recipient/did"),
    ("/credentialSubject", ""),
)
_PROFILE: Final[Places] = (("/issuer", ""),)
_ACHIEVEMENT: Final[Places] = (("/credentialSubject/achievement", ""),)

_TOO_NEW: Final = "endorsementJwt"
# What stands around the part that is judged has ids that nobody can have put into it: in JSON-LD, one id is one thing.
_ISSUER, _ACHIEVEMENT_ID, _CREDENTIAL, _SUBJECT, _STATUS = (uuid4().urn for _ in range(5))
_SOMEBODY: Final[JsonObject] = {"id": _ISSUER, "type": ["Profile"], "name": "Somebody"}
_SOMETHING: Final[JsonObject] = {
    "id": _ACHIEVEMENT_ID,
    "type": ["Achievement"],
    "name": "Something",
    "description": "Something",
    "criteria": {"narrative": "Something"},
}


def lint_credential(presented: Presented, at: datetime) -> None:
    """Judge a credential before it is signed.

    Raises:
        InvalidInput: with every fault, those in what the client sent in the places of its request.
    """
    _lint(presented, at, _ASSERTION)


def lint_as_sent(presented: Presented, at: datetime, *, place: str) -> None:
    """Judge a credential of the client's own making, which stands at `place` of its request.

    Badges of others may write their status entries as the certifying body's samples do; what is signed here may not.

    Raises:
        InvalidInput: with every fault.
    """
    _lint(presented, at, (("", place),))
    if faults := [replace(fault, pointer=place + fault.pointer) for fault in check_status(presented.document)]:
        raise InvalidInput(faults[0].message, faults=faults)


def lint_profile(members: JsonObject, at: datetime) -> None:
    """Judge the members of a profile beside its id, as issuer of a credential; raises as `lint_credential`."""
    _lint(_within(_SOMEBODY | members, _SOMETHING, at), at, _PROFILE)


def lint_achievement(achievement: JsonObject, at: datetime) -> None:
    """Judge an achievement within a credential; raises as `lint_credential`."""
    _lint(_within(_SOMEBODY, achievement, at), at, _ACHIEVEMENT)


def _within(issuer: JsonObject, achievement: JsonObject, at: datetime) -> Presented:
    badge = OpenBadge(
        id=_CREDENTIAL,
        issuer=issuer,
        achievement=achievement,
        subject_id=_SUBJECT,
        identities=[],
        valid_from=format_datetime(at.replace(microsecond=0)),
        status_list=_STATUS,
        status_index=0,
        credential={},
        subject={},
    )
    return Presented(badge.document())


def _lint(presented: Presented, at: datetime, places: Places) -> None:
    found = [
        Fault(result.code, result.message, result.pointer, result.citation)
        for result in inspect_offline(presented, at, lint=True).results
        if result.outcome is Outcome.FAIL
    ]
    faults = [
        replace(fault, pointer=_translated(fault.pointer, places)) for fault in (*found, *_too_new(presented.document))
    ]
    if faults:
        raise InvalidInput(faults[0].message, faults=faults)


def _too_new(document: JsonObject) -> Iterator[Fault]:
    """Refuse to emit what verifiers with an earlier edition of the same context cannot read."""
    for place, value in walk(document):
        if isinstance(value, dict) and _TOO_NEW in value:
            message = f"`{_TOO_NEW}` is not in every edition of the OB 3.0.3 context; give `endorsement` instead."
            yield Fault("too_new", message, pointer(*place, _TOO_NEW))


def _translated(where: str, places: Places) -> str:
    for within, place in places:
        if where == within or where.startswith(within + "/"):
            return place + where.removeprefix(within)
    return where
