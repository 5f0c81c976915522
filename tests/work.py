"""How much a call does, told without a clock: a busy machine must not fail a test, nor a fast one pass it.

What Python does is counted. What one call of C does (a regular expression, inflating, parsing XML) cannot be; there
`no_hang` tells milliseconds from minutes, and its bound is generous because nothing lies between the two.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

WAIT_S = 300.0  # for another process or thread, where only what hangs takes that long
HANG_S = 30.0  # seconds that this thread computes, however busy the machine; attacks take hundredths, or minutes


def calls(function: Callable[[], Any]) -> int:
    """Count the calls that `function` makes, to Python and to C alike, without collecting garbage."""
    count, collecting = 0, gc.isenabled()

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    gc.disable()
    sys.setprofile(note)
    try:
        function()
    finally:
        sys.setprofile(before)
        if collecting:
            gc.enable()
    return count


@contextmanager
def no_hang() -> Iterator[None]:
    """Fail when what is done within computes for longer than `HANG_S`."""
    began = time.thread_time()
    yield
    assert time.thread_time() - began < HANG_S
