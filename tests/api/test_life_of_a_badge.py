"""A badge from its making to its revocation, as an LMS lives it."""

from __future__ import annotations

import pytest

from tests.api.service import Service, Tenant


@pytest.mark.parametrize("cryptosuite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_an_issued_badge_is_verified_until_it_is_revoked(service: Service, tenant: Tenant, cryptosuite: str):
    """What we issue, our own verifier accepts; a revocation is seen at once."""
    made = tenant.issue(cryptosuite=cryptosuite)
    assert service.verify(made["credential"])["verdict"] == "verified"

    revoked = tenant.call("POST", f"/v1/assertions/{made['id']}/revoke", {"reason": "awarded by mistake"})
    assert revoked.status_code == 200
    assert revoked.json()["state"] == "revoked"

    report = service.verify(made["credential"])
    assert report["verdict"] == "not_verified"
    assert [check["code"] for check in report["checks"] if check["outcome"] == "fail"] == ["revoked"]
