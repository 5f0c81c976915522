"""Which public keys may be used: those that only the holder of the private key can sign for."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from badgeapi.canon import multibase
from badgeapi.errors import KeyRefused
from badgeapi.signing import ed25519, multikey, published_key

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493  # RFC 8032 section 5.1, the order of the base point
D = -121665 * pow(121666, P - 2, P)
NEGATIVE = 1 << 255

# The points whose order divides 8 and all their encodings: "Taming the many EdDSAs" (2020), table 1.
ORDER_8 = (
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
)
SMALL_ORDER = {
    "identity": "01" + "00" * 31,
    "identity, -0": "01" + "00" * 30 + "80",
    "identity, y + p": "ee" + "ff" * 30 + "7f",
    "identity, y + p, -0": "ee" + "ff" * 31,
    "order 2": "ec" + "ff" * 30 + "7f",
    "order 2, -0": "ec" + "ff" * 31,
    "order 4": "00" * 32,
    "order 4, negative": "00" * 31 + "80",
    "order 4, y + p": "ed" + "ff" * 30 + "7f",
    "order 4, y + p, negative": "ed" + "ff" * 31,
    "order 8": ORDER_8[0],
    "order 8, negative": ORDER_8[0][:-2] + "85",
    "order 8, the other": ORDER_8[1],
    "order 8, the other, negative": ORDER_8[1][:-2] + "fa",
}


@pytest.mark.parametrize("encoded", SMALL_ORDER.values(), ids=SMALL_ORDER.keys())
def test_small_order_points_are_refused(encoded: str):
    """All fourteen encodings, which the library below takes for keys."""
    with pytest.raises(KeyRefused):
        ed25519.public_key(bytes.fromhex(encoded))


def test_why_small_order_points_are_refused():
    """With the identity as public key, R = the base point and S = 1 fit every message."""
    identity = Ed25519PublicKey.from_public_bytes(bytes.fromhex(SMALL_ORDER["identity"]))
    forged = bytes.fromhex("58" + "66" * 31) + (1).to_bytes(32, "little")
    identity.verify(forged, b"I hold every degree.")
    identity.verify(forged, b"I hold no degree at all.")


def test_the_fourteen_are_all():
    """Doubling is checked by hand: y of 2P is (y^2 + x^2) / (1 - d x^2 y^2), and y of 8P must be 1."""
    assert len(set(SMALL_ORDER.values())) == 14
    for encoded in SMALL_ORDER.values():
        y = int.from_bytes(bytes.fromhex(encoded), "little") % NEGATIVE % P
        for _ in range(3):
            x_squared = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
            y = (y * y + x_squared) * pow(1 - D * x_squared * y * y, P - 2, P) % P
        assert y == 1


@pytest.mark.parametrize("excess", range(19))
def test_encodings_that_are_not_canonical_are_refused(excess: int):
    """Nineteen values of y fit into 255 bits and not below p: each would be a second name of a key."""
    for encoded in (P + excess, P + excess + NEGATIVE):
        with pytest.raises(KeyRefused, match="canonically"):
            ed25519.public_key(encoded.to_bytes(32, "little"))


def test_exactly_the_points_of_the_curve_are_accepted():
    """RFC 8032 section 5.1.3: y has a point if and only if (y^2 - 1) / (d y^2 + 1) is a square (Euler)."""
    for y in range(2, 60):
        ratio = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
        for encoded in (y, y + NEGATIVE):
            raw = encoded.to_bytes(32, "little")
            if pow(ratio, (P - 1) // 2, P) == 1:
                assert ed25519.public_key(raw).public_bytes_raw() == raw
            else:
                with pytest.raises(KeyRefused, match="not a point"):
                    ed25519.public_key(raw)


@pytest.mark.parametrize("size", [0, 31, 33, 64])
def test_only_32_bytes_are_a_key(size: int):
    """A longer key is not cut, a shorter one not filled."""
    with pytest.raises(KeyRefused, match="32 bytes"):
        ed25519.public_key(bytes([9]) * size)


# Multikeys

# The key of the Open Badges 3.0 signing example (implementation guide, Linked Data Proof).
KNOWN = bytes.fromhex("4bdeafde2ea8beefadd8c699b5c7e0704cf51154d52e17b20b71337ca04cc5a5")
KNOWN_MULTIKEY = "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"


def test_a_multikey_is_read_and_written():
    """Prefix 0xed01, base58btc."""
    key = multikey.parse(KNOWN_MULTIKEY)
    assert (key.codec, key.raw, key.multikey) == ("ed25519-pub", KNOWN, KNOWN_MULTIKEY)
    assert multikey.of_ed25519(KNOWN) == key


# FIPS 186-4 appendix D.1.2.3: the prime and the base point of P-256, whose y is odd.
P_256 = 2**256 - 2**224 + 2**192 + 2**96 - 1
GENERATOR = bytes.fromhex("036b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296")


def uncompressed(point: bytes) -> bytes:
    y = bytes.fromhex("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5")
    return b"\x04" + point[1:] + y


def test_x_that_only_reduces_to_a_point():
    """5 is the x of a point of P-256 and p + 5 fits 32 bytes: what is refused below is its second spelling."""
    assert multikey.of("p256-pub", b"\x02" + (5).to_bytes(32)).codec == "p256-pub"
    assert multikey.of("p256-pub", GENERATOR).multikey == multibase.encode_base58btc(b"\x80\x24" + GENERATOR)


def test_only_compressed_points_are_keys():
    """However the bytes came: one point has one spelling (SEC 1 knows three)."""
    hybrid = b"\x07" + uncompressed(GENERATOR)[1:]
    for raw in (uncompressed(GENERATOR), hybrid, b"\0", b"", GENERATOR[1:]):
        with pytest.raises(KeyRefused, match="compressed point of 33 bytes"):
            multikey.of("p256-pub", raw)


def test_a_signature_keeps_its_leading_zeros():
    """A short s without them would be a second spelling of the same signature."""
    private = ec.derive_private_key(7, ec.SECP256R1())
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    key = multikey.of("p256-pub", point)
    for number in range(10_000):
        data = b"%d" % number
        r, s = decode_dss_signature(private.sign(data, ec.ECDSA(SHA256(), deterministic_signing=True)))
        if s < 2**248:
            break
    assert key.verify(r.to_bytes(32) + s.to_bytes(32), data)
    assert not key.verify(r.to_bytes(32) + s.to_bytes(31), data)
    assert not key.verify(r.to_bytes(32) + s.to_bytes(33), data)


# did:key method, test vectors.
@pytest.mark.parametrize(
    ("text", "codec", "size"),
    [
        ("zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169", "p256-pub", 33),
        ("z82Lm1MpAkeJcix9K8TMiLd5NMAhnwkjjCBeWHXyu3U4oT2MVJJKXkcVBgjGhnLBn2Kaau9", "p384-pub", 49),
    ],
)
def test_multikeys_of_other_curves(text: str, codec: str, size: int):
    """Prefix 0x8024 or 0x8124 and the compressed point."""
    key = multikey.parse(text)
    assert (key.codec, len(key.raw), key.multikey) == (codec, size, text)


REFUSED = {
    "empty": "",
    "prefix alone": "z",
    "without multibase prefix": KNOWN_MULTIKEY[1:],
    "base64url": multibase.encode_base64url(b"\xed\x01" + KNOWN),
    "foreign character": KNOWN_MULTIKEY[:-1] + "0",
    "line break": KNOWN_MULTIKEY + "\n",
    "one character less": KNOWN_MULTIKEY[:-1],
    "one character more": KNOWN_MULTIKEY + "1",
    "leading zero byte": "z1" + KNOWN_MULTIKEY[1:],
    "31 bytes": multibase.encode_base58btc(b"\xed\x01" + KNOWN[:-1]),
    "33 bytes": multibase.encode_base58btc(b"\xed\x01" + KNOWN + b"\0"),
    "no codec": multibase.encode_base58btc(KNOWN),
    "codec without its varint": multibase.encode_base58btc(b"\xed" + KNOWN),
    "private key codec": multibase.encode_base58btc(b"\x80\x26" + KNOWN),
    "X25519": multibase.encode_base58btc(b"\xec\x01" + KNOWN),
    "secp256k1": multibase.encode_base58btc(b"\xe7\x01\x02" + KNOWN),
    "P-256, private (vc-di-ecdsa, appendix A)": "z42twTcNeSYcnqg1FLuSFs2bsGH3ZqbRHFmvS9XMsYhjxvHN",
    "P-256, uncompressed": multibase.encode_base58btc(b"\x80\x24" + uncompressed(GENERATOR)),
    "P-256, 32 bytes": multibase.encode_base58btc(b"\x80\x24" + GENERATOR[:-1]),
    "P-256, 34 bytes": multibase.encode_base58btc(b"\x80\x24" + GENERATOR + b"\0"),
    "P-256, marked as the point at infinity": multibase.encode_base58btc(b"\x80\x24\0" + GENERATOR[1:]),
    "P-256, marked as uncompressed": multibase.encode_base58btc(b"\x80\x24\x04" + GENERATOR[1:]),
    "P-256, marked as hybrid": multibase.encode_base58btc(b"\x80\x24\x06" + GENERATOR[1:]),
    "P-256, x without y": multibase.encode_base58btc(b"\x80\x24\x02" + (7).to_bytes(32)),
    "P-256, x not below p": multibase.encode_base58btc(b"\x80\x24\x02" + (P_256 + 5).to_bytes(32)),
    "P-256 key as one of P-384": multibase.encode_base58btc(b"\x81\x24" + GENERATOR),
    "P-384, x without y": multibase.encode_base58btc(b"\x81\x24\x02" + (7).to_bytes(48)),
    "megabyte": "z" + "2" * 1_000_000,
    "small order": multibase.encode_base58btc(b"\xed\x01" + bytes.fromhex(ORDER_8[0])),
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_other_texts_are_not_keys(text: str):
    """One text for one key, and of types we verify with."""
    with pytest.raises(KeyRefused):
        multikey.parse(text)


@pytest.mark.parametrize("text", [
    "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi",  # Open Badges 3.0, signing vector
    "zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP",  # Data Integrity ECDSA Cryptosuites 1.0, P-256
    "z82LkuBieyGShVBhvtE2zoiD6Kma4tJGFtkAhxR5pfkp5QPw4LutoYWhvQCnGjdVn14kujQ",  # the same, P-384
])  # fmt: skip
def test_a_key_is_the_same_in_both_forms(text: str):
    """A verification method may hold a JWK where a suite speaks of multikeys: the point decides, not its spelling."""
    key = multikey.parse(text)
    assert published_key.as_multikey(published_key.as_jwk(key)) == key
