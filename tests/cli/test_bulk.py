"""badgeapi bulk: a file on the command line becomes badges, once, and the exit code says how it went."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

import pytest

from tests.cli.command import ADMIN_KEY, run, serving


def test_a_file_becomes_badges_once(tmp_path: Path):
    """Plain, again, and as a gzipped CSV with headers of its own; failed rows make exit code 1, and are told."""
    with serving(tmp_path, ADMIN_KEY=ADMIN_KEY, JOB_PROCESSES="1") as served:
        achievement = served.achievement()
        url = str(served.http.base_url)
        rows = [{"key": f"r{n}", "recipient": {"email": f"p{n}@example.org"}} for n in range(20)]
        (tmp_path / "class.jsonl").write_text("\n".join(map(json.dumps, rows)))
        options = ("--achievement", achievement, "--url", url)

        checked = run(tmp_path, "bulk", "class.jsonl", *options, "--dry-run", KEY=ADMIN_KEY)
        assert (checked.returncode, served.admin("GET", "/v1/assertions").json()["items"]) == (0, [])
        done = run(tmp_path, "bulk", "class.jsonl", *options, "--results", "out.jsonl", KEY=ADMIN_KEY)
        assert done.returncode == 0, done.stderr
        assert "completed: 20 issued, 0 duplicate, 0 failed of 20 rows" in done.stderr
        assert [json.loads(line)["key"] for line in (tmp_path / "out.jsonl").read_text().splitlines()] == [
            row["key"] for row in rows
        ]
        assert "0 issued, 20 duplicate" in run(tmp_path, "bulk", "class.jsonl", *options, KEY=ADMIN_KEY).stderr

        (tmp_path / "late.csv.gz").write_bytes(gzip.compress(b"Nr;Mail\nr20;p20@example.org\nr21;nobody\n"))
        columns = ("--column", "Nr=key", "--column", "Mail=recipient.email", "--results", "out.csv")
        late = run(tmp_path, "bulk", "late.csv.gz", *options, *columns, KEY=ADMIN_KEY)
        assert late.returncode == 1, late.stderr
        found = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text(), newline="")))
        assert [(one["key"], one["state"], one["pointer"]) for one in found] == [
            ("r20", "issued", ""),
            ("r21", "failed", "/recipient/email"),
        ]
        told = run(tmp_path, "bulk", "late.csv.gz", *options, *columns[:4], KEY=ADMIN_KEY).stderr
        assert "row 2 (r21): " in told
        unmapped = run(tmp_path, "bulk", "late.csv.gz", *options, KEY=ADMIN_KEY)
        assert unmapped.returncode == 2
        assert "'Nr', 'Mail'" in unmapped.stderr.replace("\n", " ")
        stored = served.admin("GET", "/v1/assertions?limit=200").json()["items"]
        assert len(stored) == 21
        assert {served.verdict(one["credential"]) for one in stored} == {"verified"}
        assert served.end() == 0


@pytest.mark.parametrize(("name", "url"), [("class.txt", "http://127.0.0.1:1"), ("class.jsonl", "http://127.0.0.1:1")])
def test_what_cannot_be_sent_is_said(tmp_path: Path, name: str, url: str):
    """A file of unknown kind, a service that is not there: exit code 2 and a sentence."""
    (tmp_path / name).write_text("{}")
    refused = run(tmp_path, "bulk", name, "--url", url)
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr


def test_a_worker_needs_a_database_for_many(tmp_path: Path):
    """On SQLite the one process that serves does the work; a second one is refused."""
    refused = run(tmp_path, "worker")
    assert refused.returncode == 2
    assert "SQLite" in refused.stderr
