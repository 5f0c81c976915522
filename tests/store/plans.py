"""What a database would do for a query: its own plan, one text for each step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import event
from sqlalchemy.engine import Engine

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

_EXPLAIN = {"sqlite": ("EXPLAIN QUERY PLAN", 3), "postgresql": ("EXPLAIN", 0)}
"""How to ask, and the column of the answer."""


def plan(conn: Connection, query: Callable[[Connection], object]) -> list[str]:
    """Run a query, which ends with its statement, and say how that is done."""
    said = []

    def note(_conn, _cursor, statement, parameters, _context, _many):
        said.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        query(conn)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    statement, parameters = said[-1]
    explain, column = _EXPLAIN[conn.dialect.name]
    return [row[column] for row in conn.exec_driver_sql(f"{explain} {statement}", parameters)]
