"""What is signed within a document is judged like any document, and the document stands and falls with it."""

from __future__ import annotations

from typing import Any

import pytest

from badgeapi import limits
from badgeapi.verification.check import Outcome, Question
from badgeapi.verification.facts import IssuerNeed, StatusNeed
from badgeapi.verification.parse import AUTHENTICATION, Expected, Presented, parse, read
from badgeapi.verification.report import Answer, Verdict
from tests.verification.badges import (
    ACCREDITOR,
    LEARNER,
    SCHOOL,
    STRANGER,
    Json,
    badge,
    endorsement,
    enveloped,
    judge,
    lines,
    presentation,
    record,
)

GOOD = ACCREDITOR.sign(endorsement())
EXPIRED = ACCREDITOR.sign(endorsement(validUntil="2026-02-01T00:00:00Z"))
FORGED = {**GOOD, "name": "Other words"}
NOT_SAYING = STRANGER.sign(endorsement())  # signed by somebody else than its issuer
LISTED = {
    "id": "https://lists.example/1#5",
    "type": "BitstringStatusListEntry",
    "statusPurpose": "revocation",
    "statusListIndex": "5",
    "statusListCredential": "https://lists.example/1",
}
UNKNOWN = ACCREDITOR.sign(endorsement(credentialStatus=LISTED))


def with_endorsement(place: str, value: Any) -> Json:
    document = badge()
    owner = {
        "credential": document,
        "achievement": document["credentialSubject"]["achievement"],
        "issuer": document["issuer"],
    }[place]
    owner["endorsementJwt" if isinstance(value, str) else "endorsement"] = [value]
    return SCHOOL.sign(document)


@pytest.mark.parametrize(
    ("place", "where"),
    [
        ("credential", "/endorsement/0"),
        ("achievement", "/credentialSubject/achievement/endorsement/0"),
        ("issuer", "/issuer/endorsement/0"),
    ],
)
@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        (GOOD, Verdict.VERIFIED),
        (EXPIRED, Verdict.NOT_VERIFIED),
        (FORGED, Verdict.NOT_VERIFIED),
        (NOT_SAYING, Verdict.NOT_VERIFIED),
        (UNKNOWN, Verdict.UNDETERMINED),
    ],
    ids=["good", "expired", "forged", "not its issuer's", "status unknown"],
)
def test_a_badge_stands_with_its_endorsements(place: str, where: str, value: Json, verdict: Verdict):
    """Open Badges 3.0, verification step 6: every endorsement is judged, wherever it stands."""
    report, _ = judge(with_endorsement(place, value))
    [part] = report.parts
    assert (part.role, part.pointer, part.report.verdict) == ("endorsements", where, verdict)
    [line] = lines(report, "endorsements")
    assert (line.pointer, report.verdict) == (where, verdict)


def test_an_endorsement_may_be_a_jwt():
    """`endorsementJwt` holds compact JWTs; a wrong one is told like any other."""
    token = ACCREDITOR.jwt(endorsement())
    assert judge(with_endorsement("credential", token))[0].verified
    head, body, _ = token.split(".")
    report, _ = judge(with_endorsement("credential", f"{head}.{body}.{'A' * 86}"))
    assert report.verdict is Verdict.NOT_VERIFIED
    assert lines(report, "endorsements")[0].pointer == "/endorsementJwt/0"


@pytest.mark.parametrize(
    "held",
    [SCHOOL.sign(badge()), SCHOOL.sign(badge(issuer=SCHOOL)), enveloped(SCHOOL.jwt(badge()))],
    ids=["embedded proof", "again", "enveloped JWT"],
)
@pytest.mark.parametrize("outer", ["record", "presentation"])
def test_credentials_within_are_judged(outer: str, held: Json):
    """A record of a learner or a presentation is verified when all it holds is."""
    shown = SCHOOL.sign(record(held)) if outer == "record" else LEARNER.sign(presentation(held), AUTHENTICATION)
    expected = Expected(AUTHENTICATION) if outer == "presentation" else Expected()
    report, _ = judge(Presented(shown, expected=expected))
    assert report.verified, report.results
    [part] = report.parts
    assert part.role == "credentials"
    assert part.pointer.endswith("verifiableCredential/0")
    assert part.report.subject == "urn:example:credential:soldering"


@pytest.mark.parametrize(
    ("held", "code"),
    [
        ({**SCHOOL.sign(badge()), "name": "Other"}, "credential_not_verified"),
        (badge(), "credential_not_verified"),
        (STRANGER.sign(badge()), "credential_not_verified"),
        (SCHOOL.sign(badge(credentialStatus=LISTED)), "credential_undetermined"),
        (enveloped("eyJhbGciOiJub25lIn0.e30"), "unreadable"),
        ({**enveloped(SCHOOL.jwt(badge())), "name": "outside the signature"}, "unreadable"),
    ],
    ids=["tampered", "without proof", "somebody else's", "status unknown", "no JWT", "more in the envelope"],
)
def test_a_record_falls_with_one_of_its_credentials(held: Json, code: str):
    """What cannot be verified by itself is not verified by standing in a record."""
    report, _ = judge(SCHOOL.sign(record(SCHOOL.sign(badge("other")), held)))
    assert not report.verified
    assert [line.code for line in lines(report, "credentials") if line.outcome is not Outcome.PASS] == [code] or (
        # An envelope with more in it does not survive the record's own reading either.
        any(line.outcome is Outcome.FAIL for line in report.results)
    )


