"""`python -m bench [--save FILE]`: measure everything in one run and print it; write nothing unless told to.

Absolute figures say as much about the machine as about the program; the ratios are what to compare. So everything is
measured in turns, round after round, and the median of the rounds is shown.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import sqlite3
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from cryptography.hazmat.backends.openssl import backend
from rich.console import Console
from rich.table import Table

from badgeapi import __version__
from bench import beside, canonicalise, in_process, over_http
from bench.in_process import Timing
from bench.over_http import Rate

LIBRARIES = ("cryptography", "PyLD", "fastapi", "starlette", "pydantic", "uvicorn", "uvloop", "httptools", "SQLAlchemy")

BESIDE = {"of PyLD": beside.PYLD, "of Node": beside.NODE}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure badgeapi, as ratios.")
    parser.add_argument("--save", type=Path, metavar="FILE", help="also write what is printed to a file")
    save = parser.parse_args().save
    console = Console(record=save is not None)
    with tempfile.TemporaryDirectory(prefix="badgeapi-bench-") as folder, console.status("measuring"):
        canonical = asyncio.run(canonicalise.measure())
        timings, shares = asyncio.run(in_process.measure(Path(folder)))
        rates = over_http.measure(Path(folder))
    console.print(_about(), highlight=False)
    console.print(_canonical(canonical), "")
    console.print(_timings(timings), "")
    console.print(_shares(shares), "")
    console.print(_rates(rates))
    if save is not None:
        save.write_text(console.export_text(), encoding="utf-8")


def _about() -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"badgeapi {__version__}, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC\n"
        f"{_processor()}, {os.cpu_count()} cores, {platform.platform(terse=True)}, "
        f"{platform.python_implementation()} {platform.python_version()}\n"
        f"{libraries}, {backend.openssl_version_text()}, SQLite {sqlite3.sqlite_version}\n"
    )


def _processor() -> str:
    """The processor's name where the system tells it."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text().splitlines() if told.exists() else []
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())


def _table(title: str, *columns: str) -> Table:
    table = Table(title, box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, justify="right", no_wrap=True)
    return table


def _canonical(timings: list[Timing]) -> Table:
    table = _table("Canonicalising a full credential", "median", "per second", "times as fast as PyLD")
    pyld = next(timing.seconds for timing in timings if timing.name == canonicalise.PYLD)
    for timing in timings:
        ratio = f"{pyld / timing.seconds:.1f}"
        table.add_row(timing.name, f"{timing.seconds * 1e6:,.0f} µs", f"{1 / timing.seconds:,.0f}", ratio)
    return table


def _timings(timings: list[Timing]) -> Table:
    table = _table("In process (SQLite, FULL)", "median", "per second", "of bare Ed25519", *BESIDE)
    by_name = {timing.name: timing.seconds for timing in timings}
    for timing in timings:
        ratio = f"{sum(by_name[name] for name in timing.against) / timing.seconds:.3f}" if timing.against else ""
        others = [_times(by_name.get(name), timing) for name in BESIDE.values()]
        table.add_row(timing.name, f"{timing.seconds * 1e6:,.0f} µs", f"{1 / timing.seconds:,.0f}", ratio, *others)
    return table


def _times(other: float | None, timing: Timing) -> str:
    """How many are verified while another verifies one."""
    return f"{other / timing.seconds:.2f}" if other and timing.against == (in_process.VERIFY,) else ""


def _shares(timings: list[Timing]) -> Table:
    whole, *parts = timings
    table = _table(f"Parts of: {whole.name}", "median", "share")
    for part in parts:
        table.add_row(part.name, f"{part.seconds * 1e6:,.0f} µs", f"{part.seconds / whole.seconds:.3f}")
    rest = whole.seconds - sum(part.seconds for part in parts)
    table.add_row("the rest (store, building)", f"{rest * 1e6:,.0f} µs", f"{rest / whole.seconds:.3f}")
    return table


def _rates(rates: list[Rate]) -> Table:
    columns = [(f"{concurrency} at once", "of hello-world") for concurrency in over_http.CONCURRENCY]
    table = _table("Over HTTP, per second", *(text for pair in columns for text in pair))
    hello = {rate.concurrency: rate.per_second for rate in rates if rate.name == over_http.HELLO}
    for name in dict.fromkeys(rate.name for rate in rates):
        cells = [
            text
            for rate in rates
            if rate.name == name
            for text in (f"{rate.per_second:,.0f}", f"{rate.per_second / hello[rate.concurrency]:.3f}")
        ]
        table.add_row(name, *cells)
    return table


if __name__ == "__main__":
    main()
