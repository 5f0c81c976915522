"""Reading what a person names on the command line."""

from __future__ import annotations

import sys
from pathlib import Path

from badgeapi.errors import MalformedInput


def read(file: Path) -> bytes:
    """Read a file, or standard input for "-"; raises `MalformedInput` with a sentence for the person."""
    try:
        return sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise MalformedInput(f"{file}: {error.strerror}.") from error
