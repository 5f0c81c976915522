"""Data Integrity cryptosuites. One of the common construction is a row here; one of its own a file and a row.

Only those in `ISSUING` sign here; all of `SUITES` verify.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from badgeapi.canon.json import JsonObject
from badgeapi.canon.multibase import CodecName
from badgeapi.signing.multikey import ED25519, P256, P384
from badgeapi.signing.suites import ecdsa_sd_2023, jcs, rdfc
from badgeapi.signing.suites.hashed import HashedSuite
from badgeapi.signing.suites.suite import Suite

_EDWARDS: Final[frozenset[CodecName]] = frozenset({ED25519})
_NIST: Final[frozenset[CodecName]] = frozenset({P256, P384})

eddsa_rdfc_2022: Final = HashedSuite("eddsa-rdfc-2022", _EDWARDS, rdfc)
eddsa_jcs_2022: Final = HashedSuite("eddsa-jcs-2022", _EDWARDS, jcs)

ISSUING: Final[Mapping[str, HashedSuite]] = {suite.NAME: suite for suite in (eddsa_rdfc_2022, eddsa_jcs_2022)}

_VERIFYING: Final[tuple[Suite, ...]] = (
    *ISSUING.values(),
    HashedSuite("ecdsa-rdfc-2019", _NIST, rdfc),
    HashedSuite("ecdsa-jcs-2019", _NIST, jcs),
    ecdsa_sd_2023,
    # What eddsa-rdfc-2022 was called before, and before Data Integrity: the same bytes are signed.
    HashedSuite("eddsa-2022", _EDWARDS, rdfc),
    HashedSuite("Ed25519Signature2020", _EDWARDS, rdfc, PROOF_TYPE="Ed25519Signature2020"),
)
SUITES: Final[Mapping[str, Suite]] = {suite.NAME: suite for suite in _VERIFYING}


def suite_of(proof: JsonObject) -> Suite | None:
    """The suite that a proof names: by its `cryptosuite`, or without one by its `type`; None if it is not known."""
    name = proof.get("cryptosuite", proof.get("type"))
    suite = SUITES.get(name) if isinstance(name, str) else None
    return suite if suite is not None and proof.get("type") == suite.PROOF_TYPE else None
