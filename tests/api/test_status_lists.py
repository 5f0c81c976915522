"""Status lists: what they say of every badge, read the way a stranger's verifier reads them."""

from __future__ import annotations

import base64
import gzip
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from badgeapi.settings import Settings
from tests.api.service import Service, Tenant, problem, running

MINIMUM = 131_072  # Bitstring Status List 1.0 section 3.3: herd privacy


def entry(made: dict[str, Any]) -> dict[str, str]:
    status: dict[str, str] = made["credential"]["credentialStatus"]
    return status


def fetch(service: Service, made: dict[str, Any], **headers: str) -> httpx.Response:
    """Fetch the list that a badge points to."""
    return service.http.get(urlsplit(entry(made)["statusListCredential"]).path, headers=headers)


def set_bits(listed: dict[str, Any]) -> set[int]:
    """Read an encodedList by hand: multibase `u`, base64url, GZIP, the left-most bit of the first byte is index 0."""
    encoded = listed["credentialSubject"]["encodedList"]
    assert encoded[0] == "u"
    octets = gzip.decompress(base64.urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4)))
    assert len(octets) * 8 >= MINIMUM
    return {
        index * 8 + bit for index, octet in enumerate(octets) if octet for bit in range(8) if octet & (1 << (7 - bit))
    }


def change(tenant: Tenant, made: dict[str, Any], verb: str, reason: str = "because") -> httpx.Response:
    return tenant.call("POST", f"/v1/assertions/{made['id']}/{verb}", {"reason": reason})


def test_an_entry_points_into_a_list(service: Service, tenant: Tenant):
    """One entry, purpose revocation, the index a decimal string within the list, absolute ids of our origin."""
    found = entry(tenant.issue())
    assert found.keys() == {"id", "type", "statusPurpose", "statusListIndex", "statusListCredential"}
    assert found["type"] == "BitstringStatusListEntry"
    assert found["statusPurpose"] == "revocation"
    assert found["statusListIndex"] == str(int(found["statusListIndex"]))
    assert 0 <= int(found["statusListIndex"]) < MINIMUM
    assert found["statusListCredential"].startswith(f"{service.url}/status/")
    assert found["id"] == f"{found['statusListCredential']}#{found['statusListIndex']}"


