"""Making credentials: building, linting, signing. Steps 4 to 6 of issuing, for as many as are asked for at once.

A function of its arguments and two secrets: no store, no clock, nothing but values that can be sent to another
process. So the work can be done wherever a processor is free. What many credentials have in common is worked out once
for an order, and each step is done for all before the next one: drafting, signing and verifying do not throw each
other's code out of the processor's caches, which took a tenth of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from hashlib import sha256
from typing import Generic, NamedTuple, Protocol, TypeAlias, TypeVar

from badgeapi.canon import json
from badgeapi.canon.json import JsonObject, JsonValue
from badgeapi.credentials.identity import EMAIL
from badgeapi.credentials.open_badge import CONTEXT, OpenBadge, Recipient
from badgeapi.credentials.rules import check_results
from badgeapi.credentials.time import format_datetime
from badgeapi.errors import InvalidInput
from badgeapi.keys.keyring import Keyring, SealedKey
from badgeapi.keys.sealing import RecipientIndex
from badgeapi.signing import data_integrity
from badgeapi.signing.signer import Signer
from badgeapi.signing.suites import ISSUING, eddsa_rdfc_2022
from badgeapi.signing.suites.hashed import HashedSuite
from badgeapi.store.achievements import AchievementVersion
from badgeapi.store.assertions import Assertion
from badgeapi.store.issuers import Issuer
from badgeapi.usecases.fill_template import Pattern, pattern
from badgeapi.usecases.ids import CREDENTIAL_BYTES, Draw, drawing, new_id, new_salt, new_urn
from badgeapi.usecases.lint_credential import lint_credential
from badgeapi.usecases.publish_status_list import list_url
from badgeapi.usecases.status_indices import StatusIndex
from badgeapi.verification.parse import Presented

_CONTEXT = json.dumps([*CONTEXT])
_format = lru_cache(maxsize=256)(format_datetime)  # a batch is made within one second
_NOWHERE = StatusIndex("00000000-0000-7000-8000-000000000000", 0, 0)


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


class IssueAssertion(NamedTuple):
    """One credential to issue; a tuple, for they come by the thousand.

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
    benches = _benches(order)
    presses = [_Press.of(bench, mould, keyring, recipients) for bench, mould in zip(benches, order.moulds, strict=True)]
    drafts: list[_Draft | InvalidInput] = []
    digests: list[list[bytes]] = [[] for _ in presses]
    for number, command in order.pieces:
        places = unused[benches[number].issuer.id]
        try:
            draft = benches[number].draft(command, places[-1])
        except InvalidInput as error:
            drafts.append(error)
        else:
            places.pop()
            drafts.append(draft)
            digests[number].append(draft.digest)
    proofs = [press.prove(each) for press, each in zip(presses, digests, strict=True)]
    pieces = [
        draft if isinstance(draft, InvalidInput) else presses[number].finish(command, draft, next(proofs[number]))
        for (number, command), draft in zip(order.pieces, drafts, strict=True)
    ]
    return Delivery(pieces, unused)


def lint_requests(order: Order[IssueAssertion]) -> list[InvalidInput | None]:
    """Say what is wrong with each request of an order, as making it would: a dry run, in which nothing is signed."""
    benches = _benches(order)
    return [_fault(benches[number], command) for number, command in order.pieces]


def _benches(order: Order[IssueAssertion]) -> list[_Bench]:
    """Set up a bench for each mould; all draw from one supply of chance."""
    draw = drawing(len(order.pieces) * CREDENTIAL_BYTES)
    return [_Bench.of(mould, order.at, draw) for mould in order.moulds]


def _fault(bench: _Bench, command: IssueAssertion) -> InvalidInput | None:
    try:
        bench.draft(command, _NOWHERE)
    except InvalidInput as error:
        return error
    return None


class _Draft(NamedTuple):
    """A credential that has passed its lint.

    Attributes:
        text: it as JSON.
        digest: of its canonical bytes in the suite that it was drafted for.
    """

    assertion_id: str
    credential_id: str
    text: bytes
    digest: bytes
    place: StatusIndex
    valid_from: datetime
    valid_until: datetime | None


