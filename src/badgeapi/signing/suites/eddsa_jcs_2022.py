"""eddsa-jcs-2022: the JSON Canonicalization Scheme under Ed25519.

Source: Data Integrity EdDSA Cryptosuites 1.0 section 3.3.
"""

from __future__ import annotations

from badgeapi.canon import jcs
from badgeapi.canon.json import JsonObject, JsonValue
from badgeapi.signing.multikey import ED25519

NAME = "eddsa-jcs-2022"
KEY_CODEC = ED25519


def transform(document: JsonObject) -> bytes:
    """Canonicalise as RFC 8785 (section 3.3.3)."""
    return jcs.dumps(document)


def carry(document: JsonObject, options: JsonObject) -> JsonObject:
    """Put the document's context into the proof (section 3.3.1 step 2), so that it is under the signature."""
    return {"@context": document["@context"], **options}


def configure(document: JsonObject, carried: JsonObject) -> JsonObject:  # noqa: ARG001
    """Hash the options as they stand, their context included (section 3.3.5)."""
    return carried


def check_context(document: JsonObject, proof: JsonObject) -> JsonObject | None:
    """Apply the prefix rule (section 3.3.2 step 4): contexts may be appended after signing, never changed."""
    if "@context" not in proof:
        return document
    signed, shown = _as_list(proof["@context"]), _as_list(document.get("@context"))
    return {**document, "@context": proof["@context"]} if shown[: len(signed)] == signed else None


def _as_list(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else [value]
