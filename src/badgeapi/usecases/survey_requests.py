"""What is known of requests before anything is made: steps 1 and 2 of issuing, in one read for a whole batch.

Has a request been answered before? May it be issued? Issuer and achievement are found within the caller's scope, or not
at all. Nothing is changed here, so that a dry run asks the same questions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from badgeapi.errors import BadgeError, Conflict, KeyReused, NotFound
from badgeapi.keys.keyring import SealedKey
from badgeapi.keys.sealing import KeyName
from badgeapi.store import assertions, grounds, idempotency
from badgeapi.store.assertions import Assertion
from badgeapi.store.engine import Connection
from badgeapi.store.grounds import Ground
from badgeapi.store.scope import Scope
from badgeapi.usecases.make_credentials import Mould, Request
from badgeapi.usecases.sign_document import DEFAULT_SUITE


@dataclass(frozen=True, slots=True)
class Issued:
    """What a request stands for now, and whether this call made it."""

    assertion: Assertion
    replayed: bool


Outcome: TypeAlias = Issued | BadgeError
"""What came of one request of a batch."""


@dataclass(frozen=True, slots=True)
class Survey:
    """Steps 1 and 2: grounds by achievement id, active keys by issuer id and suite, earlier answers by position."""

    grounds: dict[str, Ground | None]
    keys: dict[tuple[str, str], SealedKey | None]
    earlier: dict[int, Assertion]

    def name(self, command: Request) -> tuple[str, str] | None:
        """The caller's own key, with the issuer within which it is unique."""
        ground = self.grounds[command.achievement_id]
        return None if ground is None or command.key is None else (ground.issuer.id, command.key)

    def one_of_each_key(
        self, commands: Sequence[Request], positions: Iterable[int]
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

    def settled(self, position: int, command: Request, *, issuer_id: str | None = None) -> Outcome | None:
        """The outcome of a request that needs no making; `issuer_id`, where given, is the only issuer allowed."""
        ground = self.grounds[command.achievement_id]
        if ground is None:
            return NotFound("There is no such achievement.", pointer="/achievement")
        if issuer_id not in (None, ground.issuer.id):
            return NotFound("The achievement belongs to another issuer.", pointer="/achievement")
        if (earlier := self.earlier.get(position)) is not None:
            return replay(earlier, command)
        if ground.achievement.state != "active":
            told = "The achievement is archived; nothing more is issued with it."
            return Conflict(told, code="archived", pointer="/achievement")
        if self.keys[ground.issuer.id, command.cryptosuite] is None:
            return Conflict(f"The issuer has no active key for {command.cryptosuite}.", pointer="/cryptosuite")
        return None

    def mould(self, command: Request) -> Mould:
        """What a request that is not settled is to be made with."""
        ground = self.grounds[command.achievement_id]
        key = None if ground is None else self.keys[ground.issuer.id, command.cryptosuite]
        if ground is None or key is None:
            raise AssertionError("only what is not settled is made")
        return Mould(ground.issuer, ground.version, command.cryptosuite, key)


def survey_requests(conn: Connection, scope: Scope, commands: Sequence[Request], at: datetime) -> Survey:
    """Steps 1 and 2."""
    survey = Survey({}, {}, {})
    for achievement_id, suite in dict.fromkeys((command.achievement_id, command.cryptosuite) for command in commands):
        shared = DEFAULT_SUITE.NAME
        ground = grounds.find(conn, scope, achievement_id=achievement_id, suite=suite, suite_of_all=shared)
        survey.grounds[achievement_id] = ground
        if ground is not None:
            survey.keys[ground.issuer.id, suite] = _signing_key(ground)
    survey.earlier.update(find_earlier(conn, scope, survey, dict(enumerate(commands)), at))
    return survey


def _signing_key(ground: Ground) -> SealedKey | None:
    key = ground.key
    return None if key is None else SealedKey(KeyName(ground.issuer.id, key.id, key.version), key.sealed_private)


def find_earlier(
    conn: Connection, scope: Scope, survey: Survey, commands: Mapping[int, Request], at: datetime
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


def replay(earlier: Assertion, command: Request) -> Outcome:
    """Answer a request with what it made before, if it is the same request."""
    return Issued(earlier, replayed=True) if earlier.request_sha256 == command.request_sha256 else reused()


def reused() -> KeyReused:
    """What a request is told whose key came with another one before."""
    return KeyReused("The key was used before for a request with another content.")
