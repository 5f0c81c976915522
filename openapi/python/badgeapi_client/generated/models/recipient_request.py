# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.identifier_request import IdentifierRequest


T = TypeVar("T", bound="RecipientRequest")


@_attrs_define(kw_only=True)
class RecipientRequest:
    """Who is awarded; at least one of email, did and identifier.

    Attributes:
        email (str | Unset): Goes into the credential as a salted hash and is not stored.
        did (str | Unset): Becomes the subject's id.
        identifier (IdentifierRequest | Unset): An identifier of the recipient in some system; goes into the credential
            hashed.
        name (str | Unset): Stands in the credential in clear: give it with consent only.
    """

    email: str | Unset = UNSET
    did: str | Unset = UNSET
    identifier: IdentifierRequest | Unset = UNSET
    name: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        email = self.email

        did = self.did

        identifier: dict[str, Any] | Unset = UNSET
        if not isinstance(self.identifier, Unset):
            identifier = self.identifier.to_dict()

        name = self.name

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if email is not UNSET:
            field_dict["email"] = email
        if did is not UNSET:
            field_dict["did"] = did
        if identifier is not UNSET:
            field_dict["identifier"] = identifier
        if name is not UNSET:
            field_dict["name"] = name

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.identifier_request import IdentifierRequest  # noqa: PLC0415

        d = dict(src_dict)
        email = d.pop("email", UNSET)

        did = d.pop("did", UNSET)

        _identifier = d.pop("identifier", UNSET)
        identifier: IdentifierRequest | Unset
        if isinstance(_identifier, Unset):
            identifier = UNSET
        else:
            identifier = IdentifierRequest.from_dict(_identifier)

        name = d.pop("name", UNSET)

        recipient_request = cls(
            email=email,
            did=did,
            identifier=identifier,
            name=name,
        )

        return recipient_request
