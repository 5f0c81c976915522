"""Multibase and Multikey (Controlled Identifiers 1.0 sections 2.2.2 and 2.4) against published vectors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from badgeapi import limits
from badgeapi.canon import multibase
from badgeapi.errors import InputTooLarge, KeyRefused, MalformedInput

# draft-msporny-base58-03 section 5, and the leading zeros of the multibase test cases.
BASE58 = {
    "Hello World!": (b"Hello World!", "2NEpo7TZRRrLZSi2U"),
    "quick brown fox": (
        b"The quick brown fox jumps over the lazy dog.",
        "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z",
    ),
    "leading zeros": (bytes.fromhex("0000287fb4cd"), "11233QC4"),
    "one zero": (b"\0yes mani !", "17paNL19xttacUY"),
    "only zeros": (b"\0\0", "11"),
    "nothing": (b"", ""),
}

# RFC 4648 section 10, without padding.
BASE64 = {b"": "", b"f": "Zg", b"fo": "Zm8", b"foo": "Zm9v", b"foob": "Zm9vYg", b"\xfb\xff\xbf": "-_-_"}

# The key of the Open Badges example signature (openbadges-specification, impl/linked-data-proof-ob.html).
ED25519 = (
    "4bdeafde2ea8beefadd8c699b5c7e0704cf51154d52e17b20b71337ca04cc5a5",
    "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi",
)
# P-256 and P-384 test vectors of the did:key method specification.
P256 = "zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169"
P384 = "z82Lm1MpAkeJcix9K8TMiLd5NMAhnwkjjCBeWHXyu3U4oT2MVJJKXkcVBgjGhnLBn2Kaau9"


@pytest.mark.parametrize(("data", "text"), BASE58.values(), ids=BASE58.keys())
def test_base58btc_vectors(data: bytes, text: str):
    """Published pairs of bytes and text, both ways."""
    assert multibase.encode_base58btc(data) == f"z{text}"
    assert multibase.decode(f"z{text}", 128) == data


@pytest.mark.parametrize(("data", "text"), BASE64.items(), ids=BASE64.values())
def test_base64url_vectors(data: bytes, text: str):
    """Published pairs of bytes and text, both ways, in the URL-safe alphabet without padding."""
    assert multibase.encode_base64url(data) == f"u{text}"
    assert multibase.decode(f"u{text}", 128) == data


@given(data=st.binary(max_size=200))
def test_every_byte_string_has_one_text(data: bytes):
    """What is written is read back, whatever its length and its leading zeros."""
    assert multibase.decode(multibase.encode_base58btc(data), 300) == data
    assert multibase.decode(multibase.encode_base64url(data), 300) == data


@pytest.mark.parametrize("length", [1, 2, 127, 128, 129, 256, 300])
def test_base58btc_of_any_length_is_the_number_that_its_digits_make(length: int):
    """By hand: `z` is the highest digit, so a text of nothing else is one less than a power of 58."""
    number = 58**length - 1
    assert multibase.decode("z" + "z" * length, 400) == number.to_bytes((number.bit_length() + 7) // 8)


def _by_long_division(data: bytes) -> str:
    """base58btc as draft-msporny-base58-03 section 3 has it: one digit after the other, and a 1 for each zero byte."""
    number, text = int.from_bytes(data), ""
    while number:
        number, digit = divmod(number, 58)
        text = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"[digit] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


@given(data=st.binary(max_size=200) | st.binary(min_size=64, max_size=64))
def test_every_byte_string_is_written_as_by_long_division(data: bytes):
    """What divides many digits at once says the same as dividing by 58."""
    assert multibase.encode_base58btc(data) == f"z{_by_long_division(data)}"


@pytest.mark.parametrize("beside", [-1, 0, 1])
def test_powers_of_58_are_written_as_by_long_division(beside: int):
    """Where a digit turns over, and all that are below it."""
    for power in range(1, 200):
        number = 58**power + beside
        data = number.to_bytes((number.bit_length() + 7) // 8)
        assert multibase.encode_base58btc(data) == f"z{_by_long_division(data)}"


@given(text=st.text("uz1Aa9-_0=", max_size=12))
def test_every_text_that_is_read_is_the_one_that_would_be_written(text: str):
    """No second text for the same bytes: a signature cannot be written otherwise and still verify."""
    try:
        data = multibase.decode(text, 20)
    except MalformedInput:
        return
    assert text == (multibase.encode_base58btc if text[0] == "z" else multibase.encode_base64url)(data)


FOREIGN = [
    "",
    "m",
    "Zg",
    "fdeadbeef",
    "z0",
    "zO",
    "zI",
    "zl",
    "z 1",
    "z1\n",
    "zé",
    "u+/+/",
    "u Zg",
    "uZg\n",
    "ué",
]
NOT_CANONICAL = ["u=", "uZg==", "uZg=", "uZ", "uZh", "uZm9vY", "uZm9=", "uZ g", "uZm9v!"]


@pytest.mark.parametrize("text", FOREIGN + NOT_CANONICAL)
def test_foreign_prefixes_characters_padding_and_stray_bits_are_refused(text: str):
    """Only base58btc and unpadded base64url with zero trailing bits (RFC 4648 section 3.5) are read."""
    with pytest.raises(MalformedInput):
        multibase.decode(text, 128)


@pytest.mark.parametrize("prefix", ["z", "u", "?"])
def test_length_is_checked_before_anything_is_decoded(prefix: str):
    """The bound counts characters with the prefix; a megabyte of base58 would take seconds."""
    assert multibase.decode("z" + "1" * 127, 128) == bytes(127)
    with pytest.raises(InputTooLarge):
        multibase.decode(prefix + "2" * 1_000_000, 128)
    with pytest.raises(InputTooLarge):
        multibase.decode(prefix + "2" * 128, 128)


def test_multikeys_of_published_examples():
    """The three key types that a badge can be verified with, with their multicodec prefixes."""
    raw, text = ED25519
    assert multibase.encode_key("ed25519-pub", bytes.fromhex(raw)) == text
    assert multibase.decode_key(text) == ("ed25519-pub", bytes.fromhex(raw))
    for name, length, published in (("p256-pub", 33, P256), ("p384-pub", 49, P384)):
        codec, key = multibase.decode_key(published)
        assert (codec, len(key)) == (name, length)
        assert key[0] in (2, 3)  # SEC 1 section 2.3.3: compressed
        assert multibase.encode_key(codec, key) == published


REFUSED = {
    "Ed25519, a byte short": multibase.encode_base58btc(b"\xed\x01" + bytes(31)),
    "Ed25519, a byte long": multibase.encode_base58btc(b"\xed\x01" + bytes(33)),
    "P-256, uncompressed": multibase.encode_base58btc(b"\x80\x24\x04" + bytes(64)),
    "no key at all": multibase.encode_base58btc(b"\xed\x01"),
    "half a prefix": multibase.encode_base58btc(b"\xed"),
    "codec not as varint": multibase.encode_base58btc(b"\xed" + bytes(33)),
    "X25519 (0xec)": multibase.encode_base58btc(b"\xec\x01" + bytes(32)),
    "Ed25519 secret (0x1300)": multibase.encode_base58btc(b"\x80\x26" + bytes(32)),
    "in base64url": multibase.encode_base64url(b"\xed\x01" + bytes(32)),
    "not base58": "z6Mk0",
    "a DID": "did:key:" + ED25519[1],
    "empty": "",
    "too long": "z" + "6" * limits.DID_KEY_CHARACTERS,
    "a megabyte": "z" + "6" * 1_000_000,
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_everything_that_is_not_a_public_key_is_refused(text: str):
    """Codec and length must fit exactly, so that no byte of the text is free to be chosen."""
    with pytest.raises(KeyRefused):
        multibase.decode_key(text)


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_key_of_the_wrong_length_is_not_written(length: int):
    """A private key of 64 bytes given by mistake must not be published."""
    with pytest.raises(KeyRefused):
        multibase.encode_key("ed25519-pub", bytes(length))
