"""Pictures with something in them, honest or not.

Source: PNG Specification (Third Edition) sections 5 and 11.3.3.4; Open Badges 3.0 section 5.3.
"""

from __future__ import annotations

import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential"
OB = "https://purl.imsglobal.org/ob/v3p0"
W3C = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'


def chunk(kind: bytes, content: bytes = b"") -> bytes:
    return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)


HEADER = chunk(b"IHDR", (1).to_bytes(4) + (1).to_bytes(4) + bytes((8, 0, 0, 0, 0)))
PIXELS = chunk(b"IDAT", zlib.compress(b"\0\0"))
END = chunk(b"IEND")


def text_chunk(content: bytes, keyword: bytes = KEYWORD, *, compressed: bool = False) -> bytes:
    """An iTXt chunk without language."""
    flags = b"\1\0" if compressed else b"\0\0"
    return chunk(b"iTXt", keyword + b"\0" + flags + b"\0\0" + (zlib.compress(content) if compressed else content))


def png_of(*parts: bytes) -> bytes:
    return SIGNATURE + b"".join(parts)


def png(content: bytes, keyword: bytes = KEYWORD, *, compressed: bool = False) -> bytes:
    """A picture of one pixel with a credential in it."""
    return png_of(HEADER, PIXELS, text_chunk(content, keyword, compressed=compressed), END)


def element(content: bytes = b"", verify: str = "") -> str:
    attribute = f' verify="{verify}"' if verify else ""
    body = f"<![CDATA[{content.decode()}]]>" if content else ""
    return f"<openbadges:credential{attribute}>{body}</openbadges:credential>"


def svg_of(*parts: str, doctype: str = "", namespace: str = OB) -> bytes:
    root = f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="{namespace}" viewBox="0 0 1 1">'
    return f"{doctype}{root}{''.join(parts)}</svg>".encode()


def svg(content: bytes = b"", verify: str = "", *, doctype: str = "") -> bytes:
    """A drawing with a credential in it."""
    return svg_of(element(content, verify), "<rect/>", doctype=doctype)
