"""An issuer's own picture: PNG or SVG by its content, checked within limits and rebuilt before anybody sees it.

What changes nothing in the picture (metadata, comments, an editor's own elements) is dropped; what could run, load
or overwhelm is refused, never mended in silence. The same upload gives the same bytes.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote_to_bytes

from badgeapi.errors import InvalidInput
from badgeapi.limits import IMAGE_BYTES
from badgeapi.pictures import raster, vector

PNG: Final = "image/png"
SVG: Final = "image/svg+xml"
_PER_CENT: Final = 3  # bytes of a data URI for a byte of its content, at most
_HEADER: Final = 200


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is safe to serve from our own origin.

    Attributes:
        media_type: `image/png` or `image/svg+xml`.
        data: the rebuilt file.
        sha256: of `data`, in hexadecimal.
    """

    media_type: str
    data: bytes
    sha256: str


def accept(data: bytes) -> Picture:
    """Check and rebuild a PNG or SVG file, or a data URI that holds one.

    Raises:
        InvalidInput: `unknown_image`, `image_too_large`, `damaged_image` or `unsafe_image`.
    """
    claimed = ""
    if data[:5].lower() == b"data:":
        claimed, data = _from_data_uri(data)
    if len(data) > IMAGE_BYTES:
        raise InvalidInput(f"The image is larger than {IMAGE_BYTES} bytes.", code="image_too_large")
    media_type = PNG if raster.is_png(data) else SVG if vector.is_markup(data) else ""
    if not media_type or claimed not in {"", media_type}:
        raise InvalidInput("The image is not a PNG or SVG, or not what its data URI says.", code="unknown_image")
    rebuilt = raster.rebuild_png(data) if media_type == PNG else vector.rebuild_svg(data)
    return Picture(media_type, rebuilt, hashlib.sha256(rebuilt).hexdigest())


def _from_data_uri(uri: bytes) -> tuple[str, bytes]:
    """Media type and content of a data URI (RFC 2397)."""
    if len(uri) > IMAGE_BYTES * _PER_CENT + _HEADER:
        raise InvalidInput(f"The image is larger than {IMAGE_BYTES} bytes.", code="image_too_large")
    header, comma, content = uri[5:].partition(b",")
    media_type, *parameters = (part.strip().lower() for part in header.decode("ascii", "replace").split(";"))
    if not comma or media_type not in {PNG, SVG}:
        raise InvalidInput("A data URI must say image/png or image/svg+xml.", code="unknown_image")
    content = unquote_to_bytes(content)
    if "base64" in parameters:
        try:
            content = base64.b64decode(content, validate=True)
        except binascii.Error:
            raise InvalidInput("The data URI is not base64.", code="damaged_image") from None
    return media_type, content
