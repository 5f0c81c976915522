"""Achievement: what can be earned, apart from who earned it.

Source: Open Badges 3.0, classes Achievement and Related, enumeration AchievementType.
"""

from __future__ import annotations

from typing import Annotated, Final, TypeAlias

from badgeapi.credentials.alignment import Alignment
from badgeapi.credentials.criteria import Criteria
from badgeapi.credentials.identity import IdentifierEntry
from badgeapi.credentials.image import Image
from badgeapi.credentials.node import Node, named
from badgeapi.credentials.profile import Endorsement, Profile
from badgeapi.credentials.result import ResultDescription
from badgeapi.credentials.values import (
    CompactJws,
    Identified,
    Iri,
    LanguageTag,
    Many,
    Name,
    Number,
    Text,
    terms,
)

ACHIEVEMENT_TYPES: Final = (
    "Achievement", "ApprenticeshipCertificate", "Assessment", "Assignment", "AssociateDegree", "Award",
    "Badge", "BachelorDegree", "Certificate", "CertificateOfCompletion", "Certification",
    "CommunityService", "Competency", "Course", "CoCurricular", "Degree", "Diploma", "DoctoralDegree",
    "Fieldwork", "GeneralEducationDevelopment", "JourneymanCertificate", "LearningProgram", "License",
    "Membership", "ProfessionalDoctorate", "QualityAssuranceCredential", "MasterCertificate",
    "MasterDegree", "MicroCredential", "ResearchDoctorate", "SecondarySchoolDiploma",
)  # fmt: skip
AchievementType: TypeAlias = Annotated[str, terms(*ACHIEVEMENT_TYPES)]


class Related(Node):
    """Another edition of the same achievement, for example in another language."""

    id: Iri
    type: list[str] = named("Related")
    in_language: LanguageTag | None = None
    version: Name | None = None


class AchievementMembers(Node):
    """What an issuer says of an achievement; id and version are ours to give."""

    type: list[str] = named("Achievement")
    name: Name
    description: Text
    criteria: Criteria
    achievement_type: AchievementType | None = None
    image: Image | None = None
    creator: Profile | None = None
    alignment: Many[Alignment] | None = None
    tag: Many[Name] | None = None
    credits_available: Number | None = None
    field_of_study: Name | None = None
    specialization: Name | None = None
    human_code: Name | None = None
    in_language: LanguageTag | None = None
    related: Many[Related] | None = None
    other_identifier: Many[IdentifierEntry] | None = None
    result_description: Many[ResultDescription] | None = None
    endorsement: Many[Endorsement] | None = None
    endorsement_jwt: Many[CompactJws] | None = None


class Achievement(AchievementMembers, Identified):
    """An achievement with its id and its version, both given by this service to those it serves."""

    version: Name | None = None
