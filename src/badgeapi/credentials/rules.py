"""Rules over several members of a document, which no JSON Schema states: one row each, DM-X1 to DM-X13.

They work on JSON, not on the classes, so that one wrong member hides no other fault; what has not the form
a rule needs is left to the classes to refuse. Not here: DM-X9 (nothing is lost in JSON-LD) is
`canon/jsonld.py`; DM-X10 (`ext:` terms) and DM-X11 (absolute IRIs) are leaves in `values.py`.

Source: Open Badges 3.0; VC Data Model 2.0; RFC 7517.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from badgeapi import limits
from badgeapi.credentials.described import Described, Json, Reached, describe, has_id, levels_of, objects
from badgeapi.credentials.identity import is_identity_hash
from badgeapi.credentials.time import parse_datetime
from badgeapi.errors import Fault, InputTooLarge, InvalidInput, pointer

Place: TypeAlias = tuple[str | int, ...]
Finder: TypeAlias = Callable[[Any], Iterable[Place]]

_PRIVATE: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_drawn = re.compile(r"data:image/(png|svg\+xml)[;,]", re.IGNORECASE).match


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        id: as in our catalogue of requirements.
        code: of the fault.
        sentence: what must hold.
        citation: the clause that demands it.
        find: gives the places, below the value it is given, where the rule is broken.
    """

    id: str
    code: str
    sentence: str
    citation: str
    find: Finder

    def faults(self, value: object, *, at: Place = ()) -> Iterator[Fault]:
        """Judge a value that stands at `at`."""
        for place in self.find(value):
            yield Fault(self.code, self.sentence, pointer(*at, *place), self.citation)


def walk(document: object) -> Iterator[tuple[Place, Json | list[Any]]]:
    """Yield every object and array of a document with its place, outermost first.

    Raises:
        InputTooLarge: nested deeper than `JSON_DEPTH`.
    """
    queue: deque[tuple[Place, Any]] = deque([((), document)])
    while queue:
        place, value = queue.popleft()
        if len(place) >= limits.JSON_DEPTH:
            most = int(limits.JSON_DEPTH)
            raise InputTooLarge(f"The document is nested deeper than {most} levels.", code="too_deep")
        yield place, value
        for key, member in _members(value):
            if isinstance(member, dict | list):
                queue.append(((*place, key), member))


def _members(value: Json | list[Any]) -> Iterable[tuple[str | int, Any]]:
    return value.items() if isinstance(value, dict) else enumerate(value)


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else {}


# Anywhere in a document.


def _nulls(value: Json | list[Any]) -> Iterable[Place]:
    return [(key,) for key, member in _members(value) if member is None]


def _empty_arrays(value: Json | list[Any]) -> Iterable[Place]:
    return [(key,) for key, member in _members(value) if member == []]


def _reversed_period(start: str, end: str) -> Finder:
    def find(value: Json) -> Iterable[Place]:
        try:
            return [(end,)] if parse_datetime(value[end]) < parse_datetime(value[start]) else ()
        except (InvalidInput, KeyError, TypeError):
            return ()  # the class says what is wrong with the time itself

    return find


def _bad_hash(value: Json) -> Iterable[Place]:
    identity = value.get("identityHash")
    wrong = value["hashed"] is True and isinstance(identity, str) and not is_identity_hash(identity)
    return [("identityHash",)] if wrong else ()


def _private_members(value: Json) -> Iterable[Place]:
    return [(name,) for name in value if name in _PRIVATE]


def _undrawn_image(value: Json) -> Iterable[Place]:
    """Only a data URI tells its type; pictures are never fetched."""
    names, address = value.get("type"), _object(value["image"]).get("id")
    if not isinstance(names, list | str) or not isinstance(address, str):
        return ()
    pictured = "Profile" in names or "AchievementSubject" in names
    wrong = pictured and address[:5].lower() == "data:" and not _drawn(address)
    return [("image", "id")] if wrong else ()


# An achievement.


def _bare_criteria(achievement: Json) -> Iterator[Place]:
    criteria = achievement.get("criteria")
    if isinstance(criteria, dict) and not (criteria.get("id") or criteria.get("narrative")):
        yield ("criteria",)


