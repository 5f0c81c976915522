"""Who may do what to whose: every operation of the OpenAPI document, tried with every kind of wrong key.

The table below has a row for every operation that needs a key; an operation without a row fails the first test.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from badgeapi.app import describe
from badgeapi.credentials.time import format_datetime
from tests.api.service import ACHIEVEMENT, ADMIN_KEY, Service, Tenant, problem

OPERATIONS = {
    operation["operationId"]: (method.upper(), path, operation)
    for path, methods in describe().openapi()["paths"].items()
    for method, operation in methods.items()
}
PUBLIC = {  # for anybody, by design: documents that credentials point to, verification, operations
    "verifyCredential", "verifyCredentialVcApi", "verifyPresentationVcApi", "resolveDid", "getPublicAchievement",
    "getPublicCredential", "getIssuerProfile", "getDidDocument", "getKeyDocument", "getJwks", "getImage",
    "getStatusList", "getErrorPage", "live", "ready", "metrics",
}  # fmt: skip

Ids = dict[str, str]
Body = dict[str, Any] | list[dict[str, Any]] | None


@dataclass(frozen=True)
class Row:
    """What an operation needs: a scope, and a body that would be right for the owner of the ids."""

    scope: str
    body: Callable[[Ids], Body] = lambda ids: None
    svg: bytes | None = None  # the body, where it is a picture
    own_ids_only: bool = False  # it names nothing, so there is nothing of another's to name
    refusal: tuple[int, str] = (404, "not_found")  # of what names another's


def _achievement(ids: Ids) -> dict[str, Any]:
    return ACHIEVEMENT | {"issuer": ids["issuer_id"], "humanCode": uuid4().hex}


def _assertion(ids: Ids) -> dict[str, Any]:
    return {"achievement": ids["achievement_id"], "recipient": {"email": "eve@example.org"}}


def _rows(ids: Ids) -> list[dict[str, Any]]:
    return [_assertion(ids) | {"key": uuid4().hex}]


def _credential(ids: Ids) -> dict[str, Any]:
    subject = {"id": "did:example:eve"}
    document = {"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiableCredential"]}
    return {"credential": document | {"issuer": ids["did"], "credentialSubject": subject}}


def _reason(ids: Ids) -> dict[str, Any]:
    return {"reason": "because"}


BODIES = {"achievement": _achievement, "assertion": _assertion}
ROWS = {
    "createIssuer": Row("issuer:write", lambda ids: {"name": "Mine"}, own_ids_only=True),
    "listIssuers": Row("issuer:read", own_ids_only=True),
    "getIssuer": Row("issuer:read"),
    "replaceIssuerProfile": Row("issuer:write", lambda ids: {"name": "Taken over"}),
    "createApiKey": Row("api-keys:manage", lambda ids: {"name": "mine", "scopes": ["api-keys:manage"]}),
    "listApiKeys": Row("api-keys:manage"),
    "revokeApiKey": Row("api-keys:manage"),
    "createAchievement": Row("achievements:write", _achievement),
    "listAchievements": Row("achievements:read", own_ids_only=True),
    "upsertAchievement": Row("achievements:write", _achievement),
    "getAchievement": Row("achievements:read"),
    "changeAchievement": Row("achievements:write", _achievement),
    "archiveAchievement": Row("achievements:write"),
    "restoreAchievement": Row("achievements:write"),
    "issueAssertion": Row("assertions:issue", _assertion),
    "uploadImage": Row("achievements:write", svg=b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'),
    "listAssertions": Row("assertions:read", own_ids_only=True),
    "issueAssertionByKey": Row("assertions:issue", _assertion),
    "getAssertion": Row("assertions:read"),
    "publishAssertion": Row("assertions:issue"),
    "unpublishAssertion": Row("assertions:issue"),
    "revokeAssertion": Row("assertions:revoke", _reason),
    "suspendAssertion": Row("assertions:revoke", _reason),
    "reinstateAssertion": Row("assertions:revoke", _reason),
    "issueAssertions": Row("assertions:issue", _rows, refusal=(422, "invalid_input")),
    "createAssertionJob": Row("assertions:issue", _rows, own_ids_only=True),  # its rows are looked at afterwards
    "listAssertionJobs": Row("assertions:read", own_ids_only=True),
    "getAssertionJob": Row("assertions:read"),
    "getAssertionJobResults": Row("assertions:read"),
    "watchAssertionJob": Row("assertions:read"),
    "cancelAssertionJob": Row("assertions:issue"),
    "signCredential": Row("credentials:sign", _credential, refusal=(400, "invalid_input")),
    "updateCredentialStatus": Row("assertions:revoke", lambda ids: {"credentialId": ids["credential_id"]}),
}
SCOPES = sorted({row.scope for row in ROWS.values()})
each_operation = pytest.mark.parametrize("name", ROWS)


@dataclass
class Owner:
    """A tenant with one of everything, and the ids of it all."""

    tenant: Tenant
    ids: Ids

    @classmethod
    def of(cls, tenant: Tenant) -> Owner:
        ids = {"issuer_id": tenant.issuer["id"], "achievement_id": tenant.achievement["id"], "key": uuid4().hex}
        path = f"/v1/issuers/{ids['issuer_id']}"
        for kind in ("achievement", "assertion"):
            answer = tenant.call("PUT", f"{path}/{kind}s/by-key/{ids['key']}", BODIES[kind](ids))
            ids[f"{kind}_id"] = answer.json()["id"]
        spare = tenant.call("POST", f"{path}/api-keys", {"name": "spare"})
        job = tenant.call("POST", "/v1/assertion-jobs", _rows(ids), params={"dryRun": True}).json()
        tenant.call("GET", f"/v1/assertion-jobs/{job['id']}/events")  # to its end
        signed = answer.json()["credential"]
        more = {"key_id": spare.json()["id"], "job_id": job["id"], "did": tenant.issuer["did"]}
        return cls(tenant, ids | more | {"credential_id": signed["id"]})

    def everything(self) -> list[str]:
        """All that can be seen of this tenant, by itself and by anybody."""
        call, ids = self.tenant.call, self.ids
        assertion = call("GET", f"/v1/assertions/{ids['assertion_id']}")
        status = assertion.json()["credential"]["credentialStatus"]["statusListCredential"]
        answers = [
            assertion,
            *(call("GET", f"/v1/{path}") for path in ("issuers", "achievements", "assertions", "assertion-jobs")),
            call("GET", f"/v1/issuers/{ids['issuer_id']}/api-keys"),
            call("GET", f"/credentials/{ids['assertion_id']}"),
            call("GET", status.removeprefix(self.tenant.service.url)),
        ]
        return [f"{answer.status_code} {answer.json().get('items', answer.headers.get('etag'))}" for answer in answers]

    def key(self, **members: Any) -> dict[str, Any]:
        """Make a further API key, as the operator: of any scope."""
        path = f"/v1/issuers/{self.ids['issuer_id']}/api-keys"
        answer = self.tenant.service.admin("POST", path, {"name": "further"} | members)
        assert answer.status_code == 201, answer.text
        return answer.json()


@pytest.fixture(scope="module")
def victim(service: Service) -> Owner:
    return Owner.of(service.tenant())


@pytest.fixture(scope="module")
def intruder(service: Service) -> Owner:
    return Owner.of(service.tenant())


def call(service: Service, name: str, ids: Ids, key: str | None) -> httpx.Response:
    """Call an operation on these ids with this key."""
    method, path, _ = OPERATIONS[name]
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    row = ROWS[name]
    if row.svg is not None:
        headers["Content-Type"] = "image/svg+xml"
    return service.http.request(method, path.format(**ids), json=row.body(ids), content=row.svg, headers=headers)


def test_every_operation_is_in_the_table():
    """A new route must say who may call it."""
    secured = {name for name, (_, _, operation) in OPERATIONS.items() if operation.get("security")}
    assert secured == ROWS.keys()
    assert OPERATIONS.keys() - secured == PUBLIC


@each_operation
def test_what_is_anothers_is_not_there(service: Service, victim: Owner, intruder: Owner, name: str):
    """Refused as if it did not exist; nothing of the owner's has changed, and the answer tells nothing of it."""
    if ROWS[name].own_ids_only:
        key = intruder.key(scopes=[ROWS[name].scope])["key"]
        answer = call(service, name, victim.ids, key)
        assert all(value not in answer.text for value in victim.ids.values())
        return
    before, (status, code) = victim.everything(), ROWS[name].refusal
    key = intruder.key(scopes=[ROWS[name].scope])["key"]
    shown = problem(call(service, name, victim.ids, key), status, code=code)
    assert all(value not in str(shown) for value in victim.ids.values())
    nowhere = {name: uuid4().hex for name in victim.ids}
    assert shown | {"requestId": ""} == call(service, name, nowhere, key).json() | {"requestId": ""}
    assert victim.everything() == before


