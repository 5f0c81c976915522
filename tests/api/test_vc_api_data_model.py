"""The rules of the data model, one case for each: what an issuer must refuse and what it must accept.

Source: VC Data Model 2.0 sections 4 and 5; Bitstring Status List 1.0 section 2.1.
"""

from __future__ import annotations

from typing import Any

import pytest

from badgeapi.store import migrate
from tests.api.service import Service, Tenant, problem
from tests.api.test_vc_api_issue import ISSUE, SUITES, V2, credential, sign, verified, with_scopes

EX = "https://other.example/"
SCHEMA = {"id": f"{EX}schema.json", "type": "JsonSchema"}
ENTRY = {
    "id": f"{EX}list#7",
    "type": "BitstringStatusListEntry",
    "statusPurpose": "revocation",
    "statusListIndex": "7",
    "statusListCredential": f"{EX}list",
}
# The digests of the published file, which has changed since the first edition of the W3C's suite.
SRI = "sha384-l/HrjlBCNWyAX91hr6LFV2Y3heB5Tcr6IeE4/Tje8YyzYBM8IhqjHWiWpr8+ZbYU"
OUTDATED_SRI = "sha384-NSOcNpmdIVUxIJGvGUoe22FjTWrXiaXlsZ8q6912LdnR3KraQO2n75Ica4wK4Qeg"
BARE, OUTDATED = "uWZVc7WaX1h4D8rJVb-vlMIqxaEKEb1tYbX8fet7JJzQ", "uJKGMkOmFbVJhEfKTduMC2XCyvRAYLjOVmZWwIH1wQ7k"
# The same 32 bytes as a Multihash: 0x12 0x20 in front (multihash table).
MULTIHASH = "uEiBZlVztZpfWHgPyslVv6-UwirFoQoRvW1htfx963sknNA"

