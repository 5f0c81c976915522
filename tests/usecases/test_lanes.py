"""Bounds on work under way: what is beyond is refused, what has ended makes room, and nobody waits behind a crowd."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from itertools import count, groupby
from types import SimpleNamespace

import pytest

from badgeapi import limits
from badgeapi.errors import Busy, TooManyRequests
from badgeapi.usecases import lanes
from badgeapi.usecases.lanes import Lane, Turns

pytestmark = pytest.mark.anyio


async def test_what_is_beyond_the_bound_is_refused_until_something_ends():
    """The bound is exact, and a place is free again at once."""
    lane = Lane("awards", most=2)
    async with AsyncExitStack() as held:
        for _ in range(2):
            await held.enter_async_context(lane.place())
        with pytest.raises(Busy, match="2 awards"):
            async with lane.place():
                pass
    async with lane.place(), lane.place():
        pass


async def test_one_tenant_cannot_take_all_places():
    """What one tenant has under way is its own loss; the operator's work is bounded by the process alone."""
    lane = Lane("batches", most=3, of_tenant=1)
    async with lane.place("a"):
        with pytest.raises(TooManyRequests, match="1 batches of this issuer"):
            async with lane.place("a"):
                pass
        async with lane.place("b"), lane.place(None):
            with pytest.raises(Busy):
                async with lane.place("c"):
                    pass
    async with lane.place("a"):
        pass
    assert not lane.of_tenants, "who has nothing under way is forgotten"


async def test_a_lane_is_quiet_a_while_after_its_last_work(monkeypatch: pytest.MonkeyPatch):
    """Not in the pauses of somebody who awards one after the other."""
    lane, now = Lane("awards", most=1), 100.0
    monkeypatch.setattr(lanes, "time", SimpleNamespace(monotonic=lambda: now))
    assert lane.is_quiet()
    async with lane.place():
        now += 60
        assert not lane.is_quiet()
    assert not lane.is_quiet()
    now += 9.9
    assert not lane.is_quiet()
    now += 0.2
    assert lane.is_quiet()


@pytest.mark.parametrize(("ends_after_ms", "waited_ms"), [(0, 0), (3, 3), (99, 5)])
def test_other_work_gives_way_until_this_one_ends_but_not_for_ever(
    monkeypatch: pytest.MonkeyPatch, ends_after_ms: float, waited_ms: float
):
    """Five milliseconds at most; a stream of awards would end a job, else."""
    lane, now = Lane("awards", most=1), 0.0
    lane.under_way = int(ends_after_ms > 0)

    def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds
        lane.under_way = int(now < ends_after_ms / 1000)

    monkeypatch.setattr(lanes, "time", SimpleNamespace(monotonic=lambda: now, sleep=sleep))
    lane.give_way()
    assert now * 1000 == pytest.approx(waited_ms, abs=0.6)


async def test_work_that_fails_or_is_given_up_makes_room():
    """A client that goes away, or an error, must not use up a place for ever."""
    lane = Lane("awards", most=1, of_tenant=1)
    with pytest.raises(ZeroDivisionError):
        async with lane.place("a"):
            raise ZeroDivisionError

    async def endless() -> None:
        async with lane.place("a"):
            await asyncio.Event().wait()

    for _ in range(3):
        task = asyncio.create_task(endless())
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
    async with lane.place("a"):
        pass


async def test_what_waits_for_its_turn_holds_a_place_and_can_be_given_up():
    """At once and under way are two bounds; whoever stops waiting leaves the order of the others."""
    lane = Lane("batches", most=3, at_once=1)
    order: list[str] = []
    go_on = asyncio.Event()

    async def work(name: str) -> None:
        async with lane.place():
            order.append(name)
            await go_on.wait()

    tasks = [asyncio.create_task(work(name)) for name in "abc"]
    await asyncio.sleep(0)
    assert order == ["a"]
    with pytest.raises(Busy):
        await work("d")
    tasks[1].cancel()
    await asyncio.wait([tasks[1]])
    go_on.set()
    await asyncio.gather(tasks[0], tasks[2])
    assert order == ["a", "c"]


@pytest.mark.parametrize(("turn_ms", "in_a_row"), [(limits.TURNS_MS, 1), (limits.TURNS_MS / 4, 4)])
async def test_between_turns_everybody_else_comes_first(turn_ms: float, in_a_row: int):
    """However many verifications come at once, an award waits for one step, or for a few short ones (never starved)."""
    times = count()
    turns = Turns(lambda: next(times) * turn_ms / 1000)  # read at the beginning and at the end of a turn
    done: list[str] = []

    async def verification() -> None:
        async with turns:
            done.append("verify")

    async def awards() -> None:
        while done.count("verify") < 50:
            done.append("award")
            await asyncio.sleep(0)

    waiting = [asyncio.create_task(verification()) for _ in range(50)]
    await asyncio.gather(awards(), *waiting)
    runs = [len([*run]) for what, run in groupby(done) if what == "verify"]
    assert max(runs) == in_a_row
    assert done.count("verify") == 50


async def test_a_turn_that_nobody_waits_for_costs_none():
    """An idle service verifies without going round the event loop."""
    turns = Turns()
    coroutine = _use(turns)
    with pytest.raises(StopIteration):  # it ran to its end without once waiting
        coroutine.send(None)


async def _use(turns: Turns) -> None:
    async with turns:
        pass
