"""Counting calls: windows, bounds, and Redis being there, away and back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client import REGISTRY

from badgeapi import limits
from badgeapi.errors import ConfigurationError
from badgeapi.net.quotas import QuotaPolicy, Quotas
from tests.redis_server import RedisServer, redis_running

pytestmark = pytest.mark.anyio

THREE = QuotaPolicy.of("issuer", "3/minute")


class Clock:
    """A time that only moves when told."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def tick(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def quotas(clock: Clock) -> Quotas:
    return Quotas(clock)


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with redis_running(tmp_path_factory.mktemp("redis")) as server:
        yield server


async def used(quotas: Quotas, partition: str, policy: QuotaPolicy = THREE) -> list[bool]:
    """Call once more than is allowed; which calls were too many?"""
    return [(await quotas.count(policy, partition)).exceeded for _ in range(policy.quota + 1)]


ALL_USED = [False, False, False, True]


@pytest.mark.parametrize(
    ("text", "quota", "window_s"),
    [("1/second", 1, 1), ("600/minute", 600, 60), ("5000/hour", 5000, 3600), ("9/day", 9, 86400)],
)
def test_a_quota_is_written_as_people_say_it(text: str, quota: int, window_s: int):
    """The units are those of the calendar, in seconds."""
    policy = QuotaPolicy.of("issuer", text)
    assert (policy.quota, policy.window_s) == (quota, window_s)


async def test_a_window_begins_with_the_first_call_and_ends_after_its_time(quotas: Quotas, clock: Clock):
    """Three calls a minute: the fourth is refused until the minute that the first one began is over."""
    standing = await quotas.count(THREE, "a")
    assert (standing.exceeded, standing.available, standing.reset_s) == (False, 2, 60)
    clock.tick(30.5)
    standing = await quotas.count(THREE, "a")
    assert (standing.available, standing.reset_s) == (1, 30)
    assert (await quotas.count(THREE, "a")).available == 0
    standing = await quotas.count(THREE, "a")
    assert (standing.exceeded, standing.available) == (True, 0)
    clock.tick(standing.reset_s)
    assert await used(quotas, "a") == ALL_USED


async def test_partitions_and_policies_are_counted_apart(quotas: Quotas):
    """What one has used is nobody else's, and one name under two policies is two partitions."""
    assert await used(quotas, "a") == ALL_USED
    assert await used(quotas, "b") == ALL_USED
    assert await used(quotas, "a", QuotaPolicy.of("address", "3/minute")) == ALL_USED


async def test_a_clock_set_back_locks_nobody_out(quotas: Quotas, clock: Clock):
    """A window never lasts longer than its policy says, whatever the clock does."""
    assert await used(quotas, "a") == ALL_USED
    clock.tick(-3600)
    standing = await quotas.count(THREE, "a")
    assert (standing.exceeded, standing.reset_s) == (False, 60)


async def test_what_is_kept_is_bounded_and_the_oldest_is_forgotten_first(
    quotas: Quotas, monkeypatch: pytest.MonkeyPatch
):
    """An attacker has any number of addresses; whoever called last is still counted."""
    monkeypatch.setattr(limits, "QUOTA_PARTITIONS", limits.Limit(10, unit="partitions", reason="of this test"))
    for number in range(100):
        await quotas.count(THREE, f"address {number}")
    assert len(quotas._own._windows) == 10
    assert (await quotas.count(THREE, "address 99")).available == 1
    assert (await quotas.count(THREE, "address 0")).available == 2


async def test_processes_count_together_through_redis(redis: RedisServer):
    """Two processes with one Redis allow what one would, and both tell when it is over."""

    def now() -> datetime:
        return datetime.now(UTC)  # Redis has a clock of its own

    policy = QuotaPolicy.of("issuer", "4/hour")
    one, other = Quotas(now, redis_url=redis.url), Quotas(now, redis_url=redis.url)
    try:
        standings = [await quotas.count(policy, "shared") for quotas in (one, other, one, other, one)]
        assert [standing.available for standing in standings] == [3, 2, 1, 0, 0]
        assert [standing.exceeded for standing in standings] == [False] * 4 + [True]
        assert all(0 < standing.reset_s <= 3600 for standing in standings)
        assert not one._own._windows
    finally:
        await one.close()
        await other.close()


async def test_without_redis_each_process_counts_by_itself_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Nobody is refused because Redis is away; the failure is counted, and Redis is asked again when it is back."""
    failures = "badgeapi_rate_limit_store_failures_total"
    monotonic = 1000.0
    monkeypatch.setattr("badgeapi.net.quotas.time.monotonic", lambda: monotonic)
    policy = QuotaPolicy.of("issuer", "3/hour")
    with redis_running(tmp_path) as server:
        quotas = Quotas(lambda: datetime.now(UTC), redis_url=server.url)
        assert (await quotas.count(policy, "a")).available == 2
        server.stop()
        before = REGISTRY.get_sample_value(failures) or 0
        assert await used(quotas, "a", policy) == ALL_USED, "by itself, from the beginning"
        assert REGISTRY.get_sample_value(failures) == before + 1, "asked once, then left alone"
        server.start()
        assert (await quotas.count(policy, "b")).available == 2
        assert "hour" in next(iter(quotas._own._windows)), "still by itself"
        monotonic += limits.QUOTA_STORE_SECONDS
        assert (await quotas.count(policy, "b")).available == 2, "anew: counted in Redis"
        await quotas.close()


def test_a_store_that_is_no_url_is_refused_at_the_start(clock: Clock):
    """A slip in the setting must not look like a Redis that is away."""
    with pytest.raises(ConfigurationError, match="BADGEAPI_RATE_LIMIT_STORE"):
        Quotas(clock, redis_url="redis://localhost:port/0")
