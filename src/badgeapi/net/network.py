"""What is known of other hosts: asked once at a time, kept for a while, and within a budget for each request.

`Network` lives as long as the process, an `Enquiry` as long as one request to verify.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias

from cachetools import TLRUCache

from badgeapi import limits
from badgeapi.errors import BadgeError, FetchFailed
from badgeapi.net import facts
from badgeapi.net.facts import Kind
from badgeapi.net.guarded_http import Answer, GuardedHttp
from badgeapi.verification.facts import Fact, HostNeed, Refused, Unreachable
from badgeapi.verification.fetched import Fetched, FetchOutcome

_Key: TypeAlias = tuple[Kind, str]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question to a host, and what came of it.

    Attributes:
        kept_s: how long this may be kept.
        reason: why there is no answer.
    """

    at: datetime
    outcome: FetchOutcome
    kept_s: float
    answer: Answer | None = None
    reason: str = ""


class Network:
    """The outbound client and what it has fetched lately."""

    def __init__(
        self,
        http: GuardedHttp,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Say by `now` when something was fetched, and measure by `clock` how long it is kept."""
        self.http = http
        self.now = now
        # Bytes are kept, not what they are parsed into: their size is exact, and nobody can change them.
        self._kept: TLRUCache[_Key, Exchange] = TLRUCache(
            limits.KEPT_BYTES, ttu=lambda _key, exchange, at: at + exchange.kept_s, timer=clock, getsizeof=_size
        )
        self._under_way: dict[_Key, asyncio.Task[Exchange]] = {}

    def request(self) -> Enquiry:
        """Begin one request's questions; its time runs from now."""
        return Enquiry(self)

    async def close(self) -> None:
        """Give up what is under way."""
        under_way = list(self._under_way.values())
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        self.http.close()

    async def exchange(self, kind: Kind, url: str) -> tuple[Exchange, bool]:
        """Ask for `url`, unless somebody just did; the second value says whether the answer had been kept."""
        key = (kind, url)
        if (kept := self._kept.get(key)) is not None:
            return kept, True
        if (task := self._under_way.get(key)) is None:
            task = self._under_way[key] = asyncio.create_task(self._ask(kind, url))
            task.add_done_callback(lambda _task: self._under_way.pop(key))
        return await asyncio.shield(task), False  # whoever gives up waiting takes it from nobody else

    async def _ask(self, kind: Kind, url: str) -> Exchange:
        at = self.now()
        try:
            answer = await self.http.get(url, accept=kind.accept)
        except BadgeError as error:
            outcome = FetchOutcome.UNREACHABLE if isinstance(error, FetchFailed) else FetchOutcome.REFUSED
            exchange = Exchange(at, outcome, limits.KEPT_FAILURE_SECONDS, reason=error.message)
        else:
            fact = None if answer.location else kind.read(answer.body, host_of(url))
            outcome = FetchOutcome.ANSWERED if fact else FetchOutcome.REDIRECTED
            exchange = Exchange(at, outcome, kind.kept_at_most_s(answer, fact), answer)
        if exchange.kept_s > 0:
            self._kept[kind, url] = exchange
        return exchange


class Enquiry:
    """Answers the needs of one request, within its budget; `log` lists what was fetched, as it was answered."""

    def __init__(self, network: Network) -> None:
        self.log: list[Fetched] = []
        self._network = network
        self._deadline = asyncio.get_running_loop().time() + limits.VERIFY_SECONDS
        self._found: dict[_Key, asyncio.Task[Fact]] = {}
        self._urls: set[str] = set()
        self._hosts: set[str] = set()

    async def __call__(self, need: HostNeed) -> Fact:
        """Answer a need; never raises for what a host does."""
        try:
            url = facts.address(need, self._network.http.local)
        except BadgeError as error:
            return Refused(error.message)
        key = (facts.KINDS[type(need)], url)
        if key not in self._found:
            self._found[key] = asyncio.create_task(self._find(*key))
        return await self._found[key]

    async def _find(self, kind: Kind, url: str) -> Fact:
        try:
            async with asyncio.timeout_at(self._deadline):
                return await self._follow(kind, url)
        except TimeoutError:
            return Unreachable(f"the {limits.VERIFY_SECONDS} seconds that one request may spend on fetching are over.")

    async def _follow(self, kind: Kind, url: str) -> Fact:
        for _ in range(1 + kind.redirects):
            if exceeded := self._spend(url):
                return Unreachable(exceeded)
            exchange = await self._exchange(kind, url)
            if exchange.answer is None:
                unreachable = exchange.outcome is FetchOutcome.UNREACHABLE
                return Unreachable(exchange.reason) if unreachable else Refused(exchange.reason)
            if not exchange.answer.location:
                return kind.read(exchange.answer.body, host_of(url))
            url = exchange.answer.location
        return Refused(f"{kind.redirects or 'no'} redirects are followed here, and one more leads to {url[:120]!r}.")

    async def _exchange(self, kind: Kind, url: str) -> Exchange:
        try:
            exchange, cached = await self._network.exchange(kind, url)
        except asyncio.CancelledError:  # the time is over
            self.log.append(Fetched(url, self._network.now(), FetchOutcome.UNREACHABLE, cached=False))
            raise
        self.log.append(Fetched(url, exchange.at, exchange.outcome, cached))
        return exchange

    def _spend(self, url: str) -> str:
        """Count a document and its host, kept or not, so that the answer does not depend on who asked before."""
        host = host_of(url)
        if len(self._urls | {url}) > limits.FETCHES:
            return f"one request may have {limits.FETCHES} documents fetched, and this would be one more."
        if len(self._hosts | {host}) > limits.FETCH_HOSTS:
            return f"one request may have {limits.FETCH_HOSTS} hosts asked, and {host} would be one more."
        self._urls.add(url)
        self._hosts.add(host)
        return ""


async def offline(need: HostNeed) -> Fact:  # noqa: ARG001
    """Answer nothing: the command line's `--offline`."""
    return Unreachable("the network was not used.")


def host_of(url: str) -> str:
    """The `host[:port]` that a URL names; of something that is no URL, whatever stands in that place."""
    return url.partition("://")[2].partition("/")[0].rpartition("@")[2].lower()[:120]


def _size(exchange: Exchange) -> int:
    """What keeping an answer counts: its bytes, and no less than what bounds the number of answers."""
    return max(len(exchange.answer.body) if exchange.answer else 0, limits.KEPT_BYTES // limits.KEPT_DOCUMENTS)
