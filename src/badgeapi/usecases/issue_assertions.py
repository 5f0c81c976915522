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
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import TypeAlias

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
Also: TypeAlias = Callable[[Sequence[Outcome]], Awaitable[Write]]
"""Prepares what else is recorded in the transaction of step 7; asked again when the outcomes have changed."""


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
    deployment: Deployment,
    caller: Caller,
    commands: Sequence[R],
    *,
    make: Make[R],
    issuer_id: str | None = None,
    also: Also | None = None,
) -> list[Outcome]:
    """Issue a batch: what can be issued is, in one transaction; each request has an outcome of its own, in order.

    Raises:
        ConfigurationError, SignatureMismatch, Unavailable: nothing was issued.
    """
    at = deployment.now()
    store = deployment.store
    is_one = len(commands) == 1
    read, write = (store.look_up, store.write) if is_one else (store.scan, store.write_many)
    survey = await read(lambda conn: survey_requests(conn, caller.scope, commands, at))
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

    while also is not None or _new(outcomes):
        listed = [outcomes[position] for position in range(len(commands))]
        # Prepared before the transaction, for whose end others wait.
        prepare = partial(_inserting, store, caller, commands, listed, at)
        inserts, besides = prepare() if is_one else await asyncio.to_thread(prepare)
        if also is not None:
            besides.append(await also(listed))
        try:
            if is_one and not besides:
                await store.insert(*inserts)
            else:
                pause = deployment.lanes.awards.give_way
                await write(partial(_all, [*(partial(one.run, pause=pause) for one in inserts), *besides]))
        except Duplicate:  # the same request, made twice at once: the other was first
            sought = {position: commands[position] for position in _new(outcomes)}
            found = await read(lambda conn: find_earlier(conn, caller.scope, survey, sought, at))  # noqa: B023  # awaited here
            if not found:
                raise
            outcomes |= {position: replay(assertion, commands[position]) for position, assertion in found.items()}
        else:
            return listed
    return [outcomes[position] for position in range(len(commands))]


def _new(outcomes: Mapping[int, Outcome]) -> list[int]:
    """The requests that stand for an assertion which is not stored yet."""
    issued = {position: outcome for position, outcome in outcomes.items() if isinstance(outcome, Issued)}
    ids = {outcome.assertion.id for outcome in issued.values() if not outcome.replayed}
    return [position for position, outcome in issued.items() if outcome.assertion.id in ids]


def _all(writes: Sequence[Write], conn: Connection) -> None:
    for write in writes:
        write(conn)


def _inserting(
    store: Store, caller: Caller, commands: Sequence[Request], outcomes: Sequence[Outcome], at: datetime
) -> tuple[list[Prepared], list[Write]]:
    """Step 7: rows of each table, and what is written besides.

    In the order of the keys: who inserts the same ones at once waits for the other, never crosswise.
    """
    new = [
        (outcome.assertion, command.idempotency_key)
        for command, outcome in zip(commands, outcomes, strict=True)
        if isinstance(outcome, Issued) and not outcome.replayed
    ]
    new.sort(key=lambda pair: pair[0].key or "")
    made = [assertion for assertion, _ in new]
    entries = describe(caller, "assertion.issue", [_deed(assertion) for assertion in made], at=at)
    remembered = [_entry(key, assertion) for assertion, key in new if key is not None]
    inserts = [
        assertions.inserting(store.dialect, caller.scope, assertions=made),
        audit.appending(store.dialect, caller.scope, entries=entries),
    ]
    return inserts, [partial(idempotency.remember, scope=caller.scope, entry=entry) for entry in remembered]


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
