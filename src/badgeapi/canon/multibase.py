"""Multibase texts and Multikeys: how signatures and public keys stand in proofs and controller documents.

Strict: one text for one byte string, nothing else is read, and no text is decoded before its length is known
to be small (base58 is quadratic). Whether the bytes of a key are a point of its curve is judged in `signing`.

Follows Controlled Identifiers 1.0 sections 2.2.2 (Multikey) and 2.4 (Multibase).
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from badgeapi import limits
from badgeapi.errors import InputTooLarge, KeyRefused, MalformedInput

CodecName: TypeAlias = Literal["ed25519-pub", "p256-pub", "p384-pub"]


@dataclass(frozen=True, slots=True)
class Codec:
    """A kind of public key: its unsigned varint prefix and the bytes of the (compressed) key after it."""

    prefix: bytes
    key_bytes: int


CODECS: Final[dict[CodecName, Codec]] = {
    "ed25519-pub": Codec(b"\xed\x01", 32),
    "p256-pub": Codec(b"\x80\x24", 33),
    "p384-pub": Codec(b"\x81\x24", 49),
}

_BASE58: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_DIGITS = bytes(_BASE58.find(chr(code)) % 256 for code in range(256))  # 255 for what is no digit
# A number of digits is read all at once: each with its neighbour, then pair with pair, and so on. Half of the bytes are
# masked out at each step, and the base is that of what stands in the other half.
_CHUNK = 128
_HALVES = [
    (8 * half, int.from_bytes((bytes(half) + b"\xff" * half) * (_CHUNK // 2 // half)), 58**half)
    for half in (1, 2, 4, 8, 16, 32, 64)
]
_LETTERS: Final = _BASE58.encode().ljust(256)
# Written, it is the other way round: three long numbers side by side, and what stands in each place is split into the
# two halves of the place, all at once. They are divided by multiplying: exact, since a place is four times as wide as
# the base, and the shift three times.
_MOST, _THIRD, _THIRD_BITS = 58**96, 58**32, 512


def _split(level: int) -> tuple[int, int, int, int]:
    """Work out how numbers below 58^2n become two below 58^n, n = 16, 8 and so on: factor, shift, mask, difference."""
    base, width, places = 58 ** (16 >> level), _THIRD_BITS >> level, 3 << level
    shift = 3 * base.bit_length()
    mask = sum((1 << base.bit_length()) - 1 << place * width for place in range(places))
    return (1 << shift) // base + 1, shift, mask, (1 << width // 2) - base


_SPLITS: Final = [_split(level) for level in range(5)]


def encode_base58btc(data: bytes) -> str:
    """Write bytes as multibase base58btc ("z...")."""
    number = int.from_bytes(data)
    digits = b""
    while number:
        number, rest = divmod(number, _MOST)
        high, rest = divmod(rest, _THIRD * _THIRD)
        middle, low = divmod(rest, _THIRD)
        places = high << 2 * _THIRD_BITS | middle << _THIRD_BITS | low
        for factor, shift, mask, difference in _SPLITS:
            places += (places * factor >> shift & mask) * difference
        digits = places.to_bytes(3 * _THIRD_BITS // 8)[1::2] + digits
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "z" + "1" * zeros + digits.lstrip(b"\0").translate(_LETTERS).decode()


def encode_base64url(data: bytes) -> str:
    """Write bytes as multibase base64url without padding ("u...")."""
    return "u" + base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str, max_characters: int) -> bytes:
    """Read a multibase text in base58btc ("z...") or base64url without padding ("u...").

    Raises:
        InputTooLarge: more than `max_characters`, prefix included; nothing was decoded.
        MalformedInput: another prefix, a foreign character, or not the one way to write these bytes.
    """
    if len(text) > max_characters:
        raise InputTooLarge(f"The multibase text has {len(text)} characters; at most {max_characters} are accepted.")
    decoder = _DECODERS.get(text[:1])
    if decoder is None:
        raise MalformedInput("A multibase text starts with z (base58btc) or u (base64url).", code="not_multibase")
    return decoder(text[1:])


@lru_cache(maxsize=4096)
def encode_key(codec: CodecName, key: bytes) -> str:
    """Write the bytes of a public key as a Multikey ("z6Mk..." for Ed25519).

    Raises:
        KeyRefused: not as many bytes as the codec has.
    """
    return encode_base58btc(CODECS[codec].prefix + _sized(codec, key))


@lru_cache(maxsize=4096)
def decode_key(text: str) -> tuple[CodecName, bytes]:
    """Read a Multikey: the name of its codec, and the bytes of the key.

    Raises:
        KeyRefused: not base58btc, longer than `DID_KEY_CHARACTERS`, an unknown codec or a wrong length.
    """
    if not text.startswith("z"):
        raise KeyRefused("A Multikey starts with z (base58btc).")
    try:
        data = decode(text, limits.DID_KEY_CHARACTERS)
    except (InputTooLarge, MalformedInput) as error:
        raise KeyRefused(error.message) from error
    for name, codec in CODECS.items():
        if data.startswith(codec.prefix):
            return name, _sized(name, data[len(codec.prefix) :])
    raise KeyRefused(f"The Multikey is none of {', '.join(CODECS)}.")


def _sized(name: CodecName, key: bytes) -> bytes:
    expected = CODECS[name].key_bytes
    if len(key) != expected:
        raise KeyRefused(f"A key of codec {name} has {expected} bytes, this one has {len(key)}.")
    return key


def _decode_base58(text: str) -> bytes:
    digits = text.encode("ascii", "replace").translate(_DIGITS)
    if b"\xff" in digits:
        raise MalformedInput("A character is not of the base58 alphabet.", code="not_base58")
    number = 0
    for start in range(0, len(digits), _CHUNK):
        chunk = digits[start : start + _CHUNK]
        joined = int.from_bytes(chunk)
        for width, lower, base in _HALVES:
            joined = (joined & lower) + (joined >> width & lower) * base
        number = number * 58 ** len(chunk) + joined
    zeros = len(text) - len(text.lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8)


def _decode_base64url(text: str) -> bytes:
    # The library reads leniently; writing again finds padding, foreign characters and stray trailing bits.
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError as error:
        raise MalformedInput("The text is not base64url.", code="not_base64url") from error
    if encode_base64url(data) != "u" + text:
        raise MalformedInput("The text is not the canonical base64url of its bytes.", code="not_base64url")
    return data


_DECODERS: Final = {"z": _decode_base58, "u": _decode_base64url}
