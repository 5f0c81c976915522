"""Which keys of an upload stand in it before, so that of several rows with one key the first is issued.

Sixteen bytes a key at most, for up to a million of them. A key is looked for where a row's bytes have it, in any depth:
one too many only makes a chunk wait for another. One that is written with escapes, which no key needs, is not found;
then it is issued once, as all are, but maybe not for its first row.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from typing import Final

_keys_in = re.compile(rb'"key"[ \t\r]*:[ \t\r]*"([A-Za-z0-9._~:@-]+)"').findall
_CHUNK_BITS: Final = 16
_CHUNKS: Final = 1 << _CHUNK_BITS
_SLOTS: Final = 1 << 12


class Repeats:
    """Remembers keys by 48 bits of their hash, each with the last chunk that had it: an open hash table of numbers."""

    def __init__(self) -> None:
        self._slots = array("Q", bytes(8 * _SLOTS))
        self._used = 0

    def last_chunk_before(self, number: int, rows: Iterable[bytes]) -> int | None:
        """Remember the keys of chunk `number`, and say which chunk before it last had one of them."""
        earlier = -1
        for key in set(_keys_in(b"\n".join(rows))):
            name = hash(key) >> _CHUNK_BITS << _CHUNK_BITS & 0xFFFF_FFFF_FFFF_FFFF
            place = self._place(name)
            if held := self._slots[place]:
                earlier = max(earlier, held % _CHUNKS - 1)
            else:
                self._used += 1
            self._slots[place] = name | number + 1
            if 2 * self._used > len(self._slots):
                self._grow()
        return None if earlier < 0 else earlier

    def _place(self, name: int) -> int:
        """Find the slot of a name, or the empty one where it belongs."""
        slots, last = self._slots, len(self._slots) - 1
        place = (name >> _CHUNK_BITS) & last
        while (held := slots[place]) and held - held % _CHUNKS != name:
            place = (place + 1) & last
        return place

    def _grow(self) -> None:
        old, self._slots = self._slots, array("Q", bytes(16 * len(self._slots)))
        for held in old:
            if held:
                self._slots[self._place(held - held % _CHUNKS)] = held
