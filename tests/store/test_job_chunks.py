"""Leases on chunks: who holds one, who gets the next, and that of two who worked on the same rows one commits."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from badgeapi.store import assertion_jobs, job_chunks
from badgeapi.store.assertion_jobs import AssertionJob
from badgeapi.store.job_chunks import Done, NewChunk
from badgeapi.store.scope import Scope
from tests.store.conftest import NOW

pytestmark = pytest.mark.anyio

LONG = timedelta(hours=1)
DONE = Done(2, 2, 0, 0, b"results")
EVERYBODY = Scope.operator()


def settle(conn, chunks: int, released: bool = True) -> AssertionJob:
    """Record a job of the operator with so many chunks, and drop what earlier tests left waiting."""
    conn.execute(job_chunks.job_chunks.update().values(state="dropped"))
    job = AssertionJob(str(uuid4()), None, "", "receiving", False, "continue", None, 0, NOW)
    assertion_jobs.insert(conn, EVERYBODY, job=job)
    for number in range(chunks):
        job_chunks.add(conn, NewChunk(job.id, number, 2 * number + 1, 2, b"rows", NOW))
    if released:
        assertion_jobs.release(conn, EVERYBODY, job_id=job.id, total=2 * chunks)
    return job


def lease(owner: str, at=NOW):
    """Lease one chunk, if there is any."""
    return lambda conn: next(iter(job_chunks.lease(conn, owner=owner, at=at, until=at + LONG, most=1)), None)


def numbers(owner: str, most: int, at=NOW):
    """Lease a lot, and tell which chunks it has."""
    return lambda conn: [
        chunk.number for chunk in job_chunks.lease(conn, owner=owner, at=at, until=at + LONG, most=most)
    ]


async def test_a_chunk_has_one_holder(store):
    """However many ask at once, each chunk is leased once until its lease ends."""
    await store.write(lambda conn: settle(conn, 3))
    taken = await asyncio.gather(*(store.write(lease(f"worker {n}")) for n in range(8)))
    held = sorted(chunk.number for chunk in taken if chunk is not None)
    assert held == [0, 1, 2]
    assert await store.write(lease("late", NOW + LONG - timedelta(seconds=1))) is None
    assert (await store.write(lease("late", NOW + LONG))).number == 0


async def test_rows_that_are_not_all_there_are_not_worked_on(store):
    """A job that is still received gives no chunk away."""
    await store.write(lambda conn: settle(conn, 1, released=False))
    assert await store.write(lease("one")) is None


async def test_of_two_who_worked_the_later_holder_commits(store):
    """A worker that was thought dead and is not: its lease is over, and so it finishes nothing."""
    await store.write(lambda conn: settle(conn, 1))
    first = await store.write(lease("one"))
    second = await store.write(lease("two", NOW + LONG))
    assert (first.number, second.lease) == (second.number, first.lease + 1)
    assert not await store.write(lambda conn: job_chunks.extend(conn, first, until=NOW + 9 * LONG))
    assert not await store.write(lambda conn: job_chunks.finish(conn, first, done=DONE, at=NOW))
    assert await store.write(lambda conn: job_chunks.finish(conn, second, done=DONE, at=NOW))
    assert not await store.write(lambda conn: job_chunks.finish(conn, second, done=DONE, at=NOW))


async def test_who_starts_again_gets_its_chunks_back_at_once(store):
    """A stable name makes recovery immediate; another's chunks stay another's."""
    await store.write(lambda conn: settle(conn, 2))
    mine, _ = await store.write(lease("me")), await store.write(lease("you"))
    assert await store.write(lambda conn: job_chunks.let_go(conn, owner="me")) == 1
    again = await store.write(lease("me"))
    assert (again.number, again.lease) == (mine.number, mine.lease + 1)
    assert await store.write(lease("me")) is None


async def test_what_is_handed_back_is_free_at_once(store):
    """With what was in vain counted; who has lost the lease, or was done after all, hands nothing back."""
    await store.write(lambda conn: settle(conn, 1))
    first = await store.write(lease("one"))
    await store.write(lambda conn: job_chunks.hand_back(conn, first, failed=False))
    second = await store.write(lease("two"))
    assert (second.lease, second.failures) == (first.lease + 1, 0)
    await store.write(lambda conn: job_chunks.hand_back(conn, first, failed=True))
    assert await store.write(lease("three")) is None
    await store.write(lambda conn: job_chunks.hand_back(conn, second, failed=True))
    third = await store.write(lease("three"))
    assert third.failures == 1
    assert await store.write(lambda conn: job_chunks.finish(conn, third, done=DONE, at=NOW))
    await store.write(lambda conn: job_chunks.hand_back(conn, third, failed=True))
    assert await store.write(lease("four")) is None


async def test_no_job_waits_for_the_end_of_another(store):
    """The first chunk of a small job comes before the second of a large one."""
    large = await store.write(lambda conn: settle(conn, 3))
    small = replace(large, id=str(uuid4()), state="receiving")

    def add(conn):
        assertion_jobs.insert(conn, EVERYBODY, job=small)
        job_chunks.add(conn, NewChunk(small.id, 0, 1, 2, b"rows", NOW))
        assertion_jobs.release(conn, EVERYBODY, job_id=small.id, total=2)

    await store.write(add)
    order = [await store.write(lease("one")) for _ in range(4)]
    assert {chunk.job_id for chunk in order[:2]} == {large.id, small.id}
    assert [chunk.number for chunk in order] == [0, 0, 1, 2]


async def test_a_chunk_waits_for_those_that_have_its_keys_first(store):
    """Nobody gets it before they are done, and all before them; who is free takes what comes after it."""
    job = await store.write(lambda conn: settle(conn, 2, released=False))

    def add(conn):
        job_chunks.add(conn, NewChunk(job.id, 2, 5, 2, b"rows", NOW, after=1))
        job_chunks.add(conn, NewChunk(job.id, 3, 7, 2, b"rows", NOW))
        assertion_jobs.release(conn, EVERYBODY, job_id=job.id, total=8)

    await store.write(add)
    first, second, fourth = [await store.write(lease(f"worker {n}")) for n in range(3)]
    assert [chunk.number for chunk in (first, second, fourth)] == [0, 1, 3]
    assert await store.read(lambda conn: [job_chunks.awaited(conn, chunk) for chunk in (second, fourth)]) == [
        True,
        False,
    ]
    for chunk in (second, first):
        assert await store.write(lease("idle")) is None
        await store.write(lambda conn, chunk=chunk: job_chunks.finish(conn, chunk, done=DONE, at=NOW))
    assert (await store.write(lease("idle"))).number == 2


async def test_a_lot_is_the_next_chunks_of_one_job(store):
    """In order, as many as are wanted and there; none that waits for another, nor for somebody else's."""
    job = await store.write(lambda conn: settle(conn, 3, released=False))
    small = replace(job, id=str(uuid4()))

    def add(conn):
        job_chunks.add(conn, NewChunk(job.id, 3, 7, 2, b"rows", NOW, after=2))
        job_chunks.add(conn, NewChunk(job.id, 4, 9, 2, b"rows", NOW))
        assertion_jobs.release(conn, EVERYBODY, job_id=job.id, total=10)

    await store.write(add)
    lots = [await store.write(numbers(f"worker {n}", 2)) for n in range(3)]
    assert lots == [[0, 1], [2, 4], []]

    def begin(conn):
        assertion_jobs.insert(conn, EVERYBODY, job=small)
        job_chunks.add(conn, NewChunk(small.id, 0, 1, 2, b"rows", NOW))
        assertion_jobs.release(conn, EVERYBODY, job_id=small.id, total=2)

    await store.write(begin)
    assert await store.write(numbers("another", 9)) == [0]