def test_a_job_does_not_reach_beyond(victim: Owner, intruder: Owner):
    """A row that names another's achievement fails as one that names none there is, whether named by row or for all."""
    before, call = victim.everything(), intruder.tenant.call
    theirs = {"achievement": victim.ids["achievement_id"]}
    bare = {"recipient": {"email": "eve@example.org"}}
    rows = [{"key": "own"} | bare | theirs]
    for body, parameters in ((rows, {}), ([{"key": "all"} | bare], theirs)):
        job = call("POST", "/v1/assertion-jobs", body, params=parameters).json()
        call("GET", f"/v1/assertion-jobs/{job['id']}/events")
        (found,) = [
            json.loads(line) for line in call("GET", f"/v1/assertion-jobs/{job['id']}/results").text.splitlines()
        ]
        assert (found["state"], found["problem"]["code"]) == ("failed", "not_found")
    assert victim.everything() == before


@pytest.mark.parametrize(
    ("name", "mixed"),
    [
        ("revokeApiKey", "key_id"),
        ("upsertAchievement", "issuer_id"),
        ("upsertAchievement", "body"),
        ("changeAchievement", "achievement_id"),
        ("changeAchievement", "body"),
        ("issueAssertionByKey", "issuer_id"),
        ("issueAssertionByKey", "body"),
    ],
)
def test_one_foreign_id_among_own_ones_is_enough(
    service: Service, victim: Owner, intruder: Owner, name: str, mixed: str
):
    """An address of one's own does not open a body that names another's, nor the other way round."""
    before, mine = (victim.everything(), intruder.everything()), intruder.ids
    method, path, _ = OPERATIONS[name]
    address = mine | ({mixed: victim.ids[mixed]} if mixed != "body" else {})
    body = ROWS[name].body(victim.ids if mixed == "body" else mine)
    answer = intruder.tenant.call(method, path.format(**address), body)
    problem(answer, 404, code="not_found")
    assert (victim.everything(), intruder.everything()) == before


