"""A process that serves: one of several makes its application from the environment and the port `serve` was given."""

from __future__ import annotations

import gc
import os
import sys

from fastapi import FastAPI

from badgeapi import settings
from badgeapi.app import create_app, find_secrets
from badgeapi.cli.logs import log_as_json

PORT = "BADGEAPI_WORKER_PORT"
"""How `serve` tells its workers the port; not a setting for people."""


def app() -> FastAPI:
    """Make the application of this process."""
    log_as_json()
    found = settings.load()
    made = create_app(found, find_secrets(found), port=int(os.environ[PORT]))
    settle()
    return made


def settle() -> None:
    """Keep the garbage collector from what the process is made of, once it is made; let its threads wait shorter.

    These are 200,000 objects that live as long as the process. A full collection walks all of them to find that, for
    50 to 150 ms in which nobody is answered. The youngest are looked at when there are ten thousand, not 700: hardly
    any of what a request makes is garbage in circles, and looking took a sixtieth of the time of an award.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, *gc.get_threshold()[1:])
    # A thread that writes needs the interpreter for a moment after each statement. While another computes for a job, it
    # would wait 5 ms for each of these moments: the tail of an award's time was a quarter longer.
    sys.setswitchinterval(0.0005)
