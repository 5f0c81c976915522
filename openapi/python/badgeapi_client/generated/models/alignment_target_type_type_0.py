# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from typing import Literal

AlignmentTargetTypeType0 = Literal[
    "ceasn:Competency",
    "ceterms:Credential",
    "CFItem",
    "CFRubric",
    "CFRubricCriterion",
    "CFRubricCriterionLevel",
    "CTDL",
]

ALIGNMENT_TARGET_TYPE_TYPE_0_VALUES: set[AlignmentTargetTypeType0] = {
    "ceasn:Competency",
    "ceterms:Credential",
    "CFItem",
    "CFRubric",
    "CFRubricCriterion",
    "CFRubricCriterionLevel",
    "CTDL",
}


def check_alignment_target_type_type_0(value: str) -> AlignmentTargetTypeType0:
    if value in ALIGNMENT_TARGET_TYPE_TYPE_0_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {ALIGNMENT_TARGET_TYPE_TYPE_0_VALUES!r}")
