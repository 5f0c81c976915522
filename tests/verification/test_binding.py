"""Whose key is it? What is the issuer's in each form that Open Badges 3.0 allows, and what only looks like it."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from badgeapi.canon import multibase
from badgeapi.credentials import status_list
from badgeapi.errors import InvalidInput
from badgeapi.routers.examples import SIGNED
from badgeapi.signing import did, multikey, vc_jwt
from badgeapi.signing.controller import is_beneath
from badgeapi.signing.suites import eddsa_rdfc_2022
from badgeapi.verification import listed_status
from badgeapi.verification import secured as secured_document
from badgeapi.verification.check import Check, Finding, Outcome
from badgeapi.verification.checks import holder_binding, issuer_binding, proof
from badgeapi.verification.facts import (
    ControllerNeed,
    Fact,
    Found,
    JwkNeed,
    KeyNeed,
    Need,
    Refused,
    Unreachable,
    known,
)
from badgeapi.verification.parse import Expected, Presented

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = multikey.of_ed25519(PRIVATE.public_key().public_bytes_raw())
OTHER = multikey.parse("z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi")
# How VC Data Model and older Open Badges examples write them.
ISSUER, URL = "https://example.edu/issuers/565049", "https://example.edu/issuers/565049/keys/1"
KEY_DOCUMENT = {"id": URL, "type": "Multikey", "controller": ISSUER, "publicKeyMultibase": KEY.multikey}
PROFILE = {"id": ISSUER, "type": ["Profile"], "name": "Example University"}
LISTING = {**PROFILE, "assertionMethod": [URL]}
CREDENTIAL: dict[str, Any] = {name: value for name, value in SIGNED.items() if name != "proof"} | {
    "issuer": {"id": ISSUER, "type": ["Profile"], "name": "School"}
}


def secured(method: str, issuer: str = ISSUER) -> Presented:
    document = {**CREDENTIAL, "issuer": {**CREDENTIAL["issuer"], "id": issuer}}
    options: dict[str, Any] = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-01-01T00:00:00Z",
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    suite = eddsa_rdfc_2022
    data = suite.hash_data(suite.transform(document), options, beside=document).signed
    value = multibase.encode_base58btc(PRIVATE.sign(data))
    return Presented({**document, "proof": [{**options, "proofValue": value}]})


Verdicts = tuple[Outcome, Outcome]
"""What the proof says, and what the binding says."""
PASS, FAIL, UNKNOWN = Outcome.PASS, Outcome.FAIL, Outcome.UNKNOWN


def worst(findings: list[Finding]) -> Outcome:
    outcomes = {finding.outcome for finding in findings}
    return FAIL if FAIL in outcomes else UNKNOWN if UNKNOWN in outcomes else PASS


def judge(presented: Presented, answers: Mapping[Need, Fact]) -> Verdicts:
    """Run both checks with answers to their needs, and no others."""
    binding: Check = holder_binding if presented.is_presentation else issuer_binding
    needs = [*proof.needs(presented), *binding.needs(presented)]
    facts: dict[Need, Fact] = {need: answers[need] for need in needs if need in answers}
    for need in needs:
        if need not in facts and (answer := known(need)) is not None:
            facts[need] = answer
    return worst([*proof.run(presented, facts, NOW)]), worst([*binding.run(presented, facts, NOW)])


def bare(
    key: Mapping[str, Any] | Fact, issuer: Mapping[str, Any] | Fact, url: str = URL, name: str = ISSUER
) -> Verdicts:
    """Judge a credential signed with a key that stands alone."""
    answers: dict[Need, Fact] = {
        KeyNeed(url): Found(dict(key)) if isinstance(key, Mapping) else key,
        ControllerNeed(name): Found(dict(issuer)) if isinstance(issuer, Mapping) else issuer,
    }
    return judge(secured(url, name), answers)


def method(**members: Any) -> dict[str, Any]:
    return {
        "id": f"{ISSUER}#1",
        "type": "Multikey",
        "controller": ISSUER,
        "publicKeyMultibase": KEY.multikey,
        **members,
    }


def key(**members: Any) -> dict[str, Any]:
    return {name: value for name, value in {**KEY_DOCUMENT, **members}.items() if value is not None}


SAME_AS_JWK = {"kty": "OKP", "crv": "Ed25519", "x": multibase.encode_base64url(KEY.raw)[1:]}
BARE: dict[str, tuple[Any, Any, Verdicts]] = {
    "listed by its address": (KEY_DOCUMENT, LISTING, (PASS, PASS)),
    "listed as an equal key": (
        KEY_DOCUMENT,
        {**PROFILE, "verificationMethod": [method()], "assertionMethod": [f"{ISSUER}#1"]},
        (PASS, PASS),
    ),
    "listed as an equal key in another form": (
        KEY_DOCUMENT,
        {
            **PROFILE,
            "assertionMethod": [
                {"id": f"{ISSUER}#1", "type": "JsonWebKey", "controller": ISSUER, "publicKeyJwk": SAME_AS_JWK}
            ],
        },
        (PASS, PASS),
    ),
    "a plain profile, the key beneath it": (KEY_DOCUMENT, PROFILE, (PASS, PASS)),
    "no document, the key beneath its id": (KEY_DOCUMENT, Refused("404"), (PASS, PASS)),
    "a key document without id": (key(id=None), PROFILE, (PASS, PASS)),
    "a key document in the older form": (key(type="Ed25519VerificationKey2020"), PROFILE, (PASS, PASS)),
    "a key document with a JWK": (
        {"type": "JsonWebKey2020", "controller": ISSUER, "publicKeyJwk": SAME_AS_JWK},
        PROFILE,
        (PASS, PASS),
    ),
    "another controller": (key(controller="https://example.edu/issuers/1"), LISTING, (PASS, FAIL)),
    "a controller that goes on": (key(controller=ISSUER + "0"), LISTING, (PASS, FAIL)),
    "no controller": (key(controller=None), LISTING, (FAIL, FAIL)),
    "several controllers": (key(controller=[ISSUER]), LISTING, (FAIL, FAIL)),
    "another id than its address": (key(id=URL + "0"), LISTING, (FAIL, FAIL)),
    "id null": ({**KEY_DOCUMENT, "id": None}, LISTING, (FAIL, FAIL)),
    "expired": (key(expires="2026-01-01T00:00:00Z"), LISTING, (FAIL, FAIL)),
    "revoked": (key(revoked="2026-01-01T00:00:00Z"), PROFILE, (FAIL, FAIL)),
    "another key": (key(publicKeyMultibase=OTHER.multikey), LISTING, (FAIL, PASS)),
    "two keys": (key(publicKeyJwk=SAME_AS_JWK), LISTING, (FAIL, FAIL)),
    "a controller's document, not a key's": (LISTING, LISTING, (FAIL, FAIL)),
    "not listed by a document that lists": (
        KEY_DOCUMENT,
        {**PROFILE, "assertionMethod": [f"{ISSUER}#2"]},
        (PASS, FAIL),
    ),
    "an empty list": (KEY_DOCUMENT, {**PROFILE, "assertionMethod": []}, (PASS, FAIL)),
    "listed for another purpose": (KEY_DOCUMENT, {**PROFILE, "authentication": [URL]}, (PASS, FAIL)),
    "known, but listed for nothing": (
        KEY_DOCUMENT,
        {**PROFILE, "verificationMethod": [KEY_DOCUMENT]},
        (PASS, FAIL),
    ),
    "listed by another's document": (KEY_DOCUMENT, {**LISTING, "id": "https://example.edu/issuers/1"}, (PASS, FAIL)),
    "listed, but there with another key": (
        KEY_DOCUMENT,
        {**PROFILE, "verificationMethod": [key(publicKeyMultibase=OTHER.multikey)], "assertionMethod": [URL]},
        (PASS, FAIL),
    ),
    "an equal key that is revoked": (
        KEY_DOCUMENT,
        {**PROFILE, "assertionMethod": [method(revoked="2026-01-01T00:00:00Z")]},
        (PASS, FAIL),
    ),
    "key not there": (Refused("404"), LISTING, (FAIL, FAIL)),
    "key not had": (Unreachable("asleep"), LISTING, (UNKNOWN, UNKNOWN)),
    "issuer not had": (KEY_DOCUMENT, Unreachable("asleep"), (PASS, UNKNOWN)),
}


@pytest.mark.parametrize(("key_document", "issuer", "verdicts"), BARE.values(), ids=BARE.keys())
def test_key_documents(key_document: Any, issuer: Any, verdicts: Verdicts):
    """The key says whose it is, and the issuer agrees: by listing it, or by where it lies."""
    assert bare(key_document, issuer) == verdicts


BENEATH = {
    "https://example.edu/issuers/565049/keys/1": True,
    "https://example.edu/issuers/565049/key.json": True,
    "https://example.edu/issuers/565049/a/b/~c_d-e.f": True,
    "https://example.edu/issuers/565049": False,
    "https://example.edu/issuers/565049/": False,
    "https://example.edu/issuers/5650490/keys/1": False,
    "https://example.edu/issuers/1/keys/1": False,
    "https://example.edu/keys/1": False,
    "https://example.edu/issuers/565049/../1/keys/1": False,
    "https://example.edu/issuers/565049/./keys/1": False,
    "https://example.edu/issuers/565049/..": False,
    "https://example.edu/issuers/565049/%2e%2e/1/keys/1": False,
    "https://example.edu/issuers/565049/..%2f1/keys/1": False,
    "https://example.edu/issuers/565049//keys/1": False,
    "https://example.edu/issuers/565049/keys\\1": False,
    "https://example.edu/issuers/565049/keys/1?a": False,
    "https://example.edu/issuers/565049?/keys/1": False,
    "https://example.edu/issuers/565049/keys/1\n": False,
    "https://example.edu:8443/issuers/565049/keys/1": False,
    "http://example.edu/issuers/565049/keys/1": False,
    "https://EXAMPLE.edu/issuers/565049/keys/1": False,
    "https://example.org/issuers/565049/keys/1": False,
    "https://example.edu@example.org/issuers/565049/keys/1": False,
}


@pytest.mark.parametrize(("url", "beneath"), BENEATH.items())
def test_what_lies_beneath_an_issuer(url: str, *, beneath: bool):
    """Same origin and a longer path, as texts: no step up, no second spelling, no neighbour."""
    assert is_beneath(url, ISSUER) is beneath
    if beneath:
        assert bare(key(id=url), PROFILE, url) == (PASS, PASS)


def test_beneath_an_origin():
    """With or without its slash; a host that only begins alike, a port or a user is another origin."""
    for issuer in ("https://example.edu", "https://example.edu/"):
        assert is_beneath("https://example.edu/keys/1", issuer)
        for other in ("https://example.edu.example.org/", "https://example.edu:1/", "https://example.edu@example.org/"):
            assert not is_beneath(other + "keys/1", issuer)
    assert not is_beneath("did:web:example.edu/keys/1", "did:web:example.edu")


def test_a_neighbour_may_not_speak_for_the_issuer():
    """Somebody else on the issuer's host puts up a key that names the issuer: not listed, not beneath."""
    url = "https://example.edu/issuers/1/keys/1"
    assert bare(key(id=url), PROFILE, url) == (PASS, FAIL)
    assert bare(key(id=url), Refused("404"), url) == (PASS, FAIL)
    assert bare(key(id=url), {**PROFILE, "assertionMethod": [url]}, url) == (PASS, PASS)


