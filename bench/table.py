"""What a part of the benchmark returns: tables of figures, each with the way it is drawn.

Not here: writing them (`results.py`) and drawing them (`plot.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Protocol


class Unit(Enum):
    """What a figure is, as its column says it, and how it is written."""

    MICROSECONDS = ("µs", "{:,.0f}")
    FINE_MICROSECONDS = ("µs", "{:,.1f}")
    PER_SECOND = ("per second", "{:,.0f}")
    SHARE = ("", "{:.2f}")
    TIMES = ("", "{:.1f}×")
    COUNT = ("", "{:,.0f}")

    def __init__(self, label: str, form: str) -> None:
        self.label = label
        self._form = form

    def write(self, figure: float | None) -> str:
        """Write a figure; one that could not be measured, or means nothing here, is empty."""
        return "" if figure is None else self._form.format(figure)


@dataclass(frozen=True, slots=True)
class Column:
    """Figures of one kind."""

    name: str
    unit: Unit


@dataclass(frozen=True, slots=True)
class Row:
    """One thing measured: a figure for each column."""

    name: str
    figures: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """Draw a bar for each row and named column; `goal` is a line to reach, where all rows have the same one."""

    columns: tuple[str, ...]
    goal: float | None = None
    logarithmic: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """Draw a line for each row through the named columns, relative to the first; `goal` is a line to stay below."""

    columns: tuple[str, ...]
    positions: tuple[float, ...]
    axis: str
    goal: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a title; `note` says what a reader has to know of it, in a sentence or two."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    chart: Bars | Lines
    note: str = ""

    def column(self, name: str) -> int:
        """The place of a column."""
        return [column.name for column in self.columns].index(name)

    def cells(self) -> list[list[str]]:
        """The table as text, heads first."""
        written = [
            [row.name, *(column.unit.write(figure) for column, figure in zip(self.columns, row.figures, strict=True))]
            for row in self.rows
        ]
        return [["", *(_head(column) for column in self.columns)], *written]


def _head(column: Column) -> str:
    return f"{column.name}, {column.unit.label}" if column.unit.label else column.name


class Part(Protocol):
    """A part of the benchmark: a module with these two names."""

    TITLE: str
    """What is measured, as a heading."""

    def measure(self, folder: Path, /) -> list[Table]:
        """Measure it, with all data in a folder that is empty at first and deleted afterwards."""
        ...
