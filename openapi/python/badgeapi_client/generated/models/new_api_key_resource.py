# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="NewApiKeyResource")


@_attrs_define(kw_only=True)
class NewApiKeyResource:
    """An API key just made, with its text for the only time.

    Attributes:
        id (str):
        name (str):
        scopes (list[str]):
        created_at (str):
        key (str):
        expires_at (str | Unset):
        revoked_at (str | Unset):
    """

    id: str
    name: str
    scopes: list[str]
    created_at: str
    key: str
    expires_at: str | Unset = UNSET
    revoked_at: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        name = self.name

        scopes = self.scopes

        created_at = self.created_at

        key = self.key

        expires_at = self.expires_at

        revoked_at = self.revoked_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
                "scopes": scopes,
                "createdAt": created_at,
                "key": key,
            }
        )
        if expires_at is not UNSET:
            field_dict["expiresAt"] = expires_at
        if revoked_at is not UNSET:
            field_dict["revokedAt"] = revoked_at

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        name = d.pop("name")

        scopes = cast(list[str], d.pop("scopes"))

        created_at = d.pop("createdAt")

        key = d.pop("key")

        expires_at = d.pop("expiresAt", UNSET)

        revoked_at = d.pop("revokedAt", UNSET)

        new_api_key_resource = cls(
            id=id,
            name=name,
            scopes=scopes,
            created_at=created_at,
            key=key,
            expires_at=expires_at,
            revoked_at=revoked_at,
        )

        new_api_key_resource.additional_properties = d
        return new_api_key_resource

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
