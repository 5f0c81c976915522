"""The outbound client against hosts that mean harm: real sockets, and a resolver that says what a test tells it.

Addresses: the special-purpose registries of IANA (RFC 6890), RFC 4193, 4291, 6052, 8215, 3056, 3879.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from gzip import compress
from ipaddress import ip_address
from itertools import chain, repeat
from pathlib import Path
from typing import cast

import pytest

from badgeapi import limits
from badgeapi.errors import FetchFailed, FetchRefused
from badgeapi.net import guarded_http
from badgeapi.net.guarded_http import GuardedHttp
from tests.net.certificate import make_certificate

pytestmark = pytest.mark.anyio

HOST = "badges.example"
Resolver = Callable[..., list[str]]


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch) -> Resolver:
    """Set what a name resolves to, look-up after look-up, the last for ever; returns the names looked up."""

    def answer(*answers: list[str]) -> list[str]:
        asked: list[str] = []
        coming = chain(answers, repeat(answers[-1]))

        def getaddrinfo(host: str, port: int, *_args: object, **_options: object) -> list[tuple[object, ...]]:
            asked.append(host)
            kinds = [(socket.AF_INET6 if ":" in address else socket.AF_INET, address) for address in next(coming)]
            return [(kind, socket.SOCK_STREAM, 6, "", (address, port)) for kind, address in kinds]

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        return asked

    return answer


@dataclass
class Host:
    """A server that answers every request with the same bytes, or as `answer` says."""

    port: int = 0
    requests: list[bytes] = field(default_factory=list)

    @property
    def netloc(self) -> str:
        return f"{HOST}:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.netloc}/list"

    async def fetch(self) -> dict[str, object]:
        return await GuardedHttp([self.netloc]).get_object(self.url, accept="application/json")


def http(body: bytes, *, status: str = "200 OK", headers: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{headers}\r\n".encode() + body


GOOD = http(b'{"a": 1}')


@asynccontextmanager
async def serving(
    answer: bytes | Callable[[asyncio.StreamWriter], Awaitable[None]],
    address: str = "127.0.0.1",
    port: int = 0,
    tls: ssl.SSLContext | None = None,
) -> AsyncIterator[Host]:
    host = Host()
    connections: list[asyncio.Task[object]] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(cast("asyncio.Task[object]", asyncio.current_task()))
        with suppress(ConnectionError):
            host.requests.append(await reader.readuntil(b"\r\n\r\n"))
            if isinstance(answer, bytes):
                writer.write(answer)
                await writer.drain()
            else:
                await answer(writer)
        writer.close()
        with suppress(ConnectionError, ssl.SSLError):
            await writer.wait_closed()

    server = await asyncio.start_server(serve, address, port, ssl=tls)
    host.port = server.sockets[0].getsockname()[1]
    async with server:
        yield host
    await asyncio.gather(*connections)


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
        "",
    ],
)
async def test_only_https_urls_without_credentials_are_fetched(resolver: Resolver, url: str):
    """Anything else is refused before so much as a name is looked up."""
    asked = resolver(["93.184.215.14"])
    with pytest.raises(FetchRefused):
        await GuardedHttp().get_object(url, accept="application/json")
    assert asked == []


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
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
        "2001:db8::1",
        "2002:7f00:1::",
        "fc00::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
    ],
)
async def test_no_address_of_an_inner_network_is_fetched_from(resolver: Resolver, address: str):
    """A name may resolve to the host itself, its neighbours, or the cloud's metadata service, in any disguise."""
    resolver([address])
    with pytest.raises(FetchRefused, match="must not be fetched"):
        await GuardedHttp().get_object(f"https://{HOST}/list", accept="application/json")


async def test_one_inner_address_among_public_ones_is_enough_to_refuse(resolver: Resolver):
    """Otherwise the order of the answers would decide."""
    resolver(["93.184.215.14", "10.0.0.1"])
    with pytest.raises(FetchRefused, match="must not be fetched"):
        await GuardedHttp().get_object(f"https://{HOST}/list", accept="application/json")


