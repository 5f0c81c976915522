"""/v1/assertions/batch"""

from __future__ import annotations

import asyncio
from dataclasses import replace

from fastapi import APIRouter, Request, Response

from badgeapi import limits
from badgeapi.credentials.node import echo
from badgeapi.errors import BadgeError, Fault, InvalidInput, UnsupportedMedia
from badgeapi.jobs.formats import read_array
from badgeapi.routers import media
from badgeapi.routers.access import AssertionIssuer, Deployed
from badgeapi.routers.strict_route import StrictRoute, media_type_of
from badgeapi.schemas.assertion_rows import AssertionRow, BatchResource, Row, batch_json, read_row
from badgeapi.usecases.caller import Caller
from badgeapi.usecases.deployment import Deployment
from badgeapi.usecases.issue_assertions import issue_assertions
from badgeapi.usecases.make_credentials import Delivery, IssueAssertion, Order, make_credentials
from badgeapi.usecases.survey_requests import Outcome

router = APIRouter(prefix="/v1", tags=["assertions"], route_class=StrictRoute)


@router.post(
    "/assertions/batch",
    operation_id="issueAssertions",
    response_class=Response,
    responses={200: {"model": BatchResource}},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                media.JSON: {
                    "schema": {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": limits.BATCH_ROWS,
                        "items": {"$ref": f"#/components/schemas/{AssertionRow.__name__}"},
                    }
                }
            },
        }
    },
)
async def post_batch(request: Request, deployment: Deployed, caller: AssertionIssuer) -> Response:
    """Issue up to a thousand credentials, each under a key of its own; each has an answer of its own, in order.

    What can be issued is, in one transaction. When nothing can, the answer is 422 with every fault.
    """
    if media_type_of(request) != media.JSON:
        raise UnsupportedMedia(f"The body is declared as {echo(media_type_of(request))!r}, not as {media.JSON}.")
    body = await request.body()
    async with deployment.lanes.batches.place(caller.scope.issuer_id):
        rows = await asyncio.to_thread(_read, body)
        if not rows:
            raise InvalidInput("The array must have at least one item.", code="empty_array")
        outcomes = await issue_rows(deployment, caller, rows)
    failures = [outcome for outcome in outcomes if isinstance(outcome, BadgeError)]
    if len(failures) == len(outcomes):
        raise InvalidInput("Every item failed; nothing was issued.", faults=_faults(failures))
    return Response(batch_json(rows, outcomes), media_type=media.JSON)


async def issue_rows(deployment: Deployment, caller: Caller, rows: list[Row]) -> list[Outcome]:
    """Issue the rows that could be read, in a thread beside other requests."""
    commands = [row.command for row in rows if not isinstance(row.command, BadgeError)]
    issued = iter(await issue_assertions(deployment, caller, commands, make=_in_thread))
    return [row.command if isinstance(row.command, BadgeError) else next(issued) for row in rows]


async def _in_thread(deployment: Deployment, order: Order[IssueAssertion]) -> Delivery:
    return await asyncio.to_thread(make_credentials, deployment.keyring, deployment.recipients, order)


def _read(body: bytes) -> list[Row]:
    return [read_row(row) for row in read_array(body, most=limits.BATCH_ROWS)]


def _faults(failures: list[BadgeError]) -> list[Fault]:
    """The faults of every item, each with its place in the array."""
    found = [
        replace(fault, pointer=f"/{place}{fault.pointer}")
        for place, error in enumerate(failures)
        for fault in error.faults or (Fault(error.code, error.message),)
    ]
    return found[: limits.FAULTS]
