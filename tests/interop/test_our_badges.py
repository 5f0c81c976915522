"""Our badges before software written by others, and theirs before ours."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from tests.api.service import Service, Tenant, running
from tests.interop.peer import NodePeer
from tests.interop.tampering import altered, altered_jwts, leaves

SUITES = ("eddsa-rdfc-2022", "eddsa-jcs-2022")
RESULT = "urn:uuid:6f1c1c0e-6d0f-4a5e-9a55-0d6a4f3c2b1a"
UNSIGNED: dict[str, Any] = {
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ],
    "id": "urn:uuid:0b3f5d0e-5b0e-4a0d-9a55-4f1c2e3d4b5a",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": "Sailing",
    "validFrom": "2026-01-01T00:00:00Z",
    "credentialSubject": {
        "id": "did:example:ada",
        "type": ["AchievementSubject"],
        "achievement": {
            "id": "urn:uuid:2d1c0b9a-8f7e-4d6c-8b5a-4a3b2c1d0e9f",
            "type": ["Achievement"],
            "name": "Sailing",
            "description": "Can sail a dinghy.",
            "criteria": {"narrative": "Ten tacks."},
        },
    },
}


@pytest.fixture(scope="module")
def service(new_database: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service on SQLite; the database makes no difference to the bytes."""
    from badgeapi.store import migrate

    url = new_database("sqlite")
    migrate.upgrade(url)
    with running(url, tmp_path_factory.mktemp("data")) as found:
        yield found


def rich(tenant: Tenant, cryptosuite: str) -> dict[str, Any]:
    """Issue a badge with results, evidence, identities and texts that are hard to canonicalise."""
    achievement = {
        "issuer": tenant.issuer["id"],
        "name": "Löten, Stufe 2 \U0001f9f0",
        "description": 'Line one\nline "two"\tand a backslash \\',
        "criteria": {"id": "https://school.example/criteria", "narrative": "Drei Platinen."},
        "achievementType": "MicroCredential",
        "creditsAvailable": 2.5,
        "alignment": [
            {"targetName": "EQF 4", "targetUrl": "https://eqf.example/4", "targetCode": "4"},
            {"targetName": "Unit", "targetUrl": "https://nqf.example/u", "targetType": "ext:Unit"},
        ],
        "resultDescription": [
            {"id": RESULT, "name": "Mark", "resultType": "LetterGrade", "allowedValue": ["C", "B", "A"]}
        ],
    }
    made = tenant.call("POST", "/v1/achievements", achievement).json()
    request = {
        "achievement": made["id"],
        "recipient": {
            "email": "ada@example.org",
            "did": "did:example:ada",
            "identifier": {"type": "systemId", "value": "s-1"},
            "name": "Ada",
        },
        "cryptosuite": cryptosuite,
        "creditsEarned": 2.5,
        "result": [{"resultDescription": RESULT, "value": "A"}],
        "evidence": [{"id": "https://portfolio.example/1", "name": "Board"}, {"narrative": "Seen at work."}],
        "validUntil": "2999-01-01T00:00:00+13:00",
    }
    answer = tenant.call("POST", "/v1/assertions", request)
    assert answer.status_code == 201, answer.text
    return answer.json()["credential"]


def documents(service: Service, credential: dict[str, Any]) -> dict[str, Any]:
    """The issuer's DID document as the service serves it, under its DID."""
    did = credential["issuer"]["id"]
    slug = did.rpartition(":")[2]
    return {did: service.http.get(f"/issuers/{slug}/did.json").json()}


@pytest.mark.parametrize("cryptosuite", SUITES)
def test_an_independent_verifier_accepts_our_badge(service: Service, node_peer: NodePeer, cryptosuite: str):
    """A badge is worth what others make of it: @digitalbazaar/vc verifies ours with the DID document we serve."""
    credential = rich(service.tenant(), cryptosuite)
    verdict = node_peer.verify(credential, documents(service, credential))
    assert verdict.verified, verdict.error
    assert service.verify(credential)["verified"]


@pytest.mark.parametrize("cryptosuite", SUITES)
def test_a_badge_tampered_with_in_any_leaf_is_refused_by_both(service: Service, node_peer: NodePeer, cryptosuite: str):
    """Whatever leaf is changed, contexts, types and the proof's own among them, neither verifier accepts it."""
    credential = rich(service.tenant(), cryptosuite)
    controllers = documents(service, credential)
    places = list(leaves(credential))
    assert len(places) > 70
    tampered = [altered(credential, place) for place in places]
    assert [p for p, one in zip(places, tampered, strict=True) if node_peer.verify(one, controllers).verified] == []
    assert [p for p, one in zip(places, tampered, strict=True) if service.verify(one)["verified"]] == []


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_jose_accepts_our_jwt_and_refuses_one_tampered_with_in_any_leaf(
    service: Service, node_peer: NodePeer, algorithm: str
):
    """The most used JOSE library of the JavaScript world, with the keys as /.well-known/jwks.json serves them."""
    tenant = service.tenant()
    made = rich(tenant, SUITES[0])["id"].rpartition("/")[2]
    path = f"/v1/assertions/{made}?alg={algorithm}"
    token = tenant.call("GET", path, headers={"Accept": "application/vc+jwt"}).text
    keys = service.http.get("/.well-known/jwks.json").json()
    verdict = node_peer.jwt(token, keys)
    assert verdict.verified, verdict.error
    forged = altered_jwts(token)
    assert [place for place, one in forged.items() if node_peer.jwt(one, keys).verified] == []
    assert [place for place, one in forged.items() if service.verify_text(one)["verified"]] == []


@pytest.mark.parametrize("cryptosuite", SUITES)
def test_their_badges_verify_here(service: Service, node_peer: NodePeer, cryptosuite: str):
    """A badge made by @digitalbazaar/vc for a did:key issuer is verified, and refused when tampered with."""
    signed = node_peer.issue(deepcopy(UNSIGNED), cryptosuite=cryptosuite)
    if isinstance(signed["issuer"], str):
        assert signed["issuer"].startswith("did:key:")
    report = service.verify(signed)
    assert report["verdict"] == "verified", report
    signed["credentialSubject"]["achievement"]["name"] = "Flying"
    assert service.verify(signed)["verdict"] == "not_verified"


@pytest.mark.parametrize("cryptosuite", SUITES)
def test_canonical_forms_agree(service: Service, node_peer: NodePeer, cryptosuite: str):
    """Our expansion and RDFC-1.0 make the bytes that jsonld.js makes, for a badge with every kind of text."""
    from badgeapi.canon import jsonld

    unsecured = {key: value for key, value in rich(service.tenant(), cryptosuite).items() if key != "proof"}
    assert jsonld.canonicalize(unsecured).nquads == node_peer.canonicalize(unsecured)
