"""Every class of Open Badges 3.0: its required members, its leaves, its two readings."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from badgeapi import limits
from badgeapi.credentials.achievement import Achievement, AchievementMembers, Related
from badgeapi.credentials.alignment import Alignment
from badgeapi.credentials.credential import AchievementCredential, AchievementCredential1
from badgeapi.credentials.criteria import Criteria
from badgeapi.credentials.endorsement import (
    EndorsementCredential,
    EndorsementCredential1,
    EndorsementSubject,
)
from badgeapi.credentials.envelope import (
    BitstringStatusListEntry,
    CredentialSchema,
    CredentialStatus,
    Proof,
    RefreshService,
    TermsOfUse,
)
from badgeapi.credentials.evidence import Evidence
from badgeapi.credentials.identity import IdentifierEntry, IdentityObject
from badgeapi.credentials.image import Image
from badgeapi.credentials.jwk import Jwk, Jwks
from badgeapi.credentials.node import Node, faults_of, parse_document
from badgeapi.credentials.profile import Address, GeoCoordinates, Profile
from badgeapi.credentials.result import Result, ResultDescription, RubricCriterionLevel, complete_ids
from badgeapi.credentials.subject import AchievementSubject
from badgeapi.errors import Fault, InvalidInput

IRI = "https://a.example/1"
CONTEXT = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
CONTEXT_1 = [
    "https://www.w3.org/2018/credentials/v1",
    "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
]
PROFILE = {"id": IRI, "type": ["Profile"]}
ACHIEVEMENT = {
    "id": IRI,
    "type": ["Achievement"],
    "name": "A",
    "description": "B",
    "criteria": {"narrative": "C"},
}
SUBJECT = {"type": ["AchievementSubject"], "achievement": ACHIEVEMENT}
ENVELOPE = {"@context": CONTEXT, "id": IRI, "issuer": PROFILE, "validFrom": "2026-01-01T00:00:00Z"}
ENVELOPE_1 = {
    "@context": CONTEXT_1,
    "id": IRI,
    "issuer": PROFILE,
    "issuanceDate": "2022-01-01T00:00:00Z",
}
BADGE = {"type": ["VerifiableCredential", "OpenBadgeCredential"], "credentialSubject": SUBJECT}
PRAISE = {
    "type": ["VerifiableCredential", "EndorsementCredential"],
    "name": "E",
    "credentialSubject": {"id": IRI, "type": ["EndorsementSubject"]},
}

# The members that the data model requires of each class, and nothing else.
MINIMAL: dict[type[Node], dict[str, Any]] = {
    Image: {"id": IRI, "type": "Image"},
    IdentifierEntry: {"type": "IdentifierEntry", "identifier": "1", "identifierType": "isbn"},
    IdentityObject: {"type": "IdentityObject", "hashed": False, "identityHash": "1", "identityType": "name"},
    GeoCoordinates: {"type": "GeoCoordinates", "latitude": -41.29, "longitude": 174},
    Address: {"type": ["Address"]},
    Profile: PROFILE,
    Alignment: {"type": ["Alignment"], "targetName": "A", "targetUrl": IRI},
    Criteria: {},
    Evidence: {"type": ["Evidence"]},
    RubricCriterionLevel: {"id": IRI, "type": ["RubricCriterionLevel"], "name": "A"},
    ResultDescription: {"id": IRI, "type": ["ResultDescription"], "name": "A", "resultType": "Percent"},
    Result: {"type": ["Result"]},
    Related: {"id": IRI, "type": ["Related"]},
    Achievement: ACHIEVEMENT,
    AchievementSubject: SUBJECT,
    CredentialSchema: {"id": IRI, "type": "1EdTechJsonSchemaValidator2019"},
    CredentialStatus: {"type": "1EdTechRevocationList"},
    BitstringStatusListEntry: {
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "94567",
        "statusListCredential": IRI,
    },
    RefreshService: {"id": IRI, "type": "1EdTechCredentialRefresh"},
    TermsOfUse: {"type": "T"},
    Proof: {"type": "DataIntegrityProof"},
    AchievementCredential: ENVELOPE | BADGE,
    AchievementCredential1: ENVELOPE_1 | BADGE,
    EndorsementSubject: PRAISE["credentialSubject"],
    EndorsementCredential: ENVELOPE | PRAISE,
    EndorsementCredential1: ENVELOPE_1 | PRAISE,
    Jwk: {"kty": "OKP"},
    Jwks: {"keys": [{"kty": "OKP"}]},
}
CLOSED = {Image, IdentifierEntry, IdentityObject}
each_class = pytest.mark.parametrize("model", MINIMAL, ids=lambda model: model.__name__)
each_required = pytest.mark.parametrize(
    ("model", "member"), [(model, member) for model, example in MINIMAL.items() for member in example]
)


def document_faults(model: type[Node], value: object) -> list[tuple[str, str]]:
    try:
        parse_document(model, value)
    except InvalidInput as error:
        return [(fault.code, fault.pointer) for fault in error.faults]
    return []


def request_faults(model: type[Node], value: object) -> list[Fault]:
    try:
        model.model_validate(value)
    except ValidationError as error:
        return faults_of(error.errors())
    return []


@each_class
def test_minimal_document_is_read_and_emitted_as_it_was(model: type[Node]):
    """Nothing is required that the standard does not require; nothing is added, lost or changed."""
    assert document_faults(model, MINIMAL[model]) == []
    assert parse_document(model, MINIMAL[model]).dump() == MINIMAL[model]


@each_required
def test_each_required_member_is_required(model: type[Node], member: str):
    """One missing member is one fault, at the place where it should stand."""
    value = {name: value for name, value in MINIMAL[model].items() if name != member}
    assert document_faults(model, value) == [("missing_member", f"/{member}")]
    assert document_faults(model, MINIMAL[model] | {member: None}) == [("null_member", f"/{member}")]


@each_class
def test_unknown_members_are_refused_in_requests_and_where_the_standard_forbids_them(model: type[Node]):
    """What we would not sign we do not take; what others added to an open class is theirs."""
    value = MINIMAL[model] | {"ext:more": 1}
    assert [fault.code for fault in request_faults(model, value)] == ["unknown_member"]
    assert document_faults(model, value) == ([("unknown_member", "/ext:more")] if model in CLOSED else [])


@each_class
def test_another_type_is_refused(model: type[Node]):
    """A document must name the class (more names are extensions); a request may only repeat it."""
    match MINIMAL[model].get("type"):
        case [*names]:
            wrong = MINIMAL[model] | {"type": ["Foo"]}
            assert document_faults(model, wrong) == [("wrong_class", "/type")]
            assert [fault.code for fault in request_faults(model, wrong)] == ["wrong_class"]
            more = MINIMAL[model] | {"type": [*names, "ext:Foo"]}
            assert document_faults(model, more) == []
            assert [fault.pointer for fault in request_faults(model, more)] == ["/type"]
            assert document_faults(model, MINIMAL[model] | {"type": [*names, 5]}) == [
                ("wrong_type", f"/type/{len(names)}")
            ]
            assert document_faults(model, MINIMAL[model] | {"type": 5}) == [("wrong_type", "/type")]
        case str(name):
            wrong = MINIMAL[model] | {"type": [name]}
            assert [pointer for _, pointer in document_faults(model, wrong)] == ["/type"]


@pytest.mark.parametrize("model", [Alignment, Profile, Achievement, Result, EndorsementSubject])
def test_a_type_of_one_name_may_stand_without_brackets_in_documents(model: type[Node]):
    """JSON-LD means the same by both; we emit arrays."""
    name = MINIMAL[model]["type"][0]
    assert document_faults(model, MINIMAL[model] | {"type": name}) == []
    assert [fault.code for fault in request_faults(model, MINIMAL[model] | {"type": name})] == ["wrong_class"]


def test_an_open_badge_has_two_names():
    """AchievementCredential and OpenBadgeCredential are the same class; one of them must be there."""
    for name, faults in (
        ("AchievementCredential", []),
        ("EndorsementCredential", [("wrong_class", "/type")]),
    ):
        value = MINIMAL[AchievementCredential] | {"type": ["VerifiableCredential", name]}
        assert document_faults(AchievementCredential, value) == faults


@pytest.mark.parametrize(
    ("model", "value", "emitted"),
    [
        (Image, {"id": IRI, "caption": None}, {"id": IRI, "type": "Image"}),
        (Address, {}, {"type": ["Address"]}),
        (ResultDescription, {"name": "A", "resultType": "Percent"},
         {"type": ["ResultDescription"], "name": "A", "resultType": "Percent"}),
        (AchievementMembers, {"name": "A", "description": "B", "criteria": {}, "tag": None},
         {"type": ["Achievement"], "name": "A", "description": "B", "criteria": {}}),
        (GeoCoordinates, {"latitude": 1.0, "longitude": 0.5},
         {"type": "GeoCoordinates", "latitude": 1, "longitude": 0.5}),
    ],
)  # fmt: skip
def test_a_request_may_leave_out_what_we_fill_in(model: type[Node], value: dict[str, Any], emitted: dict[str, Any]):
    """`type` and ids are ours to give, null means absent, and 1.0 is written as JavaScript writes it."""
    node = model.model_validate(value)
    assert node.dump() == emitted
    assert [type(member) for member in node.dump().values()] == [type(member) for member in emitted.values()]
    assert model.model_validate(emitted) == node


def test_id_and_type_come_first():
    """People read credentials, from the top."""
    assert list(parse_document(Achievement, ACHIEVEMENT | {"tag": ["x"]}).dump())[:3] == ["id", "type", "name"]
    assert list(parse_document(Profile, PROFILE | {"name": "x"}).dump()) == ["id", "type", "name"]


# What is no value of a leaf, in either reading.
WRONG_IN_BOTH = [
    (Achievement, "name", 5, "wrong_type"),
    (Achievement, "name", True, "wrong_type"),
    (Achievement, "name", {"en": "A"}, "wrong_type"),
    (Achievement, "name", {"@value": "A"}, "wrong_type"),
    (Achievement, "name", ["A"], "wrong_type"),
    (Achievement, "name", "\ud800", "lone_surrogate"),
    (Achievement, "criteria", "text", "wrong_type"),
    (Achievement, "image", IRI, "wrong_type"),
    (Achievement, "creditsAvailable", "5", "wrong_type"),
    (Achievement, "creditsAvailable", True, "wrong_type"),
    (Achievement, "creditsAvailable", {"@value": 5}, "wrong_type"),
    (Achievement, "creditsAvailable", float("nan"), "wrong_type"),
    (Achievement, "creditsAvailable", 10**400, "wrong_type"),
    (Achievement, "tag", "text", "wrong_type"),
    (Achievement, "tag", [], "empty_array"),
    (Achievement, "alignment", MINIMAL[Alignment], "wrong_type"),
    (Achievement, "inLanguage", "en-nz", "not_a_language_tag"),
    (Achievement, "inLanguage", "english", "not_a_language_tag"),
    (Achievement, "endorsement", [], "empty_array"),
    (Achievement, "endorsementJwt", ["a.b"], "not_a_jws"),
    (Achievement, "endorsementJwt", ["a.b.c\n"], "not_a_jws"),
    (Achievement, "id", "1", "not_an_iri"),
    (Achievement, "id", "/achievements/1", "not_an_iri"),
    (Achievement, "id", "https://a.example/a b", "not_an_iri"),
    (Achievement, "id", "https://a.example/<b>", "not_an_iri"),
    (Achievement, "id", "_:b0", "not_an_iri"),
    (Achievement, "id", "", "not_an_iri"),
    (Achievement, "id", f"{IRI}\n", "not_an_iri"),
    (IdentityObject, "hashed", "true", "wrong_type"),
    (IdentityObject, "hashed", 1, "wrong_type"),
    (GeoCoordinates, "latitude", 90.01, "out_of_range"),
    (GeoCoordinates, "longitude", -181, "out_of_range"),
    (Profile, "dateOfBirth", "1990-02-30", "not_a_date"),
    (Profile, "parentOrg", IRI, "wrong_type"),
    (Address, "addressCountryCode", "usa", "not_a_country_code"),
    (Result, "status", "Passed", "not_in_enumeration"),
    (Result, "value", 5, "wrong_type"),
    (BitstringStatusListEntry, "statusListIndex", "-1", "wrong_form"),
    (BitstringStatusListEntry, "statusListIndex", 1.5, "wrong_type"),
]


@pytest.mark.parametrize(("model", "member", "wrong", "code"), WRONG_IN_BOTH)
def test_leaves_are_strict_in_both_readings(model: type[Node], member: str, wrong: object, code: str):
    """A verifier that reads "5" as 5, or a value object as a text, shows what was not signed."""
    value = MINIMAL[model] | {member: wrong}
    place = f"/{member}/0" if code == "not_a_jws" else f"/{member}"
    assert document_faults(model, value) == [(code, place)]
    assert [(fault.code, fault.pointer) for fault in request_faults(model, value)] == [(code, place)]


# Stricter for what we issue than for what we are shown.
WRONG_IN_REQUESTS = [
    (Achievement, "name", "", "blank_text"),
    (Achievement, "name", " \t\n\u2003", "blank_text"),
    (Achievement, "name", "a\x00b", "control_character"),
    (Achievement, "name", "a\x1bb", "control_character"),
    (Achievement, "name", "a\x7fb", "control_character"),
    (Achievement, "name", "a" * (limits.NAME_CHARACTERS + 1), "too_long"),
    (Achievement, "description", "a" * (limits.NARRATIVE_CHARACTERS + 1), "too_long"),
    (Achievement, "id", "https://a.example/" + "a" * limits.IRI_CHARACTERS, "too_long"),
    (Achievement, "tag", ["a"] * (limits.LIST_ITEMS + 1), "too_many_items"),
    (AchievementSubject, "activityStartDate", "2026-01-01T00:00:00", "not_a_datetime"),
]


@pytest.mark.parametrize(("model", "member", "wrong", "code"), WRONG_IN_REQUESTS)
def test_requests_are_read_more_strictly(model: type[Node], member: str, wrong: object, code: str):
    """Caps and tidiness are our own rules: a foreign credential does not fail by them, nor cite a standard."""
    value = MINIMAL[model] | {member: wrong}
    [fault] = request_faults(model, value)
    assert (fault.code, fault.pointer) == (code, f"/{member}")
    assert document_faults(model, value) == []


ACCEPTED_IN_REQUESTS = [
    (Achievement, "name", "a\tb\r\nc"),
    (Achievement, "name", "a" * limits.NAME_CHARACTERS),
    (Achievement, "description", "a" * limits.NARRATIVE_CHARACTERS),
    (Achievement, "tag", ["a"] * limits.LIST_ITEMS),
    (Achievement, "id", "urn:uuid:f6ab24cd-86e8-4eaf-b8c6-ded74e8fd41c"),
    (Achievement, "id", "did:web:a.example:issuers:x"),
    (Achievement, "id", "https://ä.example/ö?q=1#f"),
    (Achievement, "image", {"id": "data:image/png;base64," + "A" * 100_000}),
    (Achievement, "inLanguage", "zh-Hant-TW"),
    (Achievement, "inLanguage", "es-419"),
    (Achievement, "creditsAvailable", 0.5),
    (Achievement, "endorsementJwt", ["eyJ.eyJ.c-_"]),
    (GeoCoordinates, "latitude", 90),
]


@pytest.mark.parametrize(("model", "member", "right"), ACCEPTED_IN_REQUESTS)
def test_requests_accept(model: type[Node], member: str, right: object):
    """The last value inside each cap, and forms that a hasty pattern would refuse."""
    assert request_faults(model, MINIMAL[model] | {member: right}) == []


def test_text_in_documents_has_a_cap():
    """Longer texts are an attack on whoever shows them."""
    value = ACHIEVEMENT | {"description": "a" * (limits.TEXT_CHARACTERS + 1)}
    assert document_faults(Achievement, value) == [("too_long", "/description")]


def test_faults_name_the_place_by_the_names_of_the_document():
    """A client finds its mistake by the pointer, a person by the sentence."""
    value = {
        "name": 5,
        "description": "B",
        "criteria": {"narative": "typo"},
        "alignment": [{"targetName": "A"}],
        "tag": ["a", 7],
        "a/b": 1,
    }
    faults = request_faults(AchievementMembers, value)
    assert {(fault.pointer, fault.code, fault.message) for fault in faults} == {
        ("/name", "wrong_type", "`name` must be a text, not a number."),
        ("/criteria/narative", "unknown_member", "`narative` is not a member known here."),
        ("/alignment/0/targetUrl", "missing_member", "`targetUrl` is required."),
        ("/tag/1", "wrong_type", "Item 1 of `tag` must be a text, not a number."),
        ("/a~1b", "unknown_member", "`a/b` is not a member known here."),
    }
    assert not any(fault.citation for fault in faults), "our own API's rules cite no standard"


def test_messages_repeat_little_of_the_input():
    """A fault goes into logs and pages: bounded, and on one line."""
    value = MINIMAL[Alignment] | {"targetType": "x\r\n" * 9999, "y\n" * 9999: 1}
    faults = request_faults(Alignment, value)
    assert {fault.code for fault in faults} == {"too_long", "unknown_member"}
    [fault] = request_faults(Alignment, MINIMAL[Alignment] | {"targetType": "x\r\n" * 300})
    assert fault.code == "not_in_enumeration"
    for message in (fault.message, *(fault.message for fault in faults)):
        assert len(message) < 160
        assert message.isprintable()


def test_endorsements_are_kept_to_the_letter():
    """They are signed by others: even in a request they are read as documents, and come out unchanged."""
    signed = MINIMAL[EndorsementCredential] | {"proof": {"type": "DataIntegrityProof", "x": [1.0]}, "y": "z"}
    node = AchievementMembers.model_validate({"name": "A", "description": "B", "criteria": {}, "endorsement": [signed]})
    assert node.dump()["endorsement"] == [signed]
    assert repr(node.dump()["endorsement"]) == repr([signed]), "1.0 stays 1.0: the signature covers it"
    old = MINIMAL[EndorsementCredential1]
    assert document_faults(Achievement, ACHIEVEMENT | {"endorsement": [old]}) == []
    wrong = {name: member for name, member in signed.items() if name != "validFrom"}
    assert document_faults(Achievement, ACHIEVEMENT | {"endorsement": [signed, wrong]}) == [
        ("missing_member", "/endorsement/1/validFrom")
    ]


@pytest.mark.parametrize(
    ("member", "model"),
    [("proof", Proof), ("credentialSchema", CredentialSchema), ("termsOfUse", TermsOfUse)],
)
def test_three_arrays_of_the_envelope_may_stand_without_brackets(member: str, model: type[Node]):
    """And a fault inside has the pointer that the document has."""
    value = MINIMAL[AchievementCredential] | {member: MINIMAL[model]}
    assert document_faults(AchievementCredential, value) == []
    assert document_faults(AchievementCredential, value | {member: {**MINIMAL[model], "type": 5}}) == [
        ("wrong_type", f"/{member}/type")
    ]
    assert document_faults(AchievementCredential, value | {member: [{**MINIMAL[model], "type": 5}]}) == [
        ("wrong_type", f"/{member}/0/type")
    ]


@pytest.mark.parametrize(
    ("issuer", "faults"),
    [
        ("did:web:a.example", []),
        ("a.example", [("not_an_iri", "/issuer")]),
        (5, [("wrong_type", "/issuer")]),
        ([PROFILE], [("wrong_type", "/issuer")]),
        ({"type": ["Profile"]}, [("missing_member", "/issuer/id")]),
    ],
)
def test_an_issuer_is_a_profile_or_an_iri(issuer: object, faults: list[tuple[str, str]]):
    """One clear fault, not one for each form that it could have had."""
    value = MINIMAL[AchievementCredential] | {"issuer": issuer}
    assert document_faults(AchievementCredential, value) == faults


@pytest.mark.parametrize(
    ("status", "faults"),
    [
        ({**MINIMAL[BitstringStatusListEntry], "statusListIndex": 94567}, []),
        (MINIMAL[CredentialStatus], []),
        ([MINIMAL[BitstringStatusListEntry]], [("wrong_type", "/credentialStatus")]),
        ({"type": ["BitstringStatusListEntry"]}, [("wrong_type", "/credentialStatus/type")]),
        (
            {"type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": "1"},
            [("missing_member", "/credentialStatus/statusListCredential")],
        ),
    ],
)
def test_a_status_is_one_object_with_the_members_of_its_type(status: object, faults: list[tuple[str, str]]):
    """Bitstring Status List 1.0 section 2.1; the integer index occurs in official samples."""
    value = MINIMAL[AchievementCredential] | {"credentialStatus": status}
    assert document_faults(AchievementCredential, value) == faults


@pytest.mark.parametrize(
    ("context", "faults"),
    [
        ([*CONTEXT, "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json", {"x": IRI}], []),
        ([CONTEXT[0], CONTEXT_1[1]], []),
        (CONTEXT[0], [("wrong_type", "/@context")]),
        ([], [("wrong_context", "/@context/0"), ("wrong_context", "/@context/1")]),
        (CONTEXT[:1], [("wrong_context", "/@context/1")]),
        (CONTEXT[::-1], [("wrong_context", "/@context/0"), ("wrong_context", "/@context/1")]),
        ([CONTEXT[0], CONTEXT[1] + "?x"], [("wrong_context", "/@context/1")]),
        ([*CONTEXT, 5, "x"], [("wrong_context", "/@context/2"), ("wrong_context", "/@context/3")]),
    ],
)
def test_contexts_stand_in_order(context: object, faults: list[tuple[str, str]]):
    """VC first, Open Badges second, then others."""
    value = MINIMAL[AchievementCredential] | {"@context": context}
    assert document_faults(AchievementCredential, value) == faults


def test_result_descriptions_and_levels_without_id_get_one_from_their_names():
    """A request may leave ids to us; what was given stays, and the same names always lead to the same id."""
    given = [
        {"type": ["ResultDescription"], "name": "Mark", "resultType": "LetterGrade"},
        {"id": "urn:d", "name": "Skill", "rubricCriterionLevel": [{"name": "Good"}, {"id": "urn:l", "name": "Best"}]},
    ]
    first, second = complete_ids(given, lambda names: f"urn:made:{names}")
    assert list(first) == ["id", "type", "name", "resultType"]
    assert first["id"] == "urn:made:Mark"
    assert second["id"] == "urn:d"
    assert [level["id"] for level in second["rubricCriterionLevel"]] == ["urn:made:Skill/Good", "urn:l"]
    assert "id" not in given[0], "what was given is not changed"


@each_class
def test_the_json_schema_of_requests_is_true(model: type[Node]):
    """OpenAPI shows clients these schemas: what they allow and refuse must be what we allow and refuse."""
    schema = model.model_json_schema()
    Draft202012Validator.check_schema(schema)
    schema |= schema["$defs"][model.__name__] if "$ref" in schema else {}
    assert schema["additionalProperties"] is False
    shown = Draft202012Validator(schema)
    assert shown.is_valid(MINIMAL[model]) == (request_faults(model, MINIMAL[model]) == [])
    assert not shown.is_valid(MINIMAL[model] | {"ext:more": 1})
    assert "type" not in schema.get("required", []) or model.model_fields["type"].is_required()


# No JSON at all, a day that no calendar has, and line ends, which Python's `$` lets pass and JavaScript's does not.
BEYOND_JSON_SCHEMA = ("'\\ud800'", "nan", repr(10**400), "'1990-02-30'", repr(f"{IRI}\n"), repr(["a.b.c\n"]))


@pytest.mark.parametrize(
    ("model", "member", "value", "valid"),
    [
        *((model, member, wrong, False) for model, member, wrong, _ in WRONG_IN_BOTH + WRONG_IN_REQUESTS
          if repr(wrong) not in BEYOND_JSON_SCHEMA),
        *((model, member, right, True) for model, member, right in ACCEPTED_IN_REQUESTS),
        (Result, "type", ["Result", "ext:Foo"], False),
        (Alignment, "targetType", "my-ext:Foo", False),
    ],
)  # fmt: skip
def test_the_json_schema_of_requests_agrees_with_the_reading(
    model: type[Node], member: str, value: object, valid: bool
):
    """Case by case: the same answer from the independent validator as from our reading."""
    shown = Draft202012Validator(model.model_json_schema())
    assert shown.is_valid(MINIMAL[model] | {member: value}) is valid
