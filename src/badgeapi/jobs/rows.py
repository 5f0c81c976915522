"""The rows of a lot on both sides of the border between processes: whole where they are made, few words of them here.

What crosses it are tuples, which cost a tenth of what other values do. Not here: the processes themselves
(`workshop.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from sys import intern
from typing import NamedTuple, TypeAlias

from badgeapi.errors import BadgeError
from badgeapi.jobs.packing import unpack
from badgeapi.schemas.assertion_rows import Row, read_row
from badgeapi.usecases.make_credentials import IssueAssertion, Order


class AskedRow(NamedTuple):
    """What is known here of a row that could be read: a `Request`, and its place in the lot."""

    place: int
    key: str
    achievement_id: str
    cryptosuite: str
    request_sha256: bytes
    idempotency_key: None = None


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A row that could not be read: its key, as far as it has one, and what is wrong."""

    key: str | None
    error: BadgeError


ToldRow: TypeAlias = AskedRow | UnreadRow


def tell(packed: tuple[bytes, ...], achievement: str | None) -> list[ToldRow]:
    """Read the rows of chunks, and tell of them."""
    return [_told(place, row) for place, row in enumerate(_read(packed, achievement))]


def ordered(packed: tuple[bytes, ...], achievement: str | None, order: Order[int]) -> Order[IssueAssertion]:
    """Put the rows of chunks where an order names their places; those of the last lots read are at hand."""
    rows = _read(packed, achievement)
    pieces = tuple((mould, _command(rows[place])) for mould, place in order.pieces)
    return Order(order.moulds, pieces, order.indices, order.at)


def places(order: Order[AskedRow]) -> Order[int]:
    """Name the rows of an order by their places."""
    return Order(order.moulds, tuple((mould, row.place) for mould, row in order.pieces), order.indices, order.at)


@lru_cache(maxsize=2)  # a process is at one lot while another waits for it
def _read(packed: tuple[bytes, ...], achievement: str | None) -> Sequence[Row]:
    return [read_row(line, achievement=achievement) for each in packed for line in unpack(each)]


def _told(place: int, row: Row) -> ToldRow:
    command = row.command
    if isinstance(command, BadgeError):
        return UnreadRow(row.key, command)
    # What is the same text in all rows crosses the border once.
    named = intern(command.achievement_id), intern(command.cryptosuite)
    return AskedRow(place, command.key or "", *named, command.request_sha256)


def _command(row: Row) -> IssueAssertion:
    if isinstance(row.command, IssueAssertion):
        return row.command
    raise AssertionError("only what could be read is ordered")
