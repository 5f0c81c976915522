"""Status lists as values: the bits, their encoding, the credential around them, and where an entry goes.

Source: Bitstring Status List 1.0 sections 2.2 (credential), 2.3 (index order) and 3.3, 3.4 (encoding).
"""

from __future__ import annotations

import gzip
import hmac
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from badgeapi import limits
from badgeapi.canon import contexts, multibase
from badgeapi.canon.json import JsonObject
from badgeapi.errors import BadgeError, InvalidInput

_GZIP = 16 + zlib.MAX_WBITS
_ROUNDS = 4
_is_value = re.compile(r"0x[0-9A-Fa-f]{1,2}", re.ASCII).fullmatch
REVOCATION = "revocation"
"""The purpose of the one entry that a badge of ours has; while it is suspended, its bit is set, too."""
ENTRY_BITS = 8
"""The largest entry that is read: 256 different messages."""


@dataclass(frozen=True, slots=True)
class Bitstring:
    """Status bits, index 0 the left-most bit of the first byte."""

    octets: bytes

    @classmethod
    def of(cls, positions: Iterable[int], *, size: int = limits.STATUS_LIST_ENTRIES) -> Bitstring:
        """Make `size` bits with those at `positions` set."""
        octets = bytearray(size // 8)
        for position in positions:
            octets[position >> 3] |= 0x80 >> (position & 7)
        return cls(bytes(octets))

    @property
    def size(self) -> int:
        """How many bits there are."""
        return len(self.octets) * 8

    def is_set(self, position: int) -> bool:
        """Read one bit; raises `InvalidInput` (`RANGE_ERROR` of the specification) beyond the end."""
        if not 0 <= position < self.size:
            raise InvalidInput("The index lies beyond the end of the status list.", code="list_range")
        return bool(self.octets[position >> 3] & (0x80 >> (position & 7)))

    def value(self, index: int, *, bits: int) -> int:
        """Read an entry of several bits, the first the most significant; raises as `is_set`."""
        first = index * bits
        return sum(self.is_set(first + offset) << (bits - 1 - offset) for offset in range(bits))

    def encode(self) -> str:
        """Compress with GZIP and write as multibase base64url; the same bits always give the same text."""
        return multibase.encode_base64url(gzip.compress(self.octets, compresslevel=6, mtime=0))


def decode(encoded: str) -> Bitstring:
    """Read an `encodedList`, inflating no further than the cap.

    Raises:
        InvalidInput: not `u` multibase, not one GZIP stream, shorter than 131,072 entries or larger than the cap.
    """
    try:
        if not encoded.startswith("u"):
            raise InvalidInput("encodedList must be multibase base64url (u...).", code="list_encoding")
        compressed = multibase.decode(encoded, limits.BODY_BYTES)
        inflater = zlib.decompressobj(_GZIP)
        octets = inflater.decompress(compressed, limits.STATUS_LIST_BYTES + 1)
    except (BadgeError, zlib.error) as error:
        raise InvalidInput("encodedList is not GZIP in multibase base64url.", code="list_encoding") from error
    if len(octets) > limits.STATUS_LIST_BYTES:
        raise InvalidInput("The status list is larger than this verifier reads.", code="list_too_large")
    if not inflater.eof or inflater.unused_data:
        raise InvalidInput("encodedList is not one complete GZIP stream.", code="list_encoding")
    if len(octets) * 8 < limits.STATUS_LIST_ENTRIES:
        raise InvalidInput("The status list is shorter than the minimum of 131,072 entries.", code="list_length")
    return Bitstring(octets)


def credential(
    url: str, *, issuer: str, purpose: str, bits: Bitstring, valid_from: str, valid_until: str
) -> JsonObject:
    """Make the unsigned status list credential; one list has one purpose."""
    return {
        "@context": [contexts.CREDENTIALS_V2],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": valid_from,
        "validUntil": valid_until,
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": bits.encode(),
        },
    }


def entry(url: str, *, purpose: str, index: int) -> JsonObject:
    """Make the `credentialStatus` of a credential; the index is a decimal text."""
    return {
        "id": f"{url}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": url,
    }


def read_messages(status: JsonObject) -> tuple[int, Mapping[int, str] | None]:
    """Read the size of an entry and what its values mean (section 2.1); one bit when nothing is said.

    Raises:
        InvalidInput: another size than is read here, or a value without a meaning; pointer within the entry.
    """
    bits = status.get("statusSize", 1)
    if not isinstance(bits, int) or isinstance(bits, bool) or not 1 <= bits <= ENTRY_BITS:
        raise InvalidInput("statusSize must be a small positive integer.", code="status_size", pointer="/statusSize")
    given = status.get("statusMessage")
    listed = given if isinstance(given, list) else [] if given is None else [given]
    messages: dict[int, str] = {}
    for item in listed:
        value = item.get("status") if isinstance(item, dict) else None
        text = item.get("message") if isinstance(item, dict) else None
        if isinstance(value, str) and isinstance(text, str) and _is_value(value):
            messages[int(value, 16)] = text
    if (bits > 1 or listed) and messages.keys() != set(range(2**bits)):
        message = "statusMessage must say what each value of the entry means."
        raise InvalidInput(message, code="status_messages", pointer="/statusMessage")
    return bits, messages or None


def position(counter: int, key: bytes, *, size: int = limits.STATUS_LIST_ENTRIES) -> int:
    """Permute a counter within the list, so that neighbours in time are strangers in the list.

    A Feistel network of four rounds over the smallest even number of bits that holds `size`, walked until the
    result falls into range: one to one, and without the key not to be told from random (Luby and Rackoff; Black and
    Rogaway, cycle walking). `counter` must be below `size`.
    """
    half = ((size - 1).bit_length() + 1) // 2
    mask, rounds, value = (1 << half) - 1, _rounds(key, half), counter
    while True:
        left, right = value >> half, value & mask
        for scrambled in rounds:
            left, right = right, left ^ scrambled[right]
        value = left << half | right
        if value < size:
            return value


@lru_cache(maxsize=32)
def _rounds(key: bytes, half: int) -> list[list[int]]:
    """The functions of the rounds as tables: a list of the usual size has 512 halves, and asks for each 500 times."""
    mask = (1 << half) - 1
    return [[_scrambled(value, key, number) & mask for value in range(mask + 1)] for number in range(_ROUNDS)]


def _scrambled(half: int, key: bytes, number: int) -> int:
    return int.from_bytes(hmac.digest(key, bytes((number,)) + half.to_bytes(4, "big"), sha256)[:4], "big")
