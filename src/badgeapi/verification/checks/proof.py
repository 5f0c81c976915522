"""Does every signature hold, with a key that its controller lists for this purpose?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from badgeapi.verification import proofs
from badgeapi.verification.check import Finding
from badgeapi.verification.facts import Facts, Need
from badgeapi.verification.parse import Presented

ID = "proof"
TITLE = "Signature"
CITATION = "VC Data Integrity 1.0 section 4.4"
PASSED = "Every signature holds: nothing was changed since it was signed."
BLOCKS = True


def needs(presented: Presented) -> Iterable[Need]:
    """Ask for the documents of the keys' controllers."""
    return proofs.needs(presented)


def run(presented: Presented, facts: Facts, now: datetime) -> Iterator[Finding]:
    """Check every proof."""
    return proofs.check_proofs(presented, facts, now)
