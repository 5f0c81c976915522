"""Does every signature hold, with a key that its controller lists for this purpose?"""

from __future__ import annotations

from badgeapi.verification.proofs import check_proofs as run
from badgeapi.verification.proofs import needs

__all__ = ["needs", "run"]

ID = "proof"
TITLE = "Signature"
CITATION = "VC Data Integrity 1.0 section 4.4"
PASSED = "Every signature holds: nothing was changed since it was signed."
BLOCKS = True
