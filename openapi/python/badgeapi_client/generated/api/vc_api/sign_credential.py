# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.issue_credential_request import IssueCredentialRequest
from ...models.issued_resource import IssuedResource
from ...types import Response


def _get_kwargs(
    *,
    body: IssueCredentialRequest,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/vc-api/credentials/issue",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> IssuedResource | None:
    if response.status_code == 201:
        response_201 = IssuedResource.from_dict(response.json())

        return response_201

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[IssuedResource]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: IssueCredentialRequest,
) -> Response[IssuedResource]:
    """Post Issue

     Sign a credential of the client's own making; the scope `credentials:sign` has to be asked for by
    name.

    Args:
        body (IssueCredentialRequest): A credential of the client's own making, to be signed as it
            stands.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[IssuedResource]
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
    body: IssueCredentialRequest,
) -> IssuedResource | None:
    """Post Issue

     Sign a credential of the client's own making; the scope `credentials:sign` has to be asked for by
    name.

    Args:
        body (IssueCredentialRequest): A credential of the client's own making, to be signed as it
            stands.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        IssuedResource
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: IssueCredentialRequest,
) -> Response[IssuedResource]:
    """Post Issue

     Sign a credential of the client's own making; the scope `credentials:sign` has to be asked for by
    name.

    Args:
        body (IssueCredentialRequest): A credential of the client's own making, to be signed as it
            stands.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[IssuedResource]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: IssueCredentialRequest,
) -> IssuedResource | None:
    """Post Issue

     Sign a credential of the client's own making; the scope `credentials:sign` has to be asked for by
    name.

    Args:
        body (IssueCredentialRequest): A credential of the client's own making, to be signed as it
            stands.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        IssuedResource
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
