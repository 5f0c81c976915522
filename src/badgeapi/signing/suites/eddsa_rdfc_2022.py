"""eddsa-rdfc-2022: RDFC-1.0 canonical N-Quads under Ed25519.

Source: Data Integrity EdDSA Cryptosuites 1.0 section 3.2.
"""

from __future__ import annotations

from badgeapi.canon import jsonld
from badgeapi.canon.json import JsonObject
from badgeapi.signing.multikey import ED25519

NAME = "eddsa-rdfc-2022"
KEY_CODEC = ED25519


def transform(document: JsonObject) -> bytes:
    """Canonicalise without loss (section 3.2.3); raises as `jsonld.canonicalize`."""
    return jsonld.canonicalize(document).nquads.encode()


def carry(document: JsonObject, options: JsonObject) -> JsonObject:  # noqa: ARG001
    """Leave the options as they are: their terms are read in the document's context."""
    return options


def configure(document: JsonObject, carried: JsonObject) -> JsonObject:
    """Read the options in the document's context (section 3.2.5)."""
    return {**carried, "@context": document.get("@context")}


def check_context(document: JsonObject, proof: JsonObject) -> JsonObject | None:
    """A proof of this suite carries no context of its own; one equal to the document's does no harm."""
    context = document.get("@context")
    return document if proof.get("@context", context) == context else None
