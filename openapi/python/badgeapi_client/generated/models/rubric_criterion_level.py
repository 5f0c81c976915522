# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.alignment import Alignment


T = TypeVar("T", bound="RubricCriterionLevel")


@_attrs_define(kw_only=True)
class RubricCriterionLevel:
    """One level of a rubric; a request may leave its id to us.

    Attributes:
        name (str):
        id (str | Unset):
        type_ (list[str] | Unset):
        description (str | Unset):
        level (str | Unset):
        points (str | Unset):
        alignment (list[Alignment] | Unset):
    """

    name: str
    id: str | Unset = UNSET
    type_: list[str] | Unset = UNSET
    description: str | Unset = UNSET
    level: str | Unset = UNSET
    points: str | Unset = UNSET
    alignment: list[Alignment] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        id = self.id

        type_: list[str] | Unset = UNSET
        if not isinstance(self.type_, Unset):
            type_ = self.type_

        description = self.description

        level = self.level

        points = self.points

        alignment: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.alignment, Unset):
            alignment = []
            for alignment_item_data in self.alignment:
                alignment_item = alignment_item_data.to_dict()
                alignment.append(alignment_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
            }
        )
        if id is not UNSET:
            field_dict["id"] = id
        if type_ is not UNSET:
            field_dict["type"] = type_
        if description is not UNSET:
            field_dict["description"] = description
        if level is not UNSET:
            field_dict["level"] = level
        if points is not UNSET:
            field_dict["points"] = points
        if alignment is not UNSET:
            field_dict["alignment"] = alignment

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.alignment import Alignment  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        id = d.pop("id", UNSET)

        type_ = cast(list[str], d.pop("type", UNSET))

        description = d.pop("description", UNSET)

        level = d.pop("level", UNSET)

        points = d.pop("points", UNSET)

        _alignment = d.pop("alignment", UNSET)
        alignment: list[Alignment] | Unset = UNSET
        if _alignment is not UNSET:
            alignment = []
            for alignment_item_data in _alignment:
                alignment_item = Alignment.from_dict(alignment_item_data)

                alignment.append(alignment_item)

        rubric_criterion_level = cls(
            name=name,
            id=id,
            type_=type_,
            description=description,
            level=level,
            points=points,
            alignment=alignment,
        )

        return rubric_criterion_level
