"""Judging a credential: stage by stage, fetching for a stage only when everything before it held."""

from __future__ import annotations

from badgeapi.usecases.deployment import Deployment
from badgeapi.usecases.gather_facts import Fetch, gather_facts, own_facts
from badgeapi.verification.facts import Facts
from badgeapi.verification.inspector import Inspection
from badgeapi.verification.parse import Presented
from badgeapi.verification.report import Report


async def verify(deployment: Deployment, presented: Presented, *, fetch: Fetch) -> Report:
    """Judge what was presented; a step that may cost much is taken in the sandbox.

    What is our own is read at once for all stages, so that our badges are judged in one turn.

    Raises:
        Busy: too many documents are being judged.
    """
    async with deployment.lanes.verifications.place():
        inspection = Inspection(presented, deployment.now())
        inspection.learn(await own_facts(deployment, inspection.foreseen()))
        while not inspection.done:
            needs = inspection.needs()
            facts = await gather_facts(deployment, needs, fetch) if needs else {}
            async with deployment.lanes.judging:
                costly = _advance(inspection, facts)
            if costly is not None:
                inspection = await deployment.sandbox.advance(inspection, costly)
        return inspection.report()


def _advance(inspection: Inspection, facts: Facts) -> Facts | None:
    """Take a step, and all that follow and need to know no more; return what a costly one is still to be told."""
    while not inspection.costly(facts):
        inspection.advance(facts)
        if inspection.done or inspection.needs():
            return None
        facts = {}
    return facts
