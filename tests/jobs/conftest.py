"""A service without HTTP, and an upload that has come."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from badgeapi.jobs.formats import JsonLines
from badgeapi.jobs.receive import Wish, receive
from badgeapi.store.assertion_jobs import AssertionJob
from badgeapi.usecases.deployment import Deployment
from badgeapi.usecases.make_credentials import IssueAssertion
from tests.usecases.conftest import CALLER, award, database, deployment

__all__ = ["award", "database", "deployment"]

Uploading = Callable[..., Awaitable[AssertionJob]]


@pytest.fixture
def upload(deployment: Deployment, award: IssueAssertion) -> Uploading:
    """Uploads so many rows; those of some numbers as they are given."""

    async def send(size: int, rows: dict[int, dict[str, Any]] | None = None, **wish: Any) -> AssertionJob:
        async def body() -> AsyncIterator[bytes]:
            for number in range(size):
                row = {"key": f"r{number}", "recipient": {"email": f"p{number}@example.org"}}
                yield json.dumps(row | (rows or {}).get(number, {})).encode() + b"\n"

        wanted = Wish(achievement_id=award.achievement_id, **wish)
        return await receive(deployment, CALLER, body(), reader=JsonLines(), gzipped=False, wish=wanted)

    return send
