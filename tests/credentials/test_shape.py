"""The whole check: official samples pass, every fault is told at once, no JSON value breaks it."""

import json
import os
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft201909Validator

from badgeapi import limits
from badgeapi.credentials.credential import AchievementCredential
from badgeapi.credentials.node import Node, parse_document
from badgeapi.credentials.shape import CLASSES, check_credential, check_members
from badgeapi.errors import pointer

REFERENCE = os.environ.get("BADGEAPI_REFERENCE_DIR")
needs_reference = pytest.mark.skipif(not REFERENCE, reason="BADGEAPI_REFERENCE_DIR is not set")
SAMPLES = (
    "basicOpenBadgeCredential",
    "achievementAlignmentCe",
    "fullOpenBadge",
    "ob-signed-example",
    "skillAssertionCase",
)

IMAGE = {"id": "https://a.example/i.png", "type": "Image", "caption": "A picture"}
ENTRY = {"type": "IdentifierEntry", "identifier": "7", "identifierType": "ext:register"}
ALIGNMENT = {
    "type": ["Alignment"],
    "targetName": "Unit",
    "targetUrl": "https://a.example/unit",
    "targetCode": "U1",
    "targetDescription": "A unit",
    "targetFramework": "Framework",
    "targetType": "CFItem",
}
CONTEXT = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
PROOF = {
    "type": "DataIntegrityProof",
    "created": "2026-01-01T00:00:00Z",
    "cryptosuite": "eddsa-rdfc-2022",
    "challenge": "c",
    "domain": "a.example",
    "nonce": "n",
    "proofPurpose": "assertionMethod",
    "proofValue": "z5x9",
    "verificationMethod": "did:web:a.example#k",
}
ENVELOPE = {
    "@context": CONTEXT,
    "id": "https://a.example/c/1",
    "name": "Credential",
    "description": "About it",
    "awardedDate": "2026-01-01T12:00:00+13:00",
    "validFrom": "2026-01-01T00:00:00Z",
    "validUntil": "2027-01-01T00:00:00Z",
    "evidence": [
        {
            "id": "https://a.example/e",
            "type": ["Evidence"],
            "name": "Work",
            "narrative": "Done",
            "description": "About the work",
            "genre": "Essay",
            "audience": "All",
        }
    ],
    "credentialSchema": [{"id": "https://a.example/s.json", "type": "1EdTechJsonSchemaValidator2019"}],
    "credentialStatus": {
        "id": "https://a.example/l#7",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": "https://a.example/l",
    },
    "refreshService": {"id": "https://a.example/c/1", "type": "1EdTechCredentialRefresh"},
    "termsOfUse": [{"id": "https://a.example/terms", "type": "Terms"}],
    "proof": [PROOF],
}
ENDORSEMENT = {
    **ENVELOPE,
    "type": ["VerifiableCredential", "EndorsementCredential"],
    "issuer": {"id": "https://b.example", "type": ["Profile"]},
    "credentialSubject": {
        "id": "https://a.example",
        "type": ["EndorsementSubject"],
        "endorsementComment": "Well done",
    },
}
PROFILE = {
    "id": "https://a.example",
    "type": ["Profile"],
    **dict.fromkeys(
        (
            "name", "phone", "description", "email", "official", "familyName", "givenName", "additionalName",
            "patronymicName", "honorificPrefix", "honorificSuffix", "familyNamePrefix",
        ),
        "x",
    ),
    "url": "https://a.example",
    "image": IMAGE,
    "address": {
        "type": ["Address"],
        **dict.fromkeys(
            (
                "addressCountry", "addressRegion", "addressLocality", "streetAddress", "postOfficeBoxNumber",
                "postalCode",
            ),
            "x",
        ),
        "addressCountryCode": "NZ",
        "geo": {"type": "GeoCoordinates", "latitude": -41.29, "longitude": 174.78},
    },
    "otherIdentifier": [ENTRY],
    "parentOrg": {"id": "https://p.example", "type": ["Profile"]},
    "dateOfBirth": "1990-01-31",
    "endorsement": [ENDORSEMENT],
    "endorsementJwt": ["eyJ.eyJ.c-_"],
}  # fmt: skip
# Every member of every class.
MAXIMAL = {
    **ENVELOPE,
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "image": IMAGE,
    "issuer": PROFILE,
    "endorsement": [ENDORSEMENT],
    "endorsementJwt": ["eyJ.eyJ.c-_"],
    "credentialSubject": {
        "id": "did:key:z6Mk",
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": False,
                "identityHash": "Ann",
                "identityType": "name",
                "salt": "unused",
            }
        ],
        "activityStartDate": "2025-01-01T00:00:00Z",
        "activityEndDate": "2025-06-01T00:00:00Z",
        "creditsEarned": 2.5,
        "image": IMAGE,
        "licenseNumber": "L",
        "narrative": "N",
        "role": "R",
        "term": "T",
        "source": PROFILE,
        "achievement": {
            "id": "https://a.example/a/1",
            "type": ["Achievement"],
            "name": "Achievement",
            "description": "About it",
            "criteria": {"id": "https://a.example/criteria", "narrative": "Do it"},
            "achievementType": "MicroCredential",
            "image": IMAGE,
            "creator": PROFILE,
            "alignment": [ALIGNMENT],
            "tag": ["a", "b"],
            "creditsAvailable": 5,
            "fieldOfStudy": "F",
            "specialization": "S",
            "humanCode": "H",
            "inLanguage": "en-NZ",
            "version": "1",
            "related": [{"id": "https://a.example/a/2", "type": ["Related"], "inLanguage": "mi", "version": "1"}],
            "otherIdentifier": [ENTRY],
            "endorsement": [ENDORSEMENT],
            "endorsementJwt": ["eyJ.eyJ.c-_"],
            "resultDescription": [
                {
                    "id": "urn:d:1",
                    "type": ["ResultDescription"],
                    "name": "D",
                    "resultType": "RubricCriterionLevel",
                    "allowedValue": ["1", "2"],
                    "requiredLevel": "urn:l:1",
                    "requiredValue": "1",
                    "valueMin": "1",
                    "valueMax": "2",
                    "alignment": [ALIGNMENT],
                    "rubricCriterionLevel": [
                        {
                            "id": "urn:l:1",
                            "type": ["RubricCriterionLevel"],
                            "name": "L",
                            "description": "About it",
                            "level": "1",
                            "points": "1",
                            "alignment": [ALIGNMENT],
                        }
                    ],
                }
            ],
        },
        "result": [
            {
                "type": ["Result"],
                "resultDescription": "urn:d:1",
                "achievedLevel": "urn:l:1",
                "value": "1",
                "status": "Completed",
                "alignment": [ALIGNMENT],
            }
        ],
    },
}
MINIMAL = {name: MAXIMAL[name] for name in ("@context", "id", "type", "issuer", "validFrom", "credentialSubject")}

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["id", "type", "name", "a/b", "@context"]), inner)
    ),
    max_leaves=12,
)


