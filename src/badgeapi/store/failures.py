"""What a database answers when it does not do what it was asked, mapped once for both runners.

Not here: what a duplicate means to the caller (`usecases` know which constraint stands for which promise).
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from psycopg.errors import UniqueViolation
from sqlalchemy import Index, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from badgeapi.errors import Unavailable
from badgeapi.store.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

_SQLITE_UNIQUE: Final = (sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
# Wrong SQL, and a write inside a read. The low byte of a code is its kind.
_SQLITE_MISTAKES: Final = (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_READONLY)


class Duplicate(Exception):
    """A row with these unique values is already there.

    Attributes:
        constraint: name of the constraint or unique index in `tables.py`: `uq_assertions_issuer_id_key`.
    """

    def __init__(self, constraint: str) -> None:
        super().__init__(f"a row that {constraint} keeps unique is already there")
        self.constraint = constraint


@contextmanager
def translated() -> Iterator[None]:
    """Turn the driver's exceptions into ours; a mistake in our own SQL stays what it is.

    Raises:
        Duplicate: a unique constraint refused the row.
        Unavailable: locked, full, unreadable, deadlocked, no connection, or connection lost.
    """
    try:
        yield
    except IntegrityError as error:
        if constraint := _unique_constraint(error.orig):
            raise Duplicate(constraint) from error
        raise
    except (DBAPIError, sqlite3.Error) as error:
        if _is_outage(error):
            raise Unavailable("The store did not answer.") from error
        raise


def _unique_constraint(error: BaseException | None) -> str | None:
    """Name the unique constraint that was violated, or None when it was a constraint of another kind."""
    if isinstance(error, UniqueViolation):
        return error.diag.constraint_name
    if isinstance(error, sqlite3.IntegrityError) and error.sqlite_errorcode in _SQLITE_UNIQUE:
        # SQLite tells the columns, "UNIQUE constraint failed: api_keys.id", not the name.
        return _NAME_BY_COLUMNS.get(str(error).partition(": ")[2])
    return None


def _is_outage(error: DBAPIError | sqlite3.Error) -> bool:
    """Tell an outage, which passes, from a mistake of ours; SQLite reports both as OperationalError."""
    told = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(told, sqlite3.Error):
        # A complaint of Python's own wrapper has no code.
        code: int = getattr(told, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        return isinstance(told, sqlite3.OperationalError) and code & 0xFF not in _SQLITE_MISTAKES
    return isinstance(error, OperationalError) or (isinstance(error, DBAPIError) and error.connection_invalidated)


def _names_by_columns() -> dict[str, str]:
    """Index every unique constraint by its columns in SQLite's words."""
    unique: list[UniqueConstraint | PrimaryKeyConstraint | Index] = []
    for table in metadata.tables.values():
        unique += [c for c in table.constraints if isinstance(c, (UniqueConstraint, PrimaryKeyConstraint))]
        unique += [index for index in table.indexes if index.unique]
    return {", ".join(str(column) for column in one.columns): str(one.name) for one in unique}


_NAME_BY_COLUMNS: Final = _names_by_columns()
