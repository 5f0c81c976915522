"""Signing a document that has passed its lint, with the issuer's active key of a suite."""

from __future__ import annotations

from datetime import datetime

from badgeapi.canon.json import JsonObject
from badgeapi.credentials.time import format_datetime
from badgeapi.errors import Conflict
from badgeapi.keys.keyring import SealedKey
from badgeapi.keys.sealing import KeyName
from badgeapi.signing import data_integrity
from badgeapi.signing.signer import Signer
from badgeapi.signing.suites import eddsa_rdfc_2022
from badgeapi.signing.suites.hashed import HashedSuite
from badgeapi.store import issuer_keys
from badgeapi.store.engine import Connection
from badgeapi.store.issuers import Issuer
from badgeapi.store.scope import Scope
from badgeapi.usecases.deployment import Deployment

DEFAULT_SUITE: HashedSuite = eddsa_rdfc_2022


def active_key(conn: Connection, issuer: Issuer, suite: str) -> SealedKey | None:
    """Find the key that signs for an issuer in a suite; a did:key issuer has one, which signs in every suite."""
    wanted = suite if issuer.did_method == "web" else DEFAULT_SUITE.NAME
    scope = Scope.issuer(issuer.id)
    key = issuer_keys.active(conn, scope, issuer_id=issuer.id, suite=wanted)
    sealed = key and issuer_keys.sealed_private(conn, scope, issuer_id=issuer.id, key_id=key.id)
    return SealedKey(KeyName(issuer.id, key.id, key.version), sealed) if key and sealed else None


async def active_signer(deployment: Deployment, issuer: Issuer, suite: HashedSuite) -> Signer:
    """Find who signs for an issuer in a suite today; raises `Conflict` when nobody does."""
    sealed = await deployment.store.read(lambda conn: active_key(conn, issuer, suite.NAME))
    if sealed is None:
        raise Conflict(f"The issuer has no active key for {suite.NAME}.")
    return deployment.keyring.signer(issuer.did, sealed)


async def sign_document(
    deployment: Deployment,
    issuer: Issuer,
    document: JsonObject,
    *,
    created: datetime,
    suite: HashedSuite = DEFAULT_SUITE,
) -> JsonObject:
    """Add the issuer's proof to a document of the service's own making."""
    return data_integrity.with_single_proof(
        data_integrity.secure(
            document,
            suite.transform(document),
            suite=suite,
            signer=await active_signer(deployment, issuer, suite),
            created=format_datetime(created),
        )
    )
