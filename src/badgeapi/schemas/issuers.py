"""Issuers as clients see them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from badgeapi.canon import json
from badgeapi.canon.json import JsonObject
from badgeapi.credentials.profile import ProfileMembers
from badgeapi.credentials.values import Name
from badgeapi.schemas.images import ImageOrAddress
from badgeapi.schemas.resource import Moment, Resource
from badgeapi.store.issuers import Issuer
from badgeapi.usecases.gather_facts import profile_url
from badgeapi.usecases.register_issuer import RegisterIssuer

_SLUG = r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"


class ProfileRequest(ProfileMembers):
    """The OB 3.0 Profile of an issuer, without the id, which we give."""

    name: Name
    image: ImageOrAddress | None = None

    def members(self) -> JsonObject:
        """The members that stand beside id and type."""
        return {name: member for name, member in self.dump().items() if name in _PROFILE}


_PROFILE = frozenset(str(field.alias) for field in ProfileMembers.model_fields.values()) - {"type"}


class IssuerRequest(ProfileRequest):
    """An issuer to make."""

    slug: Annotated[str, Field(pattern=_SLUG)] | None = Field(
        None, description="Part of its addresses and its DID, for ever; made from the name when left out."
    )
    did_method: Literal["web", "key"] = Field(
        "web", description="`web`: its DID document is served here, keys can rotate. `key`: one key, which is its name."
    )

    def command(self) -> RegisterIssuer:
        """What it asks for."""
        return RegisterIssuer(self.members(), self.slug, self.did_method)


class IssuerResource(Resource):
    """An issuer."""

    id: str
    slug: str
    did: str
    did_method: Literal["web", "key"]
    url: str = Field(description="Where its profile stands, for anybody.")
    profile: dict[str, Any] = Field(description="The members of its OB 3.0 Profile.")
    name: str
    version: int
    created_at: Moment
    updated_at: Moment

    @classmethod
    def of(cls, issuer: Issuer) -> IssuerResource:
        """Show a row."""
        profile: JsonObject = json.loads_object(issuer.profile)
        return cls(
            id=issuer.id,
            slug=issuer.slug,
            did=issuer.did,
            did_method=issuer.did_method,
            url=profile_url(issuer.origin, issuer.slug),
            profile=profile,
            name=str(profile["name"]),
            version=issuer.version,
            created_at=issuer.created_at,
            updated_at=issuer.updated_at,
        )
