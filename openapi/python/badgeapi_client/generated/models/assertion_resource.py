# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.assertion_resource_credential import AssertionResourceCredential


T = TypeVar("T", bound="AssertionResource")


@_attrs_define(kw_only=True)
class AssertionResource:
    """An assertion. `credential` stands in it exactly as it was signed.

    Attributes:
        id (str):
        credential_id (str):
        issuer (str):
        state (str):
        published (bool):
        cryptosuite (str):
        valid_from (str):
        created_at (str):
        credential (AssertionResourceCredential):
        achievement (str | Unset): Absent from a credential that was signed as it was sent.
        achievement_version (int | Unset):
        key (str | Unset):
        state_reason (str | Unset):
        state_changed_at (str | Unset):
        valid_until (str | Unset):
    """

    id: str
    credential_id: str
    issuer: str
    state: str
    published: bool
    cryptosuite: str
    valid_from: str
    created_at: str
    credential: AssertionResourceCredential
    achievement: str | Unset = UNSET
    achievement_version: int | Unset = UNSET
    key: str | Unset = UNSET
    state_reason: str | Unset = UNSET
    state_changed_at: str | Unset = UNSET
    valid_until: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        credential_id = self.credential_id

        issuer = self.issuer

        state = self.state

        published = self.published

        cryptosuite = self.cryptosuite

        valid_from = self.valid_from

        created_at = self.created_at

        credential = self.credential.to_dict()

        achievement = self.achievement

        achievement_version = self.achievement_version

        key = self.key

        state_reason = self.state_reason

        state_changed_at = self.state_changed_at

        valid_until = self.valid_until

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "credentialId": credential_id,
                "issuer": issuer,
                "state": state,
                "published": published,
                "cryptosuite": cryptosuite,
                "validFrom": valid_from,
                "createdAt": created_at,
                "credential": credential,
            }
        )
        if achievement is not UNSET:
            field_dict["achievement"] = achievement
        if achievement_version is not UNSET:
            field_dict["achievementVersion"] = achievement_version
        if key is not UNSET:
            field_dict["key"] = key
        if state_reason is not UNSET:
            field_dict["stateReason"] = state_reason
        if state_changed_at is not UNSET:
            field_dict["stateChangedAt"] = state_changed_at
        if valid_until is not UNSET:
            field_dict["validUntil"] = valid_until

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.assertion_resource_credential import AssertionResourceCredential  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        credential_id = d.pop("credentialId")

        issuer = d.pop("issuer")

        state = d.pop("state")

        published = d.pop("published")

        cryptosuite = d.pop("cryptosuite")

        valid_from = d.pop("validFrom")

        created_at = d.pop("createdAt")

        credential = AssertionResourceCredential.from_dict(d.pop("credential"))

        achievement = d.pop("achievement", UNSET)

        achievement_version = d.pop("achievementVersion", UNSET)

        key = d.pop("key", UNSET)

        state_reason = d.pop("stateReason", UNSET)

        state_changed_at = d.pop("stateChangedAt", UNSET)

        valid_until = d.pop("validUntil", UNSET)

        assertion_resource = cls(
            id=id,
            credential_id=credential_id,
            issuer=issuer,
            state=state,
            published=published,
            cryptosuite=cryptosuite,
            valid_from=valid_from,
            created_at=created_at,
            credential=credential,
            achievement=achievement,
            achievement_version=achievement_version,
            key=key,
            state_reason=state_reason,
            state_changed_at=state_changed_at,
            valid_until=valid_until,
        )

        assertion_resource.additional_properties = d
        return assertion_resource

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