async def test_what_was_leased_before_comes_by_itself(store):
    """A row may end whoever works on it: the chunks beside it are not tried in vain with it, and not given up."""
    await store.write(lambda conn: settle(conn, 4))
    assert await store.write(numbers("one", 2)) == [0, 1]
    late = NOW + LONG
    assert [await store.write(numbers(f"worker {n}", 9, late)) for n in range(3)] == [[0], [1], [2, 3]]


async def test_of_many_who_ask_for_lots_none_gets_anothers(store):
    """However many ask at once, each chunk is leased once."""
    await store.write(lambda conn: settle(conn, 9))
    lots = await asyncio.gather(*(store.write(numbers(f"worker {n}", 2)) for n in range(8)))
    assert sorted(number for lot in lots for number in lot) == list(range(9))


async def test_a_job_ends_with_its_last_chunk_and_forgets_its_rows(store):
    """Counts are the sums of chunks; the rows, which name people, are gone as soon as they are done."""
    job = await store.write(lambda conn: settle(conn, 2))
    for _ in range(2):
        assert job.id not in await store.write(lambda conn: assertion_jobs.finish(conn, NOW))
        chunk = await store.write(lease("one"))
        await store.write(lambda conn, chunk=chunk: job_chunks.finish(conn, chunk, done=DONE, at=NOW + LONG))
    assert await store.write(lambda conn: assertion_jobs.finish(conn, NOW)) == [job.id]
    progress = await store.read(lambda conn: assertion_jobs.progress(conn, EVERYBODY, job_id=job.id))
    assert (progress.accepted, progress.issued, progress.failed) == (4, 4, 0)
    assert (progress.started_at, progress.done_at) == (NOW, NOW + LONG)
    rows = job_chunks.job_chunks
    its = rows.select().with_only_columns(rows.c.rows).where(rows.c.job_id == job.id)
    assert await store.read(lambda conn: list(conn.scalars(its))) == [None, None]


async def test_a_stopped_job_takes_its_chunks_from_who_holds_them(store):
    """Cancelled while a chunk is worked on: what that worker made is not kept."""
    job = await store.write(lambda conn: settle(conn, 2))
    held = await store.write(lease("one"))
    stopped = await store.write(
        lambda conn: assertion_jobs.stop(conn, EVERYBODY, job_id=job.id, state="cancelled", at=NOW)
    )
    assert stopped.state == "cancelled"
    assert not await store.write(lambda conn: job_chunks.finish(conn, held, done=DONE, at=NOW))
    assert await store.write(lease("two")) is None


async def test_old_jobs_are_removed_with_their_chunks(store):
    """Ended before a time, or never received to their end: for a while, each chunk says that more will come."""
    broken = await store.write(lambda conn: settle(conn, 1, released=False))
    alive = await store.write(lambda conn: settle(conn, 1, released=False))
    later = NewChunk(alive.id, 1, 3, 2, b"rows", NOW + LONG)
    await store.write(lambda conn: job_chunks.add(conn, later))
    span = {"begun_before": NOW + LONG, "ended_before": NOW, "limit": 999}

    async def outdated(at):
        return await store.read(lambda conn: assertion_jobs.outdated(conn, at, **span))

    assert alive.id in await outdated(NOW + LONG)
    found = await outdated(NOW + LONG / 2)
    assert broken.id in found
    assert alive.id not in found
    await store.write(lambda conn: assertion_jobs.remove(conn, job_ids=found))
    assert await store.read(lambda conn: assertion_jobs.get(conn, EVERYBODY, job_id=broken.id)) is None
