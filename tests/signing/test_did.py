"""DIDs: which URL a did:web stands for, and what our documents say."""

import json
from base64 import urlsafe_b64encode

import pytest

from badgeapi.canon import jsonld
from badgeapi.errors import InvalidInput, KeyRefused
from badgeapi.signing import did, multikey

KEY = multikey.parse("z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi")
OTHER = multikey.parse("z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2")

# did:web method specification, "Read (Resolve)" and "Creating the DID": its examples, then their neighbours.
RESOLVED = {
    "did:web:w3c-ccg.github.io": "https://w3c-ccg.github.io/.well-known/did.json",
    "did:web:w3c-ccg.github.io:user:alice": "https://w3c-ccg.github.io/user/alice/did.json",
    "did:web:example.com%3A3000": "https://example.com:3000/.well-known/did.json",
    "did:web:example.com%3A3000:user:alice": "https://example.com:3000/user/alice/did.json",
    "did:web:example.com%3a3000": "https://example.com:3000/.well-known/did.json",
    "did:web:localhost%3A8080:issuers:a": "https://localhost:8080/issuers/a/did.json",
    "did:web:Example.COM:A": "https://Example.COM/A/did.json",
    "did:web:xn--bcher-kva.example": "https://xn--bcher-kva.example/.well-known/did.json",
    "did:web:1.example": "https://1.example/.well-known/did.json",
    "did:web:example.com:a.b_c-d": "https://example.com/a.b_c-d/did.json",
    "did:web:example.com:%C3%A9": "https://example.com/%C3%A9/did.json",
    "did:web:example.com:a%20b": "https://example.com/a%20b/did.json",
    "did:web:example.com:%3Fq%3D1": "https://example.com/%3Fq%3D1/did.json",
    "did:web:example.com:...": "https://example.com/.../did.json",
    "did:web:example.com:.well-known": "https://example.com/.well-known/did.json",
}
REFUSED = {
    "empty": "",
    "no host": "did:web:",
    "no host but a path": "did:web::a",
    "another method": "did:key:z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi",
    "method in upper case": "did:WEB:example.com",
    "scheme in upper case": "DID:web:example.com",
    "DID URL with fragment": "did:web:example.com#key",
    "DID URL with path": "did:web:example.com/a",
    "DID URL with query": "did:web:example.com?a",
    "IPv4": "did:web:127.0.0.1",
    "IPv4 and port": "did:web:127.0.0.1%3A8080",
    "IPv4 as one number": "did:web:2130706433",
    "IPv4 in hexadecimal": "did:web:0x7f000001",
    "IPv4 half in hexadecimal": "did:web:127.0x1",
    "IPv6": "did:web:[::1]",
    "IPv6 encoded": "did:web:%5B%3A%3A1%5D",
    "port unencoded is a path, user information is not": "did:web:user@example.com",
    "user information encoded": "did:web:user%40example.com",
    "host encoded": "did:web:%65xample.com",
    "empty port": "did:web:example.com%3A",
    "port 0": "did:web:example.com%3A0",
    "port 65536": "did:web:example.com%3A65536",
    "port of letters": "did:web:example.com%3Ahttp",
    "two ports": "did:web:example.com%3A1%3A2",
    "empty label": "did:web:example..com",
    "leading dot": "did:web:.example.com",
    "trailing dot": "did:web:example.com.",
    "leading hyphen": "did:web:-example.com",
    "empty segment": "did:web:example.com::a",
    "trailing colon": "did:web:example.com:a:",
    "up": "did:web:example.com:..",
    "up in the middle": "did:web:example.com:a:..:b",
    "here": "did:web:example.com:.",
    "up, encoded": "did:web:example.com:%2e%2E",
    "slash, encoded": "did:web:example.com:a%2Fb",
    "backslash, encoded": "did:web:example.com:a%5Cb",
    "half an escape": "did:web:example.com:a%2",
    "no escape": "did:web:example.com:a%zz",
    "space": "did:web:example.com:a b",
    "line break": "did:web:example.com\n",
    "host not ASCII": "did:web:bücher.example",
    "digits not ASCII": "did:web:example.com%3A\u0661",
}


