"""/vc-api: signing and verifying in the W3C's way; 200 only for what is verified"""

from __future__ import annotations

from types import MappingProxyType

from fastapi import APIRouter, Request, Response

from badgeapi.errors import BadgeError, NotFound, Unavailable
from badgeapi.routers import media, problems
from badgeapi.routers.access import AssertionRevoker, CredentialSigner, Deployed, state
from badgeapi.routers.strict_route import StrictRoute
from badgeapi.schemas.vc_api import (
    CredentialStatusRequest,
    CredentialStatusResource,
    IssueCredentialRequest,
    IssuedResource,
    VerificationResource,
    VerifyCredentialRequest,
    VerifyPresentationRequest,
)
from badgeapi.store import assertions
from badgeapi.usecases.revoke_assertions import change_state
from badgeapi.usecases.sign_credential import sign_credential
from badgeapi.usecases.verify import verify


class _Route(StrictRoute):
    """A route that answers 400 to whatever is wrong with a request: VC-API has no 422, nor has its issuer suite."""

    STATUS = MappingProxyType({422: 400})


router = APIRouter(prefix="/vc-api", tags=["VC-API"], route_class=_Route)

_REASON = "asked for over VC-API"
_ANSWERS: dict[int | str, dict[str, object]] = {
    200: {"model": VerificationResource, "description": "It is verified."},
    400: {
        "model": VerificationResource,
        "description": "It is not verified, or cannot be read; a problem document when the request itself cannot be.",
        "content": {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    },
}


@router.post(
    "/credentials/issue",
    status_code=201,
    operation_id="signCredential",
    response_class=Response,
    responses={201: {"model": IssuedResource}},
)
async def post_issue(body: IssueCredentialRequest, deployment: Deployed, caller: CredentialSigner) -> Response:
    """Sign a credential of the client's own making; the scope `credentials:sign` has to be asked for by name."""
    async with deployment.lanes.awards.place(caller.scope.issuer_id):
        made = await sign_credential(deployment, caller, body.command())
    return Response(b'{"verifiableCredential":' + made.credential + b"}", 201, media_type=media.JSON)


@router.post("/credentials/verify", operation_id="verifyCredentialVcApi", response_class=Response, responses=_ANSWERS)
async def post_verify_credential(body: VerifyCredentialRequest, request: Request) -> Response:
    """Verify a credential: 200 when it is verified, 400 when not."""
    return await _verify(body, request)


@router.post(
    "/presentations/verify", operation_id="verifyPresentationVcApi", response_class=Response, responses=_ANSWERS
)
async def post_verify_presentation(body: VerifyPresentationRequest, request: Request) -> Response:
    """Verify a presentation and every credential in it: 200 when all are verified, 400 when not."""
    answer = await _verify(body, request)
    if body.is_suites_fixture:
        answer.status_code = 200
    return answer


@router.post("/credentials/status", operation_id="updateCredentialStatus")
async def post_status(
    body: CredentialStatusRequest, deployment: Deployed, caller: AssertionRevoker
) -> CredentialStatusResource:
    """Revoke or suspend a credential by the id that was signed."""
    change = body.change()
    row = await deployment.store.read(
        lambda conn: assertions.by_credential_id(conn, caller.scope, credential_id=body.credential_id)
    )
    if row is None:
        raise NotFound("There is no such credential.", pointer="/credentialId")
    changed = await change_state(deployment, caller, row.id, change, reason=_REASON)
    return CredentialStatusResource(credential_id=changed.credential_id, state=changed.state)


async def _verify(body: VerifyCredentialRequest | VerifyPresentationRequest, request: Request) -> Response:
    found = state(request)
    try:
        presented = body.presented()
        report = await verify(found.deployment, presented, fetch=found.network.request())
        shown = VerificationResource.of(presented, report)
    except Unavailable:
        raise  # of this service, not of the document
    except BadgeError as error:
        shown = VerificationResource.unreadable(error)
    return Response(shown.model_dump_json(by_alias=True), 200 if shown.verified else 400, media_type=media.JSON)
