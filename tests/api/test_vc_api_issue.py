"""VC-API issuing: any credential of the issuer's own is signed as it stands, and nothing else is."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, select

from badgeapi.store.engine import parse_url
from badgeapi.store.tables import assertions, audit_log
from tests.api.service import Service, Tenant, problem

V2, V1 = "https://www.w3.org/ns/credentials/v2", "https://www.w3.org/2018/credentials/v1"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v2"
STATUS = "https://www.w3.org/ns/credentials/status#"
SUITES = ("eddsa-rdfc-2022", "eddsa-jcs-2022")
ISSUE, VERIFY = "/vc-api/credentials/issue", "/vc-api/credentials/verify"


@pytest.fixture
def signer(tenant: Tenant) -> Tenant:
    """The tenant, with a key that carries the scope by name."""
    return with_scopes(tenant, "credentials:sign", "assertions:read", "assertions:revoke")


def with_scopes(tenant: Tenant, *scopes: str) -> Tenant:
    path = f"/v1/issuers/{tenant.issuer['id']}/api-keys"
    made = tenant.service.admin("POST", path, {"name": "signer", "scopes": [*scopes]})
    assert made.status_code == 201, made.text
    return Tenant(tenant.service, tenant.issuer, made.json()["key"], tenant.achievement)


def credential(tenant: Tenant, **members: Any) -> dict[str, Any]:
    """The smallest credential, with further members; a member given as `...` is left out."""
    made = {
        "@context": [V2],
        "type": ["VerifiableCredential"],
        "issuer": tenant.issuer["did"],
        "credentialSubject": {"id": "did:example:subject"},
    } | members
    return {name: value for name, value in made.items() if value is not ...}


def sign(tenant: Tenant, document: dict[str, Any], **options: Any) -> dict[str, Any]:
    answer = tenant.call("POST", ISSUE, {"credential": document, "options": options})
    assert answer.status_code == 201, answer.text
    return answer.json()["verifiableCredential"]


def verified(service: Service, document: object, **options: Any) -> bool:
    answer = service.anybody("POST", VERIFY, {"verifiableCredential": document, "options": options})
    assert answer.status_code in (200, 400)
    assert answer.json()["verified"] is (answer.status_code == 200)
    return answer.status_code == 200


@pytest.mark.parametrize("suite", SUITES)
def test_signed_as_it_stands(service: Service, signer: Tenant, suite: str):
    """Every member that was sent is there unchanged; only an id and the proof are added."""
    sent = credential(signer, validFrom="2026-01-01T00:00:00Z")
    made = sign(signer, sent, cryptosuite=suite)
    assert {name: value for name, value in made.items() if name not in ("id", "proof")} == sent
    assert made["id"].startswith("urn:uuid:")
    assert made["proof"]["cryptosuite"] == suite, "one proof is an object"
    assert verified(service, made)
    assert service.verify(made)["verified"] is True


@pytest.mark.parametrize("suite", SUITES)
def test_version_1_gets_the_terms_of_its_proof(service: Service, signer: Tenant, suite: str):
    """VC Data Model 1.1 knows no Data Integrity terms: their context is appended (Data Integrity 1.0 section 4.6)."""
    made = sign(
        signer, credential(signer, **{"@context": [V1]}, issuanceDate="2026-01-01T00:00:00Z"), cryptosuite=suite
    )
    assert made["@context"] == [V1, DATA_INTEGRITY]
    assert verified(service, made)


@pytest.mark.parametrize("suite", SUITES)
def test_version_1_gets_the_terms_of_its_status(service: Service, signer: Tenant, suite: str):
    """Nor does it know Bitstring Status List; contexts that are there already are not added again."""
    members = {"@context": [V1, DATA_INTEGRITY], "issuanceDate": "2026-01-01T00:00:00Z"}
    made = sign(signer, credential(signer, **members), cryptosuite=suite, statusPurpose="revocation")
    assert made["@context"] == [V1, DATA_INTEGRITY, "https://www.w3.org/ns/credentials/status/v1"]
    assert verified(service, made)
    answer = signer.call("POST", "/vc-api/credentials/status", {"credentialId": made["id"]})
    assert answer.json()["state"] == "revoked"
    assert not verified(service, made)


@pytest.mark.parametrize("suite", SUITES)
def test_a_key_is_an_issuer_too(service: Service, suite: str):
    """An issuer whose name is its key signs in both suites with it."""
    signer = with_scopes(service.tenant(didMethod="key"), "credentials:sign")
    assert signer.issuer["did"].startswith("did:key:z6Mk")
    assert verified(service, sign(signer, credential(signer), cryptosuite=suite))


def test_the_scope_is_never_implied(tenant: Tenant):
    """A key that was made without naming scopes may do everything but this."""
    problem(tenant.call("POST", ISSUE, {"credential": credential(tenant)}), 403)


def test_nobody_signs_without_a_key(service: Service, tenant: Tenant):
    """The route is closed to the public."""
    problem(service.anybody("POST", ISSUE, {"credential": credential(tenant)}), 401)


def test_kept_listed_and_revocable(service: Service, signer: Tenant):
    """It is an assertion like any other: found, shown with its bytes, revoked by the id that was signed."""
    made = sign(signer, credential(signer), statusPurpose="revocation")
    status = made["credentialStatus"]
    assert status["type"] == "BitstringStatusListEntry"
    assert status["statusListIndex"].isdecimal()
    assert verified(service, made)

    (listed,) = [row for page in signer.pages("/v1/assertions") for row in page if row["credentialId"] == made["id"]]
    assert listed["credential"] == made
    assert "achievement" not in listed
    assert signer.call("GET", f"/v1/assertions/{listed['id']}").json()["state"] == "issued"
    assert signer.call("GET", "/v1/assertions", params={"recipient": "did:example:subject"}).json()["items"]

    body = {"credentialId": made["id"], "credentialStatus": {"type": "BitstringStatusListEntry"}}
    answer = signer.call("POST", "/vc-api/credentials/status", body)
    assert (answer.status_code, answer.json()) == (200, {"credentialId": made["id"], "state": "revoked"})
    assert not verified(service, made)
    assert verified(service, made, checks=["proof"]), "only the proof was asked about"
    problem(signer.call("POST", "/vc-api/credentials/status", body | {"status": False}), 409)


V1_MEMBERS: dict[str, Any] = {"@context": [V1], "issuanceDate": "2026-01-01T00:00:00Z"}
SEVERAL: dict[str, Any] = {
    "credentialSubject": [{"id": "did:example:a"}, {"id": "did:example:b"}],
    "validFrom": "2026-01-01T00:00:00.5+13:00",
    "validUntil": "2099-01-01T00:00:00.5Z",
}


@pytest.mark.parametrize("alg", ["RS256", "ES256"])
@pytest.mark.parametrize("members", [{}, V1_MEMBERS, SEVERAL], ids=["smallest", "version 1.1", "several subjects"])
def test_as_jwt(service: Service, signer: Tenant, members: dict[str, Any], alg: str):
    """What is signed is an assertion like any other: its JWT verifies too, whatever the credential's version."""
    made = sign(signer, credential(signer, **members), statusPurpose="revocation")
    (row,) = [row for page in signer.pages("/v1/assertions") for row in page if row["credentialId"] == made["id"]]
    headers = {"Accept": "application/vc+jwt"}
    token = signer.call("GET", f"/v1/assertions/{row['id']}", headers=headers, params={"alg": alg}).text
    claims = json.loads(urlsafe_b64decode(token.split(".")[1] + "=="))
    assert ("vc" in claims) is (members is V1_MEMBERS), "VC Data Model 1.1 section 6.3.1; VC-JOSE-COSE 1.0 section 3"
    assert claims.get("sub") == (None if members is SEVERAL else "did:example:subject")
    assert verified(service, token)


