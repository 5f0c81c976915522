# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.status_update_statuspurpose import StatusUpdateStatuspurpose, check_status_update_statuspurpose
from ..types import UNSET, Unset

T = TypeVar("T", bound="StatusUpdate")


@_attrs_define(kw_only=True)
class StatusUpdate:
    """Which status is meant; further members of a status entry are of no consequence.

    Attributes:
        type_ (str | Unset):
        status_purpose (StatusUpdateStatuspurpose | Unset):  Default: 'revocation'.
    """

    type_: str | Unset = UNSET
    status_purpose: StatusUpdateStatuspurpose | Unset = "revocation"
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        status_purpose: str | Unset = UNSET
        if not isinstance(self.status_purpose, Unset):
            status_purpose = self.status_purpose

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if type_ is not UNSET:
            field_dict["type"] = type_
        if status_purpose is not UNSET:
            field_dict["statusPurpose"] = status_purpose

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = d.pop("type", UNSET)

        _status_purpose = d.pop("statusPurpose", UNSET)
        status_purpose: StatusUpdateStatuspurpose | Unset
        if isinstance(_status_purpose, Unset):
            status_purpose = UNSET
        else:
            status_purpose = check_status_update_statuspurpose(_status_purpose)

        status_update = cls(
            type_=type_,
            status_purpose=status_purpose,
        )

        status_update.additional_properties = d
        return status_update

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
