"""Status lists: the bits where the specification puts them, decoding that cannot be made to burst, hidden order."""

import base64
import gzip
import hmac
import itertools
import tracemalloc
import zlib
from hashlib import sha256

import pytest

from badgeapi import limits
from badgeapi.canon import jsonld
from badgeapi.credentials import status_list
from badgeapi.credentials.status_list import Bitstring
from badgeapi.errors import InvalidInput

# Bitstring Status List 1.0 section 2.2, the example of a status list credential: 131,072 entries, none set.
PUBLISHED = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"
SIZE = 131_072


def encoded(data: bytes) -> str:
    """Multibase base64url, by Python's own library."""
    return "u" + base64.urlsafe_b64encode(data).rstrip(b"=").decode()


# Bits


@pytest.mark.parametrize(
    ("positions", "octets"),
    [
        ([], "000000"),
        ([0], "800000"),
        ([7], "010000"),
        ([8], "008000"),
        ([23], "000001"),
        ([0, 1, 2, 3], "f00000"),
        ([10, 10], "002000"),
        (range(24), "ffffff"),
    ],
)
def test_index_0_is_the_left_most_bit(positions: list[int], octets: str):
    """Bitstring Status List 1.0 section 3.3: the first index is the left-most bit of the first byte."""
    bits = Bitstring.of(positions, size=24)
    assert bits.octets.hex() == octets
    assert [index for index in range(24) if bits.is_set(index)] == sorted(set(positions))


@pytest.mark.parametrize("position", [-1, -8, 24, 25, 10**9])
def test_an_index_beyond_the_list_is_an_error(position: int):
    """Section 3.2: RANGE_ERROR, and in no case the bit that Python's negative index would give."""
    with pytest.raises(InvalidInput) as caught:
        Bitstring.of([0, 23], size=24).is_set(position)
    assert caught.value.faults[0].code == "list_range"


def test_a_list_has_the_size_for_herd_privacy():
    """Section 6.1: at least 131,072 entries, whatever is in it."""
    assert len(Bitstring.of([]).octets) == 16 * 1024
    assert Bitstring.of([SIZE - 1]).octets[-1] == 1


# Encoding


def test_the_published_list_is_read():
    """By another implementation's compression."""
    assert status_list.decode(PUBLISHED) == Bitstring(bytes(16 * 1024))


def test_what_is_written_is_read_by_pythons_own_gzip():
    """RFC 1952 in base64url without padding, behind the multibase prefix."""
    bits = Bitstring.of([0, 94567, SIZE - 1])
    text = bits.encode()
    assert text[0] == "u"
    assert "=" not in text
    assert gzip.decompress(base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))) == bits.octets
    assert status_list.decode(text) == bits


def test_the_same_bits_give_the_same_text(monkeypatch: pytest.MonkeyPatch):
    """No time and no file name in the GZIP header (RFC 1952 section 2.3): a list rebuilt is the list that was."""
    text = Bitstring.of([5]).encode()
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    assert Bitstring.of([5]).encode() == text
    header = base64.urlsafe_b64decode(text[1:17])
    assert header[:3] == b"\x1f\x8b\x08"
    assert header[3:8] == bytes(5)  # no optional fields, modification time 0