def places(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, member in members for place in places(member, (*path, key)))]


def at(document: Any, path: tuple[str | int, ...]) -> Any:
    for key in path:
        document = document[key]
    return document


PLACES = places(MAXIMAL)[1:]
LEAVES = [place for place in PLACES if not isinstance(at(MAXIMAL, place), dict | list) and "@context" not in place]


def test_maximal_passes_and_is_emitted_as_it_was():
    """Every member of every class has a place in the models, under its own name."""
    assert check_credential(MAXIMAL) == []
    assert check_members(ENDORSEMENT, *CLASSES["EndorsementCredential"]) == []
    assert parse_document(AchievementCredential, MAXIMAL).dump() == MAXIMAL


def test_maximal_has_every_member_of_every_class():
    """The example above cannot fall behind the models."""
    seen: dict[str, set[str]] = {}
    for place in [(), *PLACES]:
        value = at(MAXIMAL, place)
        if isinstance(value, dict):
            names = [value["type"]] if isinstance(value.get("type"), str) else value.get("type", ["Criteria"])
            for name in names:
                seen.setdefault(name, set()).update(value)

    def classes(model: type[Node]) -> set[type[Node]]:
        return {model}.union(*map(classes, model.__subclasses__()))

    judged = {model for model in classes(Node) if model.__name__ in seen}
    assert len(judged) >= 16
    for model in judged:
        missing = {str(field.alias) for field in model.model_fields.values()} - seen[model.__name__]
        assert missing <= {"image", "id"} if model.__name__ in ("EndorsementCredential", "Proof") else not missing


@needs_reference
@pytest.mark.parametrize("document", [MAXIMAL, MINIMAL], ids=["maximal", "minimal"])
def test_what_we_take_for_well_shaped_passes_the_published_schema(document: dict[str, Any]):
    """The schema published by 1EdTech is the independent truth about names and types."""
    path = Path(REFERENCE, "schemas/ob3-published-2026/ob_v3p0_achievementcredential_schema.json")
    emitted = parse_document(AchievementCredential, document).dump()
    schema = json.loads(path.read_text("utf-8"))
    assert [error.message for error in Draft201909Validator(schema).iter_errors(emitted)] == []


