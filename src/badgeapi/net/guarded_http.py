"""The one outbound client. Whoever shows us a document chooses the host, so the host is not trusted.

https only, on port 443 or one from 1024 upwards (below stand mail, shells and the like); the connection goes to a
checked address (`dial`), with the certificate checked against the name. One request to a connection; no proxies or
cookies of the environment; a cap on bytes, one deadline for everything, and limits on how much goes on at once.

A redirect is handed back, not followed: each hop is a fetch of its own. Compressed answers are not read: every host can
send the plain bytes that it is asked for (RFC 9110 section 12.5.3), and what is not inflated is no bomb.
"""

from __future__ import annotations

import asyncio
import re
import ssl
import time
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import SplitResult, urljoin, urlsplit
from weakref import WeakValueDictionary

import certifi
import httpcore2

from badgeapi import __version__, limits
from badgeapi.errors import FetchFailed, FetchRefused
from badgeapi.net.circuits import Circuits
from badgeapi.net.dial import Dial, is_loopback, is_public

_PORTS = {"https": 443, "http": 80}
_UNPRIVILEGED = 1024
_HEADERS = (("Accept-Encoding", "identity"), ("Connection", "close"), ("User-Agent", f"badgeapi/{__version__}"))
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NOT_NOW = frozenset({408, 425, 429})
# Characters of RFC 3986 and those that people leave unescaped; a backslash and white space are read as this or that.
_is_url = re.compile(r"https?://[!-\[\]-~]+", re.ASCII | re.IGNORECASE).fullmatch
_max_age = re.compile(r"(?:^|,)\s*max-age\s*=\s*\"?([0-9]{1,10})", re.ASCII | re.IGNORECASE).search
_no_store = re.compile(r"(?:^|,)\s*no-(?:store|cache)\s*(?:,|=|$)", re.ASCII | re.IGNORECASE).search


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host answered.

    Attributes:
        location: the absolute URL that it points to instead; "" when it answered itself.
        max_age_s: how long the host says that this may be kept; None when it says nothing.
    """

    body: bytes = b""
    location: str = ""
    max_age_s: float | None = None


class GuardedHttp:
    """Fetches from hosts that an attacker may have chosen."""

    def __init__(
        self, loopback_hosts: Collection[str] = (), *, origin: str = "", clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Allow the `host:port` names in `loopback_hosts` over http (development and tests only), `origin` never."""
        self._loopback_hosts = frozenset(loopback_hosts)
        self._own = _place(urlsplit(origin))
        self._tls = ssl.create_default_context(cafile=certifi.where())  # reading the trusted roots takes 15 ms
        self._lookups = ThreadPoolExecutor(limits.LOOKUPS_AT_ONCE, thread_name_prefix="lookup")
        self._public = Dial(self._lookups, is_public)
        self._loopback = Dial(self._lookups, is_loopback)
        self._circuits = Circuits(clock)
        self._slots = asyncio.Semaphore(limits.FETCHES_AT_ONCE)
        self._host_slots: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    def close(self) -> None:
        """End the threads that look names up, as soon as their name servers answer."""
        self._lookups.shutdown(wait=False, cancel_futures=True)

    def local(self, url: str) -> str:
        """Write an https URL with http when its host is one of the loopback hosts (did:web cannot say http)."""
        parts = urlsplit(url)
        return parts._replace(scheme="http").geturl() if parts.netloc in self._loopback_hosts else url

    def check(self, url: str) -> SplitResult:
        """Take apart a URL that may be asked for.

        Raises:
            FetchRefused: it must not be, whatever its host resolves to.
        """
        try:
            if len(url) > limits.IRI_CHARACTERS or not _is_url(url):
                raise ValueError
            parts = urlsplit(url)
            host, port = _place(parts)
        except ValueError as error:
            raise FetchRefused(f"{url[:120]!r} is not an https URL.") from error
        local = parts.netloc in self._loopback_hosts
        if not host or parts.username is not None or not (local or parts.scheme == "https"):
            raise FetchRefused(f"{url[:120]!r} is not an https URL.")
        if not (local or port == _PORTS["https"] or port >= _UNPRIVILEGED):
            raise FetchRefused(f"{url[:120]!r} names port {port}, where no documents are served.")
        if (host, port) == self._own:
            raise FetchRefused(f"{url[:120]!r} is an address of this service, and nothing it knows.")
        return parts

    async def get(self, url: str, *, accept: str) -> Answer:
        """Ask for one document.

        Raises:
            FetchRefused: the URL, the status or the content are not acceptable.
            FetchFailed: no answer within `limits.FETCH_SECONDS`, the host says that it cannot answer now, or it has
                an address that must not be asked.
        """
        parts = self.check(url)
        host = parts.netloc.lower()
        slots = self._host_slots.setdefault(host, asyncio.Semaphore(limits.FETCHES_PER_HOST))
        try:
            # A place at the host comes first: who waits for a slow host takes no place from the others.
            async with asyncio.timeout(limits.FETCH_SECONDS), slots, self._slots:
                with self._circuits.attempt(host):
                    status, headers, body = await self._exchange(parts, accept)
        except (TimeoutError, httpcore2.TimeoutException) as error:
            raise FetchFailed(f"{host[:120]} did not answer in time.") from error
        except (httpcore2.NetworkError, httpcore2.ProtocolError, OSError) as error:
            raise FetchFailed(f"{host[:120]} did not answer.") from error
        except UnicodeError as error:
            raise FetchRefused(f"{host[:120]!r} is not the name of a host.") from error
        return _read(url, host, status, headers, body)

    async def _exchange(self, parts: SplitResult, accept: str) -> tuple[int, dict[str, str], bytes]:
        """Send one request; the body is read only of an answer that can be taken."""
        host, port = _place(parts)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        url = httpcore2.URL(scheme=parts.scheme, host=host, port=port, target=target)
        dial = self._loopback if parts.netloc in self._loopback_hosts else self._public
        async with (
            httpcore2.AsyncConnectionPool(self._tls, max_connections=1, network_backend=dial) as pool,
            pool.stream(
                "GET",
                url,
                headers=[("Host", parts.netloc), ("Accept", accept), *_HEADERS],
                extensions={"timeout": {"connect": float(limits.CONNECT_SECONDS)}},
            ) as response,
        ):
            headers: dict[str, str] = {}
            for name, value in response.headers:  # a repeated one is a list (RFC 9110 section 5.3)
                key, text = name.decode("latin-1").lower(), value.decode("latin-1")
                headers[key] = f"{headers[key]}, {text}" if key in headers else text
            body = bytearray()
            if response.status == HTTPStatus.OK and "content-encoding" not in headers:
                async for chunk in response.aiter_stream():
                    body += chunk
                    if len(body) > limits.BODY_BYTES:
                        raise FetchRefused(f"{host[:120]} sends more than {limits.BODY_BYTES} bytes.")
            return response.status, headers, bytes(body)


