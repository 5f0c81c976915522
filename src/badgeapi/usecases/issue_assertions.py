"""Issuing: the one path from requests to signed bytes in the store. A command is a batch; one is a batch of one.

    1  has this request been answered before?          idempotency, the caller's own key
    2  may this be issued?                              issuer and achievement within the caller's scope
    3  take a place in a status list                    leased earlier in a transaction of its own
    4  build the document                               \
    5  lint it with the checks that verify               > make_credentials.py, here or in another process
    6  sign, and verify the signature                   /
    7  store bytes, idempotency and audit               one transaction for the whole batch
    8  answer with the stored bytes

Steps 4 to 6 are outside any transaction. No signature leaves before 7 is on disk, so a crash leaves complete
credentials or nothing; a place taken in 3 and lost is a gap, never used again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TypeAlias

from badgeapi.errors import BadgeError, Conflict, KeyReused, NotFound
from badgeapi.keys.keyring import SealedKey
from badgeapi.store import achievements, assertions, idempotency, issuers
from badgeapi.store.achievements import Achievement, AchievementVersion
from badgeapi.store.assertions import Assertion
from badgeapi.store.engine import Connection, Duplicate
from badgeapi.store.idempotency import IdempotencyKey
from badgeapi.store.issuers import Issuer
from badgeapi.store.scope import Scope
from badgeapi.usecases.audit_trail import Deed, note_all
from badgeapi.usecases.caller import Caller
from badgeapi.usecases.deployment import Deployment
from badgeapi.usecases.make_credentials import Delivery, IssueAssertion, Mould, Order, make_credentials
from badgeapi.usecases.sign_document import active_key

_REMEMBERED = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Issued:
    """What a request stands for now, and whether this call made it."""

    assertion: Assertion
    replayed: bool


Outcome: TypeAlias = Issued | BadgeError
"""What came of one request of a batch."""
Make: TypeAlias = Callable[[Deployment, Order], Awaitable[Delivery]]
"""Where steps 4 to 6 are done."""
Also: TypeAlias = Callable[[Connection, Sequence[Outcome]], None]
"""What else is recorded in the transaction of step 7; called again when the transaction is."""


@dataclass(frozen=True, slots=True)
class _Ground:
    """What is known of an achievement before anything is made with it."""

    issuer: Issuer
    achievement: Achievement
    version: AchievementVersion


@dataclass(frozen=True, slots=True)
class _Survey:
    """Steps 1 and 2: grounds by achievement id, active keys by issuer id and suite, earlier answers by position."""

    grounds: dict[str, _Ground | None]
    keys: dict[tuple[str, str], SealedKey | None]
    earlier: dict[int, Assertion]

    def name(self, command: IssueAssertion) -> tuple[str, str] | None:
        """The caller's own key, with the issuer within which it is unique."""
        ground = self.grounds[command.achievement_id]
        return None if ground is None or command.key is None else (ground.issuer.id, command.key)

    def one_of_each_key(
        self, commands: Sequence[IssueAssertion], positions: Iterable[int]
    ) -> tuple[list[int], dict[int, int]]:
        """Part requests in those that are first with their key, and the others, each with its first."""
        firsts: list[int] = []
        others: dict[int, int] = {}
        seen: dict[tuple[str, str], int] = {}
        for position in positions:
            name = self.name(commands[position])
            if name in seen:
                others[position] = seen[name]
                continue
            firsts.append(position)
            if name is not None:
                seen[name] = position
        return firsts, others


