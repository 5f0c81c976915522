"""What is signed within a document is judged too, and the whole is verified only when all of it is."""

from __future__ import annotations

from typing import Any

import pytest

from badgeapi import limits
from badgeapi.verification.parse import AUTHENTICATION, Expected
from badgeapi.verification.report import Verdict
from tests.verification.signed import (
    ACHIEVEMENT,
    CLR,
    OB,
    OTHER,
    SCHOOL,
    SUBJECT,
    V2,
    Signer,
    badge,
    endorsement,
    envelope,
    judge,
    judged,
    lines,
    presentation,
    record,
    unsigned,
    unsigned_endorsement,
    unsigned_record,
)

ID = str(unsigned()["id"])
SHOWING = Expected(AUTHENTICATION)


def achievement(**members: Any) -> dict[str, Any]:
    subject = unsigned()["credentialSubject"]
    return subject | {"achievement": subject["achievement"] | members}


def tampered(document: dict[str, Any], **members: Any) -> dict[str, Any]:
    return document | ({"name": "Changed after signing"} | members)


def issuer(**members: Any) -> dict[str, Any]:
    return SCHOOL.profile | members


PLACES = {
    "of the credential": ("/endorsement/0", lambda one: {"endorsement": [one]}, ID),
    "of the achievement": (
        "/credentialSubject/achievement/endorsement/0",
        lambda one: {"credentialSubject": achievement(endorsement=[one])},
        ACHIEVEMENT,
    ),
    "of the issuer": ("/issuer/endorsement/0", lambda one: {"issuer": issuer(endorsement=[one])}, SCHOOL.did),
}


@pytest.mark.parametrize(("place", "put", "about"), PLACES.values(), ids=PLACES.keys())
def test_an_endorsement_is_judged_wherever_it_stands(place: str, put: Any, about: str):
    """Open Badges 3.0 section 9.1, step 6: every EndorsementCredential, at its place, and it decides."""
    good, bad = endorsement(about), tampered(endorsement(about))
    report = judge(badge(**put(good)))
    assert report.verified
    assert [(part.role, part.pointer, part.report.issuer) for part in report.parts] == [
        ("endorsements", place, OTHER.did)
    ]
    assert lines(report, "endorsements") == [("pass", "passed", place)]
    report = judge(badge(**put(bad)))
    assert (report.verdict, report.proven) == (Verdict.NOT_VERIFIED, True)
    assert lines(report, "endorsements") == [("fail", "endorsement_not_verified", place)]


def test_an_endorsement_as_a_jwt():
    """`endorsementJwt` holds compact JWTs (Open Badges 3.0, class OpenBadgeCredential)."""
    token = OTHER.token(unsigned_endorsement(ID))
    assert judge(badge(endorsementJwt=[token])).verified
    head, payload, signature = token.split(".")
    forged = f"{head}.{payload}.{signature[::-1]}"
    report = judge(badge(endorsementJwt=[token, forged]))
    assert report.verdict is Verdict.NOT_VERIFIED
    assert [line[2] for line in lines(report, "endorsements") if line[0] == "fail"] == ["/endorsementJwt/1"]


def test_an_endorsement_of_something_else_is_said():
    """It is genuine, so it is no failure; but nobody is to read it as praise of this badge."""
    report = judge(badge(endorsement=[endorsement("https://elsewhere.example/badge")]))
    assert report.verified
    assert lines(report, "endorsements") == [("warn", "endorses_another", "/endorsement/0")]


FORMS = {"JSON": badge(), "JWT in an envelope": envelope(SCHOOL.token(unsigned()))}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_a_record_is_verified_with_each_form_within(form: Any):
    """CLR 2.0: the credentials within keep their own proofs and issuers."""
    report = judge(record(form))
    assert report.verified
    assert [(part.role, part.report.verdict) for part in report.parts] == [("credentials", Verdict.VERIFIED)]


def test_a_record_in_a_presentation_has_three_levels():
    """Each level has its report below that of the one around it."""
    report = judge(presentation(record(badge(endorsement=[endorsement(ID)]))), expected=SHOWING)
    assert report.verified
    inner = report.parts[0].report.parts[0].report
    assert [part.role for part in inner.parts] == ["endorsements"]