def test_audited(service: Service, signer: Tenant, store_url: str):
    """Who signed what and when is on record, with the digest of the very bytes."""
    answer = signer.call("POST", ISSUE, {"credential": credential(signer)})
    name = answer.json()["verifiableCredential"]["id"]
    signed = answer.content.removeprefix(b'{"verifiableCredential":').removesuffix(b"}")
    engine = create_engine(parse_url(store_url))
    with engine.connect() as conn:
        [row] = conn.execute(
            select(audit_log)
            .join(assertions, assertions.c.id == audit_log.c.subject)
            .where(assertions.c.credential_id == name)
        ).mappings()
    engine.dispose()
    assert (row["issuer_id"], row["action"]) == (signer.issuer["id"], "credential.sign")
    assert json.loads(row["details"]) == {"sha256": sha256(signed).hexdigest()}


def test_suspended_and_reinstated(service: Service, signer: Tenant):
    """A suspension is lifted by clearing it."""
    made = sign(signer, credential(signer), statusPurpose="revocation")
    body = {"credentialId": made["id"], "credentialStatus": {"statusPurpose": "suspension"}}
    for status, state in ((True, "suspended"), (False, "issued")):
        answer = signer.call("POST", "/vc-api/credentials/status", body | {"status": status})
        assert answer.json()["state"] == state
        assert verified(service, made) is (state == "issued")