def test_nothing_is_fetched_for_what_an_unsound_document_holds():
    """An attacker could name any host in a document that nobody signed."""
    held = SCHOOL.sign(badge(credentialStatus=LISTED))
    tampered = {**SCHOOL.sign(record(held)), "name": "Other"}
    report, asked = judge(tampered)
    assert asked == []
    assert report.parts == ()
    _, asked = judge(SCHOOL.sign(record(held)))
    assert StatusNeed("https://lists.example/1", 5) in asked


def test_the_tree_has_an_end():
    """Documents within documents are judged to a depth, and a number of them."""
    document = SCHOOL.sign(badge())
    for _ in range(limits.PART_DEPTH):
        document = SCHOOL.sign(record(document))
    assert judge(document)[0].verified
    report, _ = judge(SCHOOL.sign(record(document)))
    assert report.verdict is Verdict.NOT_VERIFIED
    many = [SCHOOL.sign(badge(str(number))) for number in range(3)]
    crowded = SCHOOL.sign(record(*many))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "PARTS", 2)
        assert [line.code for line in lines(judge(crowded)[0], "credentials")] == ["too_many_parts"]


def test_a_presentation_is_its_holders_and_for_whom_it_was_made():
    """The holder's key, for authentication, for the domain and challenge that were asked for."""
    held = SCHOOL.sign(badge())
    shown = LEARNER.sign(presentation(held), AUTHENTICATION, domain="https://employer.example", challenge="42")

    def verdict(document: Json, **expected: Any) -> Verdict:
        return judge(Presented(document, expected=Expected(AUTHENTICATION, **expected)))[0].verdict

    here = frozenset({"https://employer.example"})
    assert verdict(shown, domain=here, challenge="42") is Verdict.VERIFIED
    assert verdict(shown, domain=frozenset({"https://other.example"}), challenge="42") is Verdict.NOT_VERIFIED
    assert verdict(shown, domain=here, challenge="43") is Verdict.NOT_VERIFIED
    assert verdict(STRANGER.sign(presentation(held), AUTHENTICATION)) is Verdict.NOT_VERIFIED
    assert verdict(LEARNER.sign(presentation(held))) is Verdict.NOT_VERIFIED, "assertionMethod is another purpose"
    assert verdict(presentation(held)) is Verdict.NOT_VERIFIED, "nobody has shown it"
    assert verdict(presentation("not an object")) is Verdict.NOT_VERIFIED


def test_a_presentation_may_be_a_jwt():
    """VC-JOSE-COSE: typ vp+jwt, by itself or in its envelope."""
    token = LEARNER.jwt(presentation(enveloped(SCHOOL.jwt(badge()))), "vp+jwt")
    for presented in (parse(token.encode()), read(enveloped(token, "vp"))):
        assert presented.is_presentation
        report, _ = judge(Presented(presented.document, presented.jwt, Expected(AUTHENTICATION)))
        assert report.verified, report.results


def test_somebody_elses_badge_in_a_presentation_is_told():
    """Showing another person's badge is no forgery, and worth knowing."""
    held = SCHOOL.sign(badge(subject=STRANGER.did))
    report, _ = judge(Presented(LEARNER.sign(presentation(held), AUTHENTICATION), expected=Expected(AUTHENTICATION)))
    assert [(line.outcome, line.code) for line in lines(report, "holder_binding")] == [
        (Outcome.WARN, "not_the_subject")
    ]


def test_questions_are_answered():
    """People ask five things; each answer has the sentence that decides it."""
    report, asked = judge(SCHOOL.sign(badge()))
    assert {question: report.answer(question)[0] for question in Question} == {
        Question.WELL_FORMED: Answer.YES,
        Question.INTACT: Answer.YES,
        Question.FROM_ISSUER: Answer.YES,
        Question.IN_FORCE: Answer.YES,
        Question.ABOUT_PERSON: Answer.NOT_ASKED,
    }
    assert asked == [IssuerNeed(SCHOOL.did)]
    report, _ = judge(SCHOOL.sign(badge(validUntil="2026-02-01T00:00:00Z")))
    assert report.answer(Question.IN_FORCE)[0] is Answer.NO
    assert "2026-02-01" in report.answer(Question.IN_FORCE)[1]
    report, _ = judge({**SCHOOL.sign(badge()), "name": "Other"})
    assert report.answer(Question.INTACT)[0] is Answer.NO
    assert "SHA-256 of the canonical document" in report.answer(Question.INTACT)[1]
    report, _ = judge(STRANGER.sign(badge()))
    assert (report.answer(Question.INTACT)[0], report.answer(Question.FROM_ISSUER)[0]) == (Answer.YES, Answer.NO)


def test_only_the_proof_when_only_that_is_asked():
    """VC-API `checks: ["proof"]`: no issuer binding, no status, nothing within."""
    document = STRANGER.sign(badge(credentialStatus=LISTED, endorsement=[FORGED]))
    report, asked = judge(document, proof_only=True)
    assert report.verified
    assert asked == []
