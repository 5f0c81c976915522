# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="Criteria")


@_attrs_define(kw_only=True)
class Criteria:
    """Criteria as a page, as Markdown, or both; the class has no `type`.

    Attributes:
        id (str | Unset):
        narrative (str | Unset):
    """

    id: str | Unset = UNSET
    narrative: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        narrative = self.narrative

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if id is not UNSET:
            field_dict["id"] = id
        if narrative is not UNSET:
            field_dict["narrative"] = narrative

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id", UNSET)

        narrative = d.pop("narrative", UNSET)

        criteria = cls(
            id=id,
            narrative=narrative,
        )

        return criteria
