"""Status lists: which counters are leased, which positions are set.

A counter is leased once and never again; a block whose owner crashed stays a gap. Not here: how a counter
becomes a position (a permutation under `permutation_key`), and how positions become a signed bitstring.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Integer, bindparam, func, select

from badgeapi.store.rows import OwnedRows, Upsert
from badgeapi.store.scope import Scope
from badgeapi.store.tables import status_flips, status_lists

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class StatusList:
    """One list; `next` is the first counter not leased yet, `change` says how many flips it has seen."""

    id: str
    issuer_id: str
    purpose: str
    number: int
    size: int
    next: int
    permutation_key: bytes
    change: int
    changed_at: datetime
    created_at: datetime


@dataclass(frozen=True, slots=True)
class NewList:
    """What the caller chooses for a list, should one have to be opened."""

    id: str
    size: int
    permutation_key: bytes
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Lease:
    """Counters of a list that are the caller's alone, now and for ever."""

    status_list: StatusList
    counters: range


_ROWS = OwnedRows(StatusList, status_lists)
_LISTS = status_lists.c
_LAST = select(func.max(_LISTS.number)).where(
    _LISTS.issuer_id == bindparam("of_issuer"), _LISTS.purpose == bindparam("for_purpose")
)
_COUNT = bindparam("count", type_=Integer)
_TAKE = _ROWS.scoped(
    _ROWS.update.where(
        _LISTS.issuer_id == bindparam("of_issuer"),
        _LISTS.purpose == bindparam("for_purpose"),
        _LISTS.number == _LAST.scalar_subquery(),
        _LISTS.next <= _LISTS.size - _COUNT,
    ).values(next=_LISTS.next + _COUNT)
)
# Two may open the same number: the second waits for the first, inserts nothing, and takes from that.
_OPEN = Upsert(
    status_lists,
    lambda insert: insert.on_conflict_do_nothing(index_elements=["issuer_id", "purpose", "number"]),
)
_COUNT_CHANGE = _ROWS.scoped(_ROWS.update.where(_LISTS.id == bindparam("this")).values(change=_LISTS.change + 1))
_FLIP = Upsert(
    status_flips,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["list_id", "position"],
        set_={"value": insert.excluded["value"], "changed_at": insert.excluded["changed_at"]},
    ),
)
_POSITIONS = (
    select(status_flips.c.position)
    .where(status_flips.c.list_id == bindparam("list"), status_flips.c.value)
    .order_by(status_flips.c.position)
)
_IS_SET = select(status_flips.c.value).where(
    status_flips.c.list_id == bindparam("list"), status_flips.c.position == bindparam("at")
)


def lease_block(
    conn: Connection, scope: Scope, *, issuer_id: str, purpose: str, count: int, new_list: NewList
) -> Lease:
    """Lease `count` counters of the issuer's current list for a purpose.

    When fewer are left there, they stay unused and `new_list` becomes the current one. The UPDATE waits for
    other leases of the same list, so that two never overlap.

    Raises:
        NotFound: the scope is another issuer's.
        ValueError: `new_list` is too small for `count`.
    """
    scope.admit(issuer_id)
    if new_list.size < count:
        raise ValueError(f"a list of {new_list.size} entries cannot hold a block of {count}")
    of = {"of_issuer": issuer_id, "for_purpose": purpose}
    while (taken := _ROWS.run_one(conn, scope, _TAKE, **of, count=count)) is None:
        opened = StatusList(
            id=new_list.id,
            issuer_id=issuer_id,
            purpose=purpose,
            number=(conn.scalar(_LAST, of) or 0) + 1,
            size=new_list.size,
            next=0,
            permutation_key=new_list.permutation_key,
            change=0,
            changed_at=new_list.created_at,
            created_at=new_list.created_at,
        )
        _OPEN.run(conn, _ROWS.parameters(opened))
    return Lease(taken, range(taken.next - count, taken.next))


def get(conn: Connection, scope: Scope, *, list_id: str) -> StatusList | None:
    """Find a list by its id."""
    return _ROWS.find(conn, scope, id=list_id)


def flip(
    conn: Connection, scope: Scope, *, list_id: str, position: int, value: bool, at: datetime
) -> StatusList | None:
    """Set or clear one position and count the change; None when there is no such list."""
    changed = _ROWS.run_one(conn, scope, _COUNT_CHANGE, this=list_id, changed_at=at)
    if changed is not None:
        _FLIP.run(conn, {"list_id": list_id, "position": position, "value": value, "changed_at": at})
    return changed


def public_list(conn: Connection, list_id: str) -> StatusList | None:
    """Find a list by its id for anybody (its published form does not show `permutation_key`)."""
    return _ROWS.find(conn, Scope.operator(), id=list_id)


def public_positions(conn: Connection, list_id: str) -> list[int]:
    """List the positions of a list that are set, ascending."""
    return list(conn.scalars(_POSITIONS, {"list": list_id}))


def public_is_set(conn: Connection, list_id: str, position: int) -> bool:
    """Tell whether one position of a list is set."""
    return bool(conn.scalar(_IS_SET, {"list": list_id, "at": position}))