def test_without_status_entry_nobody_can_revoke(signer: Tenant):
    """A revocation that no verifier could see is not made."""
    made = sign(signer, credential(signer))
    assert "credentialStatus" not in made
    answer = signer.call("POST", "/vc-api/credentials/status", {"credentialId": made["id"]})
    problem(answer, 409, fault="no_status", at="")


def test_status_is_the_owners_alone(service: Service, signer: Tenant, stranger: Tenant):
    """Another issuer's credential is unknown, as is one that was never signed."""
    made = sign(signer, credential(signer), statusPurpose="revocation")
    for who, name in ((stranger, made["id"]), (signer, "urn:uuid:00000000-0000-4000-8000-000000000000")):
        problem(who.call("POST", "/vc-api/credentials/status", {"credentialId": name}), 404)
    assert verified(service, made)


def test_no_picture_without_an_achievement(signer: Tenant):
    """What was signed as it was sent has nothing to draw."""
    made = sign(signer, credential(signer))
    (row,) = [row for page in signer.pages("/v1/assertions") for row in page if row["credentialId"] == made["id"]]
    answer = signer.call("GET", f"/v1/assertions/{row['id']}", headers={"Accept": "image/png"})
    problem(answer, 409, fault="no_achievement", at="")


def test_the_issuers_own_status_stands_beside_ours(service: Service, signer: Tenant):
    """A caller's own entry elsewhere is kept; ours is added to it."""
    own = {
        "id": "https://other.example/lists/1#7",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": "https://other.example/lists/1",
    }
    made = sign(signer, credential(signer, credentialStatus=own), statusPurpose="revocation")
    assert made["credentialStatus"][0] == own
    assert made["credentialStatus"][1]["statusListCredential"].startswith(service.url)


BADGE: dict[str, Any] = {
    "@context": [V2, OB],
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": "Soldering",
    "validFrom": "2026-01-01T00:00:00Z",
    "credentialSubject": {
        "id": "did:example:ada",
        "type": ["AchievementSubject"],
        "achievement": {
            "id": "urn:uuid:2d1c0b9a-8f7e-4d6c-8b5a-4a3b2c1d0e9f",
            "type": ["Achievement"],
            "name": "Soldering",
            "description": "Can solder.",
            "criteria": {"narrative": "Three boards."},
        },
    },
}


def badge(signer: Tenant, **members: Any) -> dict[str, Any]:
    issuer = {"id": signer.issuer["did"], "type": ["Profile"], "name": "School"}
    return credential(signer, issuer=issuer, id=f"urn:uuid:{uuid4()}", **(BADGE | members))


def test_a_badge_is_held_to_the_rules_of_badges(service: Service, signer: Tenant):
    """The second layer of the lint: what is called an Open Badge must be one, and no fault is told twice."""
    assert verified(service, sign(signer, badge(signer), statusPurpose="revocation"))
    subject = BADGE["credentialSubject"] | {"achievement": {"id": "urn:example:a", "type": ["Achievement"]}}
    answer = signer.call("POST", ISSUE, {"credential": badge(signer, credentialSubject=subject)})
    shown = problem(answer, 400, fault="missing_member", at="/credential/credentialSubject/achievement/name")
    places = [(place["pointer"], place["code"]) for place in shown["errors"]]
    assert len(places) == len(set(places))


