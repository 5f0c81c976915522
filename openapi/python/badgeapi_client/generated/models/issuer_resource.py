# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.issuer_resource_profile import IssuerResourceProfile


T = TypeVar("T", bound="IssuerResource")


@_attrs_define(kw_only=True)
class IssuerResource:
    """An issuer.

    Attributes:
        id (str):
        slug (str):
        did (str):
        did_method (str):
        url (str): Where its profile stands, for anybody.
        profile (IssuerResourceProfile): The members of its OB 3.0 Profile.
        name (str):
        version (int):
        created_at (str):
        updated_at (str):
    """

    id: str
    slug: str
    did: str
    did_method: str
    url: str
    profile: IssuerResourceProfile
    name: str
    version: int
    created_at: str
    updated_at: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        slug = self.slug

        did = self.did

        did_method = self.did_method

        url = self.url

        profile = self.profile.to_dict()

        name = self.name

        version = self.version

        created_at = self.created_at

        updated_at = self.updated_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "slug": slug,
                "did": did,
                "didMethod": did_method,
                "url": url,
                "profile": profile,
                "name": name,
                "version": version,
                "createdAt": created_at,
                "updatedAt": updated_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.issuer_resource_profile import IssuerResourceProfile  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        slug = d.pop("slug")

        did = d.pop("did")

        did_method = d.pop("didMethod")

        url = d.pop("url")

        profile = IssuerResourceProfile.from_dict(d.pop("profile"))

        name = d.pop("name")

        version = d.pop("version")

        created_at = d.pop("createdAt")

        updated_at = d.pop("updatedAt")

        issuer_resource = cls(
            id=id,
            slug=slug,
            did=did,
            did_method=did_method,
            url=url,
            profile=profile,
            name=name,
            version=version,
            created_at=created_at,
            updated_at=updated_at,
        )

        issuer_resource.additional_properties = d
        return issuer_resource

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