REFUSED: dict[str, dict[str, Any]] = {
    "no context": {"@context": ...},
    "no type": {"type": ...},
    "no subject": {"credentialSubject": ...},
    "no issuer": {"issuer": ...},
    "context is a text": {"@context": V2},
    "context is empty": {"@context": []},
    "context of another order": {"@context": ["https://w3id.org/security/data-integrity/v2", V2]},
    "context with a number": {"@context": [V2, 5]},
    "context with a blank": {"@context": [V2, "https://other.example/a b"]},
    "type is a text": {"type": "VerifiableCredential"},
    "type is a number": {"type": 4},
    "type is null": {"type": None},
    "type holds a number": {"type": ["VerifiableCredential", 4]},
    "type holds null": {"type": ["VerifiableCredential", None]},
    "type holds an object": {"type": ["VerifiableCredential", {}]},
    "type holds an array": {"type": ["VerifiableCredential", []]},
    "not a VerifiableCredential": {"type": ["https://other.example/#Other"]},
    "unmapped type": {"type": ["VerifiableCredential", "Unmapped"]},
    "subject is empty": {"credentialSubject": {}},
    "subject is an empty array": {"credentialSubject": []},
    "a subject is empty": {"credentialSubject": [{"id": "did:example:a"}, {}]},
    "subject is a text": {"credentialSubject": "did:example:subject"},
    "a subject is a text": {"credentialSubject": [{"id": "did:example:a"}, "did:example:b"]},
    "subject is null": {"credentialSubject": None},
    "id is null": {"id": None},
    "id is an array": {"id": ["urn:uuid:1", "urn:uuid:2"]},
    "id is no URL": {"id": "not a url"},
    "id is a number": {"id": 5},
    "subject's id is no URL": {"credentialSubject": {"id": "subject"}},
    "subject's id is an array": {"credentialSubject": {"id": ["did:example:a", "did:example:b"]}},
    "subject's id is null": {"credentialSubject": {"id": None}},
    "issuer is null": {"issuer": None},
    "issuer is no URL": {"issuer": "somebody"},
    "issuer is an array": {"issuer": ["did:example:a"]},
    "issuer whose id is null": {"issuer": {"id": None}},
    "issuer whose id is no URL": {"issuer": {"id": "somebody"}},
    "issuer without id": {"issuer": {"name": "Somebody"}},
    "name is a number": {"name": 5},
    "name is an object": {"name": {"id": "urn:example:name"}},
    "name with another key": {"name": {"@value": "A", "@language": "en", "url": "https://other.example"}},
    "name with a wrong language": {"name": {"@value": "A", "@language": "e n"}},
    "name is a language map": {"name": {"en": "A"}},
    "description with another key": {"description": {"@value": "A", "@language": "en", "extra": "B"}},
    "description is an object": {"description": {"id": "urn:example:description"}},
    "validFrom without zone": {"validFrom": "2026-01-01T00:00:00"},
    "validFrom is a date": {"validFrom": "2026-01-01"},
    "validFrom is a number": {"validFrom": 2026},
    "validUntil without zone": {"validUntil": "2026-01-01T00:00:00"},
    "validUntil is no time": {"validUntil": "tomorrow"},
    "ends before it begins": {"validFrom": "2026-01-02T00:00:00Z", "validUntil": "2026-01-02T00:00:00+01:00"},
    "issuanceDate of version 1.1": {"issuanceDate": "2026-01-01T00:00:00Z"},
    "status without type": {"credentialStatus": {"id": f"{EX}status"}},
    "status is a text": {"credentialStatus": f"{EX}status"},
    "status of unmapped type": {"credentialStatus": {"id": f"{EX}status", "type": "Unmapped"}},
    "status whose id is no URL": {"credentialStatus": ENTRY | {"id": "entry 7"}},
    "status whose index is a number": {"credentialStatus": ENTRY | {"statusListIndex": 7}},
    "status whose index is negative": {"credentialStatus": ENTRY | {"statusListIndex": "-1"}},
    "status without index": {"credentialStatus": {n: v for n, v in ENTRY.items() if n != "statusListIndex"}},
    "status without purpose": {"credentialStatus": {n: v for n, v in ENTRY.items() if n != "statusPurpose"}},
    "status without list": {"credentialStatus": {n: v for n, v in ENTRY.items() if n != "statusListCredential"}},
    "status whose purpose is no text": {"credentialStatus": ENTRY | {"statusPurpose": 5}},
    "status whose list is no URL": {"credentialStatus": ENTRY | {"statusListCredential": "list"}},
    "status whose id is null": {"credentialStatus": ENTRY | {"id": None}},
    "status whose id is an array": {"credentialStatus": ENTRY | {"id": [f"{EX}a", f"{EX}b"]}},
    "status of several bits without messages": {"credentialStatus": ENTRY | {"statusSize": 2}},
    "status without size": {"credentialStatus": ENTRY | {"statusSize": 0}},
    "status with the list's id": {"credentialStatus": ENTRY | {"id": f"{EX}list"}},
    "schema without type": {"credentialSchema": {"id": f"{EX}schema.json"}},
    "schema without id": {"credentialSchema": {"type": "JsonSchema"}},
    "schema whose id is null": {"credentialSchema": SCHEMA | {"id": None}},
    "schema whose id is an array": {"credentialSchema": SCHEMA | {"id": [f"{EX}a", f"{EX}b"]}},
    "schema is a text": {"credentialSchema": f"{EX}schema.json"},
    "schema whose id is no URL": {"credentialSchema": SCHEMA | {"id": "schema"}},
    "a schema without type": {"credentialSchema": [SCHEMA, {"id": f"{EX}other.json"}]},
    "terms are a text": {"termsOfUse": f"{EX}terms"},
    "evidence is a text": {"evidence": f"{EX}evidence"},
    "evidence of no type": {"evidence": {"type": []}},
    "evidence whose type is null": {"evidence": {"type": None}},
    "refresh service is empty": {"refreshService": {}},
    "terms without type": {"termsOfUse": {"id": f"{EX}terms"}},
    "evidence without type": {"evidence": {"id": f"{EX}evidence"}},
    "refresh service without type": {"refreshService": {"id": f"{EX}refresh"}},
    "resource is a text": {"relatedResource": [f"{EX}a", f"{EX}b"]},
    "resource without id": {"relatedResource": [{"digestSRI": SRI}]},
    "resource listed twice": {"relatedResource": [{"id": V2, "digestSRI": SRI}, {"id": V2, "digestMultibase": BARE}]},
    "resource without digest": {"relatedResource": [{"id": V2}]},
    "resource with another digest": {"relatedResource": [{"id": V2, "digestSRI": SRI.replace("l/H", "l/I")}]},
    "resource with the outdated digest": {"relatedResource": [{"id": V2, "digestSRI": OUTDATED_SRI}]},
    "resource with the outdated multibase": {"relatedResource": [{"id": V2, "digestMultibase": OUTDATED}]},
    "one wrong digest of two": {"relatedResource": [{"id": V2, "digestSRI": SRI, "digestMultibase": OUTDATED}]},
    "digest that is none": {"relatedResource": [{"id": f"{EX}a", "digestSRI": "crc32-abcd"}]},
    "multibase that is none": {"relatedResource": [{"id": f"{EX}a", "digestMultibase": "!"}]},
    "undefined term": {"colour": "blue"},
    "undefined term within": {"credentialSubject": {"id": "did:example:a", "colour": "blue"}},
    "protected term redefined": {"@context": [V2, {"VerifiableCredential": "https://other.example/#Other"}]},
}

