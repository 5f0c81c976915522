"""/v1/assertions"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Path, Query, Response

from badgeapi import limits
from badgeapi.credentials.open_badge import Recipient
from badgeapi.credentials.time import parse_datetime
from badgeapi.errors import InvalidInput, NotFound
from badgeapi.routers import conditional, cursor, media
from badgeapi.routers.access import AssertionIssuer, AssertionReader, AssertionRevoker, Deployed
from badgeapi.routers.strict_route import StrictRoute
from badgeapi.schemas.assertions import (
    CALLERS_KEY,
    AssertionRequest,
    AssertionResource,
    StateRequest,
    assertion_json,
    page_json,
)
from badgeapi.schemas.resource import Page
from badgeapi.store import assertions
from badgeapi.store.assertions import Assertion, Filter
from badgeapi.usecases.bake_assertion import bake_assertion
from badgeapi.usecases.issue_assertions import as_issued, issue_assertion
from badgeapi.usecases.make_credentials import recipient_digest
from badgeapi.usecases.make_jwt import make_jwt
from badgeapi.usecases.publish_assertions import set_published
from badgeapi.usecases.revoke_assertions import Change, change_state

router = APIRouter(prefix="/v1", tags=["assertions"], route_class=StrictRoute)

_FORMS = (media.JSON, media.VC, media.VC_LD, media.LD)
_JWTS = (media.VC_JWT, media.TEXT)
_PICTURES = (media.PNG, media.SVG)
_READ_FORMS = (*_FORMS, *_JWTS, *_PICTURES)
_MODEL = {"model": AssertionResource}
_IDEMPOTENCY_KEY = r"^[!-~]{1,200}$"

Accept = Annotated[str | None, Header()]


@router.post(
    "/assertions",
    status_code=201,
    operation_id="issueAssertion",
    response_class=Response,
    responses={201: {**_MODEL, "content": {media.VC: {}}}},
)
async def post_assertion(
    body: AssertionRequest,
    deployment: Deployed,
    caller: AssertionIssuer,
    accept: Accept = None,
    idempotency_key: Annotated[str | None, Header(pattern=_IDEMPOTENCY_KEY)] = None,
) -> Response:
    """Issue a credential. With `Idempotency-Key`, the same request again is answered with the same bytes."""
    form = media.choose(accept, _FORMS)
    issued = await issue_assertion(deployment, caller, body.command(idempotency_key=idempotency_key))
    response = _response(as_issued(issued.assertion), form, status=201)
    response.headers["Location"] = f"/v1/assertions/{issued.assertion.id}"
    if issued.replayed:
        response.headers["Idempotency-Replayed"] = "true"
    return response


@router.put(
    "/issuers/{issuer_id}/assertions/by-key/{key}",
    operation_id="issueAssertionByKey",
    response_class=Response,
    responses={200: _MODEL, 201: {**_MODEL, "description": "It is new."}},
)
async def put_assertion_by_key(
    issuer_id: str,
    key: Annotated[str, Path(pattern=CALLERS_KEY)],
    body: AssertionRequest,
    deployment: Deployed,
    caller: AssertionIssuer,
    accept: Accept = None,
) -> Response:
    """Issue a credential once and for ever under the caller's own key: 201 first, then 200 with the same one."""
    form = media.choose(accept, _FORMS)
    issued = await issue_assertion(deployment, caller, body.command(key=key), issuer_id=issuer_id)
    response = _response(issued.assertion, form, status=200 if issued.replayed else 201)
    response.headers["Location"] = f"/v1/assertions/{issued.assertion.id}"
    return response


@router.get(
    "/assertions",
    operation_id="listAssertions",
    response_class=Response,
    responses={200: {"model": Page[AssertionResource]}},
)
async def list_assertions(
    deployment: Deployed,
    caller: AssertionReader,
    issuer: str | None = None,
    achievement: str | None = None,
    state: Literal["issued", "suspended", "revoked"] | None = None,
    recipient: Annotated[str | None, Query(description="An e-mail address or a DID; needs an issuer.")] = None,
    created_from: Annotated[str | None, Query(alias="createdFrom")] = None,
    created_before: Annotated[str | None, Query(alias="createdBefore")] = None,
    order: Literal["newest", "oldest"] = "newest",
    limit: Annotated[int, Query(ge=1, le=limits.PAGE_ITEMS)] = 50,
    cursor_: Annotated[str | None, Query(alias="cursor")] = None,
) -> Response:
    """List assertions; every filter narrows, and the cursor stays right while others come and go."""
    owner = caller.scope.issuer_id or issuer
    if recipient is not None and owner is None:
        raise InvalidInput("A search by recipient needs the parameter 'issuer'.", code="bad_parameter")
    named = recipient and owner and recipient_digest(deployment.recipients, owner, _recipient(recipient))
    matching = Filter(
        issuer_id=issuer,
        achievement_id=achievement,
        state=state,
        recipient_digest=named or None,
        created_from=_time("createdFrom", created_from),
        created_before=_time("createdBefore", created_before),
    )
    after = cursor.read(cursor_)
    rows = await deployment.store.read(
        lambda conn: assertions.page(
            conn, caller.scope, limit=limit + 1, matching=matching, after=after, newest_first=order == "newest"
        )
    )
    shown = rows[:limit]
    more = cursor.write(shown[-1].created_at, shown[-1].id) if len(rows) > limit else None
    return Response(page_json(shown, more), media_type=media.JSON)


