"""Assertions as clients see them: who is awarded what, and what came of it."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any, Literal

from pydantic import Field

from badgeapi.canon import jcs, json
from badgeapi.canon.json import JsonObject
from badgeapi.credentials.evidence import Evidence
from badgeapi.credentials.identity import IdentifierType
from badgeapi.credentials.node import Node, form
from badgeapi.credentials.open_badge import Recipient
from badgeapi.credentials.profile import Profile
from badgeapi.credentials.result import Result
from badgeapi.credentials.time import DateTimeStamp, format_datetime, parse_datetime
from badgeapi.credentials.values import Many, Name, Number, Text
from badgeapi.errors import InvalidInput
from badgeapi.schemas.images import ImageOrAddress
from badgeapi.schemas.resource import Maybe, Moment, Resource
from badgeapi.store.assertions import Assertion
from badgeapi.usecases.make_credentials import IssueAssertion

CALLERS_KEY = form(r"^[A-Za-z0-9._~:@-]{1,200}$", "1 to 200 letters, digits and marks of ._~:@-, without blanks")
_DID = form(r"^did:[a-z0-9]+:[A-Za-z0-9._:%-]+$", "a DID, such as did:key:z6Mk...")
_EMAIL = form(r"^[^@\s\x00-\x1f\x7f]{1,64}@[^@\s\x00-\x1f\x7f]{1,255}$", "one e-mail address, such as ada@example.org")


class IdentifierRequest(Node):
    """An identifier of the recipient in some system; goes into the credential hashed."""

    type: IdentifierType
    value: Name


class RecipientRequest(Node):
    """Who is awarded; at least one of email, did and identifier."""

    email: Annotated[str, Field(pattern=_EMAIL, json_schema_extra={"format": "email"})] | None = Field(
        None, description="Goes into the credential as a salted hash and is not stored."
    )
    did: Annotated[str, Field(pattern=_DID, max_length=2048)] | None = Field(
        None, description="Becomes the subject's id."
    )
    identifier: IdentifierRequest | None = None
    name: Name | None = Field(None, description="Stands in the credential in clear: give it with consent only.")

    def recipient(self) -> Recipient:
        """The recipient it names; raises `InvalidInput` when it names nobody."""
        if self.email is None and self.did is None and self.identifier is None:
            raise InvalidInput(
                "A recipient needs an email, a did or an identifier.", code="no_recipient", pointer="/recipient"
            )
        pair = None if self.identifier is None else (self.identifier.type, self.identifier.value)
        return Recipient(self.did, self.email, pair, self.name)


class AssertionRequest(Node):
    """One credential to issue; the members beside the first five have their OB 3.0 meaning."""

    achievement: Name = Field(description="The id of the achievement; its current version is issued.")
    recipient: RecipientRequest
    valid_from: DateTimeStamp | None = Field(None, description="Now, when left out.")
    valid_until: DateTimeStamp | None = None
    cryptosuite: Literal["eddsa-rdfc-2022", "eddsa-jcs-2022"] = "eddsa-rdfc-2022"
    # members of the credential
    name: Name | None = Field(None, description="The achievement's name, when left out.")
    description: Text | None = None
    image: ImageOrAddress | None = None
    awarded_date: DateTimeStamp | None = None
    evidence: Many[Evidence] | None = None
    # members of the subject
    activity_start_date: DateTimeStamp | None = None
    activity_end_date: DateTimeStamp | None = None
    credits_earned: Number | None = None
    license_number: Name | None = None
    narrative: Text | None = None
    result: Many[Result] | None = None
    role: Name | None = None
    source: Profile | None = None
    term: Name | None = None

    def command(self, *, key: str | None = None, idempotency_key: str | None = None) -> IssueAssertion:
        """What it asks for."""
        members = self.dump()
        members.pop("key", None)  # of a row: the same request, whichever way its key is given
        return IssueAssertion(
            achievement_id=self.achievement,
            recipient=self.recipient.recipient(),
            valid_from=_time(self.valid_from),
            valid_until=_time(self.valid_until),
            credential=_pick(members, _CREDENTIAL),
            subject=_pick(members, _SUBJECT),
            cryptosuite=self.cryptosuite,
            request_sha256=sha256(jcs.dumps(members)).digest(),
            key=key,
            idempotency_key=idempotency_key,
        )


_CREDENTIAL = ("name", "description", "image", "awardedDate", "evidence")
_SUBJECT = (
    "activityStartDate",
    "activityEndDate",
    "creditsEarned",
    "licenseNumber",
    "narrative",
    "result",
    "role",
    "source",
    "term",
)


def _pick(members: JsonObject, names: tuple[str, ...]) -> JsonObject:
    return {name: members[name] for name in names if name in members}


def _stamp(at: datetime | None) -> str | None:
    return None if at is None else format_datetime(at)


def _time(text: str | None) -> datetime | None:
    return None if text is None else parse_datetime(text)


class StateRequest(Node):
    """Why an assertion is revoked, suspended or reinstated; kept here, not published."""

    reason: Text


class AssertionResource(Resource):
    """An assertion. `credential` stands in it exactly as it was signed."""

    id: str
    credential_id: str
    issuer: str
    achievement: Maybe[str] = Field(None, description="Absent from a credential that was signed as it was sent.")
    achievement_version: Maybe[int] = None
    key: Maybe[str] = None
    state: Literal["issued", "suspended", "revoked"]
    state_reason: Maybe[str] = None
    state_changed_at: Maybe[Moment] = None
    published: bool
    cryptosuite: str
    valid_from: Moment
    valid_until: Maybe[Moment] = None
    created_at: Moment
    credential: dict[str, Any]


def assertion_json(row: Assertion) -> bytes:
    """Write an assertion as an `AssertionResource`, the stored credential cut in byte by byte."""
    shown: JsonObject = {
        "id": row.id,
        "credentialId": row.credential_id,
        "issuer": row.issuer_id,
        "achievement": row.achievement_id,
        "achievementVersion": row.achievement_version,
        "key": row.key,
        "state": row.state,
        "stateReason": row.state_reason,
        "stateChangedAt": _stamp(row.state_changed_at),
        "published": row.published,
        "cryptosuite": row.cryptosuite,
        "validFrom": format_datetime(row.valid_from),
        "validUntil": _stamp(row.valid_until),
        "createdAt": format_datetime(row.created_at),
    }
    head = json.dumps({name: value for name, value in shown.items() if value is not None})
    return head[:-1] + b',"credential":' + row.credential + b"}"


def page_json(rows: list[Assertion], next_cursor: str | None) -> bytes:
    """Write a page of assertions."""
    tail = json.dumps({"nextCursor": next_cursor})[1:] if next_cursor else b"}"
    items = b'{"items":[' + b",".join(assertion_json(row) for row in rows) + b"]"
    return items + (b"," + tail if next_cursor else tail)
