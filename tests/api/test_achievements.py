"""Achievements: versions that never change, found again by the caller's own key."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from tests.api.bodies import ACHIEVEMENT
from tests.api.service import Service, Tenant, problem, read_pages


def body(tenant: Tenant, **members: Any) -> dict[str, Any]:
    """A small achievement of this tenant."""
    small = {name: ACHIEVEMENT[name] for name in ("name", "description", "criteria")}
    return {"issuer": tenant.issuer["id"]} | small | members


def path_of(achievement: dict[str, Any]) -> str:
    return f"/v1/achievements/{achievement['id']}"


def test_every_member_is_kept_and_signed(service: Service, tenant: Tenant):
    """What the issuer says of an achievement is in its resource, at its public address and in its credentials."""
    answer = tenant.call("POST", "/v1/achievements", {"issuer": tenant.issuer["id"]} | ACHIEVEMENT)
    made = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == path_of(made)
    assert answer.headers["etag"] == '"1"'
    url = f"{service.url}/achievements/{made['id']}"
    assert made["achievement"] == {"id": url, "type": ["Achievement"], "version": "1"} | ACHIEVEMENT
    assert (made["version"], made["currentVersion"], made["state"]) == (1, 1, "active")
    assert "key" not in made
    assert tenant.call("GET", path_of(made)).json() == made

    public = service.http.get(f"/achievements/{made['id']}")
    assert public.headers["content-type"] == "application/ld+json"
    contexts = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
    assert public.json() == {"@context": contexts} | made["achievement"]

    credential = tenant.issue(achievement=made["id"])["credential"]
    assert credential["credentialSubject"]["achievement"] == made["achievement"]
    assert service.verify(credential)["verified"]


def test_the_version_is_ours_to_give(tenant: Tenant):
    """`version` is signed and counted by the service; a client that sends one is told."""
    sent = body(tenant, version="2026 edition")
    problem(tenant.call("POST", "/v1/achievements", sent), 422, fault="unknown_member", at="/version")


def test_result_descriptions_and_levels_get_ids_that_last(tenant: Tenant):
    """Ids may be left to us; they are the same in every version, so that results can name them."""
    described = [{"name": "Mark", "resultType": "RubricCriterionLevel", "rubricCriterionLevel": [{"name": "Pass"}]}]
    made = tenant.call("POST", "/v1/achievements", body(tenant, resultDescription=described)).json()
    [description] = made["achievement"]["resultDescription"]
    [level] = description["rubricCriterionLevel"]
    assert description["id"].startswith("urn:uuid:")
    assert level["id"].startswith("urn:uuid:")
    assert level["id"] != description["id"]

    again = tenant.call("PUT", path_of(made), body(tenant, resultDescription=described, humanCode="M")).json()
    assert again["version"] == 2
    assert again["achievement"]["resultDescription"] == [description]
    result = [{"resultDescription": description["id"], "achievedLevel": level["id"]}]
    assert tenant.issue(achievement=made["id"], result=result)


def test_a_change_is_a_new_version_and_no_version_ever_changes(service: Service, tenant: Tenant):
    """`?version=N` serves the same bytes for ever, in public and in private, whatever happens later."""
    made = tenant.achievement
    public = f"/achievements/{made['id']}"
    kept = []
    for number, name in enumerate(("One", "Two", "Three"), start=1):
        answer = tenant.call("PUT", path_of(made), body(tenant, name=name))
        assert answer.json()["version"] == answer.json()["currentVersion"] == number + 1
        assert answer.json()["achievement"]["version"] == str(number + 1)
        shown = service.http.get(public, params={"version": number}).content
        private = tenant.call("GET", path_of(made), params={"version": number}).json()["achievement"]
        kept.append((number, shown, private, tenant.issue()))
    tenant.call("POST", f"{path_of(made)}/archive")

    for number, shown, private, issued in kept:
        assert service.http.get(public, params={"version": number}).content == shown
        assert tenant.call("GET", path_of(made), params={"version": number}).json()["achievement"] == private
        assert issued["achievementVersion"] == number + 1
        signed = tenant.call("GET", f"/v1/assertions/{issued['id']}").json()["credential"]
        assert signed == issued["credential"]
        of_version = service.http.get(public, params={"version": number + 1}).json()
        assert of_version.items() >= signed["credentialSubject"]["achievement"].items()
        assert service.verify(signed)["verified"]
    assert service.http.get(public).content == service.http.get(public, params={"version": 4}).content
    for path in (path_of(made), public):
        problem(tenant.call("GET", path, params={"version": 5}), 404, code="not_found")


def test_the_public_address_is_conditional(service: Service, tenant: Tenant):
    """304 while the client has the current version, 200 after a change."""
    public = f"/achievements/{tenant.achievement['id']}"
    tag = {"If-None-Match": service.http.get(public).headers["etag"]}
    assert service.http.get(public, headers=tag).status_code == 304
    tenant.call("PUT", path_of(tenant.achievement), body(tenant, name="Changed"))
    assert service.http.get(public, headers=tag).status_code == 200


def test_the_same_content_again_changes_nothing(tenant: Tenant):
    """Neither version nor time; members in another order, or null for absent, are the same content."""
    made = tenant.call("POST", "/v1/achievements", body(tenant)).json()
    again = dict(reversed(body(tenant, tag=None, image=None).items()))
    answer = tenant.call("PUT", path_of(made), again)
    assert answer.status_code == 200
    assert answer.json() == made


def test_if_match_guards_against_lost_updates(tenant: Tenant):
    """412 when somebody was faster, and nothing is changed."""
    path = path_of(tenant.achievement)
    assert tenant.call("PUT", path, body(tenant, name="Two"), headers={"If-Match": '"1"'}).status_code == 200
    stale = tenant.call("PUT", path, body(tenant, name="Lost"), headers={"If-Match": '"1"'})
    problem(stale, 412, code="stale_version")
    found = tenant.call("GET", path)
    assert found.json()["achievement"]["name"] == "Two"
    assert found.headers["etag"] == '"2"'


def test_one_of_many_writers_at_once_wins_each_version(tenant: Tenant):
    """Twenty writers who read version 1: one makes version 2, nineteen are told that they are late."""

    def write(number: int) -> int:
        return tenant.call(
            "PUT", path_of(tenant.achievement), body(tenant, name=f"Writer {number}"), headers={"If-Match": '"1"'}
        ).status_code

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(write, range(20)))
    assert sorted(answers) == [200] + [412] * 19
    assert tenant.call("GET", path_of(tenant.achievement)).json()["version"] == 2


def test_archived_means_nothing_more_is_issued(service: Service, tenant: Tenant):
    """What was issued stays valid; issuing and changing wait until it is restored."""
    path, issued = path_of(tenant.achievement), tenant.issue()
    archived = tenant.call("POST", f"{path}/archive")
    assert archived.status_code == 200
    assert archived.json()["state"] == "archived"
    assert tenant.call("POST", f"{path}/archive").json()["state"] == "archived"
    problem(
        tenant.call("POST", "/v1/assertions", tenant.request()),
        409,
        code="conflict",
        fault="archived",
        at="/achievement",
    )
    problem(tenant.call("PUT", path, body(tenant, name="New")), 409, code="conflict", fault="archived")
    assert service.verify(issued["credential"])["verified"]
    assert service.http.get(f"/achievements/{tenant.achievement['id']}").status_code == 200

    assert tenant.call("POST", f"{path}/restore").json()["state"] == "active"
    assert tenant.issue()
    assert tenant.call("PUT", path, body(tenant, name="New")).json()["version"] == 2


def test_put_by_key_brings_an_achievement_to_what_the_body_says(tenant: Tenant, stranger: Tenant):
    """201 new; 200 unchanged; 200 with a new version; the key is the issuer's own name for it."""

    def put(who: Tenant, **members: Any):
        return who.call("PUT", f"/v1/issuers/{who.issuer['id']}/achievements/by-key/SOL-2", body(who, **members))

    new = put(tenant)
    assert new.status_code == 201
    assert new.json()["key"] == "SOL-2"
    assert new.headers["location"] == path_of(new.json())
    assert new.headers["etag"] == '"1"'

    same = put(tenant)
    assert same.status_code == 200
    assert same.json() == new.json()

    changed = put(tenant, tag=["soldering"])
    assert changed.status_code == 200
    assert changed.json()["id"] == new.json()["id"]
    assert (changed.json()["version"], changed.headers["etag"]) == (2, '"2"')

    others = put(stranger)
    assert others.status_code == 201
    assert others.json()["id"] != new.json()["id"]


