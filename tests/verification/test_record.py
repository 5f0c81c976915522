"""Learner records (CLR 2.0): their members, how their achievements hang together, and that they are one learner's."""

from __future__ import annotations

from typing import Any

import pytest

from badgeapi.verification.check import Outcome
from badgeapi.verification.report import Report, Verdict
from tests.verification.badges import LEARNER, SCHOOL, STRANGER, Json, badge, enveloped, judge, lines, record

ONE, TWO, THREE = (SCHOOL.sign(badge(name)) for name in ("one", "two", "three"))


def link(kind: str, source: str, target: str) -> Json:
    return {
        "type": "Association",
        "associationType": kind,
        "sourceId": f"urn:example:achievement:{source}",
        "targetId": f"urn:example:achievement:{target}",
    }


def judged(*held: Any, **members: Any) -> Report:
    return judge(SCHOOL.sign(record(*held, **members)))[0]


@pytest.mark.parametrize(
    "kind",
    ["exactMatchOf", "isChildOf", "isParentOf", "isPartOf", "isPeerOf", "isRelatedTo", "precedes", "replacedBy"],
)
def test_the_eight_types_join_achievements(kind: str):
    """CLR 2.0 has exactly these."""
    report = judged(ONE, TWO, association=[link(kind, "one", "two")])
    assert report.verified, report.results
    assert lines(report, "associations")[0].outcome is Outcome.PASS


def test_there_is_no_ninth_type():
    """The enumeration is closed: not even `ext:` terms."""
    # Signing would refuse nothing here: the term is defined, its value is free in JSON-LD.
    report = judged(ONE, TWO, association=[link("ext:inspires", "one", "two")])
    assert report.verdict is Verdict.NOT_VERIFIED
    assert any(line.pointer.endswith("associationType") for line in lines(report, "shape"))


def test_both_ends_are_in_the_record():
    """ST-1: among the credentials, in whichever form, or among the achievements it refers to."""
    parent = {
        "id": "urn:example:achievement:degree",
        "type": ["Achievement"],
        "name": "Degree",
        "description": "All of it.",
        "criteria": {"narrative": "The parts."},
    }
    assert judged(ONE, association=[link("isPartOf", "one", "degree")], subject={"achievement": [parent]}).verified
    token = enveloped(SCHOOL.jwt(badge("two")))
    assert judged(ONE, token, association=[link("precedes", "one", "two")]).verified
    assert judged(SCHOOL.sign(record(TWO)), ONE, association=[link("precedes", "one", "two")]).verified
    report = judged(ONE, association=[link("isPartOf", "one", "degree")])
    [line] = lines(report, "associations")
    assert (line.code, line.pointer) == ("unknown_achievement", "/credentialSubject/association/0/targetId")
    assert report.verdict is Verdict.NOT_VERIFIED


@pytest.mark.parametrize(
    "associations",
    [
        [link("isChildOf", "one", "two"), link("isChildOf", "two", "one")],
        [link("isChildOf", "one", "two"), link("isParentOf", "one", "two")],
        [link("isParentOf", "one", "one")],
        [link("isPartOf", "one", "two"), link("isPartOf", "two", "three"), link("isPartOf", "three", "one")],
        [link("precedes", "one", "two"), link("precedes", "two", "one")],
    ],
)
def test_nothing_contains_or_precedes_itself(associations: list[Json]):
    """ST-2: the association that closes the circle is named."""
    report = judged(ONE, TWO, THREE, association=associations)
    [line] = lines(report, "associations")
    assert line.code == "circular_association"
    assert line.pointer == f"/credentialSubject/association/{len(associations) - 1}"


def test_circles_of_other_kinds_mean_nothing():
    """Two peers are each other's; and one may precede what it is part of."""
    both = [link("isPeerOf", "one", "two"), link("isPeerOf", "two", "one"), link("isRelatedTo", "one", "one")]
    assert judged(ONE, TWO, association=both).verified
    assert judged(ONE, TWO, association=[link("precedes", "one", "two"), link("isPartOf", "two", "one")]).verified


def test_a_record_is_one_learners():
    """ST-3: two DIDs are two people; what cannot be told is said."""
    stranger = SCHOOL.sign(badge("theirs", subject=STRANGER.did))
    report = judged(ONE, stranger)
    [line] = lines(report, "same_person")
    assert (report.verdict, line.code) == (Verdict.NOT_VERIFIED, "another_person")
    assert line.pointer == "/credentialSubject/verifiableCredential/1"
    nameless = SCHOOL.sign(badge("urn", subject="urn:uuid:0f1a2b3c-4d5e-4f60-8a7b-9c0d1e2f3a4b"))
    report = judged(ONE, nameless)
    assert report.verified
    assert [line.code for line in lines(report, "same_person")] == ["person_not_told"]


def test_a_shared_identifier_tells_one_learner():
    """A plain identifier in the record is compared with the hashed one in the credential."""
    document = badge("mail", subject="urn:uuid:0f1a2b3c-4d5e-4f60-8a7b-9c0d1e2f3a4b")
    document["credentialSubject"]["identifier"] = [
        {
            "type": "IdentityObject", "hashed": True, "identityType": "emailAddress", "salt": "Kosher",
            "identityHash": "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399",
        }
    ]  # fmt: skip
    plain = {"type": "IdentityObject", "hashed": False, "identityType": "emailAddress", "identityHash": "a@example.com"}
    report = judged(SCHOOL.sign(document), subject={"identifier": [plain]})
    assert lines(report, "same_person")[0].outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"name": None}, "/name"),
        ({"partial": "yes"}, "/partial"),
        ({"@context": [0, 2, 1]}, "/@context/1"),
    ],
)
def test_a_record_has_its_members(changes: Json, pointer: str):
    """ClrCredential: a name is required, `partial` is a boolean, and the contexts have their order."""
    document = record(ONE)
    for name, value in changes.items():
        if name == "@context":
            document[name] = [document[name][index] for index in value]
        elif value is None:
            del document[name]
        else:
            document[name] = value
    report, _ = judge(document)
    failing = {line.pointer for line in report.results if line.outcome is Outcome.FAIL}
    assert pointer in failing
    assert LEARNER.did == record(ONE)["credentialSubject"]["id"]
