"""The house rules that no linter knows."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import badgeapi
from badgeapi.routers import problems
from badgeapi.routers.error_pages import all_errors
from badgeapi.verification import catalogue

SOURCE = Path(badgeapi.__file__).parent
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
CHECKS = dict.fromkeys(
    check for stages in (catalogue.OTHER, *catalogue.BY_TYPE.values()) for stage in stages for check in stage
)
LINES = 400
NO_NAME = {"service", "services", "manager", "utils", "util", "helpers", "helper", "common", "base", "misc", "core"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_says_what_it_is_for_and_stays_one_noun(path: Path):
    """The reader finds the room by its name, reads at its door what is in it, and sees the whole of it."""
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "opens with a docstring"
    assert path.stem not in NO_NAME, "is named by its noun or its verb"
    assert len(text.splitlines()) <= LINES, "past 400 lines, what is its second noun?"


@pytest.mark.parametrize("room", ["baking", "canon", "credentials", "signing", "pictures", "verification"])
def test_the_judging_core_loads_no_framework(room: str):
    """What decides about truth depends on no web framework, database or HTTP client, not even indirectly."""
    script = (
        f"import pkgutil, sys, badgeapi.{room} as room\n"
        "for found in pkgutil.walk_packages(room.__path__, room.__name__ + '.'): __import__(found.name)\n"
        "print(*sorted({'fastapi', 'starlette', 'sqlalchemy', 'alembic', 'httpx', 'uvicorn'} & set(sys.modules)))"
    )
    loaded = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert loaded.stdout.split() == []


def test_every_error_has_a_status_and_a_page():
    """A client that meets an error finds its code, its meaning and what to do."""
    kinds = all_errors()
    assert len({kind.code for kind in kinds}) == len(kinds), "codes are different"
    for kind in kinds:
        assert 400 <= problems.status_of(kind) < 600
        assert kind.title
        assert kind.remedy
        assert kind.__doc__


def test_every_check_says_what_demands_it():
    """A verdict can be argued with: each check has an id, a title, a sentence and a citation, all different."""
    checks = list(CHECKS)
    assert len({check.ID for check in checks}) == len(checks)
    for check in checks:
        assert isinstance(check, ModuleType)
        assert check.TITLE
        assert check.PASSED.endswith(".")
        assert check.CITATION


def test_every_file_of_a_check_is_in_the_catalogue():
    """A check that nobody runs protects nobody."""
    files = {path.stem for path in (SOURCE / "verification" / "checks").glob("*.py")} - {"__init__"}
    listed = {check.__name__.rpartition(".")[2] for check in CHECKS}  # type: ignore[attr-defined]
    assert files == listed
