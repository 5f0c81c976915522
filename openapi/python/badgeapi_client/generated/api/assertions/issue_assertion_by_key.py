# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.assertion_request import AssertionRequest
from ...models.assertion_resource import AssertionResource
from ...types import UNSET, Response, Unset


def _get_kwargs(
    issuer_id: str,
    key: str,
    *,
    body: AssertionRequest,
    accept: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(accept, Unset):
        headers["accept"] = accept

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/v1/issuers/{issuer_id}/assertions/by-key/{key}".format(
            issuer_id=quote(str(issuer_id), safe=""),
            key=quote(str(key), safe=""),
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

    if response.status_code == 201:
        response_201 = AssertionResource.from_dict(response.json())

        return response_201

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
    issuer_id: str,
    key: str,
    *,
    client: AuthenticatedClient,
    body: AssertionRequest,
    accept: str | Unset = UNSET,
) -> Response[AssertionResource]:
    """Put Assertion By Key

     Issue a credential once and for ever under the caller's own key: 201 first, then 200 with the same
    one.

    Args:
        issuer_id (str):
        key (str):
        accept (str | Unset):
        body (AssertionRequest): One credential to issue; the members beside the first five have
            their OB 3.0 meaning.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AssertionResource]
    """

    kwargs = _get_kwargs(
        issuer_id=issuer_id,
        key=key,
        body=body,
        accept=accept,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    issuer_id: str,
    key: str,
    *,
    client: AuthenticatedClient,
    body: AssertionRequest,
    accept: str | Unset = UNSET,
) -> AssertionResource | None:
    """Put Assertion By Key

     Issue a credential once and for ever under the caller's own key: 201 first, then 200 with the same
    one.

    Args:
        issuer_id (str):
        key (str):
        accept (str | Unset):
        body (AssertionRequest): One credential to issue; the members beside the first five have
            their OB 3.0 meaning.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AssertionResource
    """

    return sync_detailed(
        issuer_id=issuer_id,
        key=key,
        client=client,
        body=body,
        accept=accept,
    ).parsed


async def asyncio_detailed(
    issuer_id: str,
    key: str,
    *,
    client: AuthenticatedClient,
    body: AssertionRequest,
    accept: str | Unset = UNSET,
) -> Response[AssertionResource]:
    """Put Assertion By Key

     Issue a credential once and for ever under the caller's own key: 201 first, then 200 with the same
    one.

    Args:
        issuer_id (str):
        key (str):
        accept (str | Unset):
        body (AssertionRequest): One credential to issue; the members beside the first five have
            their OB 3.0 meaning.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AssertionResource]
    """

    kwargs = _get_kwargs(
        issuer_id=issuer_id,
        key=key,
        body=body,
        accept=accept,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    issuer_id: str,
    key: str,
    *,
    client: AuthenticatedClient,
    body: AssertionRequest,
    accept: str | Unset = UNSET,
) -> AssertionResource | None:
    """Put Assertion By Key

     Issue a credential once and for ever under the caller's own key: 201 first, then 200 with the same
    one.

    Args:
        issuer_id (str):
        key (str):
        accept (str | Unset):
        body (AssertionRequest): One credential to issue; the members beside the first five have
            their OB 3.0 meaning.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AssertionResource
    """

    return (
        await asyncio_detailed(
            issuer_id=issuer_id,
            key=key,
            client=client,
            body=body,
            accept=accept,
        )
    ).parsed
