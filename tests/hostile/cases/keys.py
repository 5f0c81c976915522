"""Keys that must not be used, and encodings of keys and signatures that are not the one right way to write them.

Source: RFC 8032 section 5.1; "Taming the many EdDSAs" (small order); RFC 7518 (JWA); the multicodec key table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from tests.hostile.case import NOT_VERIFIED, Case, World
from tests.hostile.documents import badge
from tests.hostile.keys import ISSUER, P256, RSA, Json, Key, base58, base64url, unbase58
from tests.hostile.signing import CREATED, ECDSA_JCS, JCS, jcs, jwt, signed

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
_Y8 = int.from_bytes(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little")

# The eight points of small order and every way of writing them that fits 32 bytes: y, and the sign of x.
SMALL_ORDER: dict[str, tuple[int, int]] = {
    "identity": (1, 0),
    "identity-negative-zero": (1, 1),
    "identity-plus-p": (P + 1, 0),
    "identity-plus-p-negative-zero": (P + 1, 1),
    "order-2": (P - 1, 0),
    "order-2-negative-zero": (P - 1, 1),
    "order-4": (0, 0),
    "order-4-negative": (0, 1),
    "order-4-plus-p": (P, 0),
    "order-4-plus-p-negative": (P, 1),
    "order-8-a": (_Y8, 0),
    "order-8-a-negative": (_Y8, 1),
    "order-8-b": (P - _Y8, 0),
    "order-8-b-negative": (P - _Y8, 1),
}
CONSTANT = (1).to_bytes(32, "little") + bytes(32)  # R is the identity, S is zero


def encoded(point: tuple[int, int]) -> bytes:
    y, sign = point
    return (y | sign << 255).to_bytes(32, "little")


@lru_cache
def constant_signature(raw: bytes) -> Json:
    """A badge of the key `raw` under a signature that nobody made, in such words that OpenSSL takes it."""
    from hashlib import sha256

    multikey = base58(b"\xed\x01" + raw)
    key = ed25519.Ed25519PublicKey.from_public_bytes(raw)
    for number in range(2_000):
        document = badge(f"did:key:{multikey}", id=f"urn:x:{number}")
        proof: Json = {
            "type": "DataIntegrityProof",
            "cryptosuite": JCS,
            "created": CREATED,
            "verificationMethod": f"did:key:{multikey}#{multikey}",
            "proofPurpose": "assertionMethod",
            "@context": document["@context"],
        }
        try:
            key.verify(CONSTANT, sha256(jcs(proof)).digest() + sha256(jcs(document)).digest())
        except InvalidSignature:
            continue
        return {**document, "proof": {**proof, "proofValue": base58(CONSTANT)}}
    raise AssertionError("OpenSSL took none of two thousand messages")


def small_order_by_web(point: tuple[int, int]) -> Callable[[World], Json]:
    """The same key in the document of a did:web."""

    def make(world: World) -> Json:
        raw = encoded(point)
        document = constant_signature(raw)
        multikey = base58(b"\xed\x01" + raw)
        did = world.did(ISSUER, edit=lambda found: replaced(found, multikey))
        method = f"{did}#{ISSUER.multikey}"
        return {
            **document,
            "issuer": {**document["issuer"], "id": did},
            "proof": {**document["proof"], "verificationMethod": method},
        }

    return make


def replaced(found: Json, multikey: str) -> Json:
    method = {**found["verificationMethod"][0], "publicKeyMultibase": multikey}
    return {**found, "verificationMethod": [method]}


def small_order_jwk(point: tuple[int, int]) -> Callable[[World], str]:
    def make(world: World) -> str:
        jwk = {"kty": "OKP", "crv": "Ed25519", "x": base64url(encoded(point))}
        did = world.did(ISSUER, jwk=True, edit=lambda found: with_jwk(found, jwk))
        head = {"alg": "EdDSA", "typ": "JWT", "kid": f"{did}#{ISSUER.multikey}"}
        token = jwt(badge(did), header=head)
        return f"{token.rpartition('.')[0]}.{base64url(CONSTANT)}"

    return make


def with_jwk(found: Json, jwk: object) -> Json:
    method = {name: value for name, value in found["verificationMethod"][0].items() if name != "publicKeyMultibase"}
    return {**found, "verificationMethod": [{**method, "type": "JsonWebKey", "publicKeyJwk": jwk}]}


def didkey(text: str) -> Callable[[World], Json]:
    """A did:key whose text is not that of a key, with a signature that would fit the issuer's."""
    return lambda _: signed(badge(f"did:key:{text}"), suite=JCS, verificationMethod=f"did:key:{text}#{text}")


