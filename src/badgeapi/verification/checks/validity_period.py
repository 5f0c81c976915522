"""Is the credential in force at this moment, by its own dates?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from badgeapi.credentials.time import parse_datetime
from badgeapi.errors import InvalidInput
from badgeapi.verification.check import Finding, Question, Severity, fail, needs_nothing
from badgeapi.verification.facts import Facts
from badgeapi.verification.parse import Presented

ID = "validity_period"
TITLE = "Validity period"
CITATION = "VC Data Model 2.0 section 4.9; Open Badges 3.0 section 8.2 (expiration)"
PASSED = "The present lies within the credential's validity period."
QUESTION = Question.IN_FORCE
SEVERITY = Severity.ERROR
BLOCKS = False

needs = needs_nothing

# member, whether it is the beginning; VC 1.1 has its own names
_DATES = (("validFrom", True), ("issuanceDate", True), ("validUntil", False), ("expirationDate", False))


def run(presented: Presented, facts: Facts, now: datetime) -> Iterator[Finding]:  # noqa: ARG001
    """Compare in UTC; a date that cannot be read is a failure, not a shrug."""
    for member, beginning in _DATES:
        if (text := presented.document.get(member)) is None:
            continue
        try:
            at = parse_datetime(text if isinstance(text, str) else "")
        except InvalidInput as error:
            yield fail("not_a_datetime", error.message, f"/{member}")
            continue
        if beginning and at > now:
            yield fail("not_yet_valid", f"The credential is valid only from {text}.", f"/{member}")
        elif not beginning and at < now:
            yield fail("expired", f"The credential expired at {text}.", f"/{member}")
