"""The thread that does checkpoints ends when it is told to, whatever else happens at that moment."""

from __future__ import annotations

import threading

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
