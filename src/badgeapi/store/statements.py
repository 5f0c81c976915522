"""Statements that the driver runs by itself: what every award and every verification waits for.

SQLAlchemy writes each once for a dialect; what it does around every single execution costs ten times what a database
needs for a row that an index finds. Values become what the driver takes, and rows what the house keeps, by the types of
`tables.py`, as everywhere. Not here: statements with lists in them (IN), and whatever is too rare to matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import insert

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Delete, Dialect, Select, Table
    from sqlalchemy.sql.compiler import SQLCompiler
    from sqlalchemy.types import TypeEngine

    Convert: TypeAlias = Callable[[Any], Any]
    Parameters: TypeAlias = Mapping[str, object] | Sequence[object]

Row: TypeAlias = "Sequence[Any]"
"""The columns of one row, in the order of the statement."""


@dataclass(frozen=True, slots=True)
class _Written:
    """A statement in the words of one dialect.

    Attributes:
        parameters: their names; in the order of their places, where the driver takes them by place.
        by_place: whether it does.
        constants: those that the statement itself gives.
        sent: what to turn some of them into before they are sent.
        fetched: what to turn some columns into when they are read, by their place in the row.
    """

    text: str
    parameters: tuple[str, ...]
    by_place: bool
    constants: Mapping[str, object]
    sent: Mapping[str, Convert]
    fetched: Sequence[tuple[int, Convert]]

    @classmethod
    def of(cls, compiled: SQLCompiler, dialect: Dialect, columns: Iterable[TypeEngine[Any]] = ()) -> _Written:
        """Take what is needed of a statement that SQLAlchemy has compiled."""
        given = compiled.params
        names = tuple(compiled.positiontup or ()) if compiled.positional else tuple(given)
        to_send = {name: compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect) for name in given}
        to_fetch = [type_.dialect_impl(dialect).result_processor(dialect, None) for type_ in columns]
        return cls(
            text=str(compiled),
            parameters=names,
            by_place=compiled.positional,
            constants={name: given[name] for name in given if given[name] is not None},
            sent={name: convert for name, convert in to_send.items() if convert is not None},
            fetched=[(place, convert) for place, convert in enumerate(to_fetch) if convert is not None],
        )


class Statement:
    """A statement that finds or removes a few rows; its parameters are named as its `bindparam`s."""

    def __init__(self, statement: Select[Any] | Delete) -> None:
        self._statement = statement
        self._written: dict[str, _Written] = {}

    def rows(self, conn: Connection, given: Mapping[str, object]) -> list[Row]:
        """Run it, and return the rows that it finds.

        Raises:
            DBAPIError: SQLAlchemy's, as all of the store does.
        """
        written = self._written.get(conn.dialect.name) or self._write(conn.dialect)
        values = {**written.constants, **given}
        for name, convert in written.sent.items():
            values[name] = convert(values[name])
        sent = [values[name] for name in written.parameters] if written.by_place else values
        found = _run(conn, written.text, sent)
        return [_converted(row, written.fetched) for row in found] if written.fetched else found

    def _write(self, dialect: Dialect) -> _Written:
        columns = [column.type for column in self._statement.exported_columns]
        written = _Written.of(self._statement.compile(dialect=dialect), dialect, columns)
        return self._written.setdefault(dialect.name, written)


class Insert:
    """The INSERT of values that have a field for each of `columns`."""

    def __init__(self, table: Table, columns: Sequence[str]) -> None:
        self._statement = insert(table).inline()  # no RETURNING: whatever the database chooses, nobody asks
        self._columns = columns
        self._written: dict[str, tuple[_Written, Convert]] = {}

    def prepare(self, dialect: Dialect, values: Iterable[object]) -> list[Parameters]:
        """Turn values into what the driver takes: to be done before a transaction, for whose end others wait."""
        written, fields = self._written.get(dialect.name) or self._write(dialect)
        places = [(written.parameters.index(name), convert) for name, convert in written.sent.items()]
        rows = [_converted(fields(value), places) for value in values]
        return [row if written.by_place else dict(zip(written.parameters, row, strict=True)) for row in rows]

    def run(self, conn: Connection, rows: Sequence[Parameters]) -> None:
        """Insert what was prepared, all or none.

        Raises:
            DBAPIError: as `Statement.rows`.
        """
        written, _ = self._written[conn.dialect.name]
        if len(rows) == 1:
            _run(conn, written.text, rows[0])
        elif rows:
            _run(conn, written.text, rows, many=True)

    def _write(self, dialect: Dialect) -> tuple[_Written, Convert]:
        written = _Written.of(self._statement.compile(dialect=dialect, column_keys=list(self._columns)), dialect)
        return self._written.setdefault(dialect.name, (written, attrgetter(*written.parameters)))


def _converted(row: Row, converts: Sequence[tuple[int, Convert]]) -> Row:
    converted = list(row)
    for place, convert in converts:
        converted[place] = convert(converted[place])
    return converted


def _run(conn: Connection, text: str, parameters: Any, *, many: bool = False) -> list[Row]:  # noqa: ANN401 - the driver's
    """Run a statement once, or once for each of many parameters; raises SQLAlchemy's `DBAPIError`."""
    cursor = conn.connection.cursor()
    try:
        if many:
            cursor.executemany(text, parameters)
            return []
        cursor.execute(text, parameters)
        return list(cursor.fetchall()) if cursor.description else []
    except conn.dialect.loaded_dbapi.Error as error:
        # What SQLAlchemy does for its own statements: name the error, and give up connections that are lost.
        conn._handle_dbapi_exception(error, text, parameters, cursor, None)  # noqa: SLF001
    finally:
        cursor.close()
