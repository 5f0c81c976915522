"""Rows to values and back: the few statements that every noun needs, each kept to the caller's scope.

Not here: any table's own columns or rules.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final, Generic, TypeAlias, TypeVar

from sqlalchemy import bindparam, insert, literal, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from _typeshed import DataclassInstance
    from sqlalchemy import ColumnElement, Connection, Executable, Select, Table

    from badgeapi.store.scope import Scope

    Value = TypeVar("Value", bound=DataclassInstance)
else:
    Value = TypeVar("Value")

Cursor: TypeAlias = "tuple[datetime, str]"
"""Where a page ended: `created_at` and `id` of its last row."""

_INSERTS: Final[dict[str, Callable[[Table], postgresql.Insert | sqlite.Insert]]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


def upsert(conn: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Begin an INSERT that knows ON CONFLICT, which is the same in both dialects."""
    return _INSERTS[conn.dialect.name](table)


class Rows(Generic[Value]):
    """The rows of one table as frozen values; a field of the value is the column of that name."""

    def __init__(self, value: type[Value], table: Table) -> None:
        self._value = value
        self._names = [field.name for field in fields(value)]
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
        self._insert = insert(table)
        self._finds: dict[tuple[str | bool, ...], Select[Any]] = {}

    def insert(self, conn: Connection, scope: Scope, *values: Value) -> None:
        """Insert values, all or none.

        Raises:
            NotFound: one belongs to an issuer outside the scope.
        """
        for value in values:
            scope.admit(getattr(value, self._owner))
        conn.execute(self._insert, [self.parameters(value) for value in values])

    def find(self, conn: Connection, scope: Scope, **equal: str | bytes) -> Value | None:
        """Find the row whose columns equal the values given.

        The statement is made once for each set of columns: making it anew costs twice what running it costs.
        """
        everybody = scope.issuer_id is None
        statement = self._finds.get((everybody, *equal))
        if statement is None:
            statement = self.select.where(*(self._table.c[name] == bindparam(name) for name in equal))
            if not everybody:
                statement = statement.where(self._table.c[self._owner] == bindparam("scope"))
            self._finds[everybody, *equal] = statement
        return self.one(conn, statement, {**equal, "scope": scope.issuer_id})

    def where(self, scope: Scope, *conditions: ColumnElement[bool]) -> Select[Any]:
        """Select the rows in scope that meet the conditions."""
        return self.select.where(scope.where(self._table.c[self._owner]), *conditions)

    def change(
        self, conn: Connection, scope: Scope, *conditions: ColumnElement[bool], **values: object
    ) -> Value | None:
        """Change the one row in scope that meets the conditions, and return what it has become."""
        statement = update(self._table).where(scope.where(self._table.c[self._owner]), *conditions)
        return self.one(conn, statement.values(values).returning(*self.columns))

    def page(
        self,
        conn: Connection,
        scope: Scope,
        *conditions: ColumnElement[bool],
        after: Cursor | None,
        newest_first: bool,
        limit: int,
    ) -> list[Value]:
        """List `limit` rows beyond `after` that meet the conditions, in the order of (`created_at`, `id`).

        The position is the row's own values, so that rows which come or go meanwhile neither repeat nor
        hide others.
        """
        at, id_ = self._table.c.created_at, self._table.c.id
        statement = self.where(scope, *conditions)
        if after is not None:
            here = tuple_(literal(after[0], at.type), literal(after[1], id_.type))
            statement = statement.where(tuple_(at, id_) < here if newest_first else tuple_(at, id_) > here)
        order = (at.desc(), id_.desc()) if newest_first else (at, id_)
        return self.many(conn, statement.order_by(*order).limit(limit))
