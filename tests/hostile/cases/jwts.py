"""JWT tricks: algorithms, headers, keys, claims, and what a JWT and the credential in it say differently.

Source: RFC 8725 (JWT best current practices); Open Badges 3.0 section 8.2.4; VC-JOSE-COSE 1.0 sections 3 and 4.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.hostile.case import NOT_VERIFIED, UNPROVEN, Case, Sent, World
from tests.hostile.documents import ABSENT, at, badge, badge_1, enveloped
from tests.hostile.host import answer
from tests.hostile.keys import ATTACKER, ATTACKER_P256, ATTACKER_RSA, ISSUER, P256, RSA, Json, base64url
from tests.hostile.signing import JCS, claims_of, compact, jwt, signed

BINDING = "issuer_binding proof"


def listed(world: World) -> tuple[str, str]:
    """An honest did:web with an RSA key, and the key's name."""
    did = world.did(RSA)
    return did, f"{did}#rsa"


def header(**members: object) -> Callable[[World], str]:
    """A JWT of an honest issuer with other members in its header, signed so."""

    def make(world: World) -> str:
        did, kid = listed(world)
        return jwt(badge(did), RSA, header={"kid": kid, **members})

    return make


def claim(**members: object) -> Callable[[World], str]:
    """A JWT of a did:key with other claims, signed so."""
    return lambda _: jwt(badge(), claims=members)


def document(pointer: str, value: object) -> Callable[[World], str]:
    """The credential is changed, the claims stay as they were, and the issuer signs."""
    return lambda _: jwt(at(badge(), pointer, value), claims=claims_of(badge()))


def tampered(change: Callable[[str, str, str], str]) -> Callable[[World], str]:
    """The three parts of an honest JWT, put together otherwise."""
    return lambda _: change(*jwt(badge()).split("."))


def payload(edit: Callable[[Json], object]) -> Callable[[World], str]:
    """An honest header and signature around another payload."""

    def change(head: str, body: str, signature: str) -> str:
        from base64 import urlsafe_b64decode

        found = edit(json.loads(urlsafe_b64decode(body + "==")))
        return f"{head}.{base64url(json.dumps(found).encode())}.{signature}"

    return tampered(change)


def secret(algorithm: str, form: Callable[[], bytes]) -> Callable[[World], str]:
    """The public key as the secret of a MAC (CVE-2016-10555)."""

    def make(world: World) -> str:
        did, kid = listed(world)
        head = {"alg": algorithm, "typ": "JWT", "kid": kid}
        token = compact(head, badge(did) | claims_of(badge(did)), None)[:-1]
        mac = hmac.digest(form(), token.encode(), {"HS256": hashlib.sha256, "HS512": hashlib.sha512}[algorithm])
        return f"{token}.{base64url(mac)}"

    return make


