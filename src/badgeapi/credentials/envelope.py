"""What every Open Badges credential has around its subject: contexts, issuer, dates, status, schemas, proofs.

Source: Open Badges 3.0, classes CredentialSchema, CredentialStatus, RefreshService, TermsOfUse and Proof;
VC Data Model 2.0 section 4; Bitstring Status List 1.0 section 2.1.
VC Data Model 1.1 is here for reading old badges only: nothing is issued with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, SerializeAsAny, ValidationError, ValidationInfo
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, core_schema

from badgeapi.canon.contexts import CLR_2_0_1, CREDENTIALS_V1, CREDENTIALS_V2, OB_3_0_3
from badgeapi.canon.jsonld import is_absolute_iri
from badgeapi.credentials.evidence import Evidence
from badgeapi.credentials.image import Image
from badgeapi.credentials.node import Accepted, Node, parse_value
from badgeapi.credentials.profile import Profile
from badgeapi.credentials.time import DateTimeStamp
from badgeapi.credentials.values import ACCEPTED_IRI, Identified, Iri, Items, Many, Name, Text, matching

_PURL: Final = r"https://purl\.imsglobal\.org/spec/"
_OB_1: Final = rf"{_PURL}ob/v3p0/(context(-3\.[0-9]\.[0-9])*\.json|context/ob_v3p0\.jsonld)"
OB_CONTEXT: Final = ("Open Badges 3.0", OB_3_0_3, rf"{_PURL}ob/v3p0/context(-3\.[0-9]\.[0-9])*\.json", _OB_1)
CLR_CONTEXT: Final = ("CLR 2.0", CLR_2_0_1, *(rf"{_PURL}clr/v2p0/context(-2\.[0-9]\.[0-9])*\.json",) * 2)
"""A standard's name, its newest context, and what its contexts look like under VC Data Model 2.0 and 1.1."""


def is_version_1(document: Mapping[str, object]) -> bool:
    """Tell whether the first context makes this a credential of VC Data Model 1.1."""
    match document.get("@context"):
        case [first, *_]:
            return first == CREDENTIALS_V1
        case _:
            return False


def contexts_in_order(*standards: tuple[str, str, str, str]) -> AfterValidator:
    """Make the rule that these standards' contexts follow that of verifiable credentials, in this order.

    What may stand after them is `canon/contexts`' to say.
    """
    patterns = [(name, newest, (re.compile(of_2), re.compile(of_1))) for name, newest, of_2, of_1 in standards]

    def read(value: list[Any]) -> list[Any]:
        version_1 = value[:1] == [CREDENTIALS_V1]
        wrong: dict[int, str] = {}
        if not version_1 and value[:1] != [CREDENTIALS_V2]:
            wrong[0] = f"must be '{CREDENTIALS_V2}'"
        for index, (name, newest, matched) in enumerate(patterns, start=1):
            item = value[index] if index < len(value) else None
            if not (isinstance(item, str) and matched[version_1].fullmatch(item)):
                wrong[index] = f"must be an {name} context such as '{newest}'"
        for index, item in enumerate(value[len(patterns) + 1 :], start=len(patterns) + 1):
            if not isinstance(item, dict) and not is_absolute_iri(item):
                wrong[index] = "must be the IRI of a context, or a context"
        if wrong:
            raise ValidationError.from_exception_data(
                "@context",
                [
                    InitErrorDetails(
                        type=PydanticCustomError("wrong_context", "{rule}", {"rule": rule}),
                        loc=(index,),
                        input=value,
                    )
                    for index, rule in wrong.items()
                ],
            )
        return value

    return AfterValidator(read)


def accepted_contexts(*standards: tuple[str, str, str, str]) -> Accepted:
    """Say which lists `contexts_in_order` accepts of credentials of today; inline contexts are left to it."""
    first = core_schema.literal_schema([CREDENTIALS_V2])
    listed = [first, *(matching(of_2) for _, _, of_2, _ in standards), ACCEPTED_IRI]
    return Accepted(lambda _: core_schema.tuple_schema(listed, variadic_item_index=len(listed) - 1, strict=False))