@router.get(
    "/assertions/{assertion_id}",
    operation_id="getAssertion",
    response_class=Response,
    responses={200: {**_MODEL, "content": {form: {} for form in _READ_FORMS[1:]}}},
)
async def get_assertion(
    assertion_id: str,
    deployment: Deployed,
    caller: AssertionReader,
    accept: Accept = None,
    if_none_match: Annotated[str | None, Header()] = None,
    alg: Annotated[Literal["RS256", "ES256"], Query(description="For the JWT forms.")] = "RS256",
    bake: Annotated[Literal["json", "jwt"], Query(description="For pictures: what is in them.")] = "json",
) -> Response:
    """Read an assertion; by `Accept`: the resource, the credential alone as it was signed, its JWT, or a baked picture.

    The JWT is signed at the first request for it, and the same ever after. Pictures hold the credential, or with
    `bake=jwt` the JWT.
    """
    form = media.choose(accept, _READ_FORMS)
    token = None
    if form in _JWTS or (form in _PICTURES and bake == "jwt"):
        token = await make_jwt(deployment, caller, assertion_id, alg)
    if form in _PICTURES:
        picture = await bake_assertion(deployment, caller, assertion_id, form, token=token)
        return conditional.document(picture, form, if_none_match=if_none_match, vary="Accept")
    if token is not None:
        return conditional.document(token, form, if_none_match=if_none_match, vary="Accept")
    row = await deployment.store.look_up(lambda conn: assertions.get(conn, caller.scope, assertion_id=assertion_id))
    if row is None:
        raise NotFound("There is no such assertion.")
    return conditional.document(_body(row, form), form, if_none_match=if_none_match, vary="Accept")


@router.post("/assertions/{assertion_id}/publish", operation_id="publishAssertion", response_class=Response,
             responses={200: _MODEL})  # fmt: skip
async def publish_assertion(assertion_id: str, deployment: Deployed, caller: AssertionIssuer) -> Response:
    """Show the credential to anybody at its own address."""
    return _response(await set_published(deployment, caller, assertion_id, published=True), media.JSON)


@router.post("/assertions/{assertion_id}/unpublish", operation_id="unpublishAssertion", response_class=Response,
             responses={200: _MODEL})  # fmt: skip
async def unpublish_assertion(assertion_id: str, deployment: Deployed, caller: AssertionIssuer) -> Response:
    """Show the credential to nobody but the issuer any longer."""
    return _response(await set_published(deployment, caller, assertion_id, published=False), media.JSON)


@router.post("/assertions/{assertion_id}/revoke", operation_id="revokeAssertion", response_class=Response,
             responses={200: _MODEL})  # fmt: skip
async def revoke_assertion(
    assertion_id: str, body: StateRequest, deployment: Deployed, caller: AssertionRevoker
) -> Response:
    """Revoke a credential for ever."""
    changed = await change_state(deployment, caller, assertion_id, Change.REVOKE, reason=body.reason)
    return _response(changed, media.JSON)


@router.post("/assertions/{assertion_id}/suspend", operation_id="suspendAssertion", response_class=Response,
             responses={200: _MODEL})  # fmt: skip
async def suspend_assertion(
    assertion_id: str, body: StateRequest, deployment: Deployed, caller: AssertionRevoker
) -> Response:
    """Suspend a credential until it is reinstated or revoked."""
    changed = await change_state(deployment, caller, assertion_id, Change.SUSPEND, reason=body.reason)
    return _response(changed, media.JSON)


@router.post("/assertions/{assertion_id}/reinstate", operation_id="reinstateAssertion", response_class=Response,
             responses={200: _MODEL})  # fmt: skip
async def reinstate_assertion(
    assertion_id: str, body: StateRequest, deployment: Deployed, caller: AssertionRevoker
) -> Response:
    """Lift a suspension."""
    changed = await change_state(deployment, caller, assertion_id, Change.REINSTATE, reason=body.reason)
    return _response(changed, media.JSON)


def _time(name: str, text: str | None) -> datetime | None:
    try:
        return None if text is None else parse_datetime(text)
    except InvalidInput as error:
        raise InvalidInput(f"The query parameter {name!r}: {error.message}", code="bad_parameter") from error


def _recipient(text: str) -> Recipient:
    return Recipient(did=text) if text.startswith("did:") else Recipient(email=text)


def _body(row: Assertion, form: str) -> bytes:
    return assertion_json(row) if form == media.JSON else row.credential


def _response(row: Assertion, form: str, *, status: int = 200) -> Response:
    return Response(_body(row, form), status, {"Vary": "Accept"}, form)
