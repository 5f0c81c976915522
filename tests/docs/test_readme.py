"""The README is a promise: its commands run as they stand."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.work import WAIT_S

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(name: str) -> str:
    """The shell block under the README's marker of that name."""
    found = re.search(rf"<!-- {name} -->\n```sh\n(.*?)```", README, re.DOTALL)
    assert found, name
    return found[1]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The service as the README starts it, from nothing; yields its URL and the admin key it printed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert block("start").strip().endswith(".venv/bin/badgeapi serve")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BADGEAPI_")}
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    log = tmp_path / "stderr"
    with log.open("wb") as stderr:
        command = [sys.executable, "-m", "badgeapi", "serve", "--port", str(port)]
        process = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL, stderr=stderr)
        try:
            url = f"http://localhost:{port}"
            for _ in range(300):
                try:
                    if httpx.get(f"{url}/health/ready").is_success:
                        break
                except httpx.TransportError:
                    time.sleep(0.1)
            printed = re.search(r"badge_admin_\S+", log.read_text())
            assert printed, log.read_text()
            yield url, printed[0]
        finally:
            process.terminate()
            assert process.wait(20) == 0


def test_the_five_minute_start_ends_with_a_verified_then_revoked_badge(served: tuple[str, str], tmp_path: Path):
    """A stranger who pastes the commands gets the answers that the README says."""
    if shutil.which("curl") is None or shutil.which("bash") is None:
        (pytest.fail if os.environ.get("BADGEAPI_TEST_REQUIRE") == "all" else pytest.skip)("needs curl and bash")
    url, admin_key = served
    script = block("quickstart")
    assert script.count("http://localhost:8000") == 1
    script = script.replace("http://localhost:8000", url)
    script = script.replace("badge_admin_the_key_that_was_printed", admin_key)
    answers = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
        timeout=WAIT_S,
    )
    assert answers.stdout.split() == ["verified", "revoked", "not_verified"]


def test_every_link_within_the_documents_leads_somewhere():
    """A reader who follows a link finds a page."""
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
