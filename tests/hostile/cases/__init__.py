"""The cases, a file per group; each group is a table."""

from __future__ import annotations

from typing import Final

from tests.hostile.case import Case
from tests.hostile.cases import issuers, jsonld, poison
from tests.hostile.cases.controls import CONTROLS

__all__ = ["CONTROLS", "GROUPS"]

GROUPS: Final[dict[str, tuple[Case, ...]]] = {"jsonld": jsonld.CASES, "poison": poison.CASES, "issuers": issuers.CASES}
