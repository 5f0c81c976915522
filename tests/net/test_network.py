"""What is asked of other hosts for each kind of need, kept, shared between requests, and bounded for each."""

from __future__ import annotations

import asyncio
import json
from base64 import urlsafe_b64encode
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import pytest

from badgeapi import limits
from badgeapi.canon.json import JsonObject
from badgeapi.net.guarded_http import GuardedHttp
from badgeapi.net.network import Network
from badgeapi.verification.facts import (
    ControllerNeed,
    Fact,
    Found,
    FoundCredential,
    JwkNeed,
    KeyNeed,
    Need,
    RefreshNeed,
    Refused,
    RevocationListNeed,
    SchemaNeed,
    StatusNeed,
    Unreachable,
)
from badgeapi.verification.fetched import Fetched, FetchOutcome
from tests.baking.pngs import by_hand
from tests.net.hosts import GOOD, Host, Resolver, http, serving

pytestmark = pytest.mark.anyio

CREDENTIAL = {"@context": ["https://www.w3.org/ns/credentials/v2"], "id": "urn:example:1"}
AT = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _this_machine(resolver: Resolver) -> None:
    resolver(["127.0.0.1"])


class Clock:
    """Both clocks of a network, moved by hand."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> datetime:
        return AT + timedelta(seconds=self.seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def network(clock: Clock, *hosts: Host, origin: str = "") -> Network:
    guarded = GuardedHttp([host.netloc for host in hosts], origin=origin, clock=lambda: clock.seconds)
    return Network(guarded, now=clock.now, clock=lambda: clock.seconds)


def served(document: object, headers: str = "") -> bytes:
    return http(json.dumps(document).encode(), headers=headers)


def moved(to: str) -> bytes:
    return http(b"", status="302 Found", headers=f"Location: {to}\r\n")


def status_list(**subject: object) -> JsonObject:
    return {**CREDENTIAL, "credentialSubject": {"type": "BitstringStatusList", **subject}}


def jwt(payload: object) -> bytes:
    parts = [json.dumps(part).encode() for part in ({"alg": "ES256", "typ": "vc+jwt"}, payload)]
    return b".".join(urlsafe_b64encode(part).rstrip(b"=") for part in [*parts, b"signature"])


def document_of(fact: Fact) -> object:
    assert isinstance(fact, Found | FoundCredential), fact
    return fact.document if isinstance(fact, Found) else fact.presented.document


# Each kind of need


@pytest.mark.parametrize("path", ["", ":issuers:school"])
async def test_a_did_web_is_asked_where_its_method_says(clock: Clock, path: str):
    """did:web: colons become slashes, %3A the port's colon; without a path, /.well-known/did.json."""
    where = "/issuers/school/did.json" if path else "/.well-known/did.json"
    async with serving({where: served({"id": "x"})}) as host:
        did = f"did:web:{host.netloc.replace(':', '%3A')}{path}"
        assert await network(clock, host).request()(ControllerNeed(did)) == Found({"id": "x"})
        assert host.paths == [where]


@pytest.mark.parametrize("kind", [ControllerNeed, KeyNeed, JwkNeed, RevocationListNeed, SchemaNeed])
async def test_a_document_is_found_as_it_is_served(clock: Clock, kind: type[KeyNeed]):
    """Its URL is asked for without a fragment, which never goes to a host (RFC 9110 section 4.2.5)."""
    async with serving(served({"a": [1, "ä"]})) as host:
        assert await network(clock, host).request()(kind(f"{host.url}#key")) == Found({"a": [1, "ä"]})
        assert host.paths == ["/list"]


@pytest.mark.parametrize("need", [lambda url: StatusNeed(url, 7), RefreshNeed])
@pytest.mark.parametrize("form", ["json", "jwt", "text"])
async def test_a_credential_is_found_in_every_form(clock: Clock, need: type[RefreshNeed], form: str):
    """Lists and newer editions are credentials themselves: embedded proof or JWT."""
    credential = status_list(encodedList="u")
    bodies = {
        "json": json.dumps(credential).encode(),
        "jwt": jwt(credential),
        "text": json.dumps(jwt(credential).decode()).encode(),
    }
    async with serving(http(bodies[form])) as host:
        fact = await network(clock, host).request()(need(host.url))
        assert isinstance(fact, FoundCredential)
        assert document_of(fact) == credential
        assert (fact.presented.jwt is not None) == (form != "json")


