"""Putting an OpenBadgeCredential together from an issuer, an achievement and what one recipient is told.

Strict form only: arrays for `type`, the issuer as a Profile object, a subject id always, no null and no empty array.

Source: Open Badges 3.0 section B.1.1 and B.1.2; VC Data Model 2.0.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from badgeapi.canon import contexts
from badgeapi.canon.json import JsonObject
from badgeapi.credentials.identity import EMAIL, identity_hash, normalized

CONTEXT = (contexts.CREDENTIALS_V2, contexts.OB_3_0_3)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is awarded; at least one of `did`, `email` and `identifier` is given.

    Attributes:
        identifier: identity type and value, for example ("systemId", "s-4711").
        name: shown in clear in the credential, so only given with the recipient's consent.
    """

    did: str | None = None
    email: str | None = None
    identifier: tuple[str, str] | None = None
    name: str | None = None

    def identities(self) -> list[tuple[str, str]]:
        """Every identity that goes into the credential hashed, e-mail first and normalised."""
        found = [] if self.email is None else [(EMAIL, normalized(self.email, EMAIL))]
        return found if self.identifier is None else [*found, self.identifier]


@dataclass(frozen=True, slots=True)
class OpenBadge:
    """Everything that goes into one credential, before it is signed."""

    id: str
    issuer: JsonObject
    achievement: JsonObject
    recipient: Recipient
    valid_from: str
    status: JsonObject
    credential: JsonObject = field(default_factory=dict)
    subject: JsonObject = field(default_factory=dict)

    def document(self, *, new_urn: Callable[[], str], new_salt: Callable[[], str]) -> JsonObject:
        """Make the unsigned credential.

        `credential` and `subject` hold further members in their OB 3.0 names. Each identity gets a salt of its own,
        since a hash of an e-mail address without one can be guessed.
        """
        subject: JsonObject = {"id": self.recipient.did or new_urn(), "type": ["AchievementSubject"]}
        if identifiers := [_hashed(*identity, new_salt()) for identity in self.recipient.identities()]:
            subject["identifier"] = [*identifiers]
        if self.recipient.name is not None:
            subject["identifier"] = [*identifiers, _plain("name", self.recipient.name)]
        return {
            "@context": [*CONTEXT],
            "id": self.id,
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": self.achievement["name"],
            **self.credential,
            "issuer": self.issuer,
            "validFrom": self.valid_from,
            "credentialSubject": {**subject, **self.subject, "achievement": self.achievement},
            "credentialStatus": self.status,
        }


def _hashed(kind: str, value: str, salt: str) -> JsonObject:
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": identity_hash(value, salt),
        "identityType": kind,
        "salt": salt,
    }


def _plain(kind: str, value: str) -> JsonObject:
    return {"type": "IdentityObject", "hashed": False, "identityHash": value, "identityType": kind}
