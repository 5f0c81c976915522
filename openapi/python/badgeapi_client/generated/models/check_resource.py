# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="CheckResource")


@_attrs_define(kw_only=True)
class CheckResource:
    """One line of the report.

    Attributes:
        id (str):
        title (str):
        question (str): What people want to know; every check helps to answer one of these.
        severity (str): What it means when a check does not pass: an error decides the verdict, the others are worth
            knowing.
        outcome (str): What a check says about a document.
        code (str):
        message_id (str): Stable name of the message, for translators.
        message (str):
        citation (str): What demands it.
        pointer (str | Unset): Where in the credential.
    """

    id: str
    title: str
    question: str
    severity: str
    outcome: str
    code: str
    message_id: str
    message: str
    citation: str
    pointer: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        title = self.title

        question = self.question

        severity = self.severity

        outcome = self.outcome

        code = self.code

        message_id = self.message_id

        message = self.message

        citation = self.citation

        pointer = self.pointer

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "title": title,
                "question": question,
                "severity": severity,
                "outcome": outcome,
                "code": code,
                "messageId": message_id,
                "message": message,
                "citation": citation,
            }
        )
        if pointer is not UNSET:
            field_dict["pointer"] = pointer

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        title = d.pop("title")

        question = d.pop("question")

        severity = d.pop("severity")

        outcome = d.pop("outcome")

        code = d.pop("code")

        message_id = d.pop("messageId")

        message = d.pop("message")

        citation = d.pop("citation")

        pointer = d.pop("pointer", UNSET)

        check_resource = cls(
            id=id,
            title=title,
            question=question,
            severity=severity,
            outcome=outcome,
            code=code,
            message_id=message_id,
            message=message,
            citation=citation,
            pointer=pointer,
        )

        check_resource.additional_properties = d
        return check_resource

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