def pem() -> bytes:
    return bytes(RSA.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


def none(name: str) -> Callable[[World], str]:
    """No signature at all, in the name of an honest issuer (CVE-2015-2951)."""

    def make(world: World) -> str:
        did, kid = listed(world)
        return compact({"alg": name, "typ": "JWT", "kid": kid}, badge(did) | claims_of(badge(did)), None)

    return make


def by_attacker(**members: object) -> Callable[[World], str]:
    """The attacker signs in the name of an honest issuer, with these members in the header."""

    def make(world: World) -> str:
        did, kid = listed(world)
        return jwt(badge(did), ATTACKER_RSA, header={"kid": kid, **members}, signer=ATTACKER_RSA)

    return make


def remote(member: str) -> Callable[[World], str]:
    """The key is where the header says."""

    def make(world: World) -> str:
        did, _ = listed(world)
        url = world.host.put(answer({"keys": [ATTACKER_RSA.jwk]}))
        return jwt(badge(did), ATTACKER_RSA, header={member: url}, signer=ATTACKER_RSA)

    return make


def kid_at_attackers(world: World) -> str:
    """The address of a key that the issuer does not list."""
    did, _ = listed(world)
    return jwt(badge(did), ATTACKER_RSA, header={"kid": world.host.put(answer(ATTACKER_RSA.jwk))})


def kid_gives(body: object, **options: Any) -> Callable[[World], str]:
    """What stands at the address of the key is something else."""

    def make(world: World) -> str:
        did, _ = listed(world)
        return jwt(badge(did), RSA, header={"kid": world.host.put(answer(body, **options))})

    return make


def other_algorithm(world: World) -> str:
    """An RSA key named for ES256."""
    did, kid = listed(world)
    return jwt(badge(did), ATTACKER_P256, header={"kid": kid}, signer=ATTACKER_P256)


def psychic(algorithm: str, size: int) -> Callable[[World], str]:
    """A signature of zeros, whatever the algorithm."""

    def make(_: World) -> str:
        token = compact({"alg": algorithm, "typ": "JWT", "kid": ISSUER.method}, badge() | claims_of(badge()), None)
        return token + base64url(bytes(size))

    return make


def with_vc_claim(inner: Json, **beside: object) -> Callable[[World], str]:
    head = {"alg": "EdDSA", "typ": "JWT", "kid": ISSUER.method}
    return lambda _: compact(head, {"vc": inner, **claims_of(badge()), **beside}, ISSUER)


def jose(**head: object) -> Callable[[World], str]:
    """VC-JOSE-COSE by an honest did:web, with other members in the header."""

    def make(world: World) -> str:
        did = world.did(P256, jwk=True)
        members = {"alg": "ES256", "typ": "vc+jwt", "cty": "vc", "kid": f"{did}#{P256.multikey}", **head}
        return compact({name: value for name, value in members.items() if value is not None}, badge(did), P256)

    return make


def jose_claims(**claims: object) -> Callable[[World], str]:
    def make(world: World) -> str:
        did = world.did(P256, jwk=True)
        head = {"alg": "ES256", "typ": "vc+jwt", "kid": f"{did}#{P256.multikey}"}
        return compact(head, badge(did) | claims, P256)

    return make


def both_forms(_: World) -> str:
    """A JWT around a credential whose own proof does not hold."""
    inner = at(signed(badge(), suite=JCS), "/name", "Brain surgery")
    return jwt(inner)


def raw_part(which: int, data: bytes) -> Callable[[World], str]:
    def make(_: World) -> str:
        parts = jwt(badge()).split(".")
        parts[which] = base64url(data)
        return ".".join(parts)

    return make


def json_form(_: World) -> Json:
    """JSON serialisation with an unprotected header (GHSA-jc38-x7x8-2xc8)."""
    head, body, signature = jwt(badge()).split(".")
    return {"payload": body, "signatures": [{"protected": head, "header": {"alg": "none"}, "signature": signature}]}


def flattened(_: World) -> Json:
    head, body, signature = jwt(badge()).split(".")
    return {"payload": body, "protected": head, "signature": signature}


def _no(name: str, truth: str, make: Callable[..., Any], because: str = "", expected: str = NOT_VERIFIED) -> Case:
    return Case(name, truth, make, expected, because)


READABLE = "not_verified 400 422"

CASES = (
    # Algorithms
    *(_no(f"alg-{name or 'empty'}", "no signature is no proof", none(name), BINDING) for name in ("none", "None", "NONE", "nOnE", "")),
    _no("alg-hs256-pem", "a public key is no secret", secret("HS256", pem), BINDING),
    _no("alg-hs256-modulus", "in no form", secret("HS256", lambda: RSA.jwk["n"].encode()), BINDING),
    _no("alg-hs512", "of no length", secret("HS512", pem), BINDING),
    _no("alg-of-another-key", "the key decides the algorithm", other_algorithm, BINDING),
    *(_no(f"alg-{name.lower()}", "an algorithm outside the list", header(alg=name), BINDING) for name in ("RS1", "PS256", "RS512", "HS256", "ES256K", "ES512", "EdDSA", "rs256")),
    _no("alg-absent", "no algorithm", header(alg=None), BINDING),
    _no("alg-array", "two algorithms", header(alg=["RS256", "none"]), ""),
    _no("alg-number", "a number", header(alg=7), ""),
    _no("alg-object", "an object", header(alg={"RS256": True}), ""),
    *(_no(f"zeros-{name.lower()}", "a signature of zeros", psychic(name, size), BINDING) for name, size in (("EdDSA", 64), ("ES256", 64), ("ES384", 96), ("RS256", 256))),
    # Headers
    _no("header-crit", "an extension that must be understood (CVE-2025-59420)", header(crit=["exp"], exp=1), "proof"),
    _no("header-crit-empty", "even an empty list", header(crit=[]), "proof"),
    _no("header-b64", "an unencoded payload (RFC 7797)", header(b64=False, crit=["b64"]), "proof"),
    _no("header-zip", "a compressed payload", header(zip="DEF"), "proof"),
    _no("header-x5c", "a certificate chain", header(x5c=["MIIB"]), "proof"),
    _no("header-unknown", "Open Badges allows no other members", header(honours=True), "proof"),
    _no("header-typ-other", "another type", header(typ="at+jwt"), "proof"),
    _no("header-typ-number", "a type that is a number", header(typ=7), "proof"),
    _no("header-cty", "a nested JWT", header(cty="JWT"), "proof"),
    _no("header-kid-array", "two keys", header(kid=["a", "b"]), ""),
    _no("header-kid-empty", "a key without a name", header(kid=""), BINDING),
    _no("header-kid-path", "a path for a key (CVE-2020-28042)", header(kid="../../etc/passwd"), BINDING),
    _no("header-kid-sql", "a query for a key", header(kid="x' UNION SELECT 'y"), BINDING),
    _no("header-kid-absent", "no key at all", header(kid=None), BINDING),
    _no("header-kid-relative", "a fragment alone", header(kid="#rsa"), BINDING),
    _no("header-kid-unknown", "a key that the issuer has not", by_attacker(kid="did:web:x.example#rsa"), BINDING),
    _no("header-iss-other", "iss in the header", jose(iss="did:web:x.example"), "proof"),
    # Keys
    _no("jwk-of-attacker", "a key that came with the token (CVE-2018-0114)", by_attacker(kid=None, jwk=ATTACKER_RSA.jwk), BINDING),
    _no("jwk-beside-kid", "beside the name of an honest one", by_attacker(jwk=ATTACKER_RSA.jwk), BINDING),
    _no("jwk-private", "with its private half", lambda _: jwt(badge(), header={"kid": None, "jwk": ISSUER.private_jwk}), BINDING),
    _no("jwk-with-honest-kid-inside", "a key that calls itself the honest one", by_attacker(kid=None, jwk=ATTACKER_RSA.jwk | {"kid": "rsa"}), BINDING),
    _no("jwk-text", "a key that is a text", header(kid=None, jwk="x"), BINDING),
    _no("jku", "a key set from the attacker's host", remote("jku"), BINDING),
    _no("x5u", "a certificate from there", remote("x5u"), BINDING),
    _no("kid-at-attackers-address", "an address that anybody could have", kid_at_attackers, BINDING),
    _no("kid-gives-key-set", "a key set for a key", kid_gives({"keys": [RSA.jwk]}), BINDING),
    _no("kid-gives-nothing", "no key there", kid_gives(b"", status="404 Not Found"), BINDING, UNPROVEN),
    _no("kid-gives-html", "a page for a key", kid_gives(b"<html>"), BINDING, UNPROVEN),
    _no("kid-gives-private", "a private key in public", kid_gives(RSA.jwk | {"d": "AQAB"}), BINDING),
    _no("signer-other", "another's signature under the issuer's name", by_attacker(), BINDING),
    _no("didkey-other", "another's under a did:key", lambda _: jwt(badge(), signer=ATTACKER), BINDING),
    # Claims
    _no("claim-iss", "iss must repeat the issuer", claim(iss="did:web:x.example"), "proof"),
    _no("claim-sub", "sub the subject", claim(sub="urn:x:mallory"), "proof"),
    _no("claim-jti", "jti the id", claim(jti="urn:x:other"), "proof"),
    _no("claim-nbf", "nbf the beginning", claim(nbf=1), "proof"),
    _no("claim-nbf-text", "as a number", claim(nbf="1767225600"), "proof"),
    _no("claim-nbf-true", "true is no number", claim(nbf=True), "proof"),
    _no("claim-iss-absent", "iss is required", claim(iss=None), "proof"),
    _no("claim-sub-absent", "sub too", claim(sub=None), "proof"),
    _no("claim-jti-absent", "jti too", claim(jti=None), "proof"),
    _no("claim-nbf-absent", "nbf too", claim(nbf=None), "proof"),
    _no("claim-iss-array", "one issuer", claim(iss=[ISSUER.did]), "proof"),
    _no("claim-exp-past", "an expired JWT", claim(exp=1), "proof"),
    _no("claim-exp-huge", "a time beyond all times", claim(exp=1e300), "proof"),
    _no("claim-exp-negative", "and before", claim(exp=-1e300), "proof"),
    _no("claim-exp-text", "a text for a time", claim(exp="tomorrow"), "proof"),
    _no("claim-exp-missing", "exp must repeat validUntil", lambda _: jwt(badge(validUntil="2099-01-01T00:00:00Z")), "proof"),
    _no("claim-exp-differs", "the same time", lambda _: jwt(badge(validUntil="2099-01-01T00:00:00Z"), claims={"exp": 4070908801}), "proof"),
    _no("document-issuer", "the issuer in the document is another", document("/issuer/id", ATTACKER.did), BINDING),
    _no("document-subject", "the subject is another", document("/credentialSubject/id", "urn:x:mallory"), "proof"),
    _no("document-id", "the id is another", document("/id", "urn:x:other"), "proof"),
    _no("document-valid-from", "the beginning is another", document("/validFrom", "2025-01-01T00:00:00Z"), "proof"),
    _no("document-without-subject-id", "no subject id to repeat", document("/credentialSubject/id", ABSENT), ""),
    _no("vc-claim-in-2-0", "VC 2.0 has no claim vc", with_vc_claim(badge()), "jwt_vc_claim", READABLE),
    _no("vc-claim-beside", "nothing may stand beside it", with_vc_claim(badge_1(), name="Brain surgery"), "jwt_vc_claim", READABLE),
    _no("vc-claim-text", "a text for the credential", lambda _: compact({"alg": "EdDSA", "kid": ISSUER.method}, {"vc": "x"}, ISSUER), "jwt_vc_claim", READABLE),
    _no("vc-1-1-without-claim", "VC 1.1 stands in its claim", lambda _: jwt(badge_1()), "", READABLE),
    _no("vp-claim", "a presentation is no credential", lambda _: compact({"alg": "EdDSA", "kid": ISSUER.method}, {"vp": {"type": "VerifiablePresentation"}, **claims_of(badge())}, ISSUER), "", READABLE),
    _no("undefined-term", "a term that no context defines", lambda _: jwt(badge(honours="First class")), "json_ld"),
    _no("inner-proof-broken", "a proof within must hold too", both_forms, "proof"),
    # VC-JOSE-COSE
    _no("jose-cty", "a content type that is not vc", jose(cty="vp"), "proof"),
    _no("jose-typ-vp", "a presentation's type", jose(typ="vp+jwt"), "proof type"),
    _no("jose-iss-claim", "iss must be the issuer", jose_claims(iss="did:web:x.example"), "proof"),
    _no("jose-vc-claim", "the claim vc is forbidden", jose_claims(vc=badge()), "", READABLE),
    _no("jose-exp-past", "an expired one", jose_claims(exp=1), "proof"),
    _no("jose-without-kid", "without the name of a key", jose(kid=None), BINDING),
    # The form
    _no("changed-payload", "a changed payload", payload(lambda found: {**found, "name": "Brain surgery"}), BINDING),
    _no("changed-issuer", "a changed issuer", payload(lambda found: {**found, "issuer": ATTACKER.did, "iss": ATTACKER.did}), BINDING),
    _no("signature-empty", "an empty signature", tampered(lambda head, body, _: f"{head}.{body}."), "", READABLE),
    _no("signature-cut", "a signature cut short", tampered(lambda head, body, signature: f"{head}.{body}.{signature[:-4]}"), "", READABLE),
    _no("signature-longer", "a signature with more behind", tampered(lambda head, body, signature: f"{head}.{body}.{signature}AAAA"), "", READABLE),
    _no("signature-other-bits", "stray bits in base64", tampered(lambda head, body, signature: f"{head}.{body}.{signature[:-1]}{'h' if signature[-1] != 'h' else 'i'}"), "", READABLE),
    _no("signature-padded", "base64 with padding", tampered(lambda head, body, signature: f"{head}.{body}.{signature}=="), "", READABLE),
    _no("signature-with-newline", "a line feed within", tampered(lambda head, body, signature: f"{head}.{body}.{signature[:40]}\n{signature[40:]}"), "", READABLE),
    _no("signature-standard-base64", "the other alphabet", tampered(lambda head, body, _: f"{head}.{body}.{'+/' * 43}"), "", READABLE),
    _no("two-parts", "two parts", tampered(lambda head, body, _: f"{head}.{body}"), "", READABLE),
    _no("four-parts", "four parts", tampered(lambda head, body, signature: f"{head}.{body}.{signature}.{signature}"), "", READABLE),
    _no("five-parts", "an encrypted one", tampered(lambda head, body, signature: f"{head}.{body}.{signature}.{body}.{signature}"), "", READABLE),
    _no("dots", "nothing but dots", lambda _: "..", "", READABLE),
    _no("thousand-dots", "a hundred thousand dots", lambda _: "." * 100_000, "", READABLE),
    _no("header-not-json", "a header that is no JSON", raw_part(0, b"alg=none"), "", READABLE),
    _no("header-array", "a header that is an array", raw_part(0, b'["EdDSA"]'), "", READABLE),
    _no("header-duplicate", "two algorithms under one name", raw_part(0, b'{"alg":"EdDSA","alg":"none"}'), "", READABLE),
    _no("payload-array", "a payload that is an array", raw_part(1, b"[]"), "", READABLE),
    _no("payload-duplicate", "two issuers under one name", raw_part(1, b'{"iss":"a","iss":"b"}'), "", READABLE),
    _no("payload-not-utf8", "a payload that is not UTF-8", raw_part(1, b'{"a":"\xff"}'), "", READABLE),
    _no("payload-empty", "an empty payload", raw_part(1, b""), "", READABLE),
    _no("payload-deep", "a payload of ten thousand levels", raw_part(1, b"[" * 10_000 + b"]" * 10_000), "", f"{READABLE} 413"),
    _no("json-serialisation", "an unprotected header", json_form, ""),
    _no("json-flattened", "the flattened form", flattened, ""),
    _no("nested-in-string", "a JWT of a JWT", lambda _: compact({"alg": "EdDSA", "kid": ISSUER.method}, json.dumps(jwt(badge())).encode(), ISSUER), "", READABLE),
    _no("long", "longer than a body may be", lambda _: "ey" + "a" * 1_000_000 + ".e.e", "", f"{READABLE} 413"),
    _no("not-ascii", "letters beyond ASCII", lambda _: jwt(badge()).replace("e", "е", 1), "", READABLE),
    _no("enveloped-other-media", "an envelope of another type", lambda _: enveloped(jwt(badge()), media="text/html"), "", READABLE),
    _no("enveloped-base64", "an envelope in base64", lambda _: enveloped(jwt(badge()), media="application/vc+jwt;base64"), "", READABLE),
    _no("enveloped-with-more", "an envelope with a name beside", lambda _: {**enveloped(jwt(badge())), "name": "Brain surgery"}, "", READABLE),
    _no("enveloped-by-address", "an envelope that must be fetched", lambda world: {**enveloped(""), "id": f"https://localhost:{world.canary.port}/a"}, "", READABLE),
    _no("as-json-object", "a JWT declared as an object", lambda _: Sent(b'{"jwt":"' + jwt(badge()).encode() + b'"}'), ""),
)  # fmt: skip
