"""`badgeapi serve` as an operator meets it."""

from __future__ import annotations

import os
import re
import signal
import socket
import ssl
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from badgeapi.signing import sodium
from tests.cli.command import ADMIN_KEY, MASTER_KEY, OTHER_MASTER_KEY, free_port, run, serving
from tests.net.certificate import make_certificate
from tests.work import WAIT_S

SECRETS = {"ADMIN_KEY": ADMIN_KEY, "MASTER_KEY": MASTER_KEY}


def test_a_first_start_needs_no_configuration(tmp_path: Path):
    """One command gives a service and a key to use it; the key is said once and kept nowhere, nor can others read."""
    data = tmp_path / "badgeapi-data"
    with serving(tmp_path) as served:
        [key] = re.findall(r"badge_admin_\S+", served.stderr)
        served.admin_key = key
        assert served.issue(served.achievement()).status_code == 201
        made = [data, *data.rglob("*")]
        assert {data / name for name in ("badgeapi.sqlite3", "keys/master.key", "keys/admin.sha256")} <= set(made)
        for path in made:
            assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path
        assert served.end() == 0
    for path in data.rglob("*"):
        assert path.is_dir() or key.encode() not in path.read_bytes()

    with serving(tmp_path) as served:
        assert "badge_admin_" not in served.stderr
        assert f"checked by {sodium.CHECKED_BY}\n" in served.stderr
        served.admin_key = key
        assert len(served.admin("GET", "/v1/issuers").json()["items"]) == 1


def test_a_request_in_flight_is_answered_before_the_end(tmp_path: Path):
    """SIGTERM is what every process manager sends; the caller whose badge is being made gets it."""
    port = free_port()
    with serving(tmp_path, port=port, **SECRETS) as served:
        body = f'{{"achievement": "{served.achievement()}", "recipient": {{"email": "ada@example.org"}}}}'.encode()
        head = (
            f"POST /v1/assertions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {ADMIN_KEY}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n"
        ).encode()
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(head + body[:20])
            assert b" 100 " in connection.recv(65536), "the server has begun to read (RFC 9110 section 10.1.1)"
            served.process.send_signal(signal.SIGTERM)
            _wait_until_closed(port)
            connection.sendall(body[20:])
            answer = b"".join(iter(lambda: connection.recv(65536), b""))
        assert answer.startswith(b"HTTP/1.1 201 ")
        assert b"eddsa-rdfc-2022" in answer
        assert served.process.wait(timeout=WAIT_S) == 0
        assert "Traceback" not in served.stderr


def _wait_until_closed(port: int) -> None:
    with suppress(httpx.TransportError):
        while httpx.get(f"http://127.0.0.1:{port}/health/live", trust_env=False):
            pass


def test_with_another_master_key_nothing_is_signed_and_everything_still_verifies(tmp_path: Path):
    """A lost master key stops issuing with a sentence that says so; badges do not depend on it."""
    with serving(tmp_path, **SECRETS) as served:
        achievement = served.achievement()
        badge = served.issue(achievement).json()["credential"]
        assert served.end() == 0

    with serving(tmp_path, ADMIN_KEY=ADMIN_KEY, MASTER_KEY=OTHER_MASTER_KEY) as served:
        refused = served.issue(achievement)
        assert (refused.status_code, refused.json()["code"]) == (500, "configuration")
        assert "sealed under another master key" in refused.json()["detail"]
        assert served.verdict(badge) == "verified"
        assert served.issue(served.achievement(name="Another school")).status_code == 201


