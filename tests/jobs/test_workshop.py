"""Where the rows of a lot are read and made."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import threading
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from badgeapi.app import deploy, find_secrets, job_executor, prepare
from badgeapi.canon import json
from badgeapi.jobs import workshop as rooms
from badgeapi.jobs.packing import pack
from badgeapi.jobs.rows import AskedRow
from badgeapi.jobs.workshop import Workshop
from badgeapi.keys.sealing import MasterKey
from badgeapi.settings import Settings
from badgeapi.usecases.make_credentials import Order
from tests.work import WAIT_S

pytestmark = pytest.mark.anyio

ROWS = pack([json.dumps({"key": "1", "achievement": "course", "recipient": {"email": "ada@example.org"}})])


async def test_a_lot_is_read_while_another_is_made(monkeypatch):
    """Without processes, too: what its rows stand on can be looked up meanwhile, and its making begins at once."""
    making, may_end = threading.Event(), threading.Event()

    def make(*_):
        making.set()
        assert may_end.wait(WAIT_S)
        return None, {}

    monkeypatch.setattr(rooms, "_make", make)
    workshop = Workshop(MasterKey(bytes(32)), processes=0, has_server=False)
    with workshop.bench((ROWS,), None) as one, workshop.bench((ROWS,), None) as other:
        made = asyncio.create_task(one.make(Order((), (), {}, datetime(2026, 5, 1, tzinfo=UTC))))
        assert await asyncio.to_thread(making.wait, WAIT_S)
        try:
            (row,) = await asyncio.wait_for(other.read(), WAIT_S)
        finally:
            may_end.set()
        assert isinstance(row, AskedRow)
        assert row.key == "1"
        await made
    await workshop.rest()


AUTOGROUP = Path("/proc/self/autogroup")


@pytest.mark.skipif(not AUTOGROUP.exists(), reason="niceness is all that this system goes by")
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_processes_are_nicer_than_whatever_awards_wait_for(kind, new_database, tmp_path):
    """Linux divides processors among sessions first: niceness within that of this service says nothing to a server's.

    On SQLite all is within that session. Processes of another one, however nice, would take turns with it: an award
    beside a job took 6.7 ms at the median, not 3.8.
    """
    settings = Settings(data_dir=tmp_path, database_url=new_database(kind), admin_key=None, master_key=None)
    prepare(settings)
    master_key = find_secrets(settings).master_key
    deployment = deploy(settings, master_key, port=8000)
    workshop, before = job_executor(settings, master_key, deployment)._workshop, set(multiprocessing.active_children())
    try:
        with workshop.bench((ROWS,), None) as one, workshop.bench((ROWS,), None) as other:
            await asyncio.gather(one.read(), other.read())
        started = [process.pid for process in set(multiprocessing.active_children()) - before]
        groups = [_autogroup(pid) for pid in started]
        nice = [os.getpriority(os.PRIO_PROCESS, pid) for pid in started]
    finally:
        await workshop.rest()
        await deployment.close()
    assert nice == [os.nice(0) + 10] * 2
    if kind == "sqlite":
        assert groups == [_autogroup(os.getpid())] * 2
    else:
        assert [group.partition(" ")[2] for group in groups] == ["nice 10"] * 2
        assert len({_autogroup(os.getpid()), *groups}) == 3, "each has one of its own"


def _autogroup(pid):
    return Path(f"/proc/{pid}/autogroup").read_text().strip()


@pytest.mark.parametrize(
    ("failures", "tries"),
    [([], 1), ([BlockingIOError(), BlockingIOError()], 3), ([FileNotFoundError()], 1), ([PermissionError()], 1)],
)
def test_a_session_is_made_nice_when_its_turn_comes(monkeypatch, failures, tries):
    """Who is not root is told to try again (EAGAIN) within 100 ms of somebody else; some systems have no such file."""
    monkeypatch.setattr(rooms, "time", SimpleNamespace(sleep=lambda _: None))
    written, left = [], [*failures]

    class File:
        def write_text(self, text):
            written.append(text)
            if left:
                raise left.pop(0)

    rooms._make_session_nice(File())
    assert written == ["10"] * tries
