# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.check_options import CheckOptions


T = TypeVar("T", bound="VerifyPresentationRequest")


@_attrs_define(kw_only=True)
class VerifyPresentationRequest:
    """A presentation to verify.

    Attributes:
        verifiable_presentation (Any): An object, an enveloped presentation, or a JWT as text.
        options (CheckOptions | Unset): What the verifier wants to see held.
    """

    verifiable_presentation: Any
    options: CheckOptions | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        verifiable_presentation = self.verifiable_presentation

        options: dict[str, Any] | Unset = UNSET
        if not isinstance(self.options, Unset):
            options = self.options.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "verifiablePresentation": verifiable_presentation,
            }
        )
        if options is not UNSET:
            field_dict["options"] = options

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.check_options import CheckOptions  # noqa: PLC0415

        d = dict(src_dict)
        verifiable_presentation = d.pop("verifiablePresentation")

        _options = d.pop("options", UNSET)
        options: CheckOptions | Unset
        if isinstance(_options, Unset):
            options = UNSET
        else:
            options = CheckOptions.from_dict(_options)

        verify_presentation_request = cls(
            verifiable_presentation=verifiable_presentation,
            options=options,
        )

        return verify_presentation_request