ACCEPTED: dict[str, dict[str, Any]] = {
    "the smallest": {},
    "far future": {"validFrom": "2300-01-01T00:00:00Z"},
    "milliseconds": {"validFrom": "2026-01-01T00:00:00.123Z", "validUntil": "2099-01-01T00:00:00.5Z"},
    "offsets": {"validFrom": "2026-01-01T00:00:00+13:00", "validUntil": "2099-01-01T00:00:00-11:30"},
    "equal times": {"validFrom": "2026-01-01T00:00:00Z", "validUntil": "2026-01-01T00:00:00Z"},
    "text with language": {"name": {"@value": "Ein Name", "@language": "de"}},
    "text without language": {"description": {"@value": "Something"}},
    "languages": {
        "name": [{"@value": "A", "@language": "en"}, {"@value": "B", "@language": "de"}],
        "description": [{"@value": "A", "@language": "en"}, {"@value": "B", "@language": "de"}],
    },
    "several subjects": {"credentialSubject": [{"id": "did:example:a"}, {"id": "did:example:b"}]},
    "several schemas": {"credentialSchema": [SCHEMA, SCHEMA | {"id": f"{EX}other.json"}]},
    "type as URL": {"type": ["VerifiableCredential", "https://other.example/#Award"]},
    "status as URL": {"credentialStatus": {"id": f"{EX}status", "type": f"{EX}#Status"}},
    "status entry": {"credentialStatus": ENTRY},
    "several status entries": {
        "credentialStatus": [ENTRY, ENTRY | {"id": f"{EX}list#8", "statusListIndex": "8"}],
    },
    "status entry of several bits": {
        "credentialStatus": ENTRY
        | {
            "statusPurpose": "message",
            "statusSize": 2,
            "statusMessage": [{"status": f"0x{value}", "message": f"Message {value}"} for value in range(4)],
        },
    },
    "terms": {"termsOfUse": [{"type": f"{EX}#Policy"}, {"id": f"{EX}terms", "type": f"{EX}#Policy"}]},
    "evidence": {"evidence": [{"type": [f"{EX}#Document"]}, {"id": f"{EX}evidence", "type": f"{EX}#Document"}]},
    "refresh service": {"refreshService": {"id": f"{EX}refresh", "type": f"{EX}#Refresh"}},
    "refresh services": {
        "refreshService": [{"type": f"{EX}#Refresh"}, {"id": f"{EX}refresh", "type": f"{EX}#Refresh"}]
    },
    "resource elsewhere": {"relatedResource": [{"id": f"{EX}a", "digestSRI": "sha256-ca3d163bab05"}]},
    "resource by SRI": {"relatedResource": [{"id": V2, "digestSRI": SRI}]},
    "resource by digest": {"relatedResource": [{"id": V2, "digestMultibase": BARE, "digestSRI": SRI}]},
    "resource by Multihash": {"relatedResource": {"id": V2, "digestMultibase": MULTIHASH}},
}


