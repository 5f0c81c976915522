# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.geo_coordinates import GeoCoordinates


T = TypeVar("T", bound="Address")


@_attrs_define(kw_only=True)
class Address:
    """A postal address.

    Attributes:
        type_ (list[str] | Unset):
        address_country (str | Unset):
        address_country_code (str | Unset):
        address_region (str | Unset):
        address_locality (str | Unset):
        street_address (str | Unset):
        post_office_box_number (str | Unset):
        postal_code (str | Unset):
        geo (GeoCoordinates | Unset): A place on the globe, in degrees.
    """

    type_: list[str] | Unset = UNSET
    address_country: str | Unset = UNSET
    address_country_code: str | Unset = UNSET
    address_region: str | Unset = UNSET
    address_locality: str | Unset = UNSET
    street_address: str | Unset = UNSET
    post_office_box_number: str | Unset = UNSET
    postal_code: str | Unset = UNSET
    geo: GeoCoordinates | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        type_: list[str] | Unset = UNSET
        if not isinstance(self.type_, Unset):
            type_ = self.type_

        address_country = self.address_country

        address_country_code = self.address_country_code

        address_region = self.address_region

        address_locality = self.address_locality

        street_address = self.street_address

        post_office_box_number = self.post_office_box_number

        postal_code = self.postal_code

        geo: dict[str, Any] | Unset = UNSET
        if not isinstance(self.geo, Unset):
            geo = self.geo.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if type_ is not UNSET:
            field_dict["type"] = type_
        if address_country is not UNSET:
            field_dict["addressCountry"] = address_country
        if address_country_code is not UNSET:
            field_dict["addressCountryCode"] = address_country_code
        if address_region is not UNSET:
            field_dict["addressRegion"] = address_region
        if address_locality is not UNSET:
            field_dict["addressLocality"] = address_locality
        if street_address is not UNSET:
            field_dict["streetAddress"] = street_address
        if post_office_box_number is not UNSET:
            field_dict["postOfficeBoxNumber"] = post_office_box_number
        if postal_code is not UNSET:
            field_dict["postalCode"] = postal_code
        if geo is not UNSET:
            field_dict["geo"] = geo

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.geo_coordinates import GeoCoordinates  # noqa: PLC0415

        d = dict(src_dict)
        type_ = cast(list[str], d.pop("type", UNSET))

        address_country = d.pop("addressCountry", UNSET)

        address_country_code = d.pop("addressCountryCode", UNSET)

        address_region = d.pop("addressRegion", UNSET)

        address_locality = d.pop("addressLocality", UNSET)

        street_address = d.pop("streetAddress", UNSET)

        post_office_box_number = d.pop("postOfficeBoxNumber", UNSET)

        postal_code = d.pop("postalCode", UNSET)

        _geo = d.pop("geo", UNSET)
        geo: GeoCoordinates | Unset
        if isinstance(_geo, Unset):
            geo = UNSET
        else:
            geo = GeoCoordinates.from_dict(_geo)

        address = cls(
            type_=type_,
            address_country=address_country,
            address_country_code=address_country_code,
            address_region=address_region,
            address_locality=address_locality,
            street_address=street_address,
            post_office_box_number=post_office_box_number,
            postal_code=postal_code,
            geo=geo,
        )

        return address
