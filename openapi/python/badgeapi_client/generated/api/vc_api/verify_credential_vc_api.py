# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.verification_resource import VerificationResource
from ...models.verify_credential_request import VerifyCredentialRequest
from ...types import Response


def _get_kwargs(
    *,
    body: VerifyCredentialRequest,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/vc-api/credentials/verify",
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
    body: VerifyCredentialRequest,
) -> Response[VerificationResource]:
    """Post Verify Credential

     Verify a credential: 200 when it is verified, 400 when not.

    Args:
        body (VerifyCredentialRequest): A credential to verify.

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
    body: VerifyCredentialRequest,
) -> VerificationResource | None:
    """Post Verify Credential

     Verify a credential: 200 when it is verified, 400 when not.

    Args:
        body (VerifyCredentialRequest): A credential to verify.

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
    body: VerifyCredentialRequest,
) -> Response[VerificationResource]:
    """Post Verify Credential

     Verify a credential: 200 when it is verified, 400 when not.

    Args:
        body (VerifyCredentialRequest): A credential to verify.

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
    body: VerifyCredentialRequest,
) -> VerificationResource | None:
    """Post Verify Credential

     Verify a credential: 200 when it is verified, 400 when not.

    Args:
        body (VerifyCredentialRequest): A credential to verify.

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
