"""Whatever a client sends wrong is told as a problem with its place and code, and never breaks the service."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from badgeapi.errors import pointer
from badgeapi.routers import conditional
from tests.api.bodies import ACHIEVEMENT, ASSERTION, PROFILE
from tests.api.service import PROBLEM, Service, Tenant, problem

Place = tuple[str | int, ...]
MEGABYTE = 1 << 20

# What is sent where; the ids of the tenant are filled in.
BODIES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "createIssuer": ("POST", "/v1/issuers", PROFILE | {"didMethod": "web"}),
    "replaceIssuerProfile": ("PUT", "/v1/issuers/{issuer}", PROFILE),
    "createApiKey": ("POST", "/v1/issuers/{issuer}/api-keys",
                     {"name": "LMS", "scopes": ["issuer:read"], "expiresAt": "2099-01-01T00:00:00Z"}),
    "createAchievement": ("POST", "/v1/achievements", {"issuer": "{issuer}"} | ACHIEVEMENT),
    "changeAchievement": ("PUT", "/v1/achievements/{achievement}", {"issuer": "{issuer}"} | ACHIEVEMENT),
    "upsertAchievement": ("PUT", "/v1/issuers/{issuer}/achievements/by-key/k", {"issuer": "{issuer}"} | ACHIEVEMENT),
    "issueAssertion": ("POST", "/v1/assertions", {"achievement": "{achievement}"} | ASSERTION),
    "issueAssertionByKey": ("PUT", "/v1/issuers/{issuer}/assertions/by-key/k",
                            {"achievement": "{achievement}"} | ASSERTION),
    "suspendAssertion": ("POST", "/v1/assertions/{assertion}/suspend", {"reason": "because"}),
    "reinstateAssertion": ("POST", "/v1/assertions/{assertion}/reinstate", {"reason": "because"}),
    "revokeAssertion": ("POST", "/v1/assertions/{assertion}/revoke", {"reason": "because"}),
}  # fmt: skip
KINDS = ("createIssuer", "createApiKey", "createAchievement", "issueAssertion", "suspendAssertion")
"""One operation for each kind of body."""

IRIS = {"id", "url", "targetUrl", "requiredLevel", "achievedLevel"}
TIMES = {"validFrom", "validUntil", "awardedDate", "activityStartDate", "activityEndDate", "expiresAt"}


class Desk:
    """A tenant with an achievement that has every member, and a badge: where bodies are handed in."""

    def __init__(self, tenant: Tenant) -> None:
        made = tenant.call("POST", "/v1/achievements", {"issuer": tenant.issuer["id"]} | ACHIEVEMENT).json()
        self.tenant = tenant
        self.ids = {"issuer": tenant.issuer["id"], "achievement": made["id"]}
        self.ids["assertion"] = tenant.issue(achievement=made["id"])["id"]

    def body(self, name: str) -> dict[str, Any]:
        """A right body of an operation, with every member."""
        body = deepcopy(BODIES[name][2])
        return body | {kind: self.ids[kind] for kind in ("issuer", "achievement") if kind in body}

    def send(self, name: str, body: object = None, **options: Any) -> httpx.Response:
        """Hand in a body."""
        method, path, _ = BODIES[name]
        call = self.tenant.service.admin if name == "createIssuer" else self.tenant.call
        return call(method, path.format(**self.ids), body, **options)


@pytest.fixture(scope="module")
def desk(service: Service) -> Desk:
    return Desk(service.tenant())


def walk(value: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Every value below an object; `type` counts as one, being a constant."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, member in items:
        yield (*place, key), member
        if isinstance(member, dict | list) and key != "type":
            yield from walk(member, (*place, key))


def replaced(body: dict[str, Any], place: Place, value: Any) -> dict[str, Any]:
    """The body with another value at a place."""
    changed = deepcopy(body)
    within: Any = changed
    for key in place[:-1]:
        within = within[key]
    within[place[-1]] = value
    return changed


def without(body: dict[str, Any], place: Place) -> dict[str, Any]:
    """The body without a member."""
    changed = deepcopy(body)
    within: Any = changed
    for key in place[:-1]:
        within = within[key]
    del within[place[-1]]
    return changed


def places(body: dict[str, Any], *kinds: type) -> list[tuple[Place, Any]]:
    return [(place, value) for place, value in walk(body) if isinstance(value, kinds) and place[-1] != "type"]


def refused(desk: Desk, name: str, place: Place, value: Any, *codes: str) -> str:
    """Say what is wrong with how a value is refused, "" if nothing is."""
    answer = desk.send(name, replaced(desk.body(name), place, value))
    at, shown = pointer(*place), repr(value)[:40]
    if answer.status_code != 422:
        return f"{at} = {shown}: {answer.status_code}"
    found = {(fault["pointer"], fault["code"]) for fault in problem(answer, 422)["errors"]}
    if not any(where == at and (not codes or code in codes) for where, code in found):
        return f"{at} = {shown}: {found}"
    return ""


def complaints(found: Iterator[str]) -> list[str]:
    return [complaint for complaint in found if complaint]


@pytest.mark.parametrize("name", BODIES)
def test_the_whole_body_is_right(desk: Desk, name: str):
    """The bodies that are spoilt below are right before: what is refused there is refused for what was spoilt."""
    answer = desk.send(name, desk.body(name))
    assert answer.status_code in (200, 201), answer.text


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize(
    ("value", "kinds"),
    [
        (7, (str, list, dict)),
        (True, (str, list, dict, int, float)),
        ("7", (list, int, float)),
        (["a"], (str, dict, int, float)),
        ([["a"]], (str, list, dict)),
        ({"@value": "a", "@language": "en"}, (str, list, int, float)),
        ({"en": "a", "de": "b"}, (str, int, float)),
        ({"a": 1}, (str, list)),
    ],
    ids=["number", "boolean", "text", "array", "nested array", "value object", "language map", "object"],
)
def test_values_of_another_type(desk: Desk, name: str, value: Any, kinds: tuple[type, ...]):
    """Every member, every item: the place of what is wrong, never taken for something it is not."""
    body = desk.body(name)
    codes = {"wrong_type", "not_in_enumeration", "unknown_member", "missing_member"}

    def tried() -> Iterator[str]:
        for place, _ in places(body, *kinds):
            answer, at = desk.send(name, replaced(body, place, value)), pointer(*place)
            found = [(fault["pointer"], fault["code"]) for fault in answer.json().get("errors", ())]
            # What is wrong may be the members of an object, or the items of an array.
            below = [code for where, code in found if where == at or where.startswith(f"{at}/")]
            if answer.status_code != 422 or not below or not set(below) <= codes:
                yield f"{at} = {value!r}: {answer.status_code} {found}"

    assert complaints(tried()) == []


@pytest.mark.parametrize("name", KINDS)
def test_texts_that_say_nothing_or_too_much(desk: Desk, name: str):
    """Blank, with control characters, or beyond every cap: refused at their place, in every text member."""
    body = desk.body(name)
    spoilt = ("", "  \t ", "a\u0007b", "a\u007fb", "https://a.example/" + "x" * 262_144)
    tried = (refused(desk, name, place, value) for place, _ in places(body, str) for value in spoilt)
    assert complaints(tried) == []


@pytest.mark.parametrize("name", KINDS)
def test_ids_that_are_not_absolute(desk: Desk, name: str):
    """Relative, blank node, with spaces or braces: JSON-LD would drop or change them, so they are no ids."""
    spoilt = ("a/b", "//a.example/b", "#b", "_:b0", "https://a.example/a b", "https://a.example/{b}", "a.example")
    tried = (
        refused(desk, name, place, value, "not_an_iri")
        for place, _ in places(desk.body(name), str)
        if place[-1] in IRIS
        for value in spoilt
    )
    assert complaints(tried) == []


@pytest.mark.parametrize("name", KINDS)
def test_times_that_are_none(desk: Desk, name: str):
    """Without offset, of a day or hour that does not exist, or in another form."""
    spoilt = (
        "2026-01-01",
        "2026-01-01T00:00:00",
        "2026-01-01 00:00:00Z",
        "2026-02-30T00:00:00Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01T00:00:60Z",
        "2026-01-01T00:00:00+15:00",
        "2026-01-01T00:00:00Z\n",
        "0001-01-01T00:00:00+01:00",
        "1767225600",
    )
    tried = (
        refused(desk, name, place, value, "not_a_datetime", "control_character")
        for place, _ in places(desk.body(name), str)
        if place[-1] in TIMES
        for value in spoilt
    )
    assert complaints(tried) == []


@pytest.mark.parametrize("name", KINDS)
def test_members_that_nobody_knows(desk: Desk, name: str):
    """In every object: unknown names, names in another case, and everything that JSON-LD would take for its own."""
    body = desk.body(name)
    strange = ("nonsense", "Name", "@context", "@id", "@type", "@value", "@graph", "https://schema.org/name", "_:b", "")
    tried = (
        refused(desk, name, (*place, member), "a", "unknown_member")
        for place, _ in [((), body), *places(body, dict)]
        for member in strange
    )
    assert complaints(tried) == []


@pytest.mark.parametrize("name", KINDS)
def test_null_is_absent(desk: Desk, name: str):
    """A member that is null is answered as one that is not there; an item that is null is refused."""
    body = desk.body(name)

    def tried() -> Iterator[str]:
        for place, _ in walk(body):
            nulled = desk.send(name, replaced(body, place, None))
            if isinstance(place[-1], int):
                if nulled.status_code != 422:
                    yield f"{pointer(*place)}: {nulled.status_code}"
                continue
            absent = desk.send(name, without(body, place))
            if _outcome(nulled) != _outcome(absent):
                yield f"{pointer(*place)}: {_outcome(nulled)}, absent: {_outcome(absent)}"

    assert complaints(tried()) == []


def _outcome(answer: httpx.Response) -> object:
    return answer.status_code, answer.json().get("errors")


@pytest.mark.parametrize("name", KINDS)
def test_arrays_that_say_nothing_or_too_much(desk: Desk, name: str):
    """Empty arrays and arrays beyond 200 items, wherever the model has an array."""
    body = desk.body(name)
    tried = [refused(desk, name, place, [], "empty_array") for place, _ in places(body, list)]
    tried += [
        refused(desk, name, place, items[:1] * 201, "too_many_items", "repeated_value")
        for place, items in places(body, list)
    ]
    assert complaints(iter(tried)) == []


@pytest.mark.parametrize("name", KINDS)
def test_classes_of_another_name(desk: Desk, name: str):
    """`type` may be left out or is the class that stands there; nothing else is signed in its name."""
    body = desk.body(name)
    typed = [place for place, _ in walk(body) if place[-1] == "type" and place[-2:] != ("identifier", "type")]
    tried = (
        refused(desk, name, place, value, "wrong_class", "not_in_enumeration")
        for place in typed
        for value in ("Nothing", ["Nothing"], [], 7, {})
    )
    assert complaints(tried) == []


@pytest.mark.parametrize(
    ("name", "place", "value", "code"),
    [
        ("createIssuer", ("slug",), "Upper", "wrong_form"),
        ("createIssuer", ("slug",), "-a", "wrong_form"),
        ("createIssuer", ("slug",), "a" * 64, "wrong_form"),
        ("createIssuer", ("slug",), "a\n", "wrong_form"),
        ("createIssuer", ("didMethod",), "ion", "not_in_enumeration"),
        ("createIssuer", ("address", "addressCountryCode"), "nz", "not_a_country_code"),
        ("createIssuer", ("address", "geo", "latitude"), 90.5, "out_of_range"),
        ("createIssuer", ("address", "geo", "longitude"), -181, "out_of_range"),
        ("createIssuer", ("dateOfBirth",), "1890-02-30", "not_a_date"),
        ("createIssuer", ("otherIdentifier", 0, "identifierType"), "card", "not_in_enumeration"),
        ("createApiKey", ("scopes", 0), "everything", "not_in_enumeration"),
        ("createAchievement", ("achievementType",), "Medal", "not_in_enumeration"),
        ("createAchievement", ("alignment", 0, "targetType"), "ext:", "not_in_enumeration"),
        ("createAchievement", ("inLanguage",), "english", "not_a_language_tag"),
        ("createAchievement", ("criteria",), {}, "no_criteria"),
        ("createAchievement", ("resultDescription", 0, "resultType"), "Mark", "not_in_enumeration"),
        ("issueAssertion", ("recipient", "email"), "nobody", "wrong_form"),
        ("issueAssertion", ("recipient", "email"), "a b@c", "wrong_form"),
        ("issueAssertion", ("recipient", "email"), "a\u0007@c", "wrong_form"),
        ("issueAssertion", ("recipient", "did"), "did:", "wrong_form"),
        ("issueAssertion", ("recipient", "did"), "did:web:a#b", "wrong_form"),
        ("issueAssertion", ("recipient", "did"), "https://a.example", "wrong_form"),
        ("issueAssertion", ("recipient", "identifier", "type"), "card", "not_in_enumeration"),
        ("issueAssertion", ("recipient",), {}, "no_recipient"),
        ("issueAssertion", ("cryptosuite",), "ecdsa-rdfc-2019", "not_in_enumeration"),
        ("issueAssertion", ("result", 0, "status"), "Passed", "not_in_enumeration"),
        ("issueAssertion", ("image",), "badge.png", "not_an_iri"),
        ("issueAssertion", ("image",), "javascript:alert(1)", "wrong_scheme"),
        ("createAchievement", ("image", "id"), "JavaScript:alert(1)", "wrong_scheme"),
        ("createIssuer", ("image", "id"), "vbscript:x", "wrong_scheme"),
        *(
            (name, place, "x" * 1_001, "too_long")
            for name, place in (
                ("createIssuer", ("name",)),
                ("createApiKey", ("name",)),
                ("createAchievement", ("name",)),
                ("issueAssertion", ("name",)),
                ("issueAssertion", ("recipient", "name")),
                ("createAchievement", ("alignment", 0, "targetName")),
            )
        ),
        *(
            (name, place, "x" * 20_001, "too_long")
            for name, place in (
                ("createIssuer", ("description",)),
                ("createAchievement", ("criteria", "narrative")),
                ("issueAssertion", ("narrative",)),
                ("revokeAssertion", ("reason",)),
            )
        ),
    ],
)
def test_forms_and_terms(desk: Desk, name: str, place: Place, value: Any, code: str):
    """What has a form of its own is held to it."""
    assert refused(desk, name, place, value, code) == ""


def test_every_fault_is_told_at_once(desk: Desk):
    """A client mends its request in one go."""
    body = desk.body("issueAssertion") | {"nonsense": 1, "narrative": " ", "evidence": [], "validUntil": "soon"}
    found = problem(desk.send("issueAssertion", body), 422)["errors"]
    assert {(fault["pointer"], fault["code"]) for fault in found} == {
        ("/nonsense", "unknown_member"),
        ("/narrative", "blank_text"),
        ("/evidence", "empty_array"),
        ("/validUntil", "not_a_datetime"),
    }


RAW: dict[str, tuple[bytes, int, str, str, str]] = {
    "empty": (b"", 400, "malformed_input", "no_body", ""),
    "blank": (b"  ", 400, "malformed_input", "not_json", ""),
    "not JSON": (b"name=LMS", 400, "malformed_input", "not_json", ""),
    "cut off": (b'{"name":"LM', 400, "malformed_input", "not_json", ""),
    "two documents": (b"{}{}", 400, "malformed_input", "not_json", ""),
    "trailing comma": (b'{"a":1,}', 400, "malformed_input", "not_json", ""),
    "single quotes": (b"{'a':1}", 400, "malformed_input", "not_json", ""),
    "byte order mark": (b"\xef\xbb\xbf{}", 400, "malformed_input", "not_json", ""),
    "raw control character": (b'{"a":"\n"}', 400, "malformed_input", "not_json", ""),
    "not UTF-8": (b'{"a":"\xff"}', 400, "malformed_input", "not_utf8", ""),
    "UTF-16": ("{}".encode("utf-16"), 400, "malformed_input", "not_utf8", ""),
    "duplicate member": (b'{"a":{"b":[0,{"c":1,"c":2}]}}', 400, "malformed_input", "duplicate_member", "/a/b/1"),
    "duplicate, once escaped": (b'{"a":1,"\\u0061":2}', 400, "malformed_input", "duplicate_member", ""),
    "NaN": (b'{"a":NaN}', 400, "malformed_input", "not_a_number", "/a"),
    "Infinity": (b'{"a":[1,-Infinity]}', 400, "malformed_input", "not_a_number", "/a/1"),
    "overflow": (b'{"a":1e999}', 400, "malformed_input", "number_out_of_range", "/a"),
    "large integer": (b'{"a":9007199254740993}', 400, "malformed_input", "number_out_of_range", "/a"),
    "huge integer": (b'{"a":' + b"9" * 5000 + b"}", 400, "malformed_input", "number_out_of_range", "/a"),
    "lone surrogate": (b'{"a":{"b~/":"\\ud800"}}', 400, "malformed_input", "bad_text", "/a/b~0~1"),
    "reversed surrogates": (b'{"a":"\\ude00\\ud83d"}', 400, "malformed_input", "bad_text", "/a"),
    "U+0000": (b'{"a":"b\\u0000c"}', 400, "malformed_input", "bad_text", "/a"),
    "U+0000 in a name": (b'{"a\\u0000":1}', 400, "malformed_input", "bad_text", ""),
    "deep": (b'{"a":' + b"[" * 70 + b"]" * 70 + b"}", 413, "input_too_large", "too_deep", "/a" + "/0" * 63),
    "very deep": (b"[" * 200_000 + b"]" * 200_000, 413, "input_too_large", "too_deep", ""),
    "many values": (b"[" + b"0," * 30_000 + b"0]", 413, "input_too_large", "too_many_values", ""),
    "array": (b"[]", 422, "invalid_input", "wrong_type", ""),
    "text": (b'"a"', 422, "invalid_input", "wrong_type", ""),
    "null": (b"null", 422, "invalid_input", "null_member", ""),
    "10 MB": (b" " * (10 * MEGABYTE), 413, "input_too_large", "", ""),
    "one byte too long": (b'"' + b"a" * (MEGABYTE - 1) + b'"', 413, "input_too_large", "", ""),
}
JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize("raw", RAW)
def test_bodies_that_are_no_document(desk: Desk, raw: str):
    """Every operation with a body reads it as strictly: I-JSON within the caps, else where and why."""
    content, status, code, fault, at = RAW[raw]
    for name in BODIES:
        problem(desk.send(name, content=content, headers=JSON), status, code=code, fault=fault, at=at)


@pytest.mark.parametrize("raw", [raw for raw in RAW if RAW[raw][1] != 422])
def test_verify_refuses_only_what_cannot_be_read(service: Service, raw: str):
    """4xx when there is nothing to judge: the same strict reading as everywhere."""
    content, status, code, fault, at = RAW[raw]
    answer = service.http.post("/v1/verify", content=content, headers=JSON)
    problem(answer, status, code=code, fault="not_json" if raw == "empty" else fault, at=at)


@pytest.mark.parametrize("document", [[], "a", 7, None, *({"verifiableCredential": it} for it in ([], "a", 7, ["a"]))])
def test_verify_reads_a_credential(service: Service, document: Any):
    """An array, a number or any text is no credential, neither bare nor wrapped."""
    problem(service.http.post("/v1/verify", json=document), 400, code="malformed_input")


@pytest.mark.parametrize("document", [{}, {"@context": {}}, {"type": 7}, {"proof": [7]}, {"issuer": {"id": []}}])
def test_verify_judges_any_object(service: Service, document: Any):
    """Nonsense is not verified, and no error."""
    assert service.verify(document)["verdict"] == "not_verified"


def test_a_body_in_chunks_is_capped_too(desk: Desk, service: Service):
    """Without Content-Length the bytes are counted as they come."""

    def chunks() -> Iterator[bytes]:
        for _ in range(3 * 16):
            yield b" " * (MEGABYTE // 16)

    for name in ("createAchievement", "issueAssertion"):
        problem(desk.send(name, content=chunks(), headers=JSON), 413, code="input_too_large")
    problem(service.http.post("/v1/verify", content=chunks(), headers=JSON), 413, code="input_too_large")


@pytest.mark.parametrize("name", BODIES)
def test_bodies_of_another_media_type(desk: Desk, name: str):
    """JSON, said to be JSON, not compressed; 415 says what is read."""
    content = json.dumps(desk.body(name)).encode()
    for media_type in (
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "json",
        "",
    ):
        answer = desk.send(name, content=content, headers={"Content-Type": media_type})
        problem(answer, 415, code="unsupported_media_type")
    for coding in ("gzip", "br", "identity, gzip"):
        answer = desk.send(name, content=content, headers=JSON | {"Content-Encoding": coding})
        problem(answer, 415, code="unsupported_media_type")


def test_verify_reads_json_only(service: Service):
    """415 for what this version does not read."""
    for headers in ({"Content-Type": "text/html"}, JSON | {"Content-Encoding": "gzip"}):
        problem(service.http.post("/v1/verify", content=b"{}", headers=headers), 415, code="unsupported_media_type")


@pytest.mark.parametrize(
    "media_type", ["application/json; charset=utf-8", "APPLICATION/JSON", "application/vc+ld+json"]
)
def test_names_of_json(desk: Desk, media_type: str):
    """Parameters and case do not matter, and what ends in +json is JSON."""
    content = json.dumps(desk.body("changeAchievement")).encode()
    assert desk.send("changeAchievement", content=content, headers={"Content-Type": media_type}).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/v1/assertions/x", "GET, HEAD"),
        ("PATCH", "/v1/achievements/x", "GET, HEAD, PUT"),
        ("DELETE", "/v1/assertions", "GET, HEAD, POST"),
        ("GET", "/v1/verify", "POST"),
        ("HEAD", "/v1/verify", "POST"),
        ("POST", "/status/x", "GET, HEAD"),
        ("PUT", "/credentials/x", "GET, HEAD"),
    ],
)
def test_methods_that_an_address_does_not_take(service: Service, method: str, path: str, allowed: str):
    """405 names all that it does take (RFC 9110 section 15.5.6)."""
    answer = service.http.request(method, path)
    if method == "HEAD":
        assert (answer.status_code, answer.content) == (405, b"")
    else:
        problem(answer, 405, code="method_not_allowed")
    assert answer.headers["allow"] == allowed


STRANGE = ["%00", "a%2Fb", "..%2F..%2Fetc", "%C3%A9", "%FF", "%ED%A0%80", "x" * 5_000, "%0A", "'%20OR%201=1--", "{id}",
           "%25", "%E2%80%AE", "-1", "%20"]  # fmt: skip


@pytest.mark.parametrize(
    "path",
    [
        "/v1/issuers/{}", "/v1/issuers/{}/api-keys", "/v1/achievements/{}", "/v1/assertions/{}", "/achievements/{}",
        "/credentials/{}", "/status/{}", "/issuers/{}", "/issuers/{}/did.json", "/issuers/x/keys/{}", "/problems/{}",
        "/{}", "/v1/{}",
    ],
)  # fmt: skip
def test_ids_that_are_none(tenant: Tenant, path: str):
    """404 for whatever stands in an address, in the one shape."""
    for strange in STRANGE:
        problem(tenant.call("GET", path.format(strange)), 404, code="not_found")


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("assertions", "limit=0"),
        ("assertions", "limit=201"),
        ("assertions", "limit=ten"),
        ("assertions", "limit=1.5"),
        ("assertions", "limit=9" + "9" * 5_000),
        ("assertions", "state=lost"),
        ("assertions", "order=random"),
        ("assertions", "createdFrom=yesterday"),
        ("assertions", "createdBefore=2026-01-01T00:00:00"),
        ("assertions", "createdFrom="),
        ("assertions", "stat=revoked"),
        ("assertions", "issuer=%00"),
        ("assertions", "recipient=a%00b"),
        ("achievements", "limit=0"),
        ("achievements", "state=active"),
        ("issuers", "limit=-1"),
        ("issuers", "%C3%A9=1"),
    ],
)
def test_parameters_of_another_type(tenant: Tenant, path: str, query: str):
    """422 that names the parameter; one that is not known is a slip, and would widen what is listed."""
    shown = problem(tenant.call("GET", f"/v1/{path}?{query}"), 422, fault="bad_parameter")
    name = query.partition("=")[0]
    assert name in shown["detail"] or "%" in query


@pytest.mark.parametrize("path", ["achievements", "assertions", "issuers"])
@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "%00",
        "é",
        "AAAA",
        "MDAwMS0wMS0wMVQwMDowMDowMCsxNDowMCB4",  # 0001-01-01T00:00:00+14:00 x: not in UTC's years
        "MjAyNi0wMS0wMVQwMDowMDowMCB4",  # 2026-01-01T00:00:00 x: no offset
        "MjAyNi0wMS0wMVQwMDowMDowMCswMDowMCAA",  # 2026-01-01T00:00:00+00:00 and U+0000
        "MjAyNi0wMS0wMVQwMDowMDowMCswMDowMCB4==",
        "A" * 10_000,
    ],
)
def test_cursors_that_nobody_gave_out(tenant: Tenant, path: str, cursor: str):
    """422, not a page from somewhere."""
    answer = tenant.call("GET", f"/v1/{path}?cursor={cursor}")
    problem(answer, 422, fault="bad_parameter" if "%00" in cursor else "bad_cursor")


def test_every_error_is_explained_at_its_type(service: Service, desk: Desk):
    """`type` is an address of this service, where its code, status, meaning and remedy stand."""
    answers = [
        service.http.get("/nowhere"),
        service.http.get("/v1/issuers"),
        service.http.delete("/v1/issuers"),
        desk.tenant.call("POST", "/v1/issuers", {"name": "x"}),
        desk.send("createAchievement", {}),
        desk.send("createAchievement", content=b"{", headers=JSON),
        desk.send("createAchievement", content=b"{}", headers={"Content-Type": "text/plain"}),
        desk.send("createAchievement", content=b" " * 2 * MEGABYTE, headers=JSON),
        desk.tenant.call("GET", f"/v1/assertions/{desk.ids['assertion']}", headers={"Accept": "image/webp"}),
        desk.tenant.call("PUT", f"/v1/achievements/{desk.ids['achievement']}", desk.body("changeAchievement"),
                         headers={"If-Match": '"99"'}),
    ]  # fmt: skip
    for answer in answers:
        shown = answer.json()
        assert shown["type"].startswith(service.url)
        page = service.http.get(urlsplit(shown["type"]).path)
        assert page.status_code == 200
        explained = page.json()
        assert {name: explained[name] for name in ("code", "title", "remedy", "status")} == {
            name: shown[name] for name in ("code", "title", "remedy", "status")
        }
        assert explained["meaning"]


def test_the_type_does_not_depend_on_how_the_service_was_reached(service: Service):
    """`type` is stable: a Host header of the client's making does not get into it."""
    answer = service.http.get("/nowhere", headers={"Host": "evil.example"})
    assert answer.json()["type"] == f"{service.url}/problems/not_found"


