"""Rate limits as callers meet them: who is counted, what every answer says, and 429.

The fields are read by a parser of structured fields (RFC 9651) that is not ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import http_sf
import httpx
import pytest

from badgeapi.app import describe
from badgeapi.routers import address_quotas
from badgeapi.store import migrate
from tests.api.service import Service, Tenant, problem, running
from tests.cli.command import serving
from tests.redis_server import redis_running


@pytest.fixture(scope="module")
def url(new_database: Callable[[str], str]) -> str:
    """A migrated database; counting does not depend on its kind."""
    made = new_database("sqlite")
    migrate.upgrade(made)
    return made


@pytest.fixture(scope="module")
def limited(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service that allows each issuer four calls an hour, and each address three without a key."""
    settings = {"rate_limit": "4/hour", "verify_rate_limit": "3/hour", "run_jobs": False}
    with running(url, tmp_path_factory.mktemp("data"), **settings) as service:
        yield service


@pytest.fixture
def tenant(limited: Service) -> Tenant:
    return limited.tenant()


def item(answer: httpx.Response, field: str) -> tuple[str, dict[str, Any]]:
    """Read a field that is a list of one item: its name and parameters."""
    [(name, parameters)] = http_sf.parse(answer.headers[field].encode(), tltype="list")
    return name, parameters


def left(answer: httpx.Response) -> int:
    """How many calls are left, as an answer says."""
    return int(item(answer, "ratelimit")[1]["r"])


def list_badges(tenant: Tenant, method: str = "GET") -> httpx.Response:
    return tenant.call(method, "/v1/assertions")


def test_without_configuration_nobody_is_limited(url: str, tmp_path: Path):
    """Limits are off unless configured, and then no answer speaks of them."""
    with running(url, tmp_path, run_jobs=False) as service:
        answers = [list_badges(service.tenant()), service.http.post("/v1/verify", json={})]
    for answer in answers:
        assert not any(name.startswith("ratelimit") for name in answer.headers)


def test_every_answer_says_what_is_left_and_the_last_one_when_to_come_back(limited: Service, tenant: Tenant):
    """The fields of draft-ietf-httpapi-ratelimit-headers-11; waiting as long as Retry-After says is enough."""
    answers = [list_badges(tenant) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200] * 4 + [429]
    assert [left(answer) for answer in answers] == [3, 2, 1, 0, 0]
    for answer in answers:
        assert item(answer, "ratelimit-policy") == ("issuer", {"q": 4, "w": 3600})
        name, parameters = item(answer, "ratelimit")
        assert (name, parameters.keys()) == ("issuer", {"r", "t"})
        assert 0 < parameters["t"] <= 3600
    refused = answers[-1]
    problem(refused, 429, code="rate_limited")
    wait = int(refused.headers["retry-after"])
    assert wait >= item(refused, "ratelimit")[1]["t"], "section 6: never earlier than the end of the window"
    with limited.clock.later(seconds=wait):
        assert left(list_badges(tenant)) == 3


def test_refusals_of_any_kind_are_calls_and_say_so(tenant: Tenant):
    """What is asked wrongly costs as much as what is asked well, and HEAD as much as GET."""
    answers = [
        tenant.call("GET", "/v1/assertions/nothing"),
        tenant.call("POST", "/v1/assertions", {}),
        list_badges(tenant, "HEAD"),
    ]
    assert [answer.status_code for answer in answers] == [404, 422, 200]
    assert [left(answer) for answer in answers] == [3, 2, 1]


def test_a_call_with_a_fault_is_counted_once(limited: Service, tenant: Tenant):
    """A hot route hands it on to the framework, which reads it from the start: two readings, one call."""
    answers = [
        tenant.call("POST", "/v1/assertions", tenant.request(unknown=1)),
        tenant.call("PUT", f"/v1/issuers/{tenant.issuer['id']}/assertions/by-key/1", tenant.request(recipient=[])),
        tenant.call("GET", "/v1/assertions/nothing", params={"alg": "none"}),
    ]
    assert [answer.status_code for answer in answers] == [422] * 3
    assert [left(answer) for answer in answers] == [3, 2, 1]
    faulty = {"verifiableCredential": {}, "unknown": 1}
    asked = [limited.http.post("/v1/verify", json=faulty, headers={"X-Forwarded-For": "192.0.2.77"}) for _ in range(2)]
    assert [answer.status_code for answer in asked] == [422] * 2
    assert [left(answer) for answer in asked] == [2, 1]


def test_a_call_that_is_refused_for_its_quota_does_nothing(limited: Service, tenant: Tenant):
    """An award beyond the quota is not made, nor is its body looked at."""
    for _ in range(4):
        list_badges(tenant)
    problem(tenant.call("POST", "/v1/assertions", tenant.request()), 429, code="rate_limited")
    problem(tenant.call("POST", "/v1/assertions", {"nonsense": 1}), 429, code="rate_limited")
    made = limited.admin("GET", "/v1/assertions", params={"issuer": tenant.issuer["id"]})
    assert made.json()["items"] == []


def test_each_issuer_has_its_own_quota_and_all_its_keys_share_it(limited: Service, tenant: Tenant):
    """A tenant is an issuer: more keys are not more calls, and what one uses is no other's loss."""
    made = limited.admin("POST", f"/v1/issuers/{tenant.issuer['id']}/api-keys", {"name": "second"})
    second = Tenant(limited, tenant.issuer, made.json()["key"], tenant.achievement)
    assert [left(list_badges(who)) for who in (tenant, second, tenant, second)] == [3, 2, 1, 0]
    assert list_badges(tenant).status_code == list_badges(second).status_code == 429
    assert left(list_badges(limited.tenant())) == 3


