"""Hot routes answer as the framework does, whatever they are sent.

Two applications on one store, with the same keys: in one, what is hot is called directly; the other has no hot routes.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import count
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI
from fastapi.routing import APIRoute
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.routing import Match
from starlette.types import Message

from badgeapi.app import _ROUTERS, HOT, Secrets, create_app, describe
from badgeapi.routers.hot_routes import HotRoutes
from badgeapi.settings import Settings
from badgeapi.store import migrate
from tests.api.bodies import ASSERTION
from tests.api.service import ACHIEVEMENT, ADMIN_KEY, MASTER_KEY

MEGABYTE = 1 << 20
VOLATILE = {"id", "credentialId", "proofValue", "created", "createdAt", "validFrom", "statusListIndex", "requestId",
            "identityHash", "salt", "key", "cached", "at"}  # fmt: skip
"""Members that two answers to the same request may have different."""
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
JSON = (b"content-type", b"application/json")

Header = tuple[bytes, bytes]


@dataclass(frozen=True)
class Call:
    """A request; the body is sent in its pieces, and KEY in path or headers is one of its own for each application."""

    method: str
    path: str
    headers: tuple[Header, ...] = ()
    body: tuple[bytes, ...] = ()
    query: bytes = b""

    def having(self, *headers: Header) -> Call:
        """The same with these headers in place of those of the same names."""
        names = {name for name, _ in headers}
        return replace(self, headers=tuple(header for header in self.headers if header[0] not in names) + headers)

    def without(self, name: bytes) -> Call:
        """The same without a header."""
        return replace(self, headers=tuple(header for header in self.headers if header[0] != name))

    def sending(self, *body: bytes) -> Call:
        """The same with another body."""
        return replace(self, body=body)


@dataclass(frozen=True)
class Answer:
    """What an application said."""

    status: int
    headers: list[Header]
    body: bytes

    def told(self) -> tuple[int, list[Header], Any]:
        """All of it but what no two answers have in common."""
        headers = dict(self.headers)
        if headers.get(b"content-type") not in _READ or not self.body:
            return self.status, [header for header in self.headers if header[0] != b"x-request-id"], self.body
        assert headers[b"content-length"] == str(len(self.body)).encode()
        kept = [(n, UUID.sub("UUID", v.decode()).encode()) for n, v in self.headers if n not in _COUNTED]
        return self.status, kept, _stable(json.loads(self.body))


_READ = {b"application/json", b"application/problem+json", b"application/vc", b"application/vc+ld+json"}
_COUNTED = {b"x-request-id", b"content-length"}


def _stable(value: Any) -> Any:
    if isinstance(value, dict):
        return [(name, "" if name in VOLATILE else _stable(member)) for name, member in value.items()]
    return [_stable(item) for item in value] if isinstance(value, list) else value


class Pair:
    """The application twice."""

    def __init__(self, runner: asyncio.Runner, hot: FastAPI, plain: FastAPI) -> None:
        self.runner, self.hot, self.plain, self.turns = runner, hot, plain, count()
        issuer, other = (self.make("/v1/issuers", {"name": name}) for name in ("Hot and Plain", "Somebody Else"))
        keys = f"/v1/issuers/{issuer['id']}/api-keys"
        revoked = self.make(keys, {"name": "gone"})
        assert self.ask(hot, Call("DELETE", f"{keys}/{revoked['id']}", (bearer(ADMIN_KEY),))).status == 200
        self.keys = {
            "own": self.make(keys, {"name": "all"})["key"],
            "reader": self.make(keys, {"name": "reads", "scopes": ["assertions:read"]})["key"],
            "stranger": self.make(f"/v1/issuers/{other['id']}/api-keys", {"name": "another's"})["key"],
            "revoked": revoked["key"],
        }
        self.achievement = self.make("/v1/achievements", ACHIEVEMENT | {"issuer": issuer["id"]})["id"]
        shown, hidden = (self.make("/v1/assertions", self.request()) for _ in range(2))
        self.make(f"/v1/assertions/{shown['id']}/publish", None)
        self.badge = shown["credential"]
        status_list = httpx.URL(self.badge["credentialStatus"]["statusListCredential"]).path
        request = self.body(self.request())
        by_key = f"/v1/issuers/{issuer['id']}/assertions/by-key/KEY.1"
        own = bearer(self.keys["own"])
        self.calls = {
            "issue": Call("POST", "/v1/assertions", (own, JSON), request),
            "issue by key": Call("PUT", by_key, (own, JSON), request),
            "read": Call("GET", f"/v1/assertions/{hidden['id']}", (own,)),
            "verify": Call("POST", "/v1/verify", (JSON,), self.body(self.badge)),
            "status list": Call("GET", status_list),
            "credential": Call("GET", f"/credentials/{shown['id']}"),
            "hidden credential": Call("GET", f"/credentials/{hidden['id']}"),
        }

    def request(self, **members: Any) -> dict[str, Any]:
        """What an assertion is asked for with."""
        return {"achievement": self.achievement, "recipient": {"email": "ada@example.org"}} | members

    @staticmethod
    def body(value: object) -> tuple[bytes]:
        """A body in one piece."""
        return (json.dumps(value).encode(),)

    def make(self, path: str, body: object) -> Any:
        """Make something as the operator."""
        answer = self.ask(self.hot, Call("POST", path, (bearer(ADMIN_KEY), JSON), self.body(body)))
        assert answer.status in (200, 201), answer.body
        return json.loads(answer.body)

    def ask(self, app: FastAPI, call: Call) -> Answer:
        """Hand a request to an application as a server does."""
        sent: list[Message] = []
        pieces = [{"type": "http.request", "body": piece, "more_body": True} for piece in call.body[:-1]]
        pieces.append({"type": "http.request", "body": b"".join(call.body[-1:]), "more_body": False})

        async def receive() -> Message:
            return pieces.pop(0) if pieces else {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": call.method,
                 "scheme": "http", "path": call.path, "raw_path": call.path.encode(), "query_string": call.query,
                 "root_path": "", "headers": list(call.headers), "client": ("127.0.0.1", 1),
                 "server": ("127.0.0.1", 8000), "state": {}}  # fmt: skip
        self.runner.run(app(scope, receive, send))  # type: ignore[arg-type]  # a coroutine, as every async function's
        body = b"".join(message["body"] for message in sent[1:])
        return Answer(sent[0]["status"], list(sent[0]["headers"]), body)

    def compare(self, call: Call) -> int:
        """Ask both twice, for a second time may be answered otherwise; return the status that both gave first."""
        turn = next(self.turns)
        told = []
        for name, app in (("hot", self.hot), ("plain", self.plain)):
            key = f"{name}-{turn}"
            headers = tuple((n, v.replace(b"KEY", key.encode())) for n, v in call.headers)
            mine = replace(call, path=call.path.replace("KEY", key), headers=headers)
            told.append([self.ask(app, mine).told() for _ in range(2)])
        hot, plain = ([(s, h, str(b).replace(f"{n}-{turn}", "KEY")) for s, h, b in t]
                      for n, t in zip(("hot", "plain"), told, strict=True))  # fmt: skip
        assert hot == plain, call
        return hot[0][0]


def bearer(key: str) -> Header:
    return b"authorization", f"Bearer {key}".encode()


@pytest.fixture(scope="module")
def pair(new_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    url = new_database("sqlite")
    migrate.upgrade(url)
    given = Settings(data_dir=tmp_path_factory.mktemp("data"), database_url=url, run_jobs=False)
    hot = create_app(given, Secrets(MASTER_KEY, sha256(ADMIN_KEY.encode()).digest()), port=8000)
    plain = describe(hot=())
    with asyncio.Runner() as runner:
        lifespan = hot.router.lifespan_context(hot)
        runner.run(lifespan.__aenter__())  # type: ignore[arg-type]  # as above
        plain.state.badgeapi = hot.state.badgeapi
        try:
            yield Pair(runner, hot, plain)
        finally:
            runner.run(lifespan.__aexit__(None, None, None))  # type: ignore[arg-type]  # as above


HEADERS: dict[str, tuple[Header, ...]] = {
    "accept": tuple((b"accept", value) for value in (
        b"*/*", b"", b"application/json", b"application/vc", b"application/vc+ld+json;q=0.2, application/vc;q=0.1",
        b"application/*;q=0.5, image/png", b"text/html", b"image/svg+xml", b"text/plain", b";q=x,,", b"\xff/\xfe",
    )),
    "if-none-match": tuple((b"if-none-match", value) for value in (b"*", b'"1"', b'W/"x", *', b"", b"\xff")),
    "content-type": tuple((b"content-type", value) for value in (
        b"", b"text/plain", b"APPLICATION/JSON ; charset=utf-8", b"application/json;", b"application/ld+json",
        b"image/x+json", b"application/x/y+json", b"application/vc", b"application/x-www-form-urlencoded",
        b"multipart/form-data", b"multipart/form-data; boundary=x", b"image/png", b"a\xffb",
    )),
    "authorization": tuple((b"authorization", value) for value in (
        b"", b"Bearer", b"Bearer ", b"bearer x", b"Basic eDp5", b"Bearer badge_0_x", b"Bearer \xff",
    )),
    "idempotency-key": tuple((b"idempotency-key", value) for value in (b"KEY", b"", b"a b", b"x" * 201, b"\xe4")),
    "content-encoding": ((b"content-encoding", b"gzip"), (b"content-encoding", b"identity")),
    "content-length": ((b"content-length", b"99999999999999999999999"), (b"content-length", b"\xb2")),
    "x-request-id": ((b"x-request-id", b"mine-1"), (b"x-request-id", b"not mine\xff")),
    "origin": ((b"origin", b"https://page.example"),),
}  # fmt: skip
QUERIES = (b"x=1", b"alg=ES256", b"alg=none", b"bake=jwt&bake=json", b"%00", b"x=%00", b"&&=", b"\xff=1", b"limit=5")
BODIES = (
    b"", b"{}", b"[]", b"null", b'"x"', b"7", b"{", b'{"a":1,"a":2}', b'{"a":NaN}', b'{"a":1e999}',
    b'{"a":9007199254740993}', b'{"a":"\\ud800"}', b'{"a":"\\u0000"}', b'{"a":"\xff"}', b"\xef\xbb\xbf{}",
    b"[" * 70_000, b'{"a":' * 200 + b"1" + b"}" * 200, b'{"verifiableCredential":null}', b"eyJ.eyJ.eyJ",
    b'{"achievement":"x","recipient":{"email":"ada@example.org"}}', b'{"recipient":{},"achievement":null}',
    b"\x89PNG\r\n\x1a\n", b"<svg xmlns='http://www.w3.org/2000/svg'/>",
)  # fmt: skip
NAMES = ("issue", "issue by key", "read", "verify", "status list", "credential", "hidden credential")


def test_what_is_measured_here_works(pair: Pair) -> None:
    """The calls that all others here are made from are good ones: none is answered with an error by mistake."""
    expected = {"issue": 201, "issue by key": 201, "hidden credential": 404}
    assert {name: pair.compare(pair.calls[name]) for name in NAMES} == {n: expected.get(n, 200) for n in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_methods(pair: Pair, name: str) -> None:
    """A hot address takes the methods that it took before; HEAD is answered like GET, others are told what is taken."""
    for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW"):
        pair.compare(replace(pair.calls[name], method=method))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", HEADERS)
def test_headers(pair: Pair, name: str, kind: str) -> None:
    """Every form of every header that is read anywhere, alone, twice, and left out."""
    call = pair.calls[name]
    pair.compare(call.without(kind.encode()))
    for header in HEADERS[kind]:
        pair.compare(call.having(header))
    pair.compare(call.having(*HEADERS[kind][:2]))


@pytest.mark.parametrize("name", NAMES)
def test_queries(pair: Pair, name: str) -> None:
    """Parameters that exist, that do not, and that hold nonsense."""
    for query in QUERIES:
        pair.compare(replace(pair.calls[name], query=query))


@pytest.mark.parametrize("name", ["issue", "issue by key", "verify"])
def test_bodies(pair: Pair, name: str) -> None:
    """Bodies that are no JSON, no I-JSON, or not what the models take; in one piece, in several, and too large."""
    call = pair.calls[name]
    for body in BODIES:
        pair.compare(call.sending(body))
        pair.compare(call.sending(body[:1], b"", body[1:]))
    (good,) = call.body
    for bad in (good[:-1], good + b"x", good[:-1] + b',"unknown":1}', good[:-1] + b',"cryptosuite":"none"}'):
        pair.compare(call.sending(bad))
    pair.compare(call.sending(*[b" " * MEGABYTE] * 9, good))
    pair.compare(call.sending(*(good[i : i + 1] for i in range(len(good)))))


@pytest.mark.parametrize("who", ["own", "reader", "stranger", "revoked"])
def test_callers(pair: Pair, who: str) -> None:
    """A hot route is open to those to whom it was open: 401 comes first, then 403, and what is another's is unknown."""
    statuses = {}
    for name in ("issue", "issue by key", "read"):
        call = pair.calls[name].having(bearer(pair.keys[who]))
        statuses[name] = pair.compare(call)
        pair.compare(call.sending(b"{"))
        pair.compare(replace(call, query=b"x=1"))
        pair.compare(call.sending(b"{}").having((b"idempotency-key", b"a b")))
    expected = {"own": (201, 201, 200), "reader": (403, 403, 200), "stranger": (404, 404, 404), "revoked": (401,) * 3}
    assert tuple(statuses.values()) == expected[who]