async def test_a_status_list_is_no_picture(clock: Clock):
    """Nobody publishes one so; unpacking it would be work for whoever asks for it."""
    async with serving(http(by_hand(2, 8, interlaced=False))) as host:
        fact = await network(clock, host).request()(StatusNeed(host.url, 0))
        assert isinstance(fact, Refused)
        assert "picture" in fact.reason


@pytest.mark.parametrize(
    "body", [b"<html></html>", b"[1]", b'"text"', b"", b'{"a": 1, "a": 2}', b'{"a": NaN}', b'{"a": "\xff"}', b"[" * 99]
)
@pytest.mark.parametrize("need", [KeyNeed, RefreshNeed, lambda url: StatusNeed(url, 0)])
async def test_what_is_not_one_strict_json_object_is_refused(clock: Clock, need: type[KeyNeed], body: bytes):
    """A host's answer is read as strictly as a request's body."""
    async with serving(http(body)) as host:
        assert isinstance(await network(clock, host).request()(need(host.url)), Refused)


@pytest.mark.parametrize(
    "controller",
    ["did:web:127.0.0.1", "did:web:10.0.0.1%3A8443", "did:example:1", "did:jwk:e30", "urn:uuid:1", "mailto:a@b.example",
     "", "https://", "http://badges.example/", "https://[::1"],
)  # fmt: skip
async def test_what_cannot_be_asked_for_is_refused(clock: Clock, resolver: Resolver, controller: str):
    """No other scheme or method, and no did:web of an address."""
    asked = resolver(["127.0.0.1"])
    assert isinstance(await network(clock).request()(ControllerNeed(controller)), Refused)
    assert asked == []


# Redirects


@pytest.mark.parametrize("need", [lambda url: StatusNeed(url, 0), RevocationListNeed, SchemaNeed, RefreshNeed])
async def test_two_redirects_are_followed_for_what_the_badge_itself_points_to(clock: Clock, need: type[SchemaNeed]):
    """Relative and absolute, to another host too; each hop is listed, and a third is not gone."""
    async with serving({"/new": served(status_list())}, name="b.example") as second:
        to = f"http://{second.netloc}/new"
        async with serving({"/0": moved("/1"), "/1": moved("2"), "/2": moved(to)}) as first:
            ask = network(clock, first, second).request()
            assert document_of(await ask(need(f"http://{first.netloc}/1"))) == status_list()
            hops = [f"http://{first.netloc}/1", f"http://{first.netloc}/2", to]
            outcomes = [FetchOutcome.REDIRECTED, FetchOutcome.REDIRECTED, FetchOutcome.ANSWERED]
            assert ask.log == [Fetched(url, AT, outcome, False) for url, outcome in zip(hops, outcomes, strict=True)]
            too_far = await network(clock, first, second).request()(need(f"http://{first.netloc}/0"))
            assert isinstance(too_far, Refused)
            assert len(second.requests) == 1


@pytest.mark.parametrize("need", [ControllerNeed, KeyNeed, JwkNeed])
async def test_no_redirect_is_followed_for_keys(clock: Clock, need: type[KeyNeed]):
    """An open redirect at a university would otherwise speak for the university."""
    async with serving({"/list": moved("/evil"), "/evil": GOOD}) as host:
        assert isinstance(await network(clock, host).request()(need(host.url)), Refused)
        assert host.paths == ["/list"]


@pytest.mark.parametrize(
    ("to", "fact", "outcome"),
    [
        ("https://169.254.169.254/latest", Unreachable, FetchOutcome.UNREACHABLE),
        ("http://elsewhere.example/", Refused, FetchOutcome.REFUSED),
        ("file:///etc/passwd", Refused, FetchOutcome.REFUSED),
        ("//own.example:8443/x", Refused, FetchOutcome.REFUSED),
    ],
)
async def test_every_hop_is_checked_as_the_first(clock: Clock, to: str, fact: type, outcome: FetchOutcome):
    """A redirect leads no further than a URL in the document would: neither inward, nor to http, nor to ourselves."""
    to = f"https:{to}" if to.startswith("//") else to
    async with serving(moved(to)) as host:
        ask = network(clock, host, origin="https://own.example:8443").request()
        assert isinstance(await ask(SchemaNeed(host.url)), fact)
        assert [line.outcome for line in ask.log] == [FetchOutcome.REDIRECTED, outcome]


