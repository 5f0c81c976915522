"""Statements that the driver runs by itself: what every award and every verification waits for.

SQLAlchemy writes each once for a dialect; what it does around every single execution costs ten times what a database
needs for a row that an index finds. Values become what the driver takes, and rows what the house keeps, by the types of
`tables.py`, as everywhere. Not here: statements with lists in them (IN), and whatever is too rare to matter.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from sqlalchemy import bindparam, insert

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Delete, Dialect, Select, Table
    from sqlalchemy.sql.compiler import SQLCompiler
    from sqlalchemy.sql.dml import UpdateBase
    from sqlalchemy.types import TypeEngine

    Convert: TypeAlias = Callable[[Any], Any]
    Parameters: TypeAlias = Mapping[str, object] | Sequence[object]
    Pause: TypeAlias = Callable[[], None]

_AT_ONCE: Final = 250, 50, 1
"""Rows of one INSERT, a job's chunk first: SQLite takes 32,766 parameters, and knows a text that comes again."""
_COPIED_AT_ONCE: Final = 25
"""Rows of one COPY, for which a server's processor is at work for some 3 ms, with the checks of their references."""

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


class _WrittenInsert(NamedTuple):
    """An INSERT in the words of one dialect: the statement, what reads its parameters off a value, and their types."""

    written: _Written
    fields: Convert
    types: list[str]


class Insert:
    """The INSERT of values that have a field for each of `columns`."""

    def __init__(self, table: Table, columns: Sequence[str]) -> None:
        self._statement = insert(table).inline()  # no RETURNING: whatever the database chooses, nobody asks
        self._table = table
        self._columns = columns
        self._written: dict[str, _WrittenInsert] = {}

    def prepare(self, dialect: Dialect, values: Iterable[object]) -> Prepared:
        """Turn values into what the driver takes: to be done before a transaction, for whose end others wait."""
        written, fields, _ = self._written.get(dialect.name) or self._write(dialect)
        columns = [*zip(*map(fields, values), strict=True)]
        if columns:  # there are none where there are no values
            for name, convert in written.sent.items():
                place = written.parameters.index(name)
                columns[place] = tuple(map(convert, columns[place]))
        return Prepared(self, [*zip(*columns, strict=True)])

    def beside_others(self, dialect: Dialect) -> tuple[UpdateBase, list[str]]:
        """The statement for one row, with parameters that no other table's has: in the order of `prepare`."""
        written, _, _ = self._written.get(dialect.name) or self._write(dialect)
        names = {name: f"{self._table.name}_{name}" for name in written.parameters}
        given = {name: bindparam(of_table, type_=self._table.c[name].type) for name, of_table in names.items()}
        return self._statement.values(given), [*names.values()]

    def run(self, conn: Connection, rows: Sequence[Row], pause: Pause) -> None:
        """Insert what was prepared, all or none.

        `pause` lets others go first, now and then, where they need not wait for this transaction to end.

        Raises:
            DBAPIError: as `Statement.rows`.
        """
        written, _, types = self._written[conn.dialect.name]
        if len(rows) == 1:
            (row,) = rows
            _run(conn, written.text, row if written.by_place else dict(zip(written.parameters, row, strict=True)))
        elif rows and written.by_place:
            # Each execution lets go of the interpreter, and has to get it back from threads that compute: so, few. Of a
            # page that several of its rows change, an INSERT keeps how it was before only once.
            done = 0
            with _cursor(conn, written.text) as cursor:
                for count in _AT_ONCE:
                    text = written.text + f", {written.text.rpartition(' VALUES ')[2]}" * (count - 1)
                    for first in range(done, len(rows) - count + 1, count):
                        done = first + count
                        cursor.execute(text, [*chain.from_iterable(rows[first:done])])
        elif rows:
            # One statement instead of one for each row: PostgreSQL plans, locks and answers once. As text, each byte of
            # a document would be two digits.
            names = ", ".join(f'"{name}"' for name in written.parameters)
            text = f"COPY {self._table.name} ({names}) FROM STDIN (FORMAT BINARY)"
            with _cursor(conn, text) as cursor:
                for first in range(0, len(rows), _COPIED_AT_ONCE):
                    pause()
                    with cursor.copy(text) as copy:
                        copy.set_types(types)
                        for row in rows[first : first + _COPIED_AT_ONCE]:
                            copy.write_row(row)

    def _write(self, dialect: Dialect) -> _WrittenInsert:
        written = _Written.of(self._statement.compile(dialect=dialect, column_keys=list(self._columns)), dialect)
        types = [_type_name(self._table.c[name].type, dialect) for name in written.parameters]
        made = _WrittenInsert(written, attrgetter(*written.parameters), types)
        return self._written.setdefault(dialect.name, made)


class Prepared(NamedTuple):
    """Rows as the driver takes them, and the INSERT that does the rest."""

    insert: Insert
    rows: list[Row]

    def run(self, conn: Connection, pause: Pause = lambda: None) -> None:
        """Insert them; `pause` and what is raised as in `Insert.run`."""
        self.insert.run(conn, self.rows, pause)


def insert_in_one(conn: Connection, rows: Sequence[Prepared]) -> None:
    """Insert one row into each of several tables in one statement, which PostgreSQL knows; raises as `Insert.run`."""
    text, names = _in_one(conn.dialect, *(one.insert for one in rows))
    values = chain.from_iterable(row for one in rows for row in one.rows)
    _run(conn, text, dict(zip(names, values, strict=True)))


@lru_cache(maxsize=16)
def _in_one(dialect: Dialect, *inserts: Insert) -> tuple[str, list[str]]:
    statements, names = zip(*(each.beside_others(dialect) for each in inserts), strict=True)
    *others, last = statements
    whole = last.add_cte(*(each.cte(f"insert_{number}") for number, each in enumerate(others)))
    return str(whole.compile(dialect=dialect)), [*chain.from_iterable(names)]


def _type_name(type_: TypeEngine[Any], dialect: Dialect) -> str:
    """Name a type as COPY has to be told of it: as a column has it, but for its collation."""
    return type_.compile(dialect).partition(" COLLATE ")[0].lower()


def _converted(row: Row, converts: Sequence[tuple[int, Convert]]) -> Row:
    converted = list(row)
    for place, convert in converts:
        converted[place] = convert(converted[place])
    return converted


def _run(conn: Connection, text: str, parameters: Parameters) -> list[Row]:
    """Run a statement once."""
    with _cursor(conn, text, parameters) as cursor:
        cursor.execute(text, parameters)
        return list(cursor.fetchall()) if cursor.description else []


@contextmanager
def _cursor(conn: Connection, text: str, parameters: Parameters = ()) -> Iterator[Any]:
    """Lend a cursor of the driver's for a statement; raises SQLAlchemy's `DBAPIError`."""
    cursor = conn.connection.cursor()
    try:
        yield cursor
    except conn.dialect.loaded_dbapi.Error as error:
        # What SQLAlchemy does for its own statements: name the error, and give up connections that are lost.
        conn._handle_dbapi_exception(error, text, parameters, cursor, None)  # noqa: SLF001
    finally:
        cursor.close()
