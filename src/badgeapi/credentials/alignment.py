"""Alignment: the node of a framework (a competency, a unit, a level) that an achievement or result meets.

Source: Open Badges 3.0, class Alignment and enumeration AlignmentTargetType.
"""

from __future__ import annotations

from typing import Annotated, Final, TypeAlias

from badgeapi.credentials.node import Node, named
from badgeapi.credentials.values import Iri, Name, Text, terms

TARGET_TYPES: Final = (
    "ceasn:Competency", "ceterms:Credential", "CFItem", "CFRubric", "CFRubricCriterion",
    "CFRubricCriterionLevel", "CTDL",
)  # fmt: skip
TargetType: TypeAlias = Annotated[str, terms(*TARGET_TYPES)]


class Alignment(Node):
    """A reference to a node of a framework."""

    type: list[str] = named("Alignment")
    target_name: Name
    target_url: Iri
    target_code: Name | None = None
    target_description: Text | None = None
    target_framework: Name | None = None
    target_type: TargetType | None = None