async def make_here(deployment: Deployment, order: Order) -> Delivery:
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
    """
    (outcome,) = await issue_assertions(deployment, caller, [command], issuer_id=issuer_id)
    if isinstance(outcome, BadgeError):
        raise outcome
    return outcome


async def issue_assertions(
    deployment: Deployment,
    caller: Caller,
    commands: Sequence[IssueAssertion],
    *,
    issuer_id: str | None = None,
    make: Make = make_here,
    also: Also | None = None,
) -> list[Outcome]:
    """Issue a batch: what can be issued is, in one transaction; each request has an outcome of its own, in order.

    Raises:
        ConfigurationError, SignatureMismatch, Unavailable: nothing was issued.
    """
    at = deployment.now()
    read = deployment.store.read if len(commands) == 1 else deployment.store.scan
    survey = await read(lambda conn: _survey(conn, caller.scope, commands, at))
    outcomes = {
        position: settled
        for position, command in enumerate(commands)
        if (settled := _settled(survey, position, command, issuer_id)) is not None
    }
    while missing := [position for position in range(len(commands)) if position not in outcomes]:
        firsts, others = survey.one_of_each_key(commands, missing)
        delivery = await make(deployment, await _order(deployment, survey, [commands[p] for p in firsts], at))
        deployment.indices.give_back(delivery.unused)
        for position, piece in zip(firsts, delivery.pieces, strict=True):
            outcomes[position] = Issued(piece, replayed=False) if isinstance(piece, Assertion) else piece
        for position, first in others.items():
            if isinstance(made := outcomes[first], Issued):
                outcomes[position] = _replay(made.assertion, commands[position])

    def record(conn: Connection) -> list[Outcome]:
        listed = [outcomes[position] for position in range(len(commands))]
        _insert(conn, caller, commands, listed, at)
        if also is not None:
            also(conn, listed)
        return listed

    while also is not None or _new(outcomes):
        try:
            return await deployment.store.write(record)
        except Duplicate:  # the same request, made twice at once: the other was first
            sought = {position: commands[position] for position in _new(outcomes)}
            found = await read(lambda conn: _earlier(conn, caller.scope, survey, sought, at))  # noqa: B023  # awaited here
            if not found:
                raise
            outcomes |= {position: _replay(assertion, commands[position]) for position, assertion in found.items()}
    return [outcomes[position] for position in range(len(commands))]


def _new(outcomes: Mapping[int, Outcome]) -> list[int]:
    """The requests that stand for an assertion which is not stored yet."""
    issued = {position: outcome for position, outcome in outcomes.items() if isinstance(outcome, Issued)}
    ids = {outcome.assertion.id for outcome in issued.values() if not outcome.replayed}
    return [position for position, outcome in issued.items() if outcome.assertion.id in ids]


def _insert(
    conn: Connection, caller: Caller, commands: Sequence[IssueAssertion], outcomes: Sequence[Outcome], at: datetime
) -> None:
    """Step 7. In the order of the keys: who inserts the same ones at once waits for the other, never crosswise."""
    new = [
        (outcome.assertion, command.idempotency_key)
        for command, outcome in zip(commands, outcomes, strict=True)
        if isinstance(outcome, Issued) and not outcome.replayed
    ]
    new.sort(key=lambda pair: pair[0].key or "")
    if new:
        assertions.insert(conn, caller.scope, assertions=[assertion for assertion, _ in new])
        note_all(conn, caller, "assertion.issue", [_deed(assertion) for assertion, _ in new], at=at)
    for assertion, idempotency_key in new:
        if idempotency_key is not None:
            idempotency.remember(conn, caller.scope, entry=_entry(idempotency_key, assertion))


def _survey(conn: Connection, scope: Scope, commands: Sequence[IssueAssertion], at: datetime) -> _Survey:
    """Steps 1 and 2."""
    grounds = {id_: _ground(conn, scope, id_) for id_ in dict.fromkeys(command.achievement_id for command in commands)}
    survey = _Survey(grounds, {}, {})
    for command in commands:
        if (ground := grounds[command.achievement_id]) is not None:
            kind = ground.issuer.id, command.cryptosuite
            if kind not in survey.keys:
                survey.keys[kind] = active_key(conn, ground.issuer, command.cryptosuite)
    survey.earlier.update(_earlier(conn, scope, survey, dict(enumerate(commands)), at))
    return survey


def _ground(conn: Connection, scope: Scope, achievement_id: str) -> _Ground | None:
    achievement = achievements.get(conn, scope, achievement_id=achievement_id)
    version = achievement and achievements.version(conn, scope, achievement_id=achievement.id, number=None)
    issuer = achievement and issuers.get(conn, scope, issuer_id=achievement.issuer_id)
    return _Ground(issuer, achievement, version) if achievement and version and issuer else None


def _earlier(
    conn: Connection, scope: Scope, survey: _Survey, commands: Mapping[int, IssueAssertion], at: datetime
) -> dict[int, Assertion]:
    """Find what was issued before under the same keys."""
    wanted: defaultdict[str, list[str]] = defaultdict(list)
    for command in commands.values():
        if (name := survey.name(command)) is not None:
            wanted[name[0]].append(name[1])
    named = {
        (issuer_id, assertion.key): assertion
        for issuer_id, keys in wanted.items()
        for assertion in assertions.by_keys(conn, scope, issuer_id=issuer_id, keys=keys)
    }
    found: dict[int, Assertion] = {}
    for position, command in commands.items():
        if (ground := survey.grounds[command.achievement_id]) is None:
            continue
        earlier = named.get((ground.issuer.id, command.key))
        if earlier is None and (key := command.idempotency_key) is not None:
            used = idempotency.find(conn, scope, issuer_id=ground.issuer.id, key=key, now=at)
            earlier = None if used is None else assertions.get(conn, scope, assertion_id=used.assertion_id)
        if earlier is not None:
            found[position] = earlier
    return found


def _settled(survey: _Survey, position: int, command: IssueAssertion, issuer_id: str | None) -> Outcome | None:
    """The outcome of a request that needs no making."""
    ground = survey.grounds[command.achievement_id]
    if ground is None:
        return NotFound("There is no such achievement.", pointer="/achievement")
    if issuer_id not in (None, ground.issuer.id):
        return NotFound("The achievement belongs to another issuer.", pointer="/achievement")
    if (earlier := survey.earlier.get(position)) is not None:
        return _replay(earlier, command)
    if ground.achievement.state != "active":
        return Conflict("The achievement is archived; nothing more is issued with it.", code="archived")
    if survey.keys[ground.issuer.id, command.cryptosuite] is None:
        return Conflict(f"The issuer has no active key for {command.cryptosuite}.")
    return None


def _replay(earlier: Assertion, command: IssueAssertion) -> Outcome:
    if earlier.request_sha256 != command.request_sha256:
        return KeyReused("The key was used before for a request with another content.")
    return Issued(earlier, replayed=True)


async def _order(deployment: Deployment, survey: _Survey, commands: Sequence[IssueAssertion], at: datetime) -> Order:
    """Step 3, and all that steps 4 to 6 need."""
    moulds: dict[tuple[str, str], Mould] = {}
    wanted: defaultdict[str, int] = defaultdict(int)
    for command in commands:
        ground = survey.grounds[command.achievement_id]
        key = None if ground is None else survey.keys[ground.issuer.id, command.cryptosuite]
        if ground is None or key is None:
            raise AssertionError("only what passed step 2 is made")
        kind = command.achievement_id, command.cryptosuite
        moulds.setdefault(kind, Mould(ground.issuer, ground.version, command.cryptosuite, key))
        wanted[ground.issuer.id] += 1
    numbers = {kind: number for number, kind in enumerate(moulds)}
    return Order(
        tuple(moulds.values()),
        tuple((numbers[command.achievement_id, command.cryptosuite], command) for command in commands),
        {issuer_id: await deployment.indices.take(issuer_id, count) for issuer_id, count in wanted.items()},
        at,
    )


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
    return replace(assertion, state="issued", state_reason=None, state_changed_at=None, published=False)
