# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.check_resource import CheckResource


T = TypeVar("T", bound="ReportResource")


@_attrs_define(kw_only=True)
class ReportResource:
    """Whether a credential is verified, and why.

    Attributes:
        verified (bool):
        verdict (str): The three answers.
        checks (list[CheckResource]):
    """

    verified: bool
    verdict: str
    checks: list[CheckResource]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        verified = self.verified

        verdict = self.verdict

        checks = []
        for checks_item_data in self.checks:
            checks_item = checks_item_data.to_dict()
            checks.append(checks_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "verified": verified,
                "verdict": verdict,
                "checks": checks,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.check_resource import CheckResource  # noqa: PLC0415

        d = dict(src_dict)
        verified = d.pop("verified")

        verdict = d.pop("verdict")

        checks = []
        _checks = d.pop("checks")
        for checks_item_data in _checks:
            checks_item = CheckResource.from_dict(checks_item_data)

            checks.append(checks_item)

        report_resource = cls(
            verified=verified,
            verdict=verdict,
            checks=checks,
        )

        report_resource.additional_properties = d
        return report_resource

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
