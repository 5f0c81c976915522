# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.check_options_checks_item import CheckOptionsChecksItem, check_check_options_checks_item
from ..types import UNSET, Unset

T = TypeVar("T", bound="CheckOptions")


@_attrs_define(kw_only=True)
class CheckOptions:
    """What the verifier wants to see held.

    Attributes:
        challenge (str | Unset):
        domain (list[str] | str | Unset):
        checks (list[CheckOptionsChecksItem] | Unset): `["proof"]` alone: only the document and its proof, not whose key
            it is nor its status.
    """

    challenge: str | Unset = UNSET
    domain: list[str] | str | Unset = UNSET
    checks: list[CheckOptionsChecksItem] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        challenge = self.challenge

        domain: list[str] | str | Unset
        if isinstance(self.domain, Unset):
            domain = UNSET
        elif isinstance(self.domain, list):
            domain = self.domain

        else:
            domain = self.domain

        checks: list[str] | Unset = UNSET
        if not isinstance(self.checks, Unset):
            checks = []
            for checks_item_data in self.checks:
                checks_item: str = checks_item_data
                checks.append(checks_item)

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if challenge is not UNSET:
            field_dict["challenge"] = challenge
        if domain is not UNSET:
            field_dict["domain"] = domain
        if checks is not UNSET:
            field_dict["checks"] = checks

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

        _checks = d.pop("checks", UNSET)
        checks: list[CheckOptionsChecksItem] | Unset = UNSET
        if _checks is not UNSET:
            checks = []
            for checks_item_data in _checks:
                checks_item = check_check_options_checks_item(checks_item_data)

                checks.append(checks_item)

        check_options = cls(
            challenge=challenge,
            domain=domain,
            checks=checks,
        )

        return check_options
