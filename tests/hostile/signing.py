"""A signing kit of the suite's own: Data Integrity proofs and JWTs, honest or not.

It shares with the product only the context documents. Canonical RDF is PyLD's expansion relabelled by pyoxigraph, as a
careless issuer would make it: what a context does not define is silently lost.

Source: VC Data Integrity 1.0 section 4; the EdDSA and ECDSA cryptosuites of Data Integrity; RFC 7515, RFC 8785.
"""

from __future__ import annotations

import json
from hashlib import sha256, sha384

import pyoxigraph as ox
from pyld import jsonld

from badgeapi.canon import contexts
from tests.hostile.keys import ISSUER, Json, Key, base58, base64url

RDFC, JCS = "eddsa-rdfc-2022", "eddsa-jcs-2022"
ECDSA_RDFC, ECDSA_JCS = "ecdsa-rdfc-2019", "ecdsa-jcs-2019"
ED25519_2020 = "Ed25519Signature2020"
CREATED = "2026-01-02T03:04:05Z"


def jcs(value: object) -> bytes:
    """RFC 8785 for what the suite signs: no floats but the few that Python writes as JavaScript does."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return b"{" + b",".join(jcs(name) + b":" + jcs(value[name]) for name in names) + b"}"
    if isinstance(value, list):
        return b"[" + b",".join(map(jcs, value)) + b"]"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return json.dumps(value, ensure_ascii=False).encode()


def rdfc(document: Json) -> bytes:
    """Canonical N-Quads."""
    lines = jsonld.to_rdf(document, {"documentLoader": contexts.document_loader, "format": "application/n-quads"})
    dataset = ox.Dataset(ox.parse(lines.encode(), ox.RdfFormat.N_QUADS))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return "".join(sorted(f"{quad} .\n" for quad in dataset)).encode()


def proof(
    document: Json,
    key: Key = ISSUER,
    *,
    suite: str = RDFC,
    previous: list[Json] | None = None,
    **options: object,
) -> Json:
    """Make a proof over an unsecured document; `options` replace members of the proof, None leaves one out."""
    named: Json = {"type": ED25519_2020} if suite == ED25519_2020 else {"type": "DataIntegrityProof"}
    if suite != ED25519_2020:
        named["cryptosuite"] = suite
    made: Json = {
        **named,
        "created": CREATED,
        "verificationMethod": key.method if key.kind != "RSA" else "",
        "proofPurpose": "assertionMethod",
        **options,
    }
    made = {name: value for name, value in made.items() if value is not None}
    transform = jcs if "-jcs-" in suite else rdfc
    if "-jcs-" in suite:
        made.setdefault("@context", document["@context"])
    configuration = {**made} if "-jcs-" in suite else {**made, "@context": document["@context"]}
    covered = {**document, "proof": previous} if previous else document
    digest = sha384 if key.kind == "P-384" else sha256
    signed = digest(transform(configuration)).digest() + digest(transform(covered)).digest()
    return {**made, "proofValue": base58(key.sign(signed))}


def signed(document: Json, key: Key = ISSUER, *, suite: str = RDFC, **options: object) -> Json:
    """Secure a document with one proof."""
    return {**document, "proof": proof(document, key, suite=suite, **options)}  # type: ignore[arg-type]


def compact(header: Json, payload: object, key: Key | None) -> str:
    """A compact JWS, with an empty signature without a key."""
    text = payload if isinstance(payload, bytes) else json.dumps(payload, ensure_ascii=False).encode()
    covered = f"{base64url(json.dumps(header).encode())}.{base64url(text)}"
    return f"{covered}.{base64url(key.sign(covered.encode())) if key else ''}"


def claims_of(document: Json) -> Json:
    """The registered claims that Open Badges 3.0 section 8.2.4 wants beside the credential."""
    issuer, subject = document["issuer"], document["credentialSubject"]
    claims = {
        "iss": issuer["id"] if isinstance(issuer, dict) else issuer,
        "sub": subject.get("id"),
        "jti": document["id"],
        "nbf": 1767225600,  # 2026-01-01T00:00:00Z, when every badge of the suite begins
    }
    return {name: claim for name, claim in claims.items() if claim is not None}


def jwt(
    document: Json,
    key: Key = ISSUER,
    *,
    header: Json | None = None,
    claims: Json | None = None,
    signer: Key | None = None,
) -> str:
    """A credential as Open Badges 3.0 writes it; header and claims are replaced member by member, None leaves out."""
    head = {"alg": key.algorithm, "kid": key.method if key.kind != "RSA" else None, "typ": "JWT"} | (header or {})
    body = document | claims_of(document) | (claims or {})
    return compact(_without_none(head), _without_none(body), signer or key)


def _without_none(members: Json) -> Json:
    return {name: value for name, value in members.items() if value is not None}