class Proof(Node):
    """A Data Integrity proof; what it must hold to verify is `signing/`'s matter."""

    id: Iri | None = None
    type: Name
    created: DateTimeStamp | None = None
    cryptosuite: Name | None = None
    challenge: Name | None = None
    domain: Name | None = None
    nonce: Name | None = None
    proof_purpose: Name | None = None
    proof_value: Text | None = None
    verification_method: Iri | None = None


class CredentialSchema(Node):
    """A schema that the credential claims to satisfy."""

    id: Iri
    type: Name


class RefreshService(Node):
    """Where a newer edition of the credential may be had."""

    id: Iri
    type: Name


class TermsOfUse(Node):
    """Under which terms the credential was issued."""

    id: Iri | None = None
    type: Name


class CredentialStatus(Node):
    """How to learn whether the credential is revoked; members beside these depend on `type`."""

    id: Iri | None = None
    type: Name


def _read_index(value: object) -> object:
    """Take an integer for its digits: official samples have one although the standard says text."""
    return str(value) if type(value) is int else value


class BitstringStatusListEntry(CredentialStatus):
    """An index into a Bitstring Status List."""

    status_purpose: Name
    status_list_index: Annotated[
        str, Field(pattern=r"^[0-9]{1,16}$"), BeforeValidator(_read_index), Accepted(lambda _: matching("[0-9]{1,16}"))
    ]
    status_list_credential: Iri


_STATUS: Final[Mapping[str, type[CredentialStatus]]] = {"BitstringStatusListEntry": BitstringStatusListEntry}
_OLDER: Final = ("1EdTechRevocationList", "StatusList2021Entry")


def _read_status(value: object, info: ValidationInfo) -> object:
    if not isinstance(value, dict):
        return value
    name = value.get("type")
    return parse_value(value, _STATUS.get(name if isinstance(name, str) else "", CredentialStatus), info)


def _read_issuer(value: object, info: ValidationInfo) -> object:
    if isinstance(value, dict):
        return parse_value(value, Profile, info)
    if isinstance(value, str) and not is_absolute_iri(value):
        raise PydanticCustomError("not_an_iri", "must be an absolute IRI")
    if not isinstance(value, Profile | str):
        raise PydanticCustomError("wrong_type", "must be an object or an IRI")
    return value


def _accepted_status(of: Callable[[type[Node]], CoreSchema]) -> CoreSchema:
    """Go by the name of the type, as `_read_status` does, for the types that verifiers know."""
    models: dict[str, type[CredentialStatus]] = {**dict.fromkeys(_OLDER, CredentialStatus), **_STATUS}
    return core_schema.tagged_union_schema({name: of(model) for name, model in models.items()}, "type")


Issuer: TypeAlias = Annotated[
    Profile | str,
    BeforeValidator(_read_issuer),
    Accepted(lambda of: core_schema.union_schema([of(Profile), ACCEPTED_IRI])),
]
Status: TypeAlias = Annotated[
    SerializeAsAny[CredentialStatus], BeforeValidator(_read_status), Accepted(_accepted_status)
]


class Envelope(Identified):
    """The members common to achievement and endorsement credentials of either data model."""

    context: Annotated[list[Any], contexts_in_order(OB_CONTEXT), accepted_contexts(OB_CONTEXT)] = Field(
        alias="@context"
    )
    type: list[str]
    name: Name | None = None
    description: Text | None = None
    image: Image | None = None
    issuer: Issuer
    evidence: Many[Evidence] | None = None
    credential_schema: Annotated[list[CredentialSchema], Items(CredentialSchema)] | None = None
    credential_status: Status | None = None
    refresh_service: RefreshService | None = None
    terms_of_use: Annotated[list[TermsOfUse], Items(TermsOfUse)] | None = None
    proof: Annotated[list[Proof], Items(Proof)] | None = None


class Validity(Node):
    """When a credential holds; `awardedDate` survives a re-issue."""

    awarded_date: DateTimeStamp | None = None
    valid_from: DateTimeStamp
    valid_until: DateTimeStamp | None = None


class Validity1(Node):
    """When a credential of VC Data Model 1.1 holds."""

    awarded_date: DateTimeStamp | None = None
    issuance_date: DateTimeStamp
    expiration_date: DateTimeStamp | None = None
