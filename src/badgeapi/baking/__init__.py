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
from types import ModuleType
from typing import Final, Literal, TypeAlias

from badgeapi.baking import png, svg
from badgeapi.baking.baked import Baked, Kind
from badgeapi.errors import InvalidInput

__all__ = ["Baked", "Format", "Kind", "bake", "detect", "extract"]

Format: TypeAlias = Literal["png", "svg"]

_TESTS: Final[Mapping[Format, Callable[[bytes], bool]]] = {"png": png.is_png, "svg": svg.is_markup}
_FORMATS: Final[Mapping[Format, ModuleType]] = {"png": png, "svg": svg}


def detect(data: bytes) -> Format | None:
    """Tell by its first bytes whether `data` is a PNG, is XML as an SVG is, or is neither."""
    return next((form for form, test in _TESTS.items() if test(data)), None)