def test_a_did_issuer_must_list_the_key():
    """Nothing lies beneath a DID."""
    name = "did:web:example.edu:issuers:565049"
    document = {"id": name, "assertionMethod": [URL]}
    assert bare(key(controller=name), document, name=name) == (PASS, PASS)
    assert bare(key(controller=name), {"id": name}, name=name) == (PASS, FAIL)
    assert bare(key(controller=name), Refused("404"), name=name) == (PASS, FAIL)


def test_a_key_in_the_fragment_is_not_the_issuers():
    """The certifying body's samples name one so; whoever signs could (its validator takes it)."""
    named = f"{ISSUER}#{KEY.multikey}"
    assert judge(secured(named), {ControllerNeed(ISSUER): Found(dict(PROFILE))}) == (FAIL, PASS)
    listing = {**PROFILE, "assertionMethod": [method(id=named)]}
    assert judge(secured(named), {ControllerNeed(ISSUER): Found(listing)}) == (PASS, PASS)


def test_a_valid_proof_of_another_controller():
    """Intact, but not by the issuer: two questions, two answers."""
    own = did.did_key(KEY)
    assert judge(secured(did.key_id(own, KEY)), {}) == (PASS, FAIL)
    assert judge(secured(did.key_id(own, KEY), own), {}) == (PASS, PASS)
    assert judge(secured(own, own), {}) == (FAIL, PASS)


