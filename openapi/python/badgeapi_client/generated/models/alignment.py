# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.alignment_target_type_type_0 import AlignmentTargetTypeType0, check_alignment_target_type_type_0
from ..types import UNSET, Unset

T = TypeVar("T", bound="Alignment")


@_attrs_define(kw_only=True)
class Alignment:
    """A reference to a node of a framework.

    Attributes:
        target_name (str):
        target_url (str):
        type_ (list[str] | Unset):
        target_code (str | Unset):
        target_description (str | Unset):
        target_framework (str | Unset):
        target_type (AlignmentTargetTypeType0 | Any | Unset):
    """

    target_name: str
    target_url: str
    type_: list[str] | Unset = UNSET
    target_code: str | Unset = UNSET
    target_description: str | Unset = UNSET
    target_framework: str | Unset = UNSET
    target_type: AlignmentTargetTypeType0 | Any | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        target_name = self.target_name

        target_url = self.target_url

        type_: list[str] | Unset = UNSET
        if not isinstance(self.type_, Unset):
            type_ = self.type_

        target_code = self.target_code

        target_description = self.target_description

        target_framework = self.target_framework

        target_type: Any | str | Unset
        if isinstance(self.target_type, Unset):
            target_type = UNSET
        elif isinstance(self.target_type, str):
            target_type = self.target_type
        else:
            target_type = self.target_type

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "targetName": target_name,
                "targetUrl": target_url,
            }
        )
        if type_ is not UNSET:
            field_dict["type"] = type_
        if target_code is not UNSET:
            field_dict["targetCode"] = target_code
        if target_description is not UNSET:
            field_dict["targetDescription"] = target_description
        if target_framework is not UNSET:
            field_dict["targetFramework"] = target_framework
        if target_type is not UNSET:
            field_dict["targetType"] = target_type

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        target_name = d.pop("targetName")

        target_url = d.pop("targetUrl")

        type_ = cast(list[str], d.pop("type", UNSET))

        target_code = d.pop("targetCode", UNSET)

        target_description = d.pop("targetDescription", UNSET)

        target_framework = d.pop("targetFramework", UNSET)

        def _parse_target_type(data: object) -> AlignmentTargetTypeType0 | Any | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                target_type_type_0 = check_alignment_target_type_type_0(data)

                return target_type_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AlignmentTargetTypeType0 | Any | Unset, data)

        target_type = _parse_target_type(d.pop("targetType", UNSET))

        alignment = cls(
            target_name=target_name,
            target_url=target_url,
            type_=type_,
            target_code=target_code,
            target_description=target_description,
            target_framework=target_framework,
            target_type=target_type,
        )

        return alignment
