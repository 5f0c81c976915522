# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.list_assertions_order import ListAssertionsOrder
from ...models.list_assertions_state import ListAssertionsState
from ...models.page_assertion_resource import PageAssertionResource
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    issuer: str | Unset = UNSET,
    achievement: str | Unset = UNSET,
    state: ListAssertionsState | Unset = UNSET,
    recipient: str | Unset = UNSET,
    created_from: str | Unset = UNSET,
    created_before: str | Unset = UNSET,
    order: ListAssertionsOrder | Unset = "newest",
    limit: int | Unset = 50,
    cursor: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["issuer"] = issuer

    params["achievement"] = achievement

    json_state: str | Unset = UNSET
    if not isinstance(state, Unset):
        json_state = state

    params["state"] = json_state

    params["recipient"] = recipient

    params["createdFrom"] = created_from

    params["createdBefore"] = created_before

    json_order: str | Unset = UNSET
    if not isinstance(order, Unset):
        json_order = order

    params["order"] = json_order

    params["limit"] = limit

    params["cursor"] = cursor

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/assertions",
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> PageAssertionResource | None:
    if response.status_code == 200:
        response_200 = PageAssertionResource.from_dict(response.json())

        return response_200

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[PageAssertionResource]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    issuer: str | Unset = UNSET,
    achievement: str | Unset = UNSET,
    state: ListAssertionsState | Unset = UNSET,
    recipient: str | Unset = UNSET,
    created_from: str | Unset = UNSET,
    created_before: str | Unset = UNSET,
    order: ListAssertionsOrder | Unset = "newest",
    limit: int | Unset = 50,
    cursor: str | Unset = UNSET,
) -> Response[PageAssertionResource]:
    """List Assertions

     List assertions; every filter narrows, and the cursor stays right while others come and go.

    Args:
        issuer (str | Unset):
        achievement (str | Unset):
        state (ListAssertionsState | Unset):
        recipient (str | Unset): An e-mail address or a DID; needs an issuer.
        created_from (str | Unset):
        created_before (str | Unset):
        order (ListAssertionsOrder | Unset):  Default: 'newest'.
        limit (int | Unset):  Default: 50.
        cursor (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageAssertionResource]
    """

    kwargs = _get_kwargs(
        issuer=issuer,
        achievement=achievement,
        state=state,
        recipient=recipient,
        created_from=created_from,
        created_before=created_before,
        order=order,
        limit=limit,
        cursor=cursor,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    issuer: str | Unset = UNSET,
    achievement: str | Unset = UNSET,
    state: ListAssertionsState | Unset = UNSET,
    recipient: str | Unset = UNSET,
    created_from: str | Unset = UNSET,
    created_before: str | Unset = UNSET,
    order: ListAssertionsOrder | Unset = "newest",
    limit: int | Unset = 50,
    cursor: str | Unset = UNSET,
) -> PageAssertionResource | None:
    """List Assertions

     List assertions; every filter narrows, and the cursor stays right while others come and go.

    Args:
        issuer (str | Unset):
        achievement (str | Unset):
        state (ListAssertionsState | Unset):
        recipient (str | Unset): An e-mail address or a DID; needs an issuer.
        created_from (str | Unset):
        created_before (str | Unset):
        order (ListAssertionsOrder | Unset):  Default: 'newest'.
        limit (int | Unset):  Default: 50.
        cursor (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageAssertionResource
    """

    return sync_detailed(
        client=client,
        issuer=issuer,
        achievement=achievement,
        state=state,
        recipient=recipient,
        created_from=created_from,
        created_before=created_before,
        order=order,
        limit=limit,
        cursor=cursor,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    issuer: str | Unset = UNSET,
    achievement: str | Unset = UNSET,
    state: ListAssertionsState | Unset = UNSET,
    recipient: str | Unset = UNSET,
    created_from: str | Unset = UNSET,
    created_before: str | Unset = UNSET,
    order: ListAssertionsOrder | Unset = "newest",
    limit: int | Unset = 50,
    cursor: str | Unset = UNSET,
) -> Response[PageAssertionResource]:
    """List Assertions

     List assertions; every filter narrows, and the cursor stays right while others come and go.

    Args:
        issuer (str | Unset):
        achievement (str | Unset):
        state (ListAssertionsState | Unset):
        recipient (str | Unset): An e-mail address or a DID; needs an issuer.
        created_from (str | Unset):
        created_before (str | Unset):
        order (ListAssertionsOrder | Unset):  Default: 'newest'.
        limit (int | Unset):  Default: 50.
        cursor (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PageAssertionResource]
    """

    kwargs = _get_kwargs(
        issuer=issuer,
        achievement=achievement,
        state=state,
        recipient=recipient,
        created_from=created_from,
        created_before=created_before,
        order=order,
        limit=limit,
        cursor=cursor,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    issuer: str | Unset = UNSET,
    achievement: str | Unset = UNSET,
    state: ListAssertionsState | Unset = UNSET,
    recipient: str | Unset = UNSET,
    created_from: str | Unset = UNSET,
    created_before: str | Unset = UNSET,
    order: ListAssertionsOrder | Unset = "newest",
    limit: int | Unset = 50,
    cursor: str | Unset = UNSET,
) -> PageAssertionResource | None:
    """List Assertions

     List assertions; every filter narrows, and the cursor stays right while others come and go.

    Args:
        issuer (str | Unset):
        achievement (str | Unset):
        state (ListAssertionsState | Unset):
        recipient (str | Unset): An e-mail address or a DID; needs an issuer.
        created_from (str | Unset):
        created_before (str | Unset):
        order (ListAssertionsOrder | Unset):  Default: 'newest'.
        limit (int | Unset):  Default: 50.
        cursor (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PageAssertionResource
    """

    return (
        await asyncio_detailed(
            client=client,
            issuer=issuer,
            achievement=achievement,
            state=state,
            recipient=recipient,
            created_from=created_from,
            created_before=created_before,
            order=order,
            limit=limit,
            cursor=cursor,
        )
    ).parsed
