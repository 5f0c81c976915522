"""Image: a picture by its address or as a data URI, with words for those who cannot see it.

Source: Open Badges 3.0, class Image. That profile and subject images are PNG or SVG is DM-X13 in `rules.py`.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from badgeapi.credentials.node import Node
from badgeapi.credentials.values import ImageIri, Text


class Image(Node):
    """Metadata about an image; a bare string in its place is refused."""

    closed: ClassVar[bool] = True

    id: ImageIri
    type: Literal["Image"] = "Image"
    caption: Text | None = None
