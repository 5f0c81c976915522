"""A credential in a PNG: one iTXt chunk before the end, every other chunk byte for byte as it was.

Chunks are cut out and counted, never decoded: what the pixels are is nobody's business here (`pictures/raster.py`).

Source: Open Badges 3.0 section 5.3.1; PNG Specification (Third Edition), sections 5.2 to 5.6 and 11.3.3.4.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from badgeapi.baking import baked
from badgeapi.baking.baked import Baked, Kind
from badgeapi.limits import BAKED_TEXT_BYTES, IMAGE_CHUNKS

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_HEADER_BYTES: Final = 13
_FRAME_BYTES: Final = 12  # length, type and CRC of a chunk

_KEYWORD: Final = b"openbadgecredential"
_KINDS: Final[Mapping[tuple[bytes, bytes], Kind]] = {
    (b"iTXt", _KEYWORD): "open_badge_3",
    (b"iTXt", b"clrcredential"): "clr_2",
    (b"iTXt", b"openbadges"): "open_badge_2",
    (b"tEXt", b"openbadges"): "open_badge_2",  # before Baking 1.0: the URL of the assertion
}


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A chunk: its type, its content, and all of it as it stands in the file."""

    type: bytes
    body: bytes
    raw: bytes

    @property
    def kind(self) -> Kind | None:
        """Which credential the chunk holds, if any."""
        return _KINDS.get((self.type, self.body.partition(b"\0")[0]))


def is_png(data: bytes) -> bool:
    """Whether the bytes begin as every PNG does."""
    return data.startswith(_SIGNATURE)


def bake(data: bytes, text: str) -> bytes:
    """Put a credential, JSON or compact JWS, into a PNG in place of any that it holds.

    Raises:
        InvalidInput: `damaged_image` or `image_too_large`.
        MalformedInput, InputTooLarge: the text is not a credential, or too long for one.
    """
    baked.is_jws(text)  # refuses what is neither
    *others, end = (chunk.raw for chunk in _chunks(data) if chunk.kind != "open_badge_3")
    # Keyword, uncompressed, method 0, no language, no translated keyword: each ends with a zero byte.
    ours = _framed(b"iTXt", _KEYWORD + bytes(5) + text.encode())
    return baked.within_size(b"".join((_SIGNATURE, *others, ours, end)))


def extract(data: bytes) -> Baked:
    """Take the credential out of a PNG.

    Raises:
        InvalidInput: `not_baked`, `baked_twice`, `damaged_image` or `image_too_large`.
    """
    kind, chunk = baked.only([(kind, chunk) for chunk in _chunks(data) if (kind := chunk.kind)])
    text = (_international(chunk.body) if chunk.type == b"iTXt" else _latin(chunk.body)).strip()
    if not text:
        raise baked.not_baked()
    return Baked(kind, text)


def _chunks(data: bytes) -> Iterator[_Chunk]:
    """Every chunk from IHDR to IEND, each whole, and nothing after them."""
    if not is_png(baked.within_size(data)):
        raise baked.damaged("it has no PNG signature")
    at = len(_SIGNATURE)
    for index in range(IMAGE_CHUNKS + 1):  # a picture's, and the credential
        length = int.from_bytes(data[at : at + 4])
        raw = data[at : at + _FRAME_BYTES + length]
        chunk = _Chunk(raw[4:8], raw[8:-4], raw)
        # A length beyond the end cuts `raw` short; one beyond 2^31 - 1 is beyond any end.
        if len(raw) != _FRAME_BYTES + length or int.from_bytes(raw[-4:]) != zlib.crc32(raw[4:-4]):
            raise baked.damaged("a chunk is cut short or fails its CRC")
        if not chunk.type.isalpha():
            raise baked.damaged("a chunk has a type that is not four letters")
        if (chunk.type == b"IHDR") != (index == 0) or (index == 0 and length != _HEADER_BYTES):
            raise baked.damaged("a PNG begins with one IHDR")
        yield chunk
        at += len(raw)
        if chunk.type == b"IEND":
            if length or at != len(data):
                raise baked.damaged("a PNG ends with an empty IEND")
            return
    raise baked.too_large(f"{IMAGE_CHUNKS} chunks")


def _framed(type_: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4) + type_ + body + zlib.crc32(type_ + body).to_bytes(4)


def _international(body: bytes) -> str:
    """The text of an iTXt chunk, inflated where it must be."""
    rest = body.partition(b"\0")[2]
    fields = rest[2:].split(b"\0", 2)
    if rest[:2] not in {b"\0\0", b"\1\0"} or len(fields) != 3:
        raise baked.damaged("the chunk of the credential is not as iTXt is defined")
    text = _inflated(fields[2]) if rest[0] else fields[2]
    try:
        return text.decode()
    except UnicodeDecodeError:
        raise baked.damaged("the text of the credential is not UTF-8") from None


def _latin(body: bytes) -> str:
    """The text of a tEXt chunk."""
    return body.partition(b"\0")[2].decode("latin-1")


def _inflated(data: bytes) -> bytes:
    """The content of a zlib stream, never more of it than a credential has."""
    stream = zlib.decompressobj()
    try:
        text = stream.decompress(data, BAKED_TEXT_BYTES + 1)
    except zlib.error:
        raise baked.damaged("the text of the credential cannot be inflated") from None
    if len(text) > BAKED_TEXT_BYTES:
        raise baked.too_large(f"{BAKED_TEXT_BYTES} bytes of compressed text")
    if not stream.eof:
        raise baked.damaged("the text of the credential is cut short")
    return text