@pytest.mark.parametrize(("identifier", "url"), RESOLVED.items())
def test_did_web_to_url(identifier: str, url: str):
    """Colons become slashes, the port's colon is decoded, everything else stays as it is."""
    assert did.did_web_url(identifier) == url
    assert did.did_web_url(identifier, scheme="http") == url.replace("https:", "http:")


@pytest.mark.parametrize("identifier", REFUSED.values(), ids=REFUSED.keys())
def test_not_a_did_web_that_can_be_resolved(identifier: str):
    """Whatever could name another host or another path than it shows is refused before anything is fetched."""
    with pytest.raises(InvalidInput) as caught:
        did.did_web_url(identifier)
    assert [fault.code for fault in caught.value.faults] == ["invalid_did"]


@pytest.mark.parametrize(
    ("origin", "path", "identifier"),
    [
        ("https://example.com", (), "did:web:example.com"),
        ("https://example.com", ("issuers", "acme"), "did:web:example.com:issuers:acme"),
        ("http://localhost:8080", ("issuers", "acme"), "did:web:localhost%3A8080:issuers:acme"),
        ("https://example.com", ("a:b", "c d", "é"), "did:web:example.com:a%3Ab:c%20d:%C3%A9"),
    ],
)
def test_url_to_did_web_and_back(origin: str, path: tuple[str, ...], identifier: str):
    """What we publish under resolves to where we publish it."""
    assert did.did_web(origin, *path) == identifier
    scheme, _, _ = origin.partition(":")
    assert did.did_web_url(identifier, scheme=scheme).startswith(f"{origin}/")


def test_did_key_is_its_own_document():
    """did:key method: one Multikey whose id repeats the key as fragment."""
    identifier = "did:key:z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"
    method = f"{identifier}#z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"
    assert did.did_key(KEY) == identifier
    assert did.self_contained_document(identifier) == {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": identifier,
        "verificationMethod": [
            {
                "id": method,
                "type": "Multikey",
                "controller": identifier,
                "publicKeyMultibase": "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi",
            }
        ],
        "assertionMethod": [method],
        "authentication": [method],
    }


# did:key method, test vectors: P-256 and P-384.
P256 = "did:key:zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169"
P384 = "did:key:z82Lm1MpAkeJcix9K8TMiLd5NMAhnwkjjCBeWHXyu3U4oT2MVJJKXkcVBgjGhnLBn2Kaau9"


@pytest.mark.parametrize("identifier", [P256, P384], ids=["P-256", "P-384"])
def test_did_key_of_other_curves(identifier: str):
    """Every type of key that we verify with can be a did:key."""
    document = did.self_contained_document(identifier)
    assert document is not None
    value = identifier.removeprefix("did:key:")
    assert document["verificationMethod"] == [
        {"id": f"{identifier}#{value}", "type": "Multikey", "controller": identifier, "publicKeyMultibase": value}
    ]


def did_jwk(document: object) -> str:
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    return "did:jwk:" + urlsafe_b64encode(data).rstrip(b"=").decode()


# did:jwk method, example of P-256; RFC 8037 appendix A.2.
JWK_P256 = {
    "crv": "P-256",
    "kty": "EC",
    "x": "acbIQiuMs3i8_uszEjJ2tpTtRM4EU3yz91PH6CdH2V0",
    "y": "_KcyLj9vWMptnmKtm46GqDz8wf74I5LKgrl2GzH3nSE",
}
JWK_ED25519 = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}


