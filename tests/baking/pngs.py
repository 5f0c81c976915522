"""PNG files made by hand and by Pillow, of every kind that the specification knows, and their chunks.

Source: PNG Specification (Third Edition), sections 5.3, 8.1 and 11.2.1.
"""

from __future__ import annotations

import io
import struct
import zlib
from random import Random

from PIL import Image

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
SIDE = 11


def chunk(kind: bytes, body: bytes = b"") -> bytes:
    """A chunk with its length and CRC."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    """Type and content of every chunk, read without any of our code."""
    found, at = [], len(SIGNATURE)
    while at < len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        found.append((kind, data[at + 8 : at + 8 + length]))
        at += 12 + length
    return found


def png(*parts: tuple[bytes, bytes]) -> bytes:
    """A file of these chunks."""
    return SIGNATURE + b"".join(chunk(*part) for part in parts)


def by_hand(colour: int, depth: int, *, interlaced: bool) -> bytes:
    """A picture of random pixels, of one colour type and bit depth."""
    random = Random(f"{colour} {depth} {interlaced}")
    lines = b""
    for x, y, step_x, step_y in ADAM7 if interlaced else ((0, 0, 1, 1),):
        width, height = -(-(SIDE - x) // step_x), -(-(SIDE - y) // step_y)
        for _ in range(height):
            lines += b"\0" + random.randbytes(-(-width * CHANNELS[colour] * depth // 8))
    palette = [(b"PLTE", random.randbytes(3 << depth))] if colour == 3 else []
    return png(
        (b"IHDR", struct.pack(">IIBBBBB", SIDE, SIDE, depth, colour, 0, 0, interlaced)),
        *palette,
        (b"IDAT", zlib.compress(lines)),
        (b"IEND", b""),
    )


def animated() -> bytes:
    """Three frames."""
    data = io.BytesIO()
    first, *others = (Image.new("RGB", (9, 9), colour) for colour in ("red", "green", "blue"))
    first.save(data, "PNG", save_all=True, append_images=others, duration=40)
    return data.getvalue()


def with_unknown_chunks() -> bytes:
    """Private chunks before, between and after the image data, which comes in many pieces; texts of others."""
    (_, header), (_, pixels), _ = chunks(by_hand(2, 8, interlaced=False))
    return png(
        (b"IHDR", header),
        (b"prVt", b"\0\1\2"),
        (b"iTXt", b"Title\0\0\0de\0Titel\0" + "Löten".encode()),
        *((b"IDAT", pixels[at : at + 7]) for at in range(0, len(pixels), 7)),
        (b"zzZz", b""),
        (b"tEXt", b"openbadgecredential\0not where a badge is"),
        (b"tIME", b"\x07\xe9\1\1\0\0\0"),
        (b"IEND", b""),
    )


PICTURES = {
    f"colour type {colour}, {depth} bits{', interlaced' * interlaced}": by_hand(colour, depth, interlaced=interlaced)
    for colour, depths in DEPTHS.items()
    for depth in depths
    for interlaced in (False, True)
} | {"animated": animated(), "unknown chunks": with_unknown_chunks()}
PLAIN = by_hand(6, 8, interlaced=False)
