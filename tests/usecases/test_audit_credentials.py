"""Auditing beside a service that goes on: what changes meanwhile is no contradiction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from badgeapi.net.network import offline
from badgeapi.store.engine import Store
from badgeapi.usecases.audit_credentials import audit_credentials
from badgeapi.usecases.deployment import Deployment
from badgeapi.usecases.issue_assertions import issue_assertion
from badgeapi.usecases.make_credentials import IssueAssertion
from badgeapi.usecases.revoke_assertions import Change, change_state
from tests.usecases.conftest import CALLER

pytestmark = pytest.mark.anyio


@dataclass
class Interrupted:
    """A store in which something happens right after the first read."""

    store: Store
    happens: Callable[[], Awaitable[object]] | None

    async def read(self, fn: Callable[[Any], Any]) -> Any:
        return await self._then(await self.store.read(fn))

    async def scan(self, fn: Callable[[Any], Any]) -> Any:
        return await self._then(await self.store.scan(fn))

    async def write(self, fn: Callable[[Any], Any]) -> Any:
        return await self.store.write(fn)

    async def _then(self, found: Any) -> Any:
        happens, self.happens = self.happens, None
        if happens is not None:
            await happens()
        return found


@pytest.mark.parametrize("sample", [None, 5])
async def test_what_is_revoked_meanwhile_is_not_bad(deployment: Deployment, award: IssueAssertion, sample: int | None):
    """A row and its bit are looked at in one moment, or an audit beside a busy service would cry wolf."""
    ids = [(await issue_assertion(deployment, CALLER, award)).assertion.id for _ in range(3)]

    async def revoke() -> None:
        for one in ids:
            await change_state(deployment, CALLER, one, Change.REVOKE, reason="A mistake.")

    beside = replace(deployment, store=Interrupted(deployment.store, revoke))
    found = await audit_credentials(beside, fetch=offline, sample=sample)
    assert (found.bad, found.by_state) == ((), {"issued": 3})
    found = await audit_credentials(deployment, fetch=offline, sample=sample)
    assert (found.bad, found.by_state) == ((), {"revoked": 3})
