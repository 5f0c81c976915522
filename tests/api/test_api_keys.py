"""API keys: shown once, limited in what and how long, revoked at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from badgeapi.credentials.time import format_datetime
from tests.api.service import Service, Tenant, problem

USUAL = {
    "issuer:read",
    "issuer:write",
    "api-keys:manage",
    "achievements:read",
    "achievements:write",
    "assertions:read",
    "assertions:issue",
    "assertions:revoke",
}


@pytest.fixture
def path(tenant: Tenant) -> str:
    return f"/v1/issuers/{tenant.issuer['id']}/api-keys"


def status_with(service: Service, key: str) -> int:
    """What a key is answered with."""
    return service.http.get("/v1/issuers", headers={"Authorization": f"Bearer {key}"}).status_code


def test_a_key_is_shown_once(service: Service, tenant: Tenant, path: str):
    """The text is in the answer to its making and nowhere else."""
    answer = tenant.call("POST", path, {"name": "LMS"})
    made = answer.json()
    key = made.pop("key")
    assert answer.status_code == 201
    assert answer.headers["cache-control"] == "no-store"
    assert key.startswith("badge_")
    assert status_with(service, key) == 200

    listed = tenant.call("GET", path)
    assert made in listed.json()["items"]
    assert key not in listed.text
    assert {"expiresAt", "revokedAt"}.isdisjoint(made)


def test_scopes_are_all_but_signing_unless_named(service: Service, tenant: Tenant, path: str):
    """No `scopes` gives everything except `credentials:sign`, to the admin key too; named ones are given as named."""
    for call in (tenant.call, service.admin):
        assert set(call("POST", path, {"name": "LMS"}).json()["scopes"]) == USUAL
        assert set(call("POST", path, {"name": "LMS", "scopes": None}).json()["scopes"]) == USUAL
    some = {"assertions:issue", "assertions:read"}
    assert set(tenant.call("POST", path, {"name": "LMS", "scopes": sorted(some)}).json()["scopes"]) == some
    signing = service.admin("POST", path, {"name": "signer", "scopes": ["credentials:sign"]})
    assert signing.json()["scopes"] == ["credentials:sign"]


def test_a_key_works_until_it_expires(service: Service, tenant: Tenant, path: str):
    """Expiry is the moment of `expiresAt`, written with any offset; 401 from then on."""
    expires_at = format_datetime((service.clock() + timedelta(hours=1)).replace(microsecond=0))
    made = tenant.call("POST", path, {"name": "short", "expiresAt": expires_at.replace("Z", "+00:00")}).json()
    assert made["expiresAt"] == expires_at
    assert status_with(service, made["key"]) == 200
    with service.clock.later(minutes=59):
        assert status_with(service, made["key"]) == 200
    with service.clock.later(hours=1):
        assert status_with(service, made["key"]) == 401


def test_a_key_cannot_be_made_expired(tenant: Tenant, path: str):
    """A key that would never work is a mistake of the client."""
    body = {"name": "late", "expiresAt": "2020-01-01T00:00:00Z"}
    problem(tenant.call("POST", path, body), 422, fault="in_the_past", at="/expiresAt")


def test_a_revoked_key_is_refused_from_then_on(service: Service, tenant: Tenant, path: str):
    """Revoking is at once, stays in the list, and a second time changes nothing."""
    made = tenant.call("POST", path, {"name": "leaked"}).json()
    revoked = tenant.call("DELETE", f"{path}/{made['id']}")
    assert revoked.status_code == 200
    assert revoked.json()["revokedAt"]
    assert status_with(service, made["key"]) == 401
    assert tenant.call("DELETE", f"{path}/{made['id']}").json() == revoked.json()
    assert revoked.json() in tenant.call("GET", path).json()["items"]
    problem(tenant.call("DELETE", f"{path}/nothing"), 404, code="not_found")


def test_a_key_may_revoke_itself(service: Service, tenant: Tenant, path: str):
    """Whoever finds a key leaked can end it with the key."""
    made = tenant.call("POST", path, {"name": "self"}).json()
    own = {"Authorization": f"Bearer {made['key']}"}
    assert service.http.delete(f"{path}/{made['id']}", headers=own).status_code == 200
    problem(service.http.delete(f"{path}/{made['id']}", headers=own), 401, code="unauthenticated")
