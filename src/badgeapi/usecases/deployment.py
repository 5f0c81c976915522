"""What every use case works with, put together once by `app.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from badgeapi.keys.keyring import Keyring
from badgeapi.keys.sealing import RecipientIndex
from badgeapi.sandbox.pool import Sandbox
from badgeapi.store.engine import Store
from badgeapi.usecases.lanes import Lanes
from badgeapi.usecases.status_indices import StatusIndices
from badgeapi.verification.registry import Registry


@dataclass(frozen=True, slots=True)
class Deployment:
    """One running service.

    Attributes:
        origin: scheme://host[:port] under which new issuers are created.
        now: the clock; aware, in UTC.
        publishing_interval: how old a served status list may be.
        registry: the issuers that the operator trusts; None where no list is configured.
        lanes: how much of each kind of work is under way.
    """

    store: Store
    sandbox: Sandbox
    keyring: Keyring
    recipients: RecipientIndex
    indices: StatusIndices
    origin: str
    now: Callable[[], datetime]
    publishing_interval: timedelta
    registry: Registry | None = None
    lanes: Lanes = field(default_factory=Lanes)

    async def close(self) -> None:
        """Finish what is being written, and end what was started."""
        await self.sandbox.close()
        await self.store.close()
