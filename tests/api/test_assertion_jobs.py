"""Bulk jobs over HTTP: every row has an outcome, in order, once; a bad row or a second upload costs nothing."""

from __future__ import annotations

import gzip
import json
import time
from collections import Counter
from typing import Any

import httpx
import pytest

from badgeapi import limits
from tests.api.service import Service, Tenant, problem

JSONL = {"Content-Type": "application/jsonl"}


def rows(tenant: Tenant, count: int, **members: Any) -> list[dict[str, Any]]:
    return [
        {"key": f"row-{n}"} | tenant.request(recipient={"email": f"p{n}@example.org"}, **members) for n in range(count)
    ]


def lines(values: list[Any]) -> bytes:
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


def upload(tenant: Tenant, body: bytes, headers: dict[str, str] = JSONL, **parameters: Any) -> httpx.Response:
    return tenant.call("POST", "/v1/assertion-jobs", content=body, headers=headers, params=parameters)


def ended(tenant: Tenant, answer: httpx.Response) -> dict[str, Any]:
    """Wait for the end of the job that an upload made."""
    assert answer.status_code == 202, answer.text
    while "endedAt" not in (job := tenant.call("GET", answer.headers["location"]).json()):
        time.sleep(0.05)
    return job


def results(tenant: Tenant, job: dict[str, Any]) -> list[dict[str, Any]]:
    answer = tenant.call("GET", f"/v1/assertion-jobs/{job['id']}/results")
    assert answer.headers["content-type"] == "application/jsonl"
    return [json.loads(line) for line in answer.text.splitlines()]


def counts(**found: int) -> dict[str, int]:
    return dict.fromkeys(("total", "accepted", "issued", "duplicate", "failed"), 0) | found


def array(values: list[Any]) -> bytes:
    return json.dumps(values, indent=2).encode()


