"""Issuing: the one path from a request to signed bytes in the store.

    1  has this request been answered before?          idempotency, the caller's own key
    2  may this be issued?                              issuer and achievement within the caller's scope
    3  take a credential id and a place in a list       leased earlier in a transaction of its own
    4  build the document
    5  lint it with the checks that verify
    6  sign, and verify the signature
    7  store bytes, idempotency and audit               one transaction
    8  answer with the stored bytes

Steps 4 to 6 are outside any transaction. The signature does not leave the process before 7 is on disk, so a crash
leaves a complete credential or nothing; a place taken in 3 and lost is a gap, never used again.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from badgeapi.canon import json
from badgeapi.canon.json import JsonObject, JsonValue
from badgeapi.credentials import status_list
from badgeapi.credentials.identity import EMAIL
from badgeapi.credentials.open_badge import OpenBadge, Recipient
from badgeapi.credentials.rules import check_results
from badgeapi.credentials.time import format_datetime
from badgeapi.errors import Conflict, InvalidInput, KeyReused, NotFound
from badgeapi.signing import data_integrity
from badgeapi.signing.suites import ISSUING, eddsa_rdfc_2022
from badgeapi.store import achievements, assertions, idempotency, issuers
from badgeapi.store.achievements import Achievement, AchievementVersion
from badgeapi.store.assertions import Assertion
from badgeapi.store.engine import Connection, Duplicate
from badgeapi.store.idempotency import IdempotencyKey
from badgeapi.store.issuers import Issuer
from badgeapi.usecases.audit_trail import note
from badgeapi.usecases.caller import Caller
from badgeapi.usecases.deployment import Deployment
from badgeapi.usecases.ids import new_id, new_urn
from badgeapi.usecases.lint_credential import lint_credential
from badgeapi.usecases.publish_status_list import list_url
from badgeapi.usecases.sign_document import active_signer
from badgeapi.usecases.status_indices import REVOCATION, StatusIndex
from badgeapi.verification.parse import Presented

_SALT_BYTES = 16
_REMEMBERED = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class IssueAssertion:
    """One credential to issue.

    Attributes:
        credential, subject: further members of the credential and its subject, in OB 3.0 names.
        key: the caller's own name for the assertion, kept for ever.
        idempotency_key: of the HTTP header, kept for at least 24 hours.
        request_sha256: digest of the parsed request, to tell a replay from another request.
    """

    achievement_id: str
    recipient: Recipient
    valid_from: datetime | None
    valid_until: datetime | None
    credential: JsonObject
    subject: JsonObject
    cryptosuite: str
    request_sha256: bytes
    key: str | None = None
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class Issued:
    """What the request stands for now, and whether this call made it."""

    assertion: Assertion
    replayed: bool


@dataclass(frozen=True, slots=True)
class _Ground:
    """What is known before anything is made."""

    issuer: Issuer
    achievement: Achievement
    version: AchievementVersion
    earlier: Assertion | None


async def issue_assertion(
    deployment: Deployment, caller: Caller, command: IssueAssertion, *, issuer_id: str | None = None
) -> Issued:
    """Issue one credential, or return the one that this request has made before.

    `issuer_id`, where given, is the issuer that the achievement must belong to.

    Raises:
        NotFound: no such achievement, or another issuer's.
        KeyReused: one of the keys came with another request before.
        Conflict: the achievement is archived.
        InvalidInput: the credential would break a rule; every fault with its pointer into the request.
    """
    at = deployment.now()
    ground = await deployment.store.read(lambda conn: _survey(conn, caller, command, at))
    if issuer_id not in (None, ground.issuer.id):
        raise NotFound("The achievement belongs to another issuer.", pointer="/achievement")
    if ground.earlier is not None:
        return _replay(ground.earlier, command)
    if ground.achievement.state != "active":
        raise Conflict("The achievement is archived; nothing more is issued with it.", code="archived")
    index = await deployment.indices.take(ground.issuer.id)
    assertion = await _make(deployment, ground, command, index, at)

    def record(conn: Connection) -> None:
        assertions.insert(conn, caller.scope, assertions=[assertion])
        if command.idempotency_key is not None:
            idempotency.remember(conn, caller.scope, entry=_entry(command.idempotency_key, assertion))
        digest = sha256(assertion.credential).hexdigest()
        note(
            conn,
            caller,
            "assertion.issue",
            assertion.id,
            issuer_id=assertion.issuer_id,
            at=at,
            details={"sha256": digest},
        )

    try:
        await deployment.store.write(record)
    except Duplicate:  # the same request, made twice at once: the other was first
        ground = await deployment.store.read(lambda conn: _survey(conn, caller, command, at))
        if ground.earlier is None:
            raise
        return _replay(ground.earlier, command)
    return Issued(assertion, replayed=False)


def _survey(conn: Connection, caller: Caller, command: IssueAssertion, at: datetime) -> _Ground:
    """Steps 1 and 2."""
    achievement = achievements.get(conn, caller.scope, achievement_id=command.achievement_id)
    version = achievement and achievements.version(conn, caller.scope, achievement_id=achievement.id, number=None)
    issuer = achievement and issuers.get(conn, caller.scope, issuer_id=achievement.issuer_id)
    if not (achievement and version and issuer):
        raise NotFound("There is no such achievement.", pointer="/achievement")
    earlier = None
    if command.key is not None:
        earlier = assertions.by_key(conn, caller.scope, issuer_id=issuer.id, key=command.key)
    if earlier is None and command.idempotency_key is not None:
        used = idempotency.find(conn, caller.scope, issuer_id=issuer.id, key=command.idempotency_key, now=at)
        if used is not None:
            earlier = assertions.get(conn, caller.scope, assertion_id=used.assertion_id)
    return _Ground(issuer, achievement, version, earlier)


def _replay(earlier: Assertion, command: IssueAssertion) -> Issued:
    if earlier.request_sha256 != command.request_sha256:
        raise KeyReused("The key was used before for a request with another content.")
    return Issued(earlier, replayed=True)


async def _make(
    deployment: Deployment, ground: _Ground, command: IssueAssertion, index: StatusIndex, at: datetime
) -> Assertion:
    """Steps 4 to 6."""
    issuer, suite = ground.issuer, ISSUING[command.cryptosuite]
    assertion_id = new_id(at)
    valid_from = (command.valid_from or at).replace(microsecond=0)
    valid_until = command.valid_until and command.valid_until.replace(microsecond=0)
    credential = dict(command.credential)
    if valid_until is not None:
        credential["validUntil"] = format_datetime(valid_until)
    achievement = json.loads_object(ground.version.document)
    _check_results(achievement, command.subject.get("result"))
    badge = OpenBadge(
        id=credential_url(issuer.origin, assertion_id),
        issuer=issuer_profile(issuer),
        achievement=achievement,
        recipient=command.recipient,
        valid_from=format_datetime(valid_from),
        status=status_list.entry(list_url(issuer.origin, index.list_id), purpose=REVOCATION, index=index.position),
        credential=credential,
        subject=command.subject,
    )
    document = badge.document(new_urn=new_urn, new_salt=lambda: secrets.token_urlsafe(_SALT_BYTES))
    presented = Presented(document)
    lint_credential(presented, at)
    signer = await active_signer(deployment, issuer, suite)
    secured = data_integrity.secure(
        document,
        presented.transformed(suite, presented.unsecured),
        suite=suite,
        signer=signer,
        created=format_datetime(at.replace(microsecond=0)),
    )
    rdfc = suite.NAME == eddsa_rdfc_2022.NAME
    return Assertion(
        id=assertion_id,
        issuer_id=issuer.id,
        achievement_id=ground.achievement.id,
        achievement_version=ground.version.version,
        key=command.key,
        request_sha256=command.request_sha256,
        recipient_digest=recipient_digest(deployment, issuer.id, command.recipient),
        credential_id=badge.id,
        credential=json.dumps(secured),
        canonical_sha256=sha256(presented.canonical).digest() if rdfc else None,
        cryptosuite=suite.NAME,
        signing_key_id=signer.public_key.multikey,
        status_list_id=index.list_id,
        status_index=index.position,
        state="issued",
        state_reason=None,
        state_changed_at=None,
        published=False,
        valid_from=valid_from,
        valid_until=valid_until,
        created_at=at,
    )


def _check_results(achievement: JsonObject, results: JsonValue) -> None:
    """Hold results against the achievement more strictly than others' badges are held; raises `InvalidInput`."""
    given = [result for result in results if isinstance(result, dict)] if isinstance(results, list) else []
    if faults := list(check_results(achievement, given)):
        raise InvalidInput(faults[0].message, faults=faults)


def _entry(key: str, assertion: Assertion) -> IdempotencyKey:
    return IdempotencyKey(
        assertion.issuer_id,
        key,
        assertion.request_sha256,
        assertion.id,
        assertion.created_at,
        assertion.created_at + _REMEMBERED,
    )


def as_issued(assertion: Assertion) -> Assertion:
    """The assertion as it was when it was made: what a replay of its request is answered with."""
    return replace(assertion, state="issued", state_reason=None, state_changed_at=None, published=False)


def credential_url(origin: str, assertion_id: str) -> str:
    """The id of a credential as signed; its document stands there while it is published."""
    return f"{origin}/credentials/{assertion_id}"


def issuer_profile(issuer: Issuer) -> JsonObject:
    """The issuer as it stands in credentials: its DID and the profile of today."""
    return {"id": issuer.did, "type": ["Profile"], **json.loads_object(issuer.profile)}


def recipient_digest(deployment: Deployment, issuer_id: str, recipient: Recipient) -> bytes:
    """Digest the recipient for look-up: by e-mail before any other identifier, by DID when there is neither."""
    kind, value = (recipient.identities() or [("did", recipient.did or "")])[0]
    return deployment.recipients.digest(issuer_id, "email" if kind == EMAIL else kind, value)