class _Bench(NamedTuple):
    """A mould, and all that drafting from it at one time needs: steps 4 and 5."""

    issuer: Issuer
    version: AchievementVersion
    suite: HashedSuite
    pattern: Pattern
    at: datetime
    second: datetime
    draw: Draw

    @classmethod
    def of(cls, mould: Mould, at: datetime, draw: Draw) -> _Bench:
        found = pattern(mould.issuer.did, mould.issuer.profile, mould.version.document)
        second = at.replace(microsecond=0)
        return cls(mould.issuer, mould.version, ISSUING[mould.suite], found, at, second, draw)

    def draft(self, command: IssueAssertion, place: StatusIndex) -> _Draft:
        """Build the document and lint it; raises `InvalidInput` with every fault of the request."""
        assertion_id, origin = new_id(self.at, self.draw), self.issuer.origin
        valid_from = self.second if command.valid_from is None else command.valid_from.replace(microsecond=0)
        valid_until, credential = command.valid_until, command.credential
        if valid_until is not None:
            valid_until = valid_until.replace(microsecond=0)
            credential = {**credential, "validUntil": _format(valid_until)}
        if "result" in command.subject:
            self._check_results(command.subject["result"])
        badge = OpenBadge(
            id=credential_url(origin, assertion_id),
            issuer=self.pattern.issuer,
            achievement=self.pattern.achievement,
            subject_id=command.recipient.did or new_urn(self.draw),
            identities=command.recipient.shown(partial(new_salt, self.draw)),
            valid_from=_format(valid_from),
            status_list=list_url(origin, place.list_id),
            status_index=place.position,
            credential=credential,
            subject=command.subject,
        )
        text, canonical = self._write(badge)
        return _Draft(assertion_id, badge.id, text, sha256(canonical).digest(), place, valid_from, valid_until)

    def _write(self, badge: OpenBadge) -> tuple[bytes, bytes]:
        """Write a badge as JSON and in the form that is hashed: by a template, or with its whole lint."""
        filled = self.pattern.fill(badge)
        if filled is not None:
            return filled.json_text(), (filled.canonical if _is_rdfc(self.suite) else filled.jcs)()
        document = badge.document()
        presented = Presented(document)
        lint_credential(presented, self.at)
        self.pattern.learn(badge, document)
        return json.dumps(document), presented.transformed(self.suite, presented.unsecured)

    def _check_results(self, results: JsonValue) -> None:
        """Hold results against the achievement more strictly than others' badges are held; raises `InvalidInput`."""
        if faults := list(check_results(self.pattern.described, results)):
            raise InvalidInput(faults[0].message, faults=faults)


class _Press(NamedTuple):
    """A bench, and all that makes its drafts into assertions: step 6."""

    bench: _Bench
    recipients: RecipientIndex
    signer: Signer
    options: data_integrity.Options
    key_id: str

    @classmethod
    def of(cls, bench: _Bench, mould: Mould, keyring: Keyring, recipients: RecipientIndex) -> _Press:
        """Open the key of a mould; raises `ConfigurationError` when it does not open."""
        signer, created = keyring.signer(bench.issuer.did, mould.key), _format(bench.second)
        options = data_integrity.Options.of(_CONTEXT, suite=bench.suite, signer=signer, created=created)
        return cls(bench, recipients, signer, options, signer.public_key.multikey)

    def prove(self, digests: list[bytes]) -> Iterator[bytes]:
        """Write the proofs of drafts, in their order; raises `SignatureMismatch` before the first of them."""
        return map(self.options.write, self.options.sign(digests, self.signer))

    def finish(self, command: IssueAssertion, draft: _Draft, proof: bytes) -> Assertion:
        """Put a draft and its proof together."""
        bench, place = self.bench, draft.place
        return Assertion(
            id=draft.assertion_id,
            issuer_id=bench.issuer.id,
            achievement_id=bench.version.achievement_id,
            achievement_version=bench.version.version,
            key=command.key,
            request_sha256=command.request_sha256,
            recipient_digest=recipient_digest(self.recipients, bench.issuer.id, command.recipient),
            credential_id=draft.credential_id,
            credential=b'%b,"proof":[%b]}' % (draft.text.removesuffix(b"}"), proof),
            canonical_sha256=draft.digest if _is_rdfc(bench.suite) else None,
            cryptosuite=bench.suite.NAME,
            signing_key_id=self.key_id,
            status_list_id=place.list_id,
            status_index=place.position,
            status_counter=place.counter,
            state="issued",
            state_reason=None,
            state_changed_at=None,
            published=False,
            valid_from=draft.valid_from,
            valid_until=draft.valid_until,
            created_at=bench.at,
        )


def _is_rdfc(suite: HashedSuite) -> bool:
    return suite.NAME == eddsa_rdfc_2022.NAME


def credential_url(origin: str, assertion_id: str) -> str:
    """The id of a credential as signed; its document stands there while it is published."""
    return f"{origin}/credentials/{assertion_id}"


def recipient_digest(recipients: RecipientIndex, issuer_id: str, recipient: Recipient) -> bytes:
    """Digest the recipient for look-up: by e-mail before any other identifier, by DID when there is neither."""
    kind, value = (recipient.identities() or [("did", recipient.did or "")])[0]
    return recipients.digest(issuer_id, "email" if kind == EMAIL else kind, value)
