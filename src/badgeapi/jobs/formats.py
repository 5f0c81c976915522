"""Cutting an upload into rows while its bytes arrive: JSON lines or one JSON array. CSV is in `csv_rows.py`.

A row is the bytes of one JSON value, read strictly later; what is wrong within a row is that row's own failure. A row
beyond `limits.ROW_BYTES` is cut there, so that it is refused for its size without being held.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final, Protocol

from badgeapi import limits
from badgeapi.errors import InputTooLarge, MalformedInput

_BOM: Final = b"\xef\xbb\xbf"
_BLANK: Final = b" \t\r\n"
_STEP_BYTES: Final = 1 << 16
_KEPT: Final = limits.ROW_BYTES + 1


class RowReader(Protocol):
    """Takes bytes in pieces of any size and gives rows."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Take a piece; raises `MalformedInput` when the whole cannot be cut into rows."""
        ...

    def end(self) -> Iterator[bytes]:
        """Take the end; raises as `feed`."""
        ...


class JsonLines:
    """One JSON value per line; blank lines are passed over."""

    def __init__(self) -> None:
        self._line = bytearray()
        self._begun = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Take a piece; see `RowReader`."""
        *ended, rest = data.split(b"\n")
        for part in ended:
            self._keep(part)
            yield from self._row()
        self._keep(rest)

    def end(self) -> Iterator[bytes]:
        """Take the end; see `RowReader`."""
        yield from self._row()

    def _keep(self, part: bytes) -> None:
        self._line += part[: max(0, _KEPT - len(self._line))]

    def _row(self) -> Iterator[bytes]:
        row = bytes(self._line).strip(_BLANK)
        self._line.clear()
        if not self._begun:
            self._begun, row = True, row.removeprefix(_BOM)
        if row:
            yield row


class JsonArray:
    """The items of one JSON array. Only quotes, brackets and commas are looked at here."""

    _outside = re.compile(rb'["\[\]{},]')
    _within_text = re.compile(rb'["\\]')

    def __init__(self) -> None:
        self._item = bytearray()
        self._depth = 0
        self._in_text = self._escaped = self._ended = self._begun = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Take a piece; see `RowReader`."""
        at = 0
        if self._escaped and data:
            self._keep(data[:1])
            self._escaped, at = False, 1
        while at < len(data):
            found = (self._within_text if self._in_text else self._outside).search(data, at)
            self._keep(data[at : found.start() if found else len(data)])
            if found is None:
                return
            at = found.end()
            mark = found.group()
            if mark == b"\\":
                self._keep(data[found.start() : at + 1])
                self._escaped = at == len(data)
                at += 1
            elif mark == b'"':
                self._in_text = not self._in_text
                self._keep(mark)
            else:
                yield from self._structure(mark)

    def end(self) -> Iterator[bytes]:
        """Take the end; see `RowReader`."""
        if not self._ended or bytes(self._item).strip(_BLANK):
            raise MalformedInput("The body is not one complete JSON array.", code="not_an_array")
        yield from ()

    def _structure(self, mark: bytes) -> Iterator[bytes]:
        """Follow a bracket or comma outside texts."""
        if self._ended or (self._depth == 0 and (mark != b"[" or bytes(self._item).strip(_BLANK + _BOM))):
            raise MalformedInput("The body must be one JSON array and nothing else.", code="not_an_array")
        if mark in b"[{":
            self._depth += 1
            if self._depth == 1:
                self._item.clear()
            else:
                self._keep(mark)
        elif mark == b"," and self._depth > 1:
            self._keep(mark)
        elif mark in b"]}" and self._depth > 1:
            self._depth -= 1
            self._keep(mark)
        else:
            yield from self._row(last=mark != b",")

    def _row(self, *, last: bool) -> Iterator[bytes]:
        row = bytes(self._item).strip(_BLANK)
        self._item.clear()
        if row:
            self._begun = True
            yield row
        elif self._begun or not last:
            raise MalformedInput("The array has a comma with nothing beside it.", code="not_json")
        if last:
            self._depth, self._ended = 0, True

    def _keep(self, part: bytes) -> None:
        self._item += part[: max(0, _KEPT - len(self._item))]


class Inflater:
    """Undoes gzip piece by piece (RFC 1952), however much a piece inflates to."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(wbits=31)

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Inflate a piece, in steps of bounded size.

        Raises:
            MalformedInput: not gzip, or damaged.
        """
        while data:
            if self._member.eof:
                self._member = zlib.decompressobj(wbits=31)
            try:
                step = self._member.decompress(data, _STEP_BYTES)
            except zlib.error as error:
                raise MalformedInput("The body is not gzip, or damaged.", code="not_gzip") from error
            if step:
                yield step
            data = self._member.unused_data if self._member.eof else self._member.unconsumed_tail

    def end(self) -> None:
        """Raise `MalformedInput` when something is missing."""
        if not self._member.eof:
            raise MalformedInput("The gzip body is cut off.", code="not_gzip")


class Plain:
    """Cuts a piece into steps of bounded size."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Cut a piece."""
        for at in range(0, len(data), _STEP_BYTES):
            yield data[at : at + _STEP_BYTES]

    def end(self) -> None:
        """Nothing can be missing."""


def read_array(body: bytes, *, most: int) -> list[bytes]:
    """Cut a JSON array that is all there into its items.

    Raises:
        MalformedInput: not one JSON array.
        InputTooLarge: more than `most` items.
    """
    reader = JsonArray()
    rows = [*reader.feed(body), *reader.end()]
    if len(rows) > most:
        raise InputTooLarge(f"The array has {len(rows)} items; at most {most} are accepted.", code="too_many_items")
    return rows
