"""VC-API verifying: 200 for what is verified and nothing else, 400 with the W3C's types of problem for the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from badgeapi.canon import multibase
from badgeapi.signing import multikey
from badgeapi.signing.suites import ISSUING
from badgeapi.store import migrate
from tests.api.service import Service, Tenant, problem, running
from tests.api.test_vc_api_issue import SUITES, V2, VERIFY, credential, sign, verified, with_scopes
from tests.verification.signed import OTHER, SCHOOL
from tests.verification.test_proofs import CHAIN, UNSIGNED

PRESENT = "/vc-api/presentations/verify"
DATA_MODEL, SECURITY = "https://www.w3.org/TR/vc-data-model#", "https://w3id.org/security#"


@pytest.fixture(scope="module")
def service(new_database: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service with the examples context, which the published proofs need."""
    url = new_database("sqlite")
    migrate.upgrade(url)
    with running(url, tmp_path_factory.mktemp("data"), example_contexts=True) as found:
        yield found


@pytest.fixture(scope="module")
def signer(service: Service) -> Tenant:
    return with_scopes(service.tenant(), "credentials:sign", "assertions:revoke")


def types(service: Service, document: object, path: str = VERIFY, **options: Any) -> set[str]:
    """The types of problem that keep a document from being verified."""
    name = "verifiablePresentation" if path == PRESENT else "verifiableCredential"
    answer = service.anybody("POST", path, {name: document, "options": options})
    shown = answer.json()
    assert (answer.status_code, shown["verified"]) == (400, False), answer.text
    assert all(found["title"] and found["detail"] for found in shown["problemDetails"])
    assert shown["problemDetails"]
    assert "document" not in shown
    return {found["type"] for found in shown["problemDetails"]}


@pytest.mark.parametrize("suite", SUITES)
def test_verified(service: Service, signer: Tenant, suite: str):
    """The answer has the document without its proof, its media type, and what was looked at."""
    made = sign(signer, credential(signer), cryptosuite=suite)
    answer = service.anybody("POST", VERIFY, {"verifiableCredential": made}).json()
    assert answer["verified"] is True
    assert answer["problemDetails"] == []
    assert answer["mediaType"] == "application/vc"
    assert answer["document"] == {name: value for name, value in made.items() if name != "proof"}
    assert {"proof", "issuer_binding", "data_model"} <= {line["id"] for line in answer["results"]}


@pytest.mark.parametrize(
    "document", ["text", "", [], [1], 5, True, {}, {"proof": None}, [[{"a": 1}]], "a.b.c", {"type": 5}]
)
def test_anything_is_survived(service: Service, document: object):
    """What is no credential is not verified, and no more than that."""
    assert types(service, document)


def test_nothing_to_verify(service: Service):
    """A body without a document is a malformed call, not a credential that fails."""
    problem(service.anybody("POST", VERIFY, {}), 400)
    problem(service.anybody("POST", VERIFY, {"verifiableCredential": None}), 400)