async def test_public_addresses_pass(resolver: Resolver):
    """The guard is not a wall; the order of the answers is kept."""
    public = ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:93.184.215.14"]
    resolver(public)
    assert await guarded_http._resolve(HOST, 443, local=False) == [ip_address(address) for address in public]


async def test_a_literal_address_is_checked_like_a_name():
    """`https://127.0.0.1` needs no resolver to be what it is."""
    for literal in ("127.0.0.1", "[::1]", "2130706433", "0x7f.1"):
        with pytest.raises((FetchRefused, FetchFailed)):
            await GuardedHttp().get_object(f"https://{literal}/list", accept="application/json")


# Loopback hosts


async def test_a_loopback_host_is_exactly_one_host_and_port(resolver: Resolver):
    """Naming one service of this machine opens no other."""
    resolver(["127.0.0.1"])
    async with serving(GOOD) as host, serving(GOOD) as neighbour:
        guarded = GuardedHttp([host.netloc])
        assert await guarded.get_object(host.url, accept="application/json") == {"a": 1}
        for url in (neighbour.url, f"http://other.example:{host.port}/", f"http://x@{host.netloc}/", f"http://{HOST}/"):
            with pytest.raises(FetchRefused):
                await guarded.get_object(url, accept="application/json")
        assert neighbour.requests == []
        assert guarded.local(f"https://{host.netloc}/did.json") == f"http://{host.netloc}/did.json"
        assert guarded.local(neighbour.url) == neighbour.url


@pytest.mark.parametrize("address", ["93.184.215.14", "10.0.0.1"])
async def test_a_loopback_host_must_be_on_this_machine(resolver: Resolver, address: str):
    """Plain http never leaves it, whatever the name resolves to."""
    resolver([address])
    with pytest.raises(FetchRefused, match="must not be fetched"):
        await GuardedHttp([f"{HOST}:8000"]).get_object(f"http://{HOST}:8000/", accept="application/json")


# The connection


async def test_the_connection_goes_to_the_address_that_was_checked(resolver: Resolver):
    """A name that resolves to another address the second time (DNS rebinding) is looked up once only."""
    async with serving(GOOD) as host, serving(GOOD, "127.0.0.2", host.port) as rebound:
        asked = resolver(["127.0.0.1"], ["127.0.0.2"])
        assert await host.fetch() == {"a": 1}
        assert (len(host.requests), rebound.requests, asked) == (1, [], [HOST])


async def test_the_next_address_is_tried_when_one_does_not_answer(resolver: Resolver):
    """`localhost` is often ::1 first, and served on 127.0.0.1 only."""
    async with serving(GOOD) as host:
        resolver(["127.0.0.2", "127.0.0.1"])
        assert await host.fetch() == {"a": 1}


async def test_the_request_says_no_more_than_it_must(resolver: Resolver):
    """The name goes into Host; path and query as they are; no fragment, no cookie, no compression."""
    async with serving(GOOD) as host:
        resolver(["127.0.0.1"])
        url = f"{host.url}?a=%20b#94567"
        await GuardedHttp([host.netloc]).get_object(url, accept="application/vc")
    line, *headers = host.requests[0].decode().strip().split("\r\n")
    assert line == "GET /list?a=%20b HTTP/1.1"
    found = {name.lower(): value for name, value in (header.split(": ") for header in headers)}
    assert found.keys() == {"host", "accept", "accept-encoding", "user-agent", "connection"}
    assert (found["host"], found["accept"], found["accept-encoding"]) == (host.netloc, "application/vc", "identity")


async def test_proxies_of_the_environment_are_ignored(resolver: Resolver, monkeypatch: pytest.MonkeyPatch):
    """A proxy would look the name up again, where nobody checks."""
    async with serving(GOOD) as proxy, serving(GOOD) as host:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        resolver(["127.0.0.1"])
        assert await host.fetch() == {"a": 1}
        assert proxy.requests == []


