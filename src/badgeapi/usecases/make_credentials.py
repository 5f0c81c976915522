"""Making credentials: building, linting, signing. Steps 4 to 6 of issuing, for as many as are asked for at once.

A function of its arguments and two secrets: no store, no clock, nothing but values that can be sent to another
process. So the work can be done wherever a processor is free. `make_credential` is what one credential costs.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Generic, Protocol, TypeAlias, TypeVar

from badgeapi.canon import json
from badgeapi.canon.json import JsonObject, JsonValue
from badgeapi.credentials import status_list
from badgeapi.credentials.identity import EMAIL
from badgeapi.credentials.open_badge import OpenBadge, Recipient
from badgeapi.credentials.rules import check_results
from badgeapi.credentials.time import format_datetime
from badgeapi.errors import InvalidInput
from badgeapi.keys.keyring import Keyring, SealedKey
from badgeapi.keys.sealing import RecipientIndex
from badgeapi.signing import data_integrity
from badgeapi.signing.suites import ISSUING, eddsa_rdfc_2022
from badgeapi.store.achievements import AchievementVersion
from badgeapi.store.assertions import Assertion
from badgeapi.store.issuers import Issuer
from badgeapi.usecases.fill_template import pattern
from badgeapi.usecases.ids import new_id, new_urn
from badgeapi.usecases.lint_credential import lint_credential
from badgeapi.usecases.publish_status_list import list_url
from badgeapi.usecases.status_indices import REVOCATION, StatusIndex
from badgeapi.verification.parse import Presented

_SALT_BYTES = 16
_format = lru_cache(maxsize=256)(format_datetime)  # a batch is made within one second
_NOWHERE = StatusIndex("00000000-0000-7000-8000-000000000000", 0)


class Request(Protocol):
    """What has to be known of a request until it is made, of which its `IssueAssertion` is all."""

    @property
    def achievement_id(self) -> str: ...  # noqa: D102  # as in `IssueAssertion`, like those that follow
    @property
    def cryptosuite(self) -> str: ...  # noqa: D102
    @property
    def request_sha256(self) -> bytes: ...  # noqa: D102
    @property
    def key(self) -> str | None: ...  # noqa: D102
    @property
    def idempotency_key(self) -> str | None: ...  # noqa: D102


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
class Mould:
    """What the credentials of one achievement in one suite have in common; `key` is the issuer's active one."""

    issuer: Issuer
    version: AchievementVersion
    suite: str
    key: SealedKey


P = TypeVar("P")
R = TypeVar("R", bound=Request)


@dataclass(frozen=True, slots=True)
class Order(Generic[P]):
    """Credentials to make.

    Attributes:
        pieces: each with the number of its mould.
        indices: places in status lists by issuer, one for each piece of that issuer.
    """

    moulds: tuple[Mould, ...]
    pieces: tuple[tuple[int, P], ...]
    indices: dict[str, list[StatusIndex]]
    at: datetime


