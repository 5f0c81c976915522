"""Is there evidence, and does each piece say anything?

The evidence itself is never fetched: what stands at its addresses is not signed, and may change.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from badgeapi.verification.check import Finding, Question, Severity, needs_nothing, skipped, warn
from badgeapi.verification.facts import Facts
from badgeapi.verification.parse import Presented, as_list

ID = "evidence"
TITLE = "Evidence"
CITATION = "Open Badges 3.0 section B.1.5 (Evidence)"
PASSED = "Each piece of evidence says what it is or where it stands."
QUESTION = Question.WELL_FORMED
SEVERITY = Severity.WARNING
BLOCKS = False

needs = needs_nothing

_SAYING = frozenset({"id", "narrative", "name", "description"})


def run(presented: Presented, facts: Facts, now: datetime) -> Iterator[Finding]:  # noqa: ARG001
    """Warn of pieces without content."""
    pieces = as_list(presented.document.get("evidence"))
    if not pieces:
        yield skipped("no_evidence", "The credential carries no evidence.")
    for index, piece in enumerate(pieces):
        if isinstance(piece, dict) and not piece.keys() & _SAYING:
            yield warn("empty_evidence", "This piece of evidence says nothing.", f"/evidence/{index}")
