"""API keys as clients see them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from badgeapi.credentials.node import Node
from badgeapi.credentials.time import DateTimeStamp, parse_datetime
from badgeapi.credentials.values import Many, Name
from badgeapi.schemas.resource import Maybe, Moment, Resource
from badgeapi.store.api_keys import ApiKey
from badgeapi.usecases.caller import Right
from badgeapi.usecases.manage_api_keys import MakeApiKey


class ApiKeyRequest(Node):
    """An API key to make."""

    name: Name = Field(description="What it is for, to recognise it by.")
    scopes: Many[Annotated[Right, Field(strict=False)]] | None = Field(
        None, description="What it may do; without it, everything its maker may, except `credentials:sign`."
    )
    expires_at: DateTimeStamp | None = None

    def command(self, issuer_id: str) -> MakeApiKey:
        """What it asks for."""
        expires_at = None if self.expires_at is None else parse_datetime(self.expires_at)
        return MakeApiKey(issuer_id, self.name, self.scopes, expires_at)


class ApiKeyResource(Resource):
    """An API key, without its text."""

    id: str
    name: str
    scopes: list[str]
    created_at: Moment
    expires_at: Maybe[Moment] = None
    revoked_at: Maybe[Moment] = None

    @classmethod
    def of(cls, row: ApiKey) -> ApiKeyResource:
        """Show a row."""
        return cls(
            id=row.id,
            name=row.name,
            scopes=row.scopes.split(),
            created_at=row.created_at,
            expires_at=row.expires_at,
            revoked_at=row.revoked_at,
        )


class NewApiKeyResource(ApiKeyResource):
    """An API key just made, with its text for the only time."""

    key: str
