# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.resolve_did_response_200 import ResolveDidResponse200
from ...types import UNSET, Response, Unset


def _get_kwargs(
    did: str,
    *,
    public_key_format: str | Unset = "Multikey",
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["publicKeyFormat"] = public_key_format

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/did/{did}".format(
            did=quote(str(did), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> ResolveDidResponse200 | None:
    if response.status_code == 200:
        response_200 = ResolveDidResponse200.from_dict(response.json())

        return response_200

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ResolveDidResponse200]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    did: str,
    *,
    client: AuthenticatedClient | Client,
    public_key_format: str | Unset = "Multikey",
) -> Response[ResolveDidResponse200]:
    """Get Did

     Resolve a DID, or dereference a DID URL with a fragment.

    Args:
        did (str): A DID or a DID URL, percent-encoded.
        public_key_format (str | Unset): How a did:key shows its key. Default: 'Multikey'.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ResolveDidResponse200]
    """

    kwargs = _get_kwargs(
        did=did,
        public_key_format=public_key_format,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    did: str,
    *,
    client: AuthenticatedClient | Client,
    public_key_format: str | Unset = "Multikey",
) -> ResolveDidResponse200 | None:
    """Get Did

     Resolve a DID, or dereference a DID URL with a fragment.

    Args:
        did (str): A DID or a DID URL, percent-encoded.
        public_key_format (str | Unset): How a did:key shows its key. Default: 'Multikey'.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ResolveDidResponse200
    """

    return sync_detailed(
        did=did,
        client=client,
        public_key_format=public_key_format,
    ).parsed


async def asyncio_detailed(
    did: str,
    *,
    client: AuthenticatedClient | Client,
    public_key_format: str | Unset = "Multikey",
) -> Response[ResolveDidResponse200]:
    """Get Did

     Resolve a DID, or dereference a DID URL with a fragment.

    Args:
        did (str): A DID or a DID URL, percent-encoded.
        public_key_format (str | Unset): How a did:key shows its key. Default: 'Multikey'.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ResolveDidResponse200]
    """

    kwargs = _get_kwargs(
        did=did,
        public_key_format=public_key_format,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    did: str,
    *,
    client: AuthenticatedClient | Client,
    public_key_format: str | Unset = "Multikey",
) -> ResolveDidResponse200 | None:
    """Get Did

     Resolve a DID, or dereference a DID URL with a fragment.

    Args:
        did (str): A DID or a DID URL, percent-encoded.
        public_key_format (str | Unset): How a did:key shows its key. Default: 'Multikey'.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ResolveDidResponse200
    """

    return (
        await asyncio_detailed(
            did=did,
            client=client,
            public_key_format=public_key_format,
        )
    ).parsed
