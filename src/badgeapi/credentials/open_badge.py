"""Putting an OpenBadgeCredential together from an issuer, an achievement and what one recipient is told.

Strict form only: arrays for `type`, the issuer as a Profile object, a subject id always, no null and no empty array.

Source: Open Badges 3.0 section B.1.1 and B.1.2; VC Data Model 2.0.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from badgeapi.canon import contexts
from badgeapi.canon.json import JsonObject
from badgeapi.credentials import status_list
from badgeapi.credentials.identity import EMAIL, identity_hash, normalized

CONTEXT = (contexts.CREDENTIALS_V2, contexts.OB_3_0_3)


class Identity(NamedTuple):
    """One identity of a recipient as it stands in a credential: hashed with a salt, or without one and in clear."""

    kind: str
    text: str
    salt: str | None = None


class Recipient(NamedTuple):
    """Who is awarded; at least one of `did`, `email` and `identifier` is given. A tuple, as `OpenBadge` is.

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

    def shown(self, new_salt: Callable[[], str]) -> list[Identity]:
        """Write the identities as the credential shows them.

        Each hash gets a salt of its own, since one of an e-mail address without a salt can be guessed.
        """
        found = []
        for kind, value in self.identities():
            salt = new_salt()
            found.append(Identity(kind, identity_hash(value, salt), salt))
        if self.name is not None:
            found.append(Identity("name", self.name))
        return found


class OpenBadge(NamedTuple):
    """Everything that goes into one credential, before it is signed; a tuple, for one is made of each.

    Attributes:
        subject_id: the recipient's DID, or a URN that says nothing.
        status_list, status_index: where its status stands.
        credential, subject: further members in their OB 3.0 names.
    """

    id: str
    issuer: JsonObject
    achievement: JsonObject
    subject_id: str
    identities: list[Identity]
    valid_from: str
    status_list: str
    status_index: int
    credential: JsonObject
    subject: JsonObject

    def document(self) -> JsonObject:
        """Make the unsigned credential."""
        subject: JsonObject = {"id": self.subject_id, "type": ["AchievementSubject"]}
        if self.identities:
            subject["identifier"] = [_identity_object(identity) for identity in self.identities]
        status = status_list.entry(self.status_list, purpose=status_list.REVOCATION, index=self.status_index)
        return {
            "@context": [*CONTEXT],
            "id": self.id,
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": self.achievement["name"],
            **self.credential,
            "issuer": self.issuer,
            "validFrom": self.valid_from,
            "credentialSubject": {**subject, **self.subject, "achievement": self.achievement},
            "credentialStatus": status,
        }

    def texts(self) -> list[str]:
        """List the texts that hardly two credentials share: what stands at `places`, and not in further members."""
        index = str(self.status_index)
        found = [self.id, self.valid_from, self.subject_id, f"{self.status_list}#{index}", index, self.status_list]
        for identity in self.identities:
            found.append(identity.text)
            if identity.salt is not None:
                found.append(identity.salt)
        return found

    def places(self) -> list[str]:
        """List where in the document the `texts` stand, as JSON Pointers."""
        found = [
            "/id",
            "/validFrom",
            "/credentialSubject/id",
            "/credentialStatus/id",
            "/credentialStatus/statusListIndex",
            "/credentialStatus/statusListCredential",
        ]
        for number, identity in enumerate(self.identities):
            place = f"/credentialSubject/identifier/{number}"
            found.append(f"{place}/identityHash")
            if identity.salt is not None:
                found.append(f"{place}/salt")
        return found


def _identity_object(identity: Identity) -> JsonObject:
    shown: JsonObject = {
        "type": "IdentityObject",
        "hashed": identity.salt is not None,
        "identityHash": identity.text,
        "identityType": identity.kind,
    }
    return shown if identity.salt is None else {**shown, "salt": identity.salt}
