# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="Evidence")


@_attrs_define(kw_only=True)
class Evidence:
    """One piece of evidence; `id` is its address.

    Attributes:
        id (str | Unset):
        type_ (list[str] | Unset):
        name (str | Unset):
        narrative (str | Unset):
        description (str | Unset):
        genre (str | Unset):
        audience (str | Unset):
    """

    id: str | Unset = UNSET
    type_: list[str] | Unset = UNSET
    name: str | Unset = UNSET
    narrative: str | Unset = UNSET
    description: str | Unset = UNSET
    genre: str | Unset = UNSET
    audience: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        type_: list[str] | Unset = UNSET
        if not isinstance(self.type_, Unset):
            type_ = self.type_

        name = self.name

        narrative = self.narrative

        description = self.description

        genre = self.genre

        audience = self.audience

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if id is not UNSET:
            field_dict["id"] = id
        if type_ is not UNSET:
            field_dict["type"] = type_
        if name is not UNSET:
            field_dict["name"] = name
        if narrative is not UNSET:
            field_dict["narrative"] = narrative
        if description is not UNSET:
            field_dict["description"] = description
        if genre is not UNSET:
            field_dict["genre"] = genre
        if audience is not UNSET:
            field_dict["audience"] = audience

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id", UNSET)

        type_ = cast(list[str], d.pop("type", UNSET))

        name = d.pop("name", UNSET)

        narrative = d.pop("narrative", UNSET)

        description = d.pop("description", UNSET)

        genre = d.pop("genre", UNSET)

        audience = d.pop("audience", UNSET)

        evidence = cls(
            id=id,
            type_=type_,
            name=name,
            narrative=narrative,
            description=description,
            genre=genre,
            audience=audience,
        )

        return evidence
