# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.expected_recipient_request import ExpectedRecipientRequest
    from ..models.verify_options import VerifyOptions


T = TypeVar("T", bound="VerifyRequest")


@_attrs_define(kw_only=True)
class VerifyRequest:
    """A document in its wrapper, with what is expected of it.

    Attributes:
        verifiable_credential (Any | Unset): A credential: an object, or a JWT as text.
        verifiable_presentation (Any | Unset): A presentation: an object, or a JWT as text.
        expected_recipient (ExpectedRecipientRequest | Unset): Whom the verifier believes to have before it; everything
            that is given must fit.
        options (VerifyOptions | Unset): What a presentation was asked for.
    """

    verifiable_credential: Any | Unset = UNSET
    verifiable_presentation: Any | Unset = UNSET
    expected_recipient: ExpectedRecipientRequest | Unset = UNSET
    options: VerifyOptions | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        verifiable_credential = self.verifiable_credential

        verifiable_presentation = self.verifiable_presentation

        expected_recipient: dict[str, Any] | Unset = UNSET
        if not isinstance(self.expected_recipient, Unset):
            expected_recipient = self.expected_recipient.to_dict()

        options: dict[str, Any] | Unset = UNSET
        if not isinstance(self.options, Unset):
            options = self.options.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if verifiable_credential is not UNSET:
            field_dict["verifiableCredential"] = verifiable_credential
        if verifiable_presentation is not UNSET:
            field_dict["verifiablePresentation"] = verifiable_presentation
        if expected_recipient is not UNSET:
            field_dict["expectedRecipient"] = expected_recipient
        if options is not UNSET:
            field_dict["options"] = options

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.expected_recipient_request import ExpectedRecipientRequest  # noqa: PLC0415
        from ..models.verify_options import VerifyOptions  # noqa: PLC0415

        d = dict(src_dict)
        verifiable_credential = d.pop("verifiableCredential", UNSET)

        verifiable_presentation = d.pop("verifiablePresentation", UNSET)

        _expected_recipient = d.pop("expectedRecipient", UNSET)
        expected_recipient: ExpectedRecipientRequest | Unset
        if isinstance(_expected_recipient, Unset):
            expected_recipient = UNSET
        else:
            expected_recipient = ExpectedRecipientRequest.from_dict(_expected_recipient)

        _options = d.pop("options", UNSET)
        options: VerifyOptions | Unset
        if isinstance(_options, Unset):
            options = UNSET
        else:
            options = VerifyOptions.from_dict(_options)

        verify_request = cls(
            verifiable_credential=verifiable_credential,
            verifiable_presentation=verifiable_presentation,
            expected_recipient=expected_recipient,
            options=options,
        )

        return verify_request
