"""The outbound client against hosts that mean harm: real sockets, and a resolver that says what a test tells it.

Addresses: the special-purpose registries of IANA (RFC 6890), RFC 4193, 4291, 6052, 8215, 3056, 3879.
"""

from __future__ import annotations

import asyncio
import socket
from gzip import compress
from ipaddress import ip_address
from pathlib import Path

import pytest

from badgeapi import limits
from badgeapi.errors import FetchFailed, FetchRefused
from badgeapi.net.guarded_http import Answer, GuardedHttp
from tests.net.certificate import make_certificate
from tests.net.hosts import GOOD, HOST, Host, Resolver, http, serving

pytestmark = pytest.mark.anyio

JSON = "application/json"


async def fetch(host: Host) -> Answer:
    return await GuardedHttp([host.netloc]).get(host.url, accept=JSON)


# What may be asked for


@pytest.mark.parametrize(
    "url",
    [
        "http://badges.example/list",
        "ftp://badges.example/list",
        "file:///etc/passwd",
        "//badges.example/list",
        "https:///list",
        "https://admin@badges.example/list",
        "https://admin:secret@badges.example/list",
        "https://badges.example:99999/list",
        "https://badges.example:port/list",
        "https://[::1/list",
        "https://badges.example:0/list",
        "https://badges.example:22/list",
        "https://badges.example:80/list",
        "https://badges.example:1023/list",
        "https://badges.example\\@127.0.0.1/list",
        "https://badges.exam\tple/list",
        "https://badges.example/a list",
        "https://b\u00e4dges.example/list",
        "https://badges.example/" + "a" * 2_048,
        "",
    ],
)
async def test_only_https_urls_without_credentials_are_fetched(resolver: Resolver, url: str):
    """Anything else is refused before so much as a name is looked up.

    Credentials, the ports of mail and shells, and what two readers of URLs take for two hosts.
    """
    asked = resolver(["93.184.215.14"])
    with pytest.raises(FetchRefused):
        await GuardedHttp().get(url, accept=JSON)
    assert asked == []


async def test_documents_stand_at_443_and_at_ports_that_need_no_privilege():
    """did:web names ports, and test services stand at 8443."""
    for port in ("", ":443", ":1024", ":8443", ":65535"):
        assert GuardedHttp().check(f"https://{HOST}{port}/list").hostname == HOST


@pytest.mark.parametrize("origin", ["https://badges.example", "https://badges.example:8443"])
async def test_the_service_never_calls_itself(resolver: Resolver, origin: str):
    """Its own address is public, so only the name tells; in any spelling."""
    asked = resolver(["93.184.215.14"])
    guarded = GuardedHttp(origin=origin)
    own = origin.removeprefix("https://")
    spellings = [own, own.upper(), own.replace(".example", ".example."), *([f"{own}:443"] if own == HOST else [])]
    for spelling in spellings:
        with pytest.raises(FetchRefused, match="this service"):
            await guarded.get(f"https://{spelling}/v1/verify", accept=JSON)
    assert asked == []
    assert guarded.check(f"https://{HOST}:9443/list").port == 9443


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.8",
        "192.0.0.192",
        "192.88.99.1",
        "240.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "198.18.0.1",
        "203.0.113.5",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::a00:1",
        "2001:0:1::",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:db8::1",
        "3fff::1",
        "2002:7f00:1::",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
    ],
)
async def test_no_address_of_an_inner_network_is_fetched_from(resolver: Resolver, address: str):
    """A name may resolve to the host itself, its neighbours, or the cloud's metadata service, in any disguise."""
    resolver([address])
    with pytest.raises(FetchFailed, match="must not be fetched"):
        await GuardedHttp().get(f"https://{HOST}/list", accept=JSON)


async def test_one_inner_address_among_public_ones_is_enough_to_refuse(resolver: Resolver):
    """Otherwise the order of the answers would decide."""
    resolver(["93.184.215.14", "10.0.0.1"])
    with pytest.raises(FetchFailed, match="must not be fetched"):
        await GuardedHttp().get(f"https://{HOST}/list", accept=JSON)


async def test_public_addresses_pass(resolver: Resolver):
    """The guard is not a wall; the order of the answers is kept."""
    public = ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:93.184.215.14"]
    resolver(public)
    assert await GuardedHttp()._public.resolve(HOST, 443) == [ip_address(address) for address in public]


async def test_a_literal_address_is_checked_like_a_name():
    """`https://127.0.0.1` needs no resolver to be what it is."""
    for literal in ("127.0.0.1", "[::1]", "2130706433", "0x7f.1"):
        with pytest.raises((FetchRefused, FetchFailed)):
            await GuardedHttp().get(f"https://{literal}/list", accept=JSON)


