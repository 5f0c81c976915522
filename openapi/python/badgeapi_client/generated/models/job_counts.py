# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="JobCounts")


@_attrs_define(kw_only=True)
class JobCounts:
    """How many rows came to what so far.

    Attributes:
        total (int):
        accepted (int): Without fault: issued, issued before, or in a dry run fit to be issued.
        issued (int):
        duplicate (int): Issued before, by this upload or another one.
        failed (int):
    """

    total: int
    accepted: int
    issued: int
    duplicate: int
    failed: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        total = self.total

        accepted = self.accepted

        issued = self.issued

        duplicate = self.duplicate

        failed = self.failed

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "total": total,
                "accepted": accepted,
                "issued": issued,
                "duplicate": duplicate,
                "failed": failed,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        total = d.pop("total")

        accepted = d.pop("accepted")

        issued = d.pop("issued")

        duplicate = d.pop("duplicate")

        failed = d.pop("failed")

        job_counts = cls(
            total=total,
            accepted=accepted,
            issued=issued,
            duplicate=duplicate,
            failed=failed,
        )

        job_counts.additional_properties = d
        return job_counts

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
