"""Which checks run, in which order. A new check is a file in `checks/` and a row here.

The stages of `PUBLIC` are: the document by itself; whose signature it is; what its issuer says of it today.
`LINT` is what a document must pass before we sign it: we do not sign what our own verifier would refuse.
"""

from __future__ import annotations

from badgeapi.verification.check import Check
from badgeapi.verification.checks import (
    context,
    credential_shape,
    credential_types,
    issuer_binding,
    json_ld,
    proof,
    status,
    validity_period,
)
from badgeapi.verification.inspector import Stage


def _stage(*checks: Check) -> Stage:
    return checks


_DOCUMENT = _stage(credential_types, context, json_ld, credential_shape)
_SIGNATURE = _stage(issuer_binding, proof, validity_period)
_STANDING = _stage(status)

LINT = (_DOCUMENT,)
PUBLIC = (_DOCUMENT, _SIGNATURE, _STANDING)
