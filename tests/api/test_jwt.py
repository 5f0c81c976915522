"""A badge as JWT: exactly as Open Badges 3.0 section 8.2 wants it, and refused in every way that JWTs are attacked."""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import Any

import pytest
from joserfc import jws, jwt
from joserfc.jwk import ECKey, KeySet, RSAKey, import_key

from tests.api.service import Service, Tenant

ALGORITHMS = ("RS256", "ES256")
EXAMPLE_KEY = "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"


def encode(value: object) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(part: str) -> Any:
    return json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def token_of(tenant: Tenant, assertion_id: str, algorithm: str, accept: str = "application/vc+jwt") -> str:
    answer = tenant.call("GET", f"/v1/assertions/{assertion_id}?alg={algorithm}", headers={"Accept": accept})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith(accept)
    return answer.text


def verdict(service: Service, token: str, media_type: str = "text/plain") -> str:
    answer = service.http.post("/v1/verify", content=token, headers={"Content-Type": media_type})
    assert answer.status_code == 200, answer.text
    return answer.json()["verdict"]


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_the_jwt_is_what_the_standard_says(service: Service, tenant: Tenant, algorithm: str):
    """PF-1 to PF-4: only alg, kid, typ in the header; a kid that is a bare JWK; claims that repeat the credential."""
    made = tenant.issue(validUntil="2999-01-01T00:00:00Z", validFrom="2026-01-01T12:00:00+13:00")
    token = token_of(tenant, made["id"], algorithm)
    header, payload = (decode(part) for part in token.split(".")[:2])
    kid = header.pop("kid")
    assert header == {"alg": algorithm, "typ": "JWT"}
    credential = {name: value for name, value in made["credential"].items() if name != "proof"}
    claims = {name: payload.pop(name) for name in ("iss", "sub", "jti", "nbf", "exp")}
    assert payload == credential
    assert claims == {
        "iss": credential["issuer"]["id"],
        "sub": credential["credentialSubject"]["id"],
        "jti": credential["id"],
        "nbf": 1767222000,  # 2025-12-31T23:00:00Z
        "exp": 32472144000,  # 2999-01-01T00:00:00Z
    }
    issuer, thumbprint = kid.split("#")
    assert issuer == tenant.issuer["did"]
    key = service.http.get(f"/issuers/{tenant.issuer['slug']}/keys/{thumbprint}").json()
    assert key["kid"] == kid
    assert {"d", "p", "q", "dp", "dq", "qi"}.isdisjoint(key)
    jwt.decode(token, import_key(key), algorithms=[algorithm])  # joserfc, with the key as anybody fetches it
    assert verdict(service, token) == "verified"


def test_the_jwt_is_made_once(service: Service, tenant: Tenant):
    """The same bytes for ever, whatever form is asked for, also after a revocation."""
    made = tenant.issue()
    first = token_of(tenant, made["id"], "ES256")
    assert token_of(tenant, made["id"], "ES256", "text/plain") == first
    tenant.call("POST", f"/v1/assertions/{made['id']}/revoke", {"reason": "x"})
    assert token_of(tenant, made["id"], "ES256") == first
    assert verdict(service, first) == "not_verified"
    refused = tenant.call("GET", f"/v1/assertions/{made['id']}?alg=RS256", headers={"Accept": "text/plain"})
    assert refused.status_code == 409, "nothing more is signed for a revoked badge"


def test_keys_are_published_in_every_place(service: Service, tenant: Tenant):
    """did.json lists the JWK under assertionMethod, jwks.json holds it with its issuer, and only one key is made."""
    tokens = [token_of(tenant, tenant.issue()["id"], algorithm) for algorithm in (*ALGORITHMS, *ALGORITHMS)]
    kids = {decode(token.split(".")[0])["kid"] for token in tokens}
    assert len(kids) == 2
    did = tenant.issuer["did"]
    document = service.http.get(f"/issuers/{tenant.issuer['slug']}/did.json").json()
    methods = {method["id"]: method for method in document["verificationMethod"] if method["type"] == "JsonWebKey"}
    assert methods.keys() <= set(document["assertionMethod"])
    assert {method["publicKeyJwk"]["kty"] for method in methods.values()} == {"RSA", "EC"}
    listed = service.http.get("/.well-known/jwks.json")
    assert listed.headers["content-type"] == "application/jwk-set+json"
    assert {key["kid"] for key in listed.json()["keys"] if key["iss"] == did} == kids
    for key in listed.json()["keys"]:
        import_key(key)


