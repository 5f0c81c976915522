"""Reading CBOR whose shape is known beforehand: the proof values of the selective disclosure suites.

Strict: definite lengths, numbers in their shortest form, no tags, nothing after the end. The caller says what comes
next, so nothing recurses; each item takes a byte at least, so that a count beyond the end ends with the bytes.

Source: RFC 8949 sections 3 and 4.2.1 (deterministic encoding).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from badgeapi.errors import MalformedInput

T = TypeVar("T")

_UNSIGNED, _BYTES, _ARRAY, _MAP = 0, 2, 4, 5  # major types


class Reader:
    """A place in a CBOR text; each call reads what must come next.

    Every method raises `MalformedInput` when something else comes.
    """

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def number(self) -> int:
        """Read a number."""
        return self._head(_UNSIGNED)

    def octets(self, size: int) -> bytes:
        """Read a byte string of exactly `size` bytes."""
        if self._head(_BYTES) != size:
            raise _malformed(f"a byte string has not {size} bytes")
        return self._take(size)

    def items(self, item: Callable[[], T]) -> list[T]:
        """Read an array, each item by `item`."""
        return [item() for _ in range(self._head(_ARRAY))]

    def enter(self, size: int) -> None:
        """Enter an array of exactly `size` items, which the caller then reads."""
        if self._head(_ARRAY) != size:
            raise _malformed(f"an array has not {size} items")

    def mapping(self, key: Callable[[], int], value: Callable[[], T]) -> dict[int, T]:
        """Read a map from numbers, no key twice."""
        size = self._head(_MAP)
        found = {key(): value() for _ in range(size)}
        if len(found) < size:
            raise _malformed("a map has a key twice")
        return found

    def end(self) -> None:
        """Nothing more may come."""
        if self._at < len(self._data):
            raise _malformed("something follows its end")

    def _head(self, major: int) -> int:
        first = self._take(1)[0]
        if first >> 5 != major:
            raise _malformed(f"major type {major} was expected, not {first >> 5}")
        short = first & 31
        if short < 24:
            return short
        if short > 27:
            raise _malformed("a length is indefinite")
        size = 1 << (short - 24)
        number = int.from_bytes(self._take(size))
        if number < (24 if size == 1 else 1 << 4 * size):
            raise _malformed("a number is not in its shortest form")
        return number

    def _take(self, size: int) -> bytes:
        taken = self._data[self._at : self._at + size]
        if len(taken) < size:
            raise _malformed("it ends too early")
        self._at += size
        return taken


def _malformed(reason: str) -> MalformedInput:
    return MalformedInput(f"The CBOR cannot be read: {reason}.", code="not_cbor")
