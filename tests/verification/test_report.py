"""The report: every sentence has a name, every check its question, and judging too much is said as such."""

from __future__ import annotations

import pickle
import re
from typing import Any

import pytest

from badgeapi.errors import InvalidInput
from badgeapi.verification import catalogue
from badgeapi.verification.check import Check, Outcome, Question, Severity
from badgeapi.verification.facts import Found, FoundCredential, IssuerNeed, RefreshNeed, SchemaNeed, UnknownIssuer
from badgeapi.verification.inspector import Inspection
from badgeapi.verification.parse import Presented, read
from badgeapi.verification.registry import read_registry
from badgeapi.verification.report import Answer, Verdict
from tests.verification.signed import NOW, SCHOOL, badge, judge, lines, presentation, record

CHECKS = {check.ID: check for stages in catalogue.BY_TYPE.values() for stage in stages for check in stage}


def test_a_check_has_one_id():
    """Two checks of one id would share the names of their messages."""
    everything = {id(check) for stages in catalogue.BY_TYPE.values() for stage in stages for check in stage}
    assert len(everything) == len(CHECKS)


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS.keys())
def test_every_check_says_what_it_is(check: Check):
    """A title, a citation and a sentence for when it passes."""
    assert re.fullmatch(r"[a-z_]+", check.ID)
    assert check.TITLE
    assert check.CITATION
    assert check.PASSED.endswith(".")
    assert not (check.SEVERITY is Severity.WARNING and check.BLOCKS)


def test_every_question_is_answered():
    """For a badge without expectation: four yeses, and one that nobody asked."""
    report = judge(badge())
    answers = {question: report.answer(question)[0] for question in Question}
    assert answers.pop(Question.ABOUT_PERSON) is Answer.NOT_ASKED
    assert set(answers.values()) == {Answer.YES}


def test_a_changed_document_is_answered_where_it_matters():
    """Not intact; whether it is in force was not looked at, and nobody says that it is."""
    report = judge(badge() | {"name": "Changed"})
    assert report.answer(Question.INTACT)[0] is Answer.NO
    assert report.answer(Question.FROM_ISSUER)[0] is not Answer.NO
    line = next(line for line in report.results if line.outcome is Outcome.FAIL)
    assert line.message_id == "proof.signature"
    assert re.search(r"\b[0-9a-f]{64}\b", line.message)


def test_what_is_wrong_within_is_an_answer_to_the_whole():
    """A record with a changed badge is not intact."""
    report = judge(record(badge() | {"name": "Changed"}))
    assert report.answer(Question.INTACT)[0] is Answer.NO


def test_an_abandoned_inspection_is_no_verdict_of_good():
    """It is refused for what it costs, under a name of its own."""
    inspection = Inspection(read(badge()), NOW)
    inspection.advance({})
    inspection.abandon()
    report = inspection.report()
    assert inspection.done
    assert report.verdict is Verdict.NOT_VERIFIED
    assert report.results[-1].message_id == "cost.too_expensive"


@pytest.fixture
def named_costly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents with the name `Costly` are not to be canonicalised here."""
    monkeypatch.setattr(Presented, "is_costly", property(lambda shown: shown.document.get("name") == "Costly"))


COSTLY = badge(name="Costly")


@pytest.mark.usefixtures("named_costly")
def test_what_may_take_any_time_is_costly():
    """The document itself, one within it, one that was fetched; and any schema that was fetched."""
    plain = Inspection(read(badge()), NOW)
    assert not plain.costly({})
    assert plain.costly({RefreshNeed("https://a.example/"): FoundCredential(read(COSTLY))})
    assert not plain.costly({RefreshNeed("https://a.example/"): FoundCredential(read(badge()))})
    assert plain.costly({SchemaNeed("https://a.example/"): Found({})})
    assert Inspection(read(COSTLY), NOW).costly({})


@pytest.mark.usefixtures("named_costly")
@pytest.mark.parametrize("around", [record, presentation])
def test_what_is_costly_within_is_costly_when_it_is_looked_at(around: Any):
    """Not before: an unsound document around it costs nothing."""
    inspection, costly = Inspection(read(around(COSTLY)), NOW), []
    while not inspection.done:
        costly.append(inspection.costly({}))
        inspection = pickle.loads(pickle.dumps(inspection))  # what the sandbox does
        inspection.advance({})
    own = len(inspection.stages)
    assert costly[:own] == [False] * own
    assert costly[own:] == [True] * len(costly[own:])


REGISTRIES: dict[str, Any] = {
    "as the Digital Credentials Consortium has it": {"registry": {SCHOOL.did: {"name": "School"}}},
    "ids": [SCHOOL.did],
    "objects": {"issuers": [{"id": SCHOOL.did, "name": "School"}]},
    "members with a did and a url": {"members": [{"did": SCHOOL.did, "url": "https://s.example/", "name": "School"}]},
}


@pytest.mark.parametrize("value", REGISTRIES.values(), ids=REGISTRIES.keys())
def test_registries_are_read_in_the_forms_that_are_about(value: Any):
    """Known is said with the name of the list; unknown is a warning and decides nothing."""
    registry = read_registry("trusted", value)
    report = judge(badge(), {IssuerNeed(SCHOOL.did): registry.look_up(SCHOOL.did)})
    assert lines(report, "issuer_known") == [("pass", "known", "/issuer")]
    assert isinstance(registry.look_up("did:example:x"), UnknownIssuer)
    report = judge(badge(), {IssuerNeed(SCHOOL.did): UnknownIssuer()})
    assert (report.verified, lines(report, "issuer_known")) == (True, [("warn", "unknown_issuer", "/issuer")])


@pytest.mark.parametrize("value", [None, {}, [], 1, {"issuers": {}}, {"registry": []}, [{"name": "x"}]])
def test_a_registry_of_nobody_is_refused(value: Any):
    """It would make every issuer unknown without a word."""
    with pytest.raises(InvalidInput, match="names no issuer"):
        read_registry("trusted", value)
