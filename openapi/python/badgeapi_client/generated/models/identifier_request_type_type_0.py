# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from typing import Literal

IdentifierRequestTypeType0 = Literal[
    "accountId",
    "emailAddress",
    "identifier",
    "isbn",
    "issn",
    "lisSourcedId",
    "ltiContextId",
    "ltiDeploymentId",
    "ltiPlatformId",
    "ltiToolId",
    "ltiUserId",
    "name",
    "nationalIdentityNumber",
    "oneRosterSourcedId",
    "productId",
    "sisSourcedId",
    "sourcedId",
    "systemId",
    "userName",
]

IDENTIFIER_REQUEST_TYPE_TYPE_0_VALUES: set[IdentifierRequestTypeType0] = {
    "accountId",
    "emailAddress",
    "identifier",
    "isbn",
    "issn",
    "lisSourcedId",
    "ltiContextId",
    "ltiDeploymentId",
    "ltiPlatformId",
    "ltiToolId",
    "ltiUserId",
    "name",
    "nationalIdentityNumber",
    "oneRosterSourcedId",
    "productId",
    "sisSourcedId",
    "sourcedId",
    "systemId",
    "userName",
}


def check_identifier_request_type_type_0(value: str) -> IdentifierRequestTypeType0:
    if value in IDENTIFIER_REQUEST_TYPE_TYPE_0_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {IDENTIFIER_REQUEST_TYPE_TYPE_0_VALUES!r}")
