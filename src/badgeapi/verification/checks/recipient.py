"""Is the credential about the person whom the verifier has before it?

The answer is yes or no and nothing else: neither which of several identifiers fits nor how nearly.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from badgeapi.credentials import identity
from badgeapi.verification.check import Finding, Question, Severity, fail, needs_nothing, skipped
from badgeapi.verification.facts import Facts
from badgeapi.verification.parse import Presented, as_list, member

ID = "recipient"
TITLE = "Expected recipient"
CITATION = "Open Badges 3.0 section 9.1 (verification), step 5"
PASSED = "The credential is about the person who was expected."
QUESTION = Question.ABOUT_PERSON
SEVERITY = Severity.ERROR
BLOCKS = False

needs = needs_nothing


def run(presented: Presented, facts: Facts, now: datetime) -> Iterator[Finding]:  # noqa: ARG001
    """Compare everything that was given; all of it must fit."""
    expected = presented.expected.recipient
    if expected is None:
        yield skipped("nobody_expected", "Whom the credential should be about was not asked.")
        return
    subject = member(presented.document, "credentialSubject")
    wanted = [(identity.EMAIL, expected.email)] if expected.email else []
    wanted += [expected.identifier] if expected.identifier else []
    name = subject.get("id")
    fits = [expected.did is None or (isinstance(name, str) and identity.equal(name, expected.did))]
    for kind, value in wanted:
        candidates = [item for item in as_list(subject.get("identifier")) if isinstance(item, dict)]
        # Every candidate is compared, so that the time does not tell which one fits.
        found = [item.get("identityType") == kind and identity.fits(item, str(value)) for item in candidates]
        fits.append(any(found))
    if not all(fits):
        yield fail("another_recipient", "The credential is not about the person who was expected.")
