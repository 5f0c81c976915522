"""`bench/RESULTS.md`: the last figures of every part, each with where and when they were measured.

A run of some parts replaces their sections and leaves the others as they are.
"""

from __future__ import annotations

import os
import platform
import re
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from cryptography.hazmat.backends.openssl import backend

from badgeapi import __version__
from badgeapi.signing import sodium
from bench.table import Table

_ROOT = Path(__file__).parents[1]
RESULTS = _ROOT / "bench" / "RESULTS.md"
IMAGES = _ROOT / "docs" / "images"
LIBRARIES = (
    "cryptography",
    "PyLD",
    "fastapi",
    "starlette",
    "pydantic",
    "uvicorn",
    "uvloop",
    "httptools",
    "SQLAlchemy",
    "psycopg",
    *(() if sodium.accepts is None else ("PyNaCl",)),
)
_INTRODUCTION = """\
# Results

The last run of `python -m bench --save`, part by part. Absolute figures say as much about the machine as about the
program, and other work on it shows in them; the ratios are of medians measured in turns within one run.
[docs/performance.md](../docs/performance.md) says what each part measures.
"""
_SECTION = re.compile(r"^## .*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def about() -> str:
    """Where and when: version, date, machine, libraries."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"badgeapi {__version__}, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC; "
        f"{_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release().partition('-')[0]}; "
        f"{platform.python_implementation()} {platform.python_version()}, {libraries}, "
        f"{backend.openssl_version_text()}, SQLite {sqlite3.sqlite_version}"
    )


def save(sections: Mapping[str, str], *, order: Sequence[str], path: Path = RESULTS) -> None:
    """Replace the sections given, by title; `order` lists the titles of all parts as they stand in the file."""
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    kept = {section.partition("\n")[0].removeprefix("## "): section for section in _SECTION.findall(before)}
    kept |= {title: f"## {title}\n\n{text}\n" for title, text in sections.items()}
    listed = [kept[title].strip() + "\n" for title in order if title in kept]
    path.write_text("\n".join([_INTRODUCTION, *listed]), encoding="utf-8")


def section(tables: Sequence[Table], images: Sequence[Path], *, measured: str, beside: Path = RESULTS) -> str:
    """Write the tables of a part with their pictures as Markdown."""
    parts = [f"*{measured}*"]
    for table, image in zip(tables, images, strict=True):
        picture = os.path.relpath(image, beside.parent)
        parts += [f"### {table.title}", markdown(table), f"![{table.title}]({picture})"]
        if table.note:
            parts.insert(-1, table.note)
    return "\n\n".join(parts)


def markdown(table: Table) -> str:
    """Write a table as Markdown."""
    head, *rows = table.cells()
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _processor() -> str:
    """The processor's name where the system tells it."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text().splitlines() if told.exists() else []
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())
