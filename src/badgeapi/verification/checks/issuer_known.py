"""Is the issuer on a list that the operator trusts?

A signature says that nobody else made the credential; who stands behind a DID, only somebody who knows them can say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from badgeapi.verification.check import Finding, Outcome, Question, Severity, skipped, warn
from badgeapi.verification.facts import Facts, IssuerNeed, KnownIssuer, Need, UnknownIssuer
from badgeapi.verification.parse import Presented

ID = "issuer_known"
TITLE = "Issuer known"
CITATION = "VC Data Model 2.0 section 7.1"
PASSED = "The issuer is on a list that this service trusts."
QUESTION = Question.FROM_ISSUER
SEVERITY = Severity.WARNING
BLOCKS = False


def needs(presented: Presented) -> Iterable[Need]:
    """Ask the registries about the issuer."""
    return () if presented.issuer is None else (IssuerNeed(presented.issuer),)


def run(presented: Presented, facts: Facts, now: datetime) -> Iterator[Finding]:  # noqa: ARG001
    """Say whether somebody vouches for the issuer; it decides nothing."""
    match None if presented.issuer is None else facts.get(IssuerNeed(presented.issuer)):
        case KnownIssuer(name, registry):
            yield Finding(Outcome.PASS, "known", f"The issuer is {name}, on the list {registry}.", "/issuer")
        case UnknownIssuer():
            yield warn("unknown_issuer", "The issuer is on no list that this service trusts.", "/issuer")
        case _:
            yield skipped("no_registry", "No list of trusted issuers is configured here.")
