# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="VerifyOptions")


@_attrs_define(kw_only=True)
class VerifyOptions:
    """What a presentation was asked for.

    Attributes:
        challenge (str | Unset):
        domain (list[str] | str | Unset):
    """

    challenge: str | Unset = UNSET
    domain: list[str] | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        challenge = self.challenge

        domain: list[str] | str | Unset
        if isinstance(self.domain, Unset):
            domain = UNSET
        elif isinstance(self.domain, list):
            domain = self.domain

        else:
            domain = self.domain

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if challenge is not UNSET:
            field_dict["challenge"] = challenge
        if domain is not UNSET:
            field_dict["domain"] = domain

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        challenge = d.pop("challenge", UNSET)

        def _parse_domain(data: object) -> list[str] | str | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                domain_type_1 = cast(list[str], data)

                return domain_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | str | Unset, data)

        domain = _parse_domain(d.pop("domain", UNSET))

        verify_options = cls(
            challenge=challenge,
            domain=domain,
        )

        return verify_options
