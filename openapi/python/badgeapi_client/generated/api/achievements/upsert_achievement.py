# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.achievement_request import AchievementRequest
from ...models.achievement_resource import AchievementResource
from ...types import Response


def _get_kwargs(
    issuer_id: str,
    key: str,
    *,
    body: AchievementRequest,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/v1/issuers/{issuer_id}/achievements/by-key/{key}".format(
            issuer_id=quote(str(issuer_id), safe=""),
            key=quote(str(key), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> AchievementResource | None:
    if response.status_code == 200:
        response_200 = AchievementResource.from_dict(response.json())

        return response_200

    if response.status_code == 201:
        response_201 = AchievementResource.from_dict(response.json())

        return response_201

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[AchievementResource]:
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
    body: AchievementRequest,
) -> Response[AchievementResource]:
    """Put Achievement By Key

     Bring the achievement with the caller's own key to what the body says: 201 new, 200 the same or a
    new version.

    Args:
        issuer_id (str):
        key (str):
        body (AchievementRequest): An OB 3.0 Achievement without id and version, which we give.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AchievementResource]
    """

    kwargs = _get_kwargs(
        issuer_id=issuer_id,
        key=key,
        body=body,
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
    body: AchievementRequest,
) -> AchievementResource | None:
    """Put Achievement By Key

     Bring the achievement with the caller's own key to what the body says: 201 new, 200 the same or a
    new version.

    Args:
        issuer_id (str):
        key (str):
        body (AchievementRequest): An OB 3.0 Achievement without id and version, which we give.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AchievementResource
    """

    return sync_detailed(
        issuer_id=issuer_id,
        key=key,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    issuer_id: str,
    key: str,
    *,
    client: AuthenticatedClient,
    body: AchievementRequest,
) -> Response[AchievementResource]:
    """Put Achievement By Key

     Bring the achievement with the caller's own key to what the body says: 201 new, 200 the same or a
    new version.

    Args:
        issuer_id (str):
        key (str):
        body (AchievementRequest): An OB 3.0 Achievement without id and version, which we give.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AchievementResource]
    """

    kwargs = _get_kwargs(
        issuer_id=issuer_id,
        key=key,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    issuer_id: str,
    key: str,
    *,
    client: AuthenticatedClient,
    body: AchievementRequest,
) -> AchievementResource | None:
    """Put Achievement By Key

     Bring the achievement with the caller's own key to what the body says: 201 new, 200 the same or a
    new version.

    Args:
        issuer_id (str):
        key (str):
        body (AchievementRequest): An OB 3.0 Achievement without id and version, which we give.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AchievementResource
    """

    return (
        await asyncio_detailed(
            issuer_id=issuer_id,
            key=key,
            client=client,
            body=body,
        )
    ).parsed
