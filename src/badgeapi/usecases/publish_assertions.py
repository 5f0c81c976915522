"""Showing a credential to anybody at its own address, or no longer; the learner's choice, never the default."""

from __future__ import annotations

from badgeapi.errors import NotFound
from badgeapi.store import assertions
from badgeapi.store.assertions import Assertion
from badgeapi.store.engine import Connection
from badgeapi.usecases.audit_trail import note
from badgeapi.usecases.caller import Caller
from badgeapi.usecases.deployment import Deployment


async def set_published(deployment: Deployment, caller: Caller, assertion_id: str, *, published: bool) -> Assertion:
    """Publish or unpublish an assertion; a second time changes nothing. Raises `NotFound`."""

    def record(conn: Connection) -> Assertion:
        changed = assertions.set_published(conn, caller.scope, assertion_id=assertion_id, published=published)
        if changed is None:
            raise NotFound("There is no such assertion.")
        action = "assertion.publish" if published else "assertion.unpublish"
        note(conn, caller, action, changed.id, issuer_id=changed.issuer_id, at=deployment.now())
        return changed

    return await deployment.store.write(record)
