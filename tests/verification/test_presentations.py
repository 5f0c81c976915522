"""Presentations: shown by their holder, for this challenge and domain, and not to be mistaken for credentials."""

from __future__ import annotations

from typing import Any

import pytest

from badgeapi.verification.parse import AUTHENTICATION, Expected
from badgeapi.verification.report import Verdict
from tests.verification.signed import (
    LEARNER,
    OB,
    OTHER,
    SCHOOL,
    V2,
    badge,
    envelope,
    judge,
    lines,
    presentation,
    unsigned,
    unsigned_presentation,
)

ASKED = Expected(AUTHENTICATION, frozenset({"https://verifier.example"}), "5f3a")
MADE = {"domain": "https://verifier.example", "challenge": "5f3a"}


def of_learner() -> dict[str, Any]:
    return badge(credentialSubject=unsigned()["credentialSubject"] | {"id": LEARNER.did})


def test_what_was_asked_for_is_verified():
    """VC Data Model 2.0 section 4.13 with the challenge and domain of VC Data Integrity 1.0 section 2.1."""
    report = judge(presentation(of_learner(), options=MADE), expected=ASKED)
    assert report.verified
    assert lines(report, "holder_binding") == [("pass", "passed", "")]
    assert report.issuer == LEARNER.did


WRONG: dict[str, Any] = {
    "another challenge": ({**MADE, "challenge": "5f3b"}, "proof_challenge"),
    "no challenge": ({"domain": MADE["domain"]}, "proof_challenge"),
    "another domain": ({**MADE, "domain": "https://elsewhere.example"}, "proof_domain"),
    "a domain more": ({**MADE, "domain": [MADE["domain"], "https://elsewhere.example"]}, "proof_domain"),
    "no domain": ({"challenge": "5f3a"}, "proof_domain"),
    "an assertion": ({**MADE, "proofPurpose": "assertionMethod"}, "proof_purpose"),
}


@pytest.mark.parametrize(("options", "code"), WRONG.values(), ids=WRONG.keys())
def test_made_for_something_else(options: dict[str, Any], code: str):
    """A presentation replayed from elsewhere is not for us."""
    report = judge(presentation(of_learner(), options=options), expected=ASKED)
    assert report.verdict is Verdict.NOT_VERIFIED
    assert [line[1] for line in lines(report, "proof")] == [code]


def test_domains_are_a_set():
    """Order and repetition mean nothing (VC Data Integrity 1.0 section 4.4)."""
    asked = Expected(AUTHENTICATION, frozenset({"https://a.example", "https://b.example"}))
    options = {"domain": ["https://b.example", "https://a.example"]}
    assert judge(presentation(of_learner(), options=options), expected=asked).verified


def test_a_key_of_somebody_else_does_not_show_it():
    """Whoever finds a credential cannot present it in the holder's name."""
    stolen = OTHER.secure(unsigned_presentation(of_learner()), proofPurpose="authentication")
    report = judge(stolen, expected=Expected(AUTHENTICATION))
    assert report.verdict is Verdict.NOT_VERIFIED
    assert lines(report, "holder_binding")[0][:2] == ("fail", "foreign_key")


def test_about_somebody_else_is_said():
    """Parents show for children, so it is no failure."""
    other = badge(credentialSubject=unsigned()["credentialSubject"] | {"id": OTHER.did})
    report = judge(presentation(other), expected=Expected(AUTHENTICATION))
    assert report.verified
    assert lines(report, "holder_binding") == [("warn", "not_the_subject", "/verifiableCredential/0")]


def test_without_a_holder_whoever_signed_showed_it():
    """`holder` is optional."""
    shown = {name: value for name, value in unsigned_presentation(of_learner()).items() if name != "holder"}
    report = judge(OTHER.secure(shown, proofPurpose="authentication"), expected=Expected(AUTHENTICATION))
    assert lines(report, "holder_binding")[0][:2] == ("skipped", "no_holder")
    assert report.verified


@pytest.mark.parametrize("enveloped", [False, True])
def test_a_presentation_as_a_jwt(enveloped: bool):
    """VC-JOSE-COSE 1.0 section 3.2, by itself or in an envelope."""
    token = LEARNER.token(unsigned_presentation(of_learner()), "vp+jwt")
    shown: Any = envelope(token, "Presentation", "application/vp+jwt") if enveloped else token
    assert judge(shown, expected=Expected(AUTHENTICATION)).verified
    forged = OTHER.token(unsigned_presentation(of_learner()), "vp+jwt")
    assert judge(forged, expected=Expected(AUTHENTICATION)).verdict is Verdict.NOT_VERIFIED


def test_an_unsigned_presentation_is_not_verified():
    """However good what it holds."""
    report = judge(unsigned_presentation(of_learner()), expected=Expected(AUTHENTICATION))
    assert report.verdict is Verdict.NOT_VERIFIED


def test_nobody_showed_it():
    """Neither holder nor proof: the want of a proof alone refuses it."""
    document = unsigned_presentation(badge())
    del document["holder"]
    report = judge(document)
    assert lines(report, "holder_binding") == [("skipped", "no_holder", "")]
    assert lines(report, "proof") == [("fail", "no_proof", "/proof")]
    assert report.verdict is Verdict.NOT_VERIFIED


def test_a_credential_in_the_clothes_of_a_presentation_is_refused():
    """As a presentation nobody would ask for its dates or its status."""
    both = SCHOOL.secure(
        unsigned(validUntil="2020-01-01T00:00:00Z", holder=SCHOOL.did)
        | {"@context": [V2, OB], "type": ["VerifiablePresentation", "VerifiableCredential", "OpenBadgeCredential"]},
        proofPurpose="authentication",
    )
    report = judge(both, expected=Expected(AUTHENTICATION))
    assert report.verdict is Verdict.NOT_VERIFIED
    assert ("fail", "two_kinds", "/type") in lines(report, "presentation")


@pytest.mark.parametrize("bad", ["a text", 1, None, [], {"type": "EnvelopedVerifiableCredential"}])
def test_what_is_no_credential_within(bad: Any):
    """VC Data Model 2.0 section 4.13: objects only."""
    assert not judge(presentation(of_learner()) | {"verifiableCredential": [bad]}).verified
