"""Has every class its members, of the right types, and do they agree with each other?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from badgeapi.credentials.shape import CHECKED
from badgeapi.verification.check import Finding, Outcome, fail, needs_nothing
from badgeapi.verification.facts import Facts
from badgeapi.verification.parse import Presented

ID = "shape"
TITLE = "Members and rules"
CITATION = "Open Badges 3.0 appendix B"
PASSED = "Every member that must be there is there, of the right type, and none contradicts another."
BLOCKS = True

needs = needs_nothing


def run(presented: Presented, facts: Facts, now: datetime) -> Iterator[Finding]:  # noqa: ARG001
    """Apply the models and the cross-field rules of the credential's kind."""
    if not presented.types & CHECKED.keys():
        yield Finding(Outcome.SKIPPED, "not_an_open_badge", "There are no rules here for this kind of credential.")
    for check in dict.fromkeys(CHECKED[name] for name in presented.types if name in CHECKED):
        for fault in check(presented.document):
            yield fail(fault.code, fault.message, fault.pointer, fault.citation)
