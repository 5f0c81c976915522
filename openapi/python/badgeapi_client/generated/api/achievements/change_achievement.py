# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.achievement_request import AchievementRequest
from ...models.achievement_resource import AchievementResource
from ...types import UNSET, Response, Unset


def _get_kwargs(
    achievement_id: str,
    *,
    body: AchievementRequest,
    if_match: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_match, Unset):
        headers["if-match"] = if_match

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/v1/achievements/{achievement_id}".format(
            achievement_id=quote(str(achievement_id), safe=""),
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
    achievement_id: str,
    *,
    client: AuthenticatedClient,
    body: AchievementRequest,
    if_match: str | Unset = UNSET,
) -> Response[AchievementResource]:
    """Put Achievement

     Add a version; the same content again changes nothing. Earlier versions stay as they are.

    Args:
        achievement_id (str):
        if_match (str | Unset):
        body (AchievementRequest): An OB 3.0 Achievement without id and version, which we give.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AchievementResource]
    """

    kwargs = _get_kwargs(
        achievement_id=achievement_id,
        body=body,
        if_match=if_match,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    achievement_id: str,
    *,
    client: AuthenticatedClient,
    body: AchievementRequest,
    if_match: str | Unset = UNSET,
) -> AchievementResource | None:
    """Put Achievement

     Add a version; the same content again changes nothing. Earlier versions stay as they are.

    Args:
        achievement_id (str):
        if_match (str | Unset):
        body (AchievementRequest): An OB 3.0 Achievement without id and version, which we give.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AchievementResource
    """

    return sync_detailed(
        achievement_id=achievement_id,
        client=client,
        body=body,
        if_match=if_match,
    ).parsed


async def asyncio_detailed(
    achievement_id: str,
    *,
    client: AuthenticatedClient,
    body: AchievementRequest,
    if_match: str | Unset = UNSET,
) -> Response[AchievementResource]:
    """Put Achievement

     Add a version; the same content again changes nothing. Earlier versions stay as they are.

    Args:
        achievement_id (str):
        if_match (str | Unset):
        body (AchievementRequest): An OB 3.0 Achievement without id and version, which we give.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AchievementResource]
    """

    kwargs = _get_kwargs(
        achievement_id=achievement_id,
        body=body,
        if_match=if_match,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    achievement_id: str,
    *,
    client: AuthenticatedClient,
    body: AchievementRequest,
    if_match: str | Unset = UNSET,
) -> AchievementResource | None:
    """Put Achievement

     Add a version; the same content again changes nothing. Earlier versions stay as they are.

    Args:
        achievement_id (str):
        if_match (str | Unset):
        body (AchievementRequest): An OB 3.0 Achievement without id and version, which we give.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AchievementResource
    """

    return (
        await asyncio_detailed(
            achievement_id=achievement_id,
            client=client,
            body=body,
            if_match=if_match,
        )
    ).parsed
