"""/v1/assertion-jobs"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from starlette.responses import StreamingResponse

from badgeapi import limits
from badgeapi.canon import json
from badgeapi.credentials.node import echo
from badgeapi.errors import Conflict, NotFound, Unavailable, UnsupportedMedia
from badgeapi.jobs import csv_rows
from badgeapi.jobs.formats import JsonArray, JsonLines, RowReader
from badgeapi.jobs.receive import Wish, receive
from badgeapi.jobs.results import results
from badgeapi.routers import cursor, media
from badgeapi.routers.access import AssertionIssuer, AssertionReader, Deployed, state
from badgeapi.routers.strict_route import StrictRoute, media_type_of
from badgeapi.schemas.assertion_jobs import AssertionJobResource
from badgeapi.schemas.resource import Page
from badgeapi.store import assertion_jobs
from badgeapi.store.assertion_jobs import AssertionJob, Progress
from badgeapi.store.engine import Connection
from badgeapi.store.scope import Scope
from badgeapi.usecases.audit_trail import note
from badgeapi.usecases.deployment import Deployment

router = APIRouter(prefix="/v1", tags=["assertions"], route_class=StrictRoute)

JSONL = "application/jsonl"
CSV = "text/csv"
_READERS: Mapping[str, Callable[[Sequence[str]], RowReader]] = MappingProxyType(
    {
        JSONL: lambda _: JsonLines(),
        "application/x-ndjson": lambda _: JsonLines(),
        "application/x-jsonlines": lambda _: JsonLines(),
        CSV: lambda columns: csv_rows.CsvRows(csv_rows.parse_mapping(columns)),
        media.JSON: lambda _: JsonArray(),
    }
)
_EVENTS_S = 0.5
_QUIET_S = 15.0
_TEXT = {"schema": {"type": "string"}}


@router.post(
    "/assertion-jobs",
    status_code=202,
    operation_id="createAssertionJob",
    response_model_exclude_none=True,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                JSONL: _TEXT,
                CSV: _TEXT,
                media.JSON: {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/AssertionRow"}}},
            },
        }
    },
)
async def post_job(
    request: Request,
    response: Response,
    deployment: Deployed,
    caller: AssertionIssuer,
    *,
    dry_run: Annotated[bool, Query(alias="dryRun", description="Check every row, issue none.")] = False,
    on_error: Annotated[
        Literal["continue", "abort"],
        Query(alias="onError", description="`abort`: issue none of the chunk in which a row fails, and stop there."),
    ] = "continue",
    achievement: Annotated[
        str | None, Query(max_length=limits.NAME_CHARACTERS, description="Of rows that name none.")
    ] = None,
    column: Annotated[
        list[str],
        Query(max_length=100, description="For CSV: `header=column`, where a header is not the name of its column."),
    ] = [],  # noqa: B006  # the framework's way to say none
) -> AssertionJobResource:
    """Upload up to a million rows, each an assertion request with a `key` of its own; they are issued afterwards.

    JSON lines, one JSON array, or CSV with a line of headers (`recipient.email`); plain or with
    `Content-Encoding: gzip`. Uploading rows again issues nothing twice.
    """
    media_type = media_type_of(request)
    if media_type not in _READERS:
        raise UnsupportedMedia(f"The body is declared as {echo(media_type)!r}, not as {', '.join(_READERS)}.")
    job = await receive(
        deployment,
        caller,
        request.stream(),
        reader=_READERS[media_type](column),
        gzipped=request.headers.get("content-encoding", "").lower() == "gzip",
        wish=Wish(dry_run, on_error, achievement),
    )
    state(request).job_received()
    response.headers["Location"] = f"/v1/assertion-jobs/{job.id}"
    return AssertionJobResource.of(job, _NOTHING)


_NOTHING = Progress(0, 0, 0, 0, None, None)


@router.get("/assertion-jobs", operation_id="listAssertionJobs")
async def list_jobs(
    deployment: Deployed,
    caller: AssertionReader,
    limit: Annotated[int, Query(ge=1, le=limits.PAGE_ITEMS)] = 50,
    cursor_: Annotated[str | None, Query(alias="cursor")] = None,
) -> Page[AssertionJobResource]:
    """List bulk jobs, newest first."""
    after = cursor.read(cursor_)

    def find(conn: Connection) -> list[tuple[AssertionJob, Progress]]:
        jobs = assertion_jobs.page(conn, caller.scope, limit=limit + 1, after=after)
        sums = [assertion_jobs.progress(conn, caller.scope, job_id=job.id) or _NOTHING for job in jobs]
        return list(zip(jobs, sums, strict=True))

    found = dict(await deployment.store.scan(find))
    return cursor.page(list(found), limit, lambda job: AssertionJobResource.of(job, found[job]))


@router.get("/assertion-jobs/{job_id}", operation_id="getAssertionJob", response_model_exclude_none=True)
async def get_job(job_id: str, deployment: Deployed, caller: AssertionReader) -> AssertionJobResource:
    """See how far a job is."""
    return AssertionJobResource.of(*await _find(deployment, caller.scope, job_id))


@router.get(
    "/assertion-jobs/{job_id}/results",
    operation_id="getAssertionJobResults",
    response_class=Response,
    responses={200: {"content": {JSONL: _TEXT, CSV: _TEXT}}},
)
async def get_results(
    job_id: str, deployment: Deployed, caller: AssertionReader, accept: Annotated[str | None, Header()] = None
) -> Response:
    """Read what came of each row, in the order of the upload; while the job runs, of those that are done."""
    form = media.choose(accept, (JSONL, CSV))
    job, _ = await _find(deployment, caller.scope, job_id)
    write = _csv if form == CSV else _jsonl
    pieces: AsyncIterator[bytes] = (write(lines) async for lines in results(deployment, caller.scope, job))
    if form == CSV:
        pieces = _after(csv_rows.write_header().encode(), pieces)
    return StreamingResponse(pieces, headers={"Vary": "Accept"}, media_type=form)


def _jsonl(lines: list[bytes]) -> bytes:
    return b"\n".join(lines) + b"\n"


def _csv(lines: list[bytes]) -> bytes:
    return "".join(csv_rows.write_result(json.loads_object(line)) for line in lines).encode()


async def _after(first: bytes, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in pieces:
        yield piece


async def _follower(deployment: Deployed, caller: AssertionReader) -> AsyncIterator[None]:
    """Hold a place for as long as the events are sent; raises `TooManyRequests` or `Busy`."""
    async with deployment.lanes.event_streams.place(caller.scope.issuer_id):
        yield


@router.get(
    "/assertion-jobs/{job_id}/events",
    operation_id="watchAssertionJob",
    dependencies=[Depends(_follower)],
    response_class=Response,
    responses={200: {"content": {"text/event-stream": _TEXT}}},
)
async def watch_job(
    job_id: str,
    deployment: Deployed,
    caller: AssertionReader,
    last_event_id: Annotated[str | None, Header(max_length=100)] = None,
) -> Response:
    """Follow a job by server-sent events until it ends; each holds the job as `GET` would show it.

    An event's id says how far the job is: with `Last-Event-ID`, a client that comes back gets only what is new.
    """
    await _find(deployment, caller.scope, job_id)
    events = _events(deployment, caller.scope, job_id, last_event_id)
    return StreamingResponse(events, headers={"Cache-Control": "no-store"}, media_type="text/event-stream")


async def _events(deployment: Deployment, scope: Scope, job_id: str, last: str | None) -> AsyncIterator[bytes]:
    quiet = 0.0
    while True:
        try:
            shown = AssertionJobResource.of(*await _find(deployment, scope, job_id))
        except NotFound:  # removed meanwhile
            return
        except Unavailable:  # the store comes back, and the client need not notice
            await asyncio.sleep(_EVENTS_S)
            continue
        ended = shown.ended_at is not None
        here = f"{shown.done}-{shown.state}"
        if here != last or ended:
            data = json.dumps(shown.model_dump(mode="json", by_alias=True, exclude_none=True))
            yield f"id: {here}\nevent: {'end' if ended else 'progress'}\ndata: ".encode() + data + b"\n\n"
            last, quiet = here, 0.0
        elif quiet >= _QUIET_S:
            yield b": still here\n\n"
            quiet = 0.0
        if ended:
            return
        await asyncio.sleep(_EVENTS_S)
        quiet += _EVENTS_S


@router.post("/assertion-jobs/{job_id}/cancel", operation_id="cancelAssertionJob", response_model_exclude_none=True)
async def cancel_job(job_id: str, deployment: Deployed, caller: AssertionIssuer) -> AssertionJobResource:
    """Stop a job: what is issued stays issued, the rest never is."""
    at = deployment.now()

    def stop(conn: Connection) -> bool:
        stopped = assertion_jobs.stop(conn, caller.scope, job_id=job_id, state="cancelled", at=at)
        if stopped is not None:
            note(conn, caller, "assertion-job.cancel", job_id, issuer_id=stopped.issuer_id, at=at)
        return stopped is not None

    stopped = await deployment.store.write(stop)
    job, progress = await _find(deployment, caller.scope, job_id)
    if not stopped and job.state != "cancelled":
        raise Conflict(f"The job is {job.state}; only one that is not done can be cancelled.")
    return AssertionJobResource.of(job, progress)


async def _find(deployment: Deployment, scope: Scope, job_id: str) -> tuple[AssertionJob, Progress]:
    """Find a job with its progress, of one moment; raises `NotFound`."""

    def find(conn: Connection) -> tuple[AssertionJob | None, Progress | None]:
        return (
            assertion_jobs.get(conn, scope, job_id=job_id),
            assertion_jobs.progress(conn, scope, job_id=job_id),
        )

    job, progress = await deployment.store.read(find)
    if job is None or progress is None:
        raise NotFound("There is no such job.")
    return job, progress
