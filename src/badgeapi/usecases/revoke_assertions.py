"""Revoking, suspending, reinstating: one row and one bit, in one transaction with its audit entry.

A revocation is for ever; only a suspension can be lifted. A credential has one status entry (both published schemas
allow no more), so a suspension sets the same bit and a reinstatement clears it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from badgeapi.errors import Conflict, NotFound
from badgeapi.store import assertions, status_lists
from badgeapi.store.assertions import Assertion, AssertionState
from badgeapi.store.engine import Connection
from badgeapi.usecases.audit_trail import note
from badgeapi.usecases.caller import Caller
from badgeapi.usecases.deployment import Deployment


class Change(StrEnum):
    """What can be done to a credential's state; the value is the verb on the wire."""

    REVOKE = "revoke"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"


@dataclass(frozen=True, slots=True)
class _Rule:
    to: AssertionState
    allowed_from: tuple[AssertionState, ...]
    bit: bool


_RULES: Mapping[Change, _Rule] = MappingProxyType(
    {
        Change.REVOKE: _Rule("revoked", ("issued", "suspended"), bit=True),
        Change.SUSPEND: _Rule("suspended", ("issued",), bit=True),
        Change.REINSTATE: _Rule("issued", ("suspended",), bit=False),
    }
)


async def change_state(
    deployment: Deployment, caller: Caller, assertion_id: str, change: Change, *, reason: str
) -> Assertion:
    """Bring an assertion to its new state; being there already changes nothing.

    Raises:
        NotFound: no such assertion, or another issuer's.
        Conflict: the change is not possible from the present state (a revocation cannot be taken back), or the
            credential has no status entry.
    """
    rule, at = _RULES[change], deployment.now()

    def record(conn: Connection) -> Assertion:
        changed = assertions.set_state(
            conn,
            caller.scope,
            assertion_id=assertion_id,
            state=rule.to,
            allowed_from=rule.allowed_from,
            reason=reason,
            at=at,
        )
        if changed is None:
            found = assertions.get(conn, caller.scope, assertion_id=assertion_id)
            if found is None:
                raise NotFound("There is no such assertion.")
            if found.state == rule.to:
                return found
            raise Conflict(f"A {found.state} assertion cannot be changed to {rule.to}.", code="state")
        if changed.status_list_id is None or changed.status_index is None:
            raise Conflict("The credential has no status entry, so nobody would learn of it.", code="no_status")
        status_lists.flip(
            conn,
            caller.scope,
            list_id=changed.status_list_id,
            position=changed.status_index,
            value=rule.bit,
            at=at,
        )
        note(
            conn,
            caller,
            f"assertion.{change}",
            changed.id,
            issuer_id=changed.issuer_id,
            at=at,
            details={"reason": reason},
        )
        return changed

    return await deployment.store.write(record)
