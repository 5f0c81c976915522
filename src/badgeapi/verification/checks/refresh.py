"""Is there a newer edition of the credential?

It is asked for once, and only when the proof of what was shown holds. It then decides in place of the one shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from badgeapi.verification import editions
from badgeapi.verification.check import Finding, Question, Severity, skipped, warn
from badgeapi.verification.facts import Facts, FoundCredential, Need, Refused, Unreachable
from badgeapi.verification.parse import Presented

ID = "refresh"
TITLE = "Newest edition"
CITATION = "Open Badges 3.0 section 9.1 (verification), step 3"
PASSED = "The credential is the newest edition that its issuer gives."
QUESTION = Question.IN_FORCE
SEVERITY = Severity.WARNING
BLOCKS = False


def needs(presented: Presented) -> Iterable[Need]:
    """Ask the refresh service, if there is one of a known type."""
    need = editions.refresh_need(presented)
    return (need,) if need else ()


def run(presented: Presented, facts: Facts, now: datetime) -> Iterator[Finding]:  # noqa: ARG001
    """Say what came of asking; what could not be had changes nothing."""
    need = editions.refresh_need(presented)
    if need is None:
        yield skipped("no_refresh", "The credential names no service that gives newer editions.")
        return
    place = "/refreshService"
    match facts.get(need):
        case FoundCredential(found) if not editions.is_edition(presented, found):
            yield warn("other_edition", "What the refresh service gives is not an edition of this credential.", place)
        case FoundCredential(found) if found.document != presented.document:
            yield warn("newer_edition", "The issuer gives another edition; it was judged as well.", place)
        case Unreachable(reason) | Refused(reason):
            yield warn("refresh_unavailable", f"A newer edition could not be had: {reason}", place)