def test_the_admin_key_is_not_limited(limited: Service):
    """Whoever runs the service can always act."""
    answers = [limited.admin("GET", "/v1/issuers") for _ in range(10)]
    assert {answer.status_code for answer in answers} == {200}
    assert not any("ratelimit" in answer.headers for answer in answers)


def test_calls_with_a_wrong_key_are_counted_for_nobody(limited: Service, tenant: Tenant):
    """Nobody can use up another's quota by calling with a key that is not one, nor with one that is revoked."""
    made = limited.admin("POST", f"/v1/issuers/{tenant.issuer['id']}/api-keys", {"name": "lost"}).json()
    limited.admin("DELETE", f"/v1/issuers/{tenant.issuer['id']}/api-keys/{made['id']}")
    for key in (made["key"], tenant.key[:-1], "badge_"):
        answer = limited.anybody("GET", "/v1/assertions", headers={"Authorization": f"Bearer {key}"})
        problem(answer, 401, code="unauthenticated")
        assert "ratelimit" not in answer.headers
    assert left(list_badges(tenant)) == 3


def test_a_preflight_is_no_call_and_pages_may_read_the_fields(limited: Service, tenant: Tenant):
    """A browser asks before it calls (Fetch, CORS protocol); what it is told must be readable by the page."""
    asked = {"Origin": "https://lms.example", "Access-Control-Request-Method": "GET"}
    assert limited.http.options("/v1/assertions", headers=asked).status_code == 200
    answer = tenant.call("GET", "/v1/assertions", headers={"Origin": "https://lms.example"})
    assert left(answer) == 3
    exposed = {name.strip().lower() for name in answer.headers["access-control-expose-headers"].split(",")}
    assert {"ratelimit", "ratelimit-policy", "retry-after"} <= exposed


def from_address(service: Service, address: str, path: str = "/v1/verify") -> httpx.Response:
    """Ask for a verdict through a proxy on this machine, which is believed when it says who is behind it."""
    headers = {"X-Forwarded-For": address, "Origin": "https://verifier.example"}
    if path.startswith("/did/"):
        return service.http.get(path, headers=headers)
    return service.http.post(path, json={}, headers=headers)


def test_who_verifies_is_counted_by_address(limited: Service, tenant: Tenant):
    """All ways of asking draw on one quota; issuing does not, and a page can read the refusal."""
    address = "192.0.2.1"
    paths = ("/v1/verify", "/vc-api/credentials/verify", "/did/did:key:nothing", "/vc-api/presentations/verify")
    answers = [from_address(limited, address, path) for path in paths]
    assert [left(answer) for answer in answers] == [2, 1, 0, 0]
    assert item(answers[0], "ratelimit-policy") == ("address", {"q": 3, "w": 3600})
    problem(answers[-1], 429, code="rate_limited")
    assert answers[-1].headers["access-control-allow-origin"] == "*"
    assert int(answers[-1].headers["retry-after"]) > 0
    assert left(from_address(limited, "192.0.2.2")) == 2
    assert tenant.call("POST", "/v1/assertions", tenant.request()).status_code == 201


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        ("2001:db8:1:1::1", "2001:db8:1:1:ffff::2", True),
        ("2001:db8:2:1::1", "2001:db8:2:2::1", False),
        ("::ffff:198.51.100.1", "198.51.100.1", True),
    ],
)
def test_a_network_of_ipv6_is_one_address(limited: Service, first: str, second: str, *, shared: bool):
    """One customer has 2**64 addresses (RFC 6177); an IPv4 address is the same one in IPv6."""
    from_address(limited, first)
    assert left(from_address(limited, second)) == (1 if shared else 2)


def test_every_call_that_verifies_for_anybody_is_counted():
    """A new address for verifying must be in the table of `address_quotas`: it costs work and needs no key."""
    open_posts = {
        (method.upper(), path)
        for path, methods in describe().openapi()["paths"].items()
        for method, operation in methods.items()
        if method != "get" and "security" not in operation
    }
    assert open_posts == address_quotas._COUNTED


def test_processes_share_the_quota_through_redis(new_database: Callable[[str], str], tmp_path: Path):
    """Two processes of one service, as on two machines: together they allow what one would."""
    settings = {
        "DATABASE_URL": new_database("postgresql"),
        "RATE_LIMIT": "5/hour",
        "ADMIN_KEY": "admin-key-of-the-tests-0123456789abcdef",
        "MASTER_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
        "RUN_JOBS": "false",
    }
    folders = [tmp_path / name for name in ("one", "other", "redis")]
    for folder in folders:
        folder.mkdir()
    with (
        redis_running(folders[2]) as redis,
        serving(folders[0], **settings, RATE_LIMIT_STORE=redis.url) as one,
        serving(folders[1], **settings, RATE_LIMIT_STORE=redis.url) as other,
    ):
        issuer = one.admin("POST", "/v1/issuers", {"name": "School"}).json()["id"]
        key = one.admin("POST", f"/v1/issuers/{issuer}/api-keys", {"name": "tests"}).json()["key"]
        headers = {"Authorization": f"Bearer {key}"}
        answers = [who.http.get("/v1/assertions", headers=headers) for who in (one, other, one, other, other, one)]
        assert [answer.status_code for answer in answers] == [200] * 5 + [429]
        assert [left(answer) for answer in answers] == [4, 3, 2, 1, 0, 0]
        redis.stop()
        away = [who.http.get("/v1/assertions", headers=headers) for who in (one, other)]
        assert [answer.status_code for answer in away] == [200, 200], "nobody is refused for want of Redis"
        assert "counts by itself" in (folders[0] / "stdout").read_text()
        assert "badgeapi_rate_limit_store_failures_total 1.0" in one.http.get("/metrics").text
