"""Refreshing: asked once, after the proof; a newer edition decides, and a failure changes nothing."""

from __future__ import annotations

from typing import Any

import pytest

from badgeapi.verification.check import Question
from badgeapi.verification.facts import Fact, FoundCredential, Need, RefreshNeed, Refused, Unreachable
from badgeapi.verification.parse import read
from badgeapi.verification.report import Answer, Verdict
from tests.verification.signed import OTHER, SCHOOL, badge, judge, judged, lines, unsigned

URL = "https://school.example/refresh/1"
NEED = RefreshNeed(URL)
SERVICE = {"id": URL, "type": "1EdTechCredentialRefresh"}
NEWER = "2026-11-25T00:00:00Z"


def shown(**members: Any) -> dict[str, Any]:
    return badge(**{"refreshService": SERVICE} | members)


def found(document: Any) -> dict[Need, Fact]:
    return {NEED: FoundCredential(read(document))}


def test_the_service_is_asked_once_and_the_edition_is_not_refreshed_again():
    """The edition names the service as well: asking it again would never end."""
    asked, report = judged(shown(), found(shown(validFrom=NEWER)))
    assert asked.count(NEED) == 1
    assert report.verified
    assert report.refreshed is not None
    assert report.refreshed.refreshed is None
    assert lines(report, "refresh") == [("warn", "newer_edition", "/refreshService")]


def test_two_services_that_name_each_other():
    """An edition's own service is not asked, whatever it is: two of them could go on for ever."""
    another = RefreshNeed("https://school.example/refresh/2")
    edition = shown(validFrom=NEWER, refreshService=SERVICE | {"id": another.url})
    facts = found(edition) | {another: FoundCredential(read(shown(validFrom="2026-11-25T01:00:00Z")))}
    asked, report = judged(shown(), facts)
    assert another not in asked
    assert report.refreshed is not None
    assert report.refreshed.refreshed is None


def test_the_newest_edition_is_no_warning():
    """The service gives what was shown: there is nothing newer."""
    report = judge(shown(), found(shown()))
    assert lines(report, "refresh") == [("pass", "passed", "")]
    assert report.refreshed is None


def test_what_the_service_gives_instead_is_said():
    """Another credential is not an edition; what could not be had is a warning too."""
    other = found(shown(id="urn:uuid:0b5b3c4e-9f3e-4c4e-8a52-5a1d7b6f1a09"))
    assert lines(judge(shown(), other), "refresh") == [("warn", "other_edition", "/refreshService")]
    for fact in (Unreachable("timed out"), Refused("404")):
        assert lines(judge(shown(), {NEED: fact}), "refresh") == [("warn", "refresh_unavailable", "/refreshService")]


def test_nobody_is_asked_for_a_document_whose_proof_does_not_hold():
    """Open Badges 3.0 section 9.1, step 3: only after the proof."""
    asked, report = judged(shown() | {"name": "Changed"}, found(shown(validFrom=NEWER)))
    assert NEED not in asked
    assert report.refreshed is None
    assert report.verdict is Verdict.NOT_VERIFIED


def test_a_newer_edition_decides_for_the_good():
    """What was shown has expired, the edition has not; every answer is the edition's."""
    report = judge(
        shown(validFrom="2026-01-01T00:00:00Z", validUntil="2026-11-01T00:00:00Z"), found(shown(validFrom=NEWER))
    )
    assert report.verified
    assert report.answer(Question.IN_FORCE)[0] is Answer.YES
    assert "fail" in {line[0] for line in lines(report, "validity_period")}


def test_a_newer_edition_decides_for_the_bad():
    """Editions may also end a credential."""
    report = judge(shown(), found(shown(validFrom=NEWER, validUntil="2026-11-25T01:00:00Z")))
    assert report.verdict is Verdict.NOT_VERIFIED
    assert report.answer(Question.IN_FORCE)[0] is Answer.NO


HARMLESS: dict[str, Any] = {
    "no answer": {NEED: Unreachable("timed out")},
    "an answer of no": {NEED: Refused("404")},
    "nothing at all": {},
    "unsigned": found(unsigned(refreshService=SERVICE, validFrom=NEWER)),
    "changed": found(shown(validFrom=NEWER) | {"name": "Changed"}),
    "of a stranger's key": found(OTHER.secure(unsigned(refreshService=SERVICE, validFrom=NEWER))),
    "by another issuer": found(badge(OTHER, refreshService=SERVICE, validFrom=NEWER)),
    "another credential": found(shown(id="urn:uuid:0b5b3c4e-9f3e-4c4e-8a52-5a1d7b6f1a09", validFrom=NEWER)),
    "an older edition": found(shown(validFrom="2020-01-01T00:00:00Z")),
}


@pytest.mark.parametrize("facts", HARMLESS.values(), ids=HARMLESS.keys())
@pytest.mark.parametrize(
    ("until", "verdict"), [(None, Verdict.VERIFIED), ("2026-11-01T00:00:00Z", Verdict.NOT_VERIFIED)]
)
def test_what_is_no_edition_changes_nothing(facts: dict[Need, Fact], until: str | None, verdict: Verdict):
    """Neither a good verdict nor a bad one."""
    dates = {"validFrom": "2026-01-01T00:00:00Z", "validUntil": until}
    assert judge(shown(**dates), facts).verdict is verdict


def test_an_edition_as_a_jwt():
    """The service may answer in any form."""
    report = judge(shown(), found(SCHOOL.token(unsigned(refreshService=SERVICE, validFrom=NEWER))))
    assert report.refreshed is not None
    assert report.verified


def test_a_service_of_another_type_is_not_asked():
    """There is nothing to know about it."""
    asked, report = judged(badge(refreshService={"id": URL, "type": "https://example.org/#ManualRefresh"}))
    assert NEED not in asked
    assert lines(report, "refresh")[0][:2] == ("skipped", "no_refresh")
