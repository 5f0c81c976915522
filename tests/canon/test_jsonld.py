"""The lossless gate: every JSON member is covered by the signature, or the document is refused."""

import json
import os
from collections import Counter
from copy import deepcopy
from pathlib import Path
from typing import Any

import pyld.jsonld
import pyoxigraph as ox
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from badgeapi import limits
from badgeapi.canon import contexts, jsonld
from badgeapi.canon.json import loads_object
from badgeapi.errors import BadgeError, DataLoss, InputTooLarge, InvalidInput, UnknownContext, pointer

REFERENCE = os.environ.get("BADGEAPI_REFERENCE_DIR")
OB = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"
XSD = "http://www.w3.org/2001/XMLSchema#"
ID = "https://example.org/"
VC_AND_OB = [contexts.CREDENTIALS_V2, contexts.OB_3_0_3]


def profile(name: str, **more: object) -> dict[str, Any]:
    return {"id": f"{ID}profiles/{name}", "type": ["Profile"], "name": f"Name of {name}", **more}


def proof(created: str) -> dict[str, Any]:
    return {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": created,
        "verificationMethod": "did:web:example.org#key",
        "proofPurpose": "assertionMethod",
        "proofValue": "z58DAdFfa9SkqZMVPxAQpic7ndSayn1PzZs6ZjWp1CktyGesjuTSwRdoWhAfGFCF5bppETSTojQCrfFPP2oumHKtz",
    }


# Every class of the OB 3.0.3 context and nearly every term, each in a place where the standard has it.
RICH: dict[str, Any] = {
    "@context": VC_AND_OB,
    "id": "urn:uuid:91537a8a-1b22-4a4e-b4a3-0d1d1b6dfc01",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": "Teamwork",
    "description": {"@value": "Équipe 🏅", "@language": "fr-ca"},
    "image": {"id": f"{ID}image.png", "type": "Image", "caption": "A badge"},
    "awardedDate": "2026-01-01T00:00:00Z",
    "validFrom": "2026-01-02T00:00:00Z",
    "validUntil": "2027-01-02T00:00:00Z",
    "issuer": profile(
        "issuer",
        url=f"{ID}url",
        phone="+1",
        email="a@example.org",
        official="O",
        givenName="G",
        familyName="F",
        additionalName="A",
        familyNamePrefix="von",
        patronymicName="P",
        honorificPrefix="Dr",
        honorificSuffix="Jr",
        dateOfBirth="1990-01-01",
        image={"id": f"{ID}logo.png", "type": "Image"},
        otherIdentifier=[{"type": "IdentifierEntry", "identifier": "4711", "identifierType": "sourcedId"}],
        parentOrg=profile("parent"),
        address={
            "type": ["Address"],
            "addressCountry": "Canada",
            "addressCountryCode": "CA",
            "addressRegion": "QC",
            "addressLocality": "Québec",
            "streetAddress": "1 Rue",
            "postOfficeBoxNumber": "7",
            "postalCode": "G1A",
            "geo": {"type": "GeoCoordinates", "latitude": 46.8, "longitude": -71.25},
        },
    ),
    "credentialSubject": {
        "id": "did:example:learner",
        "type": ["AchievementSubject"],
        "activityStartDate": "2025-01-01",
        "activityEndDate": "2025-02-01",
        "creditsEarned": 2.5,
        "licenseNumber": "L-1",
        "role": "member",
        "term": "winter",
        "narrative": "Did it.",
        "image": {"id": f"{ID}proud.png", "type": "Image"},
        "source": profile("source"),
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399",
                "identityType": "emailAddress",
                "salt": "Kosher",
            }
        ],
        "result": [
            {
                "type": ["Result"],
                "status": "Completed",
                "value": "A",
                "achievedLevel": f"{ID}levels/1",
                "resultDescription": f"{ID}results/1",
            }
        ],
        "achievement": {
            "id": f"{ID}achievements/1",
            "type": ["Achievement"],
            "name": "Teamwork",
            "description": "Works with others",
            "achievementType": "Competency",
            "criteria": {"id": f"{ID}criteria/1", "type": "Criteria", "narrative": "Be nominated."},
            "creator": profile("creator"),
            "creditsAvailable": 5,
            "fieldOfStudy": "Work",
            "humanCode": "T1",
            "inLanguage": "en",
            "specialization": "S",
            "tag": ["team", "work"],
            "version": "1",
            "image": {"id": f"{ID}achievement.png", "type": "Image"},
            "otherIdentifier": [{"type": "IdentifierEntry", "identifier": "0", "identifierType": "isbn"}],
            "related": [{"id": f"{ID}achievements/2", "type": "Related", "inLanguage": "fr", "version": "2"}],
            "alignment": [
                {
                    "type": ["Alignment"],
                    "targetName": "Teams",
                    "targetUrl": f"{ID}framework#1",
                    "targetCode": "C1",
                    "targetDescription": "D",
                    "targetFramework": "F",
                    "targetType": "CFItem",
                }
            ],
            "resultDescription": [
                {
                    "id": f"{ID}results/1",
                    "type": ["ResultDescription"],
                    "name": "Grade",
                    "resultType": "LetterGrade",
                    "allowedValue": ["A", "B", "A"],
                    "requiredLevel": f"{ID}levels/1",
                    "requiredValue": "B",
                    "valueMin": "F",
                    "valueMax": "A",
                    "rubricCriterionLevel": [
                        {
                            "id": f"{ID}levels/1",
                            "type": ["RubricCriterionLevel"],
                            "name": "Good",
                            "level": "1",
                            "points": "10",
                        }
                    ],
                }
            ],
        },
    },
    "evidence": [
        {
            "id": f"{ID}evidence/1",
            "type": ["Evidence"],
            "name": "Film",
            "narrative": "Shown",
            "genre": "Film",
            "audience": "All",
        },
        {"type": ["Evidence"], "name": "Talk"},
    ],
    "endorsement": [
        {
            "@context": VC_AND_OB,
            "id": f"{ID}endorsements/1",
            "type": ["VerifiableCredential", "EndorsementCredential"],
            "name": "Endorsement",
            "issuer": profile("endorser"),
            "validFrom": "2026-01-03T00:00:00Z",
            "credentialSubject": {
                "id": f"{ID}endorsed",
                "type": ["EndorsementSubject"],
                "endorsementComment": "Good",
            },
            "proof": proof("2026-01-03T00:00:00Z"),
        }
    ],
    "endorsementJwt": ["eyJh.eyJi.c2ln"],
    "credentialStatus": {
        "id": f"{ID}status/1#7",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": f"{ID}status/1",
    },
    "credentialSchema": [{"id": f"{ID}schema.json", "type": "https://example.org/#Schema"}],
    "proof": [proof("2026-01-04T00:00:00Z"), proof("2026-01-05T00:00:00Z")],
}

