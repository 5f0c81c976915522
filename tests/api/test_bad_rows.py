"""Uploads with bad rows of every kind: exactly those fail, each says where and why, in earnest as in a dry run.

`BADGEAPI_TEST_ROWS` says how many rows (some chunks by default; a hundred thousand before a release).
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable
from typing import Any

import pytest

from badgeapi import limits
from tests.api.service import ACHIEVEMENT, Service, Tenant
from tests.api.test_assertion_jobs import ended, results, upload

ROWS = int(os.environ.get("BADGEAPI_TEST_ROWS", "300"))
CHUNK = 40
EVERY = 100
"""One row in a hundred is bad."""

Row = dict[str, Any]
Spoil = Callable[[Row, Row], "Row | bytes"]
"""Makes a row bad, knowing the first row of the upload."""


def put(*place: str, to: object) -> Spoil:
    """Give a member another value."""

    def spoil(row: Row, _: Row) -> Row:
        *outer, last = place
        inner = row
        for name in outer:
            inner = inner[name]
        inner[last] = to
        return row

    return spoil


def without(name: str) -> Spoil:
    return lambda row, _: {other: value for other, value in row.items() if other != name}


def text(write: Callable[[bytes], bytes]) -> Spoil:
    """Spoil the bytes of a row."""
    return lambda row, _: write(json.dumps(row).encode())


# The kind: how a row is spoilt, and code and pointer of what it must be told.
KINDS: dict[str, tuple[Spoil, str, str]] = {
    "cut off": (text(lambda row: row[:-9]), "not_json", ""),
    "no JSON": (text(lambda _: b"Ada Lovelace; ada@example.org"), "not_json", ""),
    "not UTF-8": (text(lambda row: row.replace(b"@", b"\xff")), "not_utf8", ""),
    "an array": (text(lambda row: b"[" + row + b"]"), "not_an_object", ""),
    "NaN": (text(lambda row: row[:-1] + b', "creditsEarned": NaN}'), "not_a_number", "/creditsEarned"),
    "a member twice": (text(lambda row: row[:-1] + b', "key": "other"}'), "duplicate_member", ""),
    "a raw tab": (text(lambda row: row.replace(b"row-", b"row\t")), "not_json", ""),
    "too deep": (
        text(lambda row: row[:-1] + b', "name": ' + b"[" * 99 + b"]" * 99 + b"}"),
        "too_deep",
        "/name" + "/0" * 63,
    ),
    "too large": (put("narrative", to="x" * limits.ROW_BYTES), "input_too_large", ""),
    "no key": (without("key"), "missing_member", "/key"),
    "a key of null": (put("key", to=None), "missing_member", "/key"),
    "a key with a space": (put("key", to="row 1"), "wrong_form", "/key"),
    "a key too long": (put("key", to="k" * 201), "wrong_form", "/key"),
    "a key that is a number": (put("key", to=7), "wrong_type", "/key"),
    "the first row's key": (lambda row, first: row | {"key": first["key"]}, "key_reused", "/key"),
    "no achievement": (without("achievement"), "missing_member", "/achievement"),
    "an unknown achievement": (put("achievement", to="no-such"), "not_found", "/achievement"),
    "a foreign achievement": (put("achievement", to="FOREIGN"), "not_found", "/achievement"),
    "an archived achievement": (put("achievement", to="ARCHIVED"), "archived", "/achievement"),
    "no recipient": (without("recipient"), "missing_member", "/recipient"),
    "an empty recipient": (put("recipient", to={}), "no_recipient", "/recipient"),
    "a recipient that is a text": (put("recipient", to="ada@example.org"), "wrong_type", "/recipient"),
    "an e-mail without @": (put("recipient", "email", to="ada.example.org"), "wrong_form", "/recipient/email"),
    "two e-mails": (put("recipient", "email", to="a@b.example, c@d.example"), "wrong_form", "/recipient/email"),
    "an e-mail with a line feed": (put("recipient", "email", to="a@b.example\n"), "wrong_form", "/recipient/email"),
    "a bad DID": (put("recipient", "did", to="did:nothing"), "wrong_form", "/recipient/did"),
    "a control character": (put("recipient", "name", to="Ada\x00"), "bad_text", "/recipient/name"),
    "a blank name": (put("recipient", "name", to=" "), "blank_text", "/recipient/name"),
    "a name too long": (put("recipient", "name", to="A" * 1001), "too_long", "/recipient/name"),
    "a day for a time": (put("validFrom", to="2026-01-01"), "not_a_datetime", "/validFrom"),
    "a day that is none": (put("validFrom", to="2026-02-30T00:00:00Z"), "not_a_datetime", "/validFrom"),
    "a time that is a number": (put("validFrom", to=1767225600), "wrong_type", "/validFrom"),
    "an end before the start": (
        lambda row, _: row | {"validFrom": "2026-02-01T00:00:00Z", "validUntil": "2026-01-01T00:00:00Z"},
        "ends_before_start",
        "/validUntil",
    ),
    "an unknown member": (put("grade", to="A"), "unknown_member", "/grade"),
    "an unknown inner member": (put("recipient", "mail", to="a@b.example"), "unknown_member", "/recipient/mail"),
    "an unknown suite": (put("cryptosuite", to="rsa"), "not_in_enumeration", "/cryptosuite"),
    "a number that is a text": (put("creditsEarned", to="2"), "wrong_type", "/creditsEarned"),
    "evidence that is an object": (put("evidence", to={"id": "https://a.example"}), "wrong_type", "/evidence"),
    "no evidence": (put("evidence", to=[]), "empty_array", "/evidence"),
    "a relative address": (put("evidence", to=[{"id": "work.pdf"}]), "not_an_iri", "/evidence/0/id"),
    "a result of nothing": (
        put("result", to=[{"resultDescription": "urn:uuid:00000000-0000-4000-8000-000000000000", "value": "A"}]),
        "unknown_result_description",
        "/result/0/resultDescription",
    ),
}


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have many chunks in few rows."""
    monkeypatch.setattr(limits, "CHUNK_ROWS", CHUNK)
    monkeypatch.setattr(limits, "LOT_ROWS", CHUNK)