async def test_a_redirect_in_a_circle_ends(clock: Clock):
    """Its hops are counted, though the host itself is asked once."""
    async with serving(moved("/list")) as host:
        ask = network(clock, host).request()
        assert isinstance(await ask(SchemaNeed(host.url)), Refused)
        assert [line.cached for line in ask.log] == [False, True, True]
        assert len(host.requests) == 1


# What is kept, and how long


@pytest.mark.parametrize(
    ("need", "answer", "kept_s"),
    [
        (KeyNeed, served({}), 300),
        (ControllerNeed, served({}, "Cache-Control: max-age=31536000\r\n"), 300),
        (JwkNeed, served({}, "Cache-Control: max-age=20\r\n"), 20),
        (KeyNeed, served({}, "Cache-Control: no-cache\r\n"), 0),
        (SchemaNeed, served({}), 3600),
        (RevocationListNeed, served({}, "Cache-Control: max-age=3600\r\n"), 60),
        (StatusNeed, served(status_list()), 60),
        (StatusNeed, served(status_list(ttl=5_000)), 5),
        (StatusNeed, served(status_list(ttl=300_000)), 60),
        (StatusNeed, served(status_list(ttl=30_000), "Cache-Control: max-age=10\r\n"), 10),
        (StatusNeed, served(status_list(ttl=30_000), "Cache-Control: no-store\r\n"), 0),
        (StatusNeed, served(status_list(ttl=-1)), 0),
        (StatusNeed, served(status_list(ttl="300000")), 60),
        (StatusNeed, http(jwt(status_list(ttl=5_000))), 5),
        (KeyNeed, http(b"", status="404 Not Found"), 10),
        (KeyNeed, http(b"<html></html>"), 10),
        (KeyNeed, http(b"", status="503 Unavailable"), 10),
    ],
)
async def test_an_answer_is_kept_as_long_as_may_be(clock: Clock, need: type[Need], answer: bytes, kept_s: int):
    """Within our bounds, what max-age (RFC 9111) and a list's ttl in milliseconds (Bitstring section 2.2) allow."""
    async with serving(answer) as host:
        asked = StatusNeed(host.url, 0) if need is StatusNeed else need(host.url)  # type: ignore[call-arg]
        shared = network(clock, host)
        first = await shared.request()(asked)
        if kept_s:
            clock.seconds = kept_s - 0.5
            ask = shared.request()
            assert type(await ask(asked)) is type(first)
            assert [(line.at, line.cached) for line in ask.log] == [(AT, True)]
            assert len(host.requests) == 1
        clock.seconds = kept_s
        ask = shared.request()
        await ask(asked)
        assert [(line.at, line.cached) for line in ask.log] == [(clock.now(), False)]
        assert len(host.requests) == 2


async def test_one_request_asks_for_a_list_once_even_if_it_may_not_be_kept(clock: Clock):
    """Two entries in one list see one state of it, in whatever stage they are looked up."""
    async with serving(served(status_list(), "Cache-Control: no-store\r\n")) as host:
        ask = network(clock, host).request()
        await asyncio.gather(*(ask(StatusNeed(host.url, index)) for index in range(50)))
        await ask(StatusNeed(host.url, 50))
        assert (len(host.requests), len(ask.log)) == (1, 1)


async def test_what_is_kept_is_bounded_in_number_and_in_bytes(clock: Clock, monkeypatch: pytest.MonkeyPatch):
    """The document that was not asked for longest makes room."""
    monkeypatch.setattr(limits, "KEPT_BYTES", 4_000)
    monkeypatch.setattr(limits, "KEPT_DOCUMENTS", 4)
    small, large = served({}), served({"a": "x" * 2_500})
    async with serving({f"/{number}": large if number > 7 else small for number in range(10)}) as host:
        shared = network(clock, host)

        async def is_kept(number: int) -> bool:
            ask = shared.request()
            await ask(KeyNeed(f"http://{host.netloc}/{number}"))
            return ask.log[0].cached

        assert not any([await is_kept(number) for number in range(5)])
        assert [await is_kept(number) for number in (4, 3, 2, 1)] == [True] * 4
        assert not await is_kept(0)
        assert not await is_kept(8)
        assert await is_kept(0)
        assert not await is_kept(9)
        assert not await is_kept(8)


