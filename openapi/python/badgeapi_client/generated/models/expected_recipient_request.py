# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.expected_identifier import ExpectedIdentifier


T = TypeVar("T", bound="ExpectedRecipientRequest")


@_attrs_define(kw_only=True)
class ExpectedRecipientRequest:
    """Whom the verifier believes to have before it; everything that is given must fit.

    Attributes:
        email (str | Unset):
        did (str | Unset):
        identifier (ExpectedIdentifier | Unset): An identifier of the expected recipient in some system.
    """

    email: str | Unset = UNSET
    did: str | Unset = UNSET
    identifier: ExpectedIdentifier | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        email = self.email

        did = self.did

        identifier: dict[str, Any] | Unset = UNSET
        if not isinstance(self.identifier, Unset):
            identifier = self.identifier.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if email is not UNSET:
            field_dict["email"] = email
        if did is not UNSET:
            field_dict["did"] = did
        if identifier is not UNSET:
            field_dict["identifier"] = identifier

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.expected_identifier import ExpectedIdentifier  # noqa: PLC0415

        d = dict(src_dict)
        email = d.pop("email", UNSET)

        did = d.pop("did", UNSET)

        _identifier = d.pop("identifier", UNSET)
        identifier: ExpectedIdentifier | Unset
        if isinstance(_identifier, Unset):
            identifier = UNSET
        else:
            identifier = ExpectedIdentifier.from_dict(_identifier)

        expected_recipient_request = cls(
            email=email,
            did=did,
            identifier=identifier,
        )

        return expected_recipient_request
