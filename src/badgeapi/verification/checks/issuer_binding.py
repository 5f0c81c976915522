"""Is at least one of the proofs made with a key that belongs to the issuer itself?

Whether that key may be used, and whether the signature fits, is the proof check's matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from badgeapi.verification import binding, jwt_proof
from badgeapi.verification.check import Finding
from badgeapi.verification.facts import Facts, Need
from badgeapi.verification.parse import Presented

ID = "issuer_binding"
TITLE = "Signed by the issuer"
CITATION = "Controlled Identifiers 1.0 section 3.3; VC Data Model 2.0 section 7.1"
PASSED = "The key that signed is the issuer's own."
BLOCKS = True


def needs(presented: Presented) -> Iterable[Need]:
    """Ask for the documents of the keys, and the issuer's own where its word is wanted."""
    if presented.jwt is not None:
        return jwt_proof.needs(presented, presented.jwt)
    return binding.needs(presented)


def run(presented: Presented, facts: Facts, now: datetime) -> Iterator[Finding]:
    """Look whose the keys are: of a JWT its one key, of embedded proofs at least one."""
    if presented.jwt is not None:
        yield from jwt_proof.check_signer(presented, presented.jwt, facts, now)
    else:
        yield from binding.check_binding(presented, facts, now)
