"""Achievements as clients see them: the members of an OB 3.0 Achievement, and whose it is."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from badgeapi.canon import json
from badgeapi.canon.json import JsonObject
from badgeapi.credentials.achievement import AchievementMembers
from badgeapi.credentials.values import Name
from badgeapi.schemas.images import ImageOrAddress
from badgeapi.schemas.resource import Maybe, Moment, Resource
from badgeapi.store.achievements import Achievement, AchievementVersion
from badgeapi.usecases.define_achievement import DefineAchievement


class AchievementRequest(AchievementMembers):
    """An OB 3.0 Achievement without id and version, which we give."""

    issuer: Name = Field(description="The id of the issuer that it belongs to.")
    image: ImageOrAddress | None = None

    def members(self) -> JsonObject:
        """The members of the Achievement that stand beside id, type and version."""
        return {name: member for name, member in self.dump().items() if name in _ACHIEVEMENT}

    def command(self, key: str | None = None) -> DefineAchievement:
        """What it asks for; `key` is the caller's own name for the achievement."""
        return DefineAchievement(self.issuer, self.members(), key)


_ACHIEVEMENT = frozenset(str(field.alias) for field in AchievementMembers.model_fields.values()) - {"type"}


class AchievementResource(Resource):
    """An achievement with one of its versions."""

    id: str
    issuer: str
    key: Maybe[str] = Field(None, description="The caller's own key, if it was made with one.")
    version: int
    current_version: int
    state: Literal["active", "archived"]
    achievement: dict[str, Any] = Field(description="The OB 3.0 Achievement as credentials of this version carry it.")
    created_at: Moment
    updated_at: Moment

    @classmethod
    def of(cls, row: Achievement, shown: AchievementVersion) -> AchievementResource:
        """Show a row."""
        return cls(
            id=row.id,
            issuer=row.issuer_id,
            key=row.key,
            version=shown.version,
            current_version=row.version,
            state=row.state,
            achievement=json.loads_object(shown.document),
            created_at=row.created_at,
            updated_at=row.updated_at,
        )
