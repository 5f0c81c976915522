"""The one outbound client. Whoever shows us a document chooses the host, so the host is not trusted.

https only; every address of the name must be public, and the connection goes to the address that was checked, with the
certificate checked against the name. No redirects, no proxies or cookies of the environment; a cap on bytes and one
deadline for everything.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

import httpx

from badgeapi import __version__, limits
from badgeapi.canon import json
from badgeapi.canon.json import JsonObject
from badgeapi.errors import BadgeError, FetchFailed, FetchRefused

_CONNECT_S = 3.0
_TOTAL_S = 5.0
_HTTPS = 443
# Ranges that hold an IPv4 address inside: NAT64 (RFC 6052, RFC 8215) and 6to4 (RFC 3056).
_TRANSLATED = tuple(ip_network(block) for block in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16"))


class GuardedHttp:
    """Fetches JSON documents from hosts that an attacker may have chosen."""

    def __init__(self, loopback_hosts: Collection[str] = ()) -> None:
        """Allow the `host:port` names in `loopback_hosts` over http (development and tests only)."""
        self._loopback_hosts = frozenset(loopback_hosts)

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
        except (BadgeError, UnicodeError, ValueError) as error:
            raise FetchRefused(f"{url[:120]!r} does not serve a JSON object: {error}") from error

    async def _get(self, url: str, accept: str) -> bytes:
        parts = urlsplit(url)
        host, local = parts.hostname or "", parts.netloc in self._loopback_hosts
        if not host or parts.username is not None or parts.scheme not in (("http", "https") if local else ("https",)):
            raise FetchRefused(f"{url[:120]!r} is not an https URL.")
        port = parts.port or _HTTPS
        address = await _resolve(host, port, local=local)
        shown = f"[{address}]" if address.version == 6 else str(address)
        target = parts._replace(netloc=f"{shown}:{port}", fragment="").geturl()
        async with (
            httpx.AsyncClient(
                trust_env=False, follow_redirects=False, timeout=httpx.Timeout(_TOTAL_S, connect=_CONNECT_S)
            ) as client,
            client.stream(
                "GET",
                target,
                headers={"Host": parts.netloc, "Accept": accept, "User-Agent": f"badgeapi/{__version__}"},
                extensions={"sni_hostname": host},
            ) as response,
        ):
            if response.status_code != httpx.codes.OK:
                raise FetchRefused(f"{host} answered {response.status_code}.")
            body = bytearray()
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > limits.BODY_BYTES:
                    raise FetchRefused(f"{host} sends more than {limits.BODY_BYTES} bytes.")
            return bytes(body)


async def _resolve(host: str, port: int, *, local: bool) -> IPv4Address | IPv6Address:
    """Find the address to connect to; every address of the name must be public (or loopback, where allowed)."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [ip_address(entry[4][0]) for entry in found]
    for address in addresses:
        if not (address.is_loopback if local else _is_public(address)):
            raise FetchRefused(f"{host} has an address that must not be fetched from.")
    return addresses[0]


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return _is_public(address.ipv4_mapped)
        if any(address in block for block in _TRANSLATED):
            return False
    return address.is_global and not address.is_multicast
