"""Many badges in one request: each has its own answer, and what is issued is what single requests would have issued."""

from __future__ import annotations

import json
from typing import Any

import httpx

from badgeapi import limits
from tests.api.service import Service, Tenant, problem


def batch(tenant: Tenant, rows: object) -> httpx.Response:
    return tenant.call("POST", "/v1/assertions/batch", rows)


def rows(tenant: Tenant, *keys: str) -> list[dict[str, Any]]:
    return [tenant.request(key=key, recipient={"email": f"{key}@example.org"}) for key in keys]


def states(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [item["state"] for item in answer.json()["items"]]


def test_each_item_is_issued_and_verifies(service: Service, tenant: Tenant):
    """In the order of the request, with the whole resource, each at a status index of its own."""
    answer = batch(tenant, rows(tenant, "a", "b", "c"))
    assert states(answer) == ["issued"] * 3
    assert answer.json()["counts"] == {"total": 3, "issued": 3, "duplicate": 0, "failed": 0}
    items = answer.json()["items"]
    assert [item["key"] for item in items] == ["a", "b", "c"]
    for item in items:
        assert service.verify(item["assertion"]["credential"])["verdict"] == "verified"
        assert tenant.call("GET", f"/v1/assertions/{item['id']}").json() == item["assertion"]
    places = {item["assertion"]["credential"]["credentialStatus"]["id"] for item in items}
    assert len(places) == 3


def test_one_bad_item_harms_no_other(tenant: Tenant, stranger: Tenant):
    """Every kind of bad item fails alone, with a pointer into the item."""
    good, *_ = rows(tenant, "good")
    bad = [
        good | {"key": "no recipient", "recipient": {}},
        {**good, "key": "b1", "recipient": {}},
        {**good, "key": "b2", "achievement": stranger.achievement["id"]},
        {**good, "key": "b3", "validFrom": "yesterday"},
        {**good, "key": "b4", "nonsense": 1},
        {name: value for name, value in good.items() if name != "key"},
        {**good, "key": "b5", "result": [{"resultDescription": "urn:example:other", "value": "A"}]},
        "not an object",
    ]
    answer = batch(tenant, [*bad, good])
    assert states(answer) == [*["failed"] * len(bad), "issued"]
    found = [item["problem"] for item in answer.json()["items"][:-1]]
    assert [(one["code"], one["errors"][0]["pointer"]) for one in found[1:7]] == [
        ("invalid_input", "/recipient"),
        ("not_found", "/achievement"),
        ("invalid_input", "/validFrom"),
        ("invalid_input", "/nonsense"),
        ("invalid_input", "/key"),
        ("invalid_input", "/result/0/resultDescription"),
    ]
    assert sum(len(page) for page in tenant.pages("/v1/assertions")) == 1


def test_a_key_is_issued_once_whichever_way_it_comes(tenant: Tenant):
    """The same rows again, twice in one batch, or by PUT: one badge; another content under the key is refused."""
    first = batch(tenant, rows(tenant, "a", "b"))
    assert states(batch(tenant, rows(tenant, "a", "b", "b"))) == ["duplicate"] * 3
    twice = batch(tenant, rows(tenant, "c", "c"))
    assert states(twice) == ["issued", "duplicate"]
    assert len({item["id"] for item in twice.json()["items"]}) == 1
    changed = [rows(tenant, "a")[0] | {"narrative": "Another."}, *rows(tenant, "d")]
    assert states(batch(tenant, changed)) == ["failed", "issued"]
    body = {name: value for name, value in rows(tenant, "a")[0].items() if name != "key"}
    put = tenant.call("PUT", f"/v1/issuers/{tenant.issuer['id']}/assertions/by-key/a", body)
    assert (put.status_code, put.json()["id"]) == (200, first.json()["items"][0]["id"])


def test_when_all_fail_the_answer_says_so(tenant: Tenant):
    """422, never a success that a client could overlook; every fault with its place in the array."""
    problem(batch(tenant, [{}, rows(tenant, "a")[0] | {"recipient": {}}]), 422, fault="no_recipient", at="/1/recipient")
    archived = tenant.call("POST", f"/v1/achievements/{tenant.achievement['id']}/archive")
    assert archived.status_code == 200
    problem(batch(tenant, rows(tenant, "a")), 422, fault="archived", at="/0/achievement")


def test_a_batch_has_an_end(tenant: Tenant):
    """A thousand items at most, at least one, and an array."""
    problem(batch(tenant, [{}] * (limits.BATCH_ROWS + 1)), 413, fault="too_many_items", at="")
    problem(batch(tenant, []), 422, fault="empty_array", at="")
    problem(batch(tenant, {"key": "a"}), 400, fault="not_an_array", at="")
    problem(tenant.call("POST", "/v1/assertions/batch", content=b"[]"), 415)
    odd = json.dumps(rows(tenant, "a"))[:-1] + ",]"
    headers = {"Content-Type": "application/json"}
    problem(tenant.call("POST", "/v1/assertions/batch", content=odd, headers=headers), 400, fault="not_json", at="")
