# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="AssertionRowImageType1")


@_attrs_define(kw_only=True)
class AssertionRowImageType1:
    """
    Attributes:
        id (str):
        type_ (Literal['Image'] | Unset):
        caption (str | Unset):
    """

    id: str
    type_: Literal["Image"] | Unset = UNSET
    caption: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        type_ = self.type_

        caption = self.caption

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
            }
        )
        if type_ is not UNSET:
            field_dict["type"] = type_
        if caption is not UNSET:
            field_dict["caption"] = caption

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        type_ = cast(Literal["Image"] | Unset, d.pop("type", UNSET))
        if type_ != "Image" and not isinstance(type_, Unset):
            raise ValueError(f"type must match const 'Image', got '{type_}'")

        caption = d.pop("caption", UNSET)

        assertion_row_image_type_1 = cls(
            id=id,
            type_=type_,
            caption=caption,
        )

        return assertion_row_image_type_1
