# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.status_update import StatusUpdate


T = TypeVar("T", bound="CredentialStatusRequest")


@_attrs_define(kw_only=True)
class CredentialStatusRequest:
    """A new status for a credential.

    Attributes:
        credential_id (str): The `id` that was signed.
        credential_status (StatusUpdate | Unset): Which status is meant; further members of a status entry are of no
            consequence.
        status (bool | Unset): Set it, or clear it: only a suspension can be cleared. Default: True.
    """

    credential_id: str
    credential_status: StatusUpdate | Unset = UNSET
    status: bool | Unset = True

    def to_dict(self) -> dict[str, Any]:
        credential_id = self.credential_id

        credential_status: dict[str, Any] | Unset = UNSET
        if not isinstance(self.credential_status, Unset):
            credential_status = self.credential_status.to_dict()

        status = self.status

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "credentialId": credential_id,
            }
        )
        if credential_status is not UNSET:
            field_dict["credentialStatus"] = credential_status
        if status is not UNSET:
            field_dict["status"] = status

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.status_update import StatusUpdate  # noqa: PLC0415

        d = dict(src_dict)
        credential_id = d.pop("credentialId")

        _credential_status = d.pop("credentialStatus", UNSET)
        credential_status: StatusUpdate | Unset
        if isinstance(_credential_status, Unset):
            credential_status = UNSET
        else:
            credential_status = StatusUpdate.from_dict(_credential_status)

        status = d.pop("status", UNSET)

        credential_status_request = cls(
            credential_id=credential_id,
            credential_status=credential_status,
            status=status,
        )

        return credential_status_request