BADGE: dict[str, Any] = {
    "@context": VC_AND_OB,
    "id": "urn:uuid:91537a8a-1b22-4a4e-b4a3-0d1d1b6dfc02",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": "Teamwork",
    "issuer": profile("issuer"),
    "validFrom": "2026-01-01T00:00:00Z",
    "credentialSubject": {
        "id": "did:example:learner",
        "type": ["AchievementSubject"],
        "achievement": {
            "id": f"{ID}achievements/1",
            "type": ["Achievement"],
            "name": "Teamwork",
            "criteria": {"narrative": "Be nominated."},
            "alignment": [{"type": ["Alignment"], "targetName": "Teams"}],
        },
    },
    "proof": proof("2026-01-04T00:00:00Z"),
}

SUBJECT = ("credentialSubject",)
ACHIEVEMENT = (*SUBJECT, "achievement")
CRITERIA = (*ACHIEVEMENT, "criteria")
ALIGNMENT = (*ACHIEVEMENT, "alignment", 0)
DEPTHS = {
    "root": (),
    "subject": SUBJECT,
    "achievement": ACHIEVEMENT,
    "criteria": CRITERIA,
    "alignment": ALIGNMENT,
    "proof": ("proof",),
}


def put(document: dict[str, Any], path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    """Copy `document` with `value` at `path`."""
    changed = deepcopy(document)
    place: Any = changed
    for token in path[:-1]:
        place = place[token]
    place[path[-1]] = value
    return changed


def drop(document: dict[str, Any], path: tuple[str | int, ...]) -> dict[str, Any]:
    """Copy `document` without the member or item at `path`."""
    changed = deepcopy(document)
    place: Any = changed
    for token in path[:-1]:
        place = place[token]
    del place[path[-1]]
    return changed


def walk(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], Any]]:
    """List every value below the root with its path."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, item in pairs for found in (((*path, key), item), *walk(item, (*path, key)))]


def signed(document: dict[str, Any]) -> str:
    """What a signature over the document covers; a refusal is told apart from all that is signed."""
    try:
        return jsonld.canonicalize(document).nquads
    except InvalidInput as refusal:
        return f"refused: {refusal.faults[0].code}"


def faults(document: dict[str, Any], error: type[BadgeError] = DataLoss) -> list[tuple[str, str]]:
    with pytest.raises(error) as caught:
        jsonld.to_dataset(document)
    assert type(caught.value) is error
    return [(fault.code, fault.pointer) for fault in caught.value.faults]


# What is refused, and where


@pytest.mark.parametrize("path", DEPTHS.values(), ids=DEPTHS.keys())
@pytest.mark.parametrize(
    ("member", "code"),
    {
        "gradeLevel": "undefined_term",
        "": "undefined_term",
        "a/b~c": "undefined_term",
        "https://schema.org/name": "iri_as_member",
        "schema:name": "iri_as_member",
        "_:b0": "iri_as_member",
        "@index": "misplaced_keyword",
        "@foo": "misplaced_keyword",
        "@language": "misplaced_keyword",
        "@id": "misplaced_keyword",
        "@type": "misplaced_keyword",
    }.items(),
)
def test_a_member_that_no_context_defines_is_refused_at_every_depth(
    path: tuple[str | int, ...], member: str, code: str
):
    """PyLD drops it, or gives it a meaning nobody reads: at every depth the place is named."""
    assert (code, pointer(*path, member)) in faults(put(BADGE, (*path, member), "x"))


REFUSED: dict[str, tuple[tuple[str | int, ...], Any, str, str]] = {
    # name: (path, value, code, pointer below the path)
    "undefined type": ((*ACHIEVEMENT, "type", 0), "Achievment", "undefined_type", ""),
    "undefined second type": (("type",), ["VerifiableCredential", "Badge"], "undefined_type", "/1"),
    "type in another scope": ((*SUBJECT, "type"), "assertionMethod", "undefined_type", ""),
    "blank node type": ((*SUBJECT, "type"), ["AchievementSubject", "_:b0"], "undefined_type", "/1"),
    "type a number": ((*SUBJECT, "type"), 5, "undefined_type", ""),
    "type an object": ((*SUBJECT, "type"), {"id": ID}, "undefined_type", ""),
    "type a keyword": ((*SUBJECT, "type"), "@json", "undefined_type", ""),
    "type twice": (("type",), ["VerifiableCredential", "VerifiableCredential"], "repeated_value", "/1"),
    "no type left": ((*ALIGNMENT, "type"), [], "empty_array", ""),
    **{
        f"{name} {place} id": ((*path, "id"), value, "not_an_iri", "")
        for place, path in {"root": (), "subject": SUBJECT, "achievement": ACHIEVEMENT}.items()
        for name, value in {
            "relative": "learners/1",
            "bare": "x",
            "empty": "",
            "absolute path": "/learners/1",
            "fragment": "#learner",
            "network path": "//example.org/",
            "blank node": "_:b0",
            "keyword": "@id",
            "scheme only": "https:",
            "spaced": "https://example.org/a b",
            "angled": "https://example.org/<b>",
            "quoted": 'https://example.org/"',
            "braced": "https://example.org/{id}",
            "backslashed": "https://example.org\\a",
            "tabbed": "https://example.org/\t",
            "broken": "https://example.org/\n",
            "DEL": "https://example.org/\x7f",
            "U+2028": "https://example.org/\u2028",
            "number as": 5,
            "array as": [ID],
            "object as": {"id": ID},
        }.items()
    },
    "relative reference": (("issuer",), "issuers/1", "not_an_iri", ""),
    "malformed reference": (("issuer",), "https://example.org/ 1", "not_an_iri", ""),
    "blank node reference": (("issuer",), "_:b0", "not_an_iri", ""),
    "keyword reference": (("issuer",), "@type", "not_an_iri", ""),
    "keyword-like reference": (("issuer",), "@foo", "not_an_iri", ""),
    "number for an IRI": (("issuer",), 5, "not_an_iri", ""),
    "boolean for an IRI": (("proof", "verificationMethod"), True, "not_an_iri", ""),
    "one bad of two references": (("credentialSchema",), [ID, "x"], "not_an_iri", "/1"),
    "undefined purpose": (("proof", "proofPurpose"), "assertion", "not_an_iri", ""),
    "language map": (("name",), {"en": "Team", "fr": "Équipe"}, "undefined_term", "/en"),
    "typed text": (("name",), {"@value": "Team", "@type": f"{ID}Text"}, "misplaced_keyword", ""),
    "typed JSON": (("name",), {"@value": {}, "@type": "@json"}, "misplaced_keyword", ""),
    "directed text": (("name",), {"@value": "Team", "@direction": "ltr"}, "misplaced_keyword", ""),
    "indexed text": (("name",), {"@value": "Team", "@index": "1"}, "misplaced_keyword", ""),
    "text with an alias": (("name",), {"@value": "Team", "type": "Image"}, "misplaced_keyword", ""),
    "bad language": (("name",), {"@value": "Team", "@language": "en us"}, "bad_language", "/@language"),
    "language a number": (("name",), {"@value": "Team", "@language": 5}, "bad_language", "/@language"),
    "number with a language": (("name",), {"@value": 5, "@language": "en"}, "wrong_type", ""),
    "null as a text": (("name",), {"@value": None}, "wrong_type", ""),
    "value object for a date": (("validFrom",), {"@value": "2026-01-01T00:00:00Z"}, "wrong_type", ""),
    "value object for a node": (("issuer",), {"@value": ID}, "wrong_type", ""),
    "list object": (("name",), {"@list": ["a"]}, "misplaced_keyword", "/@list"),
    "set object": (("name",), {"@set": ["a"]}, "misplaced_keyword", "/@set"),
    "nest": ((*SUBJECT, "@nest"), {"name": "x"}, "misplaced_keyword", ""),
    "graph": ((*SUBJECT, "@graph"), [{"name": "x"}], "misplaced_keyword", ""),
    "root graph": (("@graph",), [{"name": "x"}], "misplaced_keyword", ""),
    "included": ((*SUBJECT, "@included"), [{"id": ID, "name": "x"}], "misplaced_keyword", ""),
    "reverse": ((*SUBJECT, "@reverse"), {"source": {"id": ID}}, "misplaced_keyword", ""),
    "null": (("name",), None, "null_member", ""),
    "null deep": ((*CRITERIA, "narrative"), None, "null_member", ""),
    "null id": ((*SUBJECT, "id"), None, "null_member", ""),
    "null in an array": ((*ACHIEVEMENT, "tag"), ["a", None], "null_member", "/1"),
    "empty array": ((*ACHIEVEMENT, "tag"), [], "empty_array", ""),
    "empty list": (
        (*ACHIEVEMENT, "resultDescription"),
        [{"type": "ResultDescription", "allowedValue": []}],
        "empty_array",
        "/0/allowedValue",
    ),
    "array in an array": ((*ACHIEVEMENT, "tag"), ["a", ["b"]], "nested_array", "/1"),
    "repeated text": ((*ACHIEVEMENT, "tag"), ["a", "b", "a"], "repeated_value", "/2"),
    "repeated in two spellings": ((*ACHIEVEMENT, "tag"), ["a", {"@value": "a"}], "repeated_value", "/1"),
    "repeated in two cases of its language": (
        ("name",),
        [{"@value": "a", "@language": "EN"}, {"@value": "a", "@language": "en"}],
        "repeated_value",
        "/1",
    ),
    "repeated number": (("name",), [1, True, 1.0], "repeated_value", "/2"),
    "repeated reference": (("evidence",), [ID, {"id": ID}], "repeated_value", "/1"),
    "two objects that would merge": (
        ("evidence",),
        [{"id": ID, "type": "Evidence", "name": "a"}, {"id": ID, "type": "Evidence", "name": "b"}],
        "repeated_value",
        "/1",
    ),
    "text for a number": ((*SUBJECT, "creditsEarned"), "5", "wrong_type", ""),
    "boolean for a number": ((*SUBJECT, "creditsEarned"), True, "wrong_type", ""),
    "number beyond 16 digits": ((*SUBJECT, "creditsEarned"), 0.1 + 0.2, "inexact_number", ""),
    "largest double": ((*SUBJECT, "creditsEarned"), 1.7976931348623157e308, "inexact_number", ""),
    "text for a boolean": (
        (*SUBJECT, "identifier"),
        [{"type": "IdentityObject", "hashed": "true"}],
        "wrong_type",
        "/0/hashed",
    ),
    "number for a boolean": (
        (*SUBJECT, "identifier"),
        [{"type": "IdentityObject", "hashed": 1}],
        "wrong_type",
        "/0/hashed",
    ),
    "number for a date": (("validFrom",), 2026, "wrong_type", ""),
    "number for a URL": ((*ALIGNMENT, "targetUrl"), 5, "wrong_type", ""),
    # The 3.0.3 context maps `criteria` and `Criteria` to one IRI, and `geo` and `GeoCoordinates`.
    "class as a member": ((*ACHIEVEMENT, "Criteria"), {"narrative": "x"}, "class_as_member", ""),
    "class as a second name": (
        ("issuer", "address"),
        {"type": "Address", "GeoCoordinates": {"type": "GeoCoordinates", "latitude": 1.5}},
        "class_as_member",
        "/GeoCoordinates",
    ),
    "context where none belongs": ((*SUBJECT, "@context"), VC_AND_OB, "misplaced_context", ""),
    "context that undoes all": ((*SUBJECT, "@context"), None, "misplaced_context", ""),
    "context with a base": (("issuer", "@context"), {"@base": ID}, "misplaced_context", ""),
    "context that is no IRI": (("issuer", "@context"), "", "misplaced_context", ""),
    "proof a text": (("proof",), ID, "wrong_type", ""),
    "proof a value object": (("proof",), {"@value": "x"}, "wrong_type", ""),
    "proof with nothing but an id": (("proof",), {"id": ID}, "graph_without_statement", ""),
    "proof with nothing": (("proof",), {}, "graph_without_statement", ""),
    "second proof with nothing": (("proof",), [proof("2026"), {"id": ID}], "graph_without_statement", "/1"),
}


@pytest.mark.parametrize(("path", "value", "code", "below"), REFUSED.values(), ids=REFUSED.keys())
def test_what_would_be_lost_is_refused_at_its_place(path: tuple[str | int, ...], value: object, code: str, below: str):
    """Each of these PyLD drops, merges or reads as something else; each is refused with its own pointer."""
    assert (code, pointer(*path) + below) in faults(put(BADGE, path, value))


@pytest.mark.parametrize(
    ("path", "value", "place"),
    {
        "none": (("@context",), None, "/@context"),
        "unknown URL": (("@context",), [*VC_AND_OB, f"{ID}context"], "/@context/2"),
        "not pinned on purpose": (("@context",), [*VC_AND_OB, contexts.EXAMPLES_V2], "/@context/2"),
        "inline object": (("@context",), [*VC_AND_OB, {"a": f"{ID}a"}], "/@context/2"),
        "vocabulary": (("@context",), [*VC_AND_OB, {"@vocab": ID}], "/@context/2"),
        "base": (("@context",), [{"@base": ID}, *VC_AND_OB], "/@context/0"),
        "null in between": (("@context",), [contexts.CREDENTIALS_V2, None], "/@context/1"),
        "nested": (("@context",), [VC_AND_OB], "/@context/0"),
        "in a proof": (("proof", "@context"), [f"{ID}context"], "/proof/@context/0"),
        "null in a proof": (("proof", "@context"), None, "/proof/@context"),
        "in an endorsement": (
            ("endorsement",),
            [{"@context": ["context"], "type": ["VerifiableCredential"]}],
            "/endorsement/0/@context/0",
        ),
    }.values(),
)
def test_only_pinned_contexts_give_meaning(path: tuple[str | int, ...], value: object, place: str):
    """Whoever chooses the context chooses what is signed, at the root as in an embedded credential or proof."""
    assert faults(put(BADGE, path, value), UnknownContext) == [("unknown_context", place)]


def test_a_document_without_context_is_refused():
    """Nothing in it has a meaning."""
    assert faults(drop(BADGE, ("@context",)), UnknownContext) == [("unknown_context", "/@context")]


@pytest.mark.parametrize("older", [contexts.OB_3_0_1, contexts.OB_UNVERSIONED])
def test_contexts_that_contradict_each_other_are_refused(older: str):
    """The Open Badges contexts before 3.0.2 redefine protected terms of VC 2.0."""
    assert faults(put(BADGE, ("@context", 1), older)) == [("invalid_jsonld", "")]


def test_a_document_that_states_nothing_is_refused():
    """Its canonical form is the empty text, so that its signature would fit every other such document."""
    assert faults({"@context": VC_AND_OB}) == [("no_statement", "")]
    assert faults({"@context": VC_AND_OB, "id": ID}) == [("no_statement", "")]


def test_a_text_for_a_credential_in_a_presentation_is_refused():
    """`verifiableCredential` is a graph without context: a value object in it makes no statement at all."""
    presentation = {
        "@context": VC_AND_OB,
        "type": ["VerifiablePresentation"],
        "verifiableCredential": {"@value": "x"},
    }
    assert faults(presentation) == [("graph_without_statement", "/verifiableCredential")]


def test_an_older_context_does_not_read_numbers_as_texts():
    """The 3.0.1 context coerces texts to its string type, where 5 and "5" would make one statement."""
    credential = {
        "@context": [contexts.CREDENTIALS_V1, contexts.OB_3_0_1],
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "credentialSubject": {
            "type": "AchievementSubject",
            "achievement": {"type": "Achievement", "version": "5"},
        },
    }
    place = (*ACHIEVEMENT, "version")
    assert f'<{OB}version> "5"^^<https://www.w3.org/2001/XMLSchema#string> .' in signed(credential)
    assert faults(put(credential, place, 5)) == [("wrong_type", pointer(*place))]


def test_a_prefix_does_not_stand_for_an_iri():
    """VC 1.1 defines prefixes: an id `cred:x` would be signed as an IRI that the document does not show."""
    credential = {
        "@context": contexts.CREDENTIALS_V1,
        "type": "VerifiableCredential",
        "id": "cred:one",
        "issuer": "cred:two",
    }
    assert faults(credential) == [("not_an_iri", "/id"), ("not_an_iri", "/issuer")]


def test_all_faults_are_listed_up_to_a_cap():
    """An issuer mends a document in one go; an attacker does not get a report of ten thousand lines."""
    some = put(put(BADGE, ("a",), 1), (*SUBJECT, "b"), 1)
    assert sorted(faults(some)) == [("undefined_term", "/a"), ("undefined_term", "/credentialSubject/b")]
    many = put(BADGE, (*SUBJECT, "source"), {f"m{n}": n for n in range(2 * limits.FAULTS)})
    assert len(faults(many)) == limits.FAULTS


# Size


def test_too_many_anonymous_objects_are_refused_before_expansion():
    """Objects without id are what makes canonicalisation expensive."""
    document = put(BADGE, (*ACHIEVEMENT, "alignment"), [{"type": "Alignment"}] * limits.BLANK_NODES)
    with pytest.raises(InputTooLarge, match=f"{limits.BLANK_NODES} objects without an id"):
        jsonld.to_dataset(document)


def test_objects_with_an_id_are_not_counted_as_anonymous():
    """They cost no more than their statements do."""
    aligned = [{"type": "Alignment", "id": f"urn:example:{number}"} for number in range(limits.BLANK_NODES)]
    jsonld.to_dataset(put(BADGE, (*ACHIEVEMENT, "alignment"), aligned))


@pytest.mark.parametrize("member", ["id", "proof"])
def test_too_many_values_are_refused_wherever_they_stand(member: str):
    """The first and the last member of an object count alike."""
    document = put(BADGE, (member,), [str(number) for number in range(limits.JSON_NODES)])
    with pytest.raises(InputTooLarge, match=f"{limits.JSON_NODES} values"):
        jsonld.to_dataset(document)


def test_the_deepest_document_that_is_read_is_signed_whole():
    """Nesting up to the cap of the reader neither exhausts the stack nor loses the innermost statement."""
    node: dict[str, Any] = profile("innermost")
    for level in range(limits.JSON_DEPTH - 4):
        node = profile(str(level), parentOrg=node)
    document = loads_object(json.dumps(put(BADGE, ("issuer",), node)))
    assert "Name of innermost" in signed(document)
    assert len(jsonld.to_dataset(document)) == len(jsonld.to_dataset(BADGE)) + 3 * (limits.JSON_DEPTH - 4)


# What is accepted, and that it is the standard's reading


PRESENTATION = {
    "@context": [contexts.CREDENTIALS_V2],
    "type": ["VerifiablePresentation"],
    "holder": "did:example:learner",
    "verifiableCredential": [
        RICH,
        {
            "@context": contexts.CREDENTIALS_V2,
            "id": "data:application/vc+jwt,eyJhbGciOiJFUzI1NiJ9.e30.c2ln",
            "type": "EnvelopedVerifiableCredential",
        },
    ],
}
STATUS_LIST = {
    "@context": [contexts.CREDENTIALS_V2],
    "id": f"{ID}status/1",
    "type": ["VerifiableCredential", "BitstringStatusListCredential"],
    "issuer": "did:web:example.org",
    "credentialSubject": {
        "id": f"{ID}status/1#list",
        "type": "BitstringStatusList",
        "statusPurpose": "revocation",
        "encodedList": "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA",
        "ttl": 300000,
    },
}
CLR = {
    "@context": [contexts.CREDENTIALS_V2, contexts.CLR_2_0_1, contexts.OB_3_0_3],
    "id": f"{ID}clr/1",
    "type": ["VerifiableCredential", "ClrCredential"],
    "issuer": profile("issuer"),
    "partial": True,
    "credentialSubject": {
        "id": "did:example:learner",
        "type": ["ClrSubject"],
        "verifiableCredential": [drop(RICH, ("proof",))],
        "association": [{"type": "Association", "associationType": "isChildOf", "sourceId": ID, "targetId": f"{ID}1"}],
    },
}
JSON_SCHEMA = {
    "@context": [contexts.CREDENTIALS_V2],
    "type": ["VerifiableCredential", "JsonSchemaCredential"],
    "issuer": "did:web:example.org",
    "credentialSubject": {
        "id": f"{ID}schema.json",
        "type": "JsonSchema",
        "jsonSchema": {"properties": {"@context": {"const": [None, [], 1.5, 1e21]}}, "required": []},
    },
}
LANGUAGES = put(BADGE, ("name",), [{"@value": "Équipe", "@language": "fr"}, {"@value": "Team", "@language": "en"}, "T"])
ACCEPTED = {
    "badge": BADGE,
    "rich badge": RICH,
    "texts in languages": LANGUAGES,
    "presentation": PRESENTATION,
    "status list": STATUS_LIST,
    "record of several badges": CLR,
    "JSON literal": JSON_SCHEMA,
}


def statements(nquads: str) -> ox.Dataset:
    """Read N-Quads with pyoxigraph and name their blank nodes by its canonicaliser."""
    dataset = ox.Dataset(ox.parse(nquads, format=ox.RdfFormat.N_QUADS))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def pyld_statements(document: dict[str, Any]) -> ox.Dataset:
    """Read a document with PyLD alone, no gate in the way."""
    options = {"format": "application/n-quads", "documentLoader": contexts.document_loader}
    return statements(pyld.jsonld.to_rdf(document, options))


@pytest.mark.parametrize("document", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_what_is_accepted_means_what_every_processor_reads(document: dict[str, Any]):
    """The gate only refuses: an ungated processor and another canonicaliser see the same statements."""
    before = deepcopy(document)
    ours = jsonld.canonicalize(document)
    assert statements(ours.nquads) == pyld_statements(document)
    assert document == before


@pytest.mark.skipif(REFERENCE is None, reason="BADGEAPI_REFERENCE_DIR is not set")
@pytest.mark.parametrize(
    "name",
    [
        "achievementAlignmentCe",
        "basicOpenBadgeCredential",
        "fullOpenBadge",
        "ob-signed-example",
        "skillAssertionCase",
    ],
)
def test_official_samples_are_read_whole(name: str):
    """The samples of 1EdTech pass the gate and mean the same to PyLD and pyoxigraph."""
    document = json.loads(Path(REFERENCE, "vectors", f"{name}.json").read_text("utf-8"))
    ours = jsonld.canonicalize(document)
    assert statements(ours.nquads) == pyld_statements(document)


def test_statements_are_those_of_the_standard():
    """A badge, translated by hand from the contexts' tables."""
    assert signed(drop(BADGE, ("proof",))).splitlines() == sorted(
        line.replace("a:", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
        for line in (
            f"<did:example:learner> <a:> <{OB}AchievementSubject> .",
            f"<did:example:learner> <{OB}achievement> <{ID}achievements/1> .",
            f"<{ID}achievements/1> <a:> <{OB}Achievement> .",
            f'<{ID}achievements/1> <https://schema.org/name> "Teamwork" .',
            f"<{ID}achievements/1> <{OB}Criteria> _:c14n1 .",
            f"<{ID}achievements/1> <{OB}alignment> _:c14n0 .",
            f'_:c14n1 <{OB}narrative> "Be nominated." .',
            "_:c14n0 <a:> <https://schema.org/AlignmentObject> .",
            '_:c14n0 <https://schema.org/targetName> "Teams" .',
            f"<{ID}profiles/issuer> <a:> <{OB}Profile> .",
            f'<{ID}profiles/issuer> <https://schema.org/name> "Name of issuer" .',
            *(
                f"<urn:uuid:91537a8a-1b22-4a4e-b4a3-0d1d1b6dfc02> {rest} ."
                for rest in (
                    f"<a:> <{OB}OpenBadgeCredential>",
                    "<a:> <https://www.w3.org/2018/credentials#VerifiableCredential>",
                    '<https://schema.org/name> "Teamwork"',
                    "<https://www.w3.org/2018/credentials#credentialSubject> <did:example:learner>",
                    f"<https://www.w3.org/2018/credentials#issuer> <{ID}profiles/issuer>",
                    f'<https://www.w3.org/2018/credentials#validFrom> "2026-01-01T00:00:00Z"^^<{XSD}dateTime>',
                )
            ),
        )
    )


@pytest.mark.parametrize(
    ("value", "literal"),
    [
        (0, '"0"'),
        (5, '"5"'),
        (5.0, '"5"'),
        (-3, '"-3"'),
        (2.5, '"2.5E0"'),
        (0.1, '"1.0E-1"'),
        (1e21, '"1.0E21"'),
        (9007199254740991, '"9007199254740991"'),
    ],
)
def test_numbers_are_written_as_json_ld_says(value: float, literal: str):
    """JSON-LD 1.1 API section 8.2.2: integers as integers, all else in the canonical form of xsd:double."""
    nquads = signed(put(BADGE, (*SUBJECT, "creditsEarned"), value))
    assert f"creditsEarned> {literal}^^<https://www.w3.org/2001/XMLSchema#float> ." in nquads


def test_a_further_context_is_read_only_when_it_is_handed_in():
    """The examples context is for conformance runs: one call that knows it teaches the next one nothing."""
    document = put(put(BADGE, ("@context",), [*VC_AND_OB, contexts.EXAMPLES_V2]), ("alumniOf",), "School")
    extra = {contexts.EXAMPLES_V2: contexts.examples_document()}
    nquads = jsonld.canonicalize(document, extra_contexts=extra).nquads
    assert '<https://www.w3.org/ns/credentials/examples#alumniOf> "School" .' in nquads
    assert faults(document, UnknownContext) == [("unknown_context", "/@context/2")]
    assert ("undefined_term", "/alumniOf") in faults(put(BADGE, ("alumniOf",), "School"))


def test_absolute_iri():
    """What N-Quads can write between angle brackets, and nothing that needs a base."""
    for good in ("did:web:example.org%3A8080:a", "urn:uuid:1", "https://bücher.example/é?q=1#f", "a+b-c.d:x"):
        assert jsonld.is_absolute_iri(good)
    for bad in ("", "x", "1a:b", ":a", "did:", "https://a b", "_:b0", "\u00e9:x", None, 5):
        assert not jsonld.is_absolute_iri(bad)


# Nothing is silently lost


SIGNED_RICH = signed(RICH)
EVERYTHING = walk(RICH)
CONTEXT_ONLY = ("endorsement", 0, "@context")
LEAVES = [(path, value) for path, value in EVERYTHING if not isinstance(value, dict | list) and "@context" not in path]
CLASSES = ["Achievement", "Profile", "Evidence", "Image", "Alignment", "EndorsementCredential"]
IRIS = st.builds("{}:{}".format, st.sampled_from(["https", "urn", "did"]), st.text("abc/#%1é", min_size=1))
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def another(path: tuple[str | int, ...], value: object) -> st.SearchStrategy[object]:
    """Other values of the same JSON type that can stand in the same place."""
    if "type" in path:
        return st.sampled_from(CLASSES) | IRIS
    match value:
        case bool():
            return st.just(not value)
        case int() | float():
            return st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
        case str() if path[-1] == "@language":
            return st.from_regex(r"[a-z]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
        case str() if path[-1] == "proofPurpose":
            return st.sampled_from(["authentication", "keyAgreement"]) | IRIS
        case _:
            return IRIS if jsonld.is_absolute_iri(value) else TEXTS


def test_the_rich_badge_has_every_class_of_its_context():
    """So that the properties below speak of the whole vocabulary."""
    terms = contexts.document(contexts.OB_3_0_3)["@context"]
    assert isinstance(terms, dict)
    classes = {term for term in terms if term[0].isupper()}
    types = {value for path, value in EVERYTHING if "type" in path and isinstance(value, str)}
    assert classes - types == {"AchievementCredential"}  # the other name of OpenBadgeCredential


@settings(max_examples=120)
@given(data=st.data())
def test_a_changed_leaf_changes_what_is_signed(data: st.DataObject):
    """Whatever single text, number, IRI, type or boolean is altered, the signature breaks."""
    path, value = data.draw(st.sampled_from(LEAVES))
    changed = data.draw(another(path, value))
    assume(changed != value)
    assert signed(put(RICH, path, changed)) != SIGNED_RICH


@settings(max_examples=50)
@given(pair=st.tuples(*[st.floats(allow_nan=False, allow_infinity=False)] * 2).filter(lambda p: p[0] != p[1]))
def test_two_numbers_are_never_signed_as_one(pair: tuple[float, float]):
    """xsd:double is written with 16 digits, JSON numbers need up to 17: what does not fit is refused."""
    first, second = (signed(put(BADGE, (*SUBJECT, "creditsEarned"), number)) for number in pair)
    assert first != second or first == "refused: inexact_number"


def test_a_removed_value_changes_what_is_signed():
    """Every member of every object and every item of every array counts."""
    kept = [path for path, _ in EVERYTHING if signed(drop(RICH, path)) == SIGNED_RICH]
    # A context is how statements are read and not a statement; the inner one repeats the outer.
    assert kept == [CONTEXT_ONLY]


def test_an_added_member_is_refused_in_every_object():
    """No object of the vocabulary is open to members that no context defines."""
    objects = [()] + [path for path, value in EVERYTHING if isinstance(value, dict) and "@value" not in value]
    for path in objects:
        assert ("undefined_term", pointer(*path, "unheardOf")) in faults(put(RICH, (*path, "unheardOf"), "x"))


def test_a_member_renamed_to_a_class_is_refused():
    """Where a class and a member have one IRI, the signature would not notice that one passes for the other."""
    for path, value in EVERYTHING:
        member = path[-1]
        if isinstance(member, int) or member.startswith("@"):
            continue
        for name in (member[0].upper() + member[1:], "GeoCoordinates"):
            renamed = signed(put(drop(RICH, path), (*path[:-1], name), value))
            assert renamed.startswith("refused: ")


@pytest.mark.parametrize(
    "urls",
    [
        (contexts.CREDENTIALS_V2, contexts.OB_3_0_3, contexts.OB_EXTENSIONS),
        (contexts.CREDENTIALS_V2, contexts.OB_3_0_2),
        (contexts.CREDENTIALS_V2, contexts.CLR_2_0_1, contexts.OB_3_0_3),
        (contexts.CREDENTIALS_V1, contexts.OB_3_0_1),
        (contexts.CREDENTIALS_V1, contexts.OB_UNVERSIONED),
    ],
)
def test_no_two_members_of_one_class_share_an_iri(urls: tuple[str, ...]):
    """Only class names do, and those are refused as members; so no member can pass for its neighbour."""
    outer: dict[str, Any] = {}
    for url in urls:
        outer |= contexts.document(url)["@context"]
    scopes = [term["@context"] for term in outer.values() if isinstance(term, dict) and "@context" in term]
    for scope in [{}, *scopes]:
        terms = {name: term for name, term in (outer | scope).items() if name[0].islower()}
        iris = Counter(term["@id"] if isinstance(term, dict) else term for term in terms.values())
        assert [iri for iri, count in iris.items() if count > 1] == []


def test_the_order_of_a_list_is_signed():
    """`allowedValue` is ordered from the worst to the best; every other array is a set."""
    place = (*ACHIEVEMENT, "resultDescription", 0, "allowedValue")
    orders = [["A", "B", "A"], ["A", "A", "B"], ["B", "A", "A"], ["A", "B"]]
    canonical = [signed(put(RICH, place, order)) for order in orders]
    assert canonical[0] == SIGNED_RICH
    assert len(set(canonical)) == len(orders)
    assert signed(put(RICH, (*ACHIEVEMENT, "tag"), ["work", "team"])) == SIGNED_RICH


def test_two_objects_of_one_id_must_not_say_different_things():
    """JSON-LD merges them to one node: with two names there, an attacker could swap them under the same signature."""
    profile = {"id": "https://school.example", "type": ["Profile"], "name": "School"}
    achievement = BADGE["credentialSubject"]["achievement"] | {
        "creator": profile | {"url": "https://school.example/us"}
    }
    badge = BADGE | {"issuer": profile, "credentialSubject": BADGE["credentialSubject"] | {"achievement": achievement}}
    assert jsonld.to_dataset(badge), "saying more is saying nothing else"
    achievement["creator"]["name"] = "Other"
    with pytest.raises(DataLoss) as caught:
        jsonld.to_dataset(badge)
    assert [fault.code for fault in caught.value.faults] == ["conflicting_node"]


def test_a_type_is_written_as_the_term_that_its_context_has():
    """As a full IRI it signs the same, and would pass by the rules of its kind."""
    types = ["VerifiableCredential", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential"]
    with pytest.raises(DataLoss) as caught:
        jsonld.to_dataset(BADGE | {"type": types})
    assert [(fault.code, fault.pointer) for fault in caught.value.faults] == [("iri_as_type", "/type/1")]
    assert jsonld.to_dataset(BADGE | {"type": ["VerifiableCredential", "https://other.example/vocab#Award"]})