Change = Callable[[dict[str, Any]], object]
BROKEN: dict[str, tuple[Change, str]] = {
    "no proof": (lambda made: made.pop("proof"), f"{SECURITY}PROOF_VERIFICATION_ERROR"),
    "proof is null": (lambda made: made.update(proof=None), f"{SECURITY}PROOF_VERIFICATION_ERROR"),
    "proofs are empty": (lambda made: made.update(proof=[]), f"{SECURITY}PROOF_VERIFICATION_ERROR"),
    "proof is a text": (lambda made: made.update(proof="proof"), f"{DATA_MODEL}PARSING_ERROR"),
    "a proof is null": (lambda made: made["proof"].append(None), f"{DATA_MODEL}PARSING_ERROR"),
    "unknown type": (lambda made: made["proof"][0].update(type="Other"), f"{SECURITY}PROOF_VERIFICATION_ERROR"),
    "no type": (lambda made: made["proof"][0].pop("type"), f"{SECURITY}PROOF_VERIFICATION_ERROR"),
    "unknown suite": (lambda made: made["proof"][0].update(cryptosuite="x"), f"{SECURITY}PROOF_VERIFICATION_ERROR"),
    "the other suite": (
        lambda made: made["proof"][0].update(
            cryptosuite=next(name for name in SUITES if name != made["proof"][0]["cryptosuite"])
        ),
        f"{DATA_MODEL}CRYPTOGRAPHIC_SECURITY_ERROR",
    ),
    "no method": (
        lambda made: made["proof"][0].pop("verificationMethod"),
        f"{SECURITY}PROOF_VERIFICATION_ERROR",
    ),
    "no purpose": (lambda made: made["proof"][0].pop("proofPurpose"), f"{SECURITY}PROOF_VERIFICATION_ERROR"),
    "wrong purpose": (
        lambda made: made["proof"][0].update(proofPurpose="authentication"),
        f"{SECURITY}PROOF_VERIFICATION_ERROR",
    ),
    "no value": (lambda made: made["proof"][0].pop("proofValue"), f"{DATA_MODEL}CRYPTOGRAPHIC_SECURITY_ERROR"),
    "value is null": (
        lambda made: made["proof"][0].update(proofValue=None),
        f"{DATA_MODEL}CRYPTOGRAPHIC_SECURITY_ERROR",
    ),
    "value without z": (
        lambda made: made["proof"][0].update(proofValue=made["proof"][0]["proofValue"][1:]),
        f"{DATA_MODEL}CRYPTOGRAPHIC_SECURITY_ERROR",
    ),
    "value in base64url": (
        lambda made: made["proof"][0].update(
            proofValue=multibase.encode_base64url(multibase.decode(made["proof"][0]["proofValue"], 200))
        ),
        f"{DATA_MODEL}CRYPTOGRAPHIC_SECURITY_ERROR",
    ),
    "created without zone": (
        lambda made: made["proof"][0].update(created="2026-01-01T00:00:00"),
        f"{SECURITY}PROOF_VERIFICATION_ERROR",
    ),
    "expired proof": (
        lambda made: made["proof"][0].update(expires="2026-01-01T00:00:00Z"),
        f"{SECURITY}PROOF_VERIFICATION_ERROR",
    ),
    "previous proof missing": (
        lambda made: made["proof"][0].update(previousProof="urn:uuid:1"),
        f"{SECURITY}PROOF_VERIFICATION_ERROR",
    ),
    "undefined term": (lambda made: made.update(colour="blue"), f"{SECURITY}DATA_LOSS_DETECTION_ERROR"),
    "undefined type": (lambda made: made["type"].append("Unmapped"), f"{SECURITY}DATA_LOSS_DETECTION_ERROR"),
    "type made absolute by a base": (
        lambda made: (made["@context"].append({"@base": "https://other.example/"}), made["type"].append("Relative")),
        f"{SECURITY}DATA_LOSS_DETECTION_ERROR",
    ),
    "another subject": (
        lambda made: made.update(credentialSubject={"id": "did:example:other"}),
        f"{DATA_MODEL}CRYPTOGRAPHIC_SECURITY_ERROR",
    ),
    "an added member": (lambda made: made.update(name="Name"), f"{DATA_MODEL}CRYPTOGRAPHIC_SECURITY_ERROR"),
    "an array for a value": (
        lambda made: made.update(validFrom=[made["validFrom"]]),
        f"{DATA_MODEL}MALFORMED_VALUE_ERROR",
    ),
    "over": (lambda made: made.update(validUntil="2026-01-02T00:00:00Z"), f"{DATA_MODEL}RANGE_ERROR"),
    "of version 1.1": (
        lambda made: made.update({"@context": ["https://www.w3.org/2018/credentials/v1"]}),
        f"{DATA_MODEL}MALFORMED_VALUE_ERROR",
    ),
}


@pytest.mark.parametrize("suite", SUITES)
@pytest.mark.parametrize("name", BROKEN)
def test_broken(service: Service, signer: Tenant, name: str, suite: str):
    """One thing at a time is changed in a good credential, in both suites."""
    made = sign(signer, credential(signer, validFrom="2026-01-01T00:00:00Z"), cryptosuite=suite)
    made["proof"] = [made["proof"]]
    change, expected = BROKEN[name]
    change(made)
    assert expected in types(service, made)
    if name != "over":  # by its dates, or changed: the proof alone tells the second
        assert not verified(service, made, checks=["proof"])


