"""Making, listing and revoking the API keys of an issuer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from badgeapi.errors import Forbidden, InvalidInput, NotFound
from badgeapi.store import api_keys, issuers
from badgeapi.store.api_keys import ApiKey
from badgeapi.store.engine import Connection
from badgeapi.usecases.audit_trail import note
from badgeapi.usecases.caller import USUAL, Caller, Right, new_key
from badgeapi.usecases.deployment import Deployment
from badgeapi.usecases.ids import new_id


@dataclass(frozen=True, slots=True)
class MakeApiKey:
    """A key to make; no `rights` means the usual ones."""

    issuer_id: str
    name: str
    rights: Collection[Right] | None
    expires_at: datetime | None


async def make_api_key(deployment: Deployment, caller: Caller, command: MakeApiKey) -> tuple[ApiKey, str]:
    """Make a key; its text is returned this once and never again.

    Raises:
        NotFound: no such issuer, or another's.
        Forbidden: a right that the caller's own key does not carry.
        InvalidInput: an expiry in the past.
    """
    at = deployment.now()
    rights = frozenset(USUAL & caller.rights if command.rights is None else command.rights)
    if excess := rights - caller.rights:
        raise Forbidden(f"A key cannot give away the scope {min(excess).value!r} that it does not carry itself.")
    if command.expires_at is not None and command.expires_at <= at:
        raise InvalidInput("The key would have expired already.", code="in_the_past", pointer="/expiresAt")
    key_id = new_id(at)
    text = new_key(key_id)
    row = ApiKey(
        key_id,
        command.issuer_id,
        command.name,
        sha256(text.encode()).digest(),
        " ".join(sorted(rights)),
        at,
        command.expires_at,
    )

    def record(conn: Connection) -> None:
        _require_issuer(conn, caller, command.issuer_id)
        api_keys.insert(conn, caller.scope, api_key=row)
        note(conn, caller, "api-key.create", row.id, issuer_id=row.issuer_id, at=at)

    await deployment.store.write(record)
    return row, text


async def list_api_keys(deployment: Deployment, caller: Caller, issuer_id: str) -> list[ApiKey]:
    """List an issuer's keys, revoked ones too; raises `NotFound`."""

    def find(conn: Connection) -> list[ApiKey]:
        _require_issuer(conn, caller, issuer_id)
        return api_keys.of_issuer(conn, caller.scope, issuer_id=issuer_id)

    return await deployment.store.read(find)


async def revoke_api_key(deployment: Deployment, caller: Caller, issuer_id: str, key_id: str) -> ApiKey:
    """Revoke a key from this moment on; a second time changes nothing. Raises `NotFound`."""
    at = deployment.now()

    def record(conn: Connection) -> ApiKey:
        known = {row.id: row for row in api_keys.of_issuer(conn, caller.scope, issuer_id=issuer_id)}
        if key_id not in known:
            raise NotFound("There is no such API key.")
        revoked = api_keys.revoke(conn, caller.scope, api_key_id=key_id, at=at)
        if revoked is None:
            return known[key_id]
        note(conn, caller, "api-key.revoke", key_id, issuer_id=revoked.issuer_id, at=at)
        return revoked

    return await deployment.store.write(record)


def _require_issuer(conn: Connection, caller: Caller, issuer_id: str) -> None:
    if issuers.get(conn, caller.scope, issuer_id=issuer_id) is None:
        raise NotFound("There is no such issuer.")
