# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.issuer_resource import IssuerResource
from ...types import Response


def _get_kwargs(
    issuer_id: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/issuers/{issuer_id}".format(
            issuer_id=quote(str(issuer_id), safe=""),
        ),
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> IssuerResource | None:
    if response.status_code == 200:
        response_200 = IssuerResource.from_dict(response.json())

        return response_200

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[IssuerResource]:
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
) -> Response[IssuerResource]:
    """Get Issuer

     Read an issuer.

    Args:
        issuer_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[IssuerResource]
    """

    kwargs = _get_kwargs(
        issuer_id=issuer_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    issuer_id: str,
    *,
    client: AuthenticatedClient,
) -> IssuerResource | None:
    """Get Issuer

     Read an issuer.

    Args:
        issuer_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        IssuerResource
    """

    return sync_detailed(
        issuer_id=issuer_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    issuer_id: str,
    *,
    client: AuthenticatedClient,
) -> Response[IssuerResource]:
    """Get Issuer

     Read an issuer.

    Args:
        issuer_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[IssuerResource]
    """

    kwargs = _get_kwargs(
        issuer_id=issuer_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    issuer_id: str,
    *,
    client: AuthenticatedClient,
) -> IssuerResource | None:
    """Get Issuer

     Read an issuer.

    Args:
        issuer_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        IssuerResource
    """

    return (
        await asyncio_detailed(
            issuer_id=issuer_id,
            client=client,
        )
    ).parsed