def test_contexts_may_be_appended(service: Service, signer: Tenant):
    """EdDSA Cryptosuites 1.0 section 3.3.2 step 4: the proof's contexts are a prefix of the document's."""
    for suite in SUITES:
        made = sign(signer, credential(signer), cryptosuite=suite)
        made["@context"].append("https://w3id.org/security/data-integrity/v2")
        assert verified(service, made), suite
    signed = ["https://w3id.org/security/data-integrity/v2", "https://w3id.org/security/multikey/v1"]
    made = sign(signer, credential(signer, **{"@context": [V2, *signed]}), cryptosuite="eddsa-jcs-2022")
    for shown in ([V2, *reversed(signed)], [V2, signed[0]], [V2], [*signed, V2], []):
        assert not verified(service, made | {"@context": shown}), shown


def test_number_forms_in_jcs(service: Service, signer: Tenant):
    """JCS writes 1.0 as 1, so another spelling of the number is the same document; another number is not."""
    members = {"@context": [V2, {"points": "https://other.example/#points"}]}
    subject = {"id": "did:example:s", "points": 1e21}
    made = sign(signer, credential(signer, credentialSubject=subject, **members), cryptosuite="eddsa-jcs-2022")
    assert verified(service, made)
    made["credentialSubject"]["points"] = 1e20
    assert not verified(service, made)


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_the_published_set_and_chain(service: Service, length: int):
    """EdDSA Cryptosuites 1.0 appendix B.3: an https issuer with did:key methods, so only the proofs are asked about."""
    document = UNSIGNED | {"proof": CHAIN[:length]}
    assert verified(service, document, checks=["proof"])
    assert types(service, document), "the keys are not the issuer's"
    broken = deepcopy(document)
    broken["proof"][-1]["proofValue"] = CHAIN[0 if length > 1 else 1]["proofValue"]
    assert f"{DATA_MODEL}CRYPTOGRAPHIC_SECURITY_ERROR" in types(service, broken, checks=["proof"])


def test_a_link_of_the_chain_is_gone(service: Service):
    """A proof that comes after one that is not there proves nothing."""
    for proofs in ([CHAIN[0], CHAIN[2]], [CHAIN[3]], [*CHAIN[:3], CHAIN[3] | {"previousProof": 5}]):
        assert f"{SECURITY}PROOF_VERIFICATION_ERROR" in types(service, UNSIGNED | {"proof": proofs}, checks=["proof"])


# Presentations

HOLDER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
HOLDER_MULTIKEY = multikey.of_ed25519(HOLDER_KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).multikey
HOLDER = f"did:key:{HOLDER_MULTIKEY}"


def presentation(*credentials: object, suite: str = "eddsa-rdfc-2022", **options: Any) -> dict[str, Any]:
    """Make a presentation as a wallet would: authentication, with domain and challenge."""
    document: dict[str, Any] = {
        "@context": [V2],
        "type": ["VerifiablePresentation"],
        "holder": HOLDER,
        "verifiableCredential": [*credentials],
    }
    expected = {"proofPurpose": "authentication", "domain": "verifier.example", "challenge": "3182bdea"}
    return secured(document, suite, **expected | options)


def secured(document: dict[str, Any], suite: str = "eddsa-rdfc-2022", **options: Any) -> dict[str, Any]:
    """Sign with the holder's key."""
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": suite,
        "created": "2026-11-24T00:00:00Z",
        "verificationMethod": f"{HOLDER}#{HOLDER_MULTIKEY}",
    } | options
    made = ISSUING[suite]
    carried = made.form.carry(document, proof)
    data = made.hash_data(made.transform(document), carried, beside=document).signed
    return document | {"proof": carried | {"proofValue": multibase.encode_base58btc(HOLDER_KEY.sign(data))}}


WRONGLY_SIGNED: dict[str, dict[str, Any]] = {
    "another purpose": {"proofPurpose": "authentication"},
    "a method that is no key": {"verificationMethod": "did:key:invalidVm"},
    "a method that is no DID": {"verificationMethod": "did:key:@invalidVm@"},
    "created is no time": {"created": "invalidDate"},
    "expires is no time": {"expires": "invalidDate"},
    "expires without zone": {"expires": "2099-01-01T00:00:00"},
    "a suite that nobody knows": {"cryptosuite": "UnknownCryptosuite"},
    "domain without need": {"domain": "other.example", "challenge": "1235abcd6789"},
}


