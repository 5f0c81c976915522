"""What is counted of answers."""

from __future__ import annotations

import random

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from badgeapi.routers.answer_counts import AnswerCounts


def test_the_counts_are_those_of_prometheus_own_counters():
    """Every sample, by name, labels and value: on the bounds of buckets, between them, and beyond the last."""
    drawn = random.Random(1)
    bounds = [0.0, *Histogram.DEFAULT_BUCKETS[:-1]]
    ours, theirs = CollectorRegistry(), CollectorRegistry()
    ours.register(counts := AnswerCounts())
    requests = Counter("badgeapi_requests", "Answered requests", ["method", "route", "status"], registry=theirs)
    duration = Histogram("badgeapi_request_seconds", "Time to answer", ["method", "route"], registry=theirs)
    for _ in range(2000):
        labels = drawn.choice(["GET", "POST", ""]), drawn.choice(["/v1/verify", "/status/{list_id}", "none"])
        status, seconds = drawn.choice([200, 304, 500]), drawn.choice([drawn.choice(bounds), drawn.expovariate(1)])
        counts.add(*labels, status=status, seconds=seconds)
        requests.labels(*labels, str(status)).inc()
        duration.labels(*labels).observe(seconds)
    told, expected = (sorted(generate_latest(registry).decode().splitlines()) for registry in (ours, theirs))
    assert told == [line for line in expected if "_created" not in line]
    assert any('le="+Inf"' in line for line in told)
