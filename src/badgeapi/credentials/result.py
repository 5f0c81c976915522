"""Results: what may be measured in an achievement, and what one learner reached.

Source: Open Badges 3.0, classes Result, ResultDescription and RubricCriterionLevel. How they must fit
together is DM-X3, DM-X4 and DM-X6 in `rules.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, ClassVar, Final, Literal, TypeAlias

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


def complete_ids(descriptions: Sequence[ResultDescription], make_id: Callable[[], str]) -> list[ResultDescription]:
    """Give an id from `make_id` to every description and level that has none."""
    return [
        description.model_copy(
            update={
                "id": description.id or make_id(),
                "rubric_criterion_level": description.rubric_criterion_level
                and [
                    level.model_copy(update={"id": level.id or make_id()})
                    for level in description.rubric_criterion_level
                ],
            }
        )
        for description in descriptions
    ]
