"""How many answers were given, and how long they took: for Prometheus, by route.

Counters of its library take a lock for every number, and its histogram tries one bucket after the other. All answers
of a process are given on one loop, so they are counted in plain numbers here, which become metrics when somebody asks.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

from prometheus_client import Histogram
from prometheus_client.metrics_core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector
from prometheus_client.utils import floatToGoString

_BOUNDS: Final = Histogram.DEFAULT_BUCKETS
"""Seconds that the answers of a bucket took at most."""


class _Tally:
    """What is counted of the answers to one method at one route."""

    __slots__ = ("buckets", "seconds", "statuses")

    def __init__(self) -> None:
        self.statuses = Counter[int]()
        self.buckets = [0] * len(_BOUNDS)
        self.seconds = 0.0


class AnswerCounts(Collector):
    """The counts of a process."""

    def __init__(self) -> None:
        self._tallies: dict[tuple[str, str], _Tally] = {}

    def add(self, method: str, route: str, *, status: int, seconds: float) -> None:
        """Count an answer."""
        tally = self._tallies.get((method, route))
        if tally is None:
            tally = self._tallies[method, route] = _Tally()
        tally.statuses[status] += 1
        tally.buckets[bisect_left(_BOUNDS, seconds)] += 1
        tally.seconds += seconds

    def collect(self) -> Iterator[Metric]:
        """Make the metrics."""
        requests = CounterMetricFamily("badgeapi_requests", "Answered requests", labels=("method", "route", "status"))
        duration = HistogramMetricFamily("badgeapi_request_seconds", "Time to answer", labels=("method", "route"))
        for labels, tally in self._tallies.items():
            for status, answers in tally.statuses.items():
                requests.add_metric((*labels, str(status)), answers)
            reached = zip(map(floatToGoString, _BOUNDS), accumulate(tally.buckets), strict=True)
            duration.add_metric(labels, list(reached), tally.seconds)
        yield requests
        yield duration
