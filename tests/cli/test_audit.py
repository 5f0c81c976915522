"""`badgeapi audit`: what is stored still holds, or the exit code says that it does not, and where."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.cli.command import ADMIN_KEY, MASTER_KEY, Served, run, serving


@dataclass
class Kept:
    """A service with three badges (one revoked, one of two JWTs, one expired, of one), and the folder it lies in."""

    served: Served
    folder: Path
    ids: list[str]

    def change(self, statement: str, *values: object) -> None:
        """Tamper with the database, past every rule of the service."""
        with closing(sqlite3.connect(self.folder / "badgeapi-data" / "badgeapi.sqlite3")) as database:
            database.execute("PRAGMA foreign_keys = off")
            assert database.execute(statement, values).rowcount == 1
            database.commit()

    def gauge(self, name: str) -> float:
        """A number of /metrics."""
        families = text_string_to_metric_families(self.served.http.get("/metrics").text)
        return next(sample.value for family in families for sample in family.samples if sample.name == name)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    with serving(tmp_path, ADMIN_KEY=ADMIN_KEY, MASTER_KEY=MASTER_KEY) as served:
        achievement = served.achievement()
        past = {"validFrom": "2020-01-01T00:00:00Z", "validUntil": "2021-01-01T00:00:00Z"}
        ids = [served.issue(achievement, **more).json()["id"] for more in ({}, {}, past)]
        headers = {"Authorization": f"Bearer {ADMIN_KEY}"}
        served.http.post(f"/v1/assertions/{ids[0]}/revoke", json={"reason": "a mistake"}, headers=headers)
        for asked, algorithm in ((ids[1], "RS256"), (ids[1], "ES256"), (ids[2], "ES256")):
            path = f"/v1/assertions/{asked}?alg={algorithm}"
            assert served.http.get(path, headers=headers | {"Accept": "text/plain"}).status_code == 200
        yield Kept(served, tmp_path, ids)


def test_what_is_untouched_holds(kept: Kept):
    """Revoked and expired badges were signed all the same; the count is by hand: three credentials and three JWTs."""
    assert kept.gauge("badgeapi_audit_timestamp_seconds") == 0
    done = run(kept.folder, "audit", columns=120)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == ["Credentials verified: 3 (2 issued, 1 revoked). JWTs: 3.", "Bad: 0"]
    assert kept.gauge("badgeapi_audit_timestamp_seconds") > 1_700_000_000
    assert (kept.gauge("badgeapi_audit_checked"), kept.gauge("badgeapi_audit_bad")) == (6, 0)


def test_a_sample_is_no_larger_than_asked_for(kept: Kept):
    """For stores that are too large to be read every night."""
    done = run(kept.folder, "audit", "--sample", "2", columns=120)
    assert done.returncode == 0
    assert done.stdout.startswith("Credentials verified: 2 (")
    assert run(kept.folder, "audit", "--sample", "0").returncode == 2


def test_what_was_tampered_with_is_named(kept: Kept):
    """A changed credential, an exchanged one, a JWT of another's, a bit that was cleared: each by its assertion."""
    with closing(sqlite3.connect(kept.folder / "badgeapi-data" / "badgeapi.sqlite3")) as database:
        [credential] = database.execute("SELECT credential FROM assertions WHERE id = ?", (kept.ids[1],)).fetchone()
    document = json.loads(credential)
    document["credentialSubject"]["achievement"]["name"] += "!"
    kept.change("UPDATE assertions SET credential = ? WHERE id = ?", json.dumps(document).encode(), kept.ids[1])
    kept.change("UPDATE assertions SET credential = ? WHERE id = ?", credential, kept.ids[2])
    kept.change("UPDATE assertion_jwts SET jwt = ? WHERE algorithm = 'ES256'", b"e30.e30.e30")
    kept.change("UPDATE status_flips SET value = 0")

    done = run(kept.folder, "audit", columns=200)
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == "Bad: 4"
    told = {(line.split()[0], line.split(", ")[1].partition(":")[0]) for line in done.stderr.splitlines()}
    revoked, changed, exchanged = kept.ids
    assert told == {(changed, "credential"), (exchanged, "row"), (changed, "JWT ES256"), (revoked, "status")}
    assert kept.gauge("badgeapi_audit_bad") == 4


def test_bytes_that_are_no_credential_are_bad_and_end_nothing(kept: Kept):
    """A failing disk leaves anything at all; the audit goes on behind it."""
    kept.change("UPDATE assertions SET credential = ? WHERE id = ?", b"\x00\xff{", kept.ids[0])
    done = run(kept.folder, "audit", columns=200)
    assert done.returncode == 1
    assert done.stdout.splitlines() == ["Credentials verified: 3 (2 issued, 1 revoked). JWTs: 3.", "Bad: 1"]
    assert done.stderr.startswith(f"{kept.ids[0]} of issuer ")


def test_where_nothing_is_nothing_is_made(tmp_path: Path):
    """An audit in the wrong folder is misuse, not a clean bill."""
    done = run(tmp_path, "audit")
    assert (done.returncode, done.stdout) == (2, "")
    assert "BADGEAPI_DATA_DIR" in done.stderr
    assert list(tmp_path.iterdir()) == []