def _lost_required_levels(achievement: Json) -> Iterator[Place]:
    for index, description in objects(achievement.get("resultDescription")):
        level = description.get("requiredLevel")
        if isinstance(level, str) and level not in levels_of(description):
            yield ("resultDescription", index, "requiredLevel")


def _repeated_ids(achievement: Json) -> Iterator[Place]:
    seen: set[str] = set()
    for index, description in objects(achievement.get("resultDescription")):
        at: Place = ("resultDescription", index)
        places = [(at, description)]
        places += [
            ((*at, "rubricCriterionLevel", number), level)
            for number, level in objects(description.get("rubricCriterionLevel"))
        ]
        for place, value in places:
            if has_id(value):
                if value["id"] in seen:
                    yield (*place, "id")
                seen.add(value["id"])


# A subject: an achievement and the results reached in it.


def _nobody(subject: Json) -> Iterator[Place]:
    if not subject.get("id") and not subject.get("identifier"):
        yield ()


def _lost_descriptions(reached: Reached) -> Iterator[Place]:
    for index, name, _ in reached.texts("resultDescription"):
        if name not in reached.described.levels:
            yield ("result", index, "resultDescription")


def _lost_achieved_levels(reached: Reached) -> Iterator[Place]:
    """A level must be one of the description that the result names, or of any if it names none."""
    described = reached.described
    for index, level, name in reached.texts("achievedLevel"):
        if level not in (described.everywhere if name is None else described.levels.get(name, ())):
            yield ("result", index, "achievedLevel")


def _unknown_achieved_levels(reached: Reached) -> Iterator[Place]:
    """A published sample names a level of another description of the achievement: tolerated in documents."""
    for index, level, _ in reached.texts("achievedLevel"):
        if level not in reached.described.everywhere:
            yield ("result", index, "achievedLevel")


def _missing_statuses(reached: Reached) -> Iterator[Place]:
    for index, result in reached.results:
        name = result.get("resultDescription")
        if isinstance(name, str) and name in reached.described.by_status and "status" not in result:
            yield ("result", index)


def _values_outside(reached: Reached) -> Iterator[Place]:
    accepts = reached.described.accepts
    for index, value, name in reached.texts("value"):
        if name in accepts and not accepts[name](value):
            yield ("result", index, "value")


CONTAINERS: Final = (
    Rule("DM-X7", "null_member", "A value must not be null; leave the member out instead.",
         "Open Badges 3.0, serialization", _nulls),
    Rule("DM-X7", "empty_array", "An array must not be empty; leave the member out instead.",
         "Open Badges 3.0, serialization", _empty_arrays),
)  # fmt: skip
# For objects with the member named before the rule.
OBJECTS: Final = (
    ("validUntil", Rule("DM-X5", "ends_before_start", "`validUntil` must not lie before `validFrom`.",
                        "VC Data Model 2.0 section 4.9", _reversed_period("validFrom", "validUntil"))),
    ("expirationDate", Rule("DM-X5", "ends_before_start", "The expiration must not lie before the issuance.",
                            "VC Data Model 1.1 section 4.8",
                            _reversed_period("issuanceDate", "expirationDate"))),
    ("hashed", Rule("DM-X8", "not_an_identity_hash", "It must be sha256$ and 64 hex digits, or md5$ and 32.",
                    "Open Badges 3.0, IdentityHash", _bad_hash)),
    ("kty", Rule("DM-X12", "private_key", "A public key must not hold private members.",
                 "RFC 7517 section 9.2", _private_members)),
    ("image", Rule("DM-X13", "wrong_image_type", "The image of a profile or subject must be PNG or SVG.",
                   "Open Badges 3.0, Profile and AchievementSubject", _undrawn_image)),
)  # fmt: skip
CRITERIA: Final = (
    Rule("DM-X2", "no_criteria", "Criteria must have an `id` or a `narrative`.",
         "Open Badges 3.0, Criteria", _bare_criteria),
)  # fmt: skip
DESCRIPTIONS: Final = (
    Rule("DM-X3", "unknown_level", "`requiredLevel` must be the id of a level of this result description.",
         "Open Badges 3.0, ResultDescription", _lost_required_levels),
    Rule("DM-X6", "repeated_id", "The ids of result descriptions and levels must differ.",
         "Open Badges 3.0, ResultDescription", _repeated_ids),
)  # fmt: skip
_RESULTS: Final = (
    Rule("DM-X3", "unknown_result_description", "`resultDescription` must name one of the achievement.",
         "Open Badges 3.0, Result", _lost_descriptions),
    Rule("DM-X4", "missing_status", "A result of type Status must have a `status`.",
         "Open Badges 3.0, Result", _missing_statuses),
    Rule("DM-X4", "value_outside", "`value` must be one of the allowed values, or between the bounds.",
         "Open Badges 3.0, ResultDescription", _values_outside),
)  # fmt: skip
RESULTS: Final = (
    *_RESULTS,
    Rule("DM-X3", "unknown_level", "`achievedLevel` must be the id of a level of the result description.",
         "Open Badges 3.0, Result", _lost_achieved_levels),
)  # fmt: skip
RECIPIENT: Final = (
    Rule("DM-X1", "no_recipient", "The subject must have an `id` or an `identifier`.",
         "Open Badges 3.0, verification step 1", _nobody),
)  # fmt: skip
_RULED: Final = frozenset(member for member, _ in OBJECTS)
_PLAIN: Final = frozenset({str, bool, int, float})  # values that hold none, and cannot be empty
RESULTS_SHOWN: Final = (
    *_RESULTS,
    Rule("DM-X3", "unknown_level", "`achievedLevel` must be the id of a level in the achievement.",
         "Open Badges 3.0, Result", _unknown_achieved_levels),
)  # fmt: skip


