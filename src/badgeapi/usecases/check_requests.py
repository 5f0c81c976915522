"""A dry run: every question that issuing asks, and nothing that it does; nothing is signed, nothing issued.

What the batches of one dry run would have issued is passed from one to the next as claims, so that a key which comes
again is seen as it would be in earnest.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from badgeapi.errors import InvalidInput
from badgeapi.store import claimed_keys
from badgeapi.store.claimed_keys import ClaimedKey
from badgeapi.store.engine import Connection
from badgeapi.usecases.caller import Caller
from badgeapi.usecases.deployment import Deployment
from badgeapi.usecases.make_credentials import Order, R, Request, order
from badgeapi.usecases.survey_requests import Outcome, Survey, reused, survey_requests

Lint: TypeAlias = Callable[[Order[R]], Awaitable[list[InvalidInput | None]]]


class Foreseen(Enum):
    """What would come of a request that is without fault; a duplicate of one that is not issued yet."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Checked:
    """What would come of each request of a batch, and what it would have issued under keys."""

    outcomes: list[Outcome | Foreseen]
    claims: list[ClaimedKey]


async def check_requests(
    deployment: Deployment, caller: Caller, commands: Sequence[R], *, dry_run: str, lint: Lint[R]
) -> Checked:
    """Say what would come of each request of a batch; `dry_run` is the id under which earlier batches made claims."""
    at = deployment.now()

    def look(conn: Connection) -> tuple[Survey, dict[tuple[str, str], bytes]]:
        keys = [command.key for command in commands if command.key is not None]
        claims = claimed_keys.find(conn, job_id=dry_run, keys=keys)
        claimed = {(claim.issuer_id, claim.key): claim.request_sha256 for claim in claims}
        return survey_requests(conn, caller.scope, commands, at), claimed

    survey, claimed = await deployment.store.scan(look)
    outcomes: dict[int, Outcome | Foreseen] = {}
    for position, command in enumerate(commands):
        name = survey.name(command)
        if position not in survey.earlier and name is not None and name in claimed:
            outcomes[position] = _again(claimed[name], command)
        elif (settled := survey.settled(position, command)) is not None:
            outcomes[position] = settled
    while missing := [position for position in range(len(commands)) if position not in outcomes]:
        firsts, others = survey.one_of_each_key(commands, missing)
        faults = await lint(order(survey.mould, [commands[position] for position in firsts], {}, at))
        for position, fault in zip(firsts, faults, strict=True):
            outcomes[position] = Foreseen.ACCEPTED if fault is None else fault
        for position, first in others.items():
            if outcomes[first] is Foreseen.ACCEPTED:
                outcomes[position] = _again(commands[first].request_sha256, commands[position])
    claims = [
        ClaimedKey(*name, command.request_sha256)
        for position, command in enumerate(commands)
        if outcomes[position] is Foreseen.ACCEPTED and (name := survey.name(command)) is not None
    ]
    return Checked([outcomes[position] for position in range(len(commands))], claims)


def _again(request_sha256: bytes, command: Request) -> Outcome | Foreseen:
    return Foreseen.DUPLICATE if request_sha256 == command.request_sha256 else reused()
