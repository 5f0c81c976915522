# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.api_key_request import ApiKeyRequest
from ...models.new_api_key_resource import NewApiKeyResource
from ...types import Response


def _get_kwargs(
    issuer_id: str,
    *,
    body: ApiKeyRequest,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/issuers/{issuer_id}/api-keys".format(
            issuer_id=quote(str(issuer_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> NewApiKeyResource | None:
    if response.status_code == 201:
        response_201 = NewApiKeyResource.from_dict(response.json())

        return response_201

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[NewApiKeyResource]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    issuer_id: str,
    *,
    client: AuthenticatedClient,
    body: ApiKeyRequest,
) -> Response[NewApiKeyResource]:
    """Create Api Key

     Make an API key for an issuer; `key` is shown this once.

    Args:
        issuer_id (str):
        body (ApiKeyRequest): An API key to make.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[NewApiKeyResource]
    """

    kwargs = _get_kwargs(
        issuer_id=issuer_id,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    issuer_id: str,
    *,
    client: AuthenticatedClient,
    body: ApiKeyRequest,
) -> NewApiKeyResource | None:
    """Create Api Key

     Make an API key for an issuer; `key` is shown this once.

    Args:
        issuer_id (str):
        body (ApiKeyRequest): An API key to make.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        NewApiKeyResource
    """

    return sync_detailed(
        issuer_id=issuer_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    issuer_id: str,
    *,
    client: AuthenticatedClient,
    body: ApiKeyRequest,
) -> Response[NewApiKeyResource]:
    """Create Api Key

     Make an API key for an issuer; `key` is shown this once.

    Args:
        issuer_id (str):
        body (ApiKeyRequest): An API key to make.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[NewApiKeyResource]
    """

    kwargs = _get_kwargs(
        issuer_id=issuer_id,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    issuer_id: str,
    *,
    client: AuthenticatedClient,
    body: ApiKeyRequest,
) -> NewApiKeyResource | None:
    """Create Api Key

     Make an API key for an issuer; `key` is shown this once.

    Args:
        issuer_id (str):
        body (ApiKeyRequest): An API key to make.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        NewApiKeyResource
    """

    return (
        await asyncio_detailed(
            issuer_id=issuer_id,
            client=client,
            body=body,
        )
    ).parsed
