"""Opening connections: a name becomes addresses, every address is checked, and only a checked one is connected to.

This is the one way in which a connection of `GuardedHttp` is opened, so a name that resolves otherwise the next time
(DNS rebinding) gains nothing.

Addresses: the special-purpose registries of IANA (RFC 6890); RFC 4291, 6052, 8215, 3056, 3879.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from contextlib import suppress
from functools import partial
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TypeAlias

import httpcore2
from httpcore2 import SOCKET_OPTION

from badgeapi.errors import FetchFailed

Address: TypeAlias = IPv4Address | IPv6Address

# All that IANA has given out of IPv6; outside lie NAT64, site-local and IPv4-compatible addresses.
_GLOBAL_UNICAST = IPv6Network("2000::/3")
# What lies within the public ranges and is not of the internet at large, whatever this version of Python knows of it.
_SPECIAL = tuple(
    map(
        ip_network,
        (
            "168.63.129.16/32",  # the host of a virtual machine in Azure, which tells it its secrets
            "192.0.0.0/24",  # protocol assignments (RFC 6890); another cloud's metadata service stands at .192
            "192.88.99.0/24",  # relays of 6to4 (RFC 7526)
            "2001::/23",  # protocol assignments (RFC 2928): Teredo, ORCHID, benchmarking
            "2001:db8::/32",  # documentation (RFC 3849)
            "2002::/16",  # 6to4 (RFC 3056), which holds an IPv4 address
            "3fff::/20",  # documentation (RFC 9637)
        ),
    )
)


class Dial(httpcore2.AnyIOBackend):
    """Connects to names all of whose addresses are allowed."""

    def __init__(self, lookups: Executor, allows: Callable[[Address], bool]) -> None:
        """Look names up on `lookups`: threads of their own, since a slow name server blocks them."""
        self._lookups = lookups
        self._allows = allows

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  # the library's interface
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Connect to the first address that answers; `timeout` seconds are for each.

        Raises:
            FetchFailed: one of the addresses must not be connected to.
        """
        connect = partial(
            super().connect_tcp,
            port=port,
            timeout=timeout,
            local_address=local_address,
            socket_options=socket_options,
        )
        *others, last = await self.resolve(host, port)
        for address in others:
            with suppress(httpcore2.ConnectError, httpcore2.ConnectTimeout):
                return await connect(str(address))
        return await connect(str(last))

    async def resolve(self, host: str, port: int) -> list[Address]:
        """Find the addresses of a name, in the resolver's order.

        Raises:
            FetchFailed: not every one of them is allowed; what stands there is not known, and may be in order.
            OSError: the name is not known.
        """
        look_up = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        found = await asyncio.get_running_loop().run_in_executor(self._lookups, look_up)
        addresses = [ip_address(entry[4][0]) for entry in found]
        if not all(map(self._allows, addresses)):
            raise FetchFailed(f"{host[:120]} has an address that must not be fetched from.")
        return addresses


def is_public(address: Address) -> bool:
    """Tell whether an address is one of the internet at large, in none of its disguises."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address not in _GLOBAL_UNICAST:
            return False
    special = any(address in network for network in _SPECIAL)
    return address.is_global and not address.is_multicast and not special


def is_loopback(address: Address) -> bool:
    """Tell whether an address is this machine."""
    return address.is_loopback