def test_what_the_service_did_not_foresee_is_a_problem_too(
    service: Service, desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    """A defect of ours is told in the one shape, under a request id that is in the log, and says nothing else."""

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a secret of the inside")

    path = f"/v1/assertions/{desk.ids['assertion']}"
    with monkeypatch.context() as patch, capture_logs() as logged:
        patch.setattr(conditional, "document", broken)
        answer = desk.tenant.call("GET", path, headers={"X-Request-Id": "crash-1"})
    shown = problem(answer, 500, code="internal_error")
    assert shown["requestId"] == "crash-1"
    assert "crashed" in [line["event"] for line in logged]
    assert "secret" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert service.http.get(urlsplit(shown["type"]).path).status_code == 200
    assert desk.tenant.call("GET", path).status_code == 200


NAMES = sorted({str(place[-1]) for _, _, body in BODIES.values() for place, _ in walk(body)} | {"@value", "@id", "x"})
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(NAMES)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=10,
)  # fmt: skip


def _any_body(draw: st.DrawFn, name: str) -> object:
    """Anything at all, or the right body with anything at one place."""
    body = BODIES[name][2]
    place = draw(st.none() | st.sampled_from([place for place, _ in walk(body)]))
    value = draw(VALUES)
    return value if place is None else replaced(body, place, value)


