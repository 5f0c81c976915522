"""Which checks run on what, in which order. A new check is a file in `checks/` and a row here.

The stages are: the document by itself; whose signature it is; what its issuer and others say of it today. What is
signed within a document is judged after it (`parts.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from badgeapi.verification.check import Check
from badgeapi.verification.checks import (
    associations,
    context,
    credential_shape,
    credential_types,
    criteria,
    data_model,
    evidence,
    holder_binding,
    issuer_binding,
    issuer_known,
    json_ld,
    presentation_shape,
    proof,
    recipient,
    refresh,
    results,
    same_person,
    schema,
    status,
    subject,
    validity_period,
)
from badgeapi.verification.parse import PRESENTATION, Presented

Stage: TypeAlias = Sequence[Check]


def _stage(*checks: Check) -> Stage:
    return checks


_DOCUMENT: Final = _stage(credential_types, context, json_ld, credential_shape, data_model)
_SIGNATURE: Final = _stage(issuer_binding, proof, validity_period)
_STANDING: Final = _stage(issuer_known, schema, refresh, status)
_BADGE: Final = (
    (*_DOCUMENT, subject, criteria, evidence, results),
    (*_SIGNATURE, recipient),
    _STANDING,
)

OTHER: Final = (_DOCUMENT, _SIGNATURE, _STANDING)
BY_TYPE: Final[Mapping[str, Sequence[Stage]]] = {
    PRESENTATION: (_stage(context, json_ld, presentation_shape), _stage(holder_binding, proof)),
    "ClrCredential": ((*_DOCUMENT, subject, evidence, associations), (*_SIGNATURE, recipient, same_person), _STANDING),
    "OpenBadgeCredential": _BADGE,
    "AchievementCredential": _BADGE,
}
"""The stages for a type of document; the first row that fits counts, and `OTHER` where none does."""


def stages_of(presented: Presented) -> Sequence[Stage]:
    """The stages that a document goes through."""
    stages = next((stages for name, stages in BY_TYPE.items() if name in presented.types), OTHER)
    return (stages[0], _stage(proof)) if presented.expected.proof_only else stages


def lint_stages(presented: Presented) -> Sequence[Stage]:
    """What a document must pass before we sign it: we do not sign what our own verifier would refuse."""
    return stages_of(presented)[:1]
