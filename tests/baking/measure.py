"""How an answer is measured: within a second, and without memory growing with what the attacker promises."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from badgeapi import baking
from badgeapi.errors import InvalidInput

SECOND = 1.0
MEGABYTE = 1 << 20


def answer(data: bytes) -> str:
    """What extraction says of an image: the text found or the code of the refusal."""
    tracemalloc.start()
    began = time.thread_time()
    try:
        return baking.extract(data).text
    except InvalidInput as refusal:
        return refusal.faults[0].code
    finally:
        took, (_, peak) = time.thread_time() - began, tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert took < SECOND
        assert peak < 8 * len(data) + 8 * MEGABYTE


def refused_bake(data: bytes) -> str:
    """The code with which baking into an image is refused."""
    with pytest.raises(InvalidInput) as refusal:
        baking.bake(data, "a.b.c")
    return refusal.value.faults[0].code