def test_a_badge_is_held_to_the_rules_of_status_entries(signer: Tenant):
    """Bitstring Status List 1.0 section 2.1, which badges in the wild may break and those signed here may not."""
    entry = {
        "id": "https://other.example/list#7",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": "https://other.example/list",
    }
    sign(signer, badge(signer, credentialStatus=entry))
    for wrong, place in (({"statusListIndex": 7}, "statusListIndex"), ({"id": "https://other.example/list"}, "id")):
        answer = signer.call("POST", ISSUE, {"credential": badge(signer, credentialStatus=entry | wrong)})
        problem(answer, 400, fault="bad_status_entry", at=f"/credential/credentialStatus/{place}")


@pytest.mark.parametrize("member", ["validFrom", "credentialSubject", "issuer", "name"])
def test_no_fault_of_a_badge_is_told_twice(service: Service, signer: Tenant, member: str):
    """The class of the badge has judged its members already; the rules of any credential are silent about them."""
    broken = badge(signer) | {member: 5}
    answer = service.http.post("/v1/verify", json=broken).json()
    assert not [check for check in answer["checks"] if check["id"] == "data_model" and check["outcome"] == "fail"]


# No signing oracle: each with a valid key.


def own(service: Service, path: str = "") -> str:
    return service.url + path


def test_refuses_a_proof(signer: Tenant):
    """A document that somebody has signed is not signed over."""
    made = sign(signer, credential(signer))
    answer = signer.call("POST", ISSUE, {"credential": made})
    problem(answer, 400, fault="has_proof", at="/credential/proof")


@pytest.mark.parametrize("kind", ["VerifiablePresentation", "EnvelopedVerifiablePresentation"])
def test_refuses_presentations(signer: Tenant, kind: str):
    """A presentation speaks for a holder."""
    for types in ([kind], ["VerifiableCredential", kind]):
        answer = signer.call("POST", ISSUE, {"credential": credential(signer, type=types)})
        problem(answer, 400, fault="presentation", at="/credential/type")


def status_list(signer: Tenant, *types: str, **members: Any) -> dict[str, Any]:
    subject = {
        "id": "https://other.example/list#list",
        "type": "BitstringStatusList",
        "statusPurpose": "revocation",
        "encodedList": "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA",
    } | members
    return credential(signer, type=["VerifiableCredential", *types], credentialSubject=subject)


def test_refuses_status_lists_by_any_name(signer: Tenant):
    """Who could have a status list signed could take back any revocation."""
    spelled = f"{STATUS}BitstringStatusListCredential"
    version_1 = {"@context": [V1], "issuanceDate": "2026-01-01T00:00:00Z", "credentialSubject": {"id": "did:example:s"}}
    for document in (
        status_list(signer, "BitstringStatusListCredential"),
        status_list(signer),
        status_list(signer, type=["BitstringStatusList"]),
        credential(signer, type=["VerifiableCredential", "BitstringStatusListCredential"]),
        credential(signer, type=["VerifiableCredential", spelled], **version_1),
        credential(signer, type=["VerifiableCredential", "https://w3id.org/vc/status-list#StatusList2021Credential"]),
    ):
        answer = signer.call("POST", ISSUE, {"credential": document})
        problem(answer, 400)
        assert answer.json()["errors"][0]["code"] in {"reserved_kind", "iri_as_type"}


def test_refuses_another_issuer(signer: Tenant, stranger: Tenant):
    """A key signs for its own issuer only, whatever the document says and however it says it."""
    for issuer in (
        stranger.issuer["did"],
        {"id": stranger.issuer["did"]},
        "did:example:somebody",
        {"name": "no id"},
        signer.issuer["did"] + "#key",
        [signer.issuer["did"]],
        5,
    ):
        answer = signer.call("POST", ISSUE, {"credential": credential(signer, issuer=issuer)})
        problem(answer, 400, fault="another_issuer", at="/credential/issuer")


