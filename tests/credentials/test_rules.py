"""DM-X1 to DM-X13: each rule finds its fault where it is, and nothing in a document that keeps it."""

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

import pytest

from badgeapi.credentials import rules
from badgeapi.credentials.described import describe
from badgeapi.credentials.shape import check_credential

LEVEL = {"id": "urn:l:1", "type": ["RubricCriterionLevel"], "name": "Mastered"}
DESCRIPTIONS = [
    {"id": "urn:d:grade", "type": ["ResultDescription"], "name": "Grade", "resultType": "LetterGrade",
     "allowedValue": ["C", "B", "A"]},
    {"id": "urn:d:points", "type": ["ResultDescription"], "name": "Points", "resultType": "RawScore",
     "valueMin": "0", "valueMax": "100"},
    {"id": "urn:d:status", "type": ["ResultDescription"], "name": "Status", "resultType": "Status"},
    {"id": "urn:d:rubric", "type": ["ResultDescription"], "name": "Rubric", "resultType": "RubricCriterionLevel",
     "requiredLevel": "urn:l:1", "rubricCriterionLevel": [LEVEL, {**LEVEL, "id": "urn:l:2"}]},
    {"id": "urn:d:other", "type": ["ResultDescription"], "name": "Other", "resultType": "RubricCriterionLevel",
     "rubricCriterionLevel": [{**LEVEL, "id": "urn:l:3"}]},
]  # fmt: skip
RESULTS = [
    {"type": ["Result"], "resultDescription": "urn:d:grade", "value": "B"},
    {"type": ["Result"], "resultDescription": "urn:d:points", "value": "99.5"},
    {"type": ["Result"], "resultDescription": "urn:d:status", "status": "Completed"},
    {"type": ["Result"], "resultDescription": "urn:d:rubric", "achievedLevel": "urn:l:2"},
    {"type": ["Result"], "achievedLevel": "urn:l:3"},
]
HASHED = {
    "type": "IdentityObject",
    "hashed": True,
    "identityHash": "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399",
    "identityType": "emailAddress",
    "salt": "Kosher",
}
PNG = {"id": "data:image/png;base64,iVBORw0KGgo=", "type": "Image"}
GIF = {"id": "data:image/gif;base64,R0lGODlh", "type": "Image"}
CREDENTIAL = {
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ],
    "id": "urn:c:1",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"id": "https://a.example", "type": ["Profile"], "image": PNG},
    "validFrom": "2026-01-01T00:00:00Z",
    "validUntil": "2027-01-01T00:00:00Z",
    "credentialSubject": {
        "id": "urn:s:1",
        "type": ["AchievementSubject"],
        "identifier": [HASHED, {**HASHED, "identityHash": "md5$900150983cd24fb0d6963f7d28e17f72"}],
        "image": PNG,
        "achievement": {
            "id": "urn:a:1",
            "type": ["Achievement"],
            "name": "A",
            "description": "B",
            "criteria": {"narrative": "C"},
            "image": GIF,
            "resultDescription": DESCRIPTIONS,
        },
        "result": RESULTS,
    },
}
SUBJECT = "/credentialSubject"
ACHIEVEMENT = f"{SUBJECT}/achievement"
DESCRIPTION = f"{ACHIEVEMENT}/resultDescription"
DROP = object()


