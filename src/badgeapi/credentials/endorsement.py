"""EndorsementCredential: somebody vouches for an achievement, a profile or a credential.

Source: Open Badges 3.0, classes EndorsementCredential and EndorsementSubject.
"""

from __future__ import annotations

from typing import Any

from badgeapi.credentials.envelope import Envelope, Validity, Validity1, is_version_1
from badgeapi.credentials.node import DOCUMENT, Node, named
from badgeapi.credentials.values import Iri, Name, Text


class EndorsementSubject(Node):
    """What is endorsed, and in which words."""

    id: Iri
    type: list[str] = named("EndorsementSubject")
    endorsement_comment: Text | None = None


class _EndorsementEnvelope(Envelope):
    type: list[str] = named("VerifiableCredential", "EndorsementCredential")
    name: Name
    credential_subject: EndorsementSubject


class EndorsementCredential(Validity, _EndorsementEnvelope):
    """An endorsement of today (VC Data Model 2.0)."""


class EndorsementCredential1(Validity1, _EndorsementEnvelope):
    """An endorsement of VC Data Model 1.1, read only."""


def read_endorsement(value: dict[str, Any]) -> dict[str, Any]:
    """Check an endorsement as a document and give back the very object: its signature covers what it is.

    Raises:
        pydantic.ValidationError: with places inside the endorsement.
    """
    model = EndorsementCredential1 if is_version_1(value) else EndorsementCredential
    model.model_validate(value, context=DOCUMENT)
    return value
