"""What an achievement says of the results that can be reached in it, and results beside it, read for the rules.

Not here: the rules (`rules.py`). What has not the form that is needed says nothing.

Source: Open Badges 3.0, classes ResultDescription, RubricCriterionLevel and Result.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

_number = re.compile(r"([+-]?[0-9]{1,30}(?:\.[0-9]{1,30})?)\s*%?", re.ASCII).fullmatch


@dataclass(frozen=True, slots=True)
class Described:
    """What an achievement says of the results that can be reached in it, read once for all that are held against it.

    Attributes:
        levels: the ids of each description's levels; `everywhere` has those of all.
        accepts: tells of each description which values it takes.
        by_status: the descriptions whose results need a `status`.
    """

    levels: dict[str, set[str]]
    everywhere: set[str]
    accepts: dict[str, Callable[[str], bool]]
    by_status: set[str]


def describe(achievement: Json) -> Described:
    """Read the result descriptions of an achievement; those without an id describe nothing."""
    found = {one["id"]: one for _, one in objects(achievement.get("resultDescription")) if has_id(one)}
    levels = {name: levels_of(description) for name, description in found.items()}
    return Described(
        levels,
        set().union(*levels.values()),
        {name: _accepts(description) for name, description in found.items()},
        {name for name, description in found.items() if description.get("resultType") == "Status"},
    )


@dataclass(frozen=True, slots=True)
class Reached:
    """Results, and what the achievement says of them."""

    described: Described
    results: list[tuple[int, Json]]

    @classmethod
    def of(cls, described: Described, results: object) -> Reached:
        """Take the results of a subject, as far as they are objects."""
        return cls(described, [*objects(results)])

    def texts(self, member: str) -> Iterator[tuple[int, str, str | None]]:
        """Yield index and text of a member of each result that has it, and which description the result names."""
        for index, result in self.results:
            name = result.get("resultDescription")
            if isinstance(text := result.get(member), str):
                yield index, text, name if isinstance(name, str) else None


def objects(value: object) -> Iterator[tuple[int, Json]]:
    """Yield the objects of an array, each with its index."""
    for index, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, dict):
            yield index, item


def levels_of(description: Json) -> set[str]:
    """Collect the ids of a description's levels."""
    return {level["id"] for _, level in objects(description.get("rubricCriterionLevel")) if has_id(level)}


def has_id(value: Json) -> bool:
    """Tell whether an object can be named by others."""
    return isinstance(value.get("id"), str)


def _accepts(description: Json) -> Callable[[str], bool]:
    """Tell which values are listed or between the bounds; bounds that are not numbers bind nothing."""
    if isinstance(allowed := description.get("allowedValue"), list):
        return frozenset(value for value in allowed if isinstance(value, str)).__contains__
    low, high = _decimal(description.get("valueMin")), _decimal(description.get("valueMax"))

    def between(value: str) -> bool:
        number = _decimal(value)
        if number is None:
            return low is None and high is None
        return (low is None or low <= number) and (high is None or number <= high)

    return between


def _decimal(text: object) -> Decimal | None:
    found = _number(text.strip()) if isinstance(text, str) else None
    return Decimal(found[1]) if found else None
