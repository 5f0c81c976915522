"""The process: reads an inspection and facts, runs one step, writes the inspection back; its parent ends it.

A frame is four bytes of length and a pickle; both ends are this program, and the pipe is theirs alone.
"""

from __future__ import annotations

import pickle
import resource
import struct
import sys

from badgeapi import limits
from badgeapi.canon import conformance, contexts

HEADER = struct.Struct(">I")
CONFORMANCE = "--conformance"


def serve() -> None:
    """Answer frames until the parent closes the pipe."""
    contexts.verify_digests()
    conformance.run(running=CONFORMANCE in sys.argv)
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (int(limits.SANDBOX_BYTES), most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # the kernel ends a process that computes too long with a dump
    frames, answers = sys.stdin.buffer, sys.stdout.buffer
    while header := frames.read(HEADER.size):
        inspection, facts = pickle.loads(frames.read(*HEADER.unpack(header)))  # noqa: S301  # written by our parent
        _allow(limits.SANDBOX_CPU_S)
        try:
            inspection.advance(facts)
        except (MemoryError, RecursionError):
            inspection.abandon()
        answer = pickle.dumps(inspection)
        answers.write(HEADER.pack(len(answer)) + answer)
        answers.flush()


def _allow(seconds: int) -> None:
    """Let the process use this much more processor time; the kernel ends it then."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, most))


if __name__ == "__main__":
    serve()
