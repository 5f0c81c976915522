"""The quickstarts of the documentation run as they stand, and end as the README's does.

The one in TypeScript is also the proof that a client generated from the OpenAPI document is of use: it is compiled
strictly against that client, so that it cannot say anything that the document does not.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.service import ADMIN_KEY, Service
from tests.client.conftest import CLIENT
from tests.interop.peer import _NPM_ARGUMENTS as NPM_ARGUMENTS
from tests.interop.peer import INSTALL_TIMEOUT_S, PeerUnavailable, _find_node, _installed
from tests.work import WAIT_S

ROOT = Path(__file__).parents[2]
QUICKSTART = ROOT / "docs" / "quickstart"
TYPESCRIPT = Path(__file__).parent / "typescript"
ANSWERS = ["verified", "revoked", "not_verified"]  # README.md


def run(*command: str | Path, folder: Path, **environment: str) -> str:
    """Run a command without the settings that these tests run with, and return what it prints."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BADGEAPI_", "PYTHON"))}
    done = subprocess.run(
        command, cwd=folder, env=kept | environment, check=False, capture_output=True, text=True, timeout=WAIT_S
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_python(service: Service, tmp_path: Path):
    """The three answers, and no warning on the way."""
    command = (sys.executable, "-W", "error", QUICKSTART / "quickstart.py")
    printed = run(*command, folder=tmp_path, PYTHONPATH=str(CLIENT), API=service.url, ADMIN_KEY=ADMIN_KEY)
    assert printed.split() == ANSWERS


def test_typescript(service: Service, tmp_path: Path):
    """A fresh client is generated, it and the quickstart compile strictly, and Node's own fetch gets the answers."""
    tools = node_tools()
    (tmp_path / "node_modules").symlink_to(tools.parent)
    for file in (TYPESCRIPT / "package.json", TYPESCRIPT / "tsconfig.json", QUICKSTART / "quickstart.ts"):
        shutil.copy(file, tmp_path)
    document = ROOT / "openapi" / "openapi.json"
    run(tools / "openapi-ts", "--input", document, "--output", "client", "--no-log-file", folder=tmp_path)
    run(tools / "tsc", folder=tmp_path)
    printed = run("node", "out/quickstart.js", folder=tmp_path, API=service.url, ADMIN_KEY=ADMIN_KEY)
    assert printed.split() == ANSWERS


def node_tools() -> Path:
    """The commands of the packages that the manifest names, installed beside it when they are not there yet."""
    manifest = TYPESCRIPT / "package.json"
    modules = TYPESCRIPT / "node_modules"
    try:
        _find_node()
        with manifest.open(encoding="utf-8") as wanted:
            fcntl.flock(wanted, fcntl.LOCK_EX)  # pytest-xdist may run several of us
            if not _installed(TYPESCRIPT).items() >= json.load(wanted)["dependencies"].items():
                subprocess.run(
                    ["npm", *NPM_ARGUMENTS],
                    cwd=TYPESCRIPT,
                    check=True,
                    capture_output=True,
                    timeout=INSTALL_TIMEOUT_S,
                )
    except (PeerUnavailable, subprocess.SubprocessError, OSError) as absent:
        reason = f"The tools of the TypeScript client cannot be had: {absent}"
        (pytest.fail if os.environ.get("BADGEAPI_TEST_REQUIRE") == "all" else pytest.skip)(reason)
    return modules / ".bin"
