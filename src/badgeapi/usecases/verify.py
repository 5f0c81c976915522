"""Judging a credential: stage by stage, fetching for a stage only when everything before it held."""

from __future__ import annotations

from badgeapi.usecases.deployment import Deployment
from badgeapi.usecases.gather_facts import Fetch, gather_facts
from badgeapi.verification.inspector import Inspection
from badgeapi.verification.parse import Presented
from badgeapi.verification.report import Report


async def verify(deployment: Deployment, presented: Presented, *, fetch: Fetch) -> Report:
    """Judge what was presented; a step that may cost much is taken in the sandbox.

    Raises:
        Busy: too many documents are being judged.
    """
    async with deployment.lanes.verifications.place():
        inspection = Inspection(presented, deployment.now())
        while not inspection.done:
            facts = await gather_facts(deployment, inspection.needs(), fetch)
            if inspection.costly(facts):
                inspection = await deployment.sandbox.advance(inspection, facts)
            else:
                async with deployment.lanes.judging:
                    inspection.advance(facts)
        return inspection.report()
