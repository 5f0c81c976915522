"""What a process does once it is made."""

from __future__ import annotations

import gc
import sys

from badgeapi import interpreter


def test_what_is_there_at_the_start_is_no_longer_collected():
    """A full collection passes over it, and finds what came after."""
    threshold, interval = gc.get_threshold(), sys.getswitchinterval()
    old: list[object] = []
    try:
        interpreter.settle()
        new: list[object] = []
        seen = gc.get_objects()
        assert not any(each is old for each in seen)
        assert any(each is new for each in seen)
        assert sys.getswitchinterval() < interval
    finally:
        gc.unfreeze()
        gc.set_threshold(*threshold)
        sys.setswitchinterval(interval)
