# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.answer_resource import AnswerResource
    from ..models.check_resource import CheckResource
    from ..models.part_resource import PartResource


T = TypeVar("T", bound="JudgedResource")


@_attrs_define(kw_only=True)
class JudgedResource:
    """Whether a document is verified, and why.

    Attributes:
        verified (bool):
        verdict (str): The three answers.
        summary (list[AnswerResource]):
        checks (list[CheckResource]):
        id (str | Unset): The document's id.
        issuer (str | Unset): The id of its issuer, or of a presentation's holder.
        parts (list[PartResource] | Unset): What is signed within it.
        refreshed (JudgedResource | Unset): Whether a document is verified, and why.
    """

    verified: bool
    verdict: str
    summary: list[AnswerResource]
    checks: list[CheckResource]
    id: str | Unset = UNSET
    issuer: str | Unset = UNSET
    parts: list[PartResource] | Unset = UNSET
    refreshed: JudgedResource | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        verified = self.verified

        verdict = self.verdict

        summary = []
        for summary_item_data in self.summary:
            summary_item = summary_item_data.to_dict()
            summary.append(summary_item)

        checks = []
        for checks_item_data in self.checks:
            checks_item = checks_item_data.to_dict()
            checks.append(checks_item)

        id = self.id

        issuer = self.issuer

        parts: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.parts, Unset):
            parts = []
            for parts_item_data in self.parts:
                parts_item = parts_item_data.to_dict()
                parts.append(parts_item)

        refreshed: dict[str, Any] | Unset = UNSET
        if not isinstance(self.refreshed, Unset):
            refreshed = self.refreshed.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "verified": verified,
                "verdict": verdict,
                "summary": summary,
                "checks": checks,
            }
        )
        if id is not UNSET:
            field_dict["id"] = id
        if issuer is not UNSET:
            field_dict["issuer"] = issuer
        if parts is not UNSET:
            field_dict["parts"] = parts
        if refreshed is not UNSET:
            field_dict["refreshed"] = refreshed

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.answer_resource import AnswerResource  # noqa: PLC0415
        from ..models.check_resource import CheckResource  # noqa: PLC0415
        from ..models.part_resource import PartResource  # noqa: PLC0415

        d = dict(src_dict)
        verified = d.pop("verified")

        verdict = d.pop("verdict")

        summary = []
        _summary = d.pop("summary")
        for summary_item_data in _summary:
            summary_item = AnswerResource.from_dict(summary_item_data)

            summary.append(summary_item)

        checks = []
        _checks = d.pop("checks")
        for checks_item_data in _checks:
            checks_item = CheckResource.from_dict(checks_item_data)

            checks.append(checks_item)

        id = d.pop("id", UNSET)

        issuer = d.pop("issuer", UNSET)

        _parts = d.pop("parts", UNSET)
        parts: list[PartResource] | Unset = UNSET
        if _parts is not UNSET:
            parts = []
            for parts_item_data in _parts:
                parts_item = PartResource.from_dict(parts_item_data)

                parts.append(parts_item)

        _refreshed = d.pop("refreshed", UNSET)
        refreshed: JudgedResource | Unset
        if isinstance(_refreshed, Unset):
            refreshed = UNSET
        else:
            refreshed = JudgedResource.from_dict(_refreshed)

        judged_resource = cls(
            verified=verified,
            verdict=verdict,
            summary=summary,
            checks=checks,
            id=id,
            issuer=issuer,
            parts=parts,
            refreshed=refreshed,
        )

        judged_resource.additional_properties = d
        return judged_resource

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