async def test_a_name_that_turns_inward_is_not_followed(resolver: Resolver):
    """DNS rebinding: allowed when it is checked, refused when it is looked up again. No connection goes inward."""
    async with serving(GOOD) as host:
        asked = resolver(["127.0.0.2"], ["127.0.0.1"])
        guarded = GuardedHttp()
        guarded._public._allows = lambda address: (
            address != ip_address("127.0.0.1")
        )  # the other stands for a public one
        with pytest.raises(FetchFailed):
            await guarded.get(f"https://{host.netloc}/", accept=JSON)
        with pytest.raises(FetchFailed, match="must not be fetched"):
            await guarded.get(f"https://{host.netloc}/", accept=JSON)
        assert (host.requests, len(asked)) == ([], 2)


# Loopback hosts


async def test_a_loopback_host_is_exactly_one_host_and_port(resolver: Resolver):
    """Naming one service of this machine opens no other."""
    resolver(["127.0.0.1"])
    async with serving(GOOD) as host, serving(GOOD) as neighbour:
        guarded = GuardedHttp([host.netloc])
        assert await guarded.get(host.url, accept=JSON) == Answer(b'{"a": 1}')
        for url in (neighbour.url, f"http://other.example:{host.port}/", f"http://x@{host.netloc}/", f"http://{HOST}/"):
            with pytest.raises(FetchRefused):
                await guarded.get(url, accept=JSON)
        assert neighbour.requests == []
        assert guarded.local(f"https://{host.netloc}/did.json") == f"http://{host.netloc}/did.json"
        assert guarded.local(neighbour.url) == neighbour.url


@pytest.mark.parametrize("address", ["93.184.215.14", "10.0.0.1"])
async def test_a_loopback_host_must_be_on_this_machine(resolver: Resolver, address: str):
    """Plain http never leaves it, whatever the name resolves to."""
    resolver([address])
    with pytest.raises(FetchFailed, match="must not be fetched"):
        await GuardedHttp([f"{HOST}:8000"]).get(f"http://{HOST}:8000/", accept=JSON)


# The connection


async def test_the_connection_goes_to_the_address_that_was_checked(resolver: Resolver):
    """A name that resolves to another address the second time (DNS rebinding) is looked up once only."""
    async with serving(GOOD) as host, serving(GOOD, "127.0.0.2", host.port) as rebound:
        asked = resolver(["127.0.0.1"], ["127.0.0.2"])
        assert await fetch(host) == Answer(b'{"a": 1}')
        assert (len(host.requests), rebound.requests, asked) == (1, [], [HOST])


async def test_the_next_address_is_tried_when_one_does_not_answer(resolver: Resolver):
    """`localhost` is often ::1 first, and served on 127.0.0.1 only."""
    async with serving(GOOD) as host:
        resolver(["127.0.0.2", "127.0.0.1"])
        assert await fetch(host) == Answer(b'{"a": 1}')


async def test_the_request_says_no_more_than_it_must(resolver: Resolver):
    """The name goes into Host; path and query as they are; no fragment, no cookie, no compression."""
    async with serving(GOOD) as host:
        resolver(["127.0.0.1"])
        url = f"{host.url}?a=%20b#94567"
        await GuardedHttp([host.netloc]).get(url, accept="application/vc")
    line, *headers = host.requests[0].decode().strip().split("\r\n")
    assert line == "GET /list?a=%20b HTTP/1.1"
    found = {name.lower(): value for name, value in (header.split(": ") for header in headers)}
    assert found.keys() == {"host", "accept", "accept-encoding", "user-agent", "connection"}
    assert (found["host"], found["accept"], found["accept-encoding"]) == (host.netloc, "application/vc", "identity")
    assert found["connection"] == "close"


async def test_proxies_of_the_environment_are_ignored(resolver: Resolver, monkeypatch: pytest.MonkeyPatch):
    """A proxy would look the name up again, where nobody checks."""
    async with serving(GOOD) as proxy, serving(GOOD) as host:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        resolver(["127.0.0.1"])
        assert await fetch(host) == Answer(b'{"a": 1}')
        assert proxy.requests == []


async def test_the_certificate_must_be_trusted_and_for_the_name(resolver: Resolver, tmp_path: Path):
    """The connection goes to an address, but what must be certified is the name."""
    made = make_certificate(tmp_path, HOST)
    async with serving(GOOD, tls=made.server()) as host:
        resolver(["127.0.0.1"])
        guarded = GuardedHttp([host.netloc, f"other.example:{host.port}"])
        with pytest.raises(FetchFailed):
            await guarded.get(f"https://{host.netloc}/", accept=JSON)
        guarded._tls.load_verify_locations(made.certificate)
        assert await guarded.get(f"https://{host.netloc}/", accept=JSON) == Answer(b'{"a": 1}')
        with pytest.raises(FetchFailed):
            await guarded.get(f"https://other.example:{host.port}/", accept=JSON)


