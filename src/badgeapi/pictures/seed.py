"""Choices that look free and are always the same: numbers drawn from the digest of some words."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Seed:
    """A short row of numbers that belongs to `words`; other words, other numbers."""

    __slots__ = ("_left",)

    def __init__(self, *words: str) -> None:
        digest = hashlib.sha256("\0".join(words).encode("utf-8", "surrogatepass")).digest()
        self._left = int.from_bytes(digest)

    def below(self, bound: int) -> int:
        """The next number from 0 to `bound` - 1."""
        self._left, number = divmod(self._left, bound)
        return number

    def choose(self, items: Sequence[T]) -> T:
        """The next choice of one of `items`."""
        return items[self.below(len(items))]
