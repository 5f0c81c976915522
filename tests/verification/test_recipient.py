"""Whom a credential is about: everything that is expected must fit, and the answer is yes or no."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from badgeapi.verification.check import Question
from badgeapi.verification.checks import recipient
from badgeapi.verification.parse import Expected, ExpectedRecipient, Presented
from badgeapi.verification.report import Answer, Verdict
from tests.verification.signed import NOW, SUBJECT, badge, judge, unsigned
from tests.work import calls

ADA = "ada@example.org"


def identity(value: str, *, kind: str = "emailAddress", salt: str | None = None, hashed: bool = False) -> Any:
    """An IdentityObject; hashed by hand as Open Badges 3.0 says: sha256 of identifier and salt."""
    if hashed:
        value = "sha256$" + hashlib.sha256((value + (salt or "")).encode()).hexdigest()
    made = {"type": "IdentityObject", "hashed": hashed, "identityHash": value, "identityType": kind}
    return made | ({"salt": salt} if salt else {})


def about(*identities: Any, **members: Any) -> dict[str, Any]:
    subject = unsigned()["credentialSubject"] | ({"identifier": list(identities)} if identities else {}) | members
    subject = subject if identities else {name: value for name, value in subject.items() if name != "identifier"}
    return badge(credentialSubject=subject)


def said(document: dict[str, Any], **expected: Any) -> list[tuple[str, str]]:
    report = judge(document, expected=Expected(recipient=ExpectedRecipient(**expected)))
    return [(str(line.outcome), line.code) for line in report.results if line.id == "recipient"]


YES, NO = [("pass", "passed")], [("fail", "another_recipient")]
CASES: dict[str, Any] = {
    "in clear": ([identity(ADA)], {"email": ADA}, YES),
    "in clear, in capitals": ([identity("Ada@Example.org")], {"email": ADA}, YES),
    "given in capitals": ([identity(ADA)], {"email": " ADA@example.org "}, YES),
    "hashed": ([identity(ADA, hashed=True, salt="s4lt")], {"email": ADA}, YES),
    "hashed without salt": ([identity(ADA, hashed=True)], {"email": ADA}, YES),
    "hashed, given in capitals": ([identity(ADA, hashed=True, salt="s4lt")], {"email": "Ada@Example.org"}, YES),
    "hashed as it was given": ([identity("Ada@Example.org", hashed=True)], {"email": "Ada@Example.org"}, YES),
    "the second of two": ([identity("a@example.org"), identity(ADA, hashed=True)], {"email": ADA}, YES),
    "somebody else": ([identity("b@example.org"), identity("c@example.org", hashed=True)], {"email": ADA}, NO),
    "of another type": ([identity(ADA, kind="userName")], {"email": ADA}, NO),
    "nobody": ([], {"email": ADA}, NO),
    "a student number": ([identity("4711", kind="systemId")], {"identifier": ("systemId", "4711")}, YES),
    "student numbers as they are": ([identity("a1", kind="systemId")], {"identifier": ("systemId", "A1")}, NO),
    "the id": ([], {"did": SUBJECT}, YES),
    "another id": ([], {"did": SUBJECT.upper()}, NO),
    "id and e-mail": ([identity(ADA)], {"did": SUBJECT, "email": ADA}, YES),
    "id, and another e-mail": ([identity(ADA)], {"did": SUBJECT, "email": "b@example.org"}, NO),
    "the e-mail of another id": ([identity(ADA)], {"did": "did:example:x", "email": ADA}, NO),
}


@pytest.mark.parametrize(("identities", "expected", "answer"), CASES.values(), ids=CASES.keys())
def test_everything_expected_must_fit(identities: Any, expected: Any, answer: Any):
    """Open Badges 3.0 section 9.1, step 5."""
    assert said(about(*identities), **expected) == answer


@pytest.mark.parametrize("missing", ["", "None", "null"])
def test_no_id_is_nobodys_id(missing: str):
    """A subject without an id is not called after its absence."""
    presented = Presented({"credentialSubject": {}}, expected=Expected(recipient=ExpectedRecipient(did=missing)))
    assert [finding.code for finding in recipient.run(presented, {}, NOW)] == ["another_recipient"]


def test_the_work_does_not_tell_which_identifier_fits():
    """First, last or none of fifty: the same number of calls."""
    others = [identity(f"{number}@example.org", hashed=True, salt="s") for number in range(50)]
    ada = identity(ADA, hashed=True, salt="s")
    expected = Expected(recipient=ExpectedRecipient(email=ADA))

    def work(*identities: Any) -> int:
        presented = Presented({"credentialSubject": {"identifier": list(identities)}}, expected=expected)
        return calls(lambda: [*recipient.run(presented, {}, NOW)])

    work(ada)
    first, last = work(ada, *others), work(*others, ada)
    assert first == last


def test_the_answer_says_no_more_than_no():
    """Neither whose it is nor what was compared."""
    report = judge(about(identity("b@example.org")), expected=Expected(recipient=ExpectedRecipient(email=ADA)))
    assert report.verdict is Verdict.NOT_VERIFIED
    assert report.answer(Question.ABOUT_PERSON)[0] is Answer.NO
    assert "example.org" not in " ".join(line.message for line in report.results if line.id == "recipient")


def test_unasked_is_unanswered():
    """Nobody said who stands there, so nobody is told that it is the right person."""
    assert judge(badge()).answer(Question.ABOUT_PERSON)[0] is Answer.NOT_ASKED