def test_only_what_is_needed_is_asked_for():
    """The issuer's own word is wanted only where a key stands alone."""
    own = did.did_key(KEY)
    assert {*issuer_binding.needs(secured(did.key_id(own, KEY)))} == {ControllerNeed(own)}
    assert {*issuer_binding.needs(secured(URL))} == {KeyNeed(URL), ControllerNeed(ISSUER)}
    nobodys = Presented({name: value for name, value in secured(URL).document.items() if name != "issuer"})
    assert {*issuer_binding.needs(nobodys)} == {KeyNeed(URL)}


def test_an_issuer_that_is_the_address_of_a_key():
    """The address being the issuer's id says nothing yet: the document that stands there must say whose key it is."""
    assert bare(key(controller=ISSUER), PROFILE | {"id": URL}, name=URL) == (PASS, FAIL)
    assert bare(key(controller=URL), PROFILE | {"id": URL}, name=URL) == (PASS, FAIL)
    assert bare(key(controller=URL), {"id": URL, "assertionMethod": [URL]}, name=URL) == (PASS, PASS)


def test_one_finding_for_all_keys():
    """Several keys that nobody knows of are one reason, at the place of the proofs."""
    both = Presented({**CREDENTIAL, "proof": [*secured(URL).proofs, *secured(URL.replace("1", "2")).proofs]})
    for fact, code in ((Unreachable("asleep"), "key_document_unreachable"), (Refused("404"), "key_document_refused")):
        said = [*issuer_binding.run(both, dict.fromkeys(issuer_binding.needs(both), fact), NOW)]
        assert [(finding.code, finding.pointer) for finding in said] == [(code, "/proof")]


