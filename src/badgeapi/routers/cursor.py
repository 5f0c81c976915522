"""Opaque cursors for keyset paging: where the last page ended, readable by nobody but us."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Protocol, TypeVar

from badgeapi.errors import InvalidInput
from badgeapi.schemas.resource import Page
from badgeapi.store.rows import Cursor

_FOREIGN = "The cursor is not one that this service gave out."


class _Placed(Protocol):
    """A row that pages can end with."""

    @property
    def id(self) -> str: ...

    @property
    def created_at(self) -> datetime: ...


Row = TypeVar("Row", bound=_Placed)
Shown = TypeVar("Shown")


def write(created_at: datetime, row_id: str) -> str:
    """Make the cursor of the row a page ends with."""
    return urlsafe_b64encode(f"{created_at.isoformat()} {row_id}".encode()).rstrip(b"=").decode()


def read(text: str | None) -> Cursor | None:
    """Read a cursor back; raises `InvalidInput` for anything that is not one."""
    if text is None:
        return None
    try:
        at, _, row_id = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii").partition(" ")
        moment = datetime.fromisoformat(at)
    except ValueError as error:
        raise InvalidInput(_FOREIGN, code="bad_cursor") from error
    if moment.tzinfo is not UTC or not row_id.isprintable() or write(moment, row_id) != text:
        raise InvalidInput(_FOREIGN, code="bad_cursor")
    return moment, row_id


def page(rows: Sequence[Row], limit: int, show: Callable[[Row], Shown]) -> Page[Shown]:
    """Make a page of rows that were read with one more than `limit`, to know whether there is a next one."""
    shown = rows[:limit]
    more = len(rows) > limit
    return Page(
        items=[show(row) for row in shown], next_cursor=write(shown[-1].created_at, shown[-1].id) if more else None
    )
