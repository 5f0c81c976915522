"""Showing a credential to anybody at its own address, or no longer; the learner's choice, never the default."""

from __future__ import annotations

from badgeapi.errors import NotFound
from badgeapi.store import assertions, audit
from badgeapi.store.assertions import Assertion
from badgeapi.store.engine import Connection
from badgeapi.usecases.caller import Caller
from badgeapi.usecases.deployment import Deployment


async def set_published(deployment: Deployment, caller: Caller, assertion_id: str, *, published: bool) -> Assertion:
    """Publish or unpublish an assertion; a second time changes nothing. Raises `NotFound`."""

    def record(conn: Connection) -> Assertion:
        changed = assertions.set_published(conn, caller.scope, assertion_id=assertion_id, published=published)
        if changed is None:
            raise NotFound("There is no such assertion.")
        audit.append(
            conn,
            caller.scope,
            issuer_id=changed.issuer_id,
            at=deployment.now(),
            actor=caller.actor,
            action="assertion.publish" if published else "assertion.unpublish",
            subject=changed.id,
        )
        return changed

    return await deployment.store.write(record)
