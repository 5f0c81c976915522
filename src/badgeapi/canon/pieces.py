"""Texts cut at the places where something goes in, and what goes in: the materials of templates.

Not here: what a template is, and where it is cut (`template.py`).

Source: JSON as `canon/json.py` writes it; RDFC-1.0 appendix A (canonical N-Quads).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import Final, TypeVar

from badgeapi.canon import json
from badgeapi.canon.gate import IRI
from badgeapi.canon.nquads import escape

_T = TypeVar("_T")

BETWEEN: Final = b"\0"
"""What stands between blocks of lines until they are in order: neither JSON nor N-Quads has it."""
# What JSON or N-Quads escapes, but for the line feed, which stands between texts here, and for two characters of three
# bytes, which are found by what they begin with.
_ESCAPED: Final = bytes([*range(0x0A), *range(0x0B, 0x20), *b'"\\\x7f'])
_RARELY: Final = "\uffff".encode()[:2]


def _is_plain(text: bytes) -> bool:
    """Tell whether nothing of a text in UTF-8 is escaped anywhere; wrong for some that could be told."""
    return len(text.translate(None, _ESCAPED)) == len(text) and _RARELY not in text


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines with places in them, and the groups of lines that are sorted first; UTF-8, whose order is code points'.

    Attributes:
        form: what is constant, with `%b` at each place.
        pick: takes what goes there from a pool, in order.
    """

    form: bytes
    pick: Callable[[Sequence[bytes]], tuple[bytes, ...]]
    groups: tuple[tuple[Piece, ...], ...] = ()

    def fill(self, pool: list[bytes]) -> bytes | None:
        """Put the texts of `pool` in; None if two lines become one."""
        if self.groups:
            pool = pool[:]
            for group in self.groups:
                lines = sorted([line.put(pool) for line in group])
                if any(one == other for one, other in pairwise(lines)):
                    return None
                pool.append(b"".join(lines))
        return self.form % self.pick(pool)

    def put(self, pool: Sequence[bytes]) -> bytes:
        """Put the texts of `pool` in, where there are no groups."""
        return self.form % self.pick(pool)


class Words:
    """The texts of one filling as they stand in JSON and in N-Quads, without quotes or brackets.

    Most need no escaping anywhere. Then they are judged and written in one go, and are the same in both.
    """

    def __init__(self, is_iri: Sequence[bool], schemes: frozenset[str]) -> None:
        self._is_iri = is_iri
        self._schemes = schemes
        self._iris = picker([place for place, one in enumerate(is_iri) if one])
        self._match = re.compile("\n".join([IRI] * sum(is_iri)), re.ASCII).fullmatch

    def write(self, values: Sequence[str]) -> tuple[list[bytes], list[bytes]] | None:
        """Write the values for JSON and for N-Quads.

        None where the gate must judge: an IRI of another form, or with the name of a term for its scheme; half of a
        surrogate pair.
        """
        if len(values) != len(self._is_iri):
            raise ValueError(len(values))
        found = self._match("\n".join(self._iris(values)))  # no IRI has a line feed in it
        if found is None or not self._schemes.isdisjoint(found.groups()):
            return None
        try:
            text = "\n".join(values).encode()
            words = text.split(b"\n")
            if len(words) == len(values) and _is_plain(text):
                return words, words
            return [json.quote(one)[1:-1].encode() for one in values], [
                (one if is_iri else escape(one)).encode() for one, is_iri in zip(values, self._is_iri, strict=True)
            ]
        except UnicodeEncodeError:  # half of a surrogate pair
            return None


def picker(places: list[int]) -> Callable[[Sequence[_T]], tuple[_T, ...]]:
    """Return what takes these places of a pool."""
    match places:
        case []:
            return lambda _pool: ()
        case [place]:
            return lambda pool: (pool[place],)
        case _:
            return itemgetter(*places)
