"""Where the rows of a chunk are read and made."""

from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime

import pytest

from badgeapi.canon import json
from badgeapi.jobs import workshop as rooms
from badgeapi.jobs.packing import pack
from badgeapi.jobs.rows import AskedRow
from badgeapi.jobs.workshop import Workshop
from badgeapi.keys.sealing import MasterKey
from badgeapi.usecases.make_credentials import Order
from tests.work import WAIT_S

pytestmark = pytest.mark.anyio

ROWS = pack([json.dumps({"key": "1", "achievement": "course", "recipient": {"email": "ada@example.org"}})])


async def test_a_chunk_is_read_while_another_is_made(monkeypatch):
    """Without processes, too: what its rows stand on can be looked up meanwhile, and its making begins at once."""
    making, may_end = threading.Event(), threading.Event()

    def make(*_):
        making.set()
        assert may_end.wait(WAIT_S)
        return None, {}

    monkeypatch.setattr(rooms, "_make", make)
    workshop = Workshop(MasterKey(bytes(32)), processes=0)
    with workshop.bench(ROWS, None) as one, workshop.bench(ROWS, None) as other:
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
