"""How an answer is measured: at once, and without memory growing with what the attacker promises."""

from __future__ import annotations

import tracemalloc

import pytest

from badgeapi import baking
from badgeapi.errors import InvalidInput
from tests.work import no_hang

MEGABYTE = 1 << 20
FACTOR = 32  # an element of nothing but attributes takes 27 bytes of memory for each of its own; everything else, 12


def answer(data: bytes) -> str:
    """What extraction says of an image: the text found or the code of the refusal."""
    with no_hang():
        said = _said(data)
    tracemalloc.start()
    try:
        assert _said(data) == said
        assert tracemalloc.get_traced_memory()[1] < FACTOR * len(data) + 8 * MEGABYTE
    finally:
        tracemalloc.stop()
    return said


def refused_bake(data: bytes) -> str:
    """The code with which baking into an image is refused."""
    with pytest.raises(InvalidInput) as refusal:
        baking.bake(data, "a.b.c")
    return refusal.value.faults[0].code


def _said(data: bytes) -> str:
    try:
        return baking.extract(data).text
    except InvalidInput as refusal:
        return refusal.faults[0].code
