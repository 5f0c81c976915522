"""Which Ed25519 signatures fit: the same with and without libsodium, in every case that implementations differ on."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import product

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from badgeapi.errors import KeyRefused
from badgeapi.signing import ed25519, sodium
from tests.signing.edwards import BASE, NEUTRAL, ORDER_8, L, P, add, challenge, decode, encode, times

# RFC 8032 section 7.1: public key, message, signature.
RFC_8032 = {
    "test 1": (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    "test 2": (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    "test 3": (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
}

# Chalkias, Garillot, Nikolaenko, "Taming the many EdDSAs" (2020), the twelve vectors of the authors' own list
# (ed25519-speccheck): message, key, R, S; whether PyCA, which is OpenSSL, accepts there, and whether libsodium does.
TAMING = (
    (
        "8c93255d71dcab10e8f379c26200f3c7bd5f09d9bc3068d3ef4edeb4853022b6",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "0000000000000000000000000000000000000000000000000000000000000000",
        True,
        False,
    ),
    (
        "9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43",
        "a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04",
        True,
        False,
    ),
    (
        "aebf3f2601a0c8c5d39cc7d8911642f740b78168218da8471772b35f9d35b9ab",
        "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "8c4bd45aecaca5b24fb97bc10ac27ac8751a7dfe1baff8b953ec9f5833ca260e",
        True,
        False,
    ),
    (
        "9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79",
        "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d",
        "9046a64750444938de19f227bb80485e92b83fdb4b6506c160484c016cc1852f",
        "87909e14428a7a1d62e9f22f3d3ad7802db02eb2e688b6c52fcd6648a98bd009",
        True,
        True,
    ),
    (
        "e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c",
        "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d",
        "160a1cb0dc9c0258cd0a7d23e94d8fa878bcb1925f2c64246b2dee1796bed512",
        "5ec6bc982a269b723e0668e540911a9a6a58921d6925e434ab10aa7940551a09",
        False,
        False,
    ),
    (
        "e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c",
        "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d",
        "21122a84e0b5fca4052f5b1235c80a537878b38f3142356b2c2384ebad4668b7",
        "e40bc836dac0f71076f9abe3a53f9c03c1ceeeddb658d0030494ace586687405",
        False,
        False,
    ),
    (
        "85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40",
        "442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623",
        "e96f66be976d82e60150baecff9906684aebb1ef181f67a7189ac78ea23b6c0e",
        "547f7690a0e2ddcd04d87dbc3490dc19b3b3052f7ff0538cb68afb369ba3a514",
        False,
        False,
    ),
    (
        "85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40",
        "442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623",
        "8ce5b96c8f26d0ab6c47958c9e68b937104cd36e13c33566acd2fe8d38aa1942",
        "7e71f98a473474f2f13f06f97c20d58cc3f54b8bd0d272f42b695dd7e89a8c22",
        False,
        False,
    ),
    (
        "9bedc267423725d473888631ebf45988bad3db83851ee85c85e241a07d148b41",
        "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "03be9678ac102edcd92b0210bb34d7428d12ffc5df5f37e359941266a4e35f0f",
        False,
        False,
    ),
    (
        "9bedc267423725d473888631ebf45988bad3db83851ee85c85e241a07d148b41",
        "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "ca8c5b64cd208982aa38d4936621a4775aa233aa0505711d8fdcfdaa943d4908",
        False,
        False,
    ),
    (
        "e96b7021eb39c1a163b6da4e3093dcd3f21387da4cc4572be588fafae23c155b",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "a9d55260f765261eb9b84e106f665e00b867287a761990d7135963ee0a7d59dc",
        "a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04",
        False,
        False,
    ),
    (
        "39a591f5321bbe07fd5a23dc2f39d025d74526615746727ceefd6e82ae65c06f",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "a9d55260f765261eb9b84e106f665e00b867287a761990d7135963ee0a7d59dc",
        "a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04",
        True,
        False,
    ),
)
KEYS_REFUSED = {0, 1, 10, 11}  # of small order, the last two also not canonical: anybody could sign for them


A, R = 0x1F2E3D4C5B6A798897A6B5C4D3E2F10112233445566778899AABBCCDDEEFF00 % L, 0xC0FFEE
TORSION = [times(n, ORDER_8) for n in range(8)]


def scalar(number: int) -> bytes:
    return number.to_bytes(32, "little")


def openssl(raw: bytes, signature: bytes, data: bytes) -> bool:
    """OpenSSL's own answer."""
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(signature, data)
    except InvalidSignature:
        return False
    return True


