"""The service is killed in the middle of issuing, again and again: what was answered is there, and nothing else broke.

SIGKILL runs no handler and flushes nothing; what survives is what was committed before the answer. Not here: the
machine losing power, which the store's synchronous commits are for.
"""

from __future__ import annotations

import json
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event

import httpx
import pytest

from tests.cli.command import ADMIN_KEY, MASTER_KEY, Served, serving
from tests.work import WAIT_S

ROUNDS = 3
CALLERS = 4
LONGEST_S = 0.6
VC = {"Accept": "application/vc"}


def issue_until_gone(
    url: httpx.URL, body: dict[str, object], prefix: str, first: Event
) -> tuple[list[str], dict[str, bytes]]:
    """Issue one badge after the other, each under a key of its own; return the keys used, and what was answered.

    `first` is set with the first answer.
    """
    asked: list[str] = []
    answered: dict[str, bytes] = {}
    headers = {"Authorization": f"Bearer {ADMIN_KEY}", **VC}
    with httpx.Client(base_url=url, headers=headers, trust_env=False) as http:
        while True:
            asked.append(f"{prefix}-{len(asked)}")
            try:
                answer = http.post("/v1/assertions", json=body, headers={"Idempotency-Key": asked[-1]})
            except httpx.TransportError:
                return asked, answered
            assert answer.status_code == 201
            answered[asked[-1]] = answer.content
            first.set()


def stored_credentials(served: Served) -> dict[str, bytes]:
    """Every stored credential by its id, in the bytes that are served."""
    found: dict[str, bytes] = {}
    cursor = ""
    while True:
        page = served.admin("GET", f"/v1/assertions?limit=50{cursor}").json()
        for item in page["items"]:
            found[item["credentialId"]] = served.admin("GET", f"/v1/assertions/{item['id']}", headers=VC).content
        if "nextCursor" not in page:
            return found
        cursor = "&cursor=" + page["nextCursor"]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_was_answered_survives_a_kill(tmp_path: Path, new_database: Callable[[str], str], kind: str):
    """Answered badges are there byte for byte, no status index is used twice, and a retry never makes a second one."""
    settings = {"DATABASE_URL": new_database(kind), "ADMIN_KEY": ADMIN_KEY, "MASTER_KEY": MASTER_KEY}
    body: dict[str, object] = {}
    asked: list[str] = []
    answered: dict[str, bytes] = {}

    for turn in range(ROUNDS):
        with serving(tmp_path, **settings) as served, ThreadPoolExecutor(CALLERS) as pool:
            body = body or {"achievement": served.achievement(), "recipient": {"email": "ada@example.org"}}
            first = Event()
            callers = [
                pool.submit(issue_until_gone, served.http.base_url, body, f"{turn}-{caller}", first)
                for caller in range(CALLERS)
            ]
            assert first.wait(WAIT_S)
            time.sleep(random.uniform(0.0, LONGEST_S))
            served.process.kill()
            for caller in callers:
                asked += caller.result()[0]
                answered |= caller.result()[1]
    assert len(answered) >= ROUNDS

    if kind == "sqlite":
        with closing(sqlite3.connect(settings["DATABASE_URL"].removeprefix("sqlite:///"))) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert database.execute("PRAGMA foreign_key_check").fetchall() == []

    with serving(tmp_path, **settings) as served:
        before = stored_credentials(served)
        for key, credential in answered.items():
            assert before[json.loads(credential)["id"]] == credential, key

        retried = {
            key: served.admin("POST", "/v1/assertions", body, headers={**VC, "Idempotency-Key": key}) for key in asked
        }
        assert {answer.status_code for answer in retried.values()} == {201}
        for key, credential in answered.items():
            assert retried[key].content == credential
            assert retried[key].headers["idempotency-replayed"] == "true"

        # One badge for every key, whether its answer arrived or not.
        after = stored_credentials(served)
        assert sorted(after.values()) == sorted(answer.content for answer in retried.values())
        assert before.items() <= after.items()

        statuses = [json.loads(credential)["credentialStatus"] for credential in after.values()]
        places = Counter((status["statusListCredential"], status["statusListIndex"]) for status in statuses)
        assert max(places.values()) == 1

        assert {served.verdict(json.loads(credential)) for credential in after.values()} == {"verified"}
        assert served.end() == 0
