"""What each check says of a document that is wrong in one thing, to the code and the place (`docs/checks.md`)."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import pytest

from badgeapi.canon import contexts
from badgeapi.credentials.identity import identity_hash
from badgeapi.errors import InvalidInput
from badgeapi.verification.checks import issuer_binding, validity_period
from badgeapi.verification.facts import (
    ControllerNeed,
    Fact,
    IssuerNeed,
    KnownIssuer,
    Refused,
    UnknownIssuer,
    Unreachable,
)
from badgeapi.verification.parse import Presented, read
from tests.verification.signed import (
    CLR,
    NOW,
    OTHER,
    SCHOOL,
    SUBJECT,
    V2,
    badge,
    judge,
    judged,
    lines,
    presentation,
    record,
    unsigned,
    unsigned_presentation,
    unsigned_record,
)

PAST = {"validFrom": "2026-01-01T00:00:00Z", "validUntil": "2026-02-01T00:00:00Z"}
UNKNOWN = "https://example.org/context"
PROFILE = SCHOOL.profile


def subject(**members: Any) -> dict[str, Any]:
    """The subject of a badge with other members; one of None is left out."""
    held = unsigned()["credentialSubject"] | members
    return {name: value for name, value in held.items() if value is not None}


def achievement(**members: Any) -> dict[str, Any]:
    held = unsigned()["credentialSubject"]["achievement"] | members
    return subject(achievement={name: value for name, value in held.items() if value is not None})


LINES: dict[str, tuple[Any, str, list[tuple[str, str, str]]]] = {
    "a context alone": (unsigned(**{"@context": V2}), "context", [("fail", "context_not_a_list", "/@context")]),
    "no contexts": (unsigned(**{"@context": []}), "context", [("fail", "context_not_a_list", "/@context")]),
    "no @context": (unsigned(**{"@context": None}), "context", [("fail", "context_not_a_list", "/@context")]),
    "one inline": (unsigned(**{"@context": {"0": V2}}), "context", [("fail", "context_not_a_list", "/@context")]),
    "another context first": (
        unsigned(**{"@context": [contexts.OB_3_0_3, V2]}), "context", [("fail", "context_order", "/@context/0")],
    ),
    "contexts that are not known": (
        unsigned(**{"@context": [V2, contexts.OB_3_0_3, UNKNOWN, {"a": "b"}]}),
        "context",
        [("fail", "unknown_context", "/@context/2"), ("fail", "unknown_context", "/@context/3")],
    ),
    "no credential": (unsigned(type=["OpenBadgeCredential"]), "type", [("fail", "not_a_credential", "/type")]),
    "no badge": (unsigned(type=["VerifiableCredential"]), "type", [("warn", "not_an_open_badge", "/type")]),
    "no badge, by its members": (
        unsigned(type=["VerifiableCredential"]), "shape", [("skipped", "not_an_open_badge", "")],
    ),
    "a badge": (unsigned(), "type", [("pass", "passed", "")]),
    "a badge of its members": (unsigned(), "shape", [("pass", "passed", "")]),
    "nobody it is about": (
        unsigned(credentialSubject=subject(id=None, identifier=None)), "subject",
        [("fail", "no_recipient", "/credentialSubject")],
    ),
    "nothing had to be done for it": (
        unsigned(credentialSubject=achievement(criteria={})), "criteria",
        [("fail", "no_criteria", "/credentialSubject/achievement/criteria")],
    ),
    "no evidence": (unsigned(evidence=None), "evidence", [("skipped", "no_evidence", "")]),
    "evidence that says nothing": (
        unsigned(evidence=[{"type": ["Evidence"], "id": "urn:example:1"}, {"type": ["Evidence"]}]), "evidence",
        [("warn", "empty_evidence", "/evidence/1")],
    ),
    "evidence that says something": (
        unsigned(evidence=[{"type": ["Evidence"], name: "urn:example:1"} for name in ("id", "name", "narrative")]),
        "evidence", [("pass", "passed", "")],
    ),
    "neither results nor descriptions": (
        unsigned(credentialSubject=achievement(resultDescription=None) | {"result": []}), "results",
        [("pass", "passed", "")],
    ),
    "no results": (
        unsigned(credentialSubject={k: v for k, v in achievement(resultDescription=None).items() if k != "result"}),
        "results", [("skipped", "no_results", "")],
    ),
    "no issuer": (unsigned(issuer=None), "issuer_binding", [("skipped", "skipped", "")]),
    "an issuer without id": (badge(issuer={"type": ["Profile"]}), "issuer_binding", [("skipped", "skipped", "")]),
    "a result of an unknown description": (
        unsigned(credentialSubject=subject(result=[{"type": ["Result"], "resultDescription": "urn:example:1"}])),
        "results", [("fail", "unknown_result_description", "/credentialSubject/result/0/resultDescription")],
    ),
    "somebody else's key": (badge(issuer=OTHER.profile), "issuer_binding", [("fail", "foreign_key", "/proof")]),
    "a key of its own": (badge(), "issuer_binding", [("pass", "passed", "")]),
    "no list of issuers": (badge(), "issuer_known", [("skipped", "no_registry", "")]),
    "nobody expected": (badge(), "recipient", [("skipped", "nobody_expected", "")]),
    "no status": (badge(), "status", [("skipped", "no_status", "")]),
    "no schema": (badge(credentialSchema=None), "schema", [("skipped", "no_schema", "")]),
    "no refresh service": (badge(refreshService=None), "refresh", [("skipped", "no_refresh", "")]),
    "a presentation with an id": (
        unsigned_presentation({}, id="urn:example:1"), "presentation", [("pass", "passed", "")],
    ),
    "a credential in a presentation's place": (unsigned_presentation({}), "presentation", [("pass", "passed", "")]),
    "not yet": (
        badge(validFrom="2027-01-01T00:00:00Z"), "validity_period", [("fail", "not_yet_valid", "/validFrom")],
    ),
    "no longer": (
        badge(**PAST), "validity_period", [("fail", "expired", "/validUntil")],
    ),
    "from this moment": (badge(validFrom="2026-11-25T12:00:00Z"), "validity_period", [("pass", "passed", "")]),
    "to this moment": (badge(validUntil="2026-11-25T12:00:00Z"), "validity_period", [("pass", "passed", "")]),
    "without associations": (record(badge()), "associations", [("skipped", "no_associations", "")]),
    "a record": (unsigned_record(badge()), "shape", [("pass", "passed", "")]),
    "a presentation of nothing": (
        presentation(verifiableCredential=None), "presentation",
        [("warn", "no_credentials", "/verifiableCredential")],
    ),
    "a presentation of a text": (
        unsigned_presentation(verifiableCredential="eyJ"), "presentation",
        [("fail", "not_an_object", "/verifiableCredential")],
    ),
    "a presentation of several texts": (
        unsigned_presentation({}, "eyJ"), "presentation", [("fail", "not_an_object", "/verifiableCredential/1")],
    ),
    "a presentation with a relative id": (
        unsigned_presentation(id="1"), "presentation",
        [("fail", "not_an_iri", "/id"), ("warn", "no_credentials", "/verifiableCredential")],
    ),
    "a presentation of a nameless holder": (
        {**unsigned_presentation({}), "holder": {"name": "x"}}, "presentation", [("fail", "bad_holder", "/holder")],
    ),
    "a presentation that is a credential": (
        unsigned_presentation({}, type=["VerifiablePresentation", "VerifiableCredential"]), "presentation",
        [("fail", "two_kinds", "/type")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("document", "check", "said"), LINES.values(), ids=LINES.keys())
def test_what_a_check_says(document: Any, check: str, said: list[tuple[str, str, str]]):
    """Exactly this, at this place."""
    assert lines(judge(document), check) == said


def test_an_issuer_is_known_or_not():
    """Said of the badge's own issuer, and decides nothing."""
    need = IssuerNeed(SCHOOL.did)
    known = judge(badge(), {need: KnownIssuer("The School", "our list")})
    assert lines(known, "issuer_known") == [("pass", "known", "/issuer")]
    [line] = [line for line in known.results if line.id == "issuer_known"]
    assert "The School" in line.message
    assert "our list" in line.message
    stranger = judge(badge(), {need: UnknownIssuer()})
    assert lines(stranger, "issuer_known") == [("warn", "unknown_issuer", "/issuer")]
    assert known.verified
    assert stranger.verified


