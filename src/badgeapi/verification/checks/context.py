"""Are the JSON-LD contexts the pinned ones, in the order the specification wants?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from badgeapi.canon import conformance, contexts
from badgeapi.verification.check import Finding, Question, Severity, fail, needs_nothing
from badgeapi.verification.facts import Facts
from badgeapi.verification.parse import Presented, as_list

ID = "context"
TITLE = "Contexts"
CITATION = "VC Data Model 2.0 section 4.3; VC Data Integrity 1.0 section 4.6"
PASSED = "Every context is one of the pinned ones, in the right order."
QUESTION = Question.WELL_FORMED
SEVERITY = Severity.ERROR
BLOCKS = True

needs = needs_nothing

_FIRST = (contexts.CREDENTIALS_V2, contexts.CREDENTIALS_V1)


def run(presented: Presented, facts: Facts, now: datetime) -> Iterator[Finding]:  # noqa: ARG001
    """Check the list item by item; inline contexts and unknown URLs are refused where they stand."""
    listed = presented.document.get("@context")
    if not isinstance(listed, list) or not listed:
        yield fail("context_not_a_list", "@context must be an array of URLs.", "/@context")
        return
    if listed[0] not in _FIRST:
        yield fail("context_order", "The first context must be that of verifiable credentials.", "/@context/0")
    for index, item in enumerate(as_list(listed)):
        if not ((isinstance(item, str) and contexts.is_known(item)) or conformance.allows(item)):
            shown = repr(item[:120]) if isinstance(item, str) else "inline"
            yield fail("unknown_context", f"The context {shown} is not a pinned one.", f"/@context/{index}")