def multikey(text: object) -> Callable[[World], Json]:
    """The same in the document of a did:web."""
    return lambda world: world.by_web(edit=lambda found: replaced(found, text))  # type: ignore[arg-type]


def jwk(value: Any, key: Key = ISSUER) -> Callable[[World], str]:
    """A JWT whose issuer lists `value` as its key."""

    def make(world: World) -> str:
        did = world.did(key, jwk=True, edit=lambda found: with_jwk(found, value))
        return jwt(badge(did), key, header={"kid": f"{did}#{'rsa' if key.kind == 'RSA' else key.multikey}"})

    return make


def value(change: Callable[[bytes], bytes], key: Key = ISSUER, suite: str = JCS) -> Callable[[World], Json]:
    """A signature that is changed after it was made."""

    def make(_: World) -> Json:
        found = signed(badge(key.did), key, suite=suite)
        found["proof"]["proofValue"] = base58(change(unbase58(found["proof"]["proofValue"])))
        return found

    return make


def text(change: Callable[[str], object]) -> Callable[[World], Json]:
    """A proofValue that is written otherwise."""

    def make(_: World) -> Json:
        found = signed(badge(), suite=JCS)
        found["proof"]["proofValue"] = change(found["proof"]["proofValue"])
        return found

    return make


def s_plus_l(signature: bytes) -> bytes:
    s = int.from_bytes(signature[32:], "little") + L
    return signature[:32] + s.to_bytes(32, "little")


def noncanonical_r(signature: bytes) -> bytes:
    return (P + 1).to_bytes(32, "little") + signature[32:]


@lru_cache
def short_rsa(bits: int = 1024, exponent: int = 65537) -> Key:
    return Key("RSA", rsa.generate_private_key(exponent, bits))