def _is_told(answer: httpx.Response, right: Callable[[int], bool]) -> None:
    assert answer.status_code < 500, answer.text
    if not right(answer.status_code):
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json().keys() == PROBLEM


@pytest.mark.parametrize("name", BODIES)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_random_bodies_never_break_the_service(desk: Desk, name: str, data: st.DataObject):
    """Random JSON, and right bodies with something random in one place: taken or told, never a 5xx."""
    drawn = data.draw(st.composite(_any_body)(name))
    body = drawn
    if isinstance(drawn, dict):
        body = drawn | {kind: desk.ids[kind] for kind in ("issuer", "achievement") if drawn.get(kind) == f"{{{kind}}}"}
    content = json.dumps(body, allow_nan=True).encode("utf-8", "surrogatepass")
    _is_told(desk.send(name, content=content, headers=JSON), lambda status: status < 300)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_random_credentials_never_break_the_verifier(service: Service, desk: Desk, data: st.DataObject):
    """A real credential with something random in one place: a verdict, or told that it cannot be read."""
    path = f"/v1/assertions/{desk.ids['assertion']}"
    credential = desk.tenant.call("GET", path, headers={"Accept": "application/vc"}).json()
    place = data.draw(st.sampled_from([place for place, _ in walk(credential)]))
    content = json.dumps(replaced(credential, place, data.draw(VALUES))).encode("utf-8", "surrogatepass")
    _is_told(service.http.post("/v1/verify", content=content, headers=JSON), lambda status: status == 200)
