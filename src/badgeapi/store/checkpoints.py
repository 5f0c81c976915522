"""Checkpoints of a SQLite file: what was committed moves from the log into the file, beside the writer.

Within a commit, where SQLite does it by itself, whoever waits for that commit waits for the file as well. A passive
checkpoint holds up neither writers nor readers. Under steady load it never reaches the end of the log, which then goes
on growing: so the writer still does the rest where the log has grown long (`LOG_PAGES`), and little is left to do.
"""

from __future__ import annotations

import sqlite3
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Final, cast

from sqlalchemy.exc import SQLAlchemyError

if TYPE_CHECKING:
    from sqlalchemy import Engine

LOG_PAGES: Final = 8_192
"""Length of the log, 64 MB in a new file, from which on commits do checkpoints themselves."""
_COMMITS: Final = 64
"""Commits of single rows after which a checkpoint is worth its sync: some thousand pages, as SQLite itself has it."""
_ROWS: Final = 64
"""Rows that count for as much as a commit: they change fewer pages than commits of one do, and the same ones again."""


class Checkpoints:
    """The thread that does them, when there is enough to move."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._committed = 0
        self._due = threading.Event()
        self._ended = False
        self._thread = threading.Thread(target=self._work, name="store-checkpoints", daemon=True)
        self._thread.start()

    def note(self, *, rows: int) -> None:
        """Hear of a commit that changed so many rows; to be called by the one thread that writes."""
        self._committed += 1 + rows // _ROWS
        if self._committed >= _COMMITS:
            self._committed = 0
            self._due.set()

    def close(self) -> None:
        """End, when a checkpoint under way has ended."""
        self._ended = True
        self._due.set()
        self._thread.join()

    def _work(self) -> None:
        while True:
            self._due.wait()
            self._due.clear()  # before it is looked whether this is the end, or the end could be cleared away unseen
            if self._ended:
                return
            # Full disk, another process in the way: the writer meets the same, and tells those whom it concerns.
            with suppress(sqlite3.Error, SQLAlchemyError), self._engine.connect() as conn:
                driver = cast("sqlite3.Connection", conn.connection.driver_connection)
                driver.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