def weak(make: Callable[[], Key], **members: Any) -> Callable[[World], str]:
    """A JWT by a weak RSA key that its issuer lists."""

    def made(world: World) -> str:
        key = make()
        numbers = key.private.public_key().public_numbers()
        public = key.jwk | {"e": base64url(numbers.e.to_bytes((numbers.e.bit_length() + 7) // 8))} | members
        did = world.did(key, edit=lambda found: with_jwk(found, public))
        return jwt(badge(did), key, header={"kid": f"{did}#rsa"})

    return made


def zero_ecdsa(world: World) -> str:
    """CVE-2022-21449: r and s are zero."""
    did = world.did(P256, jwk=True)
    token = jwt(badge(did), P256, header={"kid": f"{did}#{P256.multikey}"})
    return f"{token.rpartition('.')[0]}.{base64url(bytes(64))}"


def der_jwt(world: World) -> str:
    did = world.did(P256, jwk=True)
    token = jwt(badge(did), P256, header={"kid": f"{did}#{P256.multikey}"}).rpartition(".")[0]
    return f"{token}.{base64url(P256.der(token.encode()))}"


def off_curve() -> Json:
    return {**P256.jwk, "y": P256.jwk["x"]}


def _small_order() -> Iterator[Case]:
    for name, point in SMALL_ORDER.items():
        yield Case(
            f"small-order-{name}",
            "a constant signature fits this key, so it is anybody's",
            lambda _, raw=encoded(point): constant_signature(raw),
            NOT_VERIFIED,
            "proof issuer_binding",
        )
    for name in ("identity", "order-8-a", "order-4-plus-p"):
        yield _no(f"small-order-didweb-{name}", "nor in a did:web", small_order_by_web(SMALL_ORDER[name]), "proof")
        yield _no(f"small-order-jwk-{name}", "nor as JWK", small_order_jwk(SMALL_ORDER[name]), "proof issuer_binding")


def _no(name: str, truth: str, make: Callable[..., Any], because: str = "proof", expected: str = NOT_VERIFIED) -> Case:
    return Case(name, truth, make, expected, because)


_OFF = (2).to_bytes(32, "little")  # no x fits y = 2

CASES = (
    *_small_order(),
    # Multikeys
    _no("didkey-off-curve", "32 bytes that are no point", didkey(base58(b"\xed\x01" + _OFF))),
    _no("didkey-31-bytes", "a key too short", didkey(base58(b"\xed\x01" + ISSUER.raw[:31]))),
    _no("didkey-33-bytes", "a key too long", didkey(base58(b"\xed\x01" + ISSUER.raw + b"\0"))),
    _no("didkey-no-codec", "a key without its codec", didkey(base58(ISSUER.raw))),
    _no("didkey-x25519", "a key for encryption", didkey(base58(b"\xec\x01" + ISSUER.raw))),
    _no("didkey-secp256k1", "a curve that we do not know", didkey(base58(b"\xe7\x01\x02" + ISSUER.raw))),
    _no("didkey-private", "a private key in public", didkey(base58(b"\x80\x26" + ISSUER.raw))),
    _no("didkey-long-varint", "a codec that is longer than need be", didkey(base58(b"\xed\x81\x00" + ISSUER.raw))),
    _no("didkey-p256-in-ed25519", "one curve under another's codec", didkey(base58(b"\xed\x01" + P256.raw[:32]))),
    _no("didkey-bad-character", "a character that base58 has not", didkey(ISSUER.multikey[:-1] + "0")),
    _no("didkey-base64", "another base", didkey("u" + base64url(b"\xed\x01" + ISSUER.raw))),
    _no("didkey-upper-z", "another prefix", didkey("Z" + ISSUER.multikey[1:])),
    _no("didkey-leading-one", "a zero byte in front", didkey("z1" + ISSUER.multikey[1:])),
    _no("didkey-empty", "no key", didkey("")),
    _no("didkey-z", "a prefix and nothing more", didkey("z")),
    _no("didkey-long", "two hundred thousand characters of base58", didkey("z6Mk" + "x" * 200_000), ""),
    _no("multikey-long", "in a did:web too", multikey("z6Mk" + "x" * 200_000)),
    _no("multikey-off-curve", "no point in a did:web", multikey(base58(b"\xed\x01" + _OFF))),
    _no("multikey-object", "an object for a key", multikey({"z": 1})),
    _no("p256-off-curve", "a compressed point that is none", didkey(base58(b"\x80\x24\x02" + bytes(31) + b"\x05"))),
    _no("p256-infinity", "the point at infinity", didkey(base58(b"\x80\x24" + bytes(33)))),
    _no("p256-uncompressed", "an uncompressed point", didkey(base58(b"\x80\x24\x04" + bytes(64)))),
    _no("p256-prefix-5", "a form that does not exist", didkey(base58(b"\x80\x24\x05" + P256.raw[1:]))),
    # JWKs
    _no("jwk-private", "a JWK with its private half", jwk(ISSUER.private_jwk), "proof issuer_binding"),
    _no("jwk-off-curve", "a point that is not on its curve", jwk(off_curve(), P256), "proof issuer_binding"),
    _no("jwk-other-curve", "one curve under another's name", jwk({**P256.jwk, "crv": "P-384"}, P256), "proof issuer_binding"),
    _no("jwk-other-type", "a type that does not fit its curve", jwk({**P256.jwk, "kty": "OKP"}, P256), "proof issuer_binding"),
    _no("jwk-secret", "a shared secret", jwk({"kty": "oct", "k": "c2VjcmV0"}), "proof issuer_binding"),
    _no("jwk-padded", "base64 with padding", jwk({**ISSUER.jwk, "x": ISSUER.jwk["x"] + "="}), "proof issuer_binding"),
    _no("jwk-short", "a coordinate too short", jwk({**P256.jwk, "x": P256.jwk["x"][:-2]}, P256), "proof issuer_binding"),
    _no("jwk-zero-padded", "a coordinate with a zero byte in front", jwk({**P256.jwk, "x": "AA" + P256.jwk["x"]}, P256), "proof issuer_binding"),
    _no("jwk-array", "a JWK that is an array", jwk([ISSUER.jwk]), "proof issuer_binding"),
    _no("jwk-set", "a JWK Set for a JWK", jwk({"keys": [ISSUER.jwk]}), "proof issuer_binding"),
    _no("rsa-1024", "an RSA key of 1024 bits", weak(short_rsa), "proof issuer_binding"),
    _no("rsa-exponent-3", "a small exponent", weak(lambda: short_rsa(2048, 3)), "proof issuer_binding"),
    _no("rsa-even", "a modulus that is even", weak(lambda: RSA, n=RSA.jwk["n"][:-1] + "A"), "proof issuer_binding"),
    _no("rsa-long", "a modulus of a hundred thousand bits", weak(lambda: RSA, n="x" * 20_000), "proof issuer_binding"),
    _no("rsa-one", "a modulus of one", weak(lambda: RSA, n="AQ"), "proof issuer_binding"),
    _no("rsa-exponent-one", "an exponent of one: the signature is the message", weak(lambda: RSA, e="AQ"), "proof issuer_binding"),
    # Signatures
    _no("s-plus-l", "a second signature made of the first", value(s_plus_l)),
    _no("noncanonical-r", "a point written otherwise", value(noncanonical_r)),
    _no("all-zero", "64 zero bytes", value(lambda _: bytes(64))),
    _no("all-ones", "64 bytes of ones", value(lambda _: b"\xff" * 64)),
    _no("r-identity-s-zero", "the constant signature under an honest key", value(lambda _: CONSTANT)),
    _no("63-bytes", "a byte too few", value(lambda found: found[:-1])),
    _no("65-bytes", "a byte too many", value(lambda found: found + b"\0")),
    _no("one-bit", "one bit changed", value(lambda found: bytes((found[0] ^ 1,)) + found[1:])),
    _no("swapped-halves", "R and S exchanged", value(lambda found: found[32:] + found[:32])),
    _no("ecdsa-zero", "r and s of zero", value(lambda _: bytes(64), P256, ECDSA_JCS)),
    _no("ecdsa-der", "a signature in DER", value(lambda _: P256.der(b"x"), P256, ECDSA_JCS)),
    _no("ecdsa-r-of-order", "r of the curve's order", value(lambda found: bytes.fromhex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551") + found[32:], P256, ECDSA_JCS)),
    _no("ecdsa-jwt-zero", "in a JWT too (CVE-2022-21449)", zero_ecdsa),
    _no("ecdsa-jwt-der", "and DER", der_jwt),
    _no("value-empty", "an empty proofValue", text(lambda _: "")),
    _no("value-z", "a prefix and nothing more", text(lambda _: "z")),
    _no("value-without-z", "without its prefix", text(lambda found: found[1:]), "proof not_multibase"),
    _no("value-bad-character", "a character that base58 has not", text(lambda found: found[:-1] + "l")),
    _no("value-leading-one", "a zero byte in front", text(lambda found: "z1" + found[1:])),
    _no("value-trailing-space", "a space behind", text(lambda found: found + " ")),
    _no("value-base64url", "the right bytes in another base", text(lambda found: "u" + base64url(unbase58(found)))),
    _no("value-hex", "in hexadecimal", text(lambda found: "f" + unbase58(found).hex())),
    _no("value-array", "an array", text(lambda found: [found]), "proof shape json_ld"),
    _no("value-null", "null", text(lambda _: None), "proof shape json_ld"),
    _no("value-number", "a number", text(lambda _: 7), "proof shape json_ld"),
    _no("value-long", "two hundred thousand characters of base58", text(lambda _: "z" + "2" * 200_000)),
    _no("value-long-other", "a megabyte is too much of anything", text(lambda _: "z" + "2" * 1_100_000), "", "413"),
)  # fmt: skip
