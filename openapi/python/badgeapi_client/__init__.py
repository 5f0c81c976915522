"""The client of badgeapi, an Open Badges 3.0 issuing service.

    client.py       the verbs: BadgeApi
    connection.py   sending: timeouts, retries, answers that are errors
    errors.py       what goes wrong: BadgeApiError
    generated/      every operation and every model, made from the OpenAPI document

The models that the verbs take and give are here too, so that one import is enough.
"""

from badgeapi_client.client import BadgeApi, Filters
from badgeapi_client.errors import BadgeApiError
from badgeapi_client.generated.models import (
    AchievementRequest,
    AchievementResource,
    Alignment,
    ApiKeyRequest,
    AssertionRequest,
    AssertionResource,
    CheckResource,
    Criteria,
    Evidence,
    IdentifierRequest,
    ImageResource,
    IssuerRequest,
    IssuerResource,
    NewApiKeyResource,
    Problem,
    RecipientRequest,
    ReportResource,
    Result,
    ResultDescription,
)

__all__ = [
    "AchievementRequest",
    "AchievementResource",
    "Alignment",
    "ApiKeyRequest",
    "AssertionRequest",
    "AssertionResource",
    "BadgeApi",
    "BadgeApiError",
    "CheckResource",
    "Criteria",
    "Evidence",
    "Filters",
    "IdentifierRequest",
    "ImageResource",
    "IssuerRequest",
    "IssuerResource",
    "NewApiKeyResource",
    "Problem",
    "RecipientRequest",
    "ReportResource",
    "Result",
    "ResultDescription",
]
