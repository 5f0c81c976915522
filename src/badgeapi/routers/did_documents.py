"""/issuers/{slug}: profiles, DID documents and keys of issuers, for anybody"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Header, Response

from badgeapi.canon import contexts, json
from badgeapi.canon.json import JsonObject
from badgeapi.credentials import profile
from badgeapi.errors import NotFound
from badgeapi.routers import conditional, media
from badgeapi.routers.access import Deployed
from badgeapi.signing import did, jwk
from badgeapi.signing.jwk import PublicJwk
from badgeapi.store import issuer_keys, issuers
from badgeapi.store.engine import Connection
from badgeapi.store.issuers import Issuer
from badgeapi.usecases.deployment import Deployment
from badgeapi.usecases.gather_facts import issuer_document, key_document

router = APIRouter(prefix="/issuers", tags=["public documents"])
well_known = APIRouter(prefix="/.well-known", tags=["public documents"])

IfNoneMatch = Annotated[str | None, Header()]
_MAX_AGE_S = 60


@router.get("/{slug}", operation_id="getIssuerProfile", response_class=Response)
async def get_profile(slug: str, deployment: Deployed, if_none_match: IfNoneMatch = None) -> Response:
    """Serve an issuer's OB 3.0 Profile; its id is the issuer's DID."""

    def find(conn: Connection, issuer: Issuer) -> JsonObject:  # noqa: ARG001
        shown = profile.in_credential(issuer.did, json.loads_object(issuer.profile))
        return {"@context": [contexts.CREDENTIALS_V2, contexts.OB_3_0_3], **shown}

    return await _serve(deployment, slug, find, media.LD, if_none_match)


@router.get("/{slug}/did.json", operation_id="getDidDocument", response_class=Response)
async def get_did_document(slug: str, deployment: Deployed, if_none_match: IfNoneMatch = None) -> Response:
    """Serve an issuer's DID document (did:web)."""
    return await _serve(deployment, slug, issuer_document, media.DID_LD, if_none_match)


@router.get("/{slug}/keys/{key}", operation_id="getKeyDocument", response_class=Response)
async def get_key(slug: str, key: str, deployment: Deployed, if_none_match: IfNoneMatch = None) -> Response:
    """Serve one public key: a Multikey document, or a bare JWK; `key` is the fragment of its verification method."""

    def find(conn: Connection, issuer: Issuer) -> JsonObject | None:
        return key_document(conn, issuer, key)

    return await _serve(deployment, slug, find, media.JSON, if_none_match)


@well_known.get("/jwks.json", operation_id="getJwks", response_class=Response)
async def get_jwks(deployment: Deployed, if_none_match: IfNoneMatch = None) -> Response:
    """Serve the JWKs of every issuer here; `iss` says whose each is."""
    rows = await deployment.store.scan(issuer_keys.public_jwks)
    keys = [{**_bare_jwk(row.did, jwk.parse(json.loads(row.public_key))), "iss": row.did} for row in rows]
    body = json.dumps({"keys": keys})
    return conditional.document(body, media.JWK_SET, if_none_match=if_none_match, max_age_s=_MAX_AGE_S)


def _bare_jwk(issuer: str, key: PublicJwk) -> JsonObject:
    return key.document(kid=did.key_id(issuer, key), alg=key.algorithm, use="sig")


async def _serve(
    deployment: Deployment,
    slug: str,
    make: Callable[[Connection, Issuer], JsonObject | None],
    media_type: str,
    if_none_match: str | None,
) -> Response:
    def find(conn: Connection) -> JsonObject | None:
        issuer = issuers.public_by_slug(conn, slug)
        return None if issuer is None else make(conn, issuer)

    if (found := await deployment.store.read(find)) is None:
        raise NotFound("There is no such document.")
    return conditional.document(json.dumps(found), media_type, if_none_match=if_none_match, max_age_s=_MAX_AGE_S)