@pytest.mark.parametrize("suite", SUITES)
def test_wrongly_signed(service: Service, suite: str):
    """The signature fits what it is over; what it is over is wrong (generators of the W3C's Data Integrity suites)."""
    document = {
        "@context": [V2],
        "id": "urn:uuid:86294362-4254-4f36-854f-3952fe42555d",
        "type": ["VerifiableCredential"],
        "issuer": HOLDER,
        "credentialSubject": {"id": "did:example:subject", "name": "ExampleClaim"},
    }
    right = {"proofPurpose": "assertionMethod"}
    made = secured(document, suite, **right)
    assert verified(service, made, checks=["proof"])
    assert verified(service, made | {"proof": [made["proof"], {**made["proof"]}]}, checks=["proof"]), "a set of two"
    for name, wrong in WRONGLY_SIGNED.items():
        asked = {"domain": "domain.example", "challenge": "1235abcd6789"} if "domain" in wrong else {}
        shown = secured(document, suite, **right | wrong)
        assert not verified(service, shown, checks=["proof"], **asked), name
    longer = multibase.encode_base58btc(multibase.decode(made["proof"]["proofValue"], 200) + bytes(32))
    for wrong in ({"proofValue": longer}, {"proofPurpose": "invalidPurpose"}):
        assert not verified(service, made | {"proof": made["proof"] | wrong}, checks=["proof"]), wrong


def presented(service: Service, document: object, **options: Any) -> bool:
    answer = service.anybody("POST", PRESENT, {"verifiablePresentation": document, "options": options})
    assert answer.status_code in (200, 400)
    assert answer.json()["verified"] is (answer.status_code == 200)
    return answer.status_code == 200


@pytest.mark.parametrize("suite", SUITES)
def test_presentations(service: Service, signer: Tenant, suite: str):
    """Domain and challenge must be the ones asked for; every credential in it must hold."""
    made = [sign(signer, credential(signer), cryptosuite=name, statusPurpose="revocation") for name in SUITES]
    shown = presentation(*made, suite=suite)
    asked = {"domain": "verifier.example", "challenge": "3182bdea"}
    assert presented(service, shown, **asked)
    assert presented(service, shown, **asked | {"domain": ["verifier.example"]})
    assert presented(service, shown, checks=[])
    assert types(service, shown, PRESENT, **asked | {"domain": "other.example"}) == {f"{SECURITY}INVALID_DOMAIN_ERROR"}
    assert types(service, shown, PRESENT, **asked | {"challenge": "other"}) == {f"{SECURITY}INVALID_CHALLENGE_ERROR"}
    assert types(service, shown | {"holder": "did:example:x"}, PRESENT, **asked)
    wrong = presentation(*made, suite=suite, proofPurpose="assertionMethod")
    assert f"{SECURITY}PROOF_VERIFICATION_ERROR" in types(service, wrong, PRESENT, **asked)

    answer = signer.call("POST", "/vc-api/credentials/status", {"credentialId": made[1]["id"]})
    assert answer.status_code == 200
    assert f"{DATA_MODEL}CRYPTOGRAPHIC_SECURITY_ERROR" in types(service, shown, PRESENT, **asked)
    assert presented(service, presentation(made[0], suite=suite), **asked)


def test_domains_are_a_set(service: Service, signer: Tenant):
    """Data Integrity 1.0 section 4.4: several domains are compared as a set, in any order."""
    shown = presentation(sign(signer, credential(signer)), domain=["a.example", "b.example"])
    assert presented(service, shown, domain=["b.example", "a.example"], challenge="3182bdea")
    for domain in ("a.example", ["a.example"], ["a.example", "b.example", "c.example"]):
        assert types(service, shown, PRESENT, domain=domain) == {f"{SECURITY}INVALID_DOMAIN_ERROR"}


