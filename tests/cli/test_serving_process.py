"""What a process does before it serves."""

from __future__ import annotations

import gc

from badgeapi.cli import serving_process


def test_what_is_there_at_the_start_is_no_longer_collected():
    """A full collection passes over it, and finds what came after."""
    threshold = gc.get_threshold()
    old: list[object] = []
    try:
        serving_process.settle()
        new: list[object] = []
        seen = gc.get_objects()
        assert not any(each is old for each in seen)
        assert any(each is new for each in seen)
    finally:
        gc.unfreeze()
        gc.set_threshold(*threshold)
