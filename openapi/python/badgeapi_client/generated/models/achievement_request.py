# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.achievement_request_achievement_type_type_0 import (
    AchievementRequestAchievementTypeType0,
    check_achievement_request_achievement_type_type_0,
)
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.achievement_request_endorsement_item import AchievementRequestEndorsementItem
    from ..models.achievement_request_image_type_1 import AchievementRequestImageType1
    from ..models.alignment import Alignment
    from ..models.criteria import Criteria
    from ..models.identifier_entry import IdentifierEntry
    from ..models.profile import Profile
    from ..models.related import Related
    from ..models.result_description import ResultDescription


T = TypeVar("T", bound="AchievementRequest")


@_attrs_define(kw_only=True)
class AchievementRequest:
    """An OB 3.0 Achievement without id and version, which we give.

    Attributes:
        name (str):
        description (str):
        criteria (Criteria): Criteria as a page, as Markdown, or both; the class has no `type`.
        issuer (str): The id of the issuer that it belongs to.
        type_ (list[str] | Unset):
        achievement_type (AchievementRequestAchievementTypeType0 | Any | Unset):
        image (AchievementRequestImageType1 | str | Unset): An OB 3.0 Image, or its address (https URL or data URI)
            alone.
        creator (Profile | Unset): A profile with its id.
        alignment (list[Alignment] | Unset):
        tag (list[str] | Unset):
        credits_available (float | Unset):
        field_of_study (str | Unset):
        specialization (str | Unset):
        human_code (str | Unset):
        in_language (str | Unset):
        related (list[Related] | Unset):
        other_identifier (list[IdentifierEntry] | Unset):
        result_description (list[ResultDescription] | Unset):
        endorsement (list[AchievementRequestEndorsementItem] | Unset):
        endorsement_jwt (list[str] | Unset):
    """

    name: str
    description: str
    criteria: Criteria
    issuer: str
    type_: list[str] | Unset = UNSET
    achievement_type: AchievementRequestAchievementTypeType0 | Any | Unset = UNSET
    image: AchievementRequestImageType1 | str | Unset = UNSET
    creator: Profile | Unset = UNSET
    alignment: list[Alignment] | Unset = UNSET
    tag: list[str] | Unset = UNSET
    credits_available: float | Unset = UNSET
    field_of_study: str | Unset = UNSET
    specialization: str | Unset = UNSET
    human_code: str | Unset = UNSET
    in_language: str | Unset = UNSET
    related: list[Related] | Unset = UNSET
    other_identifier: list[IdentifierEntry] | Unset = UNSET
    result_description: list[ResultDescription] | Unset = UNSET
    endorsement: list[AchievementRequestEndorsementItem] | Unset = UNSET
    endorsement_jwt: list[str] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.achievement_request_image_type_1 import AchievementRequestImageType1  # noqa: PLC0415

        name = self.name

        description = self.description

        criteria = self.criteria.to_dict()

        issuer = self.issuer

        type_: list[str] | Unset = UNSET
        if not isinstance(self.type_, Unset):
            type_ = self.type_

        achievement_type: Any | str | Unset
        if isinstance(self.achievement_type, Unset):
            achievement_type = UNSET
        elif isinstance(self.achievement_type, str):
            achievement_type = self.achievement_type
        else:
            achievement_type = self.achievement_type

        image: dict[str, Any] | str | Unset
        if isinstance(self.image, Unset):
            image = UNSET
        elif isinstance(self.image, AchievementRequestImageType1):
            image = self.image.to_dict()
        else:
            image = self.image

        creator: dict[str, Any] | Unset = UNSET
        if not isinstance(self.creator, Unset):
            creator = self.creator.to_dict()

        alignment: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.alignment, Unset):
            alignment = []
            for alignment_item_data in self.alignment:
                alignment_item = alignment_item_data.to_dict()
                alignment.append(alignment_item)

        tag: list[str] | Unset = UNSET
        if not isinstance(self.tag, Unset):
            tag = self.tag

        credits_available = self.credits_available

        field_of_study = self.field_of_study

        specialization = self.specialization

        human_code = self.human_code

        in_language = self.in_language

        related: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.related, Unset):
            related = []
            for related_item_data in self.related:
                related_item = related_item_data.to_dict()
                related.append(related_item)

        other_identifier: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.other_identifier, Unset):
            other_identifier = []
            for other_identifier_item_data in self.other_identifier:
                other_identifier_item = other_identifier_item_data.to_dict()
                other_identifier.append(other_identifier_item)

        result_description: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.result_description, Unset):
            result_description = []
            for result_description_item_data in self.result_description:
                result_description_item = result_description_item_data.to_dict()
                result_description.append(result_description_item)

        endorsement: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.endorsement, Unset):
            endorsement = []
            for endorsement_item_data in self.endorsement:
                endorsement_item = endorsement_item_data.to_dict()
                endorsement.append(endorsement_item)

        endorsement_jwt: list[str] | Unset = UNSET
        if not isinstance(self.endorsement_jwt, Unset):
            endorsement_jwt = self.endorsement_jwt

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "description": description,
                "criteria": criteria,
                "issuer": issuer,
            }
        )
        if type_ is not UNSET:
            field_dict["type"] = type_
        if achievement_type is not UNSET:
            field_dict["achievementType"] = achievement_type
        if image is not UNSET:
            field_dict["image"] = image
        if creator is not UNSET:
            field_dict["creator"] = creator
        if alignment is not UNSET:
            field_dict["alignment"] = alignment
        if tag is not UNSET:
            field_dict["tag"] = tag
        if credits_available is not UNSET:
            field_dict["creditsAvailable"] = credits_available
        if field_of_study is not UNSET:
            field_dict["fieldOfStudy"] = field_of_study
        if specialization is not UNSET:
            field_dict["specialization"] = specialization
        if human_code is not UNSET:
            field_dict["humanCode"] = human_code
        if in_language is not UNSET:
            field_dict["inLanguage"] = in_language
        if related is not UNSET:
            field_dict["related"] = related
        if other_identifier is not UNSET:
            field_dict["otherIdentifier"] = other_identifier
        if result_description is not UNSET:
            field_dict["resultDescription"] = result_description
        if endorsement is not UNSET:
            field_dict["endorsement"] = endorsement
        if endorsement_jwt is not UNSET:
            field_dict["endorsementJwt"] = endorsement_jwt

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.achievement_request_endorsement_item import AchievementRequestEndorsementItem  # noqa: PLC0415
        from ..models.achievement_request_image_type_1 import AchievementRequestImageType1  # noqa: PLC0415
        from ..models.alignment import Alignment  # noqa: PLC0415
        from ..models.criteria import Criteria  # noqa: PLC0415
        from ..models.identifier_entry import IdentifierEntry  # noqa: PLC0415
        from ..models.profile import Profile  # noqa: PLC0415
        from ..models.related import Related  # noqa: PLC0415
        from ..models.result_description import ResultDescription  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        description = d.pop("description")

        criteria = Criteria.from_dict(d.pop("criteria"))

        issuer = d.pop("issuer")

        type_ = cast(list[str], d.pop("type", UNSET))

        def _parse_achievement_type(data: object) -> AchievementRequestAchievementTypeType0 | Any | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                achievement_type_type_0 = check_achievement_request_achievement_type_type_0(data)

                return achievement_type_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AchievementRequestAchievementTypeType0 | Any | Unset, data)

        achievement_type = _parse_achievement_type(d.pop("achievementType", UNSET))

        def _parse_image(data: object) -> AchievementRequestImageType1 | str | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                image_type_1 = AchievementRequestImageType1.from_dict(data)

                return image_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AchievementRequestImageType1 | str | Unset, data)

        image = _parse_image(d.pop("image", UNSET))

        _creator = d.pop("creator", UNSET)
        creator: Profile | Unset
        if isinstance(_creator, Unset):
            creator = UNSET
        else:
            creator = Profile.from_dict(_creator)

        _alignment = d.pop("alignment", UNSET)
        alignment: list[Alignment] | Unset = UNSET
        if _alignment is not UNSET:
            alignment = []
            for alignment_item_data in _alignment:
                alignment_item = Alignment.from_dict(alignment_item_data)

                alignment.append(alignment_item)

        tag = cast(list[str], d.pop("tag", UNSET))

        credits_available = d.pop("creditsAvailable", UNSET)

        field_of_study = d.pop("fieldOfStudy", UNSET)

        specialization = d.pop("specialization", UNSET)

        human_code = d.pop("humanCode", UNSET)

        in_language = d.pop("inLanguage", UNSET)

        _related = d.pop("related", UNSET)
        related: list[Related] | Unset = UNSET
        if _related is not UNSET:
            related = []
            for related_item_data in _related:
                related_item = Related.from_dict(related_item_data)

                related.append(related_item)

        _other_identifier = d.pop("otherIdentifier", UNSET)
        other_identifier: list[IdentifierEntry] | Unset = UNSET
        if _other_identifier is not UNSET:
            other_identifier = []
            for other_identifier_item_data in _other_identifier:
                other_identifier_item = IdentifierEntry.from_dict(other_identifier_item_data)

                other_identifier.append(other_identifier_item)

        _result_description = d.pop("resultDescription", UNSET)
        result_description: list[ResultDescription] | Unset = UNSET
        if _result_description is not UNSET:
            result_description = []
            for result_description_item_data in _result_description:
                result_description_item = ResultDescription.from_dict(result_description_item_data)

                result_description.append(result_description_item)

        _endorsement = d.pop("endorsement", UNSET)
        endorsement: list[AchievementRequestEndorsementItem] | Unset = UNSET
        if _endorsement is not UNSET:
            endorsement = []
            for endorsement_item_data in _endorsement:
                endorsement_item = AchievementRequestEndorsementItem.from_dict(endorsement_item_data)

                endorsement.append(endorsement_item)

        endorsement_jwt = cast(list[str], d.pop("endorsementJwt", UNSET))

        achievement_request = cls(
            name=name,
            description=description,
            criteria=criteria,
            issuer=issuer,
            type_=type_,
            achievement_type=achievement_type,
            image=image,
            creator=creator,
            alignment=alignment,
            tag=tag,
            credits_available=credits_available,
            field_of_study=field_of_study,
            specialization=specialization,
            human_code=human_code,
            in_language=in_language,
            related=related,
            other_identifier=other_identifier,
            result_description=result_description,
            endorsement=endorsement,
            endorsement_jwt=endorsement_jwt,
        )

        return achievement_request