@pytest.fixture(scope="module")
def store_url(new_database: Any) -> str:
    """SQLite alone: the rules do not touch the store."""
    url: str = new_database("sqlite")
    migrate.upgrade(url)
    return url


@pytest.fixture(scope="module")
def signer(service: Service) -> Tenant:
    return with_scopes(service.tenant(), "credentials:sign")


@pytest.mark.parametrize("members", REFUSED.values(), ids=REFUSED)
def test_refused(signer: Tenant, members: dict[str, Any]):
    """Not signed, and every place that is named lies in the request."""
    answer = signer.call("POST", ISSUE, {"credential": credential(signer, **members)})
    shown = problem(answer, 400)
    assert shown["errors"]
    assert all(place["pointer"].startswith("/credential") for place in shown["errors"])


@pytest.mark.parametrize("suite", SUITES)
@pytest.mark.parametrize("members", ACCEPTED.values(), ids=ACCEPTED)
def test_accepted(service: Service, signer: Tenant, members: dict[str, Any], suite: str):
    """Signed as it stands; its proof verifies."""
    made = sign(signer, credential(signer, **members), cryptosuite=suite)
    assert all(made[name] == value for name, value in members.items())
    assert verified(service, made, checks=["proof"])


@pytest.mark.parametrize(
    "name", ["name is a number", "subject is a text", "terms without type", "resource listed twice"]
)
def test_the_same_rules_at_verify(service: Service, signer: Tenant, name: str):
    """What is not signed here is not verified here either, and the report says which rule it is."""
    made = sign(signer, credential(signer)) | REFUSED[name]
    answer = service.anybody("POST", "/vc-api/credentials/verify", {"verifiableCredential": made})
    assert answer.status_code == 400
    found = [problem for problem in answer.json()["problemDetails"] if problem["code"].startswith("data_model.")]
    assert {problem["type"] for problem in found} == {"https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR"}


@pytest.mark.parametrize("suite", SUITES)
def test_issuers_may_be_objects(service: Service, signer: Tenant, suite: str):
    """An issuer with names in several languages is an issuer; one whose name is no text is none."""
    names = [{"@value": "School", "@language": "en"}, {"@value": "Schule", "@language": "de"}]
    issuer = {"id": signer.issuer["did"], "name": names, "description": "Teaches"}
    assert verified(service, sign(signer, credential(signer, issuer=issuer), cryptosuite=suite))
    for wrong in ({"@value": "School", "url": "https://other.example"}, {"id": "urn:example:name"}, 5):
        for member in ("name", "description"):
            body = {"credential": credential(signer, issuer=issuer | {member: wrong})}
            problem(signer.call("POST", ISSUE, body), 400)


def test_a_badge_is_held_to_related_resources(signer: Tenant):
    """What the classes of Open Badges do not know of is looked at all the same."""
    from tests.api.test_vc_api_issue import badge

    sign(signer, badge(signer, relatedResource=[{"id": V2, "digestSRI": SRI}]))
    body = {"credential": badge(signer, relatedResource=[{"id": V2, "digestSRI": OUTDATED_SRI}])}
    problem(signer.call("POST", ISSUE, body), 400, fault="wrong_digest", at="/credential/relatedResource/0/digestSRI")
