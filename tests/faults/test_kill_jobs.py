"""Whoever works on a bulk job is killed, again and again: every row has one outcome, no badge is lost or double.

`BADGEAPI_TEST_KILLS` says how often (a few by default; a hundred before a release).
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.cli.command import ADMIN_KEY, MASTER_KEY, Served, environment, serving

KILLS = int(os.environ.get("BADGEAPI_TEST_KILLS", "4"))
LONGEST_S = 1.5
BAD = 7
"""Every seventh row cannot be issued."""


def rows(achievement: str, count: int) -> list[dict[str, Any]]:
    return [
        {"key": f"r{n}", "achievement": achievement, "recipient": {"email": f"p{n}@example.org"} if n % BAD else {}}
        for n in range(count)
    ]


def upload(served: Served, wanted: list[dict[str, Any]]) -> str:
    """Upload rows, and return the path of the job that was answered with."""
    body = "\n".join(map(json.dumps, wanted))
    answer = served.admin("POST", "/v1/assertion-jobs", content=body, headers={"Content-Type": "application/jsonl"})
    assert answer.status_code == 202, answer.text
    return str(answer.headers["location"])


def ask(served: Served, method: str, path: str, json: object = None) -> dict[str, Any]:
    """Ask what is answered with 200; a service that cannot just now says so, and is asked again."""
    while (answer := served.admin(method, path, json)).status_code == 503 and "retry-after" in answer.headers:
        time.sleep(0.5)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def look(served: Served, path: str) -> dict[str, Any]:
    """See how far a job is."""
    return ask(served, "GET", path)


def until_ended(served: Served, path: str) -> dict[str, Any]:
    while "endedAt" not in (job := look(served, path)):
        time.sleep(0.1)
    return job


def wait_for_a_moment(served: Served, path: str) -> None:
    """Wait any time; every other time until the job has moved on, so that kills hit all of it on any machine."""
    before = look(served, path)["counts"]
    moving = random.random() < 0.5
    while moving:
        time.sleep(0.05)
        job = look(served, path)
        moving = job["counts"] == before and "endedAt" not in job
    time.sleep(random.uniform(0.0, LONGEST_S))


def check(served: Served, path: str, wanted: list[dict[str, Any]]) -> None:
    """Hold what is stored against what was asked for."""
    bad = len(wanted[::BAD])
    job = until_ended(served, path)
    good = len(wanted) - bad
    assert (job["state"], job["counts"]["total"], job["counts"]["failed"]) == ("completed", len(wanted), bad)
    assert job["counts"]["issued"] + job["counts"]["duplicate"] == job["counts"]["accepted"] == good
    results = [json.loads(line) for line in served.admin("GET", f"{path}/results").text.splitlines()]
    assert [one["key"] for one in results] == [row["key"] for row in wanted]
    told = {one["id"] for one in results if one["state"] != "failed"}

    stored: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = served.admin("GET", f"/v1/assertions?limit=200{cursor}").json()
        stored += page["items"]
        if "nextCursor" not in page:
            break
        cursor = "&cursor=" + page["nextCursor"]
    assert {one["id"] for one in stored} == told
    assert Counter(one["key"] for one in stored) == Counter(row["key"] for row in wanted if row["recipient"])
    places = Counter(one["credential"]["credentialStatus"]["id"] for one in stored)
    assert max(places.values()) == 1
    for one in stored:
        assert ask(served, "POST", "/v1/verify", one["credential"])["verdict"] == "verified"


def test_a_service_that_is_killed_goes_on_where_it_was(tmp_path: Path):
    """SQLite: each start takes the job up again at once, until it is done."""
    settings = {"ADMIN_KEY": ADMIN_KEY, "MASTER_KEY": MASTER_KEY, "JOB_PROCESSES": "1"}
    wanted: list[dict[str, Any]] = []
    path = ""
    kills = 0
    while kills < KILLS:
        with serving(tmp_path, **settings) as served:
            if not wanted:
                wanted = rows(served.achievement(), 500 * min(KILLS, 20) + 1)
            if not path or "endedAt" in look(served, path):
                path = upload(served, wanted)
            wait_for_a_moment(served, path)
            served.process.kill()
            kills += 1
    with serving(tmp_path, **settings) as served:
        check(served, path, wanted)
        assert served.end() == 0


class Worker:
    """A `badgeapi worker` that is started again under its own name."""

    def __init__(self, folder: Path, name: str, settings: dict[str, str]) -> None:
        self._folder = folder
        self._environment = environment(settings | {"EXECUTOR_ID": name})
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "badgeapi", "worker"],
            cwd=self._folder,
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


def test_two_workers_are_killed_and_one_stays_dead(tmp_path: Path, new_database: Callable[[str], str]):
    """PostgreSQL: what a dead worker held is done by the other; nothing is done twice."""
    settings = {"ADMIN_KEY": ADMIN_KEY, "MASTER_KEY": MASTER_KEY, "DATABASE_URL": new_database("postgresql")}
    settings |= {"JOB_PROCESSES": "0", "JOB_LEASE_S": "3"}
    with ExitStack() as ending, serving(tmp_path, RUN_JOBS="false", **settings) as served:
        workers = [Worker(tmp_path, name, settings) for name in ("one", "two")]
        for worker in workers:
            ending.callback(worker.kill)
        wanted = rows(served.achievement(), 500 * min(KILLS, 20) + 1)
        path = upload(served, wanted)
        for _ in range(KILLS - 1):
            wait_for_a_moment(served, path)
            victim = random.choice(workers)
            victim.kill()
            victim.start()
            if "endedAt" in look(served, path):
                path = upload(served, wanted)
        workers[0].kill()
        check(served, path, wanted)
        assert served.end() == 0


def test_a_worker_ends_in_order(tmp_path: Path, new_database: Callable[[str], str]):
    """SIGTERM: it hands back what it holds, so that nobody waits for its lease."""
    settings = {"ADMIN_KEY": ADMIN_KEY, "MASTER_KEY": MASTER_KEY, "DATABASE_URL": new_database("postgresql")}
    settings |= {"JOB_PROCESSES": "0", "JOB_LEASE_S": "3600"}
    with ExitStack() as ending, serving(tmp_path, RUN_JOBS="false", **settings) as served:
        wanted = rows(served.achievement(), 1200)
        path = upload(served, wanted)
        first = Worker(tmp_path, "one", settings)
        ending.callback(first.kill)
        while look(served, path)["state"] == "queued":
            time.sleep(0.02)
        first.process.terminate()
        assert first.process.wait(timeout=30) == 0
        second = Worker(tmp_path, "two", settings)
        ending.callback(second.kill)
        check(served, path, wanted)


def test_a_broken_upload_leaves_nothing_to_do(tmp_path: Path):
    """The client hangs up in the middle: no job is left, and the rows can be sent again."""
    with serving(tmp_path, ADMIN_KEY=ADMIN_KEY, JOB_PROCESSES="0") as served:
        wanted = rows(served.achievement(), 1400)
        body = "\n".join(map(json.dumps, wanted)).encode()

        def half() -> Any:
            yield body[: len(body) // 2]
            raise ConnectionResetError

        headers = {"Content-Type": "application/jsonl", "Authorization": f"Bearer {ADMIN_KEY}"}
        with pytest.raises(ConnectionResetError):
            httpx.post(f"{served.http.base_url}/v1/assertion-jobs", content=half(), headers=headers, trust_env=False)
        while served.admin("GET", "/v1/assertion-jobs").json()["items"]:
            time.sleep(0.05)
        check(served, upload(served, wanted), wanted)