@needs_reference
@pytest.mark.parametrize("name", SAMPLES)
def test_official_samples_pass(name: str):
    """A verifier that refuses the standard's own examples is wrong."""
    assert check_credential(json.loads(Path(REFERENCE, f"vectors/{name}.json").read_text("utf-8"))) == []


def test_badges_of_the_older_data_model_are_read():
    """VC Data Model 1.1 has issuanceDate; mixing the two is a fault."""
    old = {name: member for name, member in MINIMAL.items() if name != "validFrom"} | {
        "@context": [
            "https://www.w3.org/2018/credentials/v1",
            "https://purl.imsglobal.org/spec/ob/v3p0/context/ob_v3p0.jsonld",
            "https://w3id.org/security/suites/ed25519-2020/v1",
        ],
        "issuanceDate": "2022-01-01T00:00:00Z",
    }
    assert check_credential(old) == []
    mixed = [fault.pointer for fault in check_credential({**old, "@context": CONTEXT})]
    assert mixed == ["/validFrom"]
    mixed = [fault.pointer for fault in check_credential({**MINIMAL, "@context": old["@context"]})]
    assert mixed == ["/issuanceDate"]


def test_every_fault_is_told_at_once():
    """An issuer mends a credential in one round, not in five."""
    wrong = deepcopy(MINIMAL)
    del wrong["credentialSubject"]["id"], wrong["credentialSubject"]["identifier"]
    wrong["credentialSubject"]["achievement"]["criteria"] = {}
    wrong["credentialSubject"]["result"][0]["value"] = 5
    wrong["credentialSubject"]["result"][0]["achievedLevel"] = "urn:l:9"
    wrong |= {"validFrom": "yesterday", "name": None, "evidence": [], "issuer": {"id": "x", "type": "Profile"}}
    faults = check_credential(wrong)
    assert {(fault.code, fault.pointer) for fault in faults} == {
        ("null_member", "/name"),
        ("empty_array", "/evidence"),
        ("not_a_datetime", "/validFrom"),
        ("not_an_iri", "/issuer/id"),
        ("no_recipient", "/credentialSubject"),
        ("no_criteria", "/credentialSubject/achievement/criteria"),
        ("wrong_type", "/credentialSubject/result/0/value"),
        ("unknown_level", "/credentialSubject/result/0/achievedLevel"),
    }
    assert len(faults) == 8
    assert all(fault.citation and fault.message.endswith(".") for fault in faults)


@pytest.mark.parametrize("value", [None, True, 5, "text", [], [MAXIMAL]])
def test_what_is_no_object_is_one_fault(value: object):
    """Bodies may hold any JSON value."""
    [fault] = check_credential(value)
    assert (fault.code, fault.pointer) == ("wrong_type", "")


def test_depth_and_number_of_faults_are_bounded():
    """A hostile document gets a short answer, and no recursion error."""
    deep: Any = {"id": "x"}
    for _ in range(5000):
        deep = {"parentOrg": deep}
    assert [fault.code for fault in check_credential({**MINIMAL, "issuer": deep})] == ["too_deep"]
    for flood in ([None] * limits.JSON_NODES, [{}] * 1000, [{"type": []}] * 1000):
        assert len(check_credential({**MINIMAL, "evidence": flood})) == limits.FAULTS


@given(JSON)
def test_no_json_value_breaks_it(value: object):
    """The check answers for whatever a parser can give."""
    check_credential(value)
    check_members(value, *CLASSES["EndorsementCredential"])


@settings(max_examples=200)
@given(st.sampled_from(PLACES), JSON)
def test_no_value_in_any_place_breaks_it(place: tuple[str | int, ...], value: object):
    """Nor with a strange value at any one place of a full credential; faults stay inside what was changed."""
    document = deepcopy(MAXIMAL)
    at(document, place[:-1])[place[-1]] = value
    for fault in check_credential(document):
        assert len(fault.message) < 200
        assert fault.pointer == "" or fault.pointer.startswith("/")


@pytest.mark.parametrize("place", LEAVES, ids=lambda place: pointer(*place))
def test_an_object_in_the_place_of_any_leaf_is_a_fault(place: tuple[str | int, ...]):
    """A value object says something else than the text in its place though its signature may be the same."""
    document = deepcopy(MAXIMAL)
    at(document, place[:-1])[place[-1]] = {"@value": at(MAXIMAL, place)}
    assert pointer(*place) in [fault.pointer for fault in check_credential(document)]
