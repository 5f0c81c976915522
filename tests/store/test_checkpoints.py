"""When checkpoints are done, and that their thread ends when it is told to, whatever else happens at that moment."""

from __future__ import annotations

import threading

import pytest

from badgeapi.store.checkpoints import Checkpoints
from tests.work import WAIT_S


class ClosedMeanwhile(threading.Event):
    """Due at once; and the store is closed between the thread's waking and its taking note."""

    def __init__(self, checkpoints: Checkpoints) -> None:
        super().__init__()
        self._checkpoints = checkpoints
        self.set()

    def clear(self) -> None:
        self._checkpoints._ended = True
        self.set()
        super().clear()


def test_a_close_as_a_checkpoint_falls_due_is_not_missed():
    """The signal to end is not cleared away unseen: closing would wait for the thread for ever."""
    checkpoints = Checkpoints.__new__(Checkpoints)
    checkpoints._ended = False
    checkpoints._due = ClosedMeanwhile(checkpoints)
    working = threading.Thread(target=checkpoints._work, daemon=True)
    working.start()
    working.join(WAIT_S)
    assert not working.is_alive()


@pytest.mark.parametrize(("rows", "commits"), [(2, 64), (100, 32), (501, 8)])
def test_a_checkpoint_is_due_by_what_was_written(rows: int, commits: int):
    """An award is two rows, a chunk of fifty 101, a lot in one transaction 501: each time it is a log of some 10 MB."""
    checkpoints = Checkpoints.__new__(Checkpoints)
    checkpoints._committed = 0
    checkpoints._due = threading.Event()
    for _ in range(commits - 1):
        checkpoints.note(rows=rows)
    assert not checkpoints._due.is_set()
    checkpoints.note(rows=rows)
    assert checkpoints._due.is_set()
