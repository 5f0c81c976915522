"""What an award asks of the store; what comes of it is tested over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from badgeapi.store.engine import Store
from badgeapi.usecases.deployment import Deployment
from badgeapi.usecases.issue_assertions import (
    Part,
    issue_assertion,
    issue_assertions,
    make_assertions,
    make_here,
    store_assertions,
)
from badgeapi.usecases.lanes import Lane
from badgeapi.usecases.make_credentials import IssueAssertion
from badgeapi.usecases.survey_requests import Issued
from tests.usecases.conftest import CALLER

pytestmark = pytest.mark.anyio


@dataclass
class Watched:
    """A store that notes by which of its ways it is asked."""

    store: Store
    ways: list[str] = field(default_factory=list)

    @property
    def dialect(self) -> Any:
        return self.store.dialect

    @property
    def has_one_writer(self) -> bool:
        return self.store.has_one_writer

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def ask(*asked: Any) -> Any:
            self.ways.append(name)
            return getattr(self.store, name)(*asked)

        return ask


@pytest.mark.parametrize(
    ("keys", "ways"),
    [
        ({}, ["look_up", "insert"]),
        ({"key": "ada-1"}, ["look_up", "insert"]),
        ({"idempotency_key": "ada-1"}, ["look_up", "write"]),  # one that has expired gives way first
    ],
)
async def test_an_award_is_a_look_up_and_an_insert(
    deployment: Deployment, award: IssueAssertion, keys: dict[str, str], ways: list[str]
):
    """Each is one message to PostgreSQL; a read or a write would be three and more (ADR 20)."""
    store = Watched(deployment.store)
    issued = await issue_assertion(replace(deployment, store=store), CALLER, award._replace(**keys))
    assert not issued.replayed
    assert store.ways == ways


@pytest.mark.parametrize(("database", "pauses"), [("postgresql", 6), (None, 0)])
async def test_rows_of_a_job_let_awards_go_first_on_postgresql(
    deployment: Deployment, award: IssueAssertion, monkeypatch: pytest.MonkeyPatch, pauses: int
):
    """Before every 25 rows of each of two tables. On SQLite awards would wait for just this transaction: no pause."""
    waited_for: list[str] = []
    monkeypatch.setattr(Lane, "give_way", lambda lane: waited_for.append(lane.work))
    commands = [award._replace(key=f"{number}") for number in range(60)]
    outcomes = await issue_assertions(deployment, CALLER, commands, make=make_here)
    assert all(isinstance(outcome, Issued) and not outcome.replayed for outcome in outcomes)
    assert waited_for == ["awards"] * pauses


@pytest.mark.parametrize("database", [None, "postgresql"])
async def test_who_is_first_with_a_key_is_taken_over_part_by_part(deployment: Deployment, award: IssueAssertion):
    """Another makes the same request meanwhile: its assertion stands for all who asked, and the rest is stored.

    The last request is that of a part before it, which is not stored when the last one is prepared.
    """
    commands = [award._replace(key=key) for key in ("a", "b", "c", "b")]
    made = await make_assertions(deployment, CALLER, commands, make=make_here)
    other = await issue_assertion(deployment, CALLER, commands[1])
    parts = [Part(range(2)), Part(range(2, 3)), Part(range(3, 4))]
    await store_assertions(deployment, CALLER, made, parts)
    outcomes = made.of(range(4))
    assert [isinstance(outcome, Issued) and outcome.replayed for outcome in outcomes] == [False, True, False, True]
    assert {outcome.assertion.id for outcome in (outcomes[1], outcomes[3])} == {other.assertion.id}
    again = await issue_assertions(deployment, CALLER, commands, make=make_here)
    assert [outcome.assertion.id for outcome in again] == [outcome.assertion.id for outcome in outcomes]
