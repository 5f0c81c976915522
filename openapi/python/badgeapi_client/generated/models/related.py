# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="Related")


@_attrs_define(kw_only=True)
class Related:
    """Another edition of the same achievement, for example in another language.

    Attributes:
        id (str):
        type_ (list[str] | Unset):
        in_language (str | Unset):
        version (str | Unset):
    """

    id: str
    type_: list[str] | Unset = UNSET
    in_language: str | Unset = UNSET
    version: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        type_: list[str] | Unset = UNSET
        if not isinstance(self.type_, Unset):
            type_ = self.type_

        in_language = self.in_language

        version = self.version

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
            }
        )
        if type_ is not UNSET:
            field_dict["type"] = type_
        if in_language is not UNSET:
            field_dict["inLanguage"] = in_language
        if version is not UNSET:
            field_dict["version"] = version

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        type_ = cast(list[str], d.pop("type", UNSET))

        in_language = d.pop("inLanguage", UNSET)

        version = d.pop("version", UNSET)

        related = cls(
            id=id,
            type_=type_,
            in_language=in_language,
            version=version,
        )

        return related
