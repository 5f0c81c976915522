# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.assertion_resource import AssertionResource
from ...models.get_assertion_alg import GetAssertionAlg
from ...models.get_assertion_bake import GetAssertionBake
from ...types import UNSET, Response, Unset


def _get_kwargs(
    assertion_id: str,
    *,
    alg: GetAssertionAlg | Unset = "RS256",
    bake: GetAssertionBake | Unset = "json",
    accept: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(accept, Unset):
        headers["accept"] = accept

    if not isinstance(if_none_match, Unset):
        headers["if-none-match"] = if_none_match

    params: dict[str, Any] = {}

    json_alg: str | Unset = UNSET
    if not isinstance(alg, Unset):
        json_alg = alg

    params["alg"] = json_alg

    json_bake: str | Unset = UNSET
    if not isinstance(bake, Unset):
        json_bake = bake

    params["bake"] = json_bake

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/assertions/{assertion_id}".format(
            assertion_id=quote(str(assertion_id), safe=""),
        ),
        "params": params,
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | AssertionResource | None:
    if response.status_code == 200:
        response_200 = AssertionResource.from_dict(response.json())

        return response_200

    if response.status_code == 304:
        response_304 = cast(Any, None)
        return response_304

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Any | AssertionResource]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    assertion_id: str,
    *,
    client: AuthenticatedClient,
    alg: GetAssertionAlg | Unset = "RS256",
    bake: GetAssertionBake | Unset = "json",
    accept: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Response[Any | AssertionResource]:
    """Get Assertion

     Read an assertion; by `Accept`: the resource, the credential alone as it was signed, its JWT, or a
    baked picture.

    The JWT is signed at the first request for it, and the same ever after. Pictures hold the
    credential, or with
    `bake=jwt` the JWT.

    Args:
        assertion_id (str):
        alg (GetAssertionAlg | Unset): For the JWT forms. Default: 'RS256'.
        bake (GetAssertionBake | Unset): For pictures: what is in them. Default: 'json'.
        accept (str | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | AssertionResource]
    """

    kwargs = _get_kwargs(
        assertion_id=assertion_id,
        alg=alg,
        bake=bake,
        accept=accept,
        if_none_match=if_none_match,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    assertion_id: str,
    *,
    client: AuthenticatedClient,
    alg: GetAssertionAlg | Unset = "RS256",
    bake: GetAssertionBake | Unset = "json",
    accept: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Any | AssertionResource | None:
    """Get Assertion

     Read an assertion; by `Accept`: the resource, the credential alone as it was signed, its JWT, or a
    baked picture.

    The JWT is signed at the first request for it, and the same ever after. Pictures hold the
    credential, or with
    `bake=jwt` the JWT.

    Args:
        assertion_id (str):
        alg (GetAssertionAlg | Unset): For the JWT forms. Default: 'RS256'.
        bake (GetAssertionBake | Unset): For pictures: what is in them. Default: 'json'.
        accept (str | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | AssertionResource
    """

    return sync_detailed(
        assertion_id=assertion_id,
        client=client,
        alg=alg,
        bake=bake,
        accept=accept,
        if_none_match=if_none_match,
    ).parsed


async def asyncio_detailed(
    assertion_id: str,
    *,
    client: AuthenticatedClient,
    alg: GetAssertionAlg | Unset = "RS256",
    bake: GetAssertionBake | Unset = "json",
    accept: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Response[Any | AssertionResource]:
    """Get Assertion

     Read an assertion; by `Accept`: the resource, the credential alone as it was signed, its JWT, or a
    baked picture.

    The JWT is signed at the first request for it, and the same ever after. Pictures hold the
    credential, or with
    `bake=jwt` the JWT.

    Args:
        assertion_id (str):
        alg (GetAssertionAlg | Unset): For the JWT forms. Default: 'RS256'.
        bake (GetAssertionBake | Unset): For pictures: what is in them. Default: 'json'.
        accept (str | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | AssertionResource]
    """

    kwargs = _get_kwargs(
        assertion_id=assertion_id,
        alg=alg,
        bake=bake,
        accept=accept,
        if_none_match=if_none_match,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    assertion_id: str,
    *,
    client: AuthenticatedClient,
    alg: GetAssertionAlg | Unset = "RS256",
    bake: GetAssertionBake | Unset = "json",
    accept: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Any | AssertionResource | None:
    """Get Assertion

     Read an assertion; by `Accept`: the resource, the credential alone as it was signed, its JWT, or a
    baked picture.

    The JWT is signed at the first request for it, and the same ever after. Pictures hold the
    credential, or with
    `bake=jwt` the JWT.

    Args:
        assertion_id (str):
        alg (GetAssertionAlg | Unset): For the JWT forms. Default: 'RS256'.
        bake (GetAssertionBake | Unset): For pictures: what is in them. Default: 'json'.
        accept (str | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | AssertionResource
    """

    return (
        await asyncio_detailed(
            assertion_id=assertion_id,
            client=client,
            alg=alg,
            bake=bake,
            accept=accept,
            if_none_match=if_none_match,
        )
    ).parsed
