# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.address import Address
    from ..models.identifier_entry import IdentifierEntry
    from ..models.profile import Profile
    from ..models.profile_request_endorsement_item import ProfileRequestEndorsementItem
    from ..models.profile_request_image_type_1 import ProfileRequestImageType1


T = TypeVar("T", bound="ProfileRequest")


@_attrs_define(kw_only=True)
class ProfileRequest:
    """The OB 3.0 Profile of an issuer, without the id, which we give.

    Attributes:
        name (str):
        type_ (list[str] | Unset):
        url (str | Unset):
        phone (str | Unset):
        description (str | Unset):
        image (ProfileRequestImageType1 | str | Unset): An OB 3.0 Image, or its address (https URL or data URI) alone.
        email (str | Unset):
        address (Address | Unset): A postal address.
        other_identifier (list[IdentifierEntry] | Unset):
        official (str | Unset):
        parent_org (Profile | Unset): A profile with its id.
        family_name (str | Unset):
        given_name (str | Unset):
        additional_name (str | Unset):
        patronymic_name (str | Unset):
        honorific_prefix (str | Unset):
        honorific_suffix (str | Unset):
        family_name_prefix (str | Unset):
        date_of_birth (datetime.date | Unset):
        endorsement (list[ProfileRequestEndorsementItem] | Unset):
        endorsement_jwt (list[str] | Unset):
    """

    name: str
    type_: list[str] | Unset = UNSET
    url: str | Unset = UNSET
    phone: str | Unset = UNSET
    description: str | Unset = UNSET
    image: ProfileRequestImageType1 | str | Unset = UNSET
    email: str | Unset = UNSET
    address: Address | Unset = UNSET
    other_identifier: list[IdentifierEntry] | Unset = UNSET
    official: str | Unset = UNSET
    parent_org: Profile | Unset = UNSET
    family_name: str | Unset = UNSET
    given_name: str | Unset = UNSET
    additional_name: str | Unset = UNSET
    patronymic_name: str | Unset = UNSET
    honorific_prefix: str | Unset = UNSET
    honorific_suffix: str | Unset = UNSET
    family_name_prefix: str | Unset = UNSET
    date_of_birth: datetime.date | Unset = UNSET
    endorsement: list[ProfileRequestEndorsementItem] | Unset = UNSET
    endorsement_jwt: list[str] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.profile_request_image_type_1 import ProfileRequestImageType1  # noqa: PLC0415

        name = self.name

        type_: list[str] | Unset = UNSET
        if not isinstance(self.type_, Unset):
            type_ = self.type_

        url = self.url

        phone = self.phone

        description = self.description

        image: dict[str, Any] | str | Unset
        if isinstance(self.image, Unset):
            image = UNSET
        elif isinstance(self.image, ProfileRequestImageType1):
            image = self.image.to_dict()
        else:
            image = self.image

        email = self.email

        address: dict[str, Any] | Unset = UNSET
        if not isinstance(self.address, Unset):
            address = self.address.to_dict()

        other_identifier: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.other_identifier, Unset):
            other_identifier = []
            for other_identifier_item_data in self.other_identifier:
                other_identifier_item = other_identifier_item_data.to_dict()
                other_identifier.append(other_identifier_item)

        official = self.official

        parent_org: dict[str, Any] | Unset = UNSET
        if not isinstance(self.parent_org, Unset):
            parent_org = self.parent_org.to_dict()

        family_name = self.family_name

        given_name = self.given_name

        additional_name = self.additional_name

        patronymic_name = self.patronymic_name

        honorific_prefix = self.honorific_prefix

        honorific_suffix = self.honorific_suffix

        family_name_prefix = self.family_name_prefix

        date_of_birth: str | Unset = UNSET
        if not isinstance(self.date_of_birth, Unset):
            date_of_birth = self.date_of_birth.isoformat()

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
            }
        )
        if type_ is not UNSET:
            field_dict["type"] = type_
        if url is not UNSET:
            field_dict["url"] = url
        if phone is not UNSET:
            field_dict["phone"] = phone
        if description is not UNSET:
            field_dict["description"] = description
        if image is not UNSET:
            field_dict["image"] = image
        if email is not UNSET:
            field_dict["email"] = email
        if address is not UNSET:
            field_dict["address"] = address
        if other_identifier is not UNSET:
            field_dict["otherIdentifier"] = other_identifier
        if official is not UNSET:
            field_dict["official"] = official
        if parent_org is not UNSET:
            field_dict["parentOrg"] = parent_org
        if family_name is not UNSET:
            field_dict["familyName"] = family_name
        if given_name is not UNSET:
            field_dict["givenName"] = given_name
        if additional_name is not UNSET:
            field_dict["additionalName"] = additional_name
        if patronymic_name is not UNSET:
            field_dict["patronymicName"] = patronymic_name
        if honorific_prefix is not UNSET:
            field_dict["honorificPrefix"] = honorific_prefix
        if honorific_suffix is not UNSET:
            field_dict["honorificSuffix"] = honorific_suffix
        if family_name_prefix is not UNSET:
            field_dict["familyNamePrefix"] = family_name_prefix
        if date_of_birth is not UNSET:
            field_dict["dateOfBirth"] = date_of_birth
        if endorsement is not UNSET:
            field_dict["endorsement"] = endorsement
        if endorsement_jwt is not UNSET:
            field_dict["endorsementJwt"] = endorsement_jwt

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.address import Address  # noqa: PLC0415
        from ..models.identifier_entry import IdentifierEntry  # noqa: PLC0415
        from ..models.profile import Profile  # noqa: PLC0415
        from ..models.profile_request_endorsement_item import ProfileRequestEndorsementItem  # noqa: PLC0415
        from ..models.profile_request_image_type_1 import ProfileRequestImageType1  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        type_ = cast(list[str], d.pop("type", UNSET))

        url = d.pop("url", UNSET)

        phone = d.pop("phone", UNSET)

        description = d.pop("description", UNSET)

        def _parse_image(data: object) -> ProfileRequestImageType1 | str | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                image_type_1 = ProfileRequestImageType1.from_dict(data)

                return image_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ProfileRequestImageType1 | str | Unset, data)

        image = _parse_image(d.pop("image", UNSET))

        email = d.pop("email", UNSET)

        _address = d.pop("address", UNSET)
        address: Address | Unset
        if isinstance(_address, Unset):
            address = UNSET
        else:
            address = Address.from_dict(_address)

        _other_identifier = d.pop("otherIdentifier", UNSET)
        other_identifier: list[IdentifierEntry] | Unset = UNSET
        if _other_identifier is not UNSET:
            other_identifier = []
            for other_identifier_item_data in _other_identifier:
                other_identifier_item = IdentifierEntry.from_dict(other_identifier_item_data)

                other_identifier.append(other_identifier_item)

        official = d.pop("official", UNSET)

        _parent_org = d.pop("parentOrg", UNSET)
        parent_org: Profile | Unset
        if isinstance(_parent_org, Unset):
            parent_org = UNSET
        else:
            parent_org = Profile.from_dict(_parent_org)

        family_name = d.pop("familyName", UNSET)

        given_name = d.pop("givenName", UNSET)

        additional_name = d.pop("additionalName", UNSET)

        patronymic_name = d.pop("patronymicName", UNSET)

        honorific_prefix = d.pop("honorificPrefix", UNSET)

        honorific_suffix = d.pop("honorificSuffix", UNSET)

        family_name_prefix = d.pop("familyNamePrefix", UNSET)

        _date_of_birth = d.pop("dateOfBirth", UNSET)
        date_of_birth: datetime.date | Unset
        if isinstance(_date_of_birth, Unset):
            date_of_birth = UNSET
        else:
            date_of_birth = datetime.date.fromisoformat(_date_of_birth)

        _endorsement = d.pop("endorsement", UNSET)
        endorsement: list[ProfileRequestEndorsementItem] | Unset = UNSET
        if _endorsement is not UNSET:
            endorsement = []
            for endorsement_item_data in _endorsement:
                endorsement_item = ProfileRequestEndorsementItem.from_dict(endorsement_item_data)

                endorsement.append(endorsement_item)

        endorsement_jwt = cast(list[str], d.pop("endorsementJwt", UNSET))

        profile_request = cls(
            name=name,
            type_=type_,
            url=url,
            phone=phone,
            description=description,
            image=image,
            email=email,
            address=address,
            other_identifier=other_identifier,
            official=official,
            parent_org=parent_org,
            family_name=family_name,
            given_name=given_name,
            additional_name=additional_name,
            patronymic_name=patronymic_name,
            honorific_prefix=honorific_prefix,
            honorific_suffix=honorific_suffix,
            family_name_prefix=family_name_prefix,
            date_of_birth=date_of_birth,
            endorsement=endorsement,
            endorsement_jwt=endorsement_jwt,
        )

        return profile_request
