"""Leaving a host alone that does not answer, so that nobody waits for it again and again.

After `limits.CIRCUIT_FAILURES` failures in a row a host's circuit is open for `limits.CIRCUIT_SECONDS`; then one
attempt is let through, and its end decides (half-open). Any answer closes the circuit, also one that is of no use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from cachetools import LRUCache

from badgeapi import limits
from badgeapi.errors import FetchFailed, FetchRefused


@dataclass(slots=True)
class _Failing:
    """A host that did not answer the last time."""

    failures: int = 0
    retry_at: float = 0


class Circuits:
    """The hosts that did not answer lately; which of many is forgotten first is the one longest unasked."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Measure by `clock`, in seconds that never go back."""
        self._clock = clock
        self._failing: LRUCache[str, _Failing] = LRUCache(limits.CIRCUITS)

    @contextmanager
    def attempt(self, host: str) -> Iterator[None]:
        """Let the block ask `host`; `FetchRefused` from within means that it answered, any other exception not.

        Raises:
            FetchFailed: the host is being left alone.
        """
        host = host.lower()
        found = self._failing.get(host) or _Failing()
        if found.failures >= limits.CIRCUIT_FAILURES:
            if self._clock() < found.retry_at:
                raise FetchFailed(f"{host[:120]} has not answered for a while and is not asked just now.")
            found.retry_at = self._clock() + limits.CIRCUIT_SECONDS  # this is the one attempt; others go on failing
        try:
            yield
        except FetchRefused:
            self._failing.pop(host, None)
            raise
        except BaseException:
            found.failures += 1
            found.retry_at = self._clock() + limits.CIRCUIT_SECONDS
            self._failing[host] = found
            raise
        self._failing.pop(host, None)
