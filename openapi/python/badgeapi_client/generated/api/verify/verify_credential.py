# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.report_resource import ReportResource
from ...models.verify_request import VerifyRequest
from ...types import Response


def _get_kwargs(
    *,
    body: Any | VerifyRequest,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/verify",
    }

    if isinstance(body, VerifyRequest):
        _kwargs["json"] = body.to_dict()
    else:
        _kwargs["json"] = body

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> ReportResource | None:
    if response.status_code == 200:
        response_200 = ReportResource.from_dict(response.json())

        return response_200

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[ReportResource]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: Any | VerifyRequest,
) -> Response[ReportResource]:
    """Post Verify

     Judge a credential: JSON, a JWT, or a picture with either.

    The answer is 200 whatever the verdict; an error means that it could not be read.

    Args:
        body (Any | VerifyRequest): A credential or presentation, or a VerifyRequest with one of
            them.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ReportResource]
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
    client: AuthenticatedClient | Client,
    body: Any | VerifyRequest,
) -> ReportResource | None:
    """Post Verify

     Judge a credential: JSON, a JWT, or a picture with either.

    The answer is 200 whatever the verdict; an error means that it could not be read.

    Args:
        body (Any | VerifyRequest): A credential or presentation, or a VerifyRequest with one of
            them.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ReportResource
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: Any | VerifyRequest,
) -> Response[ReportResource]:
    """Post Verify

     Judge a credential: JSON, a JWT, or a picture with either.

    The answer is 200 whatever the verdict; an error means that it could not be read.

    Args:
        body (Any | VerifyRequest): A credential or presentation, or a VerifyRequest with one of
            them.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ReportResource]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: Any | VerifyRequest,
) -> ReportResource | None:
    """Post Verify

     Judge a credential: JSON, a JWT, or a picture with either.

    The answer is 200 whatever the verdict; an error means that it could not be read.

    Args:
        body (Any | VerifyRequest): A credential or presentation, or a VerifyRequest with one of
            them.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ReportResource
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
