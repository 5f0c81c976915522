# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.row_problem_errors_item import RowProblemErrorsItem


T = TypeVar("T", bound="RowProblem")


@_attrs_define(kw_only=True)
class RowProblem:
    """What is wrong with a row; as a problem document, with pointers into the row.

    Attributes:
        title (str):
        code (str):
        detail (str):
        remedy (str):
        errors (list[RowProblemErrorsItem]):
    """

    title: str
    code: str
    detail: str
    remedy: str
    errors: list[RowProblemErrorsItem]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        title = self.title

        code = self.code

        detail = self.detail

        remedy = self.remedy

        errors = []
        for errors_item_data in self.errors:
            errors_item = errors_item_data.to_dict()
            errors.append(errors_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "title": title,
                "code": code,
                "detail": detail,
                "remedy": remedy,
                "errors": errors,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.row_problem_errors_item import RowProblemErrorsItem  # noqa: PLC0415

        d = dict(src_dict)
        title = d.pop("title")

        code = d.pop("code")

        detail = d.pop("detail")

        remedy = d.pop("remedy")

        errors = []
        _errors = d.pop("errors")
        for errors_item_data in _errors:
            errors_item = RowProblemErrorsItem.from_dict(errors_item_data)

            errors.append(errors_item)

        row_problem = cls(
            title=title,
            code=code,
            detail=detail,
            remedy=remedy,
            errors=errors,
        )

        row_problem.additional_properties = d
        return row_problem

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