def test_did_jwk_of_the_specification():
    """The DID of the specification's first example, and what it must resolve to."""
    identifier = (
        "did:jwk:eyJjcnYiOiJQLTI1NiIsImt0eSI6IkVDIiwieCI6ImFjYklRaXVNczNpOF91c3pFakoydHBUdFJNNEVVM3l6OTFQSDZDZEgyV"
        "jAiLCJ5IjoiX0tjeUxqOXZXTXB0bm1LdG00NkdxRHo4d2Y3NEk1TEtncmwyR3pIM25TRSJ9"
    )
    document = did.self_contained_document(identifier)
    assert document is not None
    assert document["id"] == identifier
    assert document["verificationMethod"] == [
        {"id": f"{identifier}#0", "type": "JsonWebKey", "controller": identifier, "publicKeyJwk": JWK_P256}
    ]
    assert document["assertionMethod"] == document["authentication"] == [f"{identifier}#0"]


def test_did_jwk_leaves_out_what_makes_no_key():
    """Members beside the key (`alg`, `kid`, anything) are not repeated."""
    document = did.self_contained_document(did_jwk({**JWK_ED25519, "use": "sig", "alg": "EdDSA", "more": {}}))
    assert document is not None
    [method] = document["verificationMethod"]
    assert method["publicKeyJwk"] == JWK_ED25519


UNUSABLE = {
    "no key": "did:key:",
    "half a key": "did:key:z6Mk",
    "two parts": "did:key:1.1:z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi",
    "a DID URL": "did:key:z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi#z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQw",
    "megabyte": "did:key:z" + "2" * 1_000_000,
    "no JWK": "did:jwk:",
    "not base64url": "did:jwk:e30=",
    "not JSON": did_jwk(b"{"),
    "no object": did_jwk([JWK_ED25519]),
    "no members": did_jwk({}),
    "members twice": did_jwk(b'{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","x":""}'),
    "private": did_jwk({**JWK_ED25519, "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}),
    "for encryption": did_jwk({**JWK_ED25519, "use": "enc"}),
    "symmetric": did_jwk({"kty": "oct", "k": "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T"}),
    "another curve": did_jwk({**JWK_P256, "crv": "secp256k1"}),
    "not on its curve": did_jwk({**JWK_P256, "y": JWK_P256["x"]}),
    "with a fragment": did_jwk(JWK_ED25519) + "#0",
    "megabyte of JWK": "did:jwk:" + "e" * 1_000_000,
}


@pytest.mark.parametrize("identifier", UNUSABLE.values(), ids=UNUSABLE.keys())
def test_a_did_of_a_key_that_must_not_be_used(identifier: str):
    """There is no document without a key that can verify."""
    with pytest.raises(KeyRefused):
        did.self_contained_document(identifier)


@pytest.mark.parametrize("identifier", ["did:web:example.com", "did:keys:z6Mk", "DID:key:z6Mk", "https://a.b", ""])
def test_other_identifiers_do_not_speak_for_themselves(identifier: str):
    """Their documents must be fetched, or cannot be had."""
    assert did.self_contained_document(identifier) is None


def test_a_document_lists_every_key_by_absolute_id():
    """Rotation leaves old keys listed; ids are absolute and under `assertionMethod` as text, for strict validators."""
    made = did.document("did:web:example.com", [KEY, OTHER], also_known_as=["https://example.com/"])
    ids = [f"did:web:example.com#{key.multikey}" for key in (KEY, OTHER)]
    assert made["alsoKnownAs"] == ["https://example.com/"]
    assert made["assertionMethod"] == ids
    assert [method["id"] for method in made["verificationMethod"]] == ids
    assert {method["controller"] for method in made["verificationMethod"]} == {"did:web:example.com"}


def test_documents_are_json_ld_that_loses_nothing():
    """Every member of what we publish is a term of the contexts it names."""
    statements = jsonld.to_dataset(did.document("did:web:example.com", [KEY, OTHER]))
    assert len(statements) == 2 * (1 + 3 + 1)  # per key: listed, three members, allowed to assert
    assert len(jsonld.to_dataset(did.key_document("did:web:example.com", KEY))) == 3
