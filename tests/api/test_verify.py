"""`POST /v1/verify` as a stranger uses it: every way to show a document, and what the answer says."""

from __future__ import annotations

import json
from typing import Any

import pytest

from badgeapi.verification.parse import AUTHENTICATION
from tests.api.service import Service, Tenant, problem
from tests.verification.badges import ACCREDITOR, LEARNER, SCHOOL, badge, endorsement, enveloped, presentation, record

SIGNED = SCHOOL.sign(badge())


@pytest.fixture
def tenant(service: Service) -> Tenant:
    return service.tenant()


def summary(report: dict[str, Any]) -> dict[str, str]:
    return {line["question"]: line["answer"] for line in report["summary"]}


def test_the_answer_says_what_people_ask(service: Service, tenant: Tenant):
    """Five questions, each check with what it helps to answer, a name for its message, and what demands it."""
    credential = tenant.issue()["credential"]
    report = service.verify(credential)
    assert (report["verified"], report["verdict"]) == (True, "verified")
    assert (report["id"], report["issuer"]) == (credential["id"], tenant.issuer["did"])
    assert summary(report) == {
        "well_formed": "yes",
        "intact": "yes",
        "from_issuer": "yes",
        "in_force": "yes",
        "about_person": "not_asked",
    }
    assert report["fetched"] == [], "our own documents are never fetched"
    for check in report["checks"]:
        assert check["messageId"] == f"{check['id']}.{check['code']}"
        assert check["citation"]
        assert check["severity"] in ("error", "warning")
    assert {check["id"] for check in report["checks"]} == {
        "type", "context", "json_ld", "shape", "subject", "criteria", "evidence", "results",
        "issuer_binding", "proof", "validity_period", "recipient", "issuer_known", "schema", "refresh", "status",
    } | ({"data_model"} & {check["id"] for check in report["checks"]})  # fmt: skip


def test_a_revoked_badge_is_not_in_force(service: Service, tenant: Tenant):
    """The question that a revocation answers, and no other."""
    issued = tenant.issue()
    tenant.call("POST", f"/v1/assertions/{issued['id']}/revoke", {"reason": "by mistake"})
    answers = summary(service.verify(issued["credential"]))
    assert [question for question, answer in answers.items() if answer == "no"] == ["in_force"]


@pytest.mark.parametrize(
    ("recipient", "verified"),
    [
        ({"email": "Ada@example.org"}, True),
        ({"email": "bob@example.org"}, False),
        ({"did": "did:example:bob"}, False),
        ({"identifier": {"type": "systemId", "value": "s-1"}}, False),
    ],
)
def test_the_expected_recipient(service: Service, tenant: Tenant, recipient: dict[str, Any], verified: bool):
    """Beside the document in its wrapper, or in a field of an upload; the answer does not say what was compared."""
    credential = tenant.issue()["credential"]
    wrapped = service.verify({"verifiableCredential": credential, "expectedRecipient": recipient})
    uploaded = service.http.post(
        "/v1/verify",
        files={"file": ("badge.json", json.dumps(credential).encode(), "application/octet-stream")},
        data={"expectedRecipient": json.dumps(recipient)},
    ).json()
    for report in (wrapped, uploaded):
        assert report["verified"] is verified
        assert summary(report)["about_person"] == ("yes" if verified else "no")
        [line] = [check for check in report["checks"] if check["id"] == "recipient"]
        assert "bob" not in line["message"]


def test_uploads_in_every_form(service: Service, tenant: Tenant):
    """What a browser's file field sends: JSON, JWT, PNG, SVG, told apart by their content."""
    issued = tenant.issue()
    for form in ("application/vc", "application/vc+jwt", "image/png", "image/svg+xml"):
        data = tenant.call("GET", f"/v1/assertions/{issued['id']}", headers={"Accept": form}).content
        answer = service.http.post("/v1/verify", files={"file": ("badge", data, "text/html")})
        assert answer.status_code == 200, answer.text
        assert answer.json()["verified"], form