def test_one_key_not_had_among_others():
    """It might be the issuer's: as long as that is open, the answer is."""
    other = "https://example.edu/issuers/1/keys/1"
    first, second = secured(URL), secured(other)
    both = Presented({**CREDENTIAL, "proof": [*second.proofs, *first.proofs]})
    foreign: dict[Need, Fact] = {KeyNeed(other): Found(key(id=other)), ControllerNeed(ISSUER): Found(dict(PROFILE))}
    assert judge(both, {**foreign, KeyNeed(URL): Unreachable("asleep")}) == (UNKNOWN, UNKNOWN)
    assert judge(both, {**foreign, KeyNeed(URL): Refused("404")}) == (FAIL, FAIL)
    assert judge(both, {**foreign, KeyNeed(URL): Found(dict(KEY_DOCUMENT))}) == (PASS, PASS)


# JWTs


def encode(value: object) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def raw(der: bytes, size: int) -> bytes:
    return b"".join(part.to_bytes(size) for part in decode_dss_signature(der))


P256, P384, P521 = (ec.derive_private_key(7, curve()) for curve in (ec.SECP256R1, ec.SECP384R1, ec.SECP521R1))
RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def ec_jwk(private: ec.EllipticCurvePrivateKey, curve: str, size: int) -> dict[str, str]:
    numbers = private.public_key().public_numbers()
    return {"kty": "EC", "crv": curve, "x": encode(numbers.x.to_bytes(size)), "y": encode(numbers.y.to_bytes(size))}


KINDS: dict[str, tuple[dict[str, str], Any]] = {
    "EdDSA": (SAME_AS_JWK, PRIVATE.sign),
    "Ed25519": (SAME_AS_JWK, PRIVATE.sign),
    "ES256": (ec_jwk(P256, "P-256", 32), lambda data: raw(P256.sign(data, ec.ECDSA(hashes.SHA256())), 32)),
    "ES384": (ec_jwk(P384, "P-384", 48), lambda data: raw(P384.sign(data, ec.ECDSA(hashes.SHA384())), 48)),
    "ES512": (ec_jwk(P521, "P-521", 66), lambda data: raw(P521.sign(data, ec.ECDSA(hashes.SHA512())), 66)),
    "RS256": (
        {"kty": "RSA", "e": "AQAB", "n": encode(RSA.public_key().public_numbers().n.to_bytes(256))},
        lambda data: RSA.sign(data, padding.PKCS1v15(), hashes.SHA256()),
    ),
}