async def test_the_certificate_must_be_trusted_and_for_the_name(resolver: Resolver, tmp_path: Path):
    """The connection goes to an address, but what must be certified is the name."""
    made = make_certificate(tmp_path, HOST)
    async with serving(GOOD, tls=made.server()) as host:
        resolver(["127.0.0.1"])
        guarded = GuardedHttp([host.netloc, f"other.example:{host.port}"])
        with pytest.raises(FetchFailed):
            await guarded.get_object(f"https://{host.netloc}/", accept="application/json")
        guarded._tls.load_verify_locations(made.certificate)
        assert await guarded.get_object(f"https://{host.netloc}/", accept="application/json") == {"a": 1}
        with pytest.raises(FetchFailed):
            await guarded.get_object(f"https://other.example:{host.port}/", accept="application/json")


async def test_a_host_that_cannot_be_reached_has_failed_not_lied(resolver: Resolver, monkeypatch: pytest.MonkeyPatch):
    """What could not be asked is undetermined later: no listener, a connection cut short, a name nobody knows."""
    resolver(["127.0.0.1"])
    async with serving(b"") as host:
        with pytest.raises(FetchFailed):
            await host.fetch()
    with pytest.raises(FetchFailed):
        await host.fetch()

    def unknown(*_args: object, **_options: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(FetchFailed):
        await GuardedHttp().get_object(f"https://{HOST}/", accept="application/json")


# The answer


@pytest.mark.parametrize(
    "answer",
    [
        http(b"", status="302 Found", headers="Location: /other\r\n"),
        http(b"", status="301 Moved Permanently", headers="Location: http://169.254.169.254/\r\n"),
        http(b'{"a": 1}', status="404 Not Found"),
        http(b'{"a": 1}', status="203 Non-Authoritative Information"),
        http(b"<html></html>"),
        http(b"[1]"),
        http(b'"text"'),
        http(b""),
        http(b'{"a": 1, "a": 2}'),
        http(b'{"a": NaN}'),
        http(b'{"a": "\xff"}'),
        http(compress(b'{"a": 1}'), headers="Content-Encoding: gzip\r\n"),
        http(b"no gzip", headers="Content-Encoding: gzip\r\n"),
        http(b'{"a": "' + b"x" * limits.BODY_BYTES + b'"}'),
    ],
)
async def test_only_one_plain_json_object_is_taken(resolver: Resolver, answer: bytes):
    """No redirects, no other status, no compression (a bomb), no more bytes than the cap, strict JSON."""
    async with serving(answer) as host:
        resolver(["127.0.0.1"])
        with pytest.raises(FetchRefused):
            await host.fetch()
        assert len(host.requests) == 1


async def test_a_document_of_just_the_cap_is_taken(resolver: Resolver):
    """The cap is the last size that passes."""
    body = b'{"a": "' + b"x" * (limits.BODY_BYTES - 9) + b'"}'
    async with serving(http(body)) as host:
        resolver(["127.0.0.1"])
        assert len(str((await host.fetch())["a"])) == limits.BODY_BYTES - 9


async def test_an_endless_body_is_cut_off(resolver: Resolver):
    """The cap counts what arrives, not what was announced."""

    async def pour(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n{")
        while True:
            writer.write(b" " * 65536)
            await writer.drain()

    async with serving(pour) as host:
        resolver(["127.0.0.1"])
        with pytest.raises(FetchRefused, match="more than"):
            await host.fetch()


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"])
async def test_a_slow_drip_ends_at_the_deadline(resolver: Resolver, monkeypatch: pytest.MonkeyPatch, head: bytes):
    """Each byte comes in time, the whole never: one deadline is over everything."""

    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(b" " if head else b"H")
            await writer.drain()
            await asyncio.sleep(0.02)

    monkeypatch.setattr(guarded_http, "_TOTAL_S", 0.2)
    async with serving(drip) as host:
        resolver(["127.0.0.1"])
        with pytest.raises(FetchFailed):
            await host.fetch()


async def test_a_url_longer_than_any_is_refused(resolver: Resolver):
    """What the library below refuses in its own way is refused in ours."""
    resolver(["127.0.0.1"])
    with pytest.raises(FetchRefused):
        await GuardedHttp([f"{HOST}:8000"]).get_object(f"http://{HOST}:8000/{'a' * 70_000}", accept="application/json")
