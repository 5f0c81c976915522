"""The letters a PNG can draw: those of Pillow's built-in font, and those made of them and strokes.

The font (Aileron Regular in Pillow 10.1 and later) has ASCII and a few signs. Accents are strokes of our own; a script
that it has no letters for is not drawn at all, for a row of empty boxes is worse than a picture without words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final

from PIL import ImageFont

from badgeapi.pictures import accents
from badgeapi.pictures.accents import Letter, moved
from badgeapi.pictures.shapes import Point, Points

EM: Final = 1000  # lengths are in thousandths of the font size

# What the built-in font has a glyph for.
GLYPHS: Final = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("©«°±´·»‘’“”…‹›⁄™")


def font(size: float) -> ImageFont.FreeTypeFont:
    """The built-in font at `size` pixels."""
    built_in = ImageFont.load_default(size)
    assert isinstance(built_in, ImageFont.FreeTypeFont)  # noqa: S101 - a size asks for the scalable one
    return built_in


@lru_cache(maxsize=4096)
def letter(character: str) -> Letter | None:
    """How a character with its combining marks is drawn, or None when it cannot be.

    Compatibility characters (ligatures, raised digits, full-width letters) are drawn as what they stand for.
    """
    if drawn := accents.DRAWN.get(character):
        return drawn
    parts = unicodedata.normalize("NFKD", character)
    for whole, spelt in accents.SPELT.items():
        parts = parts.replace(whole, spelt)
    setting = _Setting()
    if not parts or not all(map(setting.add, parts, (*parts[1:], ""))):
        return None
    return Letter(setting.advance, tuple(setting.glyphs), tuple(setting.strokes))


@cache
def _metrics() -> Mapping[str, tuple[float, float]]:
    """Advance and height of every glyph."""
    at_em = font(EM)
    return {glyph: (at_em.getlength(glyph), -at_em.getbbox(glyph, anchor="ls")[1]) for glyph in GLYPHS}


class _Setting:
    """A letter in the making: base after base, and on each the marks that follow it."""

    def __init__(self) -> None:
        self.advance = 0.0
        self.glyphs: list[tuple[str, float]] = []
        self.strokes: list[Points] = []
        self._base, self._start, self._top = "", 0.0, 0.0

    def add(self, part: str, following: str) -> bool:
        """Add a base, a mark or a tie; False when there is no way to draw it."""
        if part in GLYPHS:
            self._add_base(part, dotless=following in accents.ABOVE)
        elif part == accents.TIE:
            self.advance -= accents.TIED[self._base]
        else:
            return bool(self._base) and self._add_mark(part)
        return True

    def _add_base(self, base: str, *, dotless: bool) -> None:
        self._base, self._start = base, self.advance
        if dotless and (bare := accents.DOTLESS.get(base)):
            advance, self._top = bare.advance, accents.DOTLESS_HEIGHT
            self._stroke(bare.strokes, (0, 0))
        else:
            advance, self._top = _metrics()[base]
            self.glyphs.append((base, self.advance))
        self.advance += advance

    def _add_mark(self, mark: str) -> bool:
        middle = (self.advance - self._start) / 2
        if above := accents.ABOVE.get(mark):
            self._stroke(above, (middle, -self._top))
            self._top += accents.RISE
        elif below := accents.BELOW.get(mark):
            self._stroke(below, (middle, 0))
        elif mark in accents.ACROSS and (place := accents.ACROSS_AT.get(self._base)):
            self._stroke((accents.ACROSS[mark],), place)
        elif mark == accents.HORN and (place := accents.HORN_AT.get(self._base)):
            self._stroke((accents.HORN_STROKE,), place)
        else:
            return False
        return True

    def _stroke(self, strokes: tuple[Points, ...], place: Point) -> None:
        self.strokes += (moved(stroke, self._start + place[0], place[1]) for stroke in strokes)
