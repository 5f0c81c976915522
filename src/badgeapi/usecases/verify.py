"""Judging a credential: stage by stage, fetching for a stage only when everything before it held."""

from __future__ import annotations

from badgeapi.usecases.deployment import Deployment
from badgeapi.usecases.gather_facts import Fetch, gather_facts
from badgeapi.verification import catalogue, parse
from badgeapi.verification.inspector import Inspection
from badgeapi.verification.report import Report


async def verify(deployment: Deployment, data: bytes, *, fetch: Fetch) -> Report:
    """Judge the bytes of a credential.

    Raises:
        MalformedInput, InputTooLarge: they cannot be read at all.
    """
    inspection = Inspection(parse.parse(data), catalogue.PUBLIC, deployment.now())
    while not inspection.done:
        inspection.advance(await gather_facts(deployment, inspection.needs(), fetch))
    return inspection.report()
