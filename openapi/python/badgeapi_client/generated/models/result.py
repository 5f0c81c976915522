# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.result_status import ResultStatus, check_result_status
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.alignment import Alignment


T = TypeVar("T", bound="Result")


@_attrs_define(kw_only=True)
class Result:
    """What one learner reached.

    Attributes:
        type_ (list[str] | Unset):
        result_description (str | Unset):
        status (ResultStatus | Unset):
        value (str | Unset):
        achieved_level (str | Unset):
        alignment (list[Alignment] | Unset):
    """

    type_: list[str] | Unset = UNSET
    result_description: str | Unset = UNSET
    status: ResultStatus | Unset = UNSET
    value: str | Unset = UNSET
    achieved_level: str | Unset = UNSET
    alignment: list[Alignment] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        type_: list[str] | Unset = UNSET
        if not isinstance(self.type_, Unset):
            type_ = self.type_

        result_description = self.result_description

        status: str | Unset = UNSET
        if not isinstance(self.status, Unset):
            status = self.status

        value = self.value

        achieved_level = self.achieved_level

        alignment: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.alignment, Unset):
            alignment = []
            for alignment_item_data in self.alignment:
                alignment_item = alignment_item_data.to_dict()
                alignment.append(alignment_item)

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if type_ is not UNSET:
            field_dict["type"] = type_
        if result_description is not UNSET:
            field_dict["resultDescription"] = result_description
        if status is not UNSET:
            field_dict["status"] = status
        if value is not UNSET:
            field_dict["value"] = value
        if achieved_level is not UNSET:
            field_dict["achievedLevel"] = achieved_level
        if alignment is not UNSET:
            field_dict["alignment"] = alignment

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.alignment import Alignment  # noqa: PLC0415

        d = dict(src_dict)
        type_ = cast(list[str], d.pop("type", UNSET))

        result_description = d.pop("resultDescription", UNSET)

        _status = d.pop("status", UNSET)
        status: ResultStatus | Unset
        if isinstance(_status, Unset):
            status = UNSET
        else:
            status = check_result_status(_status)

        value = d.pop("value", UNSET)

        achieved_level = d.pop("achievedLevel", UNSET)

        _alignment = d.pop("alignment", UNSET)
        alignment: list[Alignment] | Unset = UNSET
        if _alignment is not UNSET:
            alignment = []
            for alignment_item_data in _alignment:
                alignment_item = Alignment.from_dict(alignment_item_data)

                alignment.append(alignment_item)

        result = cls(
            type_=type_,
            result_description=result_description,
            status=status,
            value=value,
            achieved_level=achieved_level,
            alignment=alignment,
        )

        return result
