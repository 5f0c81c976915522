# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.result_description_result_type_type_0 import (
    ResultDescriptionResultTypeType0,
    check_result_description_result_type_type_0,
)
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.alignment import Alignment
    from ..models.rubric_criterion_level import RubricCriterionLevel


T = TypeVar("T", bound="ResultDescription")


@_attrs_define(kw_only=True)
class ResultDescription:
    """One thing that is measured; a request may leave its id to us.

    Attributes:
        name (str):
        result_type (Any | ResultDescriptionResultTypeType0):
        id (str | Unset):
        type_ (list[str] | Unset):
        allowed_value (list[str] | Unset):
        required_level (str | Unset):
        required_value (str | Unset):
        rubric_criterion_level (list[RubricCriterionLevel] | Unset):
        value_min (str | Unset):
        value_max (str | Unset):
        alignment (list[Alignment] | Unset):
    """

    name: str
    result_type: Any | ResultDescriptionResultTypeType0
    id: str | Unset = UNSET
    type_: list[str] | Unset = UNSET
    allowed_value: list[str] | Unset = UNSET
    required_level: str | Unset = UNSET
    required_value: str | Unset = UNSET
    rubric_criterion_level: list[RubricCriterionLevel] | Unset = UNSET
    value_min: str | Unset = UNSET
    value_max: str | Unset = UNSET
    alignment: list[Alignment] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        result_type: Any | str
        if isinstance(self.result_type, str):
            result_type = self.result_type
        else:
            result_type = self.result_type

        id = self.id

        type_: list[str] | Unset = UNSET
        if not isinstance(self.type_, Unset):
            type_ = self.type_

        allowed_value: list[str] | Unset = UNSET
        if not isinstance(self.allowed_value, Unset):
            allowed_value = self.allowed_value

        required_level = self.required_level

        required_value = self.required_value

        rubric_criterion_level: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.rubric_criterion_level, Unset):
            rubric_criterion_level = []
            for rubric_criterion_level_item_data in self.rubric_criterion_level:
                rubric_criterion_level_item = rubric_criterion_level_item_data.to_dict()
                rubric_criterion_level.append(rubric_criterion_level_item)

        value_min = self.value_min

        value_max = self.value_max

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
                "resultType": result_type,
            }
        )
        if id is not UNSET:
            field_dict["id"] = id
        if type_ is not UNSET:
            field_dict["type"] = type_
        if allowed_value is not UNSET:
            field_dict["allowedValue"] = allowed_value
        if required_level is not UNSET:
            field_dict["requiredLevel"] = required_level
        if required_value is not UNSET:
            field_dict["requiredValue"] = required_value
        if rubric_criterion_level is not UNSET:
            field_dict["rubricCriterionLevel"] = rubric_criterion_level
        if value_min is not UNSET:
            field_dict["valueMin"] = value_min
        if value_max is not UNSET:
            field_dict["valueMax"] = value_max
        if alignment is not UNSET:
            field_dict["alignment"] = alignment

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.alignment import Alignment  # noqa: PLC0415
        from ..models.rubric_criterion_level import RubricCriterionLevel  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        def _parse_result_type(data: object) -> Any | ResultDescriptionResultTypeType0:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                result_type_type_0 = check_result_description_result_type_type_0(data)

                return result_type_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Any | ResultDescriptionResultTypeType0, data)

        result_type = _parse_result_type(d.pop("resultType"))

        id = d.pop("id", UNSET)

        type_ = cast(list[str], d.pop("type", UNSET))

        allowed_value = cast(list[str], d.pop("allowedValue", UNSET))

        required_level = d.pop("requiredLevel", UNSET)

        required_value = d.pop("requiredValue", UNSET)

        _rubric_criterion_level = d.pop("rubricCriterionLevel", UNSET)
        rubric_criterion_level: list[RubricCriterionLevel] | Unset = UNSET
        if _rubric_criterion_level is not UNSET:
            rubric_criterion_level = []
            for rubric_criterion_level_item_data in _rubric_criterion_level:
                rubric_criterion_level_item = RubricCriterionLevel.from_dict(rubric_criterion_level_item_data)

                rubric_criterion_level.append(rubric_criterion_level_item)

        value_min = d.pop("valueMin", UNSET)

        value_max = d.pop("valueMax", UNSET)

        _alignment = d.pop("alignment", UNSET)
        alignment: list[Alignment] | Unset = UNSET
        if _alignment is not UNSET:
            alignment = []
            for alignment_item_data in _alignment:
                alignment_item = Alignment.from_dict(alignment_item_data)

                alignment.append(alignment_item)

        result_description = cls(
            name=name,
            result_type=result_type,
            id=id,
            type_=type_,
            allowed_value=allowed_value,
            required_level=required_level,
            required_value=required_value,
            rubric_criterion_level=rubric_criterion_level,
            value_min=value_min,
            value_max=value_max,
            alignment=alignment,
        )

        return result_description