def test_put_by_key_at_once_makes_one(tenant: Tenant):
    """Twenty equal requests at once: one is told 201, all are shown the same achievement."""
    path = f"/v1/issuers/{tenant.issuer['id']}/achievements/by-key/{uuid4()}"
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: tenant.call("PUT", path, body(tenant)), range(20)))
    assert sorted(answer.status_code for answer in answers) == [200] * 19 + [201]
    assert len({answer.text for answer in answers}) == 1


def test_put_by_key_refuses_what_contradicts(tenant: Tenant):
    """Another issuer in the body than in the address; a change of an archived achievement."""
    path = f"/v1/issuers/{tenant.issuer['id']}/achievements/by-key/k"
    problem(tenant.call("PUT", path, body(tenant, issuer="another")), 404, fault="not_found", at="/issuer")
    made = tenant.call("PUT", path, body(tenant)).json()
    tenant.call("POST", f"{path_of(made)}/archive")
    assert tenant.call("PUT", path, body(tenant)).status_code == 200
    problem(tenant.call("PUT", path, body(tenant, name="Other")), 409, fault="archived")


@pytest.mark.parametrize("key", ["a b", "a*b", "é", "x" * 201, "a%00b", "%0A"])
def test_keys_outside_the_pattern_are_refused(tenant: Tenant, key: str):
    """Keys match [A-Za-z0-9._~:@-]{1,200}; the answer says so, except for addresses that cannot be."""
    answer = tenant.call("PUT", f"/v1/issuers/{tenant.issuer['id']}/achievements/by-key/{key}", body(tenant))
    if "%00" in key:
        problem(answer, 404, code="not_found")
    else:
        assert "A-Za-z0-9._~:@-" in problem(answer, 422, fault="bad_parameter")["detail"]


