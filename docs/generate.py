"""Writes the documents that are made from the code: the OpenAPI document, and the pages of errors, limits and settings.

`python docs/generate.py` writes them; `--check` fails when one is not what the code would write.
"""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Callable
from pathlib import Path

from badgeapi import limits
from badgeapi.app import describe
from badgeapi.limits import Limit
from badgeapi.routers import problems
from badgeapi.routers.error_pages import all_errors
from badgeapi.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
NOTE = "<!-- Made by docs/generate.py from {source}; change that file, not this one. -->\n\n"

ERRORS_HEAD = """# Errors

Every error is a problem document (RFC 9457). Branch on `code`; it never changes. `errors[]` names each place by JSON
Pointer, with a code of its own that says what is wrong there.
"""
LIMITS_HEAD = """# Limits

Every cap, and why it is where it is.

| name | value | reason | source |
|---|---|---|---|
"""
SETTINGS_HEAD = """# Settings

Read from the environment at start, nowhere else.

| name | default | meaning |
|---|---|---|
"""


def openapi() -> str:
    return json.dumps(describe().openapi(), indent=1, ensure_ascii=False) + "\n"


def errors() -> str:
    made = NOTE.format(source="src/badgeapi/errors.py") + ERRORS_HEAD
    for kind in all_errors():
        meaning = inspect.cleandoc(kind.__doc__ or "")
        status = problems.status_of(kind)
        made += f"\n## {kind.code}\n\n{kind.title} (HTTP {status}).\n\n{meaning}\n\n*{kind.remedy}*\n"
    return made


def caps() -> str:
    rows = [
        f"| `{name}` | {int(value):,} {value.unit} | {value.reason} | {value.source} |\n"
        for name, value in vars(limits).items()
        if isinstance(value, Limit)
    ]
    return NOTE.format(source="src/badgeapi/limits.py") + LIMITS_HEAD + "".join(rows)


def settings() -> str:
    rows = [
        f"| `BADGEAPI_{name.upper()}` | {_default(field.default)} | {field.description} |\n"
        for name, field in Settings.model_fields.items()
    ]
    return NOTE.format(source="src/badgeapi/settings.py") + SETTINGS_HEAD + "".join(rows)


def _default(value: object) -> str:
    return "" if value is None or value == () else f"`{value}`"


MADE: dict[str, Callable[[], str]] = {
    "openapi/openapi.json": openapi,
    "docs/errors.md": errors,
    "docs/limits.md": caps,
    "docs/settings.md": settings,
}


def main() -> None:
    check = "--check" in sys.argv[1:]
    stale = []
    for name, make in MADE.items():
        path, text = ROOT / name, make()
        if check:
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                stale.append(name)
        else:
            path.write_text(text, encoding="utf-8")
    if stale:
        sys.exit(f"Not current: {', '.join(stale)}. Run `python docs/generate.py`.")


if __name__ == "__main__":
    main()