@pytest.mark.parametrize("name", NAMES)
def test_addresses(pair: Pair, name: str) -> None:
    """What is nearly a hot address is none."""
    path = pair.calls[name].path
    for near in (path + "/", path + "/x", path + "\n", "/" + path, path.upper(), path[:-1], path + "\0", path + "%2Fx"):
        pair.compare(replace(pair.calls[name], path=near))


def test_all_members(pair: Pair) -> None:
    """A request with every member is read alike."""
    body = {"achievement": pair.achievement} | ASSERTION
    assert pair.compare(pair.calls["issue"].sending(*pair.body(body))) in (201, 422)


def test_conditional_requests(pair: Pair) -> None:
    """Who has the document already gets 304 and its ETag."""
    for name in ("read", "status list", "credential"):
        etag = dict(pair.ask(pair.hot, pair.calls[name]).headers)[b"etag"]
        assert pair.compare(pair.calls[name].having((b"if-none-match", etag))) == 304
        assert pair.compare(replace(pair.calls[name].having((b"if-none-match", b"W/" + etag)), method="HEAD")) == 304


@settings(max_examples=120)
@given(st.data())
def test_anything_together(pair: Pair, data: st.DataObject) -> None:
    """Faults that meet are told in the same order."""
    call = pair.calls[data.draw(st.sampled_from(NAMES))]
    for kind in data.draw(st.lists(st.sampled_from(sorted(HEADERS)), max_size=3, unique=True)):
        call = call.having(data.draw(st.sampled_from(HEADERS[kind])))
    if data.draw(st.booleans()):
        call = call.having(bearer(pair.keys[data.draw(st.sampled_from(sorted(pair.keys)))]))
    if data.draw(st.booleans()):
        call = call.sending(data.draw(st.sampled_from(BODIES)))
    if data.draw(st.booleans()):
        call = replace(call, query=data.draw(st.sampled_from(QUERIES)))
    pair.compare(call)


def test_every_hot_route_is_the_one_that_the_framework_would_choose(pair: Pair) -> None:
    """No other route stands before a hot one at its addresses, and the whole OpenAPI document is the same."""
    routes = [r for module in _ROUTERS for r in module.router.routes if isinstance(r, APIRoute)]
    hot = [route for route in routes if route.endpoint in HOT]
    assert len(hot) == len(HOT)
    for route in hot:
        path = re.sub(r"\{[^}]*\}", "x", route.path)
        scope = {"type": "http", "method": min(route.methods), "path": path, "root_path": "", "headers": []}
        first = next(r for r in routes if r.matches(dict(scope))[0] is Match.FULL)
        assert first is route
    assert json.dumps(describe().openapi()) == json.dumps(describe(hot=()).openapi())


def test_what_cannot_be_hot_is_refused_when_the_application_is_made() -> None:
    """A dependency that is not async would be called in a thread by the framework, and on the loop by a hot route."""
    router = APIRouter()

    @router.get("/x")
    async def endpoint(_: None = Depends(lambda: None)) -> None:
        """Nothing."""

    [route] = [route for route in router.routes if isinstance(route, APIRoute)]
    with pytest.raises(TypeError, match="thread"):
        HotRoutes(describe(), routes=[route])
