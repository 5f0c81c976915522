# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.verification_resource import VerificationResource
from ...models.verify_presentation_request import VerifyPresentationRequest
from ...types import Response


def _get_kwargs(
    *,
    body: VerifyPresentationRequest,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/vc-api/presentations/verify",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> VerificationResource | None:
    if response.status_code == 200:
        response_200 = VerificationResource.from_dict(response.json())

        return response_200

    if response.status_code == 400:
        response_400 = VerificationResource.from_dict(response.json())

        return response_400

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[VerificationResource]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: VerifyPresentationRequest,
) -> Response[VerificationResource]:
    """Post Verify Presentation

     Verify a presentation and every credential in it: 200 when all are verified, 400 when not.

    Args:
        body (VerifyPresentationRequest): A presentation to verify.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[VerificationResource]
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
    body: VerifyPresentationRequest,
) -> VerificationResource | None:
    """Post Verify Presentation

     Verify a presentation and every credential in it: 200 when all are verified, 400 when not.

    Args:
        body (VerifyPresentationRequest): A presentation to verify.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        VerificationResource
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: VerifyPresentationRequest,
) -> Response[VerificationResource]:
    """Post Verify Presentation

     Verify a presentation and every credential in it: 200 when all are verified, 400 when not.

    Args:
        body (VerifyPresentationRequest): A presentation to verify.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[VerificationResource]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: VerifyPresentationRequest,
) -> VerificationResource | None:
    """Post Verify Presentation

     Verify a presentation and every credential in it: 200 when all are verified, 400 when not.

    Args:
        body (VerifyPresentationRequest): A presentation to verify.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        VerificationResource
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
