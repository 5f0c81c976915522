"""How many rows go together: those of a chunk are inserted together, the chunks of a lot are made together.

To make few rows costs nearly what it costs to make many; to insert many keeps others waiting where there is one writer.
"""

from __future__ import annotations

from typing import NamedTuple

from badgeapi import limits
from badgeapi.store.engine import Store


class Cut(NamedTuple):
    """Bounds: `rows` and `bytes` of a chunk, whichever comes first, and `chunks` of a lot."""

    rows: int
    bytes: int
    chunks: int


def cut_for(store: Store) -> Cut:
    """How rows are best cut for a store."""
    rows = limits.CHUNK_ROWS if store.has_one_writer else limits.LOT_ROWS
    chunks = limits.LOT_ROWS // rows
    return Cut(rows, limits.LOT_BYTES // chunks, chunks)
