"""SQLite under mixed load, with a second process at the same file: nobody is ever told that the database is locked.

`BADGEAPI_TEST_MIXED_S` says for how many seconds (a few by default; ten minutes before a release).
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from tests.cli.command import ADMIN_KEY, MASTER_KEY, run, serving
from tests.faults.test_kill_jobs import rows, until_ended, upload
from tests.work import WAIT_S

LOAD_S = float(os.environ.get("BADGEAPI_TEST_MIXED_S", "4"))

Caller = Callable[[httpx.Client], None]


def test_the_database_is_never_locked(tmp_path: Path):
    """Awards, verification, revocations, lists and jobs, beside `badgeapi audit`: each call has its own answer."""
    settings = {"ADMIN_KEY": ADMIN_KEY, "MASTER_KEY": MASTER_KEY, "JOB_PROCESSES": "1"}
    with serving(tmp_path, **settings) as served, ThreadPoolExecutor() as pool:
        achievement = served.achievement()
        body = {"achievement": achievement, "recipient": {"email": "ada@example.org"}}
        badge = served.issue(achievement).json()["credential"]
        status = httpx.URL(badge["credentialStatus"]["statusListCredential"]).path
        end = time.monotonic() + LOAD_S
        answers: Counter[tuple[str, int]] = Counter()

        def call(http: httpx.Client, name: str, expected: int, path: str, json: object = None) -> httpx.Response:
            answer = http.request("GET" if json is None else "POST", path, json=json)
            answers[name, answer.status_code] += 1
            assert answer.status_code == expected, (name, answer.text)
            return answer

        def award(http: httpx.Client) -> None:
            call(http, "award", 201, "/v1/assertions", body)

        def revoke(http: httpx.Client) -> None:
            made = call(http, "award", 201, "/v1/assertions", body).json()
            call(http, "revoke", 200, f"/v1/assertions/{made['id']}/revoke", {"reason": "A mistake."})
            call(http, "status", 200, status)

        def read(http: httpx.Client) -> None:
            call(http, "verify", 200, "/v1/verify", badge)
            call(http, "list", 200, "/v1/assertions?limit=100")
            call(http, "define", 201, "/v1/achievements", definition)

        definition = {
            "issuer": served.admin("GET", "/v1/issuers").json()["items"][0]["id"],
            "name": "Soldering",
            "description": "Can solder.",
            "criteria": {"narrative": "Three boards."},
        }

        def again(caller: Caller) -> None:
            headers = {"Authorization": f"Bearer {ADMIN_KEY}"}
            with httpx.Client(base_url=served.http.base_url, headers=headers, timeout=WAIT_S, trust_env=False) as http:
                while time.monotonic() < end:
                    caller(http)

        def audit() -> int:
            runs = 0
            while time.monotonic() < end or not runs:
                audited = run(tmp_path, "audit", "--sample", "100", **settings)
                assert audited.returncode == 0, audited.stderr
                runs += 1
            return runs

        working = [pool.submit(again, caller) for caller in (award, award, revoke, read)]
        auditing = pool.submit(audit)
        jobs = 0
        while time.monotonic() < end or not jobs:
            wanted = [row | {"key": f"{jobs}-{row['key']}"} for row in rows(achievement, 600)]
            assert until_ended(served, upload(served, wanted))["state"] == "completed"
            jobs += 1
        for one in working:
            one.result()
        assert auditing.result() > 0
        assert {name for name, _ in answers} == {"award", "revoke", "status", "verify", "list", "define"}
        for name in ("stdout", "stderr"):
            log = (tmp_path / name).read_text()
            assert not [line for line in log.splitlines() if "locked" in line or '"level": "error"' in line]
        assert served.end() == 0