def same_verdict(raw: bytes, signature: bytes, data: bytes) -> bool:
    """The verdict, which is OpenSSL's, and whatever libsodium accepts OpenSSL accepts."""
    verdict = ed25519.verify(raw, signature, data)
    assert verdict == openssl(raw, signature, data)
    if sodium.accepts is not None and sodium.accepts(raw, signature, data):
        assert verdict
    return verdict


@pytest.mark.parametrize("number", range(12))
def test_the_cases_that_implementations_differ_on(number: int):
    """The published table: OpenSSL's column, where the key may be used at all; libsodium is the one of that table."""
    message, key, r, s, by_openssl, by_sodium = TAMING[number]
    data, raw, signature = bytes.fromhex(message), bytes.fromhex(key), bytes.fromhex(r + s)
    assert openssl(raw, signature, data) == by_openssl
    if sodium.accepts is not None:
        assert sodium.accepts(raw, signature, data) == by_sodium
    if number in KEYS_REFUSED:
        with pytest.raises(KeyRefused):
            ed25519.verify(raw, signature, data)
    else:
        assert ed25519.verify(raw, signature, data) == by_openssl


@pytest.mark.parametrize(("public", "message", "signature"), RFC_8032.values(), ids=RFC_8032.keys())
def test_honest_signatures_fit(public: str, message: str, signature: str):
    """RFC 8032: the signature fits, and nothing near it does."""
    key, data, good = bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature)
    assert same_verdict(key, good, data)
    assert not same_verdict(key, good, data + b"\0")
    for other in (good[:-1], good + b"\0", b"\0" + good, b"", good[:32], good[32:], good + good):
        assert not same_verdict(key, other, data)
    for bit in range(512):
        flipped = int.from_bytes(good, "little") ^ (1 << bit)
        assert not same_verdict(key, flipped.to_bytes(64, "little"), data)


@pytest.mark.parametrize("one", RFC_8032)
@pytest.mark.parametrize("other", RFC_8032)
def test_nobody_signs_for_another(one: str, other: str):
    """A signature fits its own key and its own message only."""
    (raw, message, _), (_, _, signature) = RFC_8032[one], RFC_8032[other]
    assert same_verdict(bytes.fromhex(raw), bytes.fromhex(signature), bytes.fromhex(message)) == (one == other)


def test_a_signature_ends_where_it_ends():
    """Signature and data are one text for libsodium: moving the border between them must not make a signature."""
    raw, data, good = map(bytes.fromhex, RFC_8032["test 3"])
    for border in (0, 1, 32, 63, 65, 66):
        signed = good + data
        assert not same_verdict(raw, signed[:border], signed[border:])


@pytest.mark.parametrize("excess", range(1, 16))
def test_a_signature_has_one_form(excess: int):
    """RFC 8032 section 5.1.7: S must be below the group order, or whoever sees a signature could make a second one."""
    raw, message, good = map(bytes.fromhex, RFC_8032["test 2"])
    number = int.from_bytes(good[32:], "little") + excess * L
    if number < 2**256:
        assert not same_verdict(raw, good[:32] + scalar(number), message)


def test_values_at_the_borders_are_no_signature():
    """As Wycheproof has them: R and S that are zero, one, or just around p, L and the powers of two."""
    raw, message, good = map(bytes.fromhex, RFC_8032["test 3"])
    border = [0, 1, 2, L - 1, L, L + 1, 2 * L, P - 1, P, P + 1, 2**252, 2**253, 2**254, 2**255 - 1, 2**255, 2**256 - 1]
    for r, s in product(border, border):
        assert not same_verdict(raw, scalar(r) + scalar(s), message)
    for number in border:
        assert not same_verdict(raw, scalar(number) + good[32:], message)
        assert not same_verdict(raw, good[:32] + scalar(number), message)


@pytest.mark.parametrize("byte", range(32))
def test_every_bit_of_r_counts(byte: int):
    """As Wycheproof has it: R is changed and S made to go with it, so that only comparing all of R tells."""
    raw, commitment = encode(times(A, BASE)), encode(times(R, BASE))
    for bit in range(8):
        changed = bytearray(commitment)
        changed[byte] ^= 1 << bit
        s = (R + challenge(bytes(changed), raw, b"data") * A) % L
        assert not same_verdict(raw, bytes(changed) + scalar(s), b"data")
    assert same_verdict(raw, commitment + scalar((R + challenge(commitment, raw, b"data") * A) % L), b"data")


