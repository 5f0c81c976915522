"""Proving templates beside the work: each one before its first use, and now and then again by what it has written.

One thread of each process does it, a template or a credential at a time, so that no answer waits for the slow way. A
template that is wrong once is never used again in its process, and the error is logged with the credential it was found
by. What does not find a place in the queue is not proved: a template is then not made yet, a credential not looked at.

Not here: what a template is and its trial fillings (`canon/template.py`), and which documents get one
(`fill_template.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from queue import Full, Queue
from threading import Lock, Thread
from typing import Final, Literal, TypeAlias, get_args

import structlog
from prometheus_client.core import REGISTRY, CounterMetricFamily, Metric
from prometheus_client.registry import Collector

from badgeapi import limits
from badgeapi.canon.json import JsonObject
from badgeapi.canon.jsonld import Resolved
from badgeapi.canon.template import Filled, Template, compile_template, write_slowly
from badgeapi.credentials.open_badge import OpenBadge
from badgeapi.usecases.lint_credential import lint_credential
from badgeapi.verification.parse import Presented

Event: TypeAlias = Literal["made", "refused", "filled", "proved", "mismatch", "skipped"]

_EVENTS_ARE: Final = (
    "What happened to badge templates: made, refused (no template of that shape), filled, proved (a credential written "
    "again the slow way, and equal), mismatch (not equal: the template is no longer used), skipped"
)
_RESOLVED: Final[Resolved] = {}
"""The contexts of the thread that proves."""
_log = structlog.get_logger()


class Tally(Collector):
    """How often what happened to templates: for Prometheus, and for the process that this one works for."""

    def __init__(self) -> None:
        self._counted: Counter[str] = Counter()
        self._told: Counter[str] = Counter()
        self._lock = Lock()

    def note(self, event: str, count: int = 1) -> None:
        """Count an event."""
        with self._lock:
            self._counted[event] += count

    def counts(self) -> Counter[str]:
        """Count everything so far."""
        with self._lock:
            return self._counted.copy()

    def take(self) -> dict[str, int]:
        """Take what was counted since it was last taken."""
        with self._lock:
            taken = self._counted - self._told
            self._told = self._counted.copy()
        return dict(taken)

    def collect(self) -> Iterator[Metric]:
        """Show the counts to Prometheus."""
        counts = self.counts()
        shown = CounterMetricFamily("badgeapi_template_events", _EVENTS_ARE, labels=["event"])
        for event in get_args(Event):
            shown.add_metric([event], counts[event])
        yield shown


TALLY: Final = Tally()
REGISTRY.register(TALLY)


@dataclass(slots=True)
class Candidate:
    """A shape of documents: without a template, with one, or never to have one (again).

    Attributes:
        seen: how many documents of this shape went the general way.
        is_open: whether a template may still be made.
        template: what writes documents of this shape.
    """

    seen: int = 0
    is_open: bool = True
    template: Template | None = None
    _filled: int = 0

    def fill(self, badge: OpenBadge, values: Sequence[str]) -> Filled | None:
        """Write a badge, whose texts are `values`, by the template; None where there is none that takes them."""
        template = self.template
        filled = None if template is None else template.fill(values)
        if filled is not None:
            TALLY.note("filled")
            if self._filled % limits.TEMPLATE_RECHECK == 0:
                PROVER.recheck(self, badge, filled)
            self._filled += 1
        return filled

    def adopt(self, template: Template) -> None:
        """Write by this template from now on."""
        self.template = template

    def stop(self) -> None:
        """Write nothing more."""
        self.template = None


class Prover:
    """The thread, started with the first thing to prove, and what waits for it."""

    def __init__(self) -> None:
        self._waiting: Queue[Callable[[], None]] = Queue(limits.TEMPLATE_QUEUE)
        self._thread: Thread | None = None
        self._lock = Lock()

    def prove(self, candidate: Candidate, document: JsonObject, slots: Sequence[str], values: Sequence[str]) -> bool:
        """Have a template made of a document that has passed its lint, and used when it is proved; False if not now."""
        accepted = self._put(partial(_make, candidate, document, slots, values))
        candidate.is_open = not accepted
        return accepted

    def recheck(self, candidate: Candidate, badge: OpenBadge, filled: Filled) -> None:
        """Have a badge that was written by a template written again the slow way, and linted."""
        self._put(partial(_recheck, candidate, badge, filled))

    def rest(self) -> None:
        """Wait until everything is proved."""
        self._waiting.join()

    def _put(self, job: Callable[[], None]) -> bool:
        try:
            self._waiting.put_nowait(job)
        except Full:
            TALLY.note("skipped")
            return False
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._run, name="prover", daemon=True)
                self._thread.start()
        return True

    def _run(self) -> None:
        while True:
            job = self._waiting.get()
            try:
                job()
            finally:
                self._waiting.task_done()


PROVER: Final = Prover()


def _make(candidate: Candidate, document: JsonObject, slots: Sequence[str], values: Sequence[str]) -> None:
    """Make and prove a template; for the document that it is made of, too, whose texts are real ones."""
    try:
        template = compile_template(document, slots, resolved=_RESOLVED)
        filled = None if template is None else template.fill(values)
        proved = filled is not None and filled.is_same(write_slowly(document, resolved=_RESOLVED))
    except Exception as error:  # noqa: BLE001  # whatever it is: without a template, documents go the general way
        _log.error("template_not_made", error=repr(error)[:200])  # a trace can show who is awarded
        template, proved = None, False
    if template is not None and proved:
        candidate.adopt(template)
        TALLY.note("made")
    else:
        TALLY.note("refused")


def _recheck(candidate: Candidate, badge: OpenBadge, filled: Filled) -> None:
    try:
        document = badge.document()
        lint_credential(Presented(document), datetime.now(UTC))
        sound = filled.is_same(write_slowly(document, resolved=_RESOLVED))
    except Exception as error:  # noqa: BLE001  # what cannot be written again is not known to be right
        _log.error("template_recheck_failed", error=repr(error)[:200])  # as above
        sound = False
    TALLY.note("proved" if sound else "mismatch")
    if not sound:
        candidate.stop()
        _log.error("template_mismatch", credential=badge.id)
