# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.assertion_row import AssertionRow
from ...models.batch_resource import BatchResource
from ...types import Response


def _get_kwargs(
    *,
    body: list[AssertionRow],
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/assertions/batch",
    }

    _kwargs["json"] = []
    for body_item_data in body:
        body_item = body_item_data.to_dict()
        _kwargs["json"].append(body_item)

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> BatchResource | None:
    if response.status_code == 200:
        response_200 = BatchResource.from_dict(response.json())

        return response_200

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[BatchResource]:
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
) -> Response[BatchResource]:
    """Post Batch

     Issue up to a thousand credentials, each under a key of its own; each has an answer of its own, in
    order.

    What can be issued is, in one transaction. When nothing can, the answer is 422 with every fault.

    Args:
        body (list[AssertionRow]):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BatchResource]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: list[AssertionRow],
) -> BatchResource | None:
    """Post Batch

     Issue up to a thousand credentials, each under a key of its own; each has an answer of its own, in
    order.

    What can be issued is, in one transaction. When nothing can, the answer is 422 with every fault.

    Args:
        body (list[AssertionRow]):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BatchResource
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: list[AssertionRow],
) -> Response[BatchResource]:
    """Post Batch

     Issue up to a thousand credentials, each under a key of its own; each has an answer of its own, in
    order.

    What can be issued is, in one transaction. When nothing can, the answer is 422 with every fault.

    Args:
        body (list[AssertionRow]):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BatchResource]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: list[AssertionRow],
) -> BatchResource | None:
    """Post Batch

     Issue up to a thousand credentials, each under a key of its own; each has an answer of its own, in
    order.

    What can be issued is, in one transaction. When nothing can, the answer is 422 with every fault.

    Args:
        body (list[AssertionRow]):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BatchResource
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
