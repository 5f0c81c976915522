"""Profile: a person or organisation, as issuer, creator, assessor or endorser.

Source: Open Badges 3.0, classes Profile, Address and GeoCoordinates; ISO 3166-1.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import CoreSchema

from badgeapi.canon.json import JsonObject
from badgeapi.credentials.identity import IdentifierEntry
from badgeapi.credentials.image import Image
from badgeapi.credentials.node import Accepted, Node, named
from badgeapi.credentials.time import Date
from badgeapi.credentials.values import CompactJws, CountryCode, Identified, Iri, Many, Name, Text, number, whole


def _read_endorsement(value: dict[str, Any]) -> dict[str, Any]:
    from badgeapi.credentials.endorsement import read_endorsement  # noqa: PLC0415  # an endorser is a profile too

    return read_endorsement(value)


def _accepted_endorsement(of: Callable[[type[Node]], CoreSchema]) -> CoreSchema:
    from badgeapi.credentials.endorsement import EndorsementCredential  # noqa: PLC0415  # as above

    return of(EndorsementCredential)


# Signed by somebody else: always read as a document, and carried as it came.
Endorsement: TypeAlias = Annotated[
    dict[str, Any],
    AfterValidator(_read_endorsement),
    Accepted(_accepted_endorsement),
    WithJsonSchema({"type": "object", "description": "A signed EndorsementCredential, kept as it is."}),
]


class GeoCoordinates(Node):
    """A place on the globe, in degrees."""

    type: Literal["GeoCoordinates"] = "GeoCoordinates"
    latitude: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False), AfterValidator(whole), number(-90, 90)]
    longitude: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False), AfterValidator(whole), number(-180, 180)]


class Address(Node):
    """A postal address."""

    type: list[str] = named("Address")
    address_country: Name | None = None
    address_country_code: CountryCode | None = None
    address_region: Name | None = None
    address_locality: Name | None = None
    street_address: Name | None = None
    post_office_box_number: Name | None = None
    postal_code: Name | None = None
    geo: GeoCoordinates | None = None


class ProfileMembers(Node):
    """What a profile says beside its id, which this service gives to the issuers it serves."""

    type: list[str] = named("Profile")
    name: Name | None = None
    url: Iri | None = None
    phone: Name | None = None
    description: Text | None = None
    image: Image | None = None
    email: Name | None = None
    address: Address | None = None
    other_identifier: Many[IdentifierEntry] | None = None
    official: Name | None = None
    parent_org: Profile | None = None
    family_name: Name | None = None
    given_name: Name | None = None
    additional_name: Name | None = None
    patronymic_name: Name | None = None
    honorific_prefix: Name | None = None
    honorific_suffix: Name | None = None
    family_name_prefix: Name | None = None
    date_of_birth: Date | None = None
    endorsement: Many[Endorsement] | None = None
    endorsement_jwt: Many[CompactJws] | None = None


class Profile(ProfileMembers, Identified):
    """A profile with its id."""


ProfileMembers.model_rebuild()


def in_credential(did: str, members: JsonObject) -> JsonObject:
    """Write an issuer as it stands in credentials: its DID, and the other members of its profile."""
    return {"id": did, "type": ["Profile"], **members}
