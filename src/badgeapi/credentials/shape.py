"""The whole check of a credential's shape: every fault at once (up to a hundred), with its place.

Run on a credential before it is signed and on anybody's that is shown to us. Not here: whether JSON-LD loses
any of it (`canon/jsonld.py`), proofs, status and time (`verification/`).
Source: Open Badges 3.0, verification step 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any, Final, TypeAlias

from pydantic import ValidationError

from badgeapi import limits
from badgeapi.credentials.accepted import accepts
from badgeapi.credentials.clr import ClrCredential, ClrCredential1
from badgeapi.credentials.credential import AchievementCredential, AchievementCredential1
from badgeapi.credentials.endorsement import EndorsementCredential, EndorsementCredential1
from badgeapi.credentials.envelope import is_version_1
from badgeapi.credentials.node import DOCUMENT, OPEN_BADGES, Node, faults_of
from badgeapi.credentials.rules import check_anywhere, check_subject, holds_anywhere
from badgeapi.errors import Fault, InputTooLarge


def check_credential(document: object) -> list[Fault]:
    """Find every fault in an AchievementCredential, its rules included; never raises, for any JSON value."""
    faults = check_members(document, *_BADGE)
    subject = document.get("credentialSubject") if isinstance(document, dict) else None
    if isinstance(subject, dict) and not any(fault.code == "too_deep" for fault in faults):
        faults += check_subject(subject, at=("credentialSubject",))
    return faults[: limits.FAULTS]


def check_members(document: object, today: type[Node], version_1: type[Node]) -> list[Fault]:
    """Find every fault in the members of a document, and in what must hold of any; never raises, for any JSON value.

    `today` and `version_1` are the classes that it must be of under VC Data Model 2.0 and 1.1.
    """
    if not isinstance(document, dict):
        return [Fault("wrong_type", "The document must be an object.", "", OPEN_BADGES)]
    if is_sound(document, today, version_1):
        return []
    model = version_1 if is_version_1(document) else today
    try:
        anywhere = list(islice(check_anywhere(document), limits.FAULTS))
    except InputTooLarge as error:
        return list(error.faults)
    if len(anywhere) == limits.FAULTS:
        return anywhere
    # A null or an empty array is also no value of its member's type: once is enough.
    told = {fault.pointer for fault in anywhere}
    faults = [fault for fault in _read(document, model) if fault.pointer not in told]
    return (anywhere + faults)[: limits.FAULTS]


def is_sound(document: dict[str, Any], today: type[Node], version_1: type[Node]) -> bool:
    """Tell whether `check_members` certainly finds nothing, at a first look."""
    return holds_anywhere(document) and accepts(version_1 if is_version_1(document) else today, document)


def _read(document: dict[str, Any], model: type[Node]) -> list[Fault]:
    try:
        model.model_validate(document, context=DOCUMENT)
    except ValidationError as error:
        return faults_of(error.errors(include_url=False), citation=OPEN_BADGES)
    return []


Classes: TypeAlias = tuple[type[Node], type[Node]]
_BADGE: Final[Classes] = (AchievementCredential, AchievementCredential1)

CLASSES: Final[Mapping[str, Classes]] = {
    "OpenBadgeCredential": _BADGE,
    "AchievementCredential": _BADGE,
    "EndorsementCredential": (EndorsementCredential, EndorsementCredential1),
    "ClrCredential": (ClrCredential, ClrCredential1),
}
"""The types of credential whose members we know, under VC Data Model 2.0 and 1.1."""