def jwt(payload: Mapping[str, Any], alg: str = "EdDSA", typ: str = "vc+jwt", **header: Any) -> Presented:
    signing_input = f"{encode({'alg': alg, 'typ': typ, **header})}.{encode(payload)}"
    parsed = vc_jwt.parse(f"{signing_input}.{encode(KINDS[alg][1](signing_input.encode()))}")
    expected = Expected("authentication") if typ == "vp+jwt" else Expected()
    return Presented(parsed.document, parsed, expected)


def by(issuer: str) -> dict[str, Any]:
    return {**CREDENTIAL, "issuer": {**CREDENTIAL["issuer"], "id": issuer}}


@pytest.mark.parametrize("alg", KINDS)
def test_every_algorithm_with_a_did_jwk(alg: str):
    """The issuer is its own key; its one method has the fragment 0."""
    name = "did:jwk:" + encode(KINDS[alg][0])
    assert judge(jwt(by(name), alg, kid=f"{name}#0"), {}) == (PASS, PASS)
    assert judge(jwt(by(name), alg, kid=f"{name}#1"), {}) == (FAIL, PASS)
    assert judge(jwt(CREDENTIAL, alg, kid=f"{name}#0"), {}) == (PASS, FAIL)


@pytest.mark.parametrize("alg", KINDS)
def test_a_jwt_changed_after_it_was_signed(alg: str):
    """Neither another payload under the signature nor another signature under the payload."""
    name = "did:jwk:" + encode(KINDS[alg][0])
    good, other = (jwt({**by(name), "name": text}, alg, kid=f"{name}#0").jwt for text in ("A", "B"))
    assert good is not None
    assert other is not None
    for mixed in (
        f"{other.token.rpartition('.')[0]}.{good.token.rpartition('.')[2]}",
        f"{good.token.rpartition('.')[0]}.{encode(bytes(64))}",
        good.token.rpartition(".")[0] + ".",
    ):
        parsed = vc_jwt.parse(mixed)
        assert judge(Presented(parsed.document, parsed), {}) == (FAIL, PASS)


@pytest.mark.parametrize("codec", ["p256-pub", "p384-pub"])
def test_a_multikey_verifies_jwts_too(codec: Any):
    """The key is the same in either form."""
    alg, private = {"p256-pub": ("ES256", P256), "p384-pub": ("ES384", P384)}[codec]
    size = {"ES256": 32, "ES384": 48}[alg]
    numbers = private.public_key().public_numbers()
    public = multikey.of(codec, bytes([2 + numbers.y % 2]) + numbers.x.to_bytes(size))
    name = did.did_key(public)
    assert judge(jwt(by(name), alg, kid=did.key_id(name, public)), {}) == (PASS, PASS)