def test_a_did_key_issuer_has_no_jwt(service: Service):
    """Its one Ed25519 key is its name."""
    tenant = service.tenant(didMethod="key")
    answer = tenant.call("GET", f"/v1/assertions/{tenant.issue()['id']}", headers={"Accept": "application/vc+jwt"})
    assert answer.status_code == 409
    assert answer.json()["errors"][0]["code"] == "no_active_key"


def test_another_tenant_gets_no_jwt(tenant: Tenant, stranger: Tenant):
    """Neither before nor after it was made."""
    made = tenant.issue()
    for _ in range(2):
        answer = stranger.call("GET", f"/v1/assertions/{made['id']}", headers={"Accept": "text/plain"})
        assert answer.status_code == 404
        token_of(tenant, made["id"], "RS256")


@pytest.mark.parametrize("form", ["text/plain", "application/vc+jwt", "application/jwt"])
def test_a_jwt_is_read_in_every_form(service: Service, tenant: Tenant, form: str):
    """Compact under its media types, as a JSON string, and as the member of an object."""
    token = token_of(tenant, tenant.issue()["id"], "ES256")
    assert verdict(service, token, form) == "verified"
    assert verdict(service, json.dumps(token), "application/json") == "verified"
    assert service.verify({"verifiableCredential": token})["verdict"] == "verified"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("name",), "Another"),
        (("credentialSubject", "achievement", "name"), "Another"),
        (("issuer", "name"), "Another"),
        (("iss",), "did:example:other"),
        (("nbf",), 1),
        (("jti",), "urn:x"),
        (("sub",), "urn:x"),
        (("exp",), 32472144000),
    ],
    ids=lambda value: ".".join(value) if isinstance(value, tuple) else "",
)
def test_a_changed_jwt_is_not_verified(service: Service, tenant: Tenant, path: tuple[str, ...], value: object):
    """Any leaf of the payload."""
    header, payload, signature = token_of(tenant, tenant.issue()["id"], "ES256").split(".")
    changed = decode(payload)
    place = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert verdict(service, f"{header}.{encode(changed)}.{signature}") == "not_verified"


class Forger:
    """An attacker with keys of their own and a badge of a real issuer."""

    def __init__(self, service: Service, tenant: Tenant) -> None:
        token = token_of(tenant, tenant.issue()["id"], "RS256")
        self.header, self.payload = (decode(part) for part in token.split(".")[:2])
        self.signature = token.split(".")[2]
        self.key_path = f"/issuers/{tenant.issuer['slug']}/keys/{self.header['kid'].split('#')[1]}"
        self.issuers_jwk = service.http.get(self.key_path).json()
        self.key_url = service.url + self.key_path
        self.rsa = RSAKey.generate_key(2048)
        self.ec = ECKey.generate_key("P-256")

    def signed(self, header: dict[str, Any], payload: dict[str, Any] | None = None, key: Any = None) -> str:
        key = key or (self.ec if header["alg"].startswith("ES") else self.rsa)
        registry = jws.JWSRegistry(algorithms=["RS256", "ES256", "PS256", "RS384"], strict_check_header=False)
        body = json.dumps(payload or self.payload)
        return jws.serialize_compact(header, body, key, registry=registry)

    def hmac_with_public_key(self) -> str:
        signing_input = f"{encode(self.header | {'alg': 'HS256'})}.{encode(self.payload)}"
        secret = json.dumps(self.issuers_jwk).encode()
        return f"{signing_input}.{encode(hmac.digest(secret, signing_input.encode(), sha256))}"


