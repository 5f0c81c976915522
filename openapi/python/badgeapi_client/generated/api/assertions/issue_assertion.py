# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.assertion_request import AssertionRequest
from ...models.assertion_resource import AssertionResource
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: AssertionRequest,
    accept: str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(accept, Unset):
        headers["accept"] = accept

    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/assertions",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> AssertionResource | None:
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
    *,
    client: AuthenticatedClient,
    body: AssertionRequest,
    accept: str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[AssertionResource]:
    """Post Assertion

     Issue a credential. With `Idempotency-Key`, the same request again is answered with the same bytes.

    Args:
        accept (str | Unset):
        idempotency_key (str | Unset):
        body (AssertionRequest): One credential to issue; the members beside the first five have
            their OB 3.0 meaning.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AssertionResource]
    """

    kwargs = _get_kwargs(
        body=body,
        accept=accept,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: AssertionRequest,
    accept: str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> AssertionResource | None:
    """Post Assertion

     Issue a credential. With `Idempotency-Key`, the same request again is answered with the same bytes.

    Args:
        accept (str | Unset):
        idempotency_key (str | Unset):
        body (AssertionRequest): One credential to issue; the members beside the first five have
            their OB 3.0 meaning.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AssertionResource
    """

    return sync_detailed(
        client=client,
        body=body,
        accept=accept,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: AssertionRequest,
    accept: str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[AssertionResource]:
    """Post Assertion

     Issue a credential. With `Idempotency-Key`, the same request again is answered with the same bytes.

    Args:
        accept (str | Unset):
        idempotency_key (str | Unset):
        body (AssertionRequest): One credential to issue; the members beside the first five have
            their OB 3.0 meaning.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AssertionResource]
    """

    kwargs = _get_kwargs(
        body=body,
        accept=accept,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: AssertionRequest,
    accept: str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> AssertionResource | None:
    """Post Assertion

     Issue a credential. With `Idempotency-Key`, the same request again is answered with the same bytes.

    Args:
        accept (str | Unset):
        idempotency_key (str | Unset):
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
            client=client,
            body=body,
            accept=accept,
            idempotency_key=idempotency_key,
        )
    ).parsed
