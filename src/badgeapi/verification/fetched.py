"""What was fetched to judge a document: a line of the report, kept apart from what it was fetched for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FetchOutcome(StrEnum):
    """How a host answered. What its answer is worth is said by the check that asked."""

    ANSWERED = "answered"
    REDIRECTED = "redirected"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Fetched:
    """One address that was asked.

    Attributes:
        at: when its host was asked; of a kept answer, when it was asked then.
        cached: whether the answer had been kept from an earlier request.
    """

    url: str
    at: datetime
    outcome: FetchOutcome
    cached: bool
