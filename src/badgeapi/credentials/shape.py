"""The whole check of a credential's shape: every fault at once (up to a hundred), with its place.

Run on a credential before it is signed and on anybody's that is shown to us. Not here: whether JSON-LD loses
any of it (`canon/jsonld.py`), proofs, status and time (`verification/`).
Source: Open Badges 3.0, verification step 1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any, Final

from pydantic import ValidationError

from badgeapi import limits
from badgeapi.credentials.credential import AchievementCredential, AchievementCredential1
from badgeapi.credentials.endorsement import EndorsementCredential, EndorsementCredential1
from badgeapi.credentials.envelope import is_version_1
from badgeapi.credentials.node import DOCUMENT, OPEN_BADGES, Node, faults_of
from badgeapi.credentials.rules import check_anywhere, check_subject
from badgeapi.errors import Fault, InputTooLarge


def check_credential(document: object) -> list[Fault]:
    """Find every fault in the shape of an AchievementCredential; never raises, for any JSON value."""
    return _check(document, AchievementCredential, AchievementCredential1)


def check_endorsement(document: object) -> list[Fault]:
    """Find every fault in the shape of an EndorsementCredential; never raises, for any JSON value."""
    return _check(document, EndorsementCredential, EndorsementCredential1)


def _check(document: object, today: type[Node], version_1: type[Node]) -> list[Fault]:
    if not isinstance(document, dict):
        return [Fault("wrong_type", "The document must be an object.", "", OPEN_BADGES)]
    try:
        anywhere = list(islice(check_anywhere(document), limits.FAULTS))
    except InputTooLarge as error:
        return list(error.faults)
    if len(anywhere) == limits.FAULTS:
        return anywhere
    # A null or an empty array is also no value of its member's type: once is enough.
    told = {fault.pointer for fault in anywhere}
    model = version_1 if is_version_1(document) else today
    faults = [fault for fault in _read(document, model) if fault.pointer not in told]
    subject = document.get("credentialSubject")
    if issubclass(model, AchievementCredential | AchievementCredential1) and isinstance(subject, dict):
        faults += check_subject(subject, at=("credentialSubject",))
    return (anywhere + faults)[: limits.FAULTS]


def _read(document: dict[str, Any], model: type[Node]) -> list[Fault]:
    try:
        model.model_validate(document, context=DOCUMENT)
    except ValidationError as error:
        return faults_of(error.errors(include_url=False), citation=OPEN_BADGES)
    return []


CHECKED: Final[Mapping[str, Callable[[object], list[Fault]]]] = {
    "OpenBadgeCredential": check_credential,
    "AchievementCredential": check_credential,
    "EndorsementCredential": check_endorsement,
}
"""The types of credential whose shape we know, and how it is checked."""
