"""The small commands: `demo`, `openapi`, `migrate`, and the help of each."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from badgeapi.app import describe
from badgeapi.cli import app
from tests.cli.command import run


def test_demo_shows_a_badge_and_its_report(tmp_path: Path):
    """One command, no server, no settings, and nothing is left behind."""
    done = run(tmp_path, "demo", ENV="development")
    assert (done.returncode, done.stderr) == (0, "")
    badge, end = json.JSONDecoder().raw_decode(done.stdout)
    assert badge["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert badge["issuer"]["id"].startswith("did:key:z6Mk")
    assert [proof["cryptosuite"] for proof in badge["proof"]] == ["eddsa-rdfc-2022"]
    assert done.stdout[end:].splitlines()[-1] == "Verified"
    assert list(tmp_path.iterdir()) == []


def test_openapi_is_the_document_of_the_service(tmp_path: Path):
    """What the command prints is what /openapi.json serves."""
    done = run(tmp_path, "openapi")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == describe().openapi()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_migrate_can_be_repeated(tmp_path: Path, new_database: Callable[[str], str], kind: str):
    """A deployment runs it at every start; it makes no keys."""
    url = new_database(kind)
    first, second = (run(tmp_path, "migrate", DATABASE_URL=url) for _ in range(2))
    assert (first.returncode, first.stderr) == (0, "")
    assert (second.returncode, second.stdout) == (0, first.stdout)
    assert "at revision" in first.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["serve", "demo", "verify", "bake", "unbake", "openapi", "migrate", "audit"])
def test_every_command_explains_itself(command: str):
    """`--help` says what a command is for, in the words that the list of commands begins with."""
    lists, explains = (CliRunner().invoke(app, [*named, "--help"]) for named in ([], [command]))
    assert (lists.exit_code, explains.exit_code) == (0, 0)
    assert f"Usage: badgeapi {command}" in explains.output
    [about] = [line.split("│")[1].split() for line in lists.output.splitlines() if line.startswith(f"│ {command} ")]
    assert " ".join(about[1:]) in " ".join(explains.output.split())


def test_without_a_command_the_help_is_shown(tmp_path: Path):
    """The first thing that people type."""
    done = run(tmp_path)
    assert "Usage: python -m badgeapi" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
