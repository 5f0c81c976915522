"""The first look may only be quicker than the classes: what it lets by, they let by."""

import random
from copy import deepcopy
from typing import Any

import pytest

from badgeapi import limits
from badgeapi.credentials.accepted import accepts
from badgeapi.credentials.credential import AchievementCredential
from badgeapi.credentials.endorsement import EndorsementCredential
from badgeapi.credentials.node import DOCUMENT, Node
from badgeapi.credentials.rules import check_anywhere, holds_anywhere
from tests.credentials.test_shape import ENDORSEMENT, MAXIMAL, MINIMAL, PLACES, at
from tests.credentials.test_shape import places as places_of

# Each is on the edge of some member's rule.
VALUES: list[Any] = [
    None, [], {}, "", " ", "x", 0, 1.5, True, -91, 1e300, ["x"], [None], [[]], ["x", 5],
    "https://a.example/x", "a b:c", "_:b", "urn:x:y\n", "did:web:x\u2028", "urn:\xa0", "urn:\ud800", "\ud800", "٣:x",
    "2026-01-01T00:00:00Z", "2024-02-29T00:00:00Z", "2026-02-29T00:00:00Z", "2026-06-31T00:00:00Z",
    "2026-01-01T00:00:00+14:30", "2026-01-01T24:00:00Z", "2026-01-01T00:00:60Z", "0001-01-01T00:00:00+01:00",
    "9999-12-31T23:59:59-01:00", "2026-01-01T00:00:00", "2026-01-01T00:00:00Z\n", "2026-01-01", "2026-02-30",
    "٢٠٢٦-01-01", "en-NZ", "en-NZ\n", "NZ", "nz",
    "ext:a", "ext:", "ext:a\n", "eyJ.eyJ.c-_", "eyJ..", "12345678901234567", "0x1",
    "x" * (limits.TEXT_CHARACTERS + 1), ["x"] * (limits.DOCUMENT_ITEMS + 1),
    "Profile", ["Profile"], ["x", "Profile"], ["Achievement", "x"], ["Achievement", 5], "AchievementCredential",
    {"id": "urn:p", "type": ["Profile"]}, {"id": "urn:p"}, {"@value": "x"}, {"type": "Terms", "id": "urn:x"},
    {"type": "1EdTechRevocationList", "id": "urn:x"}, {"type": "BitstringStatusListEntry"},
]  # fmt: skip


def changed(rng: random.Random) -> dict[str, Any]:
    """A credential with every member, one to three of them spoiled."""
    document = deepcopy(MAXIMAL)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        *above, key = rng.choice(places_of(document)[1:])
        holder = at(document, tuple(above))
        match rng.randrange(8):
            case 0:
                del holder[key]
            case 1 if isinstance(holder, dict):
                holder["unknown"] = deepcopy(rng.choice(VALUES))
            case 2:
                holder[key] = [holder[key]]
            case _:
                holder[key] = deepcopy(rng.choice(VALUES))
    return document


def is_of(model: type[Node], document: object) -> bool:
    try:
        model.model_validate(document, context=DOCUMENT)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("seed", range(3))
def test_no_fault_gets_by(seed: int):
    """Whatever the first look accepts, the class accepts, and the rules that hold anywhere agree with themselves."""
    rng = random.Random(seed)
    for _ in range(150):
        document = changed(rng)
        if accepts(AchievementCredential, document):
            assert is_of(AchievementCredential, document)
        assert holds_anywhere(document) == (not [*check_anywhere(document)])


def test_no_member_is_forgotten():
    """Each member of each class is looked at: in its place, only what the class accepts there gets by."""
    document = deepcopy(MAXIMAL)
    for *above, key in PLACES:
        holder = at(document, tuple(above))
        right = holder[key]
        for wrong in ({"a": [True]}, "\ud800", True):
            holder[key] = wrong
            assert not accepts(AchievementCredential, document) or is_of(AchievementCredential, document)
        holder[key] = right


@pytest.mark.parametrize(
    ("model", "document"),
    [(AchievementCredential, MAXIMAL), (AchievementCredential, MINIMAL), (EndorsementCredential, ENDORSEMENT)],
    ids=["maximal", "minimal", "endorsement"],
)
def test_good_documents_are_done_with_the_first_look(model: type[Node], document: dict[str, Any]):
    """A schema that accepted nothing would be safe and of no use."""
    assert accepts(model, document)


def test_the_deepest_document_of_all_is_looked_at():
    """One level below the limit nothing is wrong; at the limit the rules refuse."""
    document: dict[str, Any] = {}
    for depth in range(limits.JSON_DEPTH + 1):
        inner: Any = "x"
        for _ in range(depth):
            inner = {"a": inner}
        document = {"a": inner}
        assert holds_anywhere(document) == (depth < limits.JSON_DEPTH)
