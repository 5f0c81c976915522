# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from typing import Literal

ResultDescriptionResultTypeType0 = Literal[
    "GradePointAverage",
    "LetterGrade",
    "Percent",
    "PerformanceLevel",
    "PredictedScore",
    "RawScore",
    "Result",
    "RubricCriterion",
    "RubricCriterionLevel",
    "RubricScore",
    "ScaledScore",
    "Status",
]

RESULT_DESCRIPTION_RESULT_TYPE_TYPE_0_VALUES: set[ResultDescriptionResultTypeType0] = {
    "GradePointAverage",
    "LetterGrade",
    "Percent",
    "PerformanceLevel",
    "PredictedScore",
    "RawScore",
    "Result",
    "RubricCriterion",
    "RubricCriterionLevel",
    "RubricScore",
    "ScaledScore",
    "Status",
}


def check_result_description_result_type_type_0(value: str) -> ResultDescriptionResultTypeType0:
    if value in RESULT_DESCRIPTION_RESULT_TYPE_TYPE_0_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {RESULT_DESCRIPTION_RESULT_TYPE_TYPE_0_VALUES!r}")
