"""Issuing: the one path from requests to signed bytes in the store. A command is a batch; one is a batch of one.

    1  has this request been answered before?        survey_requests.py
    2  may this be issued?                           survey_requests.py
    3  take a place in a status list                 leased earlier in a transaction of its own
    4  put the badge together, by a template or not  make_credentials.py, here or in another process
    5  lint it with the checks that verify           make_credentials.py
    6  sign, and verify the signature                make_credentials.py
    7  store bytes, idempotency and audit            one transaction for the whole batch
    8  answer with the stored bytes

Steps 4 to 6 are outside any transaction. No signature leaves before 7 is on disk, so a crash leaves complete
credentials or nothing; a place taken in 3 and lost is a gap, never used again.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Generic, NamedTuple, TypeAlias, TypeGuard, TypeVar

from badgeapi.errors import BadgeError
from badgeapi.store import assertions, audit, idempotency
from badgeapi.store.assertions import Assertion
from badgeapi.store.engine import Connection, Duplicate, Store
from badgeapi.store.idempotency import IdempotencyKey
from badgeapi.store.statements import Prepared
from badgeapi.usecases.audit_trail import Deed, describe
from badgeapi.usecases.caller import Caller
from badgeapi.usecases.deployment import Deployment
from badgeapi.usecases.make_credentials import Delivery, IssueAssertion, Order, R, Request, make_credentials, order
from badgeapi.usecases.survey_requests import Issued, Outcome, Survey, find_earlier, replay, survey_requests

_REMEMBERED = timedelta(days=2)

Make: TypeAlias = Callable[[Deployment, Order[R]], Awaitable[Delivery]]
"""Where steps 4 to 6 are done."""
Write: TypeAlias = Callable[[Connection], None]
Also: TypeAlias = Callable[[Sequence[Outcome]], Write]
"""Prepares, in a thread, what else is recorded with step 7; asked again when the outcomes have changed."""
T = TypeVar("T")


async def make_here(deployment: Deployment, order: Order[IssueAssertion]) -> Delivery:
    """Make credentials on the spot: right for one, too long for many."""
    return make_credentials(deployment.keyring, deployment.recipients, order)


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
        TooManyRequests, Busy: too much is being issued; nothing was done.
    """
    async with deployment.lanes.awards.place(caller.scope.issuer_id):
        (outcome,) = await issue_assertions(deployment, caller, [command], make=make_here, issuer_id=issuer_id)
    if isinstance(outcome, BadgeError):
        raise outcome
    return outcome


async def issue_assertions(
    deployment: Deployment, caller: Caller, commands: Sequence[R], *, make: Make[R], issuer_id: str | None = None
) -> list[Outcome]:
    """Issue a batch: what can be issued is, in one transaction; each request has an outcome of its own, in order.

    Raises:
        ConfigurationError, SignatureMismatch, Unavailable: nothing was issued.
    """
    made = await make_assertions(deployment, caller, commands, make=make, issuer_id=issuer_id)
    await store_assertions(deployment, caller, made, [Part(range(len(commands)))])
    return made.of(range(len(commands)))


@dataclass(frozen=True, slots=True)
class Made(Generic[R]):
    """Requests, and by their positions what has come of each, or will once it is stored."""

    commands: Sequence[R]
    survey: Survey
    outcomes: dict[int, Outcome]
    at: datetime

    def of(self, positions: range) -> list[Outcome]:
        """What came of some of them."""
        return [self.outcomes[position] for position in positions]


async def make_assertions(
    deployment: Deployment, caller: Caller, commands: Sequence[R], *, make: Make[R], issuer_id: str | None = None
) -> Made[R]:
    """Steps 1 to 6 for a batch; raises as `issue_assertions`."""
    at = deployment.now()
    survey = await _read(deployment.store, commands)(lambda conn: survey_requests(conn, caller.scope, commands, at))
    outcomes = {
        position: settled
        for position, command in enumerate(commands)
        if (settled := survey.settled(position, command, issuer_id=issuer_id)) is not None
    }
    while missing := [position for position in range(len(commands)) if position not in outcomes]:
        firsts, others = survey.one_of_each_key(commands, missing)
        delivery = await make(deployment, await _order(deployment, survey, [commands[p] for p in firsts], at))
        deployment.indices.give_back(delivery.unused)
        for position, piece in zip(firsts, delivery.pieces, strict=True):
            outcomes[position] = Issued(piece, replayed=False) if isinstance(piece, Assertion) else piece
        for position, first in others.items():
            if isinstance(made := outcomes[first], Issued):
                outcomes[position] = replay(made.assertion, commands[position])
    return Made(commands, survey, outcomes, at)