Piece: TypeAlias = Assertion | InvalidInput


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came of an order: a credential or what is wrong with its request, in order, and the places left over."""

    pieces: list[Piece]
    unused: dict[str, list[StatusIndex]]


def order(
    mould: Callable[[R], Mould],
    commands: Sequence[R],
    indices: dict[str, list[StatusIndex]],
    at: datetime,
) -> Order[R]:
    """Order credentials; requests for the same achievement in the same suite share their mould."""
    numbers: dict[tuple[str, str], int] = {}
    moulds: list[Mould] = []
    pieces = []
    for command in commands:
        kind = command.achievement_id, command.cryptosuite
        if kind not in numbers:
            numbers[kind] = len(moulds)
            moulds.append(mould(command))
        pieces.append((numbers[kind], command))
    return Order(tuple(moulds), tuple(pieces), indices, at)


def make_credentials(keyring: Keyring, recipients: RecipientIndex, order: Order[IssueAssertion]) -> Delivery:
    """Make what is ordered. A place is used up by a signature only: what fails its lint leaves it to the next.

    Raises:
        ConfigurationError: a key does not open.
        SignatureMismatch: a signature does not verify; nothing of the order may be released.
    """
    unused = {issuer_id: list(places) for issuer_id, places in order.indices.items()}
    pieces: list[Piece] = []
    for number, command in order.pieces:
        mould = order.moulds[number]
        places = unused[mould.issuer.id]
        try:
            pieces.append(make_credential(keyring, recipients, mould, command, places[-1], order.at))
        except InvalidInput as error:
            pieces.append(error)
        else:
            places.pop()
    return Delivery(pieces, unused)


def lint_requests(order: Order[IssueAssertion]) -> list[InvalidInput | None]:
    """Say what is wrong with each request of an order, as making it would: a dry run, in which nothing is signed."""
    return [_fault(order.moulds[number], command, order.at) for number, command in order.pieces]


def _fault(mould: Mould, command: IssueAssertion, at: datetime) -> InvalidInput | None:
    try:
        draft(mould, command, _NOWHERE, at)
    except InvalidInput as error:
        return error
    return None


@dataclass(frozen=True, slots=True)
class Draft:
    """A document that has passed its lint, and what is known of it besides.

    Attributes:
        text: it as JSON.
        canonical: its canonical bytes in the suite that it was drafted for.
    """

    assertion_id: str
    document: JsonObject
    text: bytes
    canonical: bytes
    valid_from: datetime
    valid_until: datetime | None


def draft(mould: Mould, command: IssueAssertion, index: StatusIndex, at: datetime) -> Draft:
    """Steps 4 and 5: build the document and lint it; raises `InvalidInput` with every fault of the request."""
    issuer, assertion_id = mould.issuer, new_id(at)
    valid_from = (command.valid_from or at).replace(microsecond=0)
    valid_until = command.valid_until and command.valid_until.replace(microsecond=0)
    credential = dict(command.credential)
    if valid_until is not None:
        credential["validUntil"] = format_datetime(valid_until)
    common = pattern(issuer.did, issuer.profile, mould.version.document)
    _check_results(common.achievement, command.subject.get("result"))
    badge = OpenBadge(
        id=credential_url(issuer.origin, assertion_id),
        issuer=common.issuer,
        achievement=common.achievement,
        recipient=command.recipient,
        valid_from=_format(valid_from),
        status=status_list.entry(list_url(issuer.origin, index.list_id), purpose=REVOCATION, index=index.position),
        credential=credential,
        subject=command.subject,
    )
    document = badge.document(new_urn=new_urn, new_salt=lambda: secrets.token_urlsafe(_SALT_BYTES))
    filled = common.fill(document)
    if filled is None:
        presented = Presented(document)
        lint_credential(presented, at)
        common.learn(document)
        text, canonical = json.dumps(document), presented.transformed(ISSUING[mould.suite], presented.unsecured)
    else:
        text, canonical = filled.json_text, filled.canonical if _is_rdfc(mould) else filled.jcs()
    return Draft(assertion_id, document, text, canonical, valid_from, valid_until)


def make_credential(
    keyring: Keyring,
    recipients: RecipientIndex,
    mould: Mould,
    command: IssueAssertion,
    index: StatusIndex,
    at: datetime,
) -> Assertion:
    """Make one credential; raises as `make_credentials` and `draft`."""
    issuer, suite = mould.issuer, ISSUING[mould.suite]
    drafted = draft(mould, command, index, at)
    signer = keyring.signer(issuer.did, mould.key)
    digest = sha256(drafted.canonical).digest()
    proof = data_integrity.prove(
        digest,
        drafted.document["@context"],
        suite=suite,
        signer=signer,
        created=_format(at.replace(microsecond=0)),
    )
    return Assertion(
        id=drafted.assertion_id,
        issuer_id=issuer.id,
        achievement_id=mould.version.achievement_id,
        achievement_version=mould.version.version,
        key=command.key,
        request_sha256=command.request_sha256,
        recipient_digest=recipient_digest(recipients, issuer.id, command.recipient),
        credential_id=credential_url(issuer.origin, drafted.assertion_id),
        credential=drafted.text[:-1] + b',"proof":' + json.dumps([proof]) + b"}",
        canonical_sha256=digest if _is_rdfc(mould) else None,
        cryptosuite=suite.NAME,
        signing_key_id=signer.public_key.multikey,
        status_list_id=index.list_id,
        status_index=index.position,
        state="issued",
        state_reason=None,
        state_changed_at=None,
        published=False,
        valid_from=drafted.valid_from,
        valid_until=drafted.valid_until,
        created_at=at,
    )


def _is_rdfc(mould: Mould) -> bool:
    return mould.suite == eddsa_rdfc_2022.NAME


def _check_results(achievement: JsonObject, results: JsonValue) -> None:
    """Hold results against the achievement more strictly than others' badges are held; raises `InvalidInput`."""
    given = [result for result in results if isinstance(result, dict)] if isinstance(results, list) else []
    if given and (faults := list(check_results(achievement, given))):
        raise InvalidInput(faults[0].message, faults=faults)


def credential_url(origin: str, assertion_id: str) -> str:
    """The id of a credential as signed; its document stands there while it is published."""
    return f"{origin}/credentials/{assertion_id}"


def recipient_digest(recipients: RecipientIndex, issuer_id: str, recipient: Recipient) -> bytes:
    """Digest the recipient for look-up: by e-mail before any other identifier, by DID when there is neither."""
    kind, value = (recipient.identities() or [("did", recipient.did or "")])[0]
    return recipients.digest(issuer_id, "email" if kind == EMAIL else kind, value)
