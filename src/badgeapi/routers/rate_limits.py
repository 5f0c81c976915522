"""Rate limits, where they are configured: who is counted, and what a caller is told about it.

An issuer is one tenant whatever key it calls with; the admin key is nobody's quota. Calls that need no key and cost
work are counted by the address they come from (`address_quotas.py`).

Source: draft-ietf-httpapi-ratelimit-headers-11 sections 3 and 4 (the two fields), RFC 6585 section 4 (429).
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from prometheus_client import Counter
from starlette.types import Scope

from badgeapi.errors import RateLimited
from badgeapi.net.quotas import QuotaPolicy, Quotas
from badgeapi.settings import Settings
from badgeapi.usecases.caller import Caller

FIELDS: Final = ("RateLimit", "RateLimit-Policy", "Retry-After")
"""What callers in browsers may read of it."""
_IPV6_BITS: Final = 64
"""One household or server has as many IPv6 addresses as it likes, with these bits in common (RFC 6177)."""
_refused = Counter("badgeapi_rate_limited", "Calls refused because a quota was used up", ["policy"])


@dataclass(frozen=True, slots=True)
class RateLimits:
    """The policies in force and the counts they are held against; a policy that is None limits nobody."""

    quotas: Quotas
    issuers: QuotaPolicy | None
    addresses: QuotaPolicy | None

    @classmethod
    def of(cls, settings: Settings, quotas: Quotas) -> RateLimits:
        """Take the policies from the settings."""
        by_issuer, by_address = settings.rate_limit, settings.verify_rate_limit
        return cls(
            quotas,
            QuotaPolicy.of("issuer", by_issuer) if by_issuer is not None else None,
            QuotaPolicy.of("address", by_address) if by_address is not None else None,
        )

    async def admit(self, scope: Scope, caller: Caller) -> None:
        """Count a call of somebody with a key; raises `RateLimited`."""
        if self.issuers is not None and caller.scope.issuer_id is not None:
            await self._count(scope, self.issuers, caller.scope.issuer_id)

    async def admit_anybody(self, scope: Scope) -> None:
        """Count a call by the address it comes from; raises `RateLimited`."""
        if self.addresses is not None:
            await self._count(scope, self.addresses, _neighbourhood(scope))

    async def _count(self, scope: Scope, policy: QuotaPolicy, partition: str) -> None:
        standing = await self.quotas.count(policy, partition)
        scope["answer_headers"] |= {
            b"ratelimit-policy": f'"{policy.name}";q={policy.quota};w={policy.window_s}'.encode(),
            b"ratelimit": f'"{policy.name}";r={standing.available};t={standing.reset_s}'.encode(),
        }
        if standing.exceeded:
            _refused.labels(policy.name).inc()
            raise RateLimited(
                f"{policy.quota} calls in {policy.window_s} seconds are allowed, and all of them were made.",
                retry_after_s=standing.reset_s,
            )


def _neighbourhood(scope: Scope) -> str:
    """The address that a call comes from; of IPv6, the network that one customer has."""
    host, _ = scope.get("client") or ("", 0)
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:  # a Unix socket: all of its callers are one
        return "local"
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((address, _IPV6_BITS), strict=False))
    return str(address)
