# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.batch_item_assertion import BatchItemAssertion
    from ..models.row_problem import RowProblem


T = TypeVar("T", bound="BatchItem")


@_attrs_define(kw_only=True)
class BatchItem:
    """What came of one row of a batch.

    Attributes:
        row (int): Its place in the upload, from 1.
        state (str):
        key (str | Unset):
        id (str | Unset): Of the assertion.
        credential_id (str | Unset):
        problem (RowProblem | Unset): What is wrong with a row; as a problem document, with pointers into the row.
        assertion (BatchItemAssertion | Unset): As it is answered to a single request.
    """

    row: int
    state: str
    key: str | Unset = UNSET
    id: str | Unset = UNSET
    credential_id: str | Unset = UNSET
    problem: RowProblem | Unset = UNSET
    assertion: BatchItemAssertion | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        row = self.row

        state = self.state

        key = self.key

        id = self.id

        credential_id = self.credential_id

        problem: dict[str, Any] | Unset = UNSET
        if not isinstance(self.problem, Unset):
            problem = self.problem.to_dict()

        assertion: dict[str, Any] | Unset = UNSET
        if not isinstance(self.assertion, Unset):
            assertion = self.assertion.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "row": row,
                "state": state,
            }
        )
        if key is not UNSET:
            field_dict["key"] = key
        if id is not UNSET:
            field_dict["id"] = id
        if credential_id is not UNSET:
            field_dict["credentialId"] = credential_id
        if problem is not UNSET:
            field_dict["problem"] = problem
        if assertion is not UNSET:
            field_dict["assertion"] = assertion

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.batch_item_assertion import BatchItemAssertion  # noqa: PLC0415
        from ..models.row_problem import RowProblem  # noqa: PLC0415

        d = dict(src_dict)
        row = d.pop("row")

        state = d.pop("state")

        key = d.pop("key", UNSET)

        id = d.pop("id", UNSET)

        credential_id = d.pop("credentialId", UNSET)

        _problem = d.pop("problem", UNSET)
        problem: RowProblem | Unset
        if isinstance(_problem, Unset):
            problem = UNSET
        else:
            problem = RowProblem.from_dict(_problem)

        _assertion = d.pop("assertion", UNSET)
        assertion: BatchItemAssertion | Unset
        if isinstance(_assertion, Unset):
            assertion = UNSET
        else:
            assertion = BatchItemAssertion.from_dict(_assertion)

        batch_item = cls(
            row=row,
            state=state,
            key=key,
            id=id,
            credential_id=credential_id,
            problem=problem,
            assertion=assertion,
        )

        batch_item.additional_properties = d
        return batch_item

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
