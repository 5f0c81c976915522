"""The verbs: what a person wants of the service, one method each.

Not here: the operations that need no care beyond being called. They are in `generated.api`, one module each, and take
`BadgeApi.operations` as their client; retries and errors are the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal, Self, TypedDict, TypeVar, Unpack
from urllib.parse import quote
from uuid import uuid4

import httpx

from badgeapi_client.connection import REPEATABLE, Connection
from badgeapi_client.errors import BadgeApiError
from badgeapi_client.generated.api.achievements import upsert_achievement
from badgeapi_client.generated.api.api_keys import create_api_key
from badgeapi_client.generated.api.assertions import (
    get_assertion,
    issue_assertion,
    issue_assertion_by_key,
    list_assertions,
    publish_assertion,
    reinstate_assertion,
    revoke_assertion,
    suspend_assertion,
    unpublish_assertion,
)
from badgeapi_client.generated.api.issuers import create_issuer
from badgeapi_client.generated.client import AuthenticatedClient
from badgeapi_client.generated.models import (
    AchievementRequest,
    AchievementResource,
    ApiKeyRequest,
    AssertionRequest,
    AssertionResource,
    ImageResource,
    IssuerRequest,
    IssuerResource,
    NewApiKeyResource,
    ReportResource,
    StateRequest,
)
from badgeapi_client.generated.models.list_assertions_order import ListAssertionsOrder
from badgeapi_client.generated.models.list_assertions_state import ListAssertionsState
from badgeapi_client.generated.types import UNSET, Response, Unset

T = TypeVar("T")

# How the forms of a badge begin, and what they are called; anything else is a JWT.
_FORMS = ((b"{", "application/vc"), (b"\x89PNG", "image/png"), (b"<", "image/svg+xml"))
_JWT = "text/plain"


class Filters(TypedDict, total=False):
    """What narrows a list of assertions; `limit` is the number of items per request."""

    issuer: str
    achievement: str
    state: ListAssertionsState
    recipient: str
    created_from: str
    created_before: str
    order: ListAssertionsOrder
    limit: int


class BadgeApi:
    """A badgeapi service, with one API key; a context manager, which closes its connections.

    Every method raises `BadgeApiError`. A call that failed for a moment (no connection, no answer in time, 429, 502,
    503, 504) is sent again after a growing pause or the one the service asks for, if it cannot take effect twice:
    reading, verifying, `upload_image`, `define_achievement` and awarding. May be used by several threads.

    Args:
        url: where the service is.
        key: the admin key or an issuer's; verifying needs none.
        timeout_s: how long to wait for a connection, and for each part of an answer.
        retries: how often at most a call is sent again.
    """

    def __init__(self, url: str, key: str = "", *, timeout_s: float = 30, retries: int = 4) -> None:
        self._http = Connection(url, key, timeout_s=timeout_s, retries=retries)
        # The key stays in the connection: the generated client would show it in its repr.
        self.operations = AuthenticatedClient(base_url=url, token="").set_httpx_client(self._http)
        """The client that the functions in `generated.api` take; the synchronous ones only."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    # Setting up

    def create_issuer(self, request: IssuerRequest) -> IssuerResource:
        """Make an issuer with a DID and keys of its own. Needs the admin key."""
        return _parsed(create_issuer.sync_detailed(client=self.operations, body=request))

    def create_api_key(self, issuer: str, request: ApiKeyRequest) -> NewApiKeyResource:
        """Make an API key of an issuer; its `key` is shown this once."""
        return _parsed(create_api_key.sync_detailed(issuer, client=self.operations, body=request))

    def upload_image(self, issuer: str, picture: bytes) -> ImageResource:
        """Keep a PNG or SVG at the service; its `id` is its address, for the `image` of an achievement."""
        return ImageResource.from_dict(self._send(f"/v1/issuers/{quote(issuer, safe='')}/images", picture).json())

    def define_achievement(self, issuer: str, key: str, request: AchievementRequest) -> AchievementResource:
        """Say what can be earned, under a key of your own: new, unchanged, or a new version of it."""
        return _parsed(upsert_achievement.sync_detailed(issuer, key, client=self.operations, body=request))

    # Awarding

    def award(self, request: AssertionRequest, *, idempotency_key: str = "") -> AssertionResource:
        """Award a badge, once for each `idempotency_key`.

        Without one a fresh key serves for the retries of this call; give your own to be safe from a crash of your own
        program too. The service remembers it for two days.
        """
        return _parsed(
            issue_assertion.sync_detailed(
                client=self.operations, body=request, idempotency_key=idempotency_key or str(uuid4())
            )
        )

    def award_by_key(self, issuer: str, key: str, request: AssertionRequest) -> AssertionResource:
        """Award a badge under a key of your own, once and for ever."""
        return _parsed(issue_assertion_by_key.sync_detailed(issuer, key, client=self.operations, body=request))

    # Reading

    def get(self, assertion: str) -> AssertionResource:
        """Read an assertion: the credential and what came of it."""
        return _parsed(get_assertion.sync_detailed(assertion, client=self.operations))

    def credential(self, assertion: str) -> bytes:
        """Read the credential alone, in the bytes that were signed."""
        return self._form(assertion, "application/vc").content

    def jwt(self, assertion: str, *, alg: Literal["RS256", "ES256"] = "RS256") -> str:
        """Read the credential as a compact JWT."""
        return self._form(assertion, "application/vc+jwt", alg=alg).text

    def baked(
        self,
        assertion: str,
        *,
        media_type: Literal["image/png", "image/svg+xml"] = "image/png",
        bake: Literal["json", "jwt"] = "json",
    ) -> bytes:
        """Read the badge as a picture with the credential in it."""
        return self._form(assertion, media_type, bake=bake).content

    def assertions(self, **filters: Unpack[Filters]) -> Iterator[AssertionResource]:
        """Go through the assertions, the newest first; each page is fetched when its first item is asked for."""
        cursor: str | Unset = UNSET
        while True:
            page = _parsed(list_assertions.sync_detailed(client=self.operations, cursor=cursor, **filters))
            yield from page.items
            if not page.next_cursor:
                return
            cursor = page.next_cursor

    # What becomes of a badge

    def publish(self, assertion: str) -> AssertionResource:
        """Show the credential to anybody at its own address."""
        return _parsed(publish_assertion.sync_detailed(assertion, client=self.operations))

    def unpublish(self, assertion: str) -> AssertionResource:
        """Show the credential to nobody but the issuer any longer."""
        return _parsed(unpublish_assertion.sync_detailed(assertion, client=self.operations))

    def revoke(self, assertion: str, reason: str) -> AssertionResource:
        """Revoke a badge for ever."""
        return _parsed(
            revoke_assertion.sync_detailed(assertion, client=self.operations, body=StateRequest(reason=reason))
        )

    def suspend(self, assertion: str, reason: str) -> AssertionResource:
        """Suspend a badge until it is reinstated or revoked."""
        return _parsed(
            suspend_assertion.sync_detailed(assertion, client=self.operations, body=StateRequest(reason=reason))
        )

    def reinstate(self, assertion: str, reason: str) -> AssertionResource:
        """Lift a suspension."""
        return _parsed(
            reinstate_assertion.sync_detailed(assertion, client=self.operations, body=StateRequest(reason=reason))
        )

    # Judging

    def verify(self, credential: Mapping[str, Any] | str | bytes) -> ReportResource:
        """Judge anybody's credential, in any form: parsed, or as it came (JSON, JWT, baked image)."""
        if isinstance(credential, Mapping):
            credential = json.dumps(credential)
        body = credential.encode() if isinstance(credential, str) else credential
        return ReportResource.from_dict(self._send("/v1/verify", body).json())

    def _send(self, path: str, body: bytes) -> httpx.Response:
        media_type = next((name for start, name in _FORMS if body.lstrip().startswith(start)), _JWT)
        return self._http.post(path, content=body, headers={"Content-Type": media_type}, extensions=REPEATABLE)

    def _form(self, assertion: str, media_type: str, **parameters: str) -> httpx.Response:
        path = f"/v1/assertions/{quote(assertion, safe='')}"
        return self._http.get(path, params=parameters, headers={"Accept": media_type})


def _parsed(response: Response[T]) -> T:
    """Take the answer out of a response, which `Connection` let through as a success."""
    if response.parsed is None:
        raise BadgeApiError.unexpected(response.status_code)
    return response.parsed
