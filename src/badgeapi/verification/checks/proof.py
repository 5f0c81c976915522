"""Does every signature hold, with a key that its controller lists for this purpose?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from badgeapi.verification import jwt_proof, proofs
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
    return [*proofs.needs(presented), *(jwt_proof.needs(presented, presented.jwt) if presented.jwt else ())]


def run(presented: Presented, facts: Facts, now: datetime) -> Iterator[Finding]:
    """Check the JWT if it is one, and every embedded proof."""
    if presented.jwt is not None:
        yield from jwt_proof.check_jwt(presented, presented.jwt, facts, now)
    if presented.jwt is None or presented.proofs:
        yield from proofs.check_proofs(presented, facts, now)