@pytest.fixture
def spoilt(service: Service, tenant: Tenant, stranger: Tenant) -> tuple[bytes, dict[int, str]]:
    """An upload, and which of its rows is bad in which way."""
    archived = service.admin("POST", "/v1/achievements", ACHIEVEMENT | {"issuer": tenant.issuer["id"]}).json()
    answer = tenant.call("POST", f"/v1/achievements/{archived['id']}/archive")
    assert answer.status_code == 200, answer.text
    others = {"FOREIGN": stranger.achievement["id"], "ARCHIVED": archived["id"]}

    every = min(EVERY, max(2, ROWS // len(KINDS)))
    bad = {place: list(KINDS)[place // every % len(KINDS)] for place in range(every - 1, ROWS, every)}
    assert set(bad.values()) == set(KINDS)
    written: list[bytes] = []
    for place in range(ROWS):
        row: Any = {"key": f"row-{place}"} | tenant.request(recipient={"email": f"p{place}@example.org"})
        first = {"key": "row-0"}
        if place in bad:
            row = KINDS[bad[place]][0](row, first)
        if isinstance(row, dict):
            if (named := row.get("achievement")) in others:
                row["achievement"] = others[named]
            row = json.dumps(row).encode()
        written.append(row)
    return b"\n".join(written), bad


def told(found: list[dict[str, Any]]) -> dict[int, list[tuple[str, str]]]:
    """Code and pointer of each fault, by the place of the row."""
    return {
        place: [(fault["code"], fault["pointer"]) for fault in one["problem"]["errors"]]
        for place, one in enumerate(found)
        if one["state"] == "failed"
    }


def test_exactly_the_bad_rows_fail(
    request: pytest.FixtureRequest, tenant: Tenant, spoilt: tuple[bytes, dict[int, str]]
):
    """Each with a code, a pointer and a sentence; a dry run says the same; the second upload issues nothing new."""
    if ROWS < 10 * limits.LOT_ROWS:
        request.getfixturevalue("small_chunks")
    body, bad = spoilt
    good = ROWS - len(bad)

    foreseen = ended(tenant, upload(tenant, body, dryRun=True))
    assert foreseen["counts"] == {"total": ROWS, "accepted": good, "issued": 0, "duplicate": 0, "failed": len(bad)}
    job = ended(tenant, upload(tenant, body))
    assert job["counts"] == {"total": ROWS, "accepted": good, "issued": good, "duplicate": 0, "failed": len(bad)}
    found = results(tenant, job)
    assert [one["row"] for one in found] == list(range(1, ROWS + 1))
    faults = told(found)
    assert faults.keys() == bad.keys()
    wrong = {kind: faults[place] for place, kind in bad.items() if KINDS[kind][1:] not in faults[place]}
    assert wrong == {}
    assert not any("^" in fault["message"] for place in bad for fault in found[place]["problem"]["errors"])
    for place in bad:
        problem = found[place]["problem"]
        assert all(problem[name] for name in ("title", "code", "detail", "remedy"))
        assert all(fault["message"].endswith((".", "?")) for fault in problem["errors"]), problem
    assert [one.get("problem") for one in results(tenant, foreseen)] == [one.get("problem") for one in found]

    again = ended(tenant, upload(tenant, body))
    assert again["counts"] == {"total": ROWS, "accepted": good, "issued": 0, "duplicate": good, "failed": len(bad)}
    assert [one.get("id") for one in results(tenant, again)] == [one.get("id") for one in found]


@pytest.mark.usefixtures("small_chunks")
def test_of_several_rows_with_one_key_the_first_is_issued(tenant: Tenant):
    """Wherever they stand, and however small their chunks: another request fails, the same one is a duplicate.

    A row that fails leaves its key to the next. A dry run foresees all of it.
    """
    size = 2 * CHUNK + 3
    last = size - 1
    wanted = [{"key": f"r{n}"} | tenant.request(recipient={"email": f"p{n}@example.org"}) for n in range(size)]
    for place, first in {1: 0, CHUNK + 1: CHUNK - 1, last - 1: CHUNK, last: 2}.items():
        wanted[place] = wanted[place] | {"key": wanted[first]["key"]}  # another request
    wanted[last - 2] = wanted[5] | {"validFrom": None}  # the same one, said otherwise
    wanted[2] = wanted[2] | {"recipient": {}}
    states = ["issued"] * size
    states[1] = states[2] = states[CHUNK + 1] = states[last - 1] = "failed"
    states[last - 2] = "duplicate"

    body = b"\n".join(json.dumps(row).encode() for row in wanted)
    foreseen = results(tenant, ended(tenant, upload(tenant, body, dryRun=True)))
    assert [one["state"] for one in foreseen] == [state.replace("issued", "accepted") for state in states]
    job = ended(tenant, upload(tenant, body))
    found = results(tenant, job)
    assert [one["state"] for one in found] == states
    assert found[last - 2]["id"] == found[5]["id"]
    assert (job["counts"]["failed"], job["counts"]["duplicate"]) == (4, 1)


def test_cells_of_a_spreadsheet_fail_alone_and_stay_harmless(tenant: Tenant):
    """A cell that a spreadsheet would run is read as the text it is, and written so that none runs it."""
    lines = [
        "key,recipient.email,validFrom,creditsEarned,term",
        "a,ada@example.org,,,'=1+1",
        "=HYPERLINK(0),ada@example.org,,,",
        "+b,ada@example.org,,,",
        "c,@SUM(1),,,",
        "d,ada@example.org,31.12.2026,,",
        "e,ada@example.org,,two,",
        "f,,,,",
        "g,ada@example.org,,,,more",
    ]
    body = "\r\n".join(lines).encode()
    answer = upload(tenant, body, {"Content-Type": "text/csv"}, achievement=tenant.achievement["id"])
    job = ended(tenant, answer)
    assert (job["counts"]["issued"], job["counts"]["failed"]) == (1, 7)
    found = results(tenant, job)
    badge = tenant.call("GET", f"/v1/assertions/{found[0]['id']}").json()
    assert badge["credential"]["credentialSubject"]["term"] == "=1+1"
    assert told(found) == {
        1: [("wrong_form", "/key")],
        2: [("wrong_form", "/key")],
        3: [("wrong_form", "/recipient/email")],
        4: [("not_a_datetime", "/validFrom")],
        5: [("wrong_type", "/creditsEarned")],
        6: [("missing_member", "/recipient")],
        7: [("unknown_member", "/column 6")],
    }
    written = tenant.call("GET", f"/v1/assertion-jobs/{job['id']}/results", headers={"Accept": "text/csv"}).text
    rows = list(csv.reader(io.StringIO(written, newline="")))
    assert len(rows) == len(lines)
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
