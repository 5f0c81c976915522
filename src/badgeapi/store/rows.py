"""Rows to values and back: the few statements that every noun needs, each kept to the caller's scope.

Every statement is made once and run with parameters: making one anew costs several times what running it does. Not
here: any table's own columns or rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from inspect import get_annotations
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Generic, TypeAlias, TypeVar

from sqlalchemy import Integer, bindparam, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from badgeapi.store.statements import Insert, Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, CursorResult, Delete, Dialect, Executable, Select, Table, Update
    from sqlalchemy.sql.compiler import SQLCompiler
    from sqlalchemy.sql.dml import ReturningUpdate

    from badgeapi.store.scope import Scope
    from badgeapi.store.statements import Prepared, Row

    AnyInsert: TypeAlias = postgresql.Insert | sqlite.Insert
    Scopable: TypeAlias = Select[Any] | Update | ReturningUpdate[Any] | Delete

Value = TypeVar("Value")
Cursor: TypeAlias = "tuple[datetime, str]"
"""Where a page ended: `created_at` and `id` of its last row."""


_NOTHING: Final[Mapping[str, object]] = MappingProxyType({})


class Upsert:
    """An INSERT that knows ON CONFLICT, made once for each dialect by `build`, which both understand."""

    def __init__(self, table: Table, build: Callable[[AnyInsert], AnyInsert]) -> None:
        self._statements = {"sqlite": build(sqlite.insert(table)), "postgresql": build(postgresql.insert(table))}

    def run(self, conn: Connection, *rows: Mapping[str, object]) -> None:
        """Insert rows."""
        conn.execute(self._statements[conn.dialect.name], rows)


class _BesideIndex(FunctionElement[Any]):
    """A column whose index SQLite leaves alone.

    It has no statistics, and would as soon look through all of a large issuer as through the few rows of a recipient.
    PostgreSQL has, and sees the bare column.
    """

    inherit_cache = True


@compiles(_BesideIndex)
def _write_column(element: _BesideIndex, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - SQLAlchemy's
    return compiler.process(element.clauses, **options)


@compiles(_BesideIndex, "sqlite")
def _write_with_plus(element: _BesideIndex, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - SQLAlchemy's
    return f"+{compiler.process(element.clauses, **options)}"


@dataclass(frozen=True, slots=True)
class Scoped:
    """One statement twice: for the rows of all issuers, and for those of the one that is the parameter `scope`."""

    everybody: Executable
    issuer: Executable

    def run(self, conn: Connection, scope: Scope, parameters: Mapping[str, object]) -> CursorResult[*tuple[Any, ...]]:
        """Run the one that fits."""
        if scope.issuer_id is None:
            return conn.execute(self.everybody, parameters)
        return conn.execute(self.issuer, {**parameters, "scope": scope.issuer_id})


@dataclass(frozen=True, slots=True)
class ScopedStatement:
    """`Scoped`, for a statement that the driver runs by itself."""

    everybody: Statement
    issuer: Statement

    def rows(self, conn: Connection, scope: Scope, parameters: Mapping[str, object]) -> list[Row]:
        """Run the one that fits."""
        if scope.issuer_id is None:
            return self.everybody.rows(conn, parameters)
        return self.issuer.rows(conn, {**parameters, "scope": scope.issuer_id})


class Rows(Generic[Value]):
    """The rows of one table as frozen values; a field of the value is the column of that name."""

    def __init__(self, value: type[Value], table: Table) -> None:
        self._value = value
        self._names = list(get_annotations(value))  # the fields of a dataclass or a named tuple
        self.columns = [table.c[name] for name in self._names]
        self.select = select(*self.columns)

    def one(
        self, conn: Connection, statement: Executable, parameters: Mapping[str, object] | None = None
    ) -> Value | None:
        """Run a statement that yields `columns` of at most one row."""
        row = conn.execute(statement, parameters).first()
        return None if row is None else self._value(*row)

    def many(
        self, conn: Connection, statement: Executable, parameters: Mapping[str, object] | None = None
    ) -> list[Value]:
        """Run a statement that yields `columns`, in the order of its rows."""
        return [self._value(*row) for row in conn.execute(statement, parameters)]

    def run_one(self, conn: Connection, scope: Scope, statement: Scoped, **parameters: object) -> Value | None:
        """Run a statement that yields `columns` of at most one row in scope."""
        row = statement.run(conn, scope, parameters).first()
        return None if row is None else self._value(*row)

    def run_many(self, conn: Connection, scope: Scope, statement: Scoped, **parameters: object) -> list[Value]:
        """Run a statement that yields `columns` in scope, in the order of its rows."""
        return [self._value(*row) for row in statement.run(conn, scope, parameters)]

    def parameters(self, value: Value) -> dict[str, Any]:
        """Spread a value over its columns."""
        return {name: getattr(value, name) for name in self._names}


class OwnedRows(Rows[Value]):
    """The rows of a table that belong to issuers. Each method takes the caller's scope and keeps to it.

    `owner` names the column that holds the id of the issuer a row belongs to.
    """

    def __init__(self, value: type[Value], table: Table, *, owner: str = "issuer_id") -> None:
        super().__init__(value, table)
        self._table = table
        self._owner = owner
        self._insert = Insert(table, self._names)
        self.update = update(table).returning(*self.columns)
        """Sets the parameters that are named as columns, and yields the row; other parameters are named otherwise."""
        self._finds: dict[tuple[str, ...], ScopedStatement] = {}
        self._pages: dict[tuple[object, ...], Scoped] = {}

    def insert(self, conn: Connection, scope: Scope, *values: Value) -> None:
        """Insert values, all or none; raises as `inserting`."""
        self.inserting(conn.dialect, scope, values).run(conn)

    def inserting(self, dialect: Dialect, scope: Scope, values: Iterable[Value]) -> Prepared:
        """Do all of an insert that needs no connection, and return the rest.

        Raises:
            NotFound: a value belongs to an issuer outside the scope.
        """
        values = list(values)
        for owner in {getattr(value, self._owner) for value in values}:
            scope.admit(owner)
        return self._insert.prepare(dialect, values)

    def find(self, conn: Connection, scope: Scope, **equal: str | bytes) -> Value | None:
        """Find the row whose columns equal the values given."""
        columns = tuple(equal)
        if (statement := self._finds.get(columns)) is None:
            statement = self._finds[columns] = self.driven(self.select.where(*map(self._equals, columns)))
        rows = statement.rows(conn, scope, equal)
        return self._value(*rows[0]) if rows else None

    def driven(self, statement: Select[Any] | Delete) -> ScopedStatement:
        """Make both forms of a statement on this table that the driver runs by itself."""
        of_issuer = statement.where(self._table.c[self._owner] == bindparam("scope"))
        return ScopedStatement(Statement(statement), Statement(of_issuer))

    def scoped(self, statement: Scopable) -> Scoped:
        """Make both forms of a statement on this table."""
        return Scoped(statement, statement.where(self._table.c[self._owner] == bindparam("scope")))

    def page(
        self,
        conn: Connection,
        scope: Scope,
        *,
        limit: int,
        after: Cursor | None,
        newest_first: bool,
        equal: Mapping[str, object] = _NOTHING,
        beside_index: frozenset[str] = frozenset(),
        created_from: datetime | None = None,
        created_before: datetime | None = None,
    ) -> list[Value]:
        """List `limit` rows beyond `after` that meet the conditions, in the order of (`created_at`, `id`).

        The position is the row's own values, so that rows which come or go meanwhile neither repeat nor
        hide others. The columns `beside_index` only filter what an index of the other columns finds.
        """
        given: dict[str, object] = {"created_from": created_from, "created_before": created_before}
        name, bound = ("created_before", created_before) if newest_first else ("created_from", created_from)
        # Of two bounds where a page begins, only the narrower: SQLite may read from the other all the way to it.
        if after is not None and (bound is None or (after[0] < bound) is newest_first):
            given |= {name: None, "after_time": after[0], "after_id": after[1]}
        bounds = {name: value for name, value in given.items() if value is not None}
        shape = newest_first, beside_index, *equal, None, *bounds
        if (statement := self._pages.get(shape)) is None:
            conditions = [self._equals(name, indexed=name not in beside_index) for name in equal]
            everybody = self._paging(conditions, frozenset(bounds), newest_first=newest_first)
            owner = self._equals(self._owner, "scope", indexed=self._owner not in beside_index)
            statement = self._pages[shape] = Scoped(everybody, everybody.where(owner))
        return self.run_many(conn, scope, statement, limit=limit, **equal, **bounds)

    def _paging(
        self, conditions: list[ColumnElement[bool]], bounds: frozenset[str], *, newest_first: bool
    ) -> Select[Any]:
        at, id_ = self._table.c.created_at, self._table.c.id
        here = tuple_(bindparam("after_time", type_=at.type), bindparam("after_id", type_=id_.type))
        possible = {
            "created_from": at >= bindparam("created_from", type_=at.type),
            "created_before": at < bindparam("created_before", type_=at.type),
            "after_id": tuple_(at, id_) < here if newest_first else tuple_(at, id_) > here,
        }
        bounded = (possible[name] for name in possible if name in bounds)
        order = (at.desc(), id_.desc()) if newest_first else (at, id_)
        return self.select.where(*conditions, *bounded).order_by(*order).limit(bindparam("limit", type_=Integer))

    def _equals(self, name: str, parameter: str | None = None, *, indexed: bool = True) -> ColumnElement[bool]:
        column: ColumnElement[Any] = self._table.c[name]
        return (column if indexed else _BesideIndex(column)) == bindparam(parameter or name, type_=column.type)
