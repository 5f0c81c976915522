"""How the interpreter of a process that lives long is set, once all that it consists of is there."""

from __future__ import annotations

import gc
import sys


def settle() -> None:
    """Keep the garbage collector from what the process is made of, and let its threads wait shorter.

    A server is made of 200,000 objects that live as long as the process. A full collection walks all of them to find
    that, for 50 to 150 ms in which nobody is answered. The youngest are looked at when there are ten thousand, not 700:
    hardly any of what a request or a credential makes is garbage in circles, and looking took a sixtieth of the time of
    an award.

    A thread that writes needs the interpreter for a moment after each statement. While another computes for a job, it
    would wait 5 ms for each of these moments: the tail of an award's time was a quarter longer.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, *gc.get_threshold()[1:])
    sys.setswitchinterval(0.0005)
