"""Issuers: made by the operator, changed by their own keys, shown to anybody."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from tests.api.bodies import PROFILE
from tests.api.service import Service, Tenant, problem, read_pages


def test_every_member_of_a_profile_is_kept_and_signed(service: Service):
    """What an issuer says of itself stands in its resource, at its public address and in its credentials."""
    tenant = service.tenant(**PROFILE)
    made = tenant.issuer
    assert made["profile"] == PROFILE
    assert made["name"] == PROFILE["name"]
    assert tenant.call("GET", f"/v1/issuers/{made['id']}").json() == made

    public = service.http.get(f"/issuers/{made['slug']}").json()
    profile = {"id": made["did"], "type": ["Profile"]} | PROFILE
    assert public.pop("@context")[0] == "https://www.w3.org/ns/credentials/v2"
    assert public == profile

    credential = tenant.issue()["credential"]
    assert credential["issuer"] == profile
    assert service.verify(credential)["verified"]


def test_an_image_may_be_its_address_alone(service: Service):
    """`image: "https://..."` is short for an Image object; credentials carry the object."""
    made = service.admin("POST", "/v1/issuers", {"name": "A", "image": "https://a.example/a.png"})
    assert made.json()["profile"]["image"] == {"id": "https://a.example/a.png", "type": "Image"}


def test_creation_tells_where_and_which_version(service: Service):
    """201 with Location and ETag, and a DID that follows from origin and slug (did:web)."""
    slug = f"s-{uuid4().hex}"
    answer = service.admin("POST", "/v1/issuers", {"name": "S", "slug": slug})
    made = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/v1/issuers/{made['id']}"
    assert answer.headers["etag"] == '"1"'
    assert made["slug"] == slug
    assert made["didMethod"] == "web"
    assert made["did"] == f"did:web:{service.url.removeprefix('http://').replace(':', '%3A')}:issuers:{slug}"
    assert made["url"] == f"{service.url}/issuers/{slug}"
    assert service.admin("GET", answer.headers["location"]).json() == made


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Señor Ørsted's Académie", "senor-rsted-s-academie-"), ("  A -- B  ", "a-b-"), ("x" * 100, "x" * 31)],
)
def test_a_slug_is_made_of_the_name(service: Service, name: str, slug: str):
    """Lower-case Latin letters, digits and hyphens, at most 63 of them."""
    made = service.admin("POST", "/v1/issuers", {"name": f"{name} {uuid4().hex}"}).json()
    assert made["slug"].startswith(slug)
    assert re.fullmatch("[a-z0-9][a-z0-9-]{0,61}[a-z0-9]", made["slug"])


def test_a_name_without_latin_letters_gives_way_to_the_id(service: Service):
    """Every issuer has a slug."""
    made = service.admin("POST", "/v1/issuers", {"name": "东京大学"}).json()
    assert made["slug"] == made["id"]


def test_a_slug_is_taken_once(service: Service, tenant: Tenant):
    """A slug is part of signed ids, so it has one owner for ever."""
    again = {"name": "Second", "slug": tenant.issuer["slug"]}
    problem(service.admin("POST", "/v1/issuers", again), 409, code="conflict", fault="slug_taken", at="/slug")


def test_an_issuer_may_be_a_did_key(service: Service):
    """did:key: no document of ours is needed, and both suites sign with the one key."""
    tenant = service.tenant(didMethod="key")
    assert tenant.issuer["did"].startswith("did:key:z6Mk")
    for suite in ("eddsa-rdfc-2022", "eddsa-jcs-2022"):
        credential = tenant.issue(cryptosuite=suite)["credential"]
        assert credential["issuer"]["id"] == tenant.issuer["did"]
        assert service.verify(credential)["verified"]


def test_lists_show_every_issuer_once_while_others_come(service: Service):
    """Keyset paging: what is made meanwhile neither repeats nor hides a row."""
    for _ in range(5):
        service.tenant()
    before = [item["id"] for page in read_pages(service.admin, "/v1/issuers", {}) for item in page]

    def call(*arguments: object, **options: object):
        service.tenant() if len(seen) < 2 else None
        seen.append(1)
        return service.admin(*arguments, **options)

    seen: list[int] = []
    pages = read_pages(call, "/v1/issuers", {"limit": 2})
    ids = [item["id"] for page in pages for item in page]
    assert all(len(page) == 2 for page in pages[:-1])
    assert ids[: len(before)] == before
    assert len(ids) == len(set(ids)) == len(before) + 2


def test_a_key_lists_its_own_issuer_only(tenant: Tenant, stranger: Tenant):
    """The list is the caller's."""
    assert tenant.pages("/v1/issuers") == [[tenant.issuer]]


