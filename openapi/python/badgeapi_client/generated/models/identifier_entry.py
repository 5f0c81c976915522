# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

from ..models.identifier_entry_identifier_type_type_0 import (
    IdentifierEntryIdentifierTypeType0,
    check_identifier_entry_identifier_type_type_0,
)
from ..types import UNSET, Unset

T = TypeVar("T", bound="IdentifierEntry")


@_attrs_define(kw_only=True)
class IdentifierEntry:
    """An identifier of a thing or organisation in some system.

    Attributes:
        identifier (str):
        identifier_type (Any | IdentifierEntryIdentifierTypeType0):
        type_ (Literal['IdentifierEntry'] | Unset):  Default: 'IdentifierEntry'.
    """

    identifier: str
    identifier_type: Any | IdentifierEntryIdentifierTypeType0
    type_: Literal["IdentifierEntry"] | Unset = "IdentifierEntry"

    def to_dict(self) -> dict[str, Any]:
        identifier = self.identifier

        identifier_type: Any | str
        if isinstance(self.identifier_type, str):
            identifier_type = self.identifier_type
        else:
            identifier_type = self.identifier_type

        type_ = self.type_

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "identifier": identifier,
                "identifierType": identifier_type,
            }
        )
        if type_ is not UNSET:
            field_dict["type"] = type_

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        identifier = d.pop("identifier")

        def _parse_identifier_type(data: object) -> Any | IdentifierEntryIdentifierTypeType0:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                identifier_type_type_0 = check_identifier_entry_identifier_type_type_0(data)

                return identifier_type_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Any | IdentifierEntryIdentifierTypeType0, data)

        identifier_type = _parse_identifier_type(d.pop("identifierType"))

        type_ = cast(Literal["IdentifierEntry"] | Unset, d.pop("type", UNSET))
        if type_ != "IdentifierEntry" and not isinstance(type_, Unset):
            raise ValueError(f"type must match const 'IdentifierEntry', got '{type_}'")

        identifier_entry = cls(
            identifier=identifier,
            identifier_type=identifier_type,
            type_=type_,
        )

        return identifier_entry
