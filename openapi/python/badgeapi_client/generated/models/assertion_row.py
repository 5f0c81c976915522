# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.assertion_row_cryptosuite import AssertionRowCryptosuite, check_assertion_row_cryptosuite
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.assertion_row_image_type_1 import AssertionRowImageType1
    from ..models.evidence import Evidence
    from ..models.profile import Profile
    from ..models.recipient_request import RecipientRequest
    from ..models.result import Result


T = TypeVar("T", bound="AssertionRow")


@_attrs_define(kw_only=True)
class AssertionRow:
    """One credential to issue, under the caller's own key: kept for ever, so that no upload issues it twice.

    Attributes:
        achievement (str): The id of the achievement; its current version is issued.
        recipient (RecipientRequest): Who is awarded; at least one of email, did and identifier.
        key (str):
        valid_from (datetime.datetime | Unset): Now, when left out.
        valid_until (datetime.datetime | Unset):
        cryptosuite (AssertionRowCryptosuite | Unset):  Default: 'eddsa-rdfc-2022'.
        name (str | Unset): The achievement's name, when left out.
        description (str | Unset):
        image (AssertionRowImageType1 | str | Unset): An OB 3.0 Image, or its address (https URL or data URI) alone.
        awarded_date (datetime.datetime | Unset):
        evidence (list[Evidence] | Unset):
        activity_start_date (datetime.datetime | Unset):
        activity_end_date (datetime.datetime | Unset):
        credits_earned (float | Unset):
        license_number (str | Unset):
        narrative (str | Unset):
        result (list[Result] | Unset):
        role (str | Unset):
        source (Profile | Unset): A profile with its id.
        term (str | Unset):
    """

    achievement: str
    recipient: RecipientRequest
    key: str
    valid_from: datetime.datetime | Unset = UNSET
    valid_until: datetime.datetime | Unset = UNSET
    cryptosuite: AssertionRowCryptosuite | Unset = "eddsa-rdfc-2022"
    name: str | Unset = UNSET
    description: str | Unset = UNSET
    image: AssertionRowImageType1 | str | Unset = UNSET
    awarded_date: datetime.datetime | Unset = UNSET
    evidence: list[Evidence] | Unset = UNSET
    activity_start_date: datetime.datetime | Unset = UNSET
    activity_end_date: datetime.datetime | Unset = UNSET
    credits_earned: float | Unset = UNSET
    license_number: str | Unset = UNSET
    narrative: str | Unset = UNSET
    result: list[Result] | Unset = UNSET
    role: str | Unset = UNSET
    source: Profile | Unset = UNSET
    term: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.assertion_row_image_type_1 import AssertionRowImageType1  # noqa: PLC0415

        achievement = self.achievement

        recipient = self.recipient.to_dict()

        key = self.key

        valid_from: str | Unset = UNSET
        if not isinstance(self.valid_from, Unset):
            valid_from = self.valid_from.isoformat()

        valid_until: str | Unset = UNSET
        if not isinstance(self.valid_until, Unset):
            valid_until = self.valid_until.isoformat()

        cryptosuite: str | Unset = UNSET
        if not isinstance(self.cryptosuite, Unset):
            cryptosuite = self.cryptosuite

        name = self.name

        description = self.description

        image: dict[str, Any] | str | Unset
        if isinstance(self.image, Unset):
            image = UNSET
        elif isinstance(self.image, AssertionRowImageType1):
            image = self.image.to_dict()
        else:
            image = self.image

        awarded_date: str | Unset = UNSET
        if not isinstance(self.awarded_date, Unset):
            awarded_date = self.awarded_date.isoformat()

        evidence: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.evidence, Unset):
            evidence = []
            for evidence_item_data in self.evidence:
                evidence_item = evidence_item_data.to_dict()
                evidence.append(evidence_item)

        activity_start_date: str | Unset = UNSET
        if not isinstance(self.activity_start_date, Unset):
            activity_start_date = self.activity_start_date.isoformat()

        activity_end_date: str | Unset = UNSET
        if not isinstance(self.activity_end_date, Unset):
            activity_end_date = self.activity_end_date.isoformat()

        credits_earned = self.credits_earned

        license_number = self.license_number

        narrative = self.narrative

        result: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.result, Unset):
            result = []
            for result_item_data in self.result:
                result_item = result_item_data.to_dict()
                result.append(result_item)

        role = self.role

        source: dict[str, Any] | Unset = UNSET
        if not isinstance(self.source, Unset):
            source = self.source.to_dict()

        term = self.term

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "achievement": achievement,
                "recipient": recipient,
                "key": key,
            }
        )
        if valid_from is not UNSET:
            field_dict["validFrom"] = valid_from
        if valid_until is not UNSET:
            field_dict["validUntil"] = valid_until
        if cryptosuite is not UNSET:
            field_dict["cryptosuite"] = cryptosuite
        if name is not UNSET:
            field_dict["name"] = name
        if description is not UNSET:
            field_dict["description"] = description
        if image is not UNSET:
            field_dict["image"] = image
        if awarded_date is not UNSET:
            field_dict["awardedDate"] = awarded_date
        if evidence is not UNSET:
            field_dict["evidence"] = evidence
        if activity_start_date is not UNSET:
            field_dict["activityStartDate"] = activity_start_date
        if activity_end_date is not UNSET:
            field_dict["activityEndDate"] = activity_end_date
        if credits_earned is not UNSET:
            field_dict["creditsEarned"] = credits_earned
        if license_number is not UNSET:
            field_dict["licenseNumber"] = license_number
        if narrative is not UNSET:
            field_dict["narrative"] = narrative
        if result is not UNSET:
            field_dict["result"] = result
        if role is not UNSET:
            field_dict["role"] = role
        if source is not UNSET:
            field_dict["source"] = source
        if term is not UNSET:
            field_dict["term"] = term

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.assertion_row_image_type_1 import AssertionRowImageType1  # noqa: PLC0415
        from ..models.evidence import Evidence  # noqa: PLC0415
        from ..models.profile import Profile  # noqa: PLC0415
        from ..models.recipient_request import RecipientRequest  # noqa: PLC0415
        from ..models.result import Result  # noqa: PLC0415

        d = dict(src_dict)
        achievement = d.pop("achievement")

        recipient = RecipientRequest.from_dict(d.pop("recipient"))

        key = d.pop("key")

        _valid_from = d.pop("validFrom", UNSET)
        valid_from: datetime.datetime | Unset
        if isinstance(_valid_from, Unset):
            valid_from = UNSET
        else:
            valid_from = datetime.datetime.fromisoformat(_valid_from)

        _valid_until = d.pop("validUntil", UNSET)
        valid_until: datetime.datetime | Unset
        if isinstance(_valid_until, Unset):
            valid_until = UNSET
        else:
            valid_until = datetime.datetime.fromisoformat(_valid_until)

        _cryptosuite = d.pop("cryptosuite", UNSET)
        cryptosuite: AssertionRowCryptosuite | Unset
        if isinstance(_cryptosuite, Unset):
            cryptosuite = UNSET
        else:
            cryptosuite = check_assertion_row_cryptosuite(_cryptosuite)

        name = d.pop("name", UNSET)

        description = d.pop("description", UNSET)

        def _parse_image(data: object) -> AssertionRowImageType1 | str | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                image_type_1 = AssertionRowImageType1.from_dict(data)

                return image_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AssertionRowImageType1 | str | Unset, data)

        image = _parse_image(d.pop("image", UNSET))

        _awarded_date = d.pop("awardedDate", UNSET)
        awarded_date: datetime.datetime | Unset
        if isinstance(_awarded_date, Unset):
            awarded_date = UNSET
        else:
            awarded_date = datetime.datetime.fromisoformat(_awarded_date)

        _evidence = d.pop("evidence", UNSET)
        evidence: list[Evidence] | Unset = UNSET
        if _evidence is not UNSET:
            evidence = []
            for evidence_item_data in _evidence:
                evidence_item = Evidence.from_dict(evidence_item_data)

                evidence.append(evidence_item)

        _activity_start_date = d.pop("activityStartDate", UNSET)
        activity_start_date: datetime.datetime | Unset
        if isinstance(_activity_start_date, Unset):
            activity_start_date = UNSET
        else:
            activity_start_date = datetime.datetime.fromisoformat(_activity_start_date)

        _activity_end_date = d.pop("activityEndDate", UNSET)
        activity_end_date: datetime.datetime | Unset
        if isinstance(_activity_end_date, Unset):
            activity_end_date = UNSET
        else:
            activity_end_date = datetime.datetime.fromisoformat(_activity_end_date)

        credits_earned = d.pop("creditsEarned", UNSET)

        license_number = d.pop("licenseNumber", UNSET)

        narrative = d.pop("narrative", UNSET)

        _result = d.pop("result", UNSET)
        result: list[Result] | Unset = UNSET
        if _result is not UNSET:
            result = []
            for result_item_data in _result:
                result_item = Result.from_dict(result_item_data)

                result.append(result_item)

        role = d.pop("role", UNSET)

        _source = d.pop("source", UNSET)
        source: Profile | Unset
        if isinstance(_source, Unset):
            source = UNSET
        else:
            source = Profile.from_dict(_source)

        term = d.pop("term", UNSET)

        assertion_row = cls(
            achievement=achievement,
            recipient=recipient,
            key=key,
            valid_from=valid_from,
            valid_until=valid_until,
            cryptosuite=cryptosuite,
            name=name,
            description=description,
            image=image,
            awarded_date=awarded_date,
            evidence=evidence,
            activity_start_date=activity_start_date,
            activity_end_date=activity_end_date,
            credits_earned=credits_earned,
            license_number=license_number,
            narrative=narrative,
            result=result,
            role=role,
            source=source,
            term=term,
        )

        return assertion_row
