"""`POST /v1/verify` over HTTP: everything that can be sent, and what the report says of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from badgeapi.store import migrate
from tests.api.service import Service, problem, running
from tests.verification.signed import (
    LEARNER,
    SCHOOL,
    SUBJECT,
    Signer,
    badge,
    endorsement,
    envelope,
    presentation,
    record,
    unsigned,
    unsigned_presentation,
)

ADA = "ada@example.org"
IDENTITY = {"type": "IdentityObject", "hashed": False, "identityHash": ADA, "identityType": "emailAddress"}
OF_ADA = badge(credentialSubject=unsigned()["credentialSubject"] | {"identifier": [IDENTITY]})
OPTIONS = {"challenge": "5f3a", "domain": "https://verifier.example"}


@pytest.fixture(scope="module")
def store_url(new_database: Any) -> str:
    """Judging badges of strangers asks the database nothing that differs between databases."""
    url = str(new_database("sqlite"))
    migrate.upgrade(url)
    return url


def upload(service: Service, document: bytes, **fields: str) -> Any:
    files = {"file": ("badge.json", document, "application/octet-stream")}
    return service.http.post("/v1/verify", files=files, data=fields)


FORMS: dict[str, Any] = {
    "bare": OF_ADA,
    "in the wrapper": {"verifiableCredential": OF_ADA},
    "enveloped": envelope(SCHOOL.token(unsigned())),
    "enveloped in the wrapper": {"verifiableCredential": envelope(SCHOOL.token(unsigned()))},
    "a JWT as text": SCHOOL.token(unsigned()),
    "a JWT in the wrapper": {"verifiableCredential": SCHOOL.token(unsigned())},
    "a presentation": presentation(OF_ADA),
    "a presentation in the wrapper": {
        "verifiablePresentation": presentation(OF_ADA, options=OPTIONS),
        "options": OPTIONS,
    },
    "a presentation as a JWT": LEARNER.token(unsigned_presentation(OF_ADA), "vp+jwt"),
    "a learner record": record(OF_ADA),
    "with an endorsement": badge(endorsement=[endorsement(str(unsigned()["id"]))]),
}


@pytest.mark.parametrize("body", FORMS.values(), ids=FORMS.keys())
def test_every_form_is_read(service: Service, body: Any):
    """Each is judged, and none of them differently for the form it came in."""
    report = service.verify(body)
    assert (report["verified"], report["verdict"]) == (True, "verified"), report["checks"]


def test_the_report_has_an_answer_to_every_question(service: Service):
    """Words for people, and ids for translators."""
    report = service.verify(badge())
    assert {entry["question"]: entry["answer"] for entry in report["summary"]} == {
        "well_formed": "yes",
        "intact": "yes",
        "from_issuer": "yes",
        "in_force": "yes",
        "about_person": "not_asked",
    }
    assert (report["issuer"], report["id"]) == (SCHOOL.did, unsigned()["id"])
    for check in report["checks"]:
        assert check["messageId"] == f"{check['id']}.{check['code']}"
        assert check["message"]
        assert check["citation"]
    assert report["fetched"] == []


def test_parts_are_reported_below_the_whole(service: Service):
    """With role, place, and a report of the same shape."""
    report = service.verify(record(OF_ADA, badge(id="urn:uuid:0b5b3c4e-9f3e-4c4e-8a52-5a1d7b6f1a09") | {"name": "X"}))
    assert report["verdict"] == "not_verified"
    assert [(part["role"], part["pointer"], part["verdict"]) for part in report["parts"]] == [
        ("credentials", "/credentialSubject/verifiableCredential/0", "verified"),
        ("credentials", "/credentialSubject/verifiableCredential/1", "not_verified"),
    ]
    assert {entry["question"]: entry["answer"] for entry in report["parts"][1]["summary"]}["intact"] == "no"


@pytest.mark.parametrize(
    ("expected", "answer"),
    [
        ({"email": ADA}, "yes"),
        ({"email": "b@example.org"}, "no"),
        ({"did": SUBJECT, "email": ADA}, "yes"),
        ({"identifier": {"type": "emailAddress", "value": ADA}}, "yes"),
        ({"identifier": {"type": "systemId", "value": ADA}}, "no"),
    ],
)
def test_whether_it_is_about_the_person(service: Service, expected: Any, answer: str):
    """In the wrapper, and beside an upload."""
    wrapped = service.verify({"verifiableCredential": OF_ADA, "expectedRecipient": expected})
    beside = upload(service, json.dumps(OF_ADA).encode(), expectedRecipient=json.dumps(expected)).json()
    for report in (wrapped, beside):
        assert {entry["question"]: entry["answer"] for entry in report["summary"]}["about_person"] == answer
        assert report["verified"] is (answer == "yes")


def test_a_presentation_for_somebody_else_is_not_verified(service: Service):
    """The challenge is what keeps a presentation from being shown twice."""
    shown = presentation(OF_ADA, options=OPTIONS)
    report = service.verify({"verifiablePresentation": shown, "options": OPTIONS | {"challenge": "other"}})
    assert report["verdict"] == "not_verified"
    assert "proof.proof_challenge" in {check["messageId"] for check in report["checks"]}


@pytest.mark.parametrize("document", [json.dumps(OF_ADA).encode(), SCHOOL.token(unsigned()).encode()])
def test_an_upload_is_read_by_its_content(service: Service, document: bytes):
    """Whatever type the form says it has."""
    assert upload(service, document).json()["verdict"] == "verified"


BAD: dict[str, Any] = {
    "two documents": ({"verifiableCredential": OF_ADA, "verifiablePresentation": presentation(OF_ADA)}, "one_document"),
    "an expectation of nobody": ({"verifiableCredential": OF_ADA, "expectedRecipient": {}}, "no_recipient"),
    "an envelope with more": ({"verifiableCredential": envelope("x") | {"issuer": "y"}}, "envelope_members"),
}


@pytest.mark.parametrize(("body", "fault"), BAD.values(), ids=BAD.keys())
def test_a_wrapper_that_cannot_be_read(service: Service, body: Any, fault: str):
    """400, with a code for what is wrong."""
    answer = service.http.post("/v1/verify", json=body)
    assert 400 <= answer.status_code < 500
    assert fault in {place["code"] for place in problem(answer, answer.status_code)["errors"]}


UPLOADS: dict[str, Any] = {
    "no file": {"files": {"a": (None, "text")}},
    "two files": {"files": [("file", ("a", b"{}")), ("file", ("b", b"{}"))]},
    "another field": {"files": {"file": ("a", b"{}")}, "data": {"options": "{}"}},
    "no boundary": {"content": b"--x", "headers": {"Content-Type": "multipart/form-data"}},
    "cut off": {"content": b"--x\r\nContent-Disp", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
    "an expectation that is no JSON": {"files": {"file": ("a", b"{}")}, "data": {"expectedRecipient": "ada"}},
}


@pytest.mark.parametrize("sent", UPLOADS.values(), ids=UPLOADS.keys())
def test_an_upload_that_cannot_be_read(service: Service, sent: Any):
    """A problem document that says so; never a 5xx."""
    answer = service.http.post("/v1/verify", **sent)
    assert answer.status_code in {400, 413, 422}, answer.text
    problem(answer, answer.status_code)


def test_a_list_of_trusted_issuers_says_who_is_known(new_database: Any, tmp_path: Path):
    """By name where it is known, with a warning where it is not; the verdict is the same."""
    known = tmp_path / "partners.json"
    known.write_text(json.dumps({"registry": {SCHOOL.did: {"name": "Example School"}}}))
    url = new_database("sqlite")
    migrate.upgrade(url)
    with running(url, tmp_path, trusted_issuers=(known,)) as service:

        def said(signer: Signer) -> tuple[bool, str, str]:
            report = service.verify(badge(signer))
            line = next(check for check in report["checks"] if check["id"] == "issuer_known")
            return report["verified"], line["outcome"], line["message"]

        assert said(SCHOOL) == (True, "pass", "The issuer is Example School, on the list partners.")
        assert said(LEARNER)[:2] == (True, "warn")
