"""A conformance run: the examples context and contexts that add terms, on issue and verify."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from badgeapi.canon import conformance
from badgeapi.errors import ConfigurationError
from badgeapi.settings import Env, Settings
from badgeapi.store import migrate
from tests.api.service import Service, Tenant, problem, running
from tests.api.test_vc_api_issue import DATA_INTEGRITY, ISSUE, SUITES, V1, V2, credential, sign, verified, with_scopes
from tests.api.test_vc_api_verify import presentation
from tests.signing.test_data_integrity import UNSIGNED

EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
# A context as the W3C's Data Integrity suites have one in their documents: protected, with a type-scoped part.
LICENCE: dict[str, Any] = {
    "@protected": True,
    "LicenceCredential": "urn:example:LicenceCredential",
    "Licence": {
        "@id": "urn:example:Licence",
        "@context": {"@protected": True, "id": "@id", "type": "@type", "number": "urn:example:number"},
    },
    "licence": {"@id": "urn:example:licence", "@type": "@id"},
}


@pytest.fixture(scope="module")
def run(new_database: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service with BADGEAPI_EXAMPLE_CONTEXTS."""
    url = new_database("sqlite")
    migrate.upgrade(url)
    with running(url, tmp_path_factory.mktemp("data"), example_contexts=True) as found:
        yield found


@pytest.fixture
def signer(run: Service) -> Tenant:
    return with_scopes(run.tenant(), "credentials:sign")


@pytest.mark.parametrize("suite", SUITES)
def test_the_examples_context(run: Service, signer: Tenant, suite: str):
    """Its one `@vocab` maps every term, and all of them are signed."""
    members = {"@context": [V2, EXAMPLES], "type": ["VerifiableCredential", "ExampleDegreeCredential"]}
    subject = {"id": "did:example:s", "degree": {"type": "ExampleBachelorDegree", "name": "Arts"}}
    made = sign(signer, credential(signer, credentialSubject=subject, **members), cryptosuite=suite)
    assert verified(run, made)
    made["credentialSubject"]["degree"]["name"] = "Science"
    assert not verified(run, made)


@pytest.mark.parametrize("version", [V1, V2])
def test_a_context_within_a_document_of_its_own(run: Service, signer: Tenant, version: str):
    """The suites' chains hold their terms as `{"@context": {...}}`, and those of version 1.1 add `name` there."""
    terms = {"Award": "https://example.org/#Award"} | ({"name": "https://example.org/#name"} if version == V1 else {})
    members = {"@context": [version, {"@context": terms}], "type": ["VerifiableCredential", "Award"], "name": "A"}
    made = sign(
        signer,
        credential(signer, issuanceDate=..., **members)
        if version == V2
        else credential(signer, issuanceDate="2026-01-01T00:00:00Z", **members),
    )
    assert verified(run, made)
    assert not verified(run, made | {"name": "B"})


@pytest.mark.parametrize("suite", SUITES)
def test_a_context_that_adds_terms(run: Service, signer: Tenant, suite: str):
    """Terms mapped to absolute IRIs, in a scoped context too."""
    members = {"@context": [V2, LICENCE], "type": ["VerifiableCredential", "LicenceCredential"]}
    subject = {"id": "urn:uuid:1", "licence": {"type": "Licence", "number": "T21387"}}
    made = sign(signer, credential(signer, credentialSubject=subject, **members), cryptosuite=suite)
    assert verified(run, made)
    made["credentialSubject"]["licence"]["number"] = "T21388"
    assert not verified(run, made)


@pytest.mark.parametrize(
    "context",
    [
        {"@vocab": "https://example.org/#"},
        {"@base": "https://example.org/"},
        {"@language": "en"},
        {"@import": "https://example.org/context"},
        {"@version": 1.1},
        {"colour": "colour"},
        {"colour": None},
        {"colour": 5},
        {"colour": {"@id": "https://example.org/#colour", "@container": "@language"}},
        {"colour": {"@id": "https://example.org/#colour", "@type": "@json"}},
        {"colour": {"@id": "https://example.org/#colour", "@reverse": "https://example.org/#r"}},
        {"colour": {"@id": "https://example.org/#colour", "@context": {"@vocab": "https://example.org/#"}}},
        {"colour": {"@id": "https://example.org/#colour", "@context": "https://example.org/context"}},
        {"colour": {"@id": "https://example.org/#colour", "@protected": False}},
        {"colour": {"@type": "@id"}},
        {"a:b": "https://example.org/#colour"},
        {"@context": {"@vocab": "https://example.org/#"}},
        {"@context": {"VerifiableCredential": "https://example.org/#Other"}},
        {"@context": "https://example.org/context"},
        {"@context": {"@context": {}}},
        {"@context": {}, "colour": "https://example.org/#colour"},
        {"VerifiableCredential": "https://example.org/#Other"},
        {"DataIntegrityProof": "https://example.org/#Other"},
        {"Achievement": "https://example.org/#Other"},
        "https://example.org/context",
        5,
        None,
    ],
)
def test_a_context_that_does_more_is_refused(run: Service, signer: Tenant, context: object):
    """Nothing else of JSON-LD gets in: no vocabulary or base, no language, no redefinition, no foreign URL."""
    document = credential(signer, **{"@context": [V2, context]})
    answer = signer.call("POST", ISSUE, {"credential": document})
    problem(answer, 400, fault="unknown_context", at="/credential/@context/1")
    made = sign(signer, credential(signer))
    assert not verified(run, made | {"@context": [V2, context]})


