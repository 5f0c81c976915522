# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.check_resource import CheckResource
    from ..models.problem_details import ProblemDetails
    from ..models.verification_resource_document import VerificationResourceDocument


T = TypeVar("T", bound="VerificationResource")


@_attrs_define(kw_only=True)
class VerificationResource:
    """What came of verifying.

    Attributes:
        verified (bool):
        verdict (str): The three answers.
        problem_details (list[ProblemDetails]): What keeps it from being verified.
        results (list[CheckResource]): Everything that was looked at.
        media_type (str | Unset): Of `document`.
        document (VerificationResourceDocument | Unset): What is verified, without its proof.
    """

    verified: bool
    verdict: str
    problem_details: list[ProblemDetails]
    results: list[CheckResource]
    media_type: str | Unset = UNSET
    document: VerificationResourceDocument | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        verified = self.verified

        verdict = self.verdict

        problem_details = []
        for problem_details_item_data in self.problem_details:
            problem_details_item = problem_details_item_data.to_dict()
            problem_details.append(problem_details_item)

        results = []
        for results_item_data in self.results:
            results_item = results_item_data.to_dict()
            results.append(results_item)

        media_type = self.media_type

        document: dict[str, Any] | Unset = UNSET
        if not isinstance(self.document, Unset):
            document = self.document.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "verified": verified,
                "verdict": verdict,
                "problemDetails": problem_details,
                "results": results,
            }
        )
        if media_type is not UNSET:
            field_dict["mediaType"] = media_type
        if document is not UNSET:
            field_dict["document"] = document

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.check_resource import CheckResource  # noqa: PLC0415
        from ..models.problem_details import ProblemDetails  # noqa: PLC0415
        from ..models.verification_resource_document import VerificationResourceDocument  # noqa: PLC0415

        d = dict(src_dict)
        verified = d.pop("verified")

        verdict = d.pop("verdict")

        problem_details = []
        _problem_details = d.pop("problemDetails")
        for problem_details_item_data in _problem_details:
            problem_details_item = ProblemDetails.from_dict(problem_details_item_data)

            problem_details.append(problem_details_item)

        results = []
        _results = d.pop("results")
        for results_item_data in _results:
            results_item = CheckResource.from_dict(results_item_data)

            results.append(results_item)

        media_type = d.pop("mediaType", UNSET)

        _document = d.pop("document", UNSET)
        document: VerificationResourceDocument | Unset
        if isinstance(_document, Unset):
            document = UNSET
        else:
            document = VerificationResourceDocument.from_dict(_document)

        verification_resource = cls(
            verified=verified,
            verdict=verdict,
            problem_details=problem_details,
            results=results,
            media_type=media_type,
            document=document,
        )

        verification_resource.additional_properties = d
        return verification_resource

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
