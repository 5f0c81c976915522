"""Judging a credential: stage by stage, fetching for a stage only when everything before it held."""

from __future__ import annotations

from collections.abc import Iterable

from badgeapi.usecases.deployment import Deployment
from badgeapi.usecases.gather_facts import Fetch, gather_facts, own_facts
from badgeapi.verification.facts import Facts, Need
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
        own = await own_facts(deployment, inspection.foreseen())
        while not inspection.done:
            needs = inspection.needs()
            facts = _among(own, needs) or await gather_facts(deployment, needs, fetch)
            if inspection.costly(facts):
                inspection = await deployment.sandbox.advance(inspection, facts)
            else:
                async with deployment.lanes.judging:
                    _advance(inspection, facts, own)
        return inspection.report()


def _advance(inspection: Inspection, facts: Facts, own: Facts) -> None:
    """Take a step, and all that follow and need nothing but `own`."""
    inspection.advance(facts)
    while not inspection.done:
        more = _among(own, inspection.needs())
        if more is None or inspection.costly(more):
            return
        inspection.advance(more)


def _among(own: Facts, needs: Iterable[Need]) -> Facts | None:
    """Take the answers that are needed, None when one is missing."""
    try:
        return {need: own[need] for need in needs}
    except KeyError:
        return None
