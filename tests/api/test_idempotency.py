"""A request repeated makes one badge, however it is repeated: the header's key for a while, the caller's for ever."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.service import Service, Tenant, problem

AT_ONCE = 50


@pytest.fixture
def key() -> str:
    return uuid4().hex


def post(tenant: Tenant, key: str, **members: Any) -> httpx.Response:
    """Issue with an Idempotency-Key."""
    return tenant.call("POST", "/v1/assertions", tenant.request(**members), headers={"Idempotency-Key": key})


def put(tenant: Tenant, key: str, **members: Any) -> httpx.Response:
    """Issue under the caller's own key."""
    path = f"/v1/issuers/{tenant.issuer['id']}/assertions/by-key/{key}"
    return tenant.call("PUT", path, tenant.request(**members))


def count(tenant: Tenant) -> int:
    return sum(len(page) for page in tenant.pages("/v1/assertions"))


def test_a_replay_is_answered_with_the_same_bytes(tenant: Tenant, key: str):
    """201 again, byte for byte, and said to be a replay."""
    first, again = post(tenant, key), post(tenant, key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again.headers["idempotency-replayed"] == "true"
    assert again.headers["location"] == first.headers["location"]
    assert "idempotency-replayed" not in first.headers
    assert count(tenant) == 1


def test_a_replay_is_answered_as_it_was_then(tenant: Tenant, key: str):
    """Published, revoked or under a new version of the achievement since: the answer is that of the first request."""
    first = post(tenant, key)
    path = f"/v1/assertions/{first.json()['id']}"
    tenant.call("POST", f"{path}/publish")
    tenant.call("POST", f"{path}/revoke", {"reason": "r"})
    body = {name: tenant.achievement["achievement"][name] for name in ("description", "criteria")}
    achievement = f"/v1/achievements/{tenant.achievement['id']}"
    tenant.call("PUT", achievement, {"issuer": tenant.issuer["id"], "name": "New"} | body)
    tenant.call("POST", f"{achievement}/archive")
    assert post(tenant, key).content == first.content
    assert tenant.call("GET", path).json()["state"] == "revoked"


def test_the_same_content_written_otherwise_is_the_same_request(tenant: Tenant, key: str):
    """Requests are compared as parsed: order, white space, null for absent and 2.0 for 2 do not matter."""
    first = post(tenant, key, creditsEarned=2)
    body = (
        '{ "creditsEarned": 2.0, "narrative": null, "cryptosuite": "eddsa-rdfc-2022",\n'
        f' "recipient": {{"email": "ada@example.org"}}, "achievement": "{tenant.achievement["id"]}" }}'
    )
    headers = {"Idempotency-Key": key, "Content-Type": "application/json"}
    again = tenant.call("POST", "/v1/assertions", content=body, headers=headers)
    assert again.content == first.content
    assert again.headers["idempotency-replayed"] == "true"


def test_another_body_under_the_same_key_is_refused(tenant: Tenant, key: str):
    """409 for the header's key and for the caller's; the first badge stays as it is."""
    for issue in (post, put):
        first = issue(tenant, key)
        problem(issue(tenant, key, narrative="Other"), 409, code="key_reused")
        problem(issue(tenant, key, recipient={"email": "bob@example.org"}), 409, code="key_reused")
        assert issue(tenant, key).json() == first.json()
    assert count(tenant) == 2  # the two kinds of key have nothing to do with each other


def test_a_failed_request_leaves_its_key_free(tenant: Tenant, key: str):
    """A request that issued nothing may be mended and sent again under the same key."""
    for issue, name in ((post, "header"), (put, "own")):
        wrong = {"validFrom": "2026-01-02T00:00:00Z", "validUntil": "2026-01-01T00:00:00Z"}
        problem(issue(tenant, key + name, **wrong), 422, fault="ends_before_start", at="/validUntil")
        assert issue(tenant, key + name).status_code == 201


def test_the_headers_key_is_kept_a_day_at_least_and_not_for_ever(service: Service, tenant: Tenant, key: str):
    """24 hours are promised; after two days the key is free again, for another body too."""
    first = post(tenant, key)
    with service.clock.later(hours=24):
        assert post(tenant, key).content == first.content
    with service.clock.later(hours=49):
        second = post(tenant, key, narrative="Another")
        assert second.status_code == 201
        assert second.json()["id"] != first.json()["id"]
        assert post(tenant, key, narrative="Another").content == second.content


def test_the_callers_key_is_kept_for_ever(service: Service, tenant: Tenant, key: str):
    """201 first, then 200 with the same badge; found by its key in the resource."""
    first = put(tenant, key)
    assert first.status_code == 201
    assert first.json()["key"] == key
    again = put(tenant, key)
    assert (again.status_code, again.content) == (200, first.content)
    assert again.headers["location"] == first.headers["location"] == f"/v1/assertions/{first.json()['id']}"
    with service.clock.later(days=4000):
        assert put(tenant, key).content == first.content
        problem(put(tenant, key, narrative="Other"), 409, code="key_reused")
    assert count(tenant) == 1


def test_after_a_revocation_the_callers_key_shows_the_revoked_badge(tenant: Tenant, key: str):
    """Never a new badge: 200, the same credential, and the state it is in."""
    first = put(tenant, key).json()
    revoked = tenant.call("POST", f"/v1/assertions/{first['id']}/revoke", {"reason": "by mistake"}).json()
    again = put(tenant, key)
    assert again.status_code == 200
    assert again.json() == revoked
    assert again.json()["credential"] == first["credential"]
    assert count(tenant) == 1


@pytest.mark.parametrize(("issue", "new", "known"), [(post, 201, 201), (put, 201, 200)])
def test_many_at_once_make_one(
    service: Service, tenant: Tenant, key: str, issue: Callable[..., httpx.Response], new: int, known: int
):
    """Fifty equal requests at the same moment: one credential, one answer."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda _: issue(tenant, key), range(AT_ONCE)))
    assert sorted(answer.status_code for answer in answers) == sorted([new] + [known] * (AT_ONCE - 1))
    assert len({answer.content for answer in answers}) == 1
    if issue is post:
        assert sum("idempotency-replayed" in answer.headers for answer in answers) == AT_ONCE - 1
    assert count(tenant) == 1
    assert service.verify(answers[0].json()["credential"])["verified"]


@pytest.mark.parametrize("issue", [post, put])
def test_many_different_ones_at_once_make_one(tenant: Tenant, key: str, issue: Callable[..., httpx.Response]):
    """Twenty different requests under one key at once: one is issued, nineteen are told of the other."""
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda number: issue(tenant, key, narrative=f"Number {number}"), range(20)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 19
    assert count(tenant) == 1


def test_an_expired_key_taken_up_by_many_at_once_makes_one(service: Service, tenant: Tenant, key: str):
    """The moment after expiry is no gap."""
    post(tenant, key)
    with service.clock.later(hours=49), ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: post(tenant, key), range(10)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert count(tenant) == 2


def test_keys_of_two_tenants_are_independent(tenant: Tenant, stranger: Tenant, key: str):
    """The same key, the same moment, two issuers: two badges, and nobody is shown another's."""
    for issue in (post, put):
        mine, theirs = issue(tenant, key), issue(stranger, key)
        assert (mine.status_code, theirs.status_code) == (201, 201)
        assert mine.json()["issuer"] != theirs.json()["issuer"]
        assert "idempotency-replayed" not in theirs.headers


@pytest.mark.parametrize("bad", ["", "a b", "é", "x" * 201, "a\tb"])
def test_header_keys_that_are_none_are_refused(tenant: Tenant, bad: str):
    """Printable ASCII without spaces, 200 characters at most; anything else would be cut or lost on the way."""
    answer = tenant.call("POST", "/v1/assertions", tenant.request(), headers={"Idempotency-Key": bad.encode("latin-1")})
    assert "idempotency-key" in problem(answer, 422, fault="bad_parameter")["detail"]
    assert count(tenant) == 0


@pytest.mark.parametrize("good", ["A", "~", "a:b@c.d_e-f~1", "x" * 200])
def test_callers_keys(tenant: Tenant, good: str):
    """[A-Za-z0-9._~:@-]{1,200}, as they are: letters of another case are another key."""
    assert put(tenant, good).status_code == 201
    assert put(tenant, good).status_code == 200
    if good.swapcase() != good and len(good) < 200:
        assert put(tenant, good.swapcase()).status_code == 201


@pytest.mark.parametrize("bad", ["a b", "a*b", "é", "x" * 201, "%0A", "a%0A"])
def test_callers_keys_that_are_none_are_refused(tenant: Tenant, bad: str):
    """The answer says what a key looks like, and nothing is issued."""
    assert "A-Za-z0-9._~:@-" in problem(put(tenant, bad), 422, fault="bad_parameter")["detail"]
    assert count(tenant) == 0


def test_the_callers_key_is_bound_to_the_issuer_of_the_address(tenant: Tenant, key: str):
    """An achievement of another issuer than the address says is not found."""
    answer = tenant.call("PUT", f"/v1/issuers/none/assertions/by-key/{key}", tenant.request())
    problem(answer, 404, fault="not_found", at="/achievement")