FORMS = {
    "lines": (lines, JSONL),
    "lines with Windows ends, blanks and a mark": (
        lambda values: b"\xef\xbb\xbf" + lines(values).replace(b"\n", b"\r\n\r\n"),
        JSONL,
    ),
    "lines, gzip": (lambda values: gzip.compress(lines(values)), JSONL | {"Content-Encoding": "gzip"}),
    "lines, gzip in parts": (
        lambda values: gzip.compress(lines(values[:2])) + gzip.compress(lines(values[2:])),
        JSONL | {"Content-Encoding": "gzip"},
    ),
    "array": (array, {"Content-Type": "application/json"}),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_the_same_rows(service: Service, tenant: Tenant, form: str):
    """Whatever the form, each row becomes one verified badge, and the results name it in the order of the upload."""
    write, headers = FORMS[form]
    wanted = [row | {"narrative": 'Quotes ", brackets ]}, \\ and ü'} for row in rows(tenant, 5)]
    job = ended(tenant, upload(tenant, write(wanted), headers))
    assert (job["state"], job["counts"]) == ("completed", counts(total=5, accepted=5, issued=5))
    found = results(tenant, job)
    assert [(one["row"], one["key"], one["state"]) for one in found] == [
        (n + 1, row["key"], "issued") for n, row in enumerate(wanted)
    ]
    for one in found:
        badge = tenant.call("GET", f"/v1/assertions/{one['id']}").json()
        assert badge["credential"]["credentialSubject"]["narrative"] == wanted[0]["narrative"]
        assert service.verify(badge["credential"])["verdict"] == "verified"


def test_a_job_of_many_chunks_fails_exactly_its_bad_rows(tenant: Tenant, stranger: Tenant):
    """Over several chunks: the bad rows fail with their reasons, all others are issued, each at an index of its own.

    Of two rows of different chunks under one key either may be the first: chunks are made at the same time.
    """
    size = max(700, 4 * limits.LOT_ROWS) + 7
    wanted: list[Any] = rows(tenant, size)
    bad = {
        3: (wanted[3] | {"recipient": {}}, "invalid_input"),
        499: (wanted[499] | {"achievement": stranger.achievement["id"]}, "not_found"),
        500: (wanted[500] | {"key": "row-4"}, "key_reused"),
        600: ("a text", "malformed_input"),
        700: (wanted[700] | {"validFrom": "2026-01-01"}, "invalid_input"),
        size - 1: (wanted[size - 1] | {"evidence": []}, "invalid_input"),
    }
    for place, (row, _) in bad.items():
        wanted[place] = row
    body = lines(wanted).replace(b'"a text"', b'{"key": "row-600", "key": "row-600"}')
    job = ended(tenant, upload(tenant, body))
    assert job["counts"] == counts(total=size, accepted=size - 6, issued=size - 6, failed=6)
    found = results(tenant, job)
    assert [one["row"] for one in found] == list(range(1, size + 1))
    failed = {n: one["problem"]["code"] for n, one in enumerate(found) if one["state"] == "failed"}
    second = 500 if 500 in failed else 4  # these two have the same key
    assert failed == {second if place == 500 else place: code for place, (_, code) in bad.items()}
    credentials = [item["credential"] for page in tenant.pages("/v1/assertions", limit=200) for item in page]
    places = Counter(one["credentialStatus"]["id"] for one in credentials)
    assert (len(places), max(places.values())) == (size - 6, 1)

    again = ended(tenant, upload(tenant, body))
    assert again["counts"] == counts(total=size, accepted=size - 6, duplicate=size - 6, failed=6)
    assert [one.get("id") for one in results(tenant, again)] == [one.get("id") for one in found]


def test_a_dry_run_issues_nothing(tenant: Tenant):
    """It says of each row what would come of it."""
    wanted = rows(tenant, 3)
    wanted[1]["recipient"] = {}
    job = ended(tenant, upload(tenant, lines(wanted), dryRun=True))
    assert (job["state"], job["dryRun"], job["counts"]) == ("completed", True, counts(total=3, accepted=2, failed=1))
    assert [one["state"] for one in results(tenant, job)] == ["accepted", "failed", "accepted"]
    assert tenant.pages("/v1/assertions") == [[]]


def test_a_job_can_stop_at_its_first_fault(tenant: Tenant):
    """With onError=abort the chunk with the fault issues nothing, and nothing after it is issued."""
    wanted = rows(tenant, limits.LOT_ROWS + 2)
    wanted[1]["recipient"] = {}
    job = ended(tenant, upload(tenant, lines(wanted), onError="abort"))
    assert (job["state"], job["counts"]["failed"]) == ("aborted", 1)
    found = results(tenant, job)
    assert [one["state"] for one in found[:3]] == ["skipped", "failed", "skipped"]
    assert "id" not in found[0]
    issued = sum(len(page) for page in tenant.pages("/v1/assertions", limit=200))
    assert issued == job["counts"]["issued"] in (0, 2)  # the second chunk may have been done beside the first


def test_rows_may_leave_the_achievement_to_the_upload(tenant: Tenant):
    """`achievement` is that of rows that name none."""
    wanted = rows(tenant, 2)
    del wanted[0]["achievement"]
    job = ended(tenant, upload(tenant, lines(wanted), achievement=tenant.achievement["id"]))
    assert job["counts"]["issued"] == 2


BROKEN = {
    "nothing": (b"", JSONL, 422, "empty_array"),
    "blank lines": (b"\n \n", JSONL, 422, "empty_array"),
    "an empty array": (b"[]", {"Content-Type": "application/json"}, 422, "empty_array"),
    "an array without an end": (b'[{"key": "a"}', {"Content-Type": "application/json"}, 400, "not_an_array"),
    "two arrays": (b"[1][2]", {"Content-Type": "application/json"}, 400, "not_an_array"),
    "an object": (b"{}", {"Content-Type": "application/json"}, 400, "not_an_array"),
    "not gzip": (b"{}", JSONL | {"Content-Encoding": "gzip"}, 400, "not_gzip"),
    "half a gzip": (
        gzip.compress(lines([{"key": str(n)} for n in range(999)]))[:-9],
        JSONL | {"Content-Encoding": "gzip"},
        400,
        "not_gzip",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_an_upload_that_is_not_whole_leaves_nothing(tenant: Tenant, case: str):
    """It is refused, and no job is left of it."""
    body, headers, status, code = BROKEN[case]
    problem(upload(tenant, body, headers), status, fault=code, at="")
    assert tenant.call("GET", "/v1/assertion-jobs").json()["items"] == []


def test_a_row_too_large_fails_alone(tenant: Tenant):
    """It is cut off while it arrives, and refused for its size."""
    wanted = rows(tenant, 2)
    wanted[0]["narrative"] = "x" * (limits.ROW_BYTES + 1000)
    job = ended(tenant, upload(tenant, lines(wanted)))
    assert [one["state"] for one in results(tenant, job)] == ["failed", "issued"]
    assert results(tenant, job)[0]["problem"]["code"] == "input_too_large"


def test_a_stranger_sees_no_job(tenant: Tenant, stranger: Tenant):
    """Not its counts, not its results, not its events, and cannot cancel it."""
    job = ended(tenant, upload(tenant, lines(rows(tenant, 1))))
    path = f"/v1/assertion-jobs/{job['id']}"
    for method, rest in (("GET", ""), ("GET", "/results"), ("GET", "/events"), ("POST", "/cancel")):
        problem(stranger.call(method, path + rest), 404)
    assert stranger.call("GET", "/v1/assertion-jobs").json()["items"] == []
    assert [one["id"] for one in tenant.call("GET", "/v1/assertion-jobs").json()["items"]] == [job["id"]]


def events(tenant: Tenant, job: dict[str, Any], **headers: str) -> list[dict[str, str]]:
    """Read the events of a job to its end."""
    answer = tenant.call("GET", f"/v1/assertion-jobs/{job['id']}/events", headers=headers)
    assert answer.headers["content-type"].startswith("text/event-stream")
    blocks = [block for block in answer.text.split("\n\n") if block and not block.startswith(":")]
    return [dict(line.split(": ", 1) for line in block.split("\n")) for block in blocks]


def test_events_lead_to_the_end(tenant: Tenant):
    """They end with the job as it is read, and a client that comes back is told the end again."""
    answer = upload(tenant, lines(rows(tenant, 3)))
    seen = events(tenant, answer.json())
    assert seen[-1]["event"] == "end"
    assert {one["event"] for one in seen[:-1]} <= {"progress"}
    last = json.loads(seen[-1]["data"])
    assert last == ended(tenant, answer)
    back = events(tenant, answer.json(), **{"Last-Event-ID": seen[-1]["id"]})
    assert [one["event"] for one in back] == ["end"]


def test_a_cancelled_job_issues_no_more(tenant: Tenant):
    """What is issued stays; a job that has ended cannot be cancelled, one that was can be again."""
    wanted = rows(tenant, 6 * limits.LOT_ROWS)
    answer = upload(tenant, lines(wanted))
    path = answer.headers["location"]
    cancelled = tenant.call("POST", f"{path}/cancel")
    assert cancelled.status_code == 200, cancelled.text
    assert cancelled.json()["state"] == "cancelled"
    issued = cancelled.json()["counts"]["issued"]
    assert issued < len(wanted)
    assert tenant.call("POST", f"{path}/cancel").json()["state"] == "cancelled"
    rest = ended(tenant, upload(tenant, lines(wanted[:5])))
    assert rest["counts"]["failed"] == 0
    assert tenant.call("GET", path).json()["counts"]["issued"] == issued
    problem(tenant.call("POST", f"/v1/assertion-jobs/{rest['id']}/cancel"), 409)
