"""Rows from a spreadsheet: a CSV with a line of headers becomes assertion requests, and results become a CSV.

A header is the place of a member, `recipient.email`, or any other text that the upload maps to one. Cells are texts;
an empty one is absent. What spreadsheets would run as a formula is written with an apostrophe before it, and read
without. Source: RFC 4180; CWE-1236 (formula elements in a CSV file).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, cast

from badgeapi import limits
from badgeapi.canon.json import JsonObject, JsonValue
from badgeapi.credentials.node import echo
from badgeapi.errors import InvalidInput, MalformedInput

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_DELIMITERS: Final = ",;\t"
_NAMED: Final = 20
"""How many headers one message names."""


def _number(text: str) -> JsonValue:
    """Read a number; what is none stays a text, which the reader of requests refuses at its place."""
    try:
        return float(text) if text.strip().replace(".", "", 1).isdecimal() else text
    except ValueError:
        return text


def _evidence(text: str) -> JsonValue:
    return [{"id": text}]


_PLAIN: Final = (
    "key", "achievement", "recipient.email", "recipient.did", "recipient.name", "recipient.identifier.type",
    "recipient.identifier.value", "validFrom", "validUntil", "cryptosuite", "name", "description", "awardedDate",
    "activityStartDate", "activityEndDate", "licenseNumber", "narrative", "role", "term", "result.resultDescription",
    "result.value", "result.achievedLevel", "result.status",
)  # fmt: skip
COLUMNS: Final[Mapping[str, Callable[[str], JsonValue]]] = MappingProxyType(
    {**dict.fromkeys(_PLAIN, str), "creditsEarned": _number, "evidence": _evidence}
)
"""Every column there is, and how its cells are read."""

RESULT_COLUMNS: Final = ("row", "key", "state", "id", "credentialId", "code", "pointer", "message")


def parse_mapping(columns: Sequence[str]) -> dict[str, str]:
    """Read `header=column` for each header that is not the name of its column; `header=` leaves a column out.

    Raises:
        InvalidInput: another form, or no such column.
    """
    mapping: dict[str, str] = {}
    for text in columns:
        header, sign, name = text.rpartition("=")
        if not sign or not header:
            raise InvalidInput(f"{echo(text)!r} is not of the form header=column.", code="bad_parameter")
        if name and name not in COLUMNS:
            raise _unknown(f"There is no column {echo(name)!r} to map a header to.")
        mapping[header.strip()] = name
    return mapping


class CsvRows:
    """A `formats.RowReader` for CSV; the delimiter is the one that the headers use: comma, semicolon or tab."""

    def __init__(self, mapping: Mapping[str, str]) -> None:
        self._mapping = mapping
        self._record = bytearray()
        self._delimiter = ","
        self._names: list[str] | None = None
        self._lines = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Take a piece; raises `MalformedInput` where quotes do not match, since rows have no borders then."""
        *ended, rest = data.split(b"\n")
        for part in ended:
            self._record += part + b"\n"
            self._lines += 1
            yield from self._row()
        self._record += rest
        self._bound()

    def end(self) -> Iterator[bytes]:
        """Take the end; see `feed`."""
        if self._record:
            self._lines += 1
            if self._record.count(b'"') % 2:
                raise self._malformed("a quote is opened and never closed")
            yield from self._row()

    def _bound(self) -> None:
        if len(self._record) > limits.ROW_BYTES:
            raise self._malformed(f"a row has more than {limits.ROW_BYTES} bytes; is a quote missing?")

    def _row(self) -> Iterator[bytes]:
        self._bound()
        if self._record.count(b'"') % 2:  # a line break within quotes: the row goes on
            return
        # What is not UTF-8 goes through as it is, so that the row is refused for it, alone.
        text = self._record.decode("utf-8", "surrogateescape")
        self._record.clear()
        if self._names is None:
            text = text.removeprefix("\ufeff")
            self._delimiter = max(_DELIMITERS, key=text.count)
            self._names = self._columns(self._cells(text))
        elif cells := self._cells(text):
            yield self._request(cells)

    def _cells(self, text: str) -> list[str]:
        try:
            return next(csv.reader(io.StringIO(text, newline=""), delimiter=self._delimiter, strict=True), [])
        except csv.Error as error:
            raise self._malformed(str(error)) from error

    def _columns(self, headers: list[str]) -> list[str]:
        names = [self._mapping.get(header.strip(), header.strip()) for header in headers]
        if unknown := [name for name in names if name and name not in COLUMNS]:
            listed = ", ".join(repr(echo(name)) for name in unknown[:_NAMED])
            raise _unknown(f"No columns: {listed}. Map each header to one with `column=header=...`, or to nothing.")
        for name in names:
            if name and names.count(name) > 1:
                raise InvalidInput(f"The column {name!r} stands there twice.", code="duplicate_column")
        if "key" not in names:
            raise InvalidInput("The CSV needs a column 'key'.", code="missing_member")
        return names

    def _request(self, cells: list[str]) -> bytes:
        names = self._names or []
        request: JsonObject = {
            f"column {place}": cell for place, cell in enumerate(cells[len(names) :], len(names) + 1) if cell
        }  # refused as members that nobody knows
        for name, cell in zip(names, cells, strict=False):
            if name and (text := _unguarded(cell.strip())):
                _put(request, name.split("."), COLUMNS[name](text))
        if "result" in request:
            request["result"] = [request["result"]]
        return _dumps(request)

    def _malformed(self, what: str) -> MalformedInput:
        return MalformedInput(f"The CSV cannot be read at line {self._lines}: {what}.", code="not_csv")


def write_header() -> str:
    """The first line of results."""
    return _line(RESULT_COLUMNS)


def write_result(result: dict[str, Any]) -> str:
    """One result as a line; of several faults, the first."""
    problem = result.get("problem", {})
    fault: dict[str, str] = next(iter(problem.get("errors", ())), {})
    code = fault.get("code", problem.get("code", ""))
    shown = {**result, "code": code, "pointer": fault.get("pointer", ""), "message": problem.get("detail", "")}
    return _line([_guarded(str(shown.get(name, ""))) for name in RESULT_COLUMNS])


def _line(cells: Sequence[str]) -> str:
    written = io.StringIO(newline="")
    csv.writer(written).writerow(cells)
    return written.getvalue()


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _put(request: JsonObject, place: Sequence[str], value: JsonValue) -> None:
    *outer, last = place
    for name in outer:
        request = cast("JsonObject", request.setdefault(name, {}))
    request[last] = value


def _dumps(request: JsonObject) -> bytes:
    """Write a row; bytes that were not UTF-8 become what they were."""
    return json.dumps(request, ensure_ascii=False).encode("utf-8", "surrogateescape")


def _unknown(what: str) -> InvalidInput:
    return InvalidInput(f"{what} Columns are: {', '.join(COLUMNS)}.", code="unknown_column")
