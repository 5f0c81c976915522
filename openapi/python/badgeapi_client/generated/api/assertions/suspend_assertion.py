# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.assertion_resource import AssertionResource
from ...models.state_request import StateRequest
from ...types import Response


def _get_kwargs(
    assertion_id: str,
    *,
    body: StateRequest,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/assertions/{assertion_id}/suspend".format(
            assertion_id=quote(str(assertion_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> AssertionResource | None:
    if response.status_code == 200:
        response_200 = AssertionResource.from_dict(response.json())

        return response_200

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[AssertionResource]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    assertion_id: str,
    *,
    client: AuthenticatedClient,
    body: StateRequest,
) -> Response[AssertionResource]:
    """Suspend Assertion

     Suspend a credential until it is reinstated or revoked.

    Args:
        assertion_id (str):
        body (StateRequest): Why an assertion is revoked, suspended or reinstated; kept here, not
            published.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AssertionResource]
    """

    kwargs = _get_kwargs(
        assertion_id=assertion_id,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    assertion_id: str,
    *,
    client: AuthenticatedClient,
    body: StateRequest,
) -> AssertionResource | None:
    """Suspend Assertion

     Suspend a credential until it is reinstated or revoked.

    Args:
        assertion_id (str):
        body (StateRequest): Why an assertion is revoked, suspended or reinstated; kept here, not
            published.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AssertionResource
    """

    return sync_detailed(
        assertion_id=assertion_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    assertion_id: str,
    *,
    client: AuthenticatedClient,
    body: StateRequest,
) -> Response[AssertionResource]:
    """Suspend Assertion

     Suspend a credential until it is reinstated or revoked.

    Args:
        assertion_id (str):
        body (StateRequest): Why an assertion is revoked, suspended or reinstated; kept here, not
            published.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AssertionResource]
    """

    kwargs = _get_kwargs(
        assertion_id=assertion_id,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    assertion_id: str,
    *,
    client: AuthenticatedClient,
    body: StateRequest,
) -> AssertionResource | None:
    """Suspend Assertion

     Suspend a credential until it is reinstated or revoked.

    Args:
        assertion_id (str):
        body (StateRequest): Why an assertion is revoked, suspended or reinstated; kept here, not
            published.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AssertionResource
    """

    return (
        await asyncio_detailed(
            assertion_id=assertion_id,
            client=client,
            body=body,
        )
    ).parsed
