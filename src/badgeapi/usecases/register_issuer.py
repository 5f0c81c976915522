"""Making an issuer: its DID, its keys, its first record. Changing its profile.

The origin and the slug are signed into every credential and never change.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Literal

from badgeapi.canon import json
from badgeapi.canon.json import JsonObject
from badgeapi.errors import Conflict, NotFound, StaleVersion
from badgeapi.keys.keyring import NewKey
from badgeapi.signing import did
from badgeapi.signing.suites import ISSUING
from badgeapi.store import issuer_keys, issuers
from badgeapi.store.engine import Connection, Duplicate
from badgeapi.store.issuer_keys import IssuerKey
from badgeapi.store.issuers import Issuer
from badgeapi.usecases.audit_trail import note
from badgeapi.usecases.caller import Caller
from badgeapi.usecases.deployment import Deployment
from badgeapi.usecases.ids import new_id
from badgeapi.usecases.lint_credential import lint_profile
from badgeapi.usecases.sign_document import DEFAULT_SUITE

_SLUG_CHARACTERS = 63


@dataclass(frozen=True, slots=True)
class RegisterIssuer:
    """An issuer to make; `profile` holds the members of its OB Profile without id and type."""

    profile: JsonObject
    slug: str | None
    did_method: Literal["web", "key"]


async def register_issuer(deployment: Deployment, caller: Caller, command: RegisterIssuer) -> Issuer:
    """Make an issuer with a key for every suite (a did:key issuer has one key for all).

    Raises:
        Conflict: the slug is taken.
        InvalidInput: no credential could be issued with the profile.
    """
    at = deployment.now()
    lint_profile(command.profile, at)
    issuer_id = new_id(at)
    slug = command.slug or _slug(str(command.profile["name"])) or issuer_id
    suites = list(ISSUING) if command.did_method == "web" else [DEFAULT_SUITE.NAME]
    keys = {suite: deployment.keyring.make(issuer_id, suite, version=1) for suite in suites}
    identifier = (
        did.did_web(deployment.origin, "issuers", slug)
        if command.did_method == "web"
        else did.did_key(keys[DEFAULT_SUITE.NAME].public)
    )
    profile = json.dumps(command.profile)
    issuer = Issuer(issuer_id, slug, deployment.origin, identifier, command.did_method, profile, 1, at, at)

    def record(conn: Connection) -> None:
        issuers.insert(conn, caller.scope, issuer=issuer)
        for suite, key in keys.items():
            issuer_keys.insert(
                conn, caller.scope, issuer_key=_row(issuer, suite, key), sealed_private=key.sealed.sealed
            )
        note(conn, caller, "issuer.create", issuer_id, issuer_id=issuer_id, at=at)

    try:
        await deployment.store.write(record)
    except Duplicate as error:
        if command.slug is None and slug != issuer_id:  # its name's slug is taken: its id then is its slug
            return await register_issuer(deployment, caller, replace(command, slug=f"{slug[:50]}-{issuer_id[-12:]}"))
        raise Conflict(f"The slug {slug!r} is taken.", code="slug_taken", pointer="/slug") from error
    return issuer


async def replace_profile(
    deployment: Deployment, caller: Caller, issuer_id: str, profile: JsonObject, *, version: int | None
) -> Issuer:
    """Replace an issuer's profile; credentials already signed keep the one they were signed with.

    `version` is the one the client has read (If-Match), None to take whatever is there.

    Raises:
        NotFound, StaleVersion.
        InvalidInput: no credential could be issued with the profile.
    """
    at = deployment.now()
    lint_profile(profile, at)

    def record(conn: Connection) -> Issuer:
        found = issuers.get(conn, caller.scope, issuer_id=issuer_id)
        if found is None:
            raise NotFound("There is no such issuer.")
        if version not in (None, found.version):
            raise StaleVersion(f"The issuer is at version {found.version}, not {version}.")
        changed = issuers.replace_profile(
            conn, caller.scope, issuer_id=issuer_id, version=found.version, profile=json.dumps(profile), at=at
        )
        if changed is None:
            raise StaleVersion("The issuer was changed at the same moment.")
        note(conn, caller, "issuer.update", issuer_id, issuer_id=issuer_id, at=at)
        return changed

    return await deployment.store.write(record)


def _row(issuer: Issuer, suite: str, key: NewKey) -> IssuerKey:
    name = key.sealed.name
    return IssuerKey(name.key_id, issuer.id, suite, name.version, "active", key.public.text, issuer.created_at)


def _slug(name: str) -> str:
    """Make a slug of a name, as far as it is written in Latin letters; "" when nothing is left."""
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:_SLUG_CHARACTERS].strip("-")