def test_a_profile_is_replaced_and_earlier_credentials_keep_theirs(service: Service, tenant: Tenant):
    """Signed bytes never change; from now on the new profile is signed."""
    first = tenant.issue()
    path = f"/v1/issuers/{tenant.issuer['id']}"
    answer = tenant.call("PUT", path, {"name": "Renamed", "url": "https://new.example"}, headers={"If-Match": '"1"'})
    assert answer.status_code == 200
    assert answer.headers["etag"] == '"2"'
    assert answer.json()["profile"] == {"name": "Renamed", "url": "https://new.example"}
    assert {name: answer.json()[name] for name in ("id", "slug", "did")} == {
        name: tenant.issuer[name] for name in ("id", "slug", "did")
    }
    assert tenant.call("GET", f"/v1/assertions/{first['id']}").json() == first
    assert service.verify(first["credential"])["verified"]
    assert tenant.issue()["credential"]["issuer"]["name"] == "Renamed"


def test_if_match_guards_against_lost_updates(tenant: Tenant):
    """412 when the issuer has changed since; without If-Match, or with `*`, the last one wins."""
    path = f"/v1/issuers/{tenant.issuer['id']}"
    assert tenant.call("PUT", path, {"name": "Two"}).status_code == 200
    problem(tenant.call("PUT", path, {"name": "Three"}, headers={"If-Match": '"1"'}), 412, code="stale_version")
    found = tenant.call("GET", path)
    assert found.json()["name"] == "Two"
    assert found.headers["etag"] == '"2"'
    assert tenant.call("PUT", path, {"name": "Three"}, headers={"If-Match": found.headers["etag"]}).status_code == 200
    assert tenant.call("PUT", path, {"name": "Four"}, headers={"If-Match": "*"}).status_code == 200
    problem(tenant.call("PUT", path, {"name": "Five"}, headers={"If-Match": "tomorrow"}), 422, fault="bad_parameter")


@pytest.mark.parametrize(
    ("profile", "fault", "at"),
    [
        ({"image": "data:image/gif;base64,R0lGODlhAQABAAAAACw="}, "wrong_image_type", "/image/id"),
        (
            {"parentOrg": {"id": "urn:x:1", "image": {"id": "data:text/html,x"}}},
            "wrong_image_type",
            "/parentOrg/image/id",
        ),
    ],
)
def test_a_profile_that_no_credential_could_carry_is_refused_at_once(
    service: Service, tenant: Tenant, profile: dict[str, object], fault: str, at: str
):
    """What the verifier would refuse in `issuer` is refused when the issuer says it, not at the first badge."""
    body = {"name": "A"} | profile
    problem(service.admin("POST", "/v1/issuers", body), 422, fault=fault, at=at)
    problem(tenant.call("PUT", f"/v1/issuers/{tenant.issuer['id']}", body), 422, fault=fault, at=at)


def test_documents_for_anybody(service: Service, tenant: Tenant):
    """did.json and key documents stand where the signatures say, conditional and readable from any origin."""
    base = f"/issuers/{tenant.issuer['slug']}"
    did_document = service.http.get(f"{base}/did.json", headers={"Origin": "https://verifier.example"})
    assert did_document.headers["content-type"] == "application/did+ld+json"
    assert did_document.headers["access-control-allow-origin"] == "*"
    assert did_document.json()["id"] == tenant.issuer["did"]

    method_id = tenant.issue()["credential"]["proof"][0]["verificationMethod"]
    methods = {method["id"]: method for method in did_document.json()["verificationMethod"]}
    assert method_id in did_document.json()["assertionMethod"]
    assert methods[method_id]["controller"] == tenant.issuer["did"]

    key = service.http.get(f"{base}/keys/{method_id.partition('#')[2]}")
    assert key.json()["publicKeyMultibase"] == methods[method_id]["publicKeyMultibase"]

    for document in (did_document, key, service.http.get(base)):
        tag = {"If-None-Match": document.headers["etag"]}
        again = service.http.get(document.request.url, headers=tag)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == document.headers["etag"]
    for path in ("/issuers/nobody", "/issuers/nobody/did.json", "/issuers/nobody/keys/z6Mk", f"{base}/keys/z6Mk"):
        problem(service.http.get(path), 404, code="not_found")