def test_what_answers_itself_is_not_asked():
    """A did:key is its own document; nobody but the lists of issuers has anything to say."""
    asked, report = judged(badge())
    assert asked == [IssuerNeed(SCHOOL.did)]
    assert report.verified


def test_checks_rely_on_no_other():
    """What the first stage refuses is refused by the later ones as well, should they be asked."""
    found = [*validity_period.run(Presented({"validFrom": 5, "validUntil": "tomorrow"}), {}, NOW)]
    assert [(one.code, one.pointer) for one in found] == [
        ("not_a_datetime", "/validFrom"), ("not_a_datetime", "/validUntil"),
    ]  # fmt: skip
    found = [*issuer_binding.run(Presented({"issuer": 5}), {}, NOW)]
    assert [(one.code, one.pointer) for one in found] == [("no_issuer", "/issuer")]


def test_a_failing_stage_ends_it():
    """What comes after a check that blocks is skipped by name, and nothing is asked; its own stage is gone through."""
    asked, report = judged(badge(credentialSubject=achievement(criteria={})))
    assert asked == []
    said = {line.id: line for line in report.results}
    assert (said["criteria"].outcome, said["evidence"].outcome) == ("fail", "skipped")
    assert said["evidence"].code == "no_evidence"
    for check in ("issuer_binding", "proof", "validity_period", "recipient", "issuer_known", "schema", "status"):
        assert (said[check].outcome, said[check].code) == ("skipped", "skipped")
        assert "Criteria" in said[check].message


