"""What an executor does with a lot that came to nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from badgeapi.errors import Unavailable
from badgeapi.jobs import executor
from badgeapi.jobs.chunks import LeaseLost
from badgeapi.jobs.executor import Executor
from badgeapi.jobs.workshop import Workshop
from badgeapi.keys.sealing import MasterKey
from badgeapi.store.tables import job_chunks
from badgeapi.usecases.deployment import Deployment
from tests.jobs.conftest import Uploading

pytestmark = pytest.mark.anyio

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(("error", "failures"), [(LeaseLost(), 0), (Unavailable("gone"), 0), (RuntimeError(), 1)])
async def test_what_was_not_done_is_free_at_once(
    deployment: Deployment,
    upload: Uploading,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    failures: int,
):
    """All chunks of the lot; that another has one of them, or that the store is away, is no failure of theirs."""

    async def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(executor, "work", fail)
    await upload(120)
    shop = Workshop(MasterKey(bytes(32)), processes=0, has_server=False)
    mine = Executor(deployment, shop, name="me", lease=HOUR, kept_for=HOUR)
    with pytest.raises(type(error)):
        await mine._do_next(None)
    its = select(job_chunks.c.lease, job_chunks.c.leased_until, job_chunks.c.failures)
    assert (
        await deployment.store.read(lambda conn: [tuple(row) for row in conn.execute(its)]) == [(1, None, failures)] * 3
    )
