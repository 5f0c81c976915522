"""A lot of chunks: made together, and how much of it is one transaction."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from badgeapi.app import find_secrets
from badgeapi.jobs.chunks import LeaseLost, work
from badgeapi.jobs.lots import Cut, cut_for
from badgeapi.jobs.workshop import Workshop
from badgeapi.settings import Settings
from badgeapi.store import job_chunks
from badgeapi.store.assertion_jobs import AssertionJob
from badgeapi.store.job_chunks import Chunk
from badgeapi.store.tables import assertions
from badgeapi.usecases.deployment import Deployment
from tests.jobs.conftest import Uploading
from tests.usecases.test_issue_assertions import Watched

pytestmark = pytest.mark.anyio

LONG = timedelta(hours=1)
CHUNKS = job_chunks.job_chunks


@pytest.fixture
async def workshop(deployment: Deployment, tmp_path: Path) -> AsyncIterator[Workshop]:
    settings = Settings(data_dir=tmp_path, database_url=None, admin_key=None, master_key=None)  # of the deployment
    shop = Workshop(find_secrets(settings).master_key, processes=0, has_server=False)
    yield shop
    await shop.rest()


async def leased(deployment: Deployment) -> list[Chunk]:
    at, most = deployment.now(), cut_for(deployment.store).chunks
    return await deployment.store.write(
        lambda conn: job_chunks.lease(conn, owner="me", at=at, until=at + LONG, most=most)
    )


async def somebody_awards(deployment: Deployment) -> None:
    async with deployment.lanes.awards.place():
        pass


async def states(deployment: Deployment, job: AssertionJob) -> list[str]:
    of_job = select(CHUNKS.c.state).where(CHUNKS.c.job_id == job.id).order_by(CHUNKS.c.number)
    return await deployment.store.read(lambda conn: list(conn.scalars(of_job)))


async def issued(deployment: Deployment) -> int:
    return await deployment.store.read(lambda conn: conn.scalar(select(func.count()).select_from(assertions)))


@pytest.mark.parametrize(("database", "cut"), [(None, (50, 5)), ("postgresql", (250, 1))])
async def test_where_writes_wait_for_each_other_chunks_are_small(deployment: Deployment, cut: tuple[int, int]):
    """A lot has as many rows on either database: to make fewer costs more for each."""
    rows, _, chunks = cut_for(deployment.store)
    assert (rows, chunks) == cut


def test_a_lot_has_four_megabytes_at_most():
    """However it is cut: it is in memory as a whole, in each of the processes that make."""
    for one_writer in (True, False):
        cut: Cut = cut_for(type("Store", (), {"has_one_writer": one_writer}))  # type: ignore[arg-type]
        assert cut.bytes * cut.chunks <= 4 << 20


@pytest.mark.parametrize(("quiet", "transactions"), [(True, 1), (False, 3)])
async def test_beside_awards_each_chunk_is_a_transaction(
    deployment: Deployment, workshop: Workshop, upload: Uploading, quiet: bool, transactions: int
):
    """Whoever awards waits for 50 rows; with nobody there, a lot is stored at once, for less."""
    job = await upload(120)
    lot = await leased(deployment)
    assert [chunk.size for chunk in lot] == [50, 50, 20]
    if not quiet:
        await somebody_awards(deployment)
    store = Watched(deployment.store)
    await work(replace(deployment, store=store), workshop, job, lot)
    assert store.ways.count("write_many") == transactions
    assert await states(deployment, job) == ["done"] * 3
    assert await issued(deployment) == 120


@pytest.mark.parametrize(("quiet", "left", "stored"), [(True, 3, 0), (False, 2, 50)])
async def test_a_chunk_that_is_anothers_is_not_stored_with_its_lot(
    deployment: Deployment, workshop: Workshop, upload: Uploading, quiet: bool, left: int, stored: int
):
    """What was stored before it stays; the rest is tried again, chunk by chunk."""
    job = await upload(120)
    lot = await leased(deployment)
    stolen = update(CHUNKS).where(CHUNKS.c.job_id == job.id, CHUNKS.c.number == 1).values(lease=CHUNKS.c.lease + 1)
    await deployment.store.write(lambda conn: conn.execute(stolen))
    if not quiet:
        await somebody_awards(deployment)
    with pytest.raises(LeaseLost):
        await work(deployment, workshop, job, lot)
    assert await states(deployment, job) == ["done"] * (3 - left) + ["waiting"] * left
    assert await issued(deployment) == stored


async def test_a_job_that_stops_stores_a_lot_whole_or_not_at_all(
    deployment: Deployment, workshop: Workshop, upload: Uploading
):
    """Beside awards, too: no row is issued of a lot in which one fails."""
    job = await upload(120, {110: {"recipient": {}}}, on_error="abort")
    await somebody_awards(deployment)
    await work(deployment, workshop, job, await leased(deployment))
    assert await states(deployment, job) == ["done"] * 3
    assert await issued(deployment) == 0


async def test_a_lot_of_an_upload_is_one_write(deployment: Deployment, upload: Uploading, monkeypatch):
    """Whoever awards meanwhile waits for few of them: the job, 250 rows, 250, 20, and that all are there."""
    writes = []
    write = deployment.store.write
    monkeypatch.setattr(deployment.store, "write", lambda fn: writes.append(fn) or write(fn))
    job = await upload(520)
    assert job.total == 520
    assert len(writes) == 5


async def test_large_rows_make_small_chunks(deployment: Deployment, upload: Uploading):
    """A chunk ends with the row that makes it as large as a fifth of a lot may be: the third of 300 KB."""
    large = {number: {"narrative": "x" * 300_000} for number in range(7)}
    await upload(7, large)
    assert [chunk.size for chunk in await leased(deployment)] == [3, 3, 1]
