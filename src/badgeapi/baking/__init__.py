"""Credentials baked into pictures and taken out again (pure).

    png.py      one iTXt chunk
    svg.py      one element
    baked.py    what both find, and what both refuse

Bytes in, bytes out: no picture is decoded and no byte of it is changed but where the credential goes. Drawing and
cleaning pictures is `pictures/`; what a credential says is judged in `verification/`.

Source: Open Badges 3.0 section 5.3 (baked badges).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from badgeapi.baking import png, svg
from badgeapi.baking.baked import Baked, Kind
from badgeapi.errors import InvalidInput

__all__ = ["Baked", "Form", "Kind", "bake", "detect", "extract"]

Form: TypeAlias = Literal["png", "svg"]


@dataclass(frozen=True, slots=True)
class _Way:
    """How one form is told, baked and read."""

    begins: Callable[[bytes], bool]
    bake: Callable[[bytes, str], bytes]
    extract: Callable[[bytes], Baked]


_WAYS: Final[Mapping[Form, _Way]] = {
    "png": _Way(png.is_png, png.bake, png.extract),
    "svg": _Way(svg.is_markup, svg.bake, svg.extract),
}


def detect(data: bytes) -> Form | None:
    """Tell by its first bytes whether `data` is a PNG, or XML as an SVG is; None for anything else."""
    return next((form for form, way in _WAYS.items() if way.begins(data)), None)


def bake(data: bytes, text: str) -> bytes:
    """Put a credential, JSON or compact JWS, into a PNG or SVG in place of any that it holds.

    Raises:
        InvalidInput: `unknown_image`, `damaged_image`, `image_too_large` or `unsafe_image`.
        MalformedInput, InputTooLarge: the text is not a credential, or too long for one.
    """
    return _way(data).bake(data, text)


def extract(data: bytes) -> Baked:
    """Take the credential out of a PNG or SVG.

    Raises:
        InvalidInput: `not_baked`, `baked_twice`, `unknown_image`, `damaged_image`, `image_too_large` or
            `unsafe_image`.
    """
    return _way(data).extract(data)


def _way(data: bytes) -> _Way:
    if form := detect(data):
        return _WAYS[form]
    raise InvalidInput("The image is neither a PNG nor an SVG.", code="unknown_image")
