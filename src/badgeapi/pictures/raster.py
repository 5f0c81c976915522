"""Uploaded pixels: the structure of a PNG checked, its pixels decoded within limits and written anew.

Everything but the pixels is left behind: text, time, profiles, animation, and what follows the end.

Source: PNG Specification (Third Edition), sections 5.2 to 5.6 and 11.2.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import Final

from PIL import Image, ImageOps

from badgeapi.errors import InvalidInput
from badgeapi.limits import IMAGE_CHUNKS, IMAGE_SIDE

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"
_KEPT: Final = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
_JPEG_QUALITY: Final = 90
_HEADER_BYTES: Final = 13


def is_png(data: bytes) -> bool:
    """Whether the bytes begin as every PNG does."""
    return data.startswith(_PNG)


def rebuild_png(data: bytes, *, side: int = IMAGE_SIDE) -> bytes:
    """Write the pixels of a PNG anew, at most `side` by `side`; of an animation the still image.

    Raises:
        InvalidInput: `damaged_image` or `image_too_large`.
    """
    if not is_png(data):
        raise _damaged("it has no PNG signature")
    chunks = list(_chunks(data))
    if not chunks or chunks[0][0] != b"IHDR" or len(chunks[0][1]) != _HEADER_BYTES or chunks[-1][0] != b"IEND":
        raise _damaged("a PNG begins with IHDR and ends with IEND")
    _check_sides(*(int.from_bytes(chunks[0][1][at : at + 4]) for at in (0, 4)), most=side)
    critical = b"".join(_chunk(kind, body) for kind, body in chunks if kind in _KEPT)
    return _saved(_decoded(_PNG + critical, "PNG", side), "PNG")


def rebuild_jpeg(data: bytes, *, side: int = IMAGE_SIDE) -> bytes:
    """Write the pixels of a JPEG anew, upright, at most `side` by `side`.

    Raises:
        InvalidInput: `damaged_image` or `image_too_large`.
    """
    if not data.startswith(_JPEG):
        raise _damaged("it has no JPEG signature")
    return _saved(ImageOps.exif_transpose(_decoded(data, "JPEG", side)), "JPEG")


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    for _ in range(IMAGE_CHUNKS):
        length, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        body, crc = data[at + 8 : at + 8 + length], data[at + 8 + length : at + 12 + length]
        if len(crc) != 4 or int.from_bytes(crc) != zlib.crc32(kind + body):
            raise _damaged("a chunk is cut short or fails its CRC")
        yield kind, body
        if kind == b"IEND":
            return
        at += 12 + length
    raise InvalidInput(f"The PNG has more than {IMAGE_CHUNKS} chunks.", code="image_too_large")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)


def _decoded(data: bytes, form: str, side: int) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(data), formats=(form,))
        _check_sides(*image.size, most=side)
        image.load()
    except Image.DecompressionBombError:
        raise _too_large(side) from None
    except (OSError, ValueError, SyntaxError) as cause:
        raise _damaged("its pixels cannot be decoded") from cause
    return image


def _saved(image: Image.Image, form: str) -> bytes:
    data = io.BytesIO()
    # What the format's writer would take over from the file that was read.
    image.info = {key: value for key, value in image.info.items() if key == "transparency"}
    image.save(data, form, **({"quality": _JPEG_QUALITY} if form == "JPEG" else {}))
    return data.getvalue()


def _check_sides(*sides: int, most: int) -> None:
    if not all(0 < length <= most for length in sides):
        raise _too_large(most)


def _too_large(most: int) -> InvalidInput:
    return InvalidInput(f"The image is larger than {most} pixels a side, or empty.", code="image_too_large")


def _damaged(why: str) -> InvalidInput:
    return InvalidInput(f"The image cannot be read: {why}.", code="damaged_image")