def test_what_presentations_must_not_hold(service: Service, signer: Tenant):
    """Credentials are objects, typed and secured; the contexts are in order."""
    made = sign(signer, credential(signer))
    envelope = {"@context": V2, "type": "EnvelopedVerifiableCredential"}
    bare = {name: value for name, value in made.items() if name != "proof"}
    for wrong in (
        "https://other.example/credential", 5, None, made | {"type": []}, {**made, "proof": []}, bare, [made],
        envelope, envelope | {"id": "https://other.example/credential"}, envelope | {"id": "eyJh.b.c"},
    ):  # fmt: skip
        assert not presented(service, presentation(made) | {"verifiableCredential": [wrong]})
    assert not presented(
        service, presentation(made) | {"@context": ["https://w3id.org/security/data-integrity/v2", V2]}
    )
    assert not presented(service, presentation(made) | {"type": ["Other"]})


def test_each_kind_at_its_own_address(service: Service, signer: Tenant):
    """A presentation is no credential and the other way round; enveloped ones are told apart by what is in them."""
    made = sign(signer, credential(signer))
    assert types(service, presentation(made)) == {f"{DATA_MODEL}PARSING_ERROR"}
    assert types(service, made, PRESENT) == {f"{DATA_MODEL}PARSING_ERROR"}
    for envelope in (
        {"@context": [V2], "type": "EnvelopedVerifiableCredential", "id": "data:text/plain,x"},
        {"@context": [V2], "type": "EnvelopedVerifiableCredential", "id": "eyJh.b.c"},
        {"@context": [V2], "type": ["EnvelopedVerifiableCredential"]},
    ):
        assert types(service, envelope) == {f"{DATA_MODEL}MALFORMED_VALUE_ERROR"}


def test_enveloped_credentials(service: Service):
    """A JWT in its envelope is verified as the JWT is; without its context the envelope is nothing."""
    tenant = service.tenant()
    made = tenant.issue()
    headers = {"Accept": "application/vc+jwt"}
    token = tenant.call("GET", f"/v1/assertions/{made['id']}", headers=headers, params={"alg": "ES256"}).text
    envelope = {"@context": V2, "type": "EnvelopedVerifiableCredential", "id": f"data:application/vc+jwt,{token}"}
    assert verified(service, envelope)
    assert verified(service, token)
    assert not verified(service, envelope | {"id": envelope["id"][:-4] + "AAAA"})
    for context in ([], ["https://www.w3.org/ns/credentials/examples/v2"], ..., None, 5):
        changed = {name: value for name, value in (envelope | {"@context": context}).items() if value is not ...}
        assert types(service, changed) == {f"{DATA_MODEL}MALFORMED_VALUE_ERROR"}


def test_jwts_as_the_jose_suite_has_them(service: Service):
    """VC-JOSE-COSE 1.0 section 3: types of the header, no `vc` claim, no term that no context defines."""
    document = {
        "@context": [V2],
        "type": ["VerifiableCredential"],
        "issuer": SCHOOL.did,
        "credentialSubject": {"id": "did:example:s"},
    }
    assert verified(service, SCHOOL.token(document))
    for wrong in (
        SCHOOL.token(document, colour="blue"),
        SCHOOL.token(document, vc=document),
        SCHOOL.token(document, typ="vp+jwt"),
        SCHOOL.token(document, typ="jwt+vc"),
        SCHOOL.token(document, iss=OTHER.did),
        SCHOOL.token(document | {"issuer": OTHER.did}),
        SCHOOL.token(document | {"credentialSubject": {}}),
    ):
        assert types(service, wrong)


def test_where_the_key_is_looked_for(service: Service, signer: Tenant):
    """Controlled Identifiers 1.0 section 3.3: each way of naming a key that is none has its own type of problem."""
    made = sign(signer, credential(signer))
    did = signer.issuer["did"]
    for method, expected in (
        (did, "INVALID_VERIFICATION_METHOD_URL"),
        (HOLDER, "INVALID_VERIFICATION_METHOD_URL"),
        (f"{did}#other", "INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD"),
        (f"{HOLDER}#other", "INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD"),
        ("key", "INVALID_VERIFICATION_METHOD"),
    ):
        shown = made | {"proof": [made["proof"] | {"verificationMethod": method}]}
        assert f"{SECURITY}{expected}" in types(service, shown), method
