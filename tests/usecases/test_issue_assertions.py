"""What an award asks of the store; what comes of it is tested over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from badgeapi.store.engine import Store
from badgeapi.usecases.deployment import Deployment
from badgeapi.usecases.issue_assertions import issue_assertion
from badgeapi.usecases.make_credentials import IssueAssertion
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
