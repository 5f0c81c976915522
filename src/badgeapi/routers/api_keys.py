"""/v1/issuers/{id}/api-keys"""

from __future__ import annotations

from fastapi import APIRouter

from badgeapi.routers.access import Deployed, KeyManager
from badgeapi.routers.strict_route import StrictRoute
from badgeapi.schemas.api_keys import ApiKeyRequest, ApiKeyResource, NewApiKeyResource
from badgeapi.schemas.resource import Page
from badgeapi.usecases.manage_api_keys import list_api_keys, make_api_key, revoke_api_key

router = APIRouter(prefix="/v1/issuers/{issuer_id}/api-keys", tags=["API keys"], route_class=StrictRoute)


@router.post("", status_code=201, operation_id="createApiKey")
async def create_api_key(
    issuer_id: str, body: ApiKeyRequest, deployment: Deployed, caller: KeyManager
) -> NewApiKeyResource:
    """Make an API key for an issuer; `key` is shown this once."""
    row, text = await make_api_key(deployment, caller, body.command(issuer_id))
    return NewApiKeyResource(key=text, **ApiKeyResource.of(row).model_dump())


@router.get("", operation_id="listApiKeys")
async def get_api_keys(issuer_id: str, deployment: Deployed, caller: KeyManager) -> Page[ApiKeyResource]:
    """List an issuer's API keys, without their texts."""
    rows = await list_api_keys(deployment, caller, issuer_id)
    return Page(items=[ApiKeyResource.of(row) for row in rows])


@router.delete("/{key_id}", operation_id="revokeApiKey")
async def delete_api_key(issuer_id: str, key_id: str, deployment: Deployed, caller: KeyManager) -> ApiKeyResource:
    """Revoke an API key from this moment on."""
    return ApiKeyResource.of(await revoke_api_key(deployment, caller, issuer_id, key_id))