def check_anywhere(document: object) -> Iterator[Fault]:
    """Judge every object and array of a document; raises `InputTooLarge` when it is nested too deeply."""
    for place, value in walk(document):
        for rule in CONTAINERS:
            yield from rule.faults(value, at=place)
        if isinstance(value, dict):
            for member, rule in OBJECTS:
                if member in value:
                    yield from rule.faults(value, at=place)


def holds_anywhere(document: Json) -> bool:
    """Tell whether `check_anywhere` finds nothing: the same rules level by level, without places."""
    level: list[Json | list[Any]] = [document]
    for _ in range(limits.JSON_DEPTH):
        below: list[Json | list[Any]] = []
        for value in level:
            if isinstance(value, dict) and not _RULED.isdisjoint(value):
                for member, rule in OBJECTS:
                    if member in value and any(True for _ in rule.find(value)):
                        return False
            inner: Iterable[Any] = value.values() if isinstance(value, dict) else value
            if _PLAIN.issuperset(map(type, inner)):
                continue
            for item in inner:
                if isinstance(item, str):
                    continue
                if item is None or item == []:
                    return False
                if isinstance(item, dict | list):
                    below.append(item)
        if not below:
            return True
        level = below
    return False


def check(rules: Iterable[Rule], value: object, *, at: Place = ()) -> Iterator[Fault]:
    """Judge a value that stands at `at` by some of the rules."""
    for rule in rules:
        yield from rule.faults(value, at=at)


def check_achievement(achievement: Json, *, at: Place = ()) -> Iterator[Fault]:
    """Judge an achievement by itself, as a request or in a credential."""
    yield from check(CRITERIA, achievement, at=at)
    yield from check(DESCRIPTIONS, achievement, at=at)


def check_results(described: Described, results: object, *, at: Place = ()) -> Iterator[Fault]:
    """Judge results before they are issued, against the achievement; pointers go to `result` below `at`."""
    yield from check(RESULTS, Reached.of(described, results), at=at)


def check_results_shown(subject: Json, *, at: Place = ()) -> Iterator[Fault]:
    """Judge the results of a subject in somebody's document."""
    described = describe(_object(subject.get("achievement")))
    yield from check(RESULTS_SHOWN, Reached.of(described, subject.get("result")), at=at)


def check_subject(subject: Json, *, at: Place = ()) -> Iterator[Fault]:
    """Judge a subject with its achievement and results."""
    yield from check(RECIPIENT, subject, at=at)
    yield from check_results_shown(subject, at=at)
    yield from check_achievement(_object(subject.get("achievement")), at=(*at, "achievement"))