FOUND_JWK: Fact = Found(dict(SAME_AS_JWK))
LISTED = {**PROFILE, "assertionMethod": [method()]}
TOKENS: dict[str, tuple[Presented, dict[Need, Fact], Verdicts]] = {
    "a bare JWK that the issuer lists": (
        jwt(CREDENTIAL, kid="https://keys.example/1"),
        {JwkNeed("https://keys.example/1"): FOUND_JWK, ControllerNeed(ISSUER): Found(dict(LISTED))},
        (PASS, PASS),
    ),
    "a bare JWK beneath a plain profile": (
        jwt(CREDENTIAL, kid=URL),
        {JwkNeed(URL): FOUND_JWK, ControllerNeed(ISSUER): Found(dict(PROFILE))},
        (PASS, PASS),
    ),
    "a bare JWK beneath an id without document": (
        jwt(CREDENTIAL, kid=URL),
        {JwkNeed(URL): FOUND_JWK, ControllerNeed(ISSUER): Refused("404")},
        (PASS, PASS),
    ),
    "a bare JWK beneath an issuer that lists others": (
        jwt(CREDENTIAL, kid=URL),
        {JwkNeed(URL): FOUND_JWK, ControllerNeed(ISSUER): Found({**PROFILE, "assertionMethod": []})},
        (PASS, FAIL),
    ),
    "a neighbour's bare JWK": (
        jwt(CREDENTIAL, kid="https://example.edu/issuers/1/keys/1"),
        {
            JwkNeed("https://example.edu/issuers/1/keys/1"): FOUND_JWK,
            ControllerNeed(ISSUER): Found(dict(PROFILE)),
        },
        (PASS, FAIL),
    ),
    "a bare JWK, the issuer not had": (
        jwt(CREDENTIAL, kid=URL),
        {JwkNeed(URL): FOUND_JWK, ControllerNeed(ISSUER): Unreachable("asleep")},
        (PASS, UNKNOWN),
    ),
    "a bare JWK that is none": (
        jwt(CREDENTIAL, kid=URL),
        {JwkNeed(URL): Found({"keys": [SAME_AS_JWK]}), ControllerNeed(ISSUER): Found(dict(PROFILE))},
        (FAIL, FAIL),
    ),
    "a key that came with the token, listed": (
        jwt(CREDENTIAL, jwk=SAME_AS_JWK),
        {ControllerNeed(ISSUER): Found(dict(LISTED))},
        (PASS, PASS),
    ),
    "a key that came with the token": (
        jwt(CREDENTIAL, jwk=SAME_AS_JWK),
        {ControllerNeed(ISSUER): Found(dict(PROFILE))},
        (PASS, FAIL),
    ),
    "no key at all": (jwt(CREDENTIAL), {ControllerNeed(ISSUER): Found(dict(LISTED))}, (FAIL, FAIL)),
    "a method of the issuer's": (
        jwt(CREDENTIAL, kid=f"{ISSUER}#1"),
        {ControllerNeed(ISSUER): Found(dict(LISTED))},
        (PASS, PASS),
    ),
    "a fragment that is the key": (
        jwt(CREDENTIAL, kid=f"{ISSUER}#{KEY.multikey}"),
        {ControllerNeed(ISSUER): Found(dict(PROFILE))},
        (FAIL, PASS),
    ),
    "a DID without fragment": (jwt(by(did.did_key(KEY)), kid=did.did_key(KEY)), {}, (FAIL, PASS)),
    "iss of another in the header": (
        jwt(CREDENTIAL, kid=f"{ISSUER}#1", iss="https://example.org/"),
        {ControllerNeed(ISSUER): Found(dict(LISTED))},
        (FAIL, PASS),
    ),
    "iss in the header": (
        jwt(CREDENTIAL, kid=f"{ISSUER}#1", iss=ISSUER),
        {ControllerNeed(ISSUER): Found(dict(LISTED))},
        (PASS, PASS),
    ),
}


@pytest.mark.parametrize(("presented", "answers", "verdicts"), TOKENS.values(), ids=TOKENS.keys())
def test_keys_of_jwts(presented: Presented, answers: dict[Need, Fact], verdicts: Verdicts):
    """Open Badges 3.0 section 8.2: `kid` or `jwk`; either way the issuer has to agree."""
    assert judge(presented, answers) == verdicts


TIMES = {
    "expires": ({"exp": 1795608001}, {"exp": 1795608000}),  # 2026-11-25T12:00:00Z
    "expires in the year 9999": ({"exp": 253402300799}, {"exp": 253402300800}),
    "not before": ({"nbf": 1795608000.0}, {"nbf": 1795608001}),
    "no number": ({}, {"exp": "1795608001"}),
    "no number either": ({}, {"exp": True}),
}


@pytest.mark.parametrize(("good", "bad"), TIMES.values(), ids=TIMES.keys())
def test_times_of_a_jwt(good: dict[str, Any], bad: dict[str, Any]):
    """RFC 7519 sections 4.1.4 and 4.1.5, as far as any clock and beyond it."""
    name = did.did_key(KEY)
    payload = {key: value for key, value in by(name).items() if key not in ("validFrom", "validUntil")}
    assert judge(jwt({**payload, **good}, kid=did.key_id(name, KEY)), {}) == (PASS, PASS)
    assert judge(jwt({**payload, **bad}, kid=did.key_id(name, KEY)), {}) == (FAIL, PASS)


# Presentations as JWT


HOLDER = did.did_key(KEY)
PRESENTATION = {"@context": CREDENTIAL["@context"][:1], "type": ["VerifiablePresentation"], "holder": HOLDER}