ATTACKS = {
    "alg none": lambda f: f"{encode(f.header | {'alg': 'none'})}.{encode(f.payload)}.",
    "alg None": lambda f: f"{encode(f.header | {'alg': 'None'})}.{encode(f.payload)}.",
    "alg missing": lambda f: f"{encode({'kid': f.header['kid']})}.{encode(f.payload)}.{f.signature}",
    "HMAC with the public key": lambda f: f.hmac_with_public_key(),
    "own key, issuer's kid": lambda f: f.signed(f.header),
    "own key embedded": lambda f: f.signed({"alg": "RS256", "jwk": f.rsa.as_dict(private=False)}),
    "own key embedded beside the kid": lambda f: f.signed(f.header | {"jwk": f.rsa.as_dict(private=False)}),
    "own key in the kid's fragment": lambda f: f.signed({"alg": "RS256", "kid": f"{f.payload['iss']}#mine"}),
    "own did:key": lambda f: f.signed(
        {"alg": "RS256", "kid": "did:key:z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"}
    ),
    "neither kid nor jwk": lambda f: f.signed({"alg": "RS256"}),
    "kid not a text": lambda f: f.signed({"alg": "RS256", "kid": "x"}).replace(
        encode({"alg": "RS256", "kid": "x"}), encode({"alg": "RS256", "kid": ["x"]})
    ),
    "kid at the cloud's metadata": lambda f: f.signed({"alg": "RS256", "kid": "http://169.254.169.254/key"}),
    "kid a file": lambda f: f.signed({"alg": "RS256", "kid": "file:///etc/passwd"}),
    "own key, issuer's key address": lambda f: f.signed({"alg": "RS256", "kid": f.key_url}),
    "kid climbing": lambda f: f.signed({"alg": "RS256", "kid": f.key_url + "/../../x"}),
    "crit": lambda f: f"{encode(f.header | {'crit': ['b64'], 'b64': False})}.{encode(f.payload)}.{f.signature}",
    "b64": lambda f: f"{encode(f.header | {'b64': False})}.{encode(f.payload)}.{f.signature}",
    "x5c": lambda f: f"{encode(f.header | {'x5c': []})}.{encode(f.payload)}.{f.signature}",
    "jku": lambda f: f"{encode(f.header | {'jku': 'https://x.example'})}.{encode(f.payload)}.{f.signature}",
    "other typ": lambda f: f"{encode(f.header | {'typ': 'at+jwt'})}.{encode(f.payload)}.{f.signature}",
    "ES256 with the RSA kid": lambda f: f.signed(f.header | {"alg": "ES256"}),
    "PS256": lambda f: f.signed(f.header | {"alg": "PS256"}),
    "empty signature": lambda f: f"{encode(f.header)}.{encode(f.payload)}.",
    "zero signature": lambda f: f"{encode(f.header)}.{encode(f.payload)}.{encode(bytes(256))}",
    "vc claim in 2.0": lambda f: f.signed(f.header, {**f.payload, "vc": f.payload}),
    "undefined term": lambda f: f.signed(f.header, {**f.payload, "undefinedTerm": 1}),
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_known_attacks_are_refused(service: Service, tenant: Tenant, attack: Any):
    """reliability: none, confusion, embedded keys, kid tricks, crit and b64 (RFC 8725 and the CVEs behind it)."""
    token = attack(Forger(service, tenant))
    answer = service.http.post("/v1/verify", content=token, headers={"Content-Type": "text/plain"})
    assert answer.status_code in (200, 400, 422), answer.text
    assert answer.json().get("verdict", "refused") in ("not_verified", "undetermined", "refused")
    assert answer.json().get("verified", False) is False


def test_the_keys_are_independent(service: Service, tenant: Tenant):
    """A set of the published keys verifies both algorithms, by kid alone (joserfc's KeySet)."""
    tokens = [token_of(tenant, tenant.issue()["id"], algorithm) for algorithm in ALGORITHMS]
    keys = KeySet.import_key_set(service.http.get("/.well-known/jwks.json").json())
    for token in tokens:
        jwt.decode(token, keys, algorithms=list(ALGORITHMS))


def test_a_kid_may_also_be_the_address_of_the_bare_key(service: Service, tenant: Tenant):
    """PF-2 allows any URI that leads to the JWK; ours is a DID URL, but an address under the issuer's is read too."""
    from badgeapi.signing import vc_jwt
    from badgeapi.signing.jwk import parse

    token = token_of(tenant, tenant.issue()["id"], "ES256")
    header = decode(token.split(".")[0])
    kid = f"{service.url}/issuers/{tenant.issuer['slug']}/keys/{header['kid'].split('#')[1]}"
    relabelled = ".".join([encode(header | {"kid": kid}), *token.split(".")[1:]])
    report = service.http.post("/v1/verify", content=relabelled, headers={"Content-Type": "text/plain"}).json()
    outcomes = {check["id"]: check["outcome"] for check in report["checks"]}
    assert outcomes["issuer_binding"] == "pass", "the key is found and is the issuer's"
    assert outcomes["proof"] == "fail", "the header is under the signature"
    assert vc_jwt.looks_like(token.encode())
    assert parse(service.http.get(kid.replace(service.url, "")).json())
