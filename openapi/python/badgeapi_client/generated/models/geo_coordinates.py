# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="GeoCoordinates")


@_attrs_define(kw_only=True)
class GeoCoordinates:
    """A place on the globe, in degrees.

    Attributes:
        latitude (float):
        longitude (float):
        type_ (Literal['GeoCoordinates'] | Unset):  Default: 'GeoCoordinates'.
    """

    latitude: float
    longitude: float
    type_: Literal["GeoCoordinates"] | Unset = "GeoCoordinates"

    def to_dict(self) -> dict[str, Any]:
        latitude = self.latitude

        longitude = self.longitude

        type_ = self.type_

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "latitude": latitude,
                "longitude": longitude,
            }
        )
        if type_ is not UNSET:
            field_dict["type"] = type_

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        latitude = d.pop("latitude")

        longitude = d.pop("longitude")

        type_ = cast(Literal["GeoCoordinates"] | Unset, d.pop("type", UNSET))
        if type_ != "GeoCoordinates" and not isinstance(type_, Unset):
            raise ValueError(f"type must match const 'GeoCoordinates', got '{type_}'")

        geo_coordinates = cls(
            latitude=latitude,
            longitude=longitude,
            type_=type_,
        )

        return geo_coordinates