def test_a_late_check_does_not_end_it():
    """An expired badge is still looked up: whoever asks learns all of what is wrong with it."""
    report = judge(badge(**PAST))
    assert lines(report, "status") == [("skipped", "no_status", "")]
    assert report.verdict == "not_verified"


# Whom the credentials of a record are about


def identity(value: str, salt: str = "", kind: str = "systemId") -> dict[str, Any]:
    hashed = {"salt": salt, "identityHash": identity_hash(value, salt)} if salt else {"identityHash": value}
    return {"type": "IdentityObject", "hashed": bool(salt), "identityType": kind, **hashed}


PEOPLE = {
    "both in the open": (identity("s-1"), identity("s-1"), "pass"),
    "others in the open": (identity("s-1"), identity("s-2"), "warn"),
    "one hashed": (identity("s-1"), identity("s-1", "salt"), "pass"),
    "the other hashed": (identity("s-1", "salt"), identity("s-1"), "pass"),
    "one hashed, of somebody else": (identity("s-1"), identity("s-2", "salt"), "warn"),
    "the other hashed, of somebody else": (identity("s-2", "salt"), identity("s-1"), "warn"),
    "hashed alike": (identity("s-1", "salt"), identity("s-1", "salt"), "pass"),
    "hashed with other salts": (identity("s-1", "salt"), identity("s-1", "pepper"), "warn"),
    "of other kinds": (identity("s-1"), identity("s-1", kind="accountId"), "warn"),
}


@pytest.mark.parametrize(("ours", "theirs", "outcome"), PEOPLE.values(), ids=PEOPLE.keys())
def test_learners_are_compared_by_their_identifiers(ours: Any, theirs: Any, outcome: str):
    """Open Badges 3.0, IdentityObject: a hash can be held against what is in the open, or against an equal one."""
    within = badge(credentialSubject=subject(id="urn:uuid:0b5b3c4e-9f3e-4c4e-8a52-5a1d7b6f1a07", identifier=[theirs]))
    report = judge(
        record(within, subject={"id": SUBJECT, "identifier": [ours]}, **{"@context": [V2, CLR, contexts.OB_3_0_3]})
    )
    assert [line[0] for line in lines(report, "same_person")] == [outcome]
    assert report.verified


@pytest.mark.parametrize(
    "address", [None, 5, "https://school.example/1", "data:text/plain,eyJ", "data:application/vc+jwt;eyJ"]
)
def test_an_envelope_without_a_token(address: Any):
    """VC Data Model 2.0 section 4.12: the id is a data: URL of a JWT."""
    with pytest.raises(InvalidInput) as caught:
        read({"@context": V2, "type": "EnvelopedVerifiableCredential", "id": address})
    assert [(fault.code, fault.pointer) for fault in caught.value.faults] == [("envelope_id", "/id")]


@pytest.mark.parametrize(("fact", "verdict"), [(Unreachable("down"), "undetermined"), (Refused("404"), "not_verified")])
def test_a_jwt_whose_controller_was_not_had(fact: Fact, verdict: str):
    """What is open stays open; an answer of no is one."""
    did = "did:web:school.example"
    token = SCHOOL.token(unsigned(issuer=PROFILE | {"id": did}))
    head, body, signature = token.split(".")
    header = json.loads(urlsafe_b64decode(head + "==")) | {"kid": f"{did}#1"}
    head = urlsafe_b64encode(json.dumps(header).encode()).decode().rstrip("=")
    report = judge(f"{head}.{body}.{signature}", {ControllerNeed(did): fact})
    assert report.verdict == verdict
    assert [line.code for line in report.results if line.id == "proof"] == [
        "controller_unreachable" if verdict == "undetermined" else "controller_refused"
    ]