@pytest.mark.parametrize("did_method", ["web", "key"])
def test_a_list_is_a_credential_that_its_issuer_signed(service: Service, did_method: str):
    """The list verifies by itself, is issued by the badge's issuer, and names the purpose of its entries."""
    tenant = service.tenant(didMethod=did_method)
    made = tenant.issue()
    listed = fetch(service, made).json()
    assert listed["id"] == entry(made)["statusListCredential"]
    assert listed["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert listed["issuer"] == tenant.issuer["did"]
    assert listed["credentialSubject"]["type"] == "BitstringStatusList"
    assert listed["credentialSubject"]["statusPurpose"] == "revocation"
    assert listed["validFrom"] <= listed["proof"]["created"] < listed["validUntil"]
    assert set_bits(listed) == set()
    report = service.verify(listed)
    assert report["verdict"] == "verified", report
    listed["credentialSubject"]["encodedList"] = "u" + listed["credentialSubject"]["encodedList"][:0:-1]
    assert not service.verify(listed)["verified"]


def test_the_bit_of_a_revoked_badge_and_no_other(service: Service, tenant: Tenant):
    """Revocation is seen in the list at the entry's index; the neighbours stay in force."""
    badges = [tenant.issue() for _ in range(3)]
    answer = change(tenant, badges[1], "revoke", "awarded by mistake")
    assert answer.status_code == 200
    assert answer.json()["state"] == "revoked"
    assert answer.json()["stateReason"] == "awarded by mistake"
    assert answer.json()["stateChangedAt"]
    listed = fetch(service, badges[0]).json()
    assert set_bits(listed) == {int(entry(badges[1])["statusListIndex"])}
    assert "awarded by mistake" not in str(listed)
    assert [service.verify(made["credential"])["verdict"] for made in badges] == [
        "verified", "not_verified", "verified",
    ]  # fmt: skip


def test_a_revocation_is_in_the_list_within_the_interval(store_url: str, tmp_path: Path):
    """Served lists may be as old as BADGEAPI_STATUS_INTERVAL_S says (one second by default), our own verdict never."""
    assert Settings.model_fields["status_interval_s"].default == 1
    with running(store_url, tmp_path, status_interval_s=600) as slow:
        tenant = slow.tenant()
        made = tenant.issue()
        before = fetch(slow, made)
        change(tenant, made, "revoke", "awarded by mistake")
        assert fetch(slow, made).content == before.content
        assert slow.verify(made["credential"])["verdict"] == "not_verified"
        with slow.clock.later(seconds=600):
            assert set_bits(fetch(slow, made).json()) == {int(entry(made)["statusListIndex"])}


def test_a_suspension_can_be_lifted_and_a_revocation_cannot(service: Service, tenant: Tenant):
    """Suspend -> reinstate -> suspend -> revoke, and no way back; each seen at once by verify and in the list."""
    made = tenant.issue()
    index = int(entry(made)["statusListIndex"])
    for verb, state, bits, verified in (
        ("suspend", "suspended", {index}, False),
        ("suspend", "suspended", {index}, False),
        ("reinstate", "issued", set(), True),
        ("reinstate", "issued", set(), True),
        ("suspend", "suspended", {index}, False),
        ("revoke", "revoked", {index}, False),
        ("revoke", "revoked", {index}, False),
    ):
        answer = change(tenant, made, verb)
        assert (answer.status_code, answer.json()["state"]) == (200, state)
        assert set_bits(fetch(service, made).json()) == bits
        assert service.verify(made["credential"])["verified"] is verified
    for verb in ("reinstate", "suspend"):
        problem(change(tenant, made, verb), 409, code="conflict", fault="state")
        assert set_bits(fetch(service, made).json()) == {index}
        assert tenant.call("GET", f"/v1/assertions/{made['id']}").json()["state"] == "revoked"


def test_a_second_revocation_changes_nothing(tenant: Tenant):
    """The first reason and time stay; an LMS may repeat the call."""
    made = tenant.issue()
    first = change(tenant, made, "revoke", "first")
    assert change(tenant, made, "revoke", "second").content == first.content


def test_a_badge_is_issued_anew_under_an_index_of_its_own(tenant: Tenant):
    """A hundred badges, issued at once and after revocations: no two ever share an index."""
    change(tenant, first := tenant.issue(), "revoke")
    with ThreadPoolExecutor(10) as pool:
        badges = [first, *pool.map(lambda _: tenant.issue(), range(99))]
    assert len({(entry(made)["statusListCredential"], entry(made)["statusListIndex"]) for made in badges}) == 100
    indices = [int(entry(made)["statusListIndex"]) for made in badges]
    gaps = {abs(a - b) for a, b in pairwise(indices)}
    assert len(gaps) > 90, "indices in the order of issuing tell who was issued when"


def test_two_issuers_share_no_list(tenant: Tenant, stranger: Tenant):
    """A list is signed by one issuer and says nothing about another's badges."""
    ours, theirs = entry(tenant.issue()), entry(stranger.issue())
    assert ours["statusListCredential"] != theirs["statusListCredential"]


def test_lists_are_conditional_until_something_changes(service: Service, tenant: Tenant):
    """The same bytes and ETag while nothing happens, 304 for who has them; another ETag after a change."""
    made = tenant.issue()
    first = fetch(service, made, Origin="https://verifier.example")
    assert first.headers["access-control-allow-origin"] == "*"
    assert fetch(service, made).content == first.content
    tenant.issue()
    tag = {"If-None-Match": first.headers["etag"]}
    unchanged = fetch(service, made, **tag)
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert unchanged.headers["etag"] == first.headers["etag"]
    change(tenant, made, "revoke")
    changed = fetch(service, made, **tag)
    assert changed.status_code == 200
    assert changed.headers["etag"] != first.headers["etag"]


def test_lists_are_renewed_before_they_expire(service: Service, tenant: Tenant):
    """A list that nobody changes goes on being in force: signed again as the days pass."""
    made = tenant.issue()
    change(tenant, made, "revoke")
    with service.clock.later(days=400):
        listed = fetch(service, made).json()
        assert set_bits(listed) == {int(entry(made)["statusListIndex"])}
        assert service.verify(listed)["verified"]


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("*/*", "application/vc+ld+json"),
        ("application/vc+ld+json", "application/vc+ld+json"),
        ("application/vc", "application/vc"),
        ("application/vc, */*;q=0.5", "application/vc"),
        ("application/ld+json", "application/ld+json"),
        ("application/json", "application/json"),
        ("text/html, */*;q=0.8", "application/vc+ld+json"),
    ],
)
def test_the_form_of_a_list(service: Service, tenant: Tenant, accept: str, form: str):
    """application/vc+ld+json unless another is asked for by name; the bytes are the same."""
    made = tenant.issue()
    answer = fetch(service, made, Accept=accept)
    assert answer.headers["content-type"] == form
    assert "Accept" in answer.headers["vary"]
    assert answer.content == fetch(service, made).content


def test_what_is_no_list(service: Service, tenant: Tenant):
    """404 for unknown ids; 406 for forms a list does not have."""
    problem(service.http.get("/status/none"), 404, code="not_found")
    problem(fetch(service, tenant.issue(), Accept="image/png"), 406, code="not_acceptable")
