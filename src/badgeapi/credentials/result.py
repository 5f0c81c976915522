"""Results: what may be measured in an achievement, and what one learner reached.

Source: Open Badges 3.0, classes Result, ResultDescription and RubricCriterionLevel. How they must fit
together is DM-X3, DM-X4 and DM-X6 in `rules.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, ClassVar, Final, Literal, TypeAlias

from badgeapi.canon.json import JsonObject
from badgeapi.credentials.alignment import Alignment
from badgeapi.credentials.node import Node, named
from badgeapi.credentials.values import Iri, Many, Name, Text, terms

RESULT_TYPES: Final = (
    "GradePointAverage", "LetterGrade", "Percent", "PerformanceLevel", "PredictedScore", "RawScore", "Result",
    "RubricCriterion", "RubricCriterionLevel", "RubricScore", "ScaledScore", "Status",
)  # fmt: skip
ResultType: TypeAlias = Annotated[str, terms(*RESULT_TYPES)]
ResultStatus: TypeAlias = Literal["Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Provisional", "Withdrew"]


class RubricCriterionLevel(Node):
    """One level of a rubric; a request may leave its id to us."""

    filled: ClassVar[frozenset[str]] = frozenset({"id"})

    id: Iri | None = None
    type: list[str] = named("RubricCriterionLevel")
    name: Name
    description: Text | None = None
    level: Name | None = None
    points: Name | None = None
    alignment: Many[Alignment] | None = None


class ResultDescription(Node):
    """One thing that is measured; a request may leave its id to us."""

    filled: ClassVar[frozenset[str]] = frozenset({"id"})

    id: Iri | None = None
    type: list[str] = named("ResultDescription")
    name: Name
    result_type: ResultType
    allowed_value: Many[Name] | None = None
    required_level: Iri | None = None
    required_value: Name | None = None
    rubric_criterion_level: Many[RubricCriterionLevel] | None = None
    value_min: Name | None = None
    value_max: Name | None = None
    alignment: Many[Alignment] | None = None


class Result(Node):
    """What one learner reached."""

    type: list[str] = named("Result")
    result_description: Iri | None = None
    status: ResultStatus | None = None
    value: Name | None = None
    achieved_level: Iri | None = None
    alignment: Many[Alignment] | None = None


def complete_ids(descriptions: Sequence[JsonObject], make_id: Callable[[str], str]) -> list[JsonObject]:
    """Give an id to every result description and level that has none.

    `make_id` is given the names that lead there ("Mark", "Mark/Best"), so that they can lead to the same id again.
    """
    completed: list[JsonObject] = []
    for description in descriptions:
        name = str(description["name"])
        made: JsonObject = {"id": make_id(name), **description}
        levels = description.get("rubricCriterionLevel")
        if isinstance(levels, list):
            made["rubricCriterionLevel"] = [
                {"id": make_id(f"{name}/{level['name']}"), **level} for level in levels if isinstance(level, dict)
            ]
        completed.append(made)
    return completed