@pytest.mark.parametrize("r", [R, 0], ids=["R", "R of small order"])
def test_components_of_small_order(r: int):
    """With A = aB + iT, R = rB + jT and S = r + ha, SB = R + hA holds if and only if j + hi = 0 mod 8 (T has order 8).

    Of those with a component of small order, that is one in eight; a cofactored equation holds for all of them.
    """
    a_base, r_base, fitting = times(A, BASE), times(r, BASE), 0
    for i, j in product(range(8), range(8)):
        raw, commitment = encode(add(a_base, TORSION[i])), encode(add(r_base, TORSION[j]))
        for message in (b"", b"one", b"two"):
            h = challenge(commitment, raw, message)
            s = (r + h * A) % L
            fits = (j + h * i) % 8 == 0
            assert same_verdict(raw, commitment + scalar(s), message) == fits
            assert not same_verdict(raw, commitment + scalar(s + L), message)
            fitting += fits
    assert fitting > 24  # i = j = 0 alone would be 3


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.binary(min_size=32, max_size=32),
    message=st.binary(max_size=200),
    changes=st.lists(st.tuples(st.integers(0, 95), st.integers(1, 255)), max_size=3),
    cut=st.integers(-3, 3),
)
def test_whatever_is_done_to_a_signature(seed: bytes, message: bytes, changes: list[tuple[int, int]], cut: int):
    """Bytes of signature and message changed, added or taken away at random: both libraries say the same."""
    private = Ed25519PrivateKey.from_private_bytes(seed)
    signature = private.sign(message)
    changed = bytearray(signature + message)
    for place, mask in changes:
        changed[place % len(changed)] ^= mask
    border = 64 + cut
    shown, data = bytes(changed[:border]), bytes(changed[border:])
    raw = private.public_key().public_bytes_raw()
    assert same_verdict(raw, shown, data) == ((shown, data) == (signature, message))


# Which libsodium is used at all


def opening(holds: Callable[[bytes, bytes, bytes], bool]) -> Callable[[bytes, bytes], bytes]:
    """A `crypto_sign_open` that accepts what `holds` for."""
    from nacl.exceptions import BadSignatureError

    def crypto_sign_open(signed: bytes, pk: bytes) -> bytes:
        if not holds(pk, signed[:64], signed[64:]):
            raise BadSignatureError
        return signed[64:]

    return crypto_sign_open


def cofactored(raw: bytes, signature: bytes, data: bytes) -> bool:
    """8 SB = 8 R + 8 hA, the equation of RFC 8032 section 5.1.7 for those who verify in batches."""
    a, r, s = decode(raw), decode(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    h = challenge(signature[:32], raw, data)
    right = add(r, times(h, a))
    return times(8, add(times(s, BASE), (-right[0] % P, right[1]))) == NEUTRAL


def malleable(raw: bytes, signature: bytes, data: bytes) -> bool:
    """SB = R + hA without S < L, as libsodium's compatibility switch has it (and the first implementation had it)."""
    a, s = decode(raw), int.from_bytes(signature[32:], "little")
    if a is None or s >= 2**253:
        return False
    h = challenge(signature[:32], raw, data)
    return encode(add(times(s, BASE), times(h, (-a[0] % P, a[1])))) == signature[:32]


def strict(raw: bytes, signature: bytes, data: bytes) -> bool:
    """SB = R + hA with S < L."""
    return int.from_bytes(signature[32:], "little") < L and malleable(raw, signature, data)


@pytest.mark.parametrize(("rule", "used"), [(strict, True), (cofactored, False), (malleable, False)])
def test_a_laxer_libsodium_is_not_used(
    rule: Callable[[bytes, bytes, bytes], bool], used: bool, monkeypatch: pytest.MonkeyPatch
):
    """A release with another equation, or one built with the compatibility switch, is found out when it is loaded."""
    raw, message, good = map(bytes.fromhex, RFC_8032["test 2"])
    bindings = pytest.importorskip("nacl.bindings")
    monkeypatch.setattr(bindings, "crypto_sign_open", opening(rule))
    assert rule(raw, good, message)
    accepts, checked_by = sodium.find()
    assert (accepts is not None) == used
    assert checked_by.startswith("libsodium" if used else "OpenSSL (the libsodium of PyNaCl")


def test_it_works_without_libsodium(monkeypatch: pytest.MonkeyPatch):
    """The extra is one: where the module is not, OpenSSL is asked alone."""
    monkeypatch.setitem(sys.modules, "nacl", None)
    assert sodium.find() == (None, "OpenSSL")
