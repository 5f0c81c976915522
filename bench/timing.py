"""How a task is timed: all tasks in turns, round after round, and the median of the rounds.

The machine is slow and fast at moments of its own; in turns, all tasks share them, and their ratios hold.
"""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

ROUNDS = 7
TURN_S = 0.15
"""How long one task is repeated in one round."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something to measure, and the bare operations that it cannot do without; a call does it `size` times."""

    name: str
    run: Callable[[], Any]
    against: tuple[str, ...] = ()
    size: int = 1


@dataclass(frozen=True, slots=True)
class Timing:
    """The median time of a task."""

    name: str
    seconds: float
    against: tuple[str, ...] = ()


async def medians(tasks: Sequence[Task], *, rounds: int = ROUNDS, turn_s: float = TURN_S) -> list[Timing]:
    """Repeat every task for a moment, in turns, round after round."""
    calls = [max(1, round(turn_s / task.size / await _once(task, 3))) for task in tasks]
    measured = [[await _once(task, n) for task, n in zip(tasks, calls, strict=True)] for _ in range(rounds)]
    return [
        Timing(task.name, median(times), task.against)
        for task, times in zip(tasks, zip(*measured, strict=True), strict=True)
    ]


async def _once(task: Task, calls: int) -> float:
    """The seconds of doing it once, as the mean of several calls in a row."""
    run = task.run
    started = time.perf_counter()
    if inspect.iscoroutinefunction(run):
        for _ in range(calls):
            await run()
    else:
        for _ in range(calls):
            run()
    return (time.perf_counter() - started) / calls / task.size
