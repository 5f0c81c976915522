# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.achievement_resource_achievement import AchievementResourceAchievement


T = TypeVar("T", bound="AchievementResource")


@_attrs_define(kw_only=True)
class AchievementResource:
    """An achievement with one of its versions.

    Attributes:
        id (str):
        issuer (str):
        version (int):
        current_version (int):
        state (str):
        achievement (AchievementResourceAchievement): The OB 3.0 Achievement as credentials of this version carry it.
        created_at (str):
        updated_at (str):
        key (str | Unset): The caller's own key, if it was made with one.
    """

    id: str
    issuer: str
    version: int
    current_version: int
    state: str
    achievement: AchievementResourceAchievement
    created_at: str
    updated_at: str
    key: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        issuer = self.issuer

        version = self.version

        current_version = self.current_version

        state = self.state

        achievement = self.achievement.to_dict()

        created_at = self.created_at

        updated_at = self.updated_at

        key = self.key

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "issuer": issuer,
                "version": version,
                "currentVersion": current_version,
                "state": state,
                "achievement": achievement,
                "createdAt": created_at,
                "updatedAt": updated_at,
            }
        )
        if key is not UNSET:
            field_dict["key"] = key

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.achievement_resource_achievement import AchievementResourceAchievement  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        issuer = d.pop("issuer")

        version = d.pop("version")

        current_version = d.pop("currentVersion")

        state = d.pop("state")

        achievement = AchievementResourceAchievement.from_dict(d.pop("achievement"))

        created_at = d.pop("createdAt")

        updated_at = d.pop("updatedAt")

        key = d.pop("key", UNSET)

        achievement_resource = cls(
            id=id,
            issuer=issuer,
            version=version,
            current_version=current_version,
            state=state,
            achievement=achievement,
            created_at=created_at,
            updated_at=updated_at,
            key=key,
        )

        achievement_resource.additional_properties = d
        return achievement_resource

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
