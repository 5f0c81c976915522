"""Uploads that take long: a slow one goes on, one that falls silent is given up, and nothing is left of it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from badgeapi.app import deploy, find_secrets, job_executor, prepare
from badgeapi.errors import InvalidInput
from badgeapi.jobs.formats import JsonLines
from badgeapi.jobs.receive import Wish, receive
from badgeapi.settings import Settings
from badgeapi.store import assertion_jobs, job_chunks
from badgeapi.store.scope import Scope
from badgeapi.usecases.caller import Caller, Right
from badgeapi.usecases.deployment import Deployment

pytestmark = pytest.mark.anyio

CALLER = Caller(Scope.operator(), frozenset(Right), "test")
SILENT = timedelta(minutes=11)
SLOW = timedelta(minutes=9)


class House:
    """A service whose house is kept between the pieces of an upload, with a clock that is put on by hand."""

    def __init__(self, folder: Path) -> None:
        self.at = datetime(2026, 5, 1, tzinfo=UTC)
        settings = Settings(data_dir=folder, database_url=None, job_processes=0)
        prepare(settings)
        master_key = find_secrets(settings).master_key
        self.deployment: Deployment = deploy(settings, master_key, port=8000, now=lambda: self.at)
        self._executor = job_executor(settings, master_key, self.deployment)

    async def upload(self, pieces: int, apart: timedelta) -> AsyncIterator[bytes]:
        """A row each, so far apart."""
        for number in range(pieces):
            yield json.dumps({"key": f"r{number}"}).encode() + b"\n"
            self.at += apart
            await self.deployment.store.write(self._executor._clean)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    house = House(tmp_path)
    yield house
    await house.deployment.close()


async def test_a_slow_upload_goes_on(house: House):
    """Rows come nine minutes apart, for an hour and more: all are there in the end, and can be worked on at once."""
    upload = house.upload(8, SLOW)
    job = await receive(house.deployment, CALLER, upload, reader=JsonLines(), gzipped=False, wish=Wish())
    assert (job.state, job.total) == ("open", 8)
    store = house.deployment.store
    (chunk,) = await store.write(
        lambda conn: job_chunks.lease(conn, owner="", at=house.at, until=house.at + SLOW, most=1)
    )
    assert (chunk.number, chunk.first_row) == (0, 1)


async def test_an_upload_that_falls_silent_is_given_up(house: House):
    """Nothing is left of it to be counted; who sends on is told to send again."""
    upload = house.upload(3, SILENT)
    with pytest.raises(InvalidInput) as caught:
        await receive(house.deployment, CALLER, upload, reader=JsonLines(), gzipped=False, wish=Wish())
    assert caught.value.faults[0].code == "upload_expired"
    assert await house.deployment.store.read(lambda conn: assertion_jobs.unfinished(conn, CALLER.scope)) == 0
