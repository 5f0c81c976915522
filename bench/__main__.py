"""`python -m bench [PART ...] [--save]`: measure, print the tables, and write nothing unless told to.

Absolute figures say as much about the machine as about the program; the ratios are what to compare. So what is
compared is measured in turns, round after round, and the median of the rounds is shown.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table as Grid

from bench import beside, bulk, canonicalise, in_process, over_http, results, rows
from bench.table import Part, Table

PARTS: dict[str, Part] = {
    "canonicalise": canonicalise,
    "in-process": in_process,
    "beside": beside,
    "over-http": over_http,
    "rows": rows,
    "bulk": bulk,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure badgeapi, as ratios.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"what to measure: {', '.join(PARTS)}; else all")
    parser.add_argument("--save", action="store_true", help="replace these parts of bench/RESULTS.md, with pictures")
    arguments = parser.parse_args()
    if unknown := set(arguments.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    console = Console()
    console.print(results.about(), highlight=False)
    for name in arguments.parts or PARTS:
        part = PARTS[name]
        measured = results.about()
        with tempfile.TemporaryDirectory(prefix="badgeapi-bench-") as folder, console.status(part.TITLE):
            tables = part.measure(Path(folder))
        for table in tables:
            console.print("", _grid(table))
        if arguments.save:
            _save(name, part, tables, measured)


def _save(name: str, part: Part, tables: list[Table], measured: str) -> None:
    from bench import plot  # noqa: PLC0415 - the extra `bench` is needed for pictures only

    images = [results.IMAGES / f"bench-{name}{f'-{n}' if n > 1 else ''}.png" for n in range(1, len(tables) + 1)]
    for table, image in zip(tables, images, strict=True):
        plot.draw(table, image)
    text = results.section(tables, images, measured=measured)
    results.save({part.TITLE: text}, order=[each.TITLE for each in PARTS.values()])


def _grid(table: Table) -> Grid:
    head, *rows = table.cells()
    grid = Grid(title=table.title, caption=table.note, box=None, pad_edge=False)
    for place, text in enumerate(head):
        grid.add_column(text, justify="right" if place else "left", overflow="fold")
    for row in rows:
        grid.add_row(*row)
    return grid


if __name__ == "__main__":
    main()