class Part(NamedTuple):
    """What is stored in one transaction: what was made for some positions, and what `also` prepares besides."""

    positions: range
    also: Also | None = None


async def store_assertions(deployment: Deployment, caller: Caller, made: Made[R], parts: Sequence[Part]) -> None:
    """Step 7 for a batch, part by part. Where another was first with a key, the outcome is what that one made.

    Raises:
        Unavailable, or what `also` or its write does: this part is not stored, nor are those after it.
    """
    store, left = deployment.store, [*parts]
    is_one = len(made.commands) == 1
    while left:
        # Before the transactions, for whose ends others wait; all at once, for a thread takes turns with the loop.
        prepare = partial(_prepare, store, caller, made, left)
        for inserts, besides in prepare() if is_one else await asyncio.to_thread(prepare):
            try:
                if is_one and inserts and not besides:
                    await store.insert(*inserts)
                elif inserts or besides:
                    pause = deployment.lanes.awards.give_way
                    writes: list[Write] = [*(partial(one.run, pause=pause) for one in inserts), *besides]
                    await (store.write if is_one else store.write_many)(partial(_all, writes))
            except Duplicate:  # the same request, made twice at once: the other was first
                if not await _take_over(store, caller, made, left[0].positions):
                    raise
                break
            del left[0]


async def _take_over(store: Store, caller: Caller, made: Made[R], positions: range) -> bool:
    """Take what others stored first for what was made for some positions; False when that is nothing."""
    new = {outcome.assertion.id for outcome in made.of(positions) if _is_new(outcome)}
    sought = {  # wherever it is: a later request may have come to the same
        position: made.commands[position]
        for position, outcome in made.outcomes.items()
        if isinstance(outcome, Issued) and outcome.assertion.id in new
    }
    found = await _read(store, made.commands)(
        lambda conn: find_earlier(conn, caller.scope, made.survey, sought, made.at)
    )
    made.outcomes.update({position: replay(found[position], made.commands[position]) for position in found})
    return bool(found)


def _is_new(outcome: Outcome) -> TypeGuard[Issued]:
    return isinstance(outcome, Issued) and not outcome.replayed


def _read(store: Store, commands: Sequence[Request]) -> Callable[[Callable[[Connection], T]], Awaitable[T]]:
    """How what is asked for some requests is read."""
    return store.look_up if len(commands) == 1 else store.scan


def _all(writes: Sequence[Write], conn: Connection) -> None:
    for write in writes:
        write(conn)


def _prepare(
    store: Store, caller: Caller, made: Made[R], parts: Sequence[Part]
) -> list[tuple[list[Prepared], list[Write]]]:
    """Step 7 as far as it needs no transaction: for each part rows of each table, and what is written besides."""
    prepared = []
    for positions, also in parts:
        outcomes = made.of(positions)
        new = [
            (outcome.assertion, made.commands[position].idempotency_key)
            for position, outcome in zip(positions, outcomes, strict=True)
            if _is_new(outcome)
        ]
        # In the order of the keys: who inserts the same ones at once waits for the other, never crosswise.
        new.sort(key=lambda pair: pair[0].key or "")
        entries = [_entry(key, assertion) for assertion, key in new if key is not None]
        besides: list[Write] = [partial(idempotency.remember, scope=caller.scope, entry=entry) for entry in entries]
        if also is not None:
            besides.append(also(outcomes))
        prepared.append((_inserting(store, caller, [assertion for assertion, _ in new], made.at), besides))
    return prepared


def _inserting(store: Store, caller: Caller, new: Sequence[Assertion], at: datetime) -> list[Prepared]:
    """The rows of each table; none when nothing is new."""
    if not new:
        return []
    entries = describe(caller, "assertion.issue", [_deed(assertion) for assertion in new], at=at)
    return [
        assertions.inserting(store.dialect, caller.scope, assertions=new),
        audit.appending(store.dialect, caller.scope, entries=entries),
    ]


async def _order(deployment: Deployment, survey: Survey, commands: Sequence[R], at: datetime) -> Order[R]:
    """Step 3, and all that steps 4 to 6 need."""
    ordered = order(survey.mould, commands, {}, at)
    wanted: Counter[str] = Counter()
    for number, count in Counter(number for number, _ in ordered.pieces).items():
        wanted[ordered.moulds[number].issuer.id] += count
    indices = {issuer_id: await deployment.indices.take(issuer_id, count) for issuer_id, count in wanted.items()}
    return replace(ordered, indices=indices)


def _deed(assertion: Assertion) -> Deed:
    digest = sha256(assertion.credential).hexdigest()
    return Deed(assertion.id, assertion.issuer_id, {"sha256": digest})


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
    return assertion._replace(state="issued", state_reason=None, state_changed_at=None, published=False)