def test_protected_terms_stay(signer: Tenant):
    """One added context cannot redefine what another has protected."""
    added = {"@protected": True, "Award": "https://example.org/#Award"}
    document = credential(
        signer,
        **{"@context": [V2, added, {"Award": "https://example.org/#Other"}]},
        type=["VerifiableCredential", "Award"],
    )
    problem(signer.call("POST", ISSUE, {"credential": document}), 400)


def test_base_direction_is_signed(run: Service, signer: Tenant):
    """A text with its direction is signed with it: turning the text around breaks the signature."""
    name = {"@value": "HTML و CSS", "@language": "ar", "@direction": "rtl"}
    for suite in SUITES:
        made = sign(signer, credential(signer, name=name), cryptosuite=suite)
        assert verified(run, made)
        assert not verified(run, made | {"name": name | {"@direction": "ltr"}})


def test_status_lists_under_other_names(signer: Tenant):
    """A term of one's own for a status list is one all the same."""
    context = {"Innocent": "https://www.w3.org/ns/credentials/status#BitstringStatusListCredential"}
    document = credential(signer, **{"@context": [V2, context]}, type=["VerifiableCredential", "Innocent"])
    answer = signer.call("POST", ISSUE, {"credential": document})
    problem(answer, 400, fault="reserved_kind", at="/credential/type")
    listed = {"bits": "https://www.w3.org/ns/credentials/status#encodedList"}
    document = credential(signer, **{"@context": [V2, listed]}, credentialSubject={"bits": "u"})
    problem(signer.call("POST", ISSUE, {"credential": document}), 400, fault="reserved_kind", at="/credential/type")


def chain(version: str, *values: str, previous: object) -> dict[str, Any]:
    """The chain of two proofs in the W3C's data-integrity-test-suite-assertion, `inputs/eddsa-rdfc-2022`."""
    terms = {
        "AlumniCredential": "https://www.example.org/AlumniCredential",
        "alumniOf": "https://www.example.org/alumniOf",
    }
    if version == "1.1":
        terms |= {"description": "https://schema.org/description", "name": "https://schema.org/name"}
    keys = "z6MktgKTsu1QhX6QPbyqG6geXdw6FQCZBPq7uQpieWbiQiG7", "z6MkhWqdDBPojHA7cprTGTt5yHv5yUi1B8cnXn8ReLumkw6E"
    links: tuple[dict[str, Any], ...] = {"id": LINK}, {"previousProof": previous}
    return {
        "@context": [*([V2] if version == "2.0" else [V1, DATA_INTEGRITY]), {"@context": terms}],
        "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
        "type": ["VerifiableCredential", "AlumniCredential"],
        "name": "Alumni Credential",
        "description": f"A minimum viable example of a VC {version} Alumni Credential.",
        "issuer": "https://vc.example/issuers/5678",
        "validFrom" if version == "2.0" else "issuanceDate": "2023-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
        "proof": [
            {
                "type": "DataIntegrityProof",
                "cryptosuite": "eddsa-rdfc-2022",
                "created": f"2023-02-26T22:{minute}:38Z",
                "verificationMethod": f"did:key:{key}#{key}",
                "proofPurpose": "assertionMethod",
                "proofValue": value,
            }
            | link
            for minute, key, value, link in zip(("06", "16"), keys, values, links, strict=True)
        ],
    }


LINK = "urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544"
CHAINS = {
    "2.0": (
        "z3MPPHM5VFhWw2teqGvjXDzsrqPcJoruJryZKCfhjpfpMjqgJq2D3whcG23BKnonAyT8c45VK4SfiQfkShFWPGmsi",
        "z4eFuUYchGeBhRgAqupyQko8GB7JDF6Ws5Sfnrqx799ERJgDLxoJC2NyjEmfTqcpRukbdEGZX7wnhkya9sQzNF7rp",
    ),
    "1.1": (
        "z5MKYvaw7LwLXrwNDK45nTK45E29iRmRgenQxEmPL78kNSJaqeL6uFP6yCUEji51hqLDYzzXXELN9YkEnpd63JLTF",
        "z293mtdKJ88wgAgT2vJskq9PJKZJDGKdztbVcgXarJTr88JXEYuWxjp1M2pk8CM47q2foPH5APWh5qeYQz7onSy44",
    ),
}


@pytest.mark.parametrize("version", CHAINS)
def test_the_suites_chains(run: Service, version: str):
    """A previous proof named as a text or in an array verifies; one that is not there, or is no text, does not."""
    for previous in (LINK, [LINK]):
        assert verified(run, chain(version, *CHAINS[version], previous=previous), checks=["proof"]), previous
    for previous in ("urn:uuid:1", ["urn:uuid:1"], [LINK, "urn:uuid:1"], 456321):
        assert not verified(run, chain(version, *CHAINS[version], previous=previous), checks=["proof"]), previous
    broken = chain(version, "invalidProofValue", CHAINS[version][1], previous=LINK)
    assert not verified(run, broken, checks=["proof"])