def presentation(
    payload: Mapping[str, Any], *, domain: set[str] | None = None, challenge: str | None = None, **header: Any
) -> Verdicts:
    shown = jwt(payload, **{"typ": "vp+jwt", "kid": did.key_id(HOLDER, KEY), **header})
    expected = Expected("authentication", domain and frozenset(domain), challenge)
    return judge(Presented(shown.document, shown.jwt, expected), {})


def test_a_presentation_is_its_holders():
    """VC-JOSE-COSE section 3.1.2: typ `vp+jwt`, cty `vp`, the key listed for authentication."""
    assert presentation(PRESENTATION) == (PASS, PASS)
    assert presentation(PRESENTATION, cty="vp") == (PASS, PASS)
    assert presentation({**PRESENTATION, "holder": {"id": HOLDER}}) == (PASS, PASS)
    assert presentation({**PRESENTATION, "iss": HOLDER}) == (PASS, PASS)
    without_holder = {key: value for key, value in PRESENTATION.items() if key != "holder"}
    assert presentation(without_holder) == (PASS, PASS)
    assert presentation({**PRESENTATION, "holder": "did:example:x"}) == (PASS, FAIL)
    assert presentation({**PRESENTATION, "iss": "did:example:x"}) == (FAIL, PASS)
    for header in ({"typ": "vc+jwt"}, {"typ": "JWT"}, {"cty": "vc"}):
        assert presentation(PRESENTATION, **header) == (FAIL, PASS)


def test_audience_and_nonce_of_a_presentation():
    """They are its domain and challenge, and no members of the document."""
    asked = {"domain": {"https://a.example"}, "challenge": "abc"}
    claims = {"aud": "https://a.example", "nonce": "abc"}
    assert presentation({**PRESENTATION, **claims}, **asked) == (PASS, PASS)
    assert presentation({**PRESENTATION, **claims, "aud": ["https://a.example"]}, **asked) == (PASS, PASS)
    assert presentation({**PRESENTATION, **claims}) == (PASS, PASS)
    for changed in ({"aud": "https://b.example"}, {"aud": [5]}, {"nonce": "abcd"}, {"nonce": None}):
        assert presentation({**PRESENTATION, **claims, **changed}, **asked) == (FAIL, PASS)
    assert presentation(PRESENTATION, **asked) == (FAIL, PASS)


def test_what_was_signed_is_what_is_read():
    """`nonce` is a claim of presentations; in a credential it is a member like any other, and must be defined."""
    shown = jwt({**PRESENTATION, "nonce": "abc"}, typ="vp+jwt", kid=did.key_id(HOLDER, KEY))
    assert shown.document == PRESENTATION
    credential = jwt({**CREDENTIAL, "nonce": "abc"}, kid=did.key_id(HOLDER, KEY))
    assert "nonce" in credential.document


# Status lists: what vouches for a credential must be its issuer's own, in whichever form it comes


LIST_URL = "https://example.edu/status/1"
ENTRY = {
    "id": f"{LIST_URL}#7",
    "type": "BitstringStatusListEntry",
    "statusPurpose": "revocation",
    "statusListIndex": "7",
    "statusListCredential": LIST_URL,
}


def listed(shown: Presented, issuer: str) -> int:
    facts = {need: answer for need in secured_document.needs(shown) if (answer := known(need)) is not None}
    return listed_status.read_listed(shown, listed_status.read_entry(ENTRY), issuer=issuer, facts=facts, now=NOW)


def status_list_of(issuer: str) -> dict[str, Any]:
    revoked = status_list.Bitstring.of([7])
    period = {"valid_from": "2026-01-01T00:00:00Z", "valid_until": "2027-01-01T00:00:00Z"}
    return status_list.credential(LIST_URL, issuer=issuer, purpose="revocation", bits=revoked, **period)


def test_a_status_list_must_be_signed_by_the_issuer_of_the_credential():
    """A JWT that names the issuer but is signed by another's key is no list of the issuer's."""
    own, other = did.did_key(KEY), did.did_key(OTHER)
    assert listed(jwt(status_list_of(own), kid=did.key_id(own, KEY)), own) == 1
    with pytest.raises(InvalidInput, match="not the credential's issuer's own"):
        listed(jwt(status_list_of(other), kid=did.key_id(own, KEY)), other)
    with pytest.raises(InvalidInput, match="not the credential's issuer's own"):
        listed(jwt(status_list_of(other), jwk=SAME_AS_JWK), other)