def test_tls_is_served_directly(tmp_path: Path):
    """With a certificate, badges name https addresses, and those answer."""
    made = make_certificate(tmp_path, "localhost")
    port = free_port()
    options = ("--tls-cert", str(made.certificate), "--tls-key", str(made.key))
    with serving(tmp_path, *options, port=port, **SECRETS) as served:
        assert f"https://localhost:{port}" in served.stderr
        badge = served.issue(served.achievement()).json()["credential"]
        trusting = ssl.create_default_context(cafile=made.certificate)
        answer = httpx.get(badge["credentialStatus"]["statusListCredential"], verify=trusting, trust_env=False)
        assert answer.status_code == 200
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
        served.http.close()  # an idle TLS connection is waited for
        assert served.end() == 0


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly(tmp_path: Path, sent: signal.Signals):
    """A process manager and a person at the keyboard both get exit code 0 and no traceback."""
    with serving(tmp_path, **SECRETS) as served:
        served.process.send_signal(sent)
        assert served.process.wait(timeout=WAIT_S) == 0
        assert "Traceback" not in served.stderr


# Several workers


@pytest.mark.skipif(sys.platform != "linux", reason="finds the worker processes in /proc")
def test_two_workers_share_one_postgresql(tmp_path: Path, new_database: Callable[[str], str]):
    """Each worker issues, no place in a status list is given out twice, and both publish the same bytes."""
    with serving(tmp_path, "--workers", "2", DATABASE_URL=new_database("postgresql"), **SECRETS) as served:
        achievement = served.achievement()
        workers = _workers(served.process.pid)
        assert len(workers) == 2
        badges, lists = [], set()
        for halted in workers * 3:
            with _halted(halted), served.another_client():
                badges.append(served.issue(achievement).json()["credential"])
        url = badges[0]["credentialStatus"]["statusListCredential"]
        places = [badge["credentialStatus"]["statusListIndex"] for badge in badges]
        assert len(set(places)) == len(places)
        for halted in workers:
            with _halted(halted):
                found = httpx.get(url, trust_env=False)
                lists.add((found.headers["etag"], found.content))
        assert len(lists) == 1
        assert {served.verdict(badge) for badge in badges} == {"verified"}
        assert served.end() == 0
    assert "Traceback" not in served.stderr


def _workers(parent: int) -> list[int]:
    """The worker processes; the multiprocessing module has a helper process of its own beside them."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(pid) for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


@contextmanager
def _halted(pid: int) -> Iterator[None]:
    """Keep a process from answering for a moment, so that another has to."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


# What is refused before anything is served


@pytest.mark.parametrize(
    ("arguments", "settings", "named"),
    [
        (["--workers", "2"], {}, "BADGEAPI_DATABASE_URL"),
        (["--workers", "2"], {"DATABASE_URL": "sqlite:///badges.sqlite3"}, "BADGEAPI_DATABASE_URL"),
        (["--tls-cert", "stderr"], {}, "--tls-key"),
        (["--tls-cert", "missing", "--tls-key", "missing"], {}, "'missing'"),
        (["--tls-cert", "stderr", "--tls-key", "stderr"], {}, "PEM"),
        ([], {"ENV": "production"}, "BADGEAPI_MASTER_KEY"),
        ([], {"MASTER_KEY": "not[/]base64!"}, "BADGEAPI_MASTER_KEY"),
        ([], {"DATABASE_URL": "mysql://root:hunter2hunter2@localhost/badges"}, "sqlite, postgresql"),
        ([], {"DATABASE_URL": "postgresql://root:hunter2hunter2@127.0.0.1:9/badges"}, "store did not answer"),
        ([], {"DATA_DIR": "stderr/data"}, "stderr/data"),
    ],
)
def test_what_must_not_start_says_why(tmp_path: Path, arguments: list[str], settings: dict[str, str], named: str):
    """One sentence names the setting or option; no traceback, no secret, exit code 2."""
    (tmp_path / "stderr").write_text("a file that is no certificate")
    done = run(tmp_path, "serve", "--port", str(free_port()), *arguments, **settings)
    assert (done.returncode, done.stdout) == (2, "")
    assert named in done.stderr
    for never in ("Traceback", "not[/]base64!", "hunter2"):
        assert never not in done.stderr


def test_where_another_listens_nothing_is_made(tmp_path: Path):
    """A first start beside something on the same port must not make, and show, a key that is shown once."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run(tmp_path, "serve", "--port", str(port), columns=200)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"port {port}: Address already in use" in done.stderr
    assert list(tmp_path.iterdir()) == []