@pytest.mark.parametrize("name", ["issuer", "achievement"])
def test_a_filter_does_not_reach_beyond(victim: Owner, intruder: Owner, name: str):
    """Naming another's id in a filter finds nothing, with its recipient too."""
    for more in ({}, {"recipient": "ada@example.org"}):
        parameters = {name: victim.ids[f"{name}_id"]} | more
        assert intruder.tenant.call("GET", "/v1/assertions", params=parameters).json() == {"items": []}


def test_a_cursor_does_not_reach_beyond(victim: Owner, intruder: Owner):
    """A cursor is a place in time, not a permission."""
    victim.tenant.issue(achievement=victim.ids["achievement_id"])
    theirs = victim.tenant.call("GET", "/v1/assertions", params={"limit": 1}).json()["nextCursor"]
    answer = intruder.tenant.call("GET", "/v1/assertions", params={"cursor": theirs, "order": "oldest"})
    assert {item["issuer"] for item in answer.json()["items"]} <= {intruder.ids["issuer_id"]}


GARBLED = (
    None,
    "Bearer",
    ADMIN_KEY,
    f"Basic {ADMIN_KEY}",
    f"Bearer {ADMIN_KEY[:-1]}",
    f"Bearer {ADMIN_KEY}x",
    f"Bearer badge_01a1f6b27c3a7d529a545a0b6b1f0c11_{'A' * 43}000000",
    "Bearer badge_é",
    f"Bearer badge_{'x' * 8_000}",
)