def test_lists_show_every_achievement_once(service: Service, tenant: Tenant, stranger: Tenant):
    """Keyset paging, oldest first, the caller's own only; the operator sees all."""
    made = [tenant.achievement] + [
        tenant.call("POST", "/v1/achievements", body(tenant, name=f"A{number}")).json() for number in range(6)
    ]
    for limit, sizes in ((200, [7]), (7, [7]), (3, [3, 3, 1]), (1, [1] * 7)):
        pages = tenant.pages("/v1/achievements", limit=limit)
        assert [len(page) for page in pages] == sizes
        assert [item for page in pages for item in page] == made
    everything = [item["id"] for page in read_pages(service.admin, "/v1/achievements", {}) for item in page]
    assert len(everything) == len(set(everything))
    assert {item["id"] for item in made} | {stranger.achievement["id"]} <= set(everything)


@pytest.mark.parametrize(
    ("members", "fault", "at"),
    [
        ({"criteria": {}}, "no_criteria", "/criteria"),
        ({"tag": ["a", "a"]}, "repeated_value", "/tag/1"),
        ({"creator": {"id": "urn:x:1", "image": {"id": "data:image/gif;base64,R0"}}}, "wrong_image_type",
         "/creator/image/id"),
        ({"resultDescription": [{"name": "R", "resultType": "Status", "requiredLevel": "urn:x:1"}]}, "unknown_level",
         "/resultDescription/0/requiredLevel"),
        ({"resultDescription": [{"id": "urn:x:1", "name": "R", "resultType": "Status"}] * 2}, "repeated_id",
         "/resultDescription/1/id"),
        ({"creditsAvailable": 0.12345678901234567}, "inexact_number", "/creditsAvailable"),
        ({"endorsementJwt": ["a.b.c"]}, "too_new", "/endorsementJwt"),
        ({"creator": {"id": "urn:x:1", "endorsementJwt": ["a.b.c"]}}, "too_new", "/creator/endorsementJwt"),
        ({"endorsement": [{"name": "E"}]}, "missing_member", "/endorsement/0/issuer"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_an_achievement_that_no_credential_could_carry_is_refused_at_once(
    tenant: Tenant, members: dict[str, Any], fault: str, at: str
):
    """What the verifier would refuse is refused when it is said, in the places of the request, by every route."""
    for method, path in (
        ("POST", "/v1/achievements"),
        ("PUT", path_of(tenant.achievement)),
        ("PUT", f"/v1/issuers/{tenant.issuer['id']}/achievements/by-key/k"),
    ):
        problem(tenant.call(method, path, body(tenant, **members)), 422, fault=fault, at=at)


def test_no_id_that_a_client_gives_is_one_of_ours(tenant: Tenant):
    """Ids of results are the client's to choose: what stands around them while they are judged is not in the way."""
    for number in range(6):
        given = {"id": f"urn:uuid:00000000-0000-4000-8000-{number:012}", "name": "Mark", "resultType": "Percent"}
        made = tenant.call("POST", "/v1/achievements", body(tenant, resultDescription=[given]))
        assert made.status_code == 201, made.text
        assert made.json()["achievement"]["resultDescription"][0]["id"] == given["id"]
