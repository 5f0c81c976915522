"""ST-1 and ST-2: the associations of a learner record name its achievements and lead in no circle."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from badgeapi.credentials.clr import check_associations
from tests.verification.signed import ACHIEVEMENT, badge, judge, lines, record
from tests.work import calls

NAMES = {name: f"urn:uuid:00000000-0000-4000-8000-00000000000{name}" for name in "abcd"}
IDS = set(NAMES.values())


def faults(*links: tuple[str, str, str]) -> list[tuple[str, str]]:
    """Judge links of source, type and target."""
    listed: list[Any] = [
        {"type": "Association", "associationType": kind, "sourceId": NAMES[source], "targetId": NAMES[target]}
        for source, kind, target in links
    ]
    return [(fault.code, fault.pointer) for fault in check_associations({"association": listed}, IDS)]


CIRCLES = {
    "itself": [("a", "isChildOf", "a")],
    "two": [("a", "isChildOf", "b"), ("b", "isChildOf", "a")],
    "parent and child say the same": [("a", "isChildOf", "b"), ("a", "isParentOf", "b")],
    "parts": [("a", "isPartOf", "b"), ("b", "isPartOf", "c"), ("c", "isPartOf", "a")],
    "time": [("a", "precedes", "b"), ("b", "precedes", "c"), ("c", "precedes", "a")],
}


@pytest.mark.parametrize("links", CIRCLES.values(), ids=CIRCLES.keys())
def test_a_circle_is_named_where_it_closes(links: list[tuple[str, str, str]]):
    """Nothing contains, is part of or precedes itself."""
    assert faults(*links) == [("circular_association", f"/association/{len(links) - 1}")]


SOUND = {
    "a tree": [("b", "isChildOf", "a"), ("c", "isChildOf", "a"), ("a", "isParentOf", "d")],
    "a diamond": [("a", "precedes", "b"), ("a", "precedes", "c"), ("b", "precedes", "d"), ("c", "precedes", "d")],
    "said twice": [("a", "isPartOf", "b"), ("a", "isPartOf", "b")],
    "child and parent agree": [("a", "isChildOf", "b"), ("b", "isParentOf", "a")],
    "families do not mix": [("a", "isPartOf", "b"), ("b", "precedes", "a")],
    **{
        f"{kind} orders nothing": [("a", kind, "b"), ("b", kind, "a")]
        for kind in ("isPeerOf", "isRelatedTo", "exactMatchOf", "replacedBy")
    },
}


@pytest.mark.parametrize("links", SOUND.values(), ids=SOUND.keys())
def test_what_orders_without_a_circle_is_fine(links: list[tuple[str, str, str]]):
    """Only circles of the ordering types contradict themselves."""
    assert faults(*links) == []


def test_a_long_chain_told_backwards_is_not_walked_again_and_again():
    """Twice the associations, about twice the work."""

    def chain(length: int) -> dict[str, Any]:
        return {
            "association": [
                {"associationType": "precedes", "sourceId": str(index), "targetId": str(index + 1)}
                for index in reversed(range(length))
            ]
        }

    names = {str(index) for index in range(2001)}
    once, twice = (calls(lambda: [*check_associations(chain(length), names)]) for length in (1000, 2000))  # noqa: B023
    assert twice < 3 * once


def test_the_ends_are_achievements_of_the_record():
    """ST-1, over the credentials within, those in its subject, and nothing else."""
    own = {
        "id": "urn:uuid:1",
        "type": ["Achievement"],
        "name": "Diploma",
        "description": "All of it.",
        "criteria": {"narrative": "Everything."},
    }
    link = {"type": "Association", "associationType": "isPartOf", "sourceId": ACHIEVEMENT, "targetId": "urn:uuid:1"}
    report = judge(record(badge(), subject={"achievement": [own], "association": [link]}))
    assert report.verified
    assert lines(report, "associations") == [("pass", "passed", "")]
    report = judge(record(badge(), subject={"association": [link]}))
    assert lines(report, "associations") == [
        ("fail", "unknown_achievement", "/credentialSubject/association/0/targetId")
    ]
    assert not report.verified


@pytest.mark.parametrize(("name", "value"), [*product(("sourceId", "targetId"), (None, 1, ["a"], {"id": "a"}))])
def test_ends_of_the_wrong_type_raise_nothing(name: str, value: Any):
    """The shape check names them; this one must survive them."""
    association = {"associationType": "precedes", "sourceId": "a", "targetId": "b"} | {name: value}
    assert [*check_associations({"association": [association, "x", None]}, {"a", "b"})] == []
