"""The form of the RDFC suites: statements in canonical N-Quads.

Source: Data Integrity EdDSA Cryptosuites 1.0 section 3.2; Data Integrity ECDSA Cryptosuites 1.0 section 3.2, where the
hash of the canonicalisation is the one of the curve.
"""

from __future__ import annotations

from badgeapi.canon import canonical
from badgeapi.canon.json import JsonObject
from badgeapi.canon.nquads import Quad
from badgeapi.canon.rdfc import Algorithm


def statements(document: JsonObject) -> list[Quad]:
    """Read a document as statements, without loss: the one way of every suite; raises as `canonical.to_dataset`."""
    return canonical.to_dataset(document)


def transform(document: JsonObject, algorithm: Algorithm) -> bytes:
    """Canonicalise (EdDSA 3.2.3); raises as `canonical.canonicalize`."""
    return canonical.canonicalize(document, algorithm=algorithm).encode()


def carry(document: JsonObject, options: JsonObject) -> JsonObject:  # noqa: ARG001
    """Leave the options as they are: their terms are read in the document's context."""
    return options


def configure(document: JsonObject, carried: JsonObject) -> JsonObject:
    """Read the options in the document's context (EdDSA 3.2.5)."""
    return {**carried, "@context": document.get("@context")}


def check_context(document: JsonObject, proof: JsonObject) -> JsonObject | None:
    """A proof of this form carries no context of its own; one equal to the document's does no harm."""
    context = document.get("@context")
    return document if proof.get("@context", context) == context else None
