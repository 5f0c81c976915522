"""The types of the schema, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Column, MetaData, Table, Text, create_engine, literal, select
from sqlalchemy.exc import StatementError

from badgeapi.store.engine import parse_url
from badgeapi.store.tables import UtcTime, metadata

TIMES = Table("times", MetaData(), Column("name", Text), Column("at", UtcTime))
INSTANTS = [
    datetime(1, 1, 2, tzinfo=UTC),
    datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    datetime(1970, 1, 1, tzinfo=UTC),
    datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC),
    datetime(2038, 1, 19, 3, 14, 8, 1, tzinfo=UTC),
    datetime(9999, 12, 30, 23, 59, 59, 999999, tzinfo=UTC),
]


def test_times_come_back_as_they_went(store_url):
    """An instant keeps its microseconds, its order and its equality, and comes back aware, in UTC."""
    zone = timezone(timedelta(hours=-11, minutes=-30))
    engine = create_engine(parse_url(store_url))
    with engine.connect() as conn:
        TIMES.create(conn)
        rows = [{"name": "-", "at": at.astimezone(zone)} for at in reversed(INSTANTS[1:-1])]
        conn.execute(TIMES.insert(), [*rows, {"name": "-", "at": INSTANTS[0]}, {"name": "-", "at": INSTANTS[-1]}])
        back = list(conn.scalars(select(TIMES.c.at).order_by(TIMES.c.at)))
        assert back == INSTANTS
        assert {at.tzinfo for at in back} == {UTC}
        same = select(TIMES.c.at).where(TIMES.c.at == literal(INSTANTS[4].astimezone(zone), UtcTime))
        assert list(conn.scalars(same)) == [INSTANTS[4]]
        conn.execute(TIMES.insert(), {"name": "none"})
        assert conn.scalar(select(TIMES.c.at).where(TIMES.c.name == "none")) is None
    engine.dispose()


def test_a_time_without_zone_is_refused(store_url):
    """A naive time would mean something else on another machine."""
    engine = create_engine(parse_url(store_url))
    with engine.connect() as conn, pytest.raises(StatementError, match="without time zone"):
        conn.execute(select(literal(datetime(2026, 1, 1), UtcTime)))  # noqa: DTZ001
    engine.dispose()


def test_every_constraint_has_a_name_both_databases_can_hold():
    """`Duplicate.constraint` and later migrations go by names; PostgreSQL cuts at 63 bytes."""
    for table in metadata.tables.values():
        for part in (*table.constraints, *table.indexes):
            assert part.name, (table.name, part)
            assert len(part.name.encode()) <= 63
