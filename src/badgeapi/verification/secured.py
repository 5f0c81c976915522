"""Whether a document is secured, in whichever way it is: as a JWT, with embedded proofs, or both.

For the credential itself and for whatever vouches for it (status lists). Whose keys they are is asked in `binding.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from badgeapi.verification import jwt_proof, proofs
from badgeapi.verification.check import Finding
from badgeapi.verification.facts import Facts, Need
from badgeapi.verification.parse import Presented


def needs(presented: Presented) -> list[Need]:
    """List the documents of the keys' controllers."""
    return [*proofs.needs(presented), *(jwt_proof.needs(presented, presented.jwt) if presented.jwt else ())]


def check_secured(presented: Presented, facts: Facts, now: datetime) -> Iterator[Finding]:
    """Yield what is wrong with the JWT and with any embedded proof; nothing when all that is there holds."""
    if presented.jwt is not None:
        yield from jwt_proof.check_jwt(presented, presented.jwt, facts, now)
    if presented.jwt is None or presented.proofs:
        yield from proofs.check_proofs(presented, facts, now)
