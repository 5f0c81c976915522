"""Assertions: what is signed is what was asked for, and what is served is what was signed."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from structlog.testing import capture_logs

from badgeapi.credentials.time import format_datetime
from tests.api.bodies import ACHIEVEMENT, ASSERTION, CREDENTIAL, RECIPIENT, SUBJECT
from tests.api.service import Service, Tenant, problem

UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
STAMP = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"
FORMS = ("application/vc", "application/vc+ld+json", "application/ld+json")


@pytest.fixture
def full(tenant: Tenant) -> dict[str, Any]:
    """An achievement that uses every member, for results that need it."""
    made = tenant.call("POST", "/v1/achievements", {"issuer": tenant.issuer["id"]} | ACHIEVEMENT)
    assert made.status_code == 201, made.text
    return made.json()


def path_of(assertion: dict[str, Any]) -> str:
    return f"/v1/assertions/{assertion['id']}"


def signed(answer_body: bytes) -> bytes:
    """The bytes of the credential within a resource."""
    head, _, tail = answer_body.partition(b',"credential":')
    assert head.startswith(b'{"id":')
    return tail[:-1]


def test_the_smallest_request(service: Service, tenant: Tenant):
    """Everything a badge must have is there, in the strict form: arrays, objects, offsets, whole seconds."""
    answer = tenant.call("POST", "/v1/assertions", tenant.request())
    made = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == path_of(made)
    assert made.keys() == {
        "id", "credentialId", "issuer", "achievement", "achievementVersion", "state", "published", "cryptosuite",
        "validFrom", "createdAt", "credential",
    }  # fmt: skip
    assert re.fullmatch(UUID, made["id"])
    assert made["credentialId"] == f"{service.url}/credentials/{made['id']}"
    assert (made["issuer"], made["achievement"]) == (tenant.issuer["id"], tenant.achievement["id"])
    assert (made["state"], made["published"], made["cryptosuite"]) == ("issued", False, "eddsa-rdfc-2022")

    credential = made["credential"]
    assert credential.keys() == {
        "@context", "id", "type", "name", "issuer", "validFrom", "credentialSubject", "credentialStatus", "proof",
    }  # fmt: skip
    assert credential["@context"] == [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]
    assert credential["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert credential["id"] == made["credentialId"]
    assert credential["name"] == tenant.achievement["achievement"]["name"]
    assert re.fullmatch(STAMP, credential["validFrom"])
    assert credential["issuer"] == {"id": tenant.issuer["did"], "type": ["Profile"], "name": tenant.issuer["name"]}
    assert re.fullmatch(f"urn:uuid:{UUID}", credential["credentialSubject"]["id"])
    assert credential["credentialSubject"]["achievement"] == tenant.achievement["achievement"]
    [proof] = credential["proof"]
    assert re.fullmatch(STAMP, proof["created"])
    assert proof["verificationMethod"].startswith(tenant.issuer["did"] + "#")
    assert service.verify(credential)["verified"]


@pytest.mark.parametrize("cryptosuite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_every_optional_member_is_signed(service: Service, tenant: Tenant, full: dict[str, Any], cryptosuite: str):
    """A request that uses everything: each member stands where OB 3.0 has it, and the whole is verified."""
    made = tenant.issue(**(ASSERTION | {"cryptosuite": cryptosuite}), achievement=full["id"])
    credential = made["credential"]
    assert {name: credential[name] for name in CREDENTIAL} == CREDENTIAL
    subject = credential["credentialSubject"]
    assert {name: subject[name] for name in SUBJECT} == SUBJECT
    assert subject["achievement"] == full["achievement"]
    assert subject["id"] == RECIPIENT["did"]
    assert (credential["validFrom"], credential["validUntil"]) == ("2026-07-01T00:00:00Z", "2099-07-01T00:00:00Z")
    assert (made["validFrom"], made["validUntil"]) == (credential["validFrom"], credential["validUntil"])
    assert credential["proof"][0]["cryptosuite"] == cryptosuite
    assert service.verify(credential)["verified"]


def test_identifiers_are_hashed_with_a_salt_of_their_own(tenant: Tenant):
    """IdentityHash is SHA-256 of identifier and salt (OB 3.0); e-mail in lower case; the name in clear by consent."""
    subject = tenant.issue(recipient=RECIPIENT)["credential"]["credentialSubject"]
    email, other, name = subject["identifier"]
    for identity, kind, value in ((email, "emailAddress", "ada@example.org"), (other, "systemId", "s-4711")):
        assert identity["identityType"] == kind
        assert identity["hashed"] is True
        assert identity["identityHash"] == "sha256$" + sha256((value + identity["salt"]).encode()).hexdigest()
        assert len(identity["salt"]) >= 22  # 128 bits in base64url
    assert name == {
        "type": "IdentityObject",
        "hashed": False,
        "identityHash": "Ada Lovelace",
        "identityType": "name",
    }


@pytest.mark.parametrize(
    "recipient", [{"email": "ada@example.org"}, {"identifier": {"type": "ext:card", "value": "7"}}]
)
def test_two_badges_for_one_person_cannot_be_joined(tenant: Tenant, recipient: dict[str, Any]):
    """Subject id and salt are new each time, so hashes do not tell that two badges are of one person."""
    subjects = [tenant.issue(recipient=recipient)["credential"]["credentialSubject"] for _ in range(2)]
    assert len({subject["id"] for subject in subjects}) == 2
    assert all(re.fullmatch(f"urn:uuid:{UUID}", subject["id"]) for subject in subjects)
    identities = [identity for subject in subjects for identity in subject["identifier"]]
    assert len({identity["salt"] for identity in identities}) == 2
    assert len({identity["identityHash"] for identity in identities}) == 2


def test_a_did_is_the_subject(tenant: Tenant):
    """A recipient with a DID needs no identifier; its DID is credentialSubject.id."""
    subject = tenant.issue(recipient={"did": "did:web:ada.example"})["credential"]["credentialSubject"]
    assert subject["id"] == "did:web:ada.example"
    assert "identifier" not in subject


def test_an_address_is_nowhere_in_clear(service: Service, tenant: Tenant):
    """Neither in the credential, nor in any list, nor in the log, though it can be searched for."""
    address = f"{uuid4().hex}@example.org"
    local = address.partition("@")[0]
    key = {"Idempotency-Key": uuid4().hex}
    with capture_logs() as logged:
        answers = [
            tenant.call("POST", "/v1/assertions", tenant.request(recipient={"email": address}), headers=key),
            tenant.call("POST", "/v1/assertions", tenant.request(recipient={"email": address, "nick": 1})),
            tenant.call("GET", "/v1/assertions"),
            tenant.call("GET", "/v1/assertions", params={"recipient": address}),
        ]
        answers.append(tenant.call("POST", path_of(answers[0].json()) + "/publish"))
        answers.append(service.http.get(f"/credentials/{answers[0].json()['id']}"))
    assert [answer.status_code for answer in answers] == [201, 422, 200, 200, 200, 200]
    assert len(answers[3].json()["items"]) == 1
    assert all(local not in answer.text for answer in answers)
    assert "/v1/assertions" in str(logged)
    assert local not in str(logged)


def test_dates_are_written_in_utc_and_whole_seconds(service: Service, tenant: Tenant):
    """Any offset and fraction is taken; what is signed is the strict form, and the present when none is given."""
    made = tenant.issue(validFrom="2026-01-01T00:30:00.999+01:00", validUntil="2099-12-31T23:00:00.5-01:00")
    credential = made["credential"]
    assert (credential["validFrom"], credential["validUntil"]) == ("2025-12-31T23:30:00Z", "2100-01-01T00:00:00Z")
    assert (made["validFrom"], made["validUntil"]) == (credential["validFrom"], credential["validUntil"])
    assert service.verify(credential)["verified"]


def test_a_badge_may_be_for_later_or_for_the_past(service: Service, tenant: Tenant):
    """Validity is the issuer's to say; the verifier judges by the present."""
    tomorrow = format_datetime((service.clock() + timedelta(days=1)).replace(microsecond=0))
    early = service.verify(tenant.issue(validFrom=tomorrow)["credential"])
    late = service.verify(
        tenant.issue(validFrom="2020-01-01T00:00:00Z", validUntil="2021-01-01T00:00:00Z")["credential"]
    )
    for report, code in ((early, "not_yet_valid"), (late, "expired")):
        assert [check["code"] for check in report["checks"] if check["outcome"] == "fail"] == [code]