# Many requests at once


async def test_the_same_question_is_asked_once(clock: Clock):
    """Fifty requests wait for one answer; one that gives up takes it from nobody."""
    go_on = asyncio.Event()

    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await go_on.wait()
        writer.write(served({}))

    async with serving(answer) as host:
        shared = network(clock, host)
        asked = [asyncio.create_task(shared.request()(KeyNeed(host.url))) for _ in range(50)]
        await host.asked(1)
        asked[0].cancel()
        go_on.set()
        ends = await asyncio.gather(*asked, return_exceptions=True)
        assert isinstance(ends[0], asyncio.CancelledError)
        assert ends[1:] == [Found({})] * 49
        assert len(host.requests) == 1


async def test_closing_gives_up_what_is_under_way(clock: Clock):
    """A server that ends waits for no host."""

    async def silent(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with serving(silent) as host:
        shared = network(clock, host)
        asked = asyncio.create_task(shared.request()(KeyNeed(host.url)))
        await host.asked(1)
        await shared.close()
        with pytest.raises(asyncio.CancelledError):
            await asked


# One request's budget


async def test_one_request_may_have_sixteen_documents(clock: Clock):
    """The seventeenth is not asked for, kept or not, so the verdict does not depend on who asked before."""
    async with serving(served({})) as host:
        shared = network(clock, host)
        needs = [KeyNeed(f"http://{host.netloc}/{number}") for number in range(17)]
        for _ in range(2):
            ask = shared.request()
            facts = await asyncio.gather(*map(ask, needs))
            assert facts[:16] == [Found({})] * 16
            assert isinstance(facts[16], Unreachable)
            assert "16 documents" in facts[16].reason
            assert len(host.requests) == len(ask.log) == 16
        assert await shared.request()(needs[16]) == Found({})


async def test_a_redirect_counts_as_a_document(clock: Clock):
    """Else each of sixteen could lead to two more."""
    paths = {f"/{number}": moved(f"/{number + 100}") for number in range(9)}
    async with serving(paths | {f"/{number + 100}": GOOD for number in range(9)}) as host:
        ask = network(clock, host).request()
        facts = [await ask(SchemaNeed(f"http://{host.netloc}/{number}")) for number in range(9)]
        assert [type(fact) for fact in facts] == [Found] * 8 + [Unreachable]
        assert len(host.requests) == 16


async def test_one_request_may_ask_eight_hosts(clock: Clock):
    """The ninth is not asked; the first eight go on answering."""
    async with AsyncExitStack() as stack:
        hosts = [await stack.enter_async_context(serving(GOOD, name=f"h{number}.example")) for number in range(9)]
        ask = network(clock, *hosts).request()
        facts = [await ask(KeyNeed(host.url)) for host in hosts]
        assert facts[:8] == [Found({"a": 1})] * 8
        assert isinstance(facts[8], Unreachable)
        assert "8 hosts" in facts[8].reason
        assert hosts[8].requests == []
        assert await ask(KeyNeed(f"http://{hosts[0].netloc}/more")) == Found({"a": 1})


async def test_one_request_has_one_deadline(clock: Clock, monkeypatch: pytest.MonkeyPatch):
    """Slow hosts one after another do not add up; what was waited for is listed, and nothing is asked afterwards."""
    monkeypatch.setattr(limits, "VERIFY_SECONDS", 0.1)

    async def silent(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with serving(silent) as host, serving(GOOD, name="other.example") as other:
        shared = network(clock, host, other)
        ask = shared.request()
        for need in (KeyNeed(host.url), KeyNeed(other.url)):
            fact = await ask(need)
            assert isinstance(fact, Unreachable)
            assert "seconds" in fact.reason
        assert ask.log[0] == Fetched(host.url, AT, FetchOutcome.UNREACHABLE, False)
        await shared.close()
