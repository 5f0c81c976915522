"""Auditing beside a service that goes on: what changes meanwhile is no contradiction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from badgeapi.net.network import offline
from badgeapi.schemas.achievements import AchievementRequest
from badgeapi.schemas.assertions import AssertionRequest
from badgeapi.schemas.issuers import IssuerRequest
from badgeapi.store.engine import Store
from badgeapi.store.scope import Scope
from badgeapi.usecases.audit_credentials import audit_credentials
from badgeapi.usecases.caller import Caller, Right
from badgeapi.usecases.define_achievement import define_achievement
from badgeapi.usecases.deployment import Deployment
from badgeapi.usecases.issue_assertions import issue_assertion
from badgeapi.usecases.register_issuer import register_issuer
from badgeapi.usecases.revoke_assertions import Change, change_state

pytestmark = pytest.mark.anyio

CALLER = Caller(Scope.operator(), frozenset(Right), "tests")


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
async def test_what_is_revoked_meanwhile_is_not_bad(deployment: Deployment, sample: int | None):
    """A row and its bit are looked at in one moment, or an audit beside a busy service would cry wolf."""
    issuer = await register_issuer(deployment, CALLER, IssuerRequest.model_validate({"name": "School"}).command())
    wanted = {"name": "Soldering", "description": "Can.", "criteria": {"narrative": "Did."}, "issuer": issuer.id}
    (achievement, _), _ = await define_achievement(
        deployment, CALLER, AchievementRequest.model_validate(wanted).command()
    )
    asked = {"achievement": achievement.id, "recipient": {"email": "ada@example.org"}}
    command = AssertionRequest.model_validate(asked).command()
    ids = [(await issue_assertion(deployment, CALLER, command)).assertion.id for _ in range(3)]

    async def revoke() -> None:
        for one in ids:
            await change_state(deployment, CALLER, one, Change.REVOKE, reason="A mistake.")

    beside = replace(deployment, store=Interrupted(deployment.store, revoke))
    found = await audit_credentials(beside, fetch=offline, sample=sample)
    assert (found.bad, found.by_state) == ((), {"issued": 3})
    found = await audit_credentials(deployment, fetch=offline, sample=sample)
    assert (found.bad, found.by_state) == ((), {"revoked": 3})
