"""Cohorts from spreadsheets: what a cell means, what fails alone, and that no result runs as a formula."""

from __future__ import annotations

import csv
import io

import pytest

from tests.api.service import Service, Tenant, problem
from tests.api.test_assertion_jobs import ended, results, upload

CSV = {"Content-Type": "text/csv; charset=utf-8"}


def credential(tenant: Tenant, assertion_id: str) -> dict:
    return tenant.call("GET", f"/v1/assertions/{assertion_id}").json()["credential"]


def test_every_column_is_its_member(service: Service, tenant: Tenant):
    """Places, quotes, doubled quotes, commas and line breaks (RFC 4180), numbers, and empty cells that are absent."""
    text = (
        "key,recipient.email,recipient.name,creditsEarned,narrative,evidence,validFrom,licenseNumber\r\n"
        'r1,ada@example.org,"Lovelace, Ada",2.5,"Said ""hello"",\r\nthen soldered.",https://portfolio.example/1,'
        "2026-07-01T00:00:00Z,\r\n"
        "r2,bob@example.org,,,,,,L-7\r\n"
        "\r\n"
    )
    job = ended(tenant, upload(tenant, text.encode(), CSV, achievement=tenant.achievement["id"]))
    first, second = (credential(tenant, one["id"]) for one in results(tenant, job))
    subject = first["credentialSubject"]
    assert (subject["creditsEarned"], subject["narrative"]) == (2.5, 'Said "hello",\r\nthen soldered.')
    assert first["evidence"][0]["id"] == "https://portfolio.example/1"
    assert first["validFrom"] == "2026-07-01T00:00:00Z"
    assert subject["identifier"][1]["identityHash"] == "Lovelace, Ada"
    assert second["credentialSubject"]["licenseNumber"] == "L-7"
    assert "creditsEarned" not in second["credentialSubject"]
    assert {service.verify(one)["verdict"] for one in (first, second)} == {"verified"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_spreadsheets_own_headers_are_mapped(tenant: Tenant, delimiter: str):
    """With the byte order mark and the delimiter that spreadsheets write; a column can be left out."""
    lines = [["Nr", "E-Mail", "Seat"], ["s-1", "ada@example.org", "4"]]
    text = "\ufeff" + "".join(delimiter.join(line) + "\r\n" for line in lines)
    mapping = ["Nr=key", "E-Mail=recipient.email", "Seat="]
    job = ended(tenant, upload(tenant, text.encode(), CSV, achievement=tenant.achievement["id"], column=mapping))
    assert [(one["key"], one["state"]) for one in results(tenant, job)] == [("s-1", "issued")]


def test_a_bad_cell_fails_its_row_alone(tenant: Tenant):
    """Too many cells, a number that is none, bytes that are not UTF-8."""
    text = (
        b"key,recipient.email,creditsEarned\n"
        b"r1,ada@example.org,1,extra\nr2,ada@example.org,many\nr3,ad\xe9@example.org,1\nr4,ada@example.org,1\n"
    )
    job = ended(tenant, upload(tenant, text, CSV, achievement=tenant.achievement["id"]))
    found = results(tenant, job)
    assert [one["state"] for one in found] == ["failed", "failed", "failed", "issued"]
    faults = [one["problem"]["errors"][0] for one in found[:3]]
    assert [(one["code"], one["pointer"]) for one in faults] == [
        ("unknown_member", "/column 4"),
        ("wrong_type", "/creditsEarned"),
        ("not_utf8", ""),
    ]


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("key,nonsense\na,b\n", 422, "unknown_column"),
        ("recipient.email\na@example.org\n", 422, "missing_member"),
        ("key,key\na,b\n", 422, "duplicate_column"),
        ('key,name\na,"never closed\nb,c\n', 400, "not_csv"),
        ('key,name\na,"x"y\n', 400, "not_csv"),
        ("key\n", 422, "empty_array"),
    ],
)
def test_a_csv_whose_rows_have_no_borders_is_refused(tenant: Tenant, text: str, status: int, code: str):
    """As a whole, before anything is issued: guessing would award the wrong person."""
    problem(upload(tenant, text.encode(), CSV), status, fault=code, at="")
    assert tenant.call("GET", "/v1/assertion-jobs").json()["items"] == []
    problem(upload(tenant, b"key\na\n", CSV, column=["a=nonsense"]), 422, fault="unknown_column", at="")


def test_results_are_safe_to_open(tenant: Tenant):
    """CWE-1236: a cell that a spreadsheet would run is written as text, and read back as it was."""
    text = "key,recipient.email,narrative\n=cmd(),ada@example.org,x\nr2,ada@example.org,'=1+1\n"
    job = ended(tenant, upload(tenant, text.encode(), CSV, achievement=tenant.achievement["id"]))
    answer = tenant.call("GET", f"/v1/assertion-jobs/{job['id']}/results", headers={"Accept": "text/csv"})
    assert answer.headers["content-type"].startswith("text/csv")
    first, second = csv.DictReader(io.StringIO(answer.text, newline=""))
    assert [first[name] for name in ("key", "state", "code", "pointer")] == ["'=cmd()", "failed", "wrong_form", "/key"]
    assert (second["row"], second["key"], second["state"], second["message"]) == ("2", "r2", "issued", "")
    assert credential(tenant, second["id"])["credentialSubject"]["narrative"] == "=1+1"
