# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.assertion_job_resource import AssertionJobResource
from ...models.assertion_row import AssertionRow
from ...models.create_assertion_job_onerror import CreateAssertionJobOnerror
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: list[AssertionRow],
    dry_run: bool | Unset = False,
    on_error: CreateAssertionJobOnerror | Unset = "continue",
    achievement: str | Unset = UNSET,
    column: list[str] | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    params: dict[str, Any] = {}

    params["dryRun"] = dry_run

    json_on_error: str | Unset = UNSET
    if not isinstance(on_error, Unset):
        json_on_error = on_error

    params["onError"] = json_on_error

    params["achievement"] = achievement

    json_column: list[str] | Unset = UNSET
    if not isinstance(column, Unset):
        json_column = column

    params["column"] = json_column

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/assertion-jobs",
        "params": params,
    }

    _kwargs["json"] = []
    for body_item_data in body:
        body_item = body_item_data.to_dict()
        _kwargs["json"].append(body_item)

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> AssertionJobResource | None:
    if response.status_code == 202:
        response_202 = AssertionJobResource.from_dict(response.json())

        return response_202

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[AssertionJobResource]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: list[AssertionRow],
    dry_run: bool | Unset = False,
    on_error: CreateAssertionJobOnerror | Unset = "continue",
    achievement: str | Unset = UNSET,
    column: list[str] | Unset = UNSET,
) -> Response[AssertionJobResource]:
    """Post Job

     Upload up to a million rows, each an assertion request with a `key` of its own; they are issued
    afterwards.

    JSON lines, one JSON array, or CSV with a line of headers (`recipient.email`); plain or with
    `Content-Encoding: gzip`. Uploading rows again issues nothing twice.

    Args:
        dry_run (bool | Unset): Check every row, issue none. Default: False.
        on_error (CreateAssertionJobOnerror | Unset): `abort`: issue none of the chunk in which a
            row fails, and stop there. Default: 'continue'.
        achievement (str | Unset): Of rows that name none.
        column (list[str] | Unset): For CSV: `header=column`, where a header is not the name of
            its column.
        body (list[AssertionRow]):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AssertionJobResource]
    """

    kwargs = _get_kwargs(
        body=body,
        dry_run=dry_run,
        on_error=on_error,
        achievement=achievement,
        column=column,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: list[AssertionRow],
    dry_run: bool | Unset = False,
    on_error: CreateAssertionJobOnerror | Unset = "continue",
    achievement: str | Unset = UNSET,
    column: list[str] | Unset = UNSET,
) -> AssertionJobResource | None:
    """Post Job

     Upload up to a million rows, each an assertion request with a `key` of its own; they are issued
    afterwards.

    JSON lines, one JSON array, or CSV with a line of headers (`recipient.email`); plain or with
    `Content-Encoding: gzip`. Uploading rows again issues nothing twice.

    Args:
        dry_run (bool | Unset): Check every row, issue none. Default: False.
        on_error (CreateAssertionJobOnerror | Unset): `abort`: issue none of the chunk in which a
            row fails, and stop there. Default: 'continue'.
        achievement (str | Unset): Of rows that name none.
        column (list[str] | Unset): For CSV: `header=column`, where a header is not the name of
            its column.
        body (list[AssertionRow]):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AssertionJobResource
    """

    return sync_detailed(
        client=client,
        body=body,
        dry_run=dry_run,
        on_error=on_error,
        achievement=achievement,
        column=column,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: list[AssertionRow],
    dry_run: bool | Unset = False,
    on_error: CreateAssertionJobOnerror | Unset = "continue",
    achievement: str | Unset = UNSET,
    column: list[str] | Unset = UNSET,
) -> Response[AssertionJobResource]:
    """Post Job

     Upload up to a million rows, each an assertion request with a `key` of its own; they are issued
    afterwards.

    JSON lines, one JSON array, or CSV with a line of headers (`recipient.email`); plain or with
    `Content-Encoding: gzip`. Uploading rows again issues nothing twice.

    Args:
        dry_run (bool | Unset): Check every row, issue none. Default: False.
        on_error (CreateAssertionJobOnerror | Unset): `abort`: issue none of the chunk in which a
            row fails, and stop there. Default: 'continue'.
        achievement (str | Unset): Of rows that name none.
        column (list[str] | Unset): For CSV: `header=column`, where a header is not the name of
            its column.
        body (list[AssertionRow]):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AssertionJobResource]
    """

    kwargs = _get_kwargs(
        body=body,
        dry_run=dry_run,
        on_error=on_error,
        achievement=achievement,
        column=column,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: list[AssertionRow],
    dry_run: bool | Unset = False,
    on_error: CreateAssertionJobOnerror | Unset = "continue",
    achievement: str | Unset = UNSET,
    column: list[str] | Unset = UNSET,
) -> AssertionJobResource | None:
    """Post Job

     Upload up to a million rows, each an assertion request with a `key` of its own; they are issued
    afterwards.

    JSON lines, one JSON array, or CSV with a line of headers (`recipient.email`); plain or with
    `Content-Encoding: gzip`. Uploading rows again issues nothing twice.

    Args:
        dry_run (bool | Unset): Check every row, issue none. Default: False.
        on_error (CreateAssertionJobOnerror | Unset): `abort`: issue none of the chunk in which a
            row fails, and stop there. Default: 'continue'.
        achievement (str | Unset): Of rows that name none.
        column (list[str] | Unset): For CSV: `header=column`, where a header is not the name of
            its column.
        body (list[AssertionRow]):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AssertionJobResource
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            dry_run=dry_run,
            on_error=on_error,
            achievement=achievement,
            column=column,
        )
    ).parsed
