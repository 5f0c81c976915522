"""What becomes of a lot when its work comes to nothing, or the store goes away."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select

from badgeapi.errors import Unavailable
from badgeapi.jobs import executor
from badgeapi.jobs.chunks import LeaseLost
from badgeapi.jobs.executor import Executor
from badgeapi.jobs.workshop import Workshop
from badgeapi.keys.sealing import MasterKey
from badgeapi.store.engine import Connection
from badgeapi.store.job_chunks import Chunk
from badgeapi.store.tables import job_chunks
from badgeapi.usecases.deployment import Deployment
from tests.jobs.conftest import Uploading

pytestmark = pytest.mark.anyio

HOUR = timedelta(hours=1)
Lot = Sequence[Chunk]


def executor_of(deployment: Deployment) -> Executor:
    shop = Workshop(MasterKey(bytes(32)), processes=0, has_server=False)
    return Executor(deployment, shop, name="me", lease=HOUR, kept_for=HOUR)


@pytest.fixture
def lots(monkeypatch: pytest.MonkeyPatch) -> list[Lot]:
    """What comes to be worked on, and is not."""
    seen: list[Lot] = []

    async def work(_deployment: object, _workshop: object, _job: object, lot: Lot) -> None:
        seen.append(lot)

    monkeypatch.setattr(executor, "work", work)
    return seen


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
    with pytest.raises(type(error)):
        await executor_of(deployment)._do_next(None)
    its = select(job_chunks.c.lease, job_chunks.c.leased_until, job_chunks.c.failures)
    assert (
        await deployment.store.read(lambda conn: [tuple(row) for row in conn.execute(its)]) == [(1, None, failures)] * 3
    )


async def test_a_lease_whose_answer_was_lost_is_taken_anew(
    deployment: Deployment, upload: Uploading, lots: list[Lot], monkeypatch: pytest.MonkeyPatch
):
    """The store went away between its commit and its answer: nobody would work on the lot until its lease ends.

    What another lane of the executor holds stays with it; and so for each lane, however many lose an answer at once.
    """
    await upload(770)
    monkeypatch.setattr(executor, "_POLL_S", 0)
    mine = executor_of(deployment)
    await mine._do_next(None)
    mine._held = [*lots.pop()]
    written, lost = deployment.store.write, 0

    async def write(fn: Callable[[Connection], object]) -> object:
        nonlocal lost
        answer = await written(fn)
        if lost < 3:
            lost += 1
            raise Unavailable("The store did not answer.")
        return answer

    monkeypatch.setattr(deployment.store, "write", write)
    await asyncio.gather(*(mine._do_next(None) for _ in range(3)))
    assert lost == 3
    for _ in range(13):
        await mine._do_next(None)
    assert {chunk.number for lot in lots for chunk in lot} == set(range(5, 16))


async def test_what_was_leased_when_the_store_went_away_is_handed_back(
    deployment: Deployment, upload: Uploading, lots: list[Lot]
):
    """Between the lease and the first question about its job, too."""
    await upload(120)
    mine = executor_of(deployment)

    async def look_up(_: object) -> None:
        raise Unavailable("The store did not answer.")

    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(deployment.store, "look_up", look_up)
        with pytest.raises(Unavailable):
            await mine._do_next(None)
    await mine._do_next(None)
    assert [(chunk.number, chunk.lease) for chunk in lots.pop()] == [(0, 2)]
