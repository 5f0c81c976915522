"""How often somebody has called: one count for each policy and partition, in this process or shared through Redis.

A window begins with the first call of a partition and ends after the policy's time; what is counted in it is the
calls, allowed or not. While Redis does not answer, each process counts by itself: nobody is refused for want of it.

Not here: who is counted, and what a caller is told (`routers/rate_limits.py`).

Terms: draft-ietf-httpapi-ratelimit-headers-11 section 2 (quota, partition, window, policy, service limit).
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

import structlog
from limits import RateLimitItem, parse
from limits.errors import StorageError
from prometheus_client import Counter

from badgeapi import limits
from badgeapi.errors import ConfigurationError

if TYPE_CHECKING:
    from limits.aio.storage import RedisStorage
    from redis.asyncio import BlockingConnectionPool

_is_quota = re.compile(r"[1-9][0-9]{0,8}/(?:second|minute|hour|day)", re.ASCII).fullmatch
_log = structlog.get_logger()
_failures = Counter(
    "badgeapi_rate_limit_store_failures", "Times that Redis did not count; the process counted by itself"
)


@dataclass(frozen=True, slots=True)
class QuotaPolicy:
    """So many calls in so much time, for each partition."""

    name: str
    item: RateLimitItem

    @classmethod
    def of(cls, name: str, text: str) -> QuotaPolicy:
        """Read a quota such as `600/minute`; raises `ValueError` with a sentence for people."""
        if not _is_quota(text):
            raise ValueError("it is written as 600/minute, with second, minute, hour or day")
        return cls(name, parse(text))

    @property
    def quota(self) -> int:
        """How many calls."""
        return self.item.amount

    @property
    def window_s(self) -> int:
        """In how many seconds."""
        return self.item.get_expiry()


@dataclass(frozen=True, slots=True)
class ServiceLimit:
    """Where a partition stands after a call.

    Attributes:
        exceeded: whether this call was one too many.
        available: calls that are left in the window.
        reset_s: whole seconds after which the window has certainly ended.
    """

    exceeded: bool
    available: int
    reset_s: int


class _Counts(Protocol):
    """What the storages of the library do, as far as it is used."""

    async def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count, from 0 in a new window; return the count."""

    async def get_expiry(self, key: str) -> float:
        """When the window ends, in seconds since 1970."""


@dataclass(slots=True)
class _OwnCounts:
    """The counts of this process.

    The library's own storage in memory looks through all partitions at each call (1.6 ms at ten thousand) and keeps
    any number of them; addresses are an attacker's to choose.
    """

    _now: Callable[[], datetime]
    _windows: dict[str, tuple[int, float]] = field(default_factory=dict)

    async def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        now = self._now().timestamp()
        count, ends_at = self._windows.get(key, (0, 0.0))
        if not now < ends_at <= now + expiry:  # ended, or the clock was set back
            self._windows.pop(key, None)  # to stand at the end of the order again
            count, ends_at = 0, now + expiry
        self._windows[key] = (count + amount, ends_at)
        if len(self._windows) > limits.QUOTA_PARTITIONS:
            del self._windows[next(iter(self._windows))]
        return count + amount

    async def get_expiry(self, key: str) -> float:
        return self._windows[key][1]


class Quotas:
    """The counts of a service: its own, or those that it shares with other processes."""

    def __init__(self, now: Callable[[], datetime], *, redis_url: str | None = None) -> None:
        """Count in this process, or in Redis when its URL is given.

        Raises:
            ConfigurationError: Redis is wanted and its client is not installed, or the URL cannot be read.
        """
        self._now = now
        self._own = _OwnCounts(now)
        self._shared: RedisStorage | None = None
        self._pool: BlockingConnectionPool | None = None
        if redis_url is not None:
            self._shared, self._pool = _redis(redis_url)
        self._ask_again_at = 0.0

    async def count(self, policy: QuotaPolicy, partition: str) -> ServiceLimit:
        """Count one call of a partition."""
        key = policy.item.key_for(policy.name, partition)
        if self._shared is not None and time.monotonic() >= self._ask_again_at:
            try:
                return await self._count(self._shared, policy, key)
            except StorageError as error:
                self._ask_again_at = time.monotonic() + limits.QUOTA_STORE_SECONDS
                _failures.inc()
                _log.error("Redis does not count; this process counts by itself", cause=str(error))
        return await self._count(self._own, policy, key)

    async def _count(self, counts: _Counts, policy: QuotaPolicy, key: str) -> ServiceLimit:
        used = await counts.incr(key, policy.window_s)
        left = await counts.get_expiry(key) - self._now().timestamp()
        # One more, since Redis tells rounded seconds: whoever waits that long must not be too early.
        reset_s = min(int(max(left, 0)) + 1, policy.window_s)
        return ServiceLimit(used > policy.quota, max(policy.quota - used, 0), reset_s)

    async def close(self) -> None:
        """Close the connections."""
        if self._pool is not None:
            await self._pool.aclose()


def _redis(url: str) -> tuple[RedisStorage, BlockingConnectionPool]:
    """Make the client; it connects when it first counts, waits briefly and repeats nothing."""
    try:
        from limits.aio.storage import RedisStorage  # noqa: PLC0415  # with the next line, only where it is wanted
        from redis.asyncio import BlockingConnectionPool  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise ConfigurationError("BADGEAPI_RATE_LIMIT_STORE needs `pip install 'badgeapi[redis]'`.") from error
    seconds = limits.QUOTA_STORE_MILLISECONDS / 1000
    try:
        pool = BlockingConnectionPool.from_url(
            url,
            max_connections=int(limits.QUOTA_STORE_CONNECTIONS),
            timeout=seconds,
            socket_timeout=seconds,
            socket_connect_timeout=seconds,
        )
    except ValueError as error:
        raise ConfigurationError("BADGEAPI_RATE_LIMIT_STORE cannot be read as redis://HOST:PORT/NUMBER.") from error
    options: dict[str, Any] = {"connection_pool": pool}  # which the library documents, and its types do not know
    return RedisStorage(url, wrap_exceptions=True, implementation="redispy", key_prefix="badgeapi", **options), pool
