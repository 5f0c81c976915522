"""/v1/issuers"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Query, Response

from badgeapi import limits
from badgeapi.errors import Forbidden, NotFound
from badgeapi.routers import conditional, cursor
from badgeapi.routers.access import Deployed, IssuerReader, IssuerWriter
from badgeapi.routers.strict_route import StrictRoute
from badgeapi.schemas.issuers import IssuerRequest, IssuerResource, ProfileRequest
from badgeapi.schemas.resource import Page
from badgeapi.store import issuers
from badgeapi.usecases.register_issuer import register_issuer, replace_profile

router = APIRouter(prefix="/v1/issuers", tags=["issuers"], route_class=StrictRoute)


@router.post("", status_code=201, operation_id="createIssuer")
async def create_issuer(
    body: IssuerRequest, deployment: Deployed, caller: IssuerWriter, response: Response
) -> IssuerResource:
    """Make an issuer with its DID and keys. Needs the admin key."""
    if not caller.is_operator:
        raise Forbidden("Only the admin key makes issuers.")
    made = IssuerResource.of(await register_issuer(deployment, caller, body.command()))
    response.headers["Location"] = f"/v1/issuers/{made.id}"
    response.headers["ETag"] = conditional.etag_of(made.version)
    return made


@router.get("", operation_id="listIssuers")
async def list_issuers(
    deployment: Deployed,
    caller: IssuerReader,
    limit: Annotated[int, Query(ge=1, le=limits.PAGE_ITEMS)] = 50,
    cursor_: Annotated[str | None, Query(alias="cursor")] = None,
) -> Page[IssuerResource]:
    """List the issuers this key can see, oldest first."""
    after = cursor.read(cursor_)
    rows = await deployment.store.read(lambda conn: issuers.page(conn, caller.scope, limit=limit + 1, after=after))
    return cursor.page(rows, limit, IssuerResource.of)


@router.get("/{issuer_id}", operation_id="getIssuer")
async def get_issuer(issuer_id: str, deployment: Deployed, caller: IssuerReader, response: Response) -> IssuerResource:
    """Read an issuer."""
    found = await deployment.store.look_up(lambda conn: issuers.get(conn, caller.scope, issuer_id=issuer_id))
    if found is None:
        raise NotFound("There is no such issuer.")
    response.headers["ETag"] = conditional.etag_of(found.version)
    return IssuerResource.of(found)


@router.put("/{issuer_id}", operation_id="replaceIssuerProfile")
async def put_issuer(
    issuer_id: str,
    body: ProfileRequest,
    deployment: Deployed,
    caller: IssuerWriter,
    response: Response,
    if_match: Annotated[str | None, Header()] = None,
) -> IssuerResource:
    """Replace an issuer's profile; credentials already signed keep theirs."""
    version = conditional.version_of(if_match)
    changed = await replace_profile(deployment, caller, issuer_id, body.members(), version=version)
    response.headers["ETag"] = conditional.etag_of(changed.version)
    return IssuerResource.of(changed)
