"""The real command line, as a process of its own in a folder of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

import badgeapi
from tests.work import WAIT_S

ADMIN_KEY = "admin-key-of-the-tests-0123456789abcdef"
MASTER_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
OTHER_MASTER_KEY = "HxwdHhobGBkWFxQVEhMQEQ4PDA0KCwgJBgcEBQIDAAE"

_COMMAND = (sys.executable, "-m", "badgeapi")


def environment(settings: dict[str, str]) -> dict[str, str]:
    """The environment without any setting of the service, and the given ones (without their prefix)."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("BADGEAPI_")}
    package = str(Path(badgeapi.__file__).parents[1])
    return inherited | {"PYTHONPATH": package} | {f"BADGEAPI_{name}": value for name, value in settings.items()}


def run(
    folder: Path, *arguments: str, given: bytes = b"", columns: int = 80, **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; `given` is its standard input."""
    done = subprocess.run(
        [*_COMMAND, *arguments],
        cwd=folder,
        env=environment(settings) | {"COLUMNS": str(columns)},
        input=given,
        capture_output=True,
        timeout=WAIT_S,
        check=False,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


@dataclass
class Served:
    """A running `badgeapi serve`."""

    process: subprocess.Popen[bytes]
    http: httpx.Client
    errors: Path
    admin_key: str = ADMIN_KEY

    @property
    def stderr(self) -> str:
        return self.errors.read_text()

    def admin(self, method: str, path: str, json: object = None, **options: Any) -> httpx.Response:
        """Call the service with the admin key."""
        headers = {"Authorization": f"Bearer {self.admin_key}"} | options.pop("headers", {})
        return self.http.request(method, path, json=json, headers=headers, **options)

    def achievement(self, **issuer: Any) -> str:
        """Make an issuer and an achievement, and return the id of the achievement."""
        made = self.admin("POST", "/v1/issuers", {"name": "School"} | issuer)
        assert made.status_code == 201, made.text
        body = {
            "issuer": made.json()["id"],
            "name": "Soldering",
            "description": "Can solder.",
            "criteria": {"narrative": "Three boards."},
        }
        return str(self.admin("POST", "/v1/achievements", body).json()["id"])

    def issue(self, achievement: str, **members: Any) -> httpx.Response:
        """Ask for a credential."""
        body = {"achievement": achievement, "recipient": {"email": "ada@example.org"}}
        return self.admin("POST", "/v1/assertions", body | members)

    def verdict(self, credential: object) -> str:
        """Ask the service what it thinks of a credential."""
        return str(self.http.post("/v1/verify", json=credential).json()["verdict"])

    @contextmanager
    def another_client(self) -> Iterator[None]:
        """Within the block, call over a connection of its own."""
        first = self.http
        with httpx.Client(base_url=first.base_url, timeout=WAIT_S, trust_env=False) as self.http:
            yield
        self.http = first

    def end(self) -> int:
        """Ask the process to end, and return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=WAIT_S)


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def serving(folder: Path, *arguments: str, port: int | None = None, **settings: str) -> Iterator[Served]:
    """Run `badgeapi serve` in a folder until the end of the block, or until it is ended within."""
    port = port or free_port()
    scheme = "https" if "--tls-cert" in arguments else "http"
    with (
        (folder / "stdout").open("ab") as stdout,
        (folder / "stderr").open("wb") as stderr,
        subprocess.Popen(
            [*_COMMAND, "serve", "--port", str(port), *arguments],
            cwd=folder,
            env=environment(settings),
            stdout=stdout,
            stderr=stderr,
        ) as process,
        httpx.Client(base_url=f"{scheme}://127.0.0.1:{port}", timeout=WAIT_S, verify=False, trust_env=False) as http,
    ):
        served = Served(process, http, folder / "stderr")
        try:
            _wait_until_alive(served)
            yield served
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()


def _wait_until_alive(served: Served) -> None:
    while True:
        try:
            served.http.get("/health/live")
        except httpx.ConnectError:
            assert served.process.poll() is None, f"the server did not start:\n{served.stderr}"
            time.sleep(0.02)
        else:
            return
