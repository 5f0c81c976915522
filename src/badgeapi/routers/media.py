"""Choosing the form of an answer by Accept (RFC 9110 section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from badgeapi.errors import NotAcceptable

JSON = "application/json"
VC = "application/vc"
VC_LD = "application/vc+ld+json"
LD = "application/ld+json"
JWK_SET = "application/jwk-set+json"
VC_JWT = "application/vc+jwt"
TEXT = "text/plain"
PNG = "image/png"
SVG = "image/svg+xml"
DID_LD = "application/did+ld+json"


@lru_cache(maxsize=128)
def choose(accept: str | None, offered: tuple[str, ...]) -> str:
    """Choose the first of `offered` that the client likes best; the first one when it does not say.

    Raises:
        NotAcceptable: none of them.
    """
    if not accept or not accept.strip():
        return offered[0]
    wanted = [_wanted(item) for item in accept.split(",")]
    best = max(offered, key=lambda media: _quality(media, wanted))
    if _quality(best, wanted) <= 0:
        raise NotAcceptable(f"The resource has none of the forms asked for; it has {', '.join(offered)}.")
    return best


def _wanted(item: str) -> tuple[str, float]:
    media, *parameters = (part.strip().lower() for part in item.split(";"))
    quality = next((value[2:] for value in parameters if value.startswith("q=")), "1")
    try:
        return media, min(max(float(quality), 0.0), 1.0)
    except ValueError:
        return media, 0.0


def _quality(media: str, wanted: Sequence[tuple[str, float]]) -> float:
    """The quality of the most specific range that covers `media`; 0 when none does."""
    for pattern in (media, media.partition("/")[0] + "/*", "*/*"):
        for name, quality in wanted:
            if name == pattern:
                return quality
    return 0.0