@each_operation
def test_no_operation_without_a_valid_key(service: Service, victim: Owner, name: str):
    """Missing, garbled, expired, revoked, altered: 401 with WWW-Authenticate, before anything else is looked at."""
    method, path, _ = OPERATIONS[name]
    expires_at = format_datetime((service.clock() + timedelta(minutes=1)).replace(microsecond=0))
    expiring, revoked, own = victim.key(expiresAt=expires_at)["key"], victim.key(), victim.tenant.key
    victim.tenant.call("DELETE", f"/v1/issuers/{victim.ids['issuer_id']}/api-keys/{revoked['id']}")
    altered = own[:-1] + ("0" if own[-1] != "0" else "1")
    before = victim.everything()
    for header in (*GARBLED, *(f"Bearer {key}" for key in (revoked["key"], altered, own.swapcase()))):
        headers = {} if header is None else {"Authorization": header.encode("latin-1")}
        body = ROWS[name].body(victim.ids)
        answer = service.http.request(method, path.format(**victim.ids), json=body, headers=headers)
        problem(answer, 401, code="unauthenticated")
        assert answer.headers["www-authenticate"] == "Bearer"
    for spoilt in ({"content": b""}, {"content": b"{"}, {"content": b"a", "headers": {"Content-Type": "text/html"}}):
        problem(service.http.request(method, path.format(**victim.ids), **spoilt), 401, code="unauthenticated")
    problem(service.http.request(method, path.format(**victim.ids) + "?nonsense=1"), 401, code="unauthenticated")
    with service.clock.later(minutes=2):
        problem(call(service, name, victim.ids, expiring), 401, code="unauthenticated")
    assert victim.everything() == before


@pytest.mark.parametrize("scope", SCOPES)
def test_a_key_may_do_what_its_scopes_say_and_no_more(service: Service, scope: str):
    """403 names the missing scope and changes nothing; with that scope alone the operation is done."""
    owner = Owner.of(service.tenant())
    without = owner.key(scopes=[other for other in SCOPES if other != scope])["key"]
    alone = owner.key(scopes=[scope])["key"]
    before = owner.everything()
    for name, row in ROWS.items():
        if row.scope == scope:
            assert scope in problem(call(service, name, owner.ids, without), 403, code="forbidden")["detail"]
        else:
            answer = call(service, name, owner.ids, alone)
            assert row.scope in problem(answer, 403, code="forbidden")["detail"]
    assert owner.everything() == before
    for name, row in ROWS.items():
        if row.scope == scope and name not in ("createIssuer", "revokeAssertion", "updateCredentialStatus"):
            assert call(service, name, owner.ids, alone).status_code in (200, 201, 202, 409), name


def test_signing_foreign_documents_is_never_implied(service: Service, victim: Owner):
    """`credentials:sign` alone opens nothing here, and a key that lacks it cannot give it."""
    path = f"/v1/issuers/{victim.ids['issuer_id']}/api-keys"
    signer = service.admin("POST", path, {"name": "signer", "scopes": ["credentials:sign"]}).json()["key"]
    for name in ROWS.keys() - {"signCredential"}:
        problem(call(service, name, victim.ids, signer), 403, code="forbidden")
    body = {"name": "more", "scopes": ["credentials:sign"]}
    assert "credentials:sign" in problem(victim.tenant.call("POST", path, body), 403, code="forbidden")["detail"]


@pytest.mark.parametrize("scope", [scope for scope in SCOPES if scope != "api-keys:manage"])
def test_a_key_cannot_make_a_key_that_may_more(service: Service, victim: Owner, scope: str):
    """No escalation: a scope that is not carried cannot be given, and is left out when none are named."""
    manager = {"Authorization": f"Bearer {victim.key(scopes=['api-keys:manage'])['key']}"}
    path = f"/v1/issuers/{victim.ids['issuer_id']}/api-keys"
    more = service.http.post(path, json={"name": "more", "scopes": ["api-keys:manage", scope]}, headers=manager)
    assert scope in problem(more, 403, code="forbidden")["detail"]
    same = service.http.post(path, json={"name": "same"}, headers=manager)
    assert same.json()["scopes"] == ["api-keys:manage"]


def test_only_the_operator_makes_issuers(victim: Owner):
    """An issuer's key with every scope is told why not."""
    answer = victim.tenant.call("POST", "/v1/issuers", {"name": "Another"})
    assert "admin" in problem(answer, 403, code="forbidden")["detail"]


def test_the_operator_may_do_whatever_an_issuers_key_may(service: Service):
    """Every operation on an issuer's things with the admin key; a job that is done can no longer be cancelled."""
    owner = Owner.of(service.tenant())
    last = ("revokeAssertion", "updateCredentialStatus", "archiveAchievement", "revokeApiKey")
    for name in (*(name for name in ROWS if name not in last), *last):
        wanted = (409,) if name == "cancelAssertionJob" else (200, 201, 202)
        assert call(service, name, owner.ids, ADMIN_KEY).status_code in wanted, name