def test_the_verifier_suites_vector(run: Service):
    """The vector of vc-api-verifier-test-suite: a proof of an older kind, which needs `created`."""
    key = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
    proof = {
        "type": "Ed25519Signature2020",
        "created": "2023-02-24T23:36:38Z",
        "verificationMethod": f"did:key:{key}#{key}",
        "proofPurpose": "assertionMethod",
        "proofValue": "z57Mm1vboMtZiCyJ4aReZsv8co4Re64Y8GEjL1ZARzMbXZgkARFLqFs1P345NpPGG2hgCrS4nNdvJhpwnrNyG3kEF",
    }
    suite = "https://w3id.org/security/suites/ed25519-2020/v1"
    document = UNSIGNED | {"@context": [V2, EXAMPLES, suite], "proof": proof}
    assert verified(run, document, checks=["proof"])
    for name in proof:
        left = {member: value for member, value in proof.items() if member != name}
        assert not verified(run, document | {"proof": left}, checks=["proof"]), name
    for name in document:
        if name not in ("id", "name", "description", "validFrom"):
            left = {member: value for member, value in document.items() if member != name}
            assert not verified(run, left, checks=["proof"]), name
        for value in (None, 10, True, []):
            assert not verified(run, document | {name: value}, checks=["proof"]), (name, value)


def test_a_presentation_of_nothing(run: Service, monkeypatch: pytest.MonkeyPatch):
    """The suite's presentations have an empty array of credentials, which is no loss; elsewhere an empty array is."""
    path, shown = "/vc-api/presentations/verify", presentation()
    assert shown["verifiableCredential"] == []
    assert run.anybody("POST", path, {"verifiablePresentation": shown}).status_code == 200
    altered = shown | {"id": "urn:uuid:1"}
    assert run.anybody("POST", path, {"verifiablePresentation": altered}).status_code == 400
    within = presentation() | {"holder": []}
    assert run.anybody("POST", path, {"verifiablePresentation": within}).status_code == 400
    monkeypatch.setattr(conformance, "_is_running", False)
    assert run.anybody("POST", path, {"verifiablePresentation": shown}).status_code == 400


def test_the_suites_envelope_of_a_presentation(run: Service):
    """Its status is 200 as long as context, type and data: URL are there; it is not called verified."""
    envelope = {"@context": V2, "type": "EnvelopedVerifiablePresentation", "id": "data:application/jwt,e.e.e"}
    path = "/vc-api/presentations/verify"
    answer = run.anybody("POST", path, {"verifiablePresentation": envelope, "options": {"challenge": "1"}})
    assert (answer.status_code, answer.json()["verified"]) == (200, False)
    for wrong in ({"@context": []}, {"@context": [EXAMPLES]}, {"id": "e.e.e"}, {"type": ["VerifiablePresentation"]}):
        assert run.anybody("POST", path, {"verifiablePresentation": envelope | wrong}).status_code == 400, wrong


def test_the_suites_fixture_of_an_envelope(run: Service):
    """It gets the status that the suite looks at, and is not called verified; without its type not even that."""
    held = {"@context": V2, "type": "EnvelopedVerifiableCredential", "id": "data:application/vc-ld+jwt;base64url,e.e.e"}
    shown = {"@context": [V2], "type": ["VerifiablePresentation"], "verifiableCredential": [held]}
    path = "/vc-api/presentations/verify"
    answer = run.anybody("POST", path, {"verifiablePresentation": shown})
    assert (answer.status_code, answer.json()["verified"]) == (200, False)
    untyped = {name: value for name, value in held.items() if name != "type"}
    for wrong in ({"verifiableCredential": [untyped]}, {"proof": {}}, {"verifiableCredential": []}):
        assert run.anybody("POST", path, {"verifiablePresentation": shown | wrong}).status_code == 400


def test_without_the_setting_there_is_no_leniency(service: Service, monkeypatch: pytest.MonkeyPatch):
    """The same fixture is refused by a service that runs for real."""
    monkeypatch.setattr(conformance, "_is_running", False)  # the switch is the process's, which both services share
    held = {"@context": V2, "type": "EnvelopedVerifiableCredential", "id": "data:application/jwt,e.e.e"}
    shown = {"@context": [V2], "type": ["VerifiablePresentation"], "verifiableCredential": [held]}
    answer = service.anybody("POST", "/vc-api/presentations/verify", {"verifiablePresentation": shown})
    assert answer.status_code == 400


def test_production_refuses_the_setting():
    """Whoever runs for real does not accept a vocabulary for anything."""
    with pytest.raises(ConfigurationError, match="EXAMPLE_CONTEXTS"):
        Settings(
            env=Env.PRODUCTION,
            example_contexts=True,
            master_key="A" * 43,
            admin_key="a" * 32,
            public_url="https://badges.example",
        ).check()
