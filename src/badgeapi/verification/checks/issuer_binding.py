"""Is at least one of the proofs made with a key that belongs to the issuer itself?

Whether that key may be used, and whether the signature fits, is the proof check's matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from badgeapi.signing.controller import controller_of
from badgeapi.verification.check import Finding, fail, needs_nothing
from badgeapi.verification.facts import Facts
from badgeapi.verification.parse import Presented

ID = "issuer_binding"
TITLE = "Signed by the issuer"
CITATION = "Controlled Identifiers 1.0 section 3.3; VC Data Model 2.0 section 7.1"
PASSED = "The key that signed is the issuer's own."
BLOCKS = True

needs = needs_nothing


def run(presented: Presented, facts: Facts, now: datetime) -> Iterator[Finding]:  # noqa: ARG001
    """Compare the issuer's id with the controllers named by the proofs, as texts."""
    if presented.issuer is None:
        yield fail("no_issuer", "The credential names no issuer.", "/issuer")
        return
    methods = (proof.get("verificationMethod") for proof in presented.proofs if isinstance(proof, dict))
    if presented.issuer not in {controller_of(method) for method in methods if isinstance(method, str)}:
        yield fail("foreign_key", f"No proof was made with a key of the issuer {presented.issuer[:120]!r}.", "/proof")
