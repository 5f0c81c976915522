"""A dry run: every question that issuing asks, and nothing that it does; nothing is signed, nothing stored."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

from badgeapi.errors import InvalidInput
from badgeapi.usecases.caller import Caller
from badgeapi.usecases.deployment import Deployment
from badgeapi.usecases.make_credentials import IssueAssertion, Order, order
from badgeapi.usecases.survey_requests import Outcome, survey_requests

Lint: TypeAlias = Callable[[Order], Awaitable[list[InvalidInput | None]]]


async def check_requests(
    deployment: Deployment, caller: Caller, commands: Sequence[IssueAssertion], *, lint: Lint
) -> list[Outcome | None]:
    """Say what would come of each request of a batch: None when it would be issued."""
    at = deployment.now()
    survey = await deployment.store.scan(lambda conn: survey_requests(conn, caller.scope, commands, at))
    outcomes = [survey.settled(position, command) for position, command in enumerate(commands)]
    unsettled = [position for position, outcome in enumerate(outcomes) if outcome is None]
    found = await lint(order(survey.mould, [commands[position] for position in unsettled], {}, at))
    for position, fault in zip(unsettled, found, strict=True):
        outcomes[position] = fault
    return outcomes
