"""The terms of the standard, restated from the Open Badges 3.0 data model: none missing, none invented."""

import pytest
from pydantic import TypeAdapter, ValidationError

from badgeapi.credentials.achievement import AchievementType
from badgeapi.credentials.alignment import TargetType
from badgeapi.credentials.identity import IdentifierType
from badgeapi.credentials.node import DOCUMENT, faults_of
from badgeapi.credentials.result import ResultStatus, ResultType

ACHIEVEMENT_TYPES = """Achievement ApprenticeshipCertificate Assessment Assignment AssociateDegree Award Badge
BachelorDegree Certificate CertificateOfCompletion Certification CommunityService Competency Course CoCurricular
Degree Diploma DoctoralDegree Fieldwork GeneralEducationDevelopment JourneymanCertificate LearningProgram License
Membership ProfessionalDoctorate QualityAssuranceCredential MasterCertificate MasterDegree MicroCredential
ResearchDoctorate SecondarySchoolDiploma"""
TARGET_TYPES = """ceasn:Competency ceterms:Credential CFItem CFRubric CFRubricCriterion CFRubricCriterionLevel
CTDL"""
IDENTIFIER_TYPES = """name sourcedId systemId productId userName accountId emailAddress nationalIdentityNumber
isbn issn lisSourcedId oneRosterSourcedId sisSourcedId ltiContextId ltiDeploymentId ltiToolId ltiPlatformId ltiUserId
identifier"""
RESULT_TYPES = """GradePointAverage LetterGrade Percent PerformanceLevel PredictedScore RawScore Result
RubricCriterion RubricCriterionLevel RubricScore ScaledScore Status"""
STATUSES = "Completed Enrolled Failed InProgress OnHold Provisional Withdrew"

EXTENSIBLE = {
    "achievementType": (AchievementType, ACHIEVEMENT_TYPES.split(), 31),
    "targetType": (TargetType, TARGET_TYPES.split(), 7),
    "identifierType": (IdentifierType, IDENTIFIER_TYPES.split(), 19),
    "resultType": (ResultType, RESULT_TYPES.split(), 12),
}
each_extensible = pytest.mark.parametrize(("kind", "terms", "count"), EXTENSIBLE.values(), ids=EXTENSIBLE.keys())


def refused(kind: object, value: object) -> list[str]:
    found = set()
    for context in (None, DOCUMENT):
        with pytest.raises(ValidationError) as caught:
            TypeAdapter(kind).validate_python(value, strict=True, context=context)
        found |= {fault.code for fault in faults_of(caught.value.errors())}
    return sorted(found)


@each_extensible
def test_listed_are_exactly_the_terms_of_the_standard(kind: object, terms: list[str], count: int):
    """What clients see in the schema is what the standard lists, and every term is accepted."""
    assert len(set(terms)) == count
    shown = TypeAdapter(kind).json_schema()["anyOf"][0]["enum"]
    assert sorted(shown) == sorted(terms)
    for term in terms:
        assert TypeAdapter(kind).validate_python(term) == term


@each_extensible
def test_own_terms_begin_with_ext(kind: object, terms: list[str], count: int):
    """DM-X10: the published pattern is unanchored and lets `my-ext:Foo` pass; we do not."""
    for own in ("ext:Foo", "ext:a.b-c_9"):
        assert TypeAdapter(kind).validate_python(own) == own
    for wrong in ("my-ext:Foo", "ext:", "ext:a b", "ext:Foo\n", "EXT:Foo", "Foo", "", terms[0] + " "):
        assert refused(kind, wrong) == ["not_in_enumeration"], wrong


def test_result_status_is_closed():
    """The only enumeration of the standard without extensions."""
    assert len(STATUSES.split()) == 7
    assert sorted(TypeAdapter(ResultStatus).json_schema()["enum"]) == sorted(STATUSES.split())
    assert refused(ResultStatus, "ext:Paused") == ["not_in_enumeration"]
    assert refused(ResultStatus, "completed") == ["not_in_enumeration"]
