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
from .assertion_job_resource import AssertionJobResource
from .assertion_request import AssertionRequest
from .assertion_request_cryptosuite import AssertionRequestCryptosuite
from .assertion_request_image_type_1 import AssertionRequestImageType1
from .assertion_resource import AssertionResource
from .assertion_resource_credential import AssertionResourceCredential
from .assertion_row import AssertionRow
from .assertion_row_cryptosuite import AssertionRowCryptosuite
from .assertion_row_image_type_1 import AssertionRowImageType1
from .batch_counts import BatchCounts
from .batch_item import BatchItem
from .batch_item_assertion import BatchItemAssertion
from .batch_resource import BatchResource
from .check_options import CheckOptions
from .check_options_checks_item import CheckOptionsChecksItem
from .check_resource import CheckResource
from .create_assertion_job_onerror import CreateAssertionJobOnerror
from .credential_status_request import CredentialStatusRequest
from .credential_status_resource import CredentialStatusResource
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
from .issue_credential_request import IssueCredentialRequest
from .issue_credential_request_credential import IssueCredentialRequestCredential
from .issue_options import IssueOptions
from .issue_options_cryptosuite import IssueOptionsCryptosuite
from .issued_resource import IssuedResource
from .issued_resource_verifiablecredential import IssuedResourceVerifiablecredential
from .issuer_request import IssuerRequest
from .issuer_request_didmethod import IssuerRequestDidmethod
from .issuer_request_endorsement_item import IssuerRequestEndorsementItem
from .issuer_request_image_type_1 import IssuerRequestImageType1
from .issuer_resource import IssuerResource
from .issuer_resource_profile import IssuerResourceProfile
from .job_counts import JobCounts
from .judged_resource import JudgedResource
from .list_assertions_order import ListAssertionsOrder
from .list_assertions_state import ListAssertionsState
from .live_response_live import LiveResponseLive
from .new_api_key_resource import NewApiKeyResource
from .page_achievement_resource import PageAchievementResource
from .page_api_key_resource import PageApiKeyResource
from .page_assertion_job_resource import PageAssertionJobResource
from .page_assertion_resource import PageAssertionResource
from .page_issuer_resource import PageIssuerResource
from .part_resource import PartResource
from .problem import Problem
from .problem_details import ProblemDetails
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
from .resolve_did_response_200 import ResolveDidResponse200
from .result import Result
from .result_description import ResultDescription
from .result_description_result_type_type_0 import ResultDescriptionResultTypeType0
from .result_status import ResultStatus
from .right import Right
from .row_problem import RowProblem
from .row_problem_errors_item import RowProblemErrorsItem
from .rubric_criterion_level import RubricCriterionLevel
from .state_request import StateRequest
from .status_update import StatusUpdate
from .status_update_statuspurpose import StatusUpdateStatuspurpose
from .verification_resource import VerificationResource
from .verification_resource_document import VerificationResourceDocument
from .verify_credential_request import VerifyCredentialRequest
from .verify_options import VerifyOptions
from .verify_presentation_request import VerifyPresentationRequest
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
    "AssertionJobResource",
    "AssertionRequest",
    "AssertionRequestCryptosuite",
    "AssertionRequestImageType1",
    "AssertionResource",
    "AssertionResourceCredential",
    "AssertionRow",
    "AssertionRowCryptosuite",
    "AssertionRowImageType1",
    "BatchCounts",
    "BatchItem",
    "BatchItemAssertion",
    "BatchResource",
    "CheckOptions",
    "CheckOptionsChecksItem",
    "CheckResource",
    "CreateAssertionJobOnerror",
    "CredentialStatusRequest",
    "CredentialStatusResource",
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
    "IssueCredentialRequest",
    "IssueCredentialRequestCredential",
    "IssuedResource",
    "IssuedResourceVerifiablecredential",
    "IssueOptions",
    "IssueOptionsCryptosuite",
    "IssuerRequest",
    "IssuerRequestDidmethod",
    "IssuerRequestEndorsementItem",
    "IssuerRequestImageType1",
    "IssuerResource",
    "IssuerResourceProfile",
    "JobCounts",
    "JudgedResource",
    "ListAssertionsOrder",
    "ListAssertionsState",
    "LiveResponseLive",
    "NewApiKeyResource",
    "PageAchievementResource",
    "PageApiKeyResource",
    "PageAssertionJobResource",
    "PageAssertionResource",
    "PageIssuerResource",
    "PartResource",
    "Problem",
    "ProblemDetails",
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
    "ResolveDidResponse200",
    "Result",
    "ResultDescription",
    "ResultDescriptionResultTypeType0",
    "ResultStatus",
    "Right",
    "RowProblem",
    "RowProblemErrorsItem",
    "RubricCriterionLevel",
    "StateRequest",
    "StatusUpdate",
    "StatusUpdateStatuspurpose",
    "VerificationResource",
    "VerificationResourceDocument",
    "VerifyCredentialRequest",
    "VerifyOptions",
    "VerifyPresentationRequest",
    "VerifyRequest",
)
