# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

"""Contains all the data models used in inputs/outputs"""

from .achievement_request import AchievementRequest
from .achievement_request_achievement_type_type_0 import AchievementRequestAchievementTypeType0
from .achievement_request_endorsement_item import AchievementRequestEndorsementItem
from .achievement_request_image_type_1 import AchievementRequestImageType1
from .achievement_resource import AchievementResource
from .achievement_resource_achievement import AchievementResourceAchievement
from .address import Address
from .alignment import Alignment
from .alignment_target_type_type_0 import AlignmentTargetTypeType0
from .answer_resource import AnswerResource
from .api_key_request import ApiKeyRequest
from .api_key_resource import ApiKeyResource
from .assertion_request import AssertionRequest
from .assertion_request_cryptosuite import AssertionRequestCryptosuite
from .assertion_request_image_type_1 import AssertionRequestImageType1
from .assertion_resource import AssertionResource
from .assertion_resource_credential import AssertionResourceCredential
from .check_resource import CheckResource
from .criteria import Criteria
from .error_page import ErrorPage
from .evidence import Evidence
from .expected_identifier import ExpectedIdentifier
from .expected_recipient_request import ExpectedRecipientRequest
from .fetched_resource import FetchedResource
from .geo_coordinates import GeoCoordinates
from .get_assertion_alg import GetAssertionAlg
from .get_assertion_bake import GetAssertionBake
from .identifier_entry import IdentifierEntry
from .identifier_entry_identifier_type_type_0 import IdentifierEntryIdentifierTypeType0
from .identifier_request import IdentifierRequest
from .identifier_request_type_type_0 import IdentifierRequestTypeType0
from .image import Image
from .image_resource import ImageResource
from .issuer_request import IssuerRequest
from .issuer_request_didmethod import IssuerRequestDidmethod
from .issuer_request_endorsement_item import IssuerRequestEndorsementItem
from .issuer_request_image_type_1 import IssuerRequestImageType1
from .issuer_resource import IssuerResource
from .issuer_resource_profile import IssuerResourceProfile
from .judged_resource import JudgedResource
from .list_assertions_order import ListAssertionsOrder
from .list_assertions_state import ListAssertionsState
from .live_response_live import LiveResponseLive
from .new_api_key_resource import NewApiKeyResource
from .page_achievement_resource import PageAchievementResource
from .page_api_key_resource import PageApiKeyResource
from .page_assertion_resource import PageAssertionResource
from .page_issuer_resource import PageIssuerResource
from .part_resource import PartResource
from .problem import Problem
from .problem_errors_item import ProblemErrorsItem
from .profile import Profile
from .profile_endorsement_item import ProfileEndorsementItem
from .profile_request import ProfileRequest
from .profile_request_endorsement_item import ProfileRequestEndorsementItem
from .profile_request_image_type_1 import ProfileRequestImageType1
from .ready_response_ready import ReadyResponseReady
from .recipient_request import RecipientRequest
from .related import Related
from .report_resource import ReportResource
from .result import Result
from .result_description import ResultDescription
from .result_description_result_type_type_0 import ResultDescriptionResultTypeType0
from .result_status import ResultStatus
from .right import Right
from .rubric_criterion_level import RubricCriterionLevel
from .state_request import StateRequest
from .verify_options import VerifyOptions
from .verify_request import VerifyRequest

__all__ = (
    "AchievementRequest",
    "AchievementRequestAchievementTypeType0",
    "AchievementRequestEndorsementItem",
    "AchievementRequestImageType1",
    "AchievementResource",
    "AchievementResourceAchievement",
    "Address",
    "Alignment",
    "AlignmentTargetTypeType0",
    "AnswerResource",
    "ApiKeyRequest",
    "ApiKeyResource",
    "AssertionRequest",
    "AssertionRequestCryptosuite",
    "AssertionRequestImageType1",
    "AssertionResource",
    "AssertionResourceCredential",
    "CheckResource",
    "Criteria",
    "ErrorPage",
    "Evidence",
    "ExpectedIdentifier",
    "ExpectedRecipientRequest",
    "FetchedResource",
    "GeoCoordinates",
    "GetAssertionAlg",
    "GetAssertionBake",
    "IdentifierEntry",
    "IdentifierEntryIdentifierTypeType0",
    "IdentifierRequest",
    "IdentifierRequestTypeType0",
    "Image",
    "ImageResource",
    "IssuerRequest",
    "IssuerRequestDidmethod",
    "IssuerRequestEndorsementItem",
    "IssuerRequestImageType1",
    "IssuerResource",
    "IssuerResourceProfile",
    "JudgedResource",
    "ListAssertionsOrder",
    "ListAssertionsState",
    "LiveResponseLive",
    "NewApiKeyResource",
    "PageAchievementResource",
    "PageApiKeyResource",
    "PageAssertionResource",
    "PageIssuerResource",
    "PartResource",
    "Problem",
    "ProblemErrorsItem",
    "Profile",
    "ProfileEndorsementItem",
    "ProfileRequest",
    "ProfileRequestEndorsementItem",
    "ProfileRequestImageType1",
    "ReadyResponseReady",
    "RecipientRequest",
    "Related",
    "ReportResource",
    "Result",
    "ResultDescription",
    "ResultDescriptionResultTypeType0",
    "ResultStatus",
    "Right",
    "RubricCriterionLevel",
    "StateRequest",
    "VerifyOptions",
    "VerifyRequest",
)