def _place(parts: SplitResult) -> tuple[str, int]:
    """Where a URL leads, written one way: host and port; raises `ValueError` for a port that is none."""
    port = parts.port
    return (parts.hostname or "").rstrip("."), _PORTS.get(parts.scheme, 0) if port is None else port


def _read(url: str, host: str, status: int, headers: dict[str, str], body: bytes) -> Answer:
    """Make an answer of a response; raises as `GuardedHttp.get`."""
    if status in _REDIRECTS and "location" in headers:
        try:
            return Answer(location=urljoin(url, headers["location"]), max_age_s=_may_be_kept(headers))
        except ValueError as error:
            raise FetchRefused(f"{host[:120]} redirects to something that is no URL.") from error
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _NOT_NOW:
        raise FetchFailed(f"{host[:120]} answered {status}: it cannot say now.")
    if status != HTTPStatus.OK:
        raise FetchRefused(f"{host[:120]} answered {status}.")
    if "content-encoding" in headers:
        raise FetchRefused(f"{host[:120]} answers compressed, though asked not to.")
    return Answer(body, max_age_s=_may_be_kept(headers))


def _may_be_kept(headers: dict[str, str]) -> float | None:
    """Read how long an answer is fresh (RFC 9111 section 4.2.1), in seconds; None when it does not say."""
    control = headers.get("cache-control", "")
    if _no_store(control):
        return 0
    found = _max_age(control)
    age = headers.get("age", "")
    return max(0, int(found[1]) - (int(age) if age.isdecimal() and len(age) <= 10 else 0)) if found else None
