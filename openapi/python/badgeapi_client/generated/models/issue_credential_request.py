# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.issue_credential_request_credential import IssueCredentialRequestCredential
    from ..models.issue_options import IssueOptions


T = TypeVar("T", bound="IssueCredentialRequest")


@_attrs_define(kw_only=True)
class IssueCredentialRequest:
    """A credential of the client's own making, to be signed as it stands.

    Attributes:
        credential (IssueCredentialRequestCredential):
        options (IssueOptions | Unset): How to sign.
    """

    credential: IssueCredentialRequestCredential
    options: IssueOptions | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        credential = self.credential.to_dict()

        options: dict[str, Any] | Unset = UNSET
        if not isinstance(self.options, Unset):
            options = self.options.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "credential": credential,
            }
        )
        if options is not UNSET:
            field_dict["options"] = options

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.issue_credential_request_credential import IssueCredentialRequestCredential  # noqa: PLC0415
        from ..models.issue_options import IssueOptions  # noqa: PLC0415

        d = dict(src_dict)
        credential = IssueCredentialRequestCredential.from_dict(d.pop("credential"))

        _options = d.pop("options", UNSET)
        options: IssueOptions | Unset
        if isinstance(_options, Unset):
            options = UNSET
        else:
            options = IssueOptions.from_dict(_options)

        issue_credential_request = cls(
            credential=credential,
            options=options,
        )

        return issue_credential_request
