# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

from ..models.issue_options_cryptosuite import IssueOptionsCryptosuite, check_issue_options_cryptosuite
from ..types import UNSET, Unset

T = TypeVar("T", bound="IssueOptions")


@_attrs_define(kw_only=True)
class IssueOptions:
    """How to sign.

    Attributes:
        cryptosuite (IssueOptionsCryptosuite | Unset):  Default: 'eddsa-rdfc-2022'.
        status_purpose (Literal['revocation'] | Unset): Adds an entry of our status list.
    """

    cryptosuite: IssueOptionsCryptosuite | Unset = "eddsa-rdfc-2022"
    status_purpose: Literal["revocation"] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        cryptosuite: str | Unset = UNSET
        if not isinstance(self.cryptosuite, Unset):
            cryptosuite = self.cryptosuite

        status_purpose = self.status_purpose

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if cryptosuite is not UNSET:
            field_dict["cryptosuite"] = cryptosuite
        if status_purpose is not UNSET:
            field_dict["statusPurpose"] = status_purpose

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        _cryptosuite = d.pop("cryptosuite", UNSET)
        cryptosuite: IssueOptionsCryptosuite | Unset
        if isinstance(_cryptosuite, Unset):
            cryptosuite = UNSET
        else:
            cryptosuite = check_issue_options_cryptosuite(_cryptosuite)

        status_purpose = cast(Literal["revocation"] | Unset, d.pop("statusPurpose", UNSET))
        if status_purpose != "revocation" and not isinstance(status_purpose, Unset):
            raise ValueError(f"statusPurpose must match const 'revocation', got '{status_purpose}'")

        issue_options = cls(
            cryptosuite=cryptosuite,
            status_purpose=status_purpose,
        )

        return issue_options
