"""The one outbound client. Whoever shows us a document chooses the host, so the host is not trusted.

https only; every address of the name must be public, and the connection goes to the address that was checked, with the
certificate checked against the name. No redirects, no proxies or cookies of the environment; a cap on bytes and one
deadline for everything.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Collection
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

import httpx

from badgeapi import __version__, limits
from badgeapi.canon import json
from badgeapi.canon.json import JsonObject
from badgeapi.errors import BadgeError, FetchFailed, FetchRefused

_CONNECT_S = 3.0
_TOTAL_S = 5.0
_HTTPS = 443
_HEADERS = {"Accept-Encoding": "identity", "User-Agent": f"badgeapi/{__version__}"}  # compressed bytes are not read
# All that IANA has given out of IPv6; outside lie NAT64, site-local and IPv4-compatible addresses. 6to4 (RFC 3056)
# lies inside and holds an IPv4 address.
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_6TO4 = IPv6Network("2002::/16")


class GuardedHttp:
    """Fetches JSON documents from hosts that an attacker may have chosen."""

    def __init__(self, loopback_hosts: Collection[str] = ()) -> None:
        """Allow the `host:port` names in `loopback_hosts` over http (development and tests only)."""
        self._loopback_hosts = frozenset(loopback_hosts)
        self._tls = httpx.create_ssl_context(trust_env=False)  # reading the trusted roots takes 15 ms

    def local(self, url: str) -> str:
        """Write an https URL with http when its host is one of the loopback hosts (did:web cannot say http)."""
        parts = urlsplit(url)
        return parts._replace(scheme="http").geturl() if parts.netloc in self._loopback_hosts else url

    async def get_object(self, url: str, *, accept: str) -> JsonObject:
        """Fetch one JSON object.

        Raises:
            FetchRefused: the URL, its addresses, the status or the content are not acceptable.
            FetchFailed: no answer within 5 seconds.
        """
        try:
            async with asyncio.timeout(_TOTAL_S):
                return json.loads_object(await self._get(url, accept))
        except (TimeoutError, httpx.TransportError, OSError) as error:
            raise FetchFailed(f"{urlsplit(url).hostname} did not answer.") from error
        except FetchRefused:
            raise
        except (BadgeError, httpx.InvalidURL, ValueError) as error:
            raise FetchRefused(f"{url[:120]!r} does not serve a JSON object: {error}") from error

    async def _get(self, url: str, accept: str) -> bytes:
        parts = urlsplit(url)
        host, local = parts.hostname or "", parts.netloc in self._loopback_hosts
        if not host or parts.username is not None or parts.scheme not in (("http", "https") if local else ("https",)):
            raise FetchRefused(f"{url[:120]!r} is not an https URL.")
        *others, last = await _resolve(host, parts.port or _HTTPS, local=local)
        for address in others:
            with suppress(httpx.ConnectError, httpx.ConnectTimeout):
                return await self._get_from(address, parts, accept)
        return await self._get_from(last, parts, accept)

    async def _get_from(self, address: IPv4Address | IPv6Address, parts: SplitResult, accept: str) -> bytes:
        """Fetch from an address that has been checked."""
        host, shown = parts.hostname or "", f"[{address}]" if address.version == 6 else str(address)
        target = parts._replace(netloc=f"{shown}:{parts.port or _HTTPS}", fragment="").geturl()
        async with (
            httpx.AsyncClient(
                verify=self._tls,
                trust_env=False,
                follow_redirects=False,
                timeout=httpx.Timeout(_TOTAL_S, connect=_CONNECT_S),
            ) as client,
            client.stream(
                "GET",
                target,
                headers={"Host": parts.netloc, "Accept": accept, **_HEADERS},
                extensions={"sni_hostname": host},
            ) as response,
        ):
            if response.status_code != httpx.codes.OK:
                raise FetchRefused(f"{host} answered {response.status_code}.")
            body = bytearray()
            async for chunk in response.aiter_raw():
                body += chunk
                if len(body) > limits.BODY_BYTES:
                    raise FetchRefused(f"{host} sends more than {limits.BODY_BYTES} bytes.")
            return bytes(body)


async def _resolve(host: str, port: int, *, local: bool) -> list[IPv4Address | IPv6Address]:
    """Find the addresses to connect to; every one of them must be public (or loopback, where allowed)."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [ip_address(entry[4][0]) for entry in found]
    for address in addresses:
        if not (address.is_loopback if local else _is_public(address)):
            raise FetchRefused(f"{host} has an address that must not be fetched from.")
    return addresses


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return _is_public(address.ipv4_mapped)
        if address not in _GLOBAL_UNICAST or address in _6TO4:
            return False
    return address.is_global and not address.is_multicast