def test_refuses_an_id_of_ours(service: Service, signer: Tenant):
    """Under the public URL stand the service's own documents, however the URL is written."""
    host = service.url.removeprefix("http://")
    port = host.partition(":")[2]
    for name in (
        own(service, f"/credentials/{uuid4()}"),
        own(service),
        own(service, "/status/1"),
        f"HTTP://{host.upper()}/credentials/1",
        f"http://user@{host}/credentials/1",
        f"http://{host.replace('localhost', 'localhost.')}/credentials/1",
        f"https://{host}/credentials/1",
        # As clients read addresses (WHATWG URL Standard): slashes do not count, escapes and wide letters are undone.
        f"http:/{host}/credentials/1",
        f"http:{host}/credentials/1",
        f"http:////{host}/credentials/1",
        f"http://%6Cocalhost:{port}/credentials/1",
        f"http://\N{FULLWIDTH LATIN SMALL LETTER L}ocalhost:{port}/credentials/1",
        f"http://localhost\N{IDEOGRAPHIC FULL STOP}:{port}/credentials/1",
        f"http://localhost:000{port}/credentials/1",
    ):
        answer = signer.call("POST", ISSUE, {"credential": credential(signer, id=name)})
        problem(answer, 400, fault="reserved_id", at="/credential/id")


@pytest.mark.parametrize(
    "name", ["http://localhost.example/1", "http://a/?http://localhost/", "http://a:" + "0" * 200_000 + "x", "urn:a:b"]
)
def test_other_addresses_are_the_callers_own(service: Service, signer: Tenant, name: str):
    """Only the host and its port count; and reading an address takes no time, however it is written."""
    answer = signer.call("POST", ISSUE, {"credential": credential(signer, id=name)})
    assert "reserved_id" not in answer.text


def test_refuses_an_id_that_was_used(signer: Tenant, stranger: Tenant):
    """One id names one credential for ever, whoever signed it."""
    made = sign(signer, credential(signer))
    other = with_scopes(stranger, "credentials:sign")
    for who in (signer, other):
        answer = who.call("POST", ISSUE, {"credential": credential(who, id=made["id"])})
        problem(answer, 409, fault="id_used", at="/credential/id")


def test_refuses_a_place_in_our_lists(service: Service, signer: Tenant):
    """With another's place in the list, a credential would be revoked with it, or stay valid in its stead."""
    entry = sign(signer, credential(signer), statusPurpose="revocation")["credentialStatus"]
    elsewhere = {"id": "https://other.example/1#1", "type": "BitstringStatusListEntry", "statusPurpose": "revocation"}
    for status, place in (
        (entry, "/id"),
        ([elsewhere | {"statusListIndex": "1", "statusListCredential": entry["statusListCredential"]}],
         "/0/statusListCredential"),
    ):  # fmt: skip
        answer = signer.call("POST", ISSUE, {"credential": credential(signer, credentialStatus=status)})
        problem(answer, 400, fault="reserved_status", at=f"/credential/credentialStatus{place}")


def test_refuses_what_would_not_be_signed(signer: Tenant):
    """An undefined term or type would be dropped before the signature is made."""
    for members, code, place in (
        ({"favouriteColour": "blue"}, "undefined_term", "/credential/favouriteColour"),
        ({"type": ["VerifiableCredential", "Unmapped"]}, "undefined_type", "/credential/type/1"),
        ({"@context": [V2, "https://www.w3.org/ns/credentials/examples/v2"]}, "unknown_context",
         "/credential/@context/1"),
        ({"@context": [V2, {"colour": "https://example.org/#colour"}]}, "unknown_context", "/credential/@context/1"),
    ):  # fmt: skip
        answer = signer.call("POST", ISSUE, {"credential": credential(signer, **members)})
        problem(answer, 400, fault=code, at=place)


def test_unknown_options_are_named(signer: Tenant, service: Service):
    """An option that is not understood is not passed over: it might have asked for a safeguard."""
    for option, code in (("cryptosuite", "not_in_enumeration"), ("mandatoryPointers", "unknown_member")):
        body = {"credential": credential(signer), "options": {option: "bbs-2023"}}
        problem(signer.call("POST", ISSUE, body), 400, fault=code, at=f"/options/{option}")
    body = {"verifiableCredential": credential(signer), "options": {"checks": ["proof", "horoscope"]}}
    problem(service.anybody("POST", VERIFY, body), 400)