@pytest.mark.parametrize(
    ("members", "fault", "at"),
    [
        ({"validFrom": "2026-01-02T00:00:00Z", "validUntil": "2026-01-01T00:00:00Z"}, "ends_before_start",
         "/validUntil"),
        ({"result": [{"resultDescription": "urn:x:1"}]}, "unknown_result_description", "/result/0/resultDescription"),
        ({"result": [{}, {"achievedLevel": "urn:x:1"}]}, "unknown_level", "/result/1/achievedLevel"),
        ({"creditsEarned": 0.12345678901234567}, "inexact_number", "/creditsEarned"),
        ({"evidence": [{"id": "urn:x:1"}, {"id": "urn:x:1"}]}, "repeated_value", "/evidence/1"),
        ({"source": {"id": "urn:x:1", "image": {"id": "data:image/gif;base64,R0"}}}, "wrong_image_type",
         "/source/image/id"),
        ({"recipient": {"name": "Ada"}}, "no_recipient", "/recipient"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_faults_found_in_the_credential_are_told_in_the_places_of_the_request(
    tenant: Tenant, members: dict[str, Any], fault: str, at: str
):
    """The client mends its own request, not our document."""
    problem(tenant.call("POST", "/v1/assertions", tenant.request(**members)), 422, fault=fault, at=at)


@pytest.mark.parametrize(
    ("result", "fault", "at"),
    [
        ({"resultDescription": "urn:example:mark", "value": "101"}, "value_outside", "/result/0/value"),
        ({"resultDescription": "urn:example:grade", "value": "D"}, "value_outside", "/result/0/value"),
        ({"resultDescription": "urn:example:mark", "achievedLevel": "urn:example:rubric:distinction"}, "unknown_level",
         "/result/0/achievedLevel"),
    ],
)  # fmt: skip
def test_results_must_fit_the_achievement(
    tenant: Tenant, full: dict[str, Any], result: dict[str, Any], fault: str, at: str
):
    """A value beyond its bounds, and a level of another description, are slips: we do not sign them."""
    body = tenant.request(achievement=full["id"], result=[result])
    problem(tenant.call("POST", "/v1/assertions", body), 422, fault=fault, at=at)


def test_one_credential_one_sequence_of_bytes(service: Service, tenant: Tenant, full: dict[str, Any]):
    """Wherever the credential is served, in whatever form, at whatever time, it is the bytes that were signed."""
    body = tenant.request(**ASSERTION, achievement=full["id"])
    key = {"Idempotency-Key": uuid4().hex}
    made = tenant.call("POST", "/v1/assertions", body, headers=key)
    path, public = path_of(made.json()), f"/credentials/{made.json()['id']}"
    bytes_signed = signed(made.content)
    assert json.loads(bytes_signed) == made.json()["credential"]

    def everywhere() -> list[bytes]:
        alone = [tenant.call("GET", path, headers={"Accept": form}).content for form in FORMS]
        listed = tenant.call("GET", "/v1/assertions", params={"achievement": full["id"]}).content
        assert listed.count(bytes_signed) == 1
        return [
            *alone,
            signed(tenant.call("GET", path).content),
            signed(tenant.call("POST", "/v1/assertions", body, headers=key).content),
            tenant.call("POST", "/v1/assertions", body, headers={**key, "Accept": "application/vc"}).content,
        ]

    assert set(everywhere()) == {bytes_signed}
    assert signed(tenant.call("POST", f"{path}/publish").content) == bytes_signed
    assert {service.http.get(public, headers={"Accept": form}).content for form in FORMS} == {bytes_signed}
    assert signed(tenant.call("POST", f"{path}/revoke", {"reason": "r"}).content) == bytes_signed
    with service.clock.later(days=40):
        alone = tenant.call("GET", path, headers={"Accept": "application/vc"}).content
        assert {alone, service.http.get(public).content} == {bytes_signed}


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        (None, "application/json"),
        ("", "application/json"),
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        ("application/json", "application/json"),
        ("application/vc", "application/vc"),
        ("APPLICATION/VC", "application/vc"),
        ("application/vc+ld+json", "application/vc+ld+json"),
        ("application/ld+json", "application/ld+json"),
        ("application/json;q=0.1, application/vc", "application/vc"),
        ("application/vc;q=0.2, application/ld+json;q=0.5, */*;q=0.1", "application/ld+json"),
        ("text/html, application/vc;q=0.9", "application/vc"),
        ("application/json;q=0, */*", "application/vc"),
        ("image/webp", None),
        ("application/vc;q=0", None),
        ("application/vc;q=high", None),
    ],
)
def test_the_form_is_negotiated(tenant: Tenant, accept: str | None, form: str | None):
    """RFC 9110 section 12.5.1: the best of the qualities, the most specific range first; 406 when nothing is left."""
    made = tenant.issue()
    headers = {} if accept is None else {"Accept": accept}
    request = tenant.service.http.build_request("GET", path_of(made), headers=tenant.headers | headers)
    if accept is None:
        del request.headers["Accept"]
    answer = tenant.service.http.send(request)
    if form is None:
        assert "application/vc" in problem(answer, 406, code="not_acceptable")["detail"]
        return
    assert answer.status_code == 200
    assert answer.headers["content-type"] == form
    assert "Accept" in answer.headers["vary"]
    assert answer.json() == (made if form == "application/json" else made["credential"])


def test_nothing_is_issued_for_a_form_that_cannot_be_answered(tenant: Tenant):
    """406 comes before the work: no badge that its requester never saw."""
    answer = tenant.call("POST", "/v1/assertions", tenant.request(), headers={"Accept": "text/html"})
    problem(answer, 406, code="not_acceptable")
    assert tenant.pages("/v1/assertions") == [[]]


def test_issuing_may_answer_with_the_credential_alone(tenant: Tenant):
    """`Accept: application/vc` on issue."""
    answer = tenant.call("POST", "/v1/assertions", tenant.request(), headers={"Accept": "application/vc"})
    assert answer.status_code == 201
    assert answer.headers["content-type"] == "application/vc"
    assert answer.json()["type"] == ["VerifiableCredential", "OpenBadgeCredential"]


def test_reading_is_conditional(tenant: Tenant):
    """304 while nothing changed, for each form; a change of state is a change of the resource."""
    made = tenant.issue()
    tag = tenant.call("GET", path_of(made)).headers["etag"]
    same = tenant.call("GET", path_of(made), headers={"If-None-Match": tag})
    assert (same.status_code, same.content) == (304, b"")
    assert same.headers["etag"] == tag
    assert "Accept" in same.headers["vary"]
    assert tenant.call("GET", path_of(made), headers={"If-None-Match": f'"x", W/{tag}'}).status_code == 304
    tenant.call("POST", f"{path_of(made)}/suspend", {"reason": "under review"})
    assert tenant.call("GET", path_of(made), headers={"If-None-Match": tag}).status_code == 200


def test_public_only_while_published(service: Service, tenant: Tenant):
    """`/credentials/{id}` does not exist before and after; what stands there says no more than the credential."""
    made = tenant.issue()
    public = f"/credentials/{made['id']}"
    problem(service.http.get(public), 404, code="not_found")
    for _ in range(2):
        answer = tenant.call("POST", f"{path_of(made)}/publish")
        assert answer.json() == made | {"published": True}
        shown = service.http.get(public, headers={"Origin": "https://cv.example"})
        assert shown.json() == made["credential"]
        assert shown.headers["content-type"] == "application/vc"
        assert shown.headers["access-control-allow-origin"] == "*"
        tag = {"If-None-Match": shown.headers["etag"]}
        assert service.http.get(public, headers=tag).status_code == 304
    for _ in range(2):
        assert tenant.call("POST", f"{path_of(made)}/unpublish").json() == made
        problem(service.http.get(public, headers=tag), 404, code="not_found")


def test_lists_show_every_assertion_once_while_others_come(tenant: Tenant):
    """Keyset paging in both directions; what is issued meanwhile neither repeats nor hides a row."""
    made = [tenant.issue(narrative=f"Number {number}")["id"] for number in range(7)]
    for order, ids in (("oldest", made), ("newest", made[::-1])):
        for limit, sizes in ((200, [7]), (7, [7]), (3, [3, 3, 1]), (1, [1] * 7)):
            pages = tenant.pages("/v1/assertions", limit=limit, order=order)
            assert [len(page) for page in pages] == sizes
            assert [item["id"] for page in pages for item in page] == ids
    first = tenant.call("GET", "/v1/assertions", params={"limit": 4}).json()
    tenant.issue()
    rest = tenant.call("GET", "/v1/assertions", params={"limit": 4, "cursor": first["nextCursor"]}).json()
    assert [item["id"] for item in first["items"] + rest["items"]] == made[::-1]
    assert "nextCursor" not in rest


def test_every_filter_narrows(service: Service, tenant: Tenant, full: dict[str, Any]):
    """By achievement, state, recipient and time; the operator by issuer too; together they all hold."""
    ada, bob = "ada@example.org", "did:web:bob.example"
    one = tenant.issue()
    two = tenant.issue(achievement=full["id"], recipient={"did": bob})
    tenant.call("POST", f"{path_of(one)}/revoke", {"reason": "r"})

    def ids(call: Any = tenant.call, **parameters: str) -> list[str]:
        answer = call("GET", "/v1/assertions", params=parameters)
        assert answer.status_code == 200, answer.text
        return [item["id"] for item in answer.json()["items"]]

    assert ids() == [two["id"], one["id"]]
    assert ids(achievement=full["id"]) == ids(state="issued") == ids(recipient=bob) == [two["id"]]
    assert ids(state="revoked") == ids(recipient=ada) == ids(recipient="  ADA@example.org ") == [one["id"]]
    assert ids(state="suspended") == ids(recipient="nobody@example.org") == ids(recipient=ada, state="issued") == []
    assert ids(createdBefore=two["createdAt"]) == [one["id"]]
    assert ids(createdFrom=two["createdAt"]) == [two["id"]]
    assert ids(service.admin, issuer=tenant.issuer["id"]) == ids()
    assert ids(service.admin, issuer=tenant.issuer["id"], recipient=ada) == [one["id"]]
    problem(service.admin("GET", "/v1/assertions", params={"recipient": ada}), 422, fault="bad_parameter")


def test_what_surrounds_every_answer(service: Service, tenant: Tenant):
    """Request id echoed when it is one, security headers, no caching of private answers; errors alike."""
    for path, status in (("/v1/assertions", 200), ("/v1/assertions/none", 404), ("/nowhere", 404)):
        answer = tenant.call("GET", path, headers={"X-Request-Id": "lms-42.a_b"})
        assert answer.status_code == status
        assert answer.headers["x-request-id"] == "lms-42.a_b"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"
    for bad in ("a b", "x" * 65, "<script>"):
        given = tenant.call("GET", "/v1/assertions", headers={"X-Request-Id": bad}).headers["x-request-id"]
        assert re.fullmatch("[0-9a-f]{32}", given)


def test_browsers_may_call_from_anywhere(service: Service):
    """CORS: no cookies are involved, so every origin may; the headers clients need are named."""
    asked = {
        "Origin": "https://lms.example",
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "authorization, idempotency-key, if-match",
    }
    preflight = service.http.options("/v1/assertions", headers=asked)
    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert "PUT" in preflight.headers["access-control-allow-methods"]
    assert "access-control-allow-credentials" not in preflight.headers
    exposed = service.http.get("/health/live", headers=asked).headers["access-control-expose-headers"]
    assert {"ETag", "Location", "X-Request-Id", "Idempotency-Replayed"} <= set(exposed.split(", "))


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/metrics", "/openapi.json"])
def test_operations(service: Service, path: str):
    """What an operator watches answers without a key."""
    assert service.http.get(path).status_code == 200
