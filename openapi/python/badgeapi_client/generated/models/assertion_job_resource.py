# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.job_counts import JobCounts


T = TypeVar("T", bound="AssertionJobResource")


@_attrs_define(kw_only=True)
class AssertionJobResource:
    """A bulk job and how far it is.

    Attributes:
        id (str):
        state (str):
        dry_run (bool):
        on_error (str):
        counts (JobCounts): How many rows came to what so far.
        created_at (str):
        issuer (str | Unset):
        rate (float | Unset): Rows done per second.
        estimate (int | Unset): Seconds until it is done, at this rate.
        ended_at (str | Unset):
    """

    id: str
    state: str
    dry_run: bool
    on_error: str
    counts: JobCounts
    created_at: str
    issuer: str | Unset = UNSET
    rate: float | Unset = UNSET
    estimate: int | Unset = UNSET
    ended_at: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        state = self.state

        dry_run = self.dry_run

        on_error = self.on_error

        counts = self.counts.to_dict()

        created_at = self.created_at

        issuer = self.issuer

        rate = self.rate

        estimate = self.estimate

        ended_at = self.ended_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "state": state,
                "dryRun": dry_run,
                "onError": on_error,
                "counts": counts,
                "createdAt": created_at,
            }
        )
        if issuer is not UNSET:
            field_dict["issuer"] = issuer
        if rate is not UNSET:
            field_dict["rate"] = rate
        if estimate is not UNSET:
            field_dict["estimate"] = estimate
        if ended_at is not UNSET:
            field_dict["endedAt"] = ended_at

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.job_counts import JobCounts  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        state = d.pop("state")

        dry_run = d.pop("dryRun")

        on_error = d.pop("onError")

        counts = JobCounts.from_dict(d.pop("counts"))

        created_at = d.pop("createdAt")

        issuer = d.pop("issuer", UNSET)

        rate = d.pop("rate", UNSET)

        estimate = d.pop("estimate", UNSET)

        ended_at = d.pop("endedAt", UNSET)

        assertion_job_resource = cls(
            id=id,
            state=state,
            dry_run=dry_run,
            on_error=on_error,
            counts=counts,
            created_at=created_at,
            issuer=issuer,
            rate=rate,
            estimate=estimate,
            ended_at=ended_at,
        )

        assertion_job_resource.additional_properties = d
        return assertion_job_resource

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
