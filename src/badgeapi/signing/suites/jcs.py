"""The form of the JCS suites: the JSON itself, in the JSON Canonicalization Scheme.

Source: Data Integrity EdDSA Cryptosuites 1.0 section 3.3; Data Integrity ECDSA Cryptosuites 1.0 section 3.3.
"""

from __future__ import annotations

from badgeapi.canon import jcs
from badgeapi.canon.json import JsonObject, JsonValue
from badgeapi.canon.rdfc import Algorithm


def transform(document: JsonObject, algorithm: Algorithm) -> bytes:  # noqa: ARG001
    """Canonicalise as RFC 8785 (EdDSA 3.3.3)."""
    return jcs.dumps(document)


def carry(document: JsonObject, options: JsonObject) -> JsonObject:
    """Put the document's context into the proof (EdDSA 3.3.1 step 2), so that it is under the signature."""
    return {"@context": document["@context"], **options}


def configure(document: JsonObject, carried: JsonObject) -> JsonObject:  # noqa: ARG001
    """Hash the options as they stand, their context included (EdDSA 3.3.5)."""
    return carried


def write_options(document: JsonObject, carried: JsonObject, algorithm: Algorithm) -> bytes:
    """Canonicalise the options."""
    return transform(configure(document, carried), algorithm)


def check_context(document: JsonObject, proof: JsonObject) -> JsonObject | None:
    """Apply the prefix rule (EdDSA 3.3.2 step 4): contexts may be appended after signing, never changed."""
    context = document.get("@context")
    if proof.get("@context", context) == context:
        return document
    signed, shown = _as_list(proof["@context"]), _as_list(context)
    return {**document, "@context": proof["@context"]} if shown[: len(signed)] == signed else None


def _as_list(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else [value]