LIST = bytes(range(256)) * 64
GZIP = gzip.compress(LIST, mtime=0)
RAW_DEFLATE = zlib.compressobj(wbits=-15)
REFUSED = {
    "empty": ("", "list_encoding"),
    "prefix alone": ("u", "list_encoding"),
    "without multibase prefix": (encoded(GZIP)[1:], "list_encoding"),
    "base58 prefix": ("z" + encoded(GZIP)[1:], "list_encoding"),
    "upper-case prefix": ("U" + encoded(GZIP)[1:], "list_encoding"),
    "padded": (encoded(GZIP + b"\0") + "=", "list_encoding"),
    "plain base64": ("u" + base64.b64encode(GZIP).decode(), "list_encoding"),
    "blank inside": (encoded(GZIP)[:9] + " " + encoded(GZIP)[9:], "list_encoding"),
    "not compressed": (encoded(LIST), "list_encoding"),
    "zlib": (encoded(zlib.compress(LIST)), "list_encoding"),
    "raw deflate": (encoded(RAW_DEFLATE.compress(LIST) + RAW_DEFLATE.flush()), "list_encoding"),
    "header alone": (encoded(GZIP[:10]), "list_encoding"),
    "cut in the data": (encoded(GZIP[:-20]), "list_encoding"),
    "cut in the checksum": (encoded(GZIP[:-1]), "list_encoding"),
    "wrong checksum": (encoded(GZIP[:-8] + bytes([GZIP[-8] ^ 1]) + GZIP[-7:]), "list_encoding"),
    "wrong length": (encoded(GZIP[:-1] + b"\x01"), "list_encoding"),
    "rubbish behind": (encoded(GZIP + b"\0"), "list_encoding"),
    "two members": (encoded(GZIP + GZIP), "list_encoding"),
    "nothing in it": (encoded(gzip.compress(b"")), "list_length"),
    "one byte short": (encoded(gzip.compress(bytes(SIZE // 8 - 1))), "list_length"),
    "one byte over the cap": (encoded(gzip.compress(bytes(limits.STATUS_LIST_BYTES + 1))), "list_too_large"),
    "more text than is read": ("u" + "A" * limits.BODY_BYTES, "list_encoding"),
}


@pytest.mark.parametrize(("text", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_other_texts_are_not_lists(text: str, code: str):
    """A list that is read differently here and elsewhere revokes here and not elsewhere."""
    with pytest.raises(InvalidInput) as caught:
        status_list.decode(text)
    assert [fault.code for fault in caught.value.faults] == [code]


@pytest.mark.parametrize("size", [SIZE // 8, SIZE // 8 + 1, limits.STATUS_LIST_BYTES])
def test_lists_up_to_the_cap_are_read(size: int):
    """The smallest the standard allows, and the largest we read, both whole."""
    assert len(status_list.decode(encoded(gzip.compress(bytes(size - 1) + b"\x01"))).octets) == size


def test_a_list_that_inflates_to_a_gigabyte_costs_the_cap():
    """One megabyte of text can hold a gigabyte of zeros: no more than the cap is ever inflated."""
    packer = zlib.compressobj(9, wbits=31)
    megabyte = bytes(1 << 20)
    bomb = b"".join(packer.compress(megabyte) for _ in range(256)) + packer.flush()
    text = encoded(bomb)
    assert len(text) < limits.BODY_BYTES
    tracemalloc.start()
    try:
        with pytest.raises(InvalidInput) as caught:
            status_list.decode(text)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert caught.value.faults[0].code == "list_too_large"
    assert peak < 4 * limits.STATUS_LIST_BYTES


# Documents


def test_the_credential_around_the_list():
    """Section 2.2, member by member; and every member is signed."""
    made = status_list.credential(
        "https://example.com/status/3",
        issuer="did:web:example.com",
        purpose="revocation",
        bits=Bitstring.of([]),
        valid_from="2026-01-01T00:00:00Z",
        valid_until="2026-01-02T00:00:00Z",
    )
    assert made == {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": "https://example.com/status/3",
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": "did:web:example.com",
        "validFrom": "2026-01-01T00:00:00Z",
        "validUntil": "2026-01-02T00:00:00Z",
        "credentialSubject": {
            "id": "https://example.com/status/3#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": made["credentialSubject"]["encodedList"],
        },
    }
    assert status_list.decode(made["credentialSubject"]["encodedList"]) == status_list.decode(PUBLISHED)
    assert len(jsonld.to_dataset(made)) == 9


def test_the_entry_in_a_credential():
    """Section 2.1: the index is a decimal text, and the id is not the list's."""
    assert status_list.entry("https://example.com/status/3", purpose="revocation", index=94567) == {
        "id": "https://example.com/status/3#94567",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "94567",
        "statusListCredential": "https://example.com/status/3",
    }


# Positions

KEY = bytes(range(32))


def feistel(counter: int, key: bytes, size: int) -> int:
    """The permutation once more, from its description: four rounds, walked until the result is in range.

    Positions are in credentials already issued, so this function must never give another answer.
    """
    half = next(bits for bits in range(64) if 4**bits >= size)
    left, right = divmod(counter, 2**half)
    for number in range(4):
        digest = hmac.new(key, bytes([number]) + right.to_bytes(4, "big"), sha256).hexdigest()
        left, right = right, left ^ (int(digest[:8], 16) % 2**half)
    result = left * 2**half + right
    return result if result < size else feistel(result, key, size)


@pytest.mark.parametrize("size", [1, 2, 3, 8, 64, 100, 1000, 1024])
def test_positions_are_a_permutation(size: int):
    """Every counter has its own place and every place is used: no two credentials share a bit."""
    places = [status_list.position(counter, KEY, size=size) for counter in range(size)]
    assert sorted(places) == list(range(size))
    assert places == [feistel(counter, KEY, size) for counter in range(size)]


def test_positions_in_a_full_list():
    """131,072 is not a power of four, so that half of all walks take a second step."""
    counters = [*range(2000), *range(SIZE - 2000, SIZE)]
    places = [status_list.position(counter, KEY) for counter in counters]
    assert len(set(places)) == len(places)
    assert all(0 <= place < SIZE for place in places)
    assert places == [feistel(counter, KEY, SIZE) for counter in counters]


def test_positions_hide_the_order_of_issue():
    """Under another key the places are others, and neighbours in time are no neighbours in the list."""
    places = [status_list.position(counter, KEY) for counter in range(1000)]
    others = [status_list.position(counter, bytes(32)) for counter in range(1000)]
    assert sum(a == b for a, b in zip(places, others, strict=True)) < 5
    assert sum(abs(a - b) < 64 for a, b in itertools.pairwise(places)) < 20
    assert len({place * 8 // SIZE for place in places[:64]}) == 8
