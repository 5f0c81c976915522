"""A table as a picture: horizontal bars to compare things, lines to show growth. Needs the extra `bench`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullLocator

from bench.table import Bars, Lines, Table

COLOURS = ("#1f5fa8", "#e08a1e", "#3a9d7c", "#b0426b", "#7b6fb5", "#8a8f98", "#c9a227", "#4db3d3")
INK, FAINT = "#1c2733", "#d9dee4"
STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": FAINT,
    "axes.titlesize": 12,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 12,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
}
WIDTH_INCHES, DOTS_PER_INCH = 8.6, 150
GOAL: dict[str, Any] = {"color": "#b0322b", "linestyle": (0, (4, 3)), "linewidth": 1.4, "zorder": 3}
POINTS = "offset points"


def draw(table: Table, path: Path) -> None:
    """Draw a table as a PNG file."""
    with mpl.rc_context(STYLE):
        figure = Figure(layout="constrained", dpi=DOTS_PER_INCH)
        axes = figure.subplots()
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.set_axisbelow(True)
        figure.suptitle(table.title, x=0.01, ha="left", weight="bold", size=12)
        chart = table.chart
        height = _bars(axes, table, chart) if isinstance(chart, Bars) else _lines(axes, table, chart)
        figure.set_size_inches(WIDTH_INCHES, height)
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path)


def _bars(axes: Axes, table: Table, chart: Bars) -> float:
    """Draw the bars, the first row on top; returns the height of the picture in inches."""
    places = [table.column(name) for name in chart.columns]
    rows = [row for row in table.rows if any(row.figures[place] is not None for place in places)]
    thickness = 0.76 / len(places)
    for n, place in enumerate(places):
        column = table.columns[place]
        figures = [row.figures[place] or 0.0 for row in rows]
        at = [row + (n - (len(places) - 1) / 2) * thickness for row in range(len(rows))]
        bars = axes.barh(at, figures, height=thickness * 0.92, color=COLOURS[n], label=column.name)
        axes.bar_label(bars, [column.unit.write(row.figures[place]) for row in rows], padding=4, size=9)
    axes.set_yticks(range(len(rows)), [row.name for row in rows])
    axes.invert_yaxis()
    axes.grid(axis="x", color=FAINT, linewidth=0.8)
    if chart.logarithmic:
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:,g}"))
        axes.xaxis.set_minor_locator(NullLocator())
    axes.margins(x=0.12)
    axes.set_xlabel(_axis(chart.columns[0] if len(places) == 1 else table.columns[places[0]].unit.label, chart))
    if chart.goal is not None:
        axes.axvline(chart.goal, **GOAL)
    if len(places) > 1:
        axes.legend(frameon=False, loc="lower center", bbox_to_anchor=(0.5, 1), ncols=len(places))
    return 1.2 + len(rows) * (0.16 + 0.22 * len(places))


def _axis(name: str, chart: Bars) -> str:
    return f"{name} (logarithmic)" if chart.logarithmic else name


def _lines(axes: Axes, table: Table, chart: Lines) -> float:
    """Draw the lines, each named at its end; returns the height of the picture in inches."""
    places = [table.column(name) for name in chart.columns]
    ends = []
    for n, row in enumerate(table.rows):
        figures = [row.figures[place] for place in places]
        first = next(figure for figure in figures if figure is not None)
        points = [(x, y / first) for x, y in zip(chart.positions, figures, strict=True) if y is not None]
        colour = COLOURS[n % len(COLOURS)]
        axes.plot(*zip(*points, strict=True), color=colour, marker="o", markersize=5, linewidth=1.8)
        ends.append((points[-1], row.name, colour))
    axes.set_xscale("log")
    axes.set_xticks(chart.positions, chart.columns)
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xlabel(chart.axis)
    axes.set_ylabel(f"time, relative to {chart.columns[0]}")
    axes.grid(axis="y", color=FAINT, linewidth=0.8)
    top = max(*axes.get_ylim(), chart.goal or 0, 1.5) * 1.04
    axes.set_ylim(0, top)
    if chart.goal is not None:
        axes.axhline(chart.goal, **GOAL)
        axes.annotate(
            f"goal: at most {chart.goal}", (chart.positions[0], chart.goal), (0, 4), textcoords=POINTS, size=9
        )
    gap, lowest = top * 0.055, -1.0
    for (x, y), name, colour in sorted(ends, key=lambda end: end[0][1]):
        lowest = max(y, lowest + gap)  # names that would lie on each other are moved apart
        axes.annotate(
            f"{name}  {y:.2f}",
            (x, lowest),
            (10, 0),
            textcoords=POINTS,
            va="center",
            color=colour,
            annotation_clip=False,
        )
    return 4.6
