"""Which checks run, in which order. A new check is a file in `checks/` and a row here.

The stages of `PUBLIC` are: the document by itself; whose signature it is; what its issuer says of it today.
`LINT` is what a document must pass before we sign it: we do not sign what our own verifier would refuse.
"""

from __future__ import annotations

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

_DOCUMENT: Stage = (credential_types, context, json_ld, credential_shape)

LINT: tuple[Stage, ...] = (_DOCUMENT,)
PUBLIC: tuple[Stage, ...] = (_DOCUMENT, (issuer_binding, proof, validity_period), (status,))