@pytest.mark.parametrize(
    "parts",
    [
        {"files": [("one", ("a", b"{}")), ("two", ("b", b"{}"))]},
        {"files": {"file": ("a", json.dumps(SIGNED).encode())}, "data": {"surprise": "x"}},
        {"files": {"file": ("a", json.dumps(SIGNED).encode())}, "data": {"expectedRecipient": "no JSON"}},
        {"files": {"file": ("a", json.dumps(SIGNED).encode())}, "data": {"expectedRecipient": "{}"}},
        {"files": {"file": ("a", b"")}},
        {"content": b"no parts at all", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
        {"content": b"x", "headers": {"Content-Type": "multipart/form-data"}},
    ],
    ids=["two files", "another field", "no JSON", "nobody", "empty", "no boundary within", "no boundary"],
)
def test_uploads_that_cannot_be_read(service: Service, parts: dict[str, Any]):
    """Each is answered with a problem, never with a verdict."""
    answer = service.http.post("/v1/verify", **parts)
    assert answer.status_code in (400, 422)
    problem(answer, answer.status_code)


@pytest.mark.parametrize(
    ("body", "code", "at"),
    [
        ({"verifiableCredential": SIGNED, "surprise": 1}, "unknown_member", "/surprise"),
        ({"verifiableCredential": SIGNED, "verifiablePresentation": presentation()}, "one_document", ""),
        ({"verifiableCredential": SIGNED, "expectedRecipient": {}}, "no_recipient", "/expectedRecipient"),
        ({"verifiableCredential": SIGNED, "expectedRecipient": {"email": 1}}, "wrong_type", "/expectedRecipient/email"),
        ({"verifiableCredential": SIGNED, "options": {"surprise": 1}}, "unknown_member", "/options/surprise"),
    ],
)
def test_wrappers_are_read_strictly(service: Service, body: dict[str, Any], code: str, at: str):
    """A slip in a member's name must not silently ask for less."""
    problem(service.http.post("/v1/verify", json=body), 422, fault=code, at=at)


def test_what_is_signed_within_is_shown(service: Service):
    """A record with a badge with an endorsement: each with its own report, at its place."""
    held = SCHOOL.sign(badge(endorsement=[ACCREDITOR.sign(endorsement())]))
    report = service.verify(SCHOOL.sign(record(held)))
    assert report["verified"]
    [credential] = report["parts"]
    assert (credential["role"], credential["pointer"]) == ("credentials", "/credentialSubject/verifiableCredential/0")
    [vouched] = credential["parts"]
    assert (vouched["role"], vouched["pointer"]) == ("endorsements", "/endorsement/0")
    assert vouched["issuer"] == ACCREDITOR.did


def test_presentations_and_envelopes(service: Service):
    """By themselves, in the wrapper with domain and challenge, and as JWTs in JSON."""
    shown = LEARNER.sign(presentation(SIGNED), AUTHENTICATION, domain="https://employer.example", challenge="42")
    assert service.verify(shown)["verified"]
    options = {"domain": "https://employer.example", "challenge": "42"}
    assert service.verify({"verifiablePresentation": shown, "options": options})["verified"]
    assert not service.verify({"verifiablePresentation": shown, "options": options | {"challenge": "43"}})["verified"]
    assert service.verify(enveloped(SCHOOL.jwt(badge())))["verified"]
    assert service.verify(SCHOOL.jwt(badge()))["verified"]
    token = LEARNER.jwt(presentation(enveloped(SCHOOL.jwt(badge()))), "vp+jwt")
    assert service.verify_text(token)["verified"]
    assert service.verify(enveloped(token, "vp"))["verified"]


def test_the_context_and_the_claim_vc_must_agree(service: Service):
    """Implementation guide of Open Badges 3.0: a credential of VC 2.0 stands in no claim `vc`."""
    token = SCHOOL.jwt({"vc": badge()}, "JWT")
    problem(service.http.post("/v1/verify", content=token, headers={"Content-Type": "text/plain"}), 422)
