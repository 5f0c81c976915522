# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.identifier_request_type_type_0 import IdentifierRequestTypeType0, check_identifier_request_type_type_0

T = TypeVar("T", bound="IdentifierRequest")


@_attrs_define(kw_only=True)
class IdentifierRequest:
    """An identifier of the recipient in some system; goes into the credential hashed.

    Attributes:
        type_ (Any | IdentifierRequestTypeType0):
        value (str):
    """

    type_: Any | IdentifierRequestTypeType0
    value: str

    def to_dict(self) -> dict[str, Any]:
        type_: Any | str
        if isinstance(self.type_, str):
            type_ = self.type_
        else:
            type_ = self.type_

        value = self.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "type": type_,
                "value": value,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_type_(data: object) -> Any | IdentifierRequestTypeType0:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                type_type_0 = check_identifier_request_type_type_0(data)

                return type_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Any | IdentifierRequestTypeType0, data)

        type_ = _parse_type_(d.pop("type"))

        value = d.pop("value")

        identifier_request = cls(
            type_=type_,
            value=value,
        )

        return identifier_request