async def test_a_host_that_cannot_be_reached_has_failed_not_lied(resolver: Resolver, monkeypatch: pytest.MonkeyPatch):
    """What could not be asked is undetermined later: no listener, a connection cut short, a name nobody knows."""
    resolver(["127.0.0.1"])
    async with serving(b"") as host:
        with pytest.raises(FetchFailed):
            await fetch(host)
    with pytest.raises(FetchFailed):
        await fetch(host)

    def unknown(*_args: object, **_options: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(FetchFailed):
        await GuardedHttp().get(f"https://{HOST}/", accept=JSON)


# The answer


@pytest.mark.parametrize(
    "answer",
    [
        http(b"", status="304 Not Modified"),
        http(b"", status="302 Found"),
        http(b'{"a": 1}', status="404 Not Found"),
        http(b'{"a": 1}', status="203 Non-Authoritative Information"),
        http(compress(b'{"a": 1}', mtime=0), headers="Content-Encoding: gzip\r\n"),
        http(compress(compress(bytes(1 << 20), mtime=0), mtime=0), headers="Content-Encoding: gzip, gzip\r\n"),
        http(b'{"a": "' + b"x" * limits.BODY_BYTES + b'"}'),
    ],
)
async def test_only_a_plain_answer_is_taken(resolver: Resolver, answer: bytes):
    """No other status, no compression (a bomb), no more bytes than the cap."""
    async with serving(answer) as host:
        resolver(["127.0.0.1"])
        with pytest.raises(FetchRefused):
            await fetch(host)
        assert len(host.requests) == 1


@pytest.mark.parametrize("status", ["408 Request Timeout", "429 Too Many Requests", "500 Oops", "503 Unavailable"])
async def test_a_host_that_cannot_say_now_has_said_nothing(resolver: Resolver, status: str):
    """An overloaded host does not make a badge false (RFC 9110 section 15.6: the server failed, not the request)."""
    async with serving(http(b'{"a": 1}', status=status)) as host:
        resolver(["127.0.0.1"])
        with pytest.raises(FetchFailed, match="cannot say now"):
            await fetch(host)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_handed_back_not_followed(resolver: Resolver, status: int):
    """Whoever asked decides, and has the new URL checked as the first was."""
    async with serving(http(b"", status=f"{status} Elsewhere", headers="Location: ../lists/7?a=b\r\n")) as host:
        resolver(["127.0.0.1"])
        assert (await fetch(host)).location == f"http://{host.netloc}/lists/7?a=b"
        assert len(host.requests) == 1


@pytest.mark.parametrize(
    ("headers", "fresh_s"),
    [
        ("", None),
        ("Cache-Control: public, max-age=60\r\n", 60),
        ("Cache-Control: max-age=60\r\nAge: 45\r\n", 15),
        ("Cache-Control: max-age=60\r\nAge: 90\r\n", 0),
        ("Cache-Control: no-cache\r\n", 0),
        ("Cache-Control: max-age=60\r\nCache-Control: no-store\r\n", 0),
        ("Cache-Control: s-maxage=60\r\n", None),
        ("Cache-Control: max-age=soon\r\n", None),
    ],
)
async def test_how_long_an_answer_is_fresh_is_read(resolver: Resolver, headers: str, fresh_s: float | None):
    """RFC 9111 sections 4.2.1, 4.2.3 and 5.2.2: max-age less Age; no-cache and no-store are nought here."""
    async with serving(http(b"{}", headers=headers)) as host:
        resolver(["127.0.0.1"])
        assert (await fetch(host)).max_age_s == fresh_s


async def test_a_document_of_just_the_cap_is_taken(resolver: Resolver):
    """The cap is the last size that passes."""
    body = b'{"a": "' + b"x" * (limits.BODY_BYTES - 9) + b'"}'
    async with serving(http(body)) as host:
        resolver(["127.0.0.1"])
        assert len((await fetch(host)).body) == limits.BODY_BYTES


async def test_an_endless_body_is_cut_off(resolver: Resolver):
    """The cap counts what arrives, not what was announced."""

    async def pour(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n{")
        while True:
            writer.write(b" " * 65536)
            await writer.drain()

    async with serving(pour) as host:
        resolver(["127.0.0.1"])
        with pytest.raises(FetchRefused, match="more than"):
            await fetch(host)


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"])
async def test_a_slow_drip_ends_at_the_deadline(resolver: Resolver, monkeypatch: pytest.MonkeyPatch, head: bytes):
    """Each byte comes in time, the whole never: one deadline is over everything."""

    async def drip(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(b" " if head else b"H")
            await writer.drain()
            await asyncio.sleep(0.02)

    monkeypatch.setattr(limits, "FETCH_SECONDS", 0.2)
    async with serving(drip) as host:
        resolver(["127.0.0.1"])
        with pytest.raises(FetchFailed):
            await fetch(host)


async def test_a_url_longer_than_any_is_refused(resolver: Resolver):
    """What the library below refuses in its own way is refused in ours."""
    resolver(["127.0.0.1"])
    with pytest.raises(FetchRefused):
        await GuardedHttp([f"{HOST}:8000"]).get(f"http://{HOST}:8000/{'a' * 70_000}", accept=JSON)


# Many at once, and hosts that do not answer


async def silent(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    """Accept, and say nothing until the client has had enough."""
    await reader.read()


async def test_a_hanging_host_holds_few_places_and_the_others_are_served(
    resolver: Resolver, monkeypatch: pytest.MonkeyPatch
):
    """Two hundred fetches hang at one host; a healthy one beside it is asked and answers while they do."""
    monkeypatch.setattr(limits, "FETCH_SECONDS", 60)
    monkeypatch.setattr(limits, "FETCHES_AT_ONCE", limits.FETCHES_PER_HOST + 1)
    resolver(["127.0.0.1"])
    async with serving(silent) as hanging, serving(GOOD, name="healthy.example") as healthy:
        guarded = GuardedHttp([hanging.netloc, healthy.netloc])
        stuck = [
            asyncio.create_task(guarded.get(f"http://{hanging.netloc}/{number}", accept=JSON)) for number in range(200)
        ]
        await hanging.asked(limits.FETCHES_PER_HOST)
        assert (await guarded.get(healthy.url, accept=JSON)).body == b'{"a": 1}'
        assert (any(task.done() for task in stuck), len(hanging.requests)) == (False, limits.FETCHES_PER_HOST)
        for task in stuck:
            task.cancel()
        await asyncio.gather(*stuck, return_exceptions=True)


async def test_a_host_that_fails_again_and_again_is_left_alone_for_a_while(resolver: Resolver):
    """Five failures open the circuit; half a minute later one attempt is let through, and its end decides."""
    resolver(["127.0.0.1"])
    now = [0.0]
    answers = [b""] * 6 + [GOOD] * 3

    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answers.pop(0))

    async with serving(answer) as host, serving(GOOD, name="other.example") as other:
        guarded = GuardedHttp([host.netloc, other.netloc], clock=lambda: now[0])

        async def ask() -> str:
            try:
                await guarded.get(host.url, accept=JSON)
            except FetchFailed as error:
                return error.message
            return ""

        for _ in range(5):
            assert "did not answer" in await ask()
        assert "not asked just now" in await ask()
        assert len(host.requests) == 5
        assert await guarded.get(other.url, accept=JSON)
        now[0] = 30
        assert "did not answer" in await ask()
        assert "not asked just now" in await ask()
        now[0] = 60
        assert [await ask() for _ in range(3)] == ["", "", ""]
        assert len(host.requests) == 9


async def test_an_answer_of_no_use_is_an_answer(resolver: Resolver):
    """A host that says 404 to everything is well; nobody can have it left alone by asking for what is not there."""
    resolver(["127.0.0.1"])
    async with serving(http(b"", status="404 Not Found")) as host:
        guarded = GuardedHttp([host.netloc])
        for _ in range(2 * limits.CIRCUIT_FAILURES):
            with pytest.raises(FetchRefused, match="404"):
                await guarded.get(host.url, accept=JSON)


async def test_after_a_time_out_every_place_is_free_again(resolver: Resolver, monkeypatch: pytest.MonkeyPatch):
    """More fetches than there are places, each given up in the middle, and the next one is served."""
    monkeypatch.setattr(limits, "FETCH_SECONDS", 0.1)
    monkeypatch.setattr(limits, "CIRCUIT_FAILURES", 1_000)
    monkeypatch.setattr(limits, "FETCHES_AT_ONCE", 2)
    resolver(["127.0.0.1"])
    async with serving(silent) as hanging, serving(GOOD, name="healthy.example") as healthy:
        guarded = GuardedHttp([hanging.netloc, healthy.netloc])
        for _ in range(3):
            asked = [guarded.get(hanging.url, accept=JSON) for _ in range(3)]
            ends = await asyncio.gather(*asked, return_exceptions=True)
            assert [type(end) for end in ends] == [FetchFailed] * 3
        monkeypatch.setattr(limits, "FETCH_SECONDS", 30)
        assert (await guarded.get(healthy.url, accept=JSON)).body == b'{"a": 1}'