SECOND = "urn:uuid:0b5b3c4e-9f3e-4c4e-8a52-5a1d7b6f1a09"
BAD: dict[str, Any] = {
    "changed": tampered(badge(id=SECOND)),
    "of a stranger's key": OTHER.secure(unsigned(id=SECOND)),
    "unsigned": unsigned(id=SECOND),
    "expired": badge(id=SECOND, validUntil="2026-11-25T11:59:59Z"),
    "a presentation": presentation(badge()),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_one_bad_credential_spoils_the_record(bad: Any):
    """The publisher's good signature says nothing of what others are made to say within."""
    report = judge(record(badge(), bad))
    assert report.proven
    assert report.verdict is Verdict.NOT_VERIFIED
    failed = [line[2] for line in lines(report, "credentials") if line[0] == "fail"]
    assert failed == ["/credentialSubject/verifiableCredential/1"]


def test_a_presentation_is_no_credential_of_a_record():
    """Whatever it was signed for: the rules of presentations ask for no dates and no status."""
    shown = presentation(badge(), options={"proofPurpose": "assertionMethod"})
    report = judge(record(shown))
    assert lines(report, "credentials") == [("fail", "unreadable", "/credentialSubject/verifiableCredential/0")]
    assert report.parts == ()
    assert report.verdict is Verdict.NOT_VERIFIED


def test_what_could_not_be_judged_within_leaves_the_whole_open():
    """An issuer that did not answer: neither verified nor refused."""
    away = {"id": "did:web:school.example", "type": ["Profile"], "name": "Away"}
    inner = SCHOOL.secure(unsigned(id=SECOND) | {"issuer": away}, verificationMethod="did:web:school.example#key")
    report = judge(record(badge(), inner))
    assert report.verdict is Verdict.UNDETERMINED
    assert lines(report, "credentials")[1][:2] == ("unknown", "credential_undetermined")


def test_subjects_in_an_array_hide_no_credential():
    """A credential of no known kind may have several subjects; what they hold is judged all the same."""
    held = unsigned_record(tampered(badge()))["credentialSubject"]
    document = SCHOOL.secure(
        unsigned_record() | {"@context": [V2, CLR, OB], "type": ["VerifiableCredential"], "credentialSubject": [held]}
    )
    report = judge(document)
    assert report.verdict is Verdict.NOT_VERIFIED
    assert [part.pointer for part in report.parts] == ["/credentialSubject/0/verifiableCredential/0"]


def test_nothing_within_an_unsound_document_is_looked_at():
    """Nobody makes this service ask a host by naming it within a document that nobody signed."""
    away = {"id": "did:web:canary.example", "type": ["Profile"], "name": "Away"}
    inner = SCHOOL.secure(unsigned() | {"issuer": away}, verificationMethod="did:web:canary.example#key")
    asked, report = judged(tampered(record(inner)))
    assert report.parts == ()
    assert "canary" not in str(asked)


def test_no_more_documents_than_the_cap():
    """limits.PARTS: one more, and nothing within is judged."""
    many = [badge(id=f"urn:uuid:0b5b3c4e-9f3e-4c4e-8a52-{number:012}") for number in range(limits.PARTS + 1)]
    report = judge(SCHOOL.secure(unsigned_record(*many)))
    assert report.parts == ()
    assert report.verdict is Verdict.NOT_VERIFIED
    assert lines(report, "credentials")[-1][:2] == ("fail", "too_many_parts")


def nested(levels: int, signer: Signer = SCHOOL) -> dict[str, Any]:
    document = badge()
    for _ in range(levels):
        document = signer.secure(unsigned_record(document))
    return document


@pytest.mark.parametrize(("levels", "verdict"), [(3, Verdict.VERIFIED), (4, Verdict.NOT_VERIFIED)])
def test_no_more_levels_than_the_cap(levels: int, verdict: Verdict):
    """limits.PART_DEPTH levels of documents within documents."""
    assert int(limits.PART_DEPTH) == 3
    assert judge(nested(levels)).verdict is verdict


def test_the_same_learner_is_compared():
    """ST-3: another DID than the record's is another person; without DIDs it cannot be told, which is said."""
    other = badge(credentialSubject=unsigned()["credentialSubject"] | {"id": OTHER.did})
    assert judge(record(badge())).verified
    assert lines(judge(record(badge(), subject={"id": SUBJECT})), "same_person") == [("pass", "passed", "")]
    told = lines(judge(record(other, subject={"id": SCHOOL.did})), "same_person")
    assert told == [("fail", "another_person", "/credentialSubject/verifiableCredential/0")]
    told = lines(judge(record(other)), "same_person")
    assert told == [("warn", "person_not_told", "/credentialSubject/verifiableCredential/0")]
