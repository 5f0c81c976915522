"""DID Resolution: every result has the standard's shape, also when there is no document."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from badgeapi.canon import multibase
from tests.api.service import Service, Tenant

# did:key method specification, test vectors for Ed25519, P-256 and P-384.
ED25519 = "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"
P256 = "zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv"
P384 = "z82Lm1MpAkeJcix9K8TMiLd5NMAhnwkjjCBeWHXyu3U4oT2MVJJKXkcVBgjGhnLBn2Kaau9"


def resolve(service: Service, did: str, status: int = 200, **query: str) -> dict[str, Any]:
    answer = service.http.get(f"/did/{quote(did, safe='')}", params=query)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == 'application/ld+json;profile="https://w3id.org/did-resolution"'
    shown = answer.json()
    assert {"@context", "didDocument", "didDocumentMetadata"} <= shown.keys()
    return shown


def error(shown: dict[str, Any]) -> str:
    metadata = shown.get("didResolutionMetadata", shown.get("didDereferencingMetadata"))
    assert shown["didDocument"] == {}, "empty, but there: the W3C's suite wants it so"
    return str(metadata["error"])


@pytest.mark.parametrize("key", [ED25519, P256, P384])
def test_a_key_is_its_own_document(service: Service, key: str):
    """The method's id is the DID with its own multibase for a fragment; the controller is the DID."""
    did = f"did:key:{key}"
    shown = resolve(service, did)
    assert "error" not in shown["didResolutionMetadata"]
    document = shown["didDocument"]
    assert document["id"] == did
    (method,) = document["verificationMethod"]
    assert method == {
        "id": f"{did}#{key}",
        "controller": did,
        "type": "Multikey",
        "publicKeyMultibase": key,
    }
    assert document["assertionMethod"] == document["authentication"] == [f"{did}#{key}"]


def test_a_did_url_is_dereferenced(service: Service):
    """A fragment finds the verification method; one that is not there is not found."""
    did = f"did:key:{ED25519}"
    shown = resolve(service, f"{did}#{ED25519}")
    assert shown["didDereferencingMetadata"] == {"contentType": "application/did+ld+json"}
    assert shown["contentStream"]["publicKeyMultibase"] == ED25519
    assert shown["didDocument"] == shown["contentStream"], "the W3C's suite looks for the controller there"
    assert shown["didDocument"]["controller"] == did
    assert error(resolve(service, f"{did}#other", 404)) == "notFound"


def test_version_is_a_positive_number(service: Service):
    """did:key may name a version, which is 1 when left out."""
    assert resolve(service, f"did:key:1:{ED25519}")["didDocument"]["id"] == f"did:key:1:{ED25519}"
    for version in ("-v4", "0", "1.0", "x"):
        assert error(resolve(service, f"did:key:{version}:{ED25519}", 400)) == "invalidDid"


@pytest.mark.parametrize(
    ("did", "code"),
    [
        (f"key:{ED25519}", "invalidDid"),
        ("did:", "invalidDid"),
        (f"did:{ED25519}", "methodNotSupported"),
        ("did:example:123", "methodNotSupported"),
        (f"did:key:{ED25519[1:]}", "invalidDid"),
        ("did:key:", "invalidDid"),
        ("did:key:z0OIl", "invalidDid"),
        ("did:key:@", "invalidDid"),
        ("did:key:" + multibase.encode_base58btc(b"\xed\x01" + bytes(31)), "invalidPublicKeyLength"),
        ("did:key:" + multibase.encode_base58btc(b"\x80\x24" + bytes(34)), "invalidPublicKeyLength"),
        ("did:key:" + multibase.encode_base58btc(b"\xec\x01" + bytes(32)), "unsupportedPublicKeyType"),
        ("did:key:" + multibase.encode_base58btc(b"\xed\x01" + bytes(32)), "invalidPublicKey"),
        (f"did:key:{ED25519}#a#b", "invalidDidUrl"),
        (f"did:key:{ED25519}#a b", "invalidDidUrl"),
        (f"did:key:{ED25519}/path", "invalidDidUrl"),
        ("did:web:127.0.0.1", "invalidDid"),
        ("did:web:example.com:..:x", "invalidDid"),
    ],
)
def test_errors_have_the_standards_names(service: Service, did: str, code: str):
    """A wrong DID is told what is wrong with it, in the same shape."""
    assert error(resolve(service, did, 400)) == code


def test_key_formats(service: Service):
    """The query names how the key is shown; unknown and experimental formats are told apart."""
    did = f"did:key:{ED25519}"
    for name in ("JsonWebKey", "JsonWebKey2020"):
        (method,) = resolve(service, did, publicKeyFormat=name)["didDocument"]["verificationMethod"]
        assert (method["type"], method["publicKeyJwk"]["crv"]) == (name, "Ed25519")
    (method,) = resolve(service, did, publicKeyFormat="Ed25519VerificationKey2020")["didDocument"]["verificationMethod"]
    assert method["publicKeyMultibase"] == ED25519
    (method,) = resolve(service, f"did:key:{P256}", publicKeyFormat="JsonWebKey")["didDocument"]["verificationMethod"]
    assert method["publicKeyJwk"]["crv"] == "P-256"
    assert error(resolve(service, did, 400, publicKeyFormat="Nonsense")) == "unsupportedPublicKeyType"
    assert error(resolve(service, did, 400, publicKeyFormat="Ed25519VerificationKey2018")) == "invalidPublicKeyType"
    other = resolve(service, f"did:key:{P256}", 400, publicKeyFormat="Ed25519VerificationKey2020")
    assert error(other) == "invalidPublicKeyType"


def test_ours_come_from_the_store(service: Service, tenant: Tenant):
    """A did:web of this service is its did.json, whether the address is percent-encoded once more or not."""
    did = tenant.issuer["did"]
    document = service.http.get(f"/issuers/{tenant.issuer['slug']}/did.json").json()
    assert "%3A" in did
    for address in (quote(did, safe=""), did):
        answer = service.http.get(f"/did/{address}")
        assert answer.json()["didDocument"] == document, answer.text
    method = document["verificationMethod"][0]
    assert resolve(service, method["id"])["contentStream"]["id"] == method["id"]
    stranger = did.rpartition(":")[0] + ":nobody"
    assert error(resolve(service, stranger, 404)) == "notFound"