def changed(changes: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    document = deepcopy(CREDENTIAL)
    for pointer, value in changes:
        *path, last = [int(token) if token.isdecimal() else token for token in pointer.split("/")[1:]]
        holder: Any = document
        for token in path:
            holder = holder[token]
        if value is DROP:
            del holder[last]
        else:
            holder[last] = value
    return document


def test_a_document_that_keeps_every_rule_has_no_fault():
    """The positive case of every rule at once: each row below differs from it in one thing."""
    assert check_credential(CREDENTIAL) == []


KEPT = {
    "X1 by identifier": [(f"{SUBJECT}/id", DROP)],
    "X1 by id": [(f"{SUBJECT}/identifier", DROP)],
    "X2 by id": [(f"{ACHIEVEMENT}/criteria", {"id": "https://a.example/criteria"})],
    "X3 without results": [(f"{SUBJECT}/result", DROP)],
    "X3 a level of another description, as in a published sample": [(f"{SUBJECT}/result/3/achievedLevel", "urn:l:3")],
    "X4 a percentage": [(f"{SUBJECT}/result/1/value", "100 %")],
    "X4 at the bounds": [(f"{SUBJECT}/result/1/value", "0")],
    "X4 half open": [(f"{DESCRIPTION}/1/valueMin", DROP), (f"{SUBJECT}/result/1/value", "-5")],
    "X4 bounds that are no numbers": [
        (f"{DESCRIPTION}/1/valueMin", "F"),
        (f"{DESCRIPTION}/1/valueMax", "A"),
        (f"{SUBJECT}/result/1/value", "C"),
    ],
    "X4 compared as numbers, not texts": [
        (f"{DESCRIPTION}/1/valueMax", "1000"),
        (f"{SUBJECT}/result/1/value", "900"),
    ],
    "X5 without end": [("/validUntil", DROP)],
    "X5 the same moment": [("/validUntil", "2026-01-01T01:00:00+01:00")],
    "X8 in clear": [(f"{SUBJECT}/identifier/0", {**HASHED, "hashed": False, "identityHash": "a@example.com"})],
    "X12 a public key": [("/issuer/jwk", {"kty": "OKP", "crv": "Ed25519", "x": "11qY"})],
    "X12 `d` elsewhere": [("/issuer/extension", {"d": "x"})],
    "X13 SVG": [("/issuer/image/id", "data:image/svg+xml,%3Csvg%3E")],
    "X13 by address": [("/issuer/image/id", "https://a.example/logo.gif")],
}
BROKEN = {
    "X1": ([(f"{SUBJECT}/id", DROP), (f"{SUBJECT}/identifier", DROP)], "no_recipient", SUBJECT),
    "X2": ([(f"{ACHIEVEMENT}/criteria", {"x": "y"})], "no_criteria", f"{ACHIEVEMENT}/criteria"),
    "X3 description": (
        [(f"{SUBJECT}/result/0/resultDescription", "urn:d:9")],
        "unknown_result_description",
        f"{SUBJECT}/result/0/resultDescription",
    ),
    "X3 achieved level": (
        [(f"{SUBJECT}/result/3/achievedLevel", "urn:l:9")],
        "unknown_level",
        f"{SUBJECT}/result/3/achievedLevel",
    ),
    "X3 required level": (
        [(f"{DESCRIPTION}/3/requiredLevel", "urn:l:3")],
        "unknown_level",
        f"{DESCRIPTION}/3/requiredLevel",
    ),
    "X4 no status": ([(f"{SUBJECT}/result/2/status", DROP)], "missing_status", f"{SUBJECT}/result/2"),
    "X4 not allowed": ([(f"{SUBJECT}/result/0/value", "D")], "value_outside", f"{SUBJECT}/result/0/value"),
    "X4 above": ([(f"{SUBJECT}/result/1/value", "100.1")], "value_outside", f"{SUBJECT}/result/1/value"),
    "X4 below": ([(f"{SUBJECT}/result/1/value", "-1")], "value_outside", f"{SUBJECT}/result/1/value"),
    "X4 no number": ([(f"{SUBJECT}/result/1/value", "NaN")], "value_outside", f"{SUBJECT}/result/1/value"),
    "X5": ([("/validUntil", "2025-12-31T23:59:59Z")], "ends_before_start", "/validUntil"),
    "X5 by offset": ([("/validUntil", "2026-01-01T01:00:00+02:00")], "ends_before_start", "/validUntil"),
    "X5 no offset": ([("/validUntil", "2027-01-01T00:00:00")], "not_a_datetime", "/validUntil"),
    "X6 description": ([(f"{DESCRIPTION}/4/id", "urn:d:grade")], "repeated_id", f"{DESCRIPTION}/4/id"),
    "X6 level": (
        [(f"{DESCRIPTION}/3/rubricCriterionLevel/1/id", "urn:l:1"), (f"{SUBJECT}/result/3/achievedLevel", "urn:l:1")],
        "repeated_id",
        f"{DESCRIPTION}/3/rubricCriterionLevel/1/id",
    ),
    "X7 null": ([("/name", None)], "null_member", "/name"),
    "X7 null where needed": ([("/validFrom", None)], "null_member", "/validFrom"),
    "X7 null in an array": ([(f"{ACHIEVEMENT}/tag", ["a", None])], "null_member", f"{ACHIEVEMENT}/tag/1"),
    "X7 null in an extension": ([("/issuer/x", {"y": [None]})], "null_member", "/issuer/x/y/0"),
    "X7 empty array": ([(f"{ACHIEVEMENT}/tag", [])], "empty_array", f"{ACHIEVEMENT}/tag"),
    "X7 empty array in an extension": ([("/x~y", [[]])], "empty_array", "/x~0y/0"),
    "X8 no hash": (
        [(f"{SUBJECT}/identifier/0/identityHash", "a@example.com")],
        "not_an_identity_hash",
        f"{SUBJECT}/identifier/0/identityHash",
    ),
    "X8 short": (
        [(f"{SUBJECT}/identifier/0/identityHash", "sha256$b5809d")],
        "not_an_identity_hash",
        f"{SUBJECT}/identifier/0/identityHash",
    ),
    "X8 other algorithm": (
        [(f"{SUBJECT}/identifier/0/identityHash", "sha1$a9993e364706816aba3e25717850c26c9cd0d89d")],
        "not_an_identity_hash",
        f"{SUBJECT}/identifier/0/identityHash",
    ),
    "X10": ([(f"{ACHIEVEMENT}/achievementType", "my-ext:Foo")], "not_in_enumeration", f"{ACHIEVEMENT}/achievementType"),
    "X11 relative": ([(f"{ACHIEVEMENT}/id", "achievements/1")], "not_an_iri", f"{ACHIEVEMENT}/id"),
    "X11 with a space": ([("/issuer/url", "https://a.example/a b")], "not_an_iri", "/issuer/url"),
    "X12": ([("/issuer/jwk", {"kty": "OKP", "d": "nWGx"})], "private_key", "/issuer/jwk/d"),
    "X12 symmetric": ([("/issuer/keys", [{"kty": "oct", "k": "nWGx"}])], "private_key", "/issuer/keys/0/k"),
    "X13 issuer": ([("/issuer/image", GIF)], "wrong_image_type", "/issuer/image/id"),
    "X13 subject": ([(f"{SUBJECT}/image", GIF)], "wrong_image_type", f"{SUBJECT}/image/id"),
}  # fmt: skip


@pytest.mark.parametrize("changes", KEPT.values(), ids=KEPT.keys())
def test_what_a_rule_allows(changes: list[tuple[str, Any]]):
    """A rule must not refuse what the standard allows."""
    assert check_credential(changed(changes)) == []


@pytest.mark.parametrize(("changes", "code", "pointer"), BROKEN.values(), ids=BROKEN.keys())
def test_what_a_rule_refuses(changes: list[tuple[str, Any]], code: str, pointer: str):
    """One thing wrong gives one fault: its code, its place, a sentence, and the clause that demands it."""
    [fault] = check_credential(changed(changes))
    assert (fault.code, fault.pointer) == (code, pointer)
    assert fault.message.endswith(".")
    assert fault.citation


def test_every_rule_has_a_case():
    """The table of rules and the tables above cannot drift apart."""
    named = (rules.CRITERIA, rules.DESCRIPTIONS, rules.RECIPIENT, rules.RESULTS_SHOWN)
    table = [*rules.CONTAINERS, *(rule for _, rule in rules.OBJECTS), *(rule for group in named for rule in group)]
    tested = {case.split()[0] for case in BROKEN}
    assert {rule.id for rule in table} == {f"DM-{case}" for case in tested} - {"DM-X10", "DM-X11"}


def test_results_are_judged_before_they_are_issued():
    """At issue there is no document yet; the pointers go into the request."""
    achievement = {"resultDescription": DESCRIPTIONS}
    assert list(rules.check_results(describe(achievement), RESULTS)) == []
    wrong = [
        {"resultDescription": "urn:d:rubric", "achievedLevel": "urn:l:3"},
        {"resultDescription": "urn:d:status"},
        {"resultDescription": "urn:d:grade", "value": "D"},
        {"resultDescription": "urn:d:9"},
    ]
    faults = rules.check_results(describe(achievement), wrong, at=("rows", 7))
    assert {(fault.code, fault.pointer) for fault in faults} == {
        ("unknown_level", "/rows/7/result/0/achievedLevel"),
        ("missing_status", "/rows/7/result/1"),
        ("value_outside", "/rows/7/result/2/value"),
        ("unknown_result_description", "/rows/7/result/3/resultDescription"),
    }


def test_a_period_of_an_old_badge_is_judged_too():
    """VC Data Model 1.1 names the same two times otherwise."""
    old = {"issuanceDate": "2026-01-01T00:00:00Z", "expirationDate": "2025-01-01T00:00:00Z"}
    [fault] = rules.check_anywhere({"a": [old]})
    assert (fault.code, fault.pointer) == ("ends_before_start", "/a/0/expirationDate")
