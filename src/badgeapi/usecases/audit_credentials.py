"""Judging again what was signed: every stored credential and JWT, or a sample of them.

Whatever happens to a database (a failing disk, a wrong restore, somebody's hand), what it serves in an issuer's name
must still hold. Each is verified as anybody would, and compared with what its row says of it. That it has expired or
is revoked is no fault, but the bit in the status list must say what the row says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from badgeapi.canon import json
from badgeapi.canon.json import JsonObject
from badgeapi.errors import BadgeError, Unavailable
from badgeapi.store import assertion_jwts, assertions, audit, status_lists
from badgeapi.store.assertions import Assertion
from badgeapi.store.engine import Connection
from badgeapi.store.rows import Cursor
from badgeapi.store.scope import Scope
from badgeapi.usecases.deployment import Deployment
from badgeapi.usecases.gather_facts import Fetch
from badgeapi.usecases.verify import verify
from badgeapi.verification.check import Outcome
from badgeapi.verification.parse import as_list, parse
from badgeapi.verification.report import PROOF

ACTION: Final = "credentials.audit"
_ACTOR: Final = "audit"
_PAGE: Final = 200
_EVERYTHING: Final = Scope.operator()
# What time, issuers and others change, not what was signed.
_OF_TODAY: Final = frozenset({"validity_period", "status", "issuer_known", "refresh", "schema"})
_TIMES_OF_JWTS: Final = frozenset({"jwt_expired", "jwt_not_yet_valid"})


@dataclass(frozen=True, slots=True)
class Bad:
    """Something that does not hold: the credential of an assertion, its JWT of an algorithm, or its status."""

    assertion_id: str
    issuer_id: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit has found; `by_state` counts credentials, `jwts` the JWTs beside them."""

    by_state: Counter[str]
    jwts: int
    bad: tuple[Bad, ...]

    @property
    def checked(self) -> int:
        """How many credentials and JWTs were verified."""
        return self.by_state.total() + self.jwts


@dataclass(frozen=True, slots=True)
class LastAudit:
    """What is remembered of an audit."""

    at: datetime
    checked: int
    bad: int


@dataclass(frozen=True, slots=True)
class _Stored:
    """What is kept of one assertion, all of one moment: its row, its signed forms by name, and its bit."""

    row: Assertion
    forms: tuple[tuple[str, bytes], ...]
    is_set: bool


async def audit_credentials(deployment: Deployment, *, fetch: Fetch, sample: int | None = None) -> Audit:
    """Verify stored credentials and JWTs again, all or `sample` of them drawn at random, and record the outcome."""
    by_state: Counter[str] = Counter()
    jwts, bad = 0, list[Bad]()
    async for stored in _everything(deployment, sample):
        row = stored.row
        by_state[row.state] += 1
        jwts += len(stored.forms) - 1
        whys = [(what, await _why_not(deployment, data, fetch)) for what, data in stored.forms]
        whys += [("row", _why_not_this(row)), ("status", _why_not_status(row, is_set=stored.is_set))]
        bad += [Bad(row.id, row.issuer_id, what, why) for what, why in whys if why]
    found = Audit(by_state, jwts, tuple(bad))
    await deployment.store.write(lambda conn: _record(conn, found, deployment.now()))
    return found


async def last_audit(deployment: Deployment) -> LastAudit | None:
    """Recall the last audit, whichever process made it."""
    entry = await deployment.store.read(lambda conn: audit.latest(conn, _EVERYTHING, action=ACTION))
    if entry is None:
        return None
    details = json.loads_object(entry.details)
    return LastAudit(entry.at, int(str(details["checked"])), int(str(details["bad"])))


async def _everything(deployment: Deployment, sample: int | None) -> AsyncIterator[_Stored]:
    """Everything that was issued, oldest first, or a sample of it."""
    if sample is not None:
        for stored in await deployment.store.scan(partial(_sample, size=sample)):
            yield stored
        return
    after = None
    while page := await deployment.store.scan(partial(_page, after=after)):
        for stored in page:
            yield stored
        after = page[-1].row.created_at, page[-1].row.id


def _sample(conn: Connection, size: int) -> list[_Stored]:
    return [_stored(conn, row) for row in assertions.sample(conn, _EVERYTHING, size=size)]


def _page(conn: Connection, after: Cursor | None) -> list[_Stored]:
    rows = assertions.page(conn, _EVERYTHING, limit=_PAGE, after=after, newest_first=False)
    return [_stored(conn, row) for row in rows]


def _stored(conn: Connection, row: Assertion) -> _Stored:
    """Find what belongs to a row, in the read that found it: what is revoked meanwhile is no contradiction."""
    made = assertion_jwts.of_assertion(conn, _EVERYTHING, assertion_id=row.id)
    forms = (("credential", row.credential), *((f"JWT {jwt.algorithm}", jwt.jwt) for jwt in made))
    if row.status_list_id is None or row.status_index is None:
        return _Stored(row, forms, is_set=False)
    return _Stored(row, forms, status_lists.public_is_set(conn, row.status_list_id, row.status_index))


async def _why_not(deployment: Deployment, data: bytes, fetch: Fetch) -> str:
    """Say why signed bytes do not hold, "" when they do."""
    try:
        report = await verify(deployment, parse(data), fetch=fetch)
    except Unavailable:
        raise  # of the store, not of the credential
    except BadgeError as error:
        return error.message
    for result in report.results:
        if result.code in _TIMES_OF_JWTS:
            continue
        if result.outcome is Outcome.FAIL and result.id not in _OF_TODAY:
            return result.message
        if result.id == PROOF and result.outcome is not Outcome.PASS:
            return result.message
    return ""


def _why_not_this(row: Assertion) -> str:
    """Say why a row does not fit the credential in it, "" when it does."""
    try:
        document = json.loads_object(row.credential)
    except BadgeError:
        return ""  # told of the credential itself
    if document.get("id") != row.credential_id:
        return "It holds the credential of another assertion."
    entries = [entry for entry in as_list(document.get("credentialStatus")) if isinstance(entry, dict)]
    if row.status_list_id is not None and not any(_is_place(entry, row) for entry in entries):
        return "Its place in the status list is not the one that was signed."
    return ""


def _is_place(entry: JsonObject, row: Assertion) -> bool:
    """Tell whether a status entry points to the place that the row has."""
    at_list = str(entry.get("statusListCredential")).endswith(f"/{row.status_list_id}")
    return at_list and entry.get("statusListIndex") == str(row.status_index)


def _why_not_status(row: Assertion, *, is_set: bool) -> str:
    """Say why the status list contradicts the row, "" when it does not."""
    if is_set == (row.state != "issued"):
        return ""
    return f"It is {row.state}, but its bit in the status list is {'set' if is_set else 'clear'}."


def _record(conn: Connection, found: Audit, at: datetime) -> None:
    audit.append(
        conn,
        _EVERYTHING,
        issuer_id=None,
        at=at,
        actor=_ACTOR,
        action=ACTION,
        subject="credentials",
        details=json.dumps({"checked": found.checked, "bad": len(found.bad)}),
    )
