"""Reading what a person names on the command line."""

from __future__ import annotations

import sys
from pathlib import Path


def read(file: Path) -> bytes:
    """Read a file, or standard input for "-"; what the system says against it is told by `main`."""
    return sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
