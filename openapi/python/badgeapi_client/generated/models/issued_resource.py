# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.issued_resource_verifiablecredential import IssuedResourceVerifiablecredential


T = TypeVar("T", bound="IssuedResource")


@_attrs_define(kw_only=True)
class IssuedResource:
    """A credential with its proof.

    Attributes:
        verifiable_credential (IssuedResourceVerifiablecredential):
    """

    verifiable_credential: IssuedResourceVerifiablecredential
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        verifiable_credential = self.verifiable_credential.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "verifiableCredential": verifiable_credential,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.issued_resource_verifiablecredential import IssuedResourceVerifiablecredential  # noqa: PLC0415

        d = dict(src_dict)
        verifiable_credential = IssuedResourceVerifiablecredential.from_dict(d.pop("verifiableCredential"))

        issued_resource = cls(
            verifiable_credential=verifiable_credential,
        )

        issued_resource.additional_properties = d
        return issued_resource

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
