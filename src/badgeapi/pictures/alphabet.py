"""The letters a PNG can draw: those of Pillow's built-in font, and those built from them with strokes.

The font (Aileron Regular in Pillow 10.1 and later) has ASCII and a few signs, so the accents of the Latin languages
are lines of our own above, below and across its letters. Scripts it has no base for are not drawn at all: a row of
empty boxes is worse than a picture without words.

Lengths are thousandths of the font size, y downwards from the baseline.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from PIL import ImageFont

from badgeapi.pictures.geometry import curve, ring
from badgeapi.pictures.shapes import Points

EM: Final = 1000
STEM: Final = 70  # the breadth of our strokes, near that of the font

# What the built-in font has a glyph for.
GLYPHS: Final = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("©«°±´·»‘’“”…‹›⁄™")

_DOT: Final = ring((0, 0), 8, 14)
_TITTLED: Final = {"i": ((117, 0), (117, -530)), "j": ((117, 100), (117, -530))}

# Combining marks as strokes around (0, 0): above the letter, below the baseline, or about the middle of the letter.
_ABOVE: Final[Mapping[str, tuple[Points, ...]]] = {
    "\u0300": (((-70, -185), (35, -65)),),
    "\u0301": (((70, -185), (-35, -65)),),
    "\u0302": (((-115, -60), (0, -165), (115, -60)),),
    "\u0303": (
        (
            *curve((-140, -75), (-75, -175), (0, -115), steps=8),
            *curve((0, -115), (75, -55), (140, -155), steps=8),
            (140, -155),
        ),
    ),
    "\u0304": (((-130, -105), (130, -105)),),
    "\u0306": ((*curve((-115, -170), (0, -20), (115, -170), steps=12), (115, -170)),),
    "\u0307": (tuple((x, y - 110) for x, y in _DOT),),
    "\u0308": tuple(tuple((x + side, y - 110) for x, y in _DOT) for side in (-105, 105)),
    "\u0309": ((*curve((-60, -190), (90, -210), (0, -110), steps=8), (0, -110), (0, -60)),),
    "\u030a": (ring((0, -120), 16, 72),),
    "\u030b": (((10, -185), (-85, -65)), ((150, -185), (55, -65))),
    "\u030c": (((-115, -165), (0, -60), (115, -165)),),
}
_BELOW: Final[Mapping[str, tuple[Points, ...]]] = {
    "\u0323": (tuple((x, y + 110) for x, y in _DOT),),
    "\u0326": (((20, 80), (-30, 200)),),
    "\u0327": ((*curve((10, 0), (-10, 75), (20, 85), steps=4), *curve((20, 85), (120, 180), (-70, 190)), (-70, 190)),),
    "\u0328": ((*curve((80, 0), (-10, 150), (130, 185), steps=10), (130, 185)),),
    "\u0331": (((-130, 110), (130, 110)),),
}
_ACROSS: Final[Mapping[str, tuple[Points, ...]]] = {
    "\u0335": (((-160, 0), (160, 0)),),
    "\u0337": (((-130, 70), (130, -70)),),
    "\u0338": (((-230, 300), (230, -300)),),
}
_RISE: Final = 150  # what a mark above adds to the height of its letter

# Letters that Unicode does not take apart, as a base and marks.
_SPELT: Final[Mapping[str, str]] = {
    "ł": "l\u0337", "Ł": "L\u0337", "ø": "o\u0338", "Ø": "O\u0338", "đ": "d\u0335", "Đ": "D\u0335", "ħ": "h\u0335",
    "Ħ": "H\u0335", "Ð": "D\u0335", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "‐": "-", "‑": "-", "\u2032": "'",
}  # fmt: skip
_ACROSS_AT: Final[Mapping[str, tuple[float, float]]] = {
    "l": (117, -390), "L": (170, -350), "o": (293, -265), "O": (368, -345), "d": (470, -620), "D": (150, -345),
    "h": (150, -620), "H": (365, -520),
}  # fmt: skip

# Signs made of strokes alone, with their advance.
_DRAWN: Final[Mapping[str, tuple[float, tuple[Points, ...]]]] = {
    "ı": (238, (_TITTLED["i"],)),
    "–": (560, (((20, -283), (540, -283)),)),
    "—": (900, (((20, -283), (880, -283)),)),
    "−": (580, (((80, -283), (500, -283)),)),
    "×": (580, (((110, -100), (470, -460)), ((110, -460), (470, -100)))),
    "•": (360, (ring((180, -310), 12, 60),)),
    "¡": (242, (((121, 160), (121, -310)), tuple((x + 121, y - 470) for x, y in _DOT))),
    "¿": (
        499,
        (
            (*curve((460, 0), (420, 165), (240, 160)), *curve((240, 160), (40, 140), (100, -10)),
             *curve((100, -10), (230, -120), (240, -300)), (240, -300)),
            tuple((x + 240, y - 470) for x, y in _DOT),
        ),
    ),
    "ß": (
        600,
        (
            ((110, 0), (110, -500), *curve((110, -500), (110, -715), (310, -715)),
             *curve((310, -715), (500, -710), (480, -560)), *curve((480, -560), (470, -470), (320, -400)),
             *curve((320, -400), (560, -330), (545, -170)), *curve((545, -170), (520, 30), (250, -30)), (250, -30)),
        ),
    ),
    "þ": (611, (((113, 196), (113, -735)),)),
    "ð": (586, (((500, -250), (430, -470), (210, -735)), ((190, -560), (420, -690)))),
    "€": (
        600,
        (
            (*curve((550, -620), (420, -720), (290, -620)), *curve((290, -620), (150, -500), (150, -345)),
             *curve((150, -345), (150, -190), (290, -70)), *curve((290, -70), (420, 30), (550, -70)), (550, -70)),
            ((40, -410), (440, -410)),
            ((40, -280), (420, -280)),
        ),
    ),
}  # fmt: skip
_WITH_GLYPH: Final = {"þ": "p", "ð": "o"}


@dataclass(frozen=True, slots=True)
class Letter:
    """One character as it is drawn.

    Attributes:
        advance: how far the next letter stands.
        glyphs: characters of the font, each with its place.
        strokes: lines of breadth `STEM`.
    """

    advance: float
    glyphs: tuple[tuple[str, float], ...]
    strokes: tuple[Points, ...] = ()


def font(size: float) -> ImageFont.FreeTypeFont:
    """The built-in font at `size` pixels."""
    built_in = ImageFont.load_default(size)
    assert isinstance(built_in, ImageFont.FreeTypeFont)  # noqa: S101 - a size asks for the scalable one
    return built_in


@cache
def _advances() -> Mapping[str, tuple[float, float]]:
    """Advance and height of every glyph."""
    at_em = font(EM)
    return {glyph: (at_em.getlength(glyph), -at_em.getbbox(glyph, anchor="ls")[1]) for glyph in GLYPHS}


def letter(cluster: str) -> Letter | None:
    """How a character with its combining marks is drawn, or None when it cannot be.

    Compatibility characters (ligatures, raised digits, full-width letters) are drawn as what they stand for.
    """
    if drawn := _DRAWN.get(cluster):
        base = _WITH_GLYPH.get(cluster)
        return Letter(drawn[0], ((base, 0),) if base else (), drawn[1])
    characters = unicodedata.normalize("NFKD", "".join(_SPELT.get(character, character) for character in cluster))
    if not characters or characters[0] in _MARKS:
        return None
    result = Letter(0, ())
    top = 0.0
    for i, character in enumerate(characters):
        if character in GLYPHS:
            advance, top = _advances()[character]
            if character in _TITTLED and characters[i + 1 : i + 2] in _ABOVE.keys() - {""}:
                top, piece = 530, Letter(advance, (), (_TITTLED[character],))
            else:
                piece = Letter(advance, ((character, 0),))
            result = _beside(result, piece)
            start = result.advance - advance
        elif character in _MARKS:
            middle = start + advance / 2
            if character in _ABOVE:
                result, top = _marked(result, _ABOVE[character], middle, -top), top + _RISE
            elif character in _BELOW:
                result = _marked(result, _BELOW[character], middle, 0)
            elif place := _ACROSS_AT.get(characters[i - 1]):
                result = _marked(result, _ACROSS[character], start + place[0], place[1])
            else:
                return None
        else:
            return None
    return result


_MARKS: Final = _ABOVE.keys() | _BELOW.keys() | _ACROSS.keys()


def _beside(left: Letter, right: Letter) -> Letter:
    return Letter(
        left.advance + right.advance,
        (*left.glyphs, *((glyph, x + left.advance) for glyph, x in right.glyphs)),
        (*left.strokes, *(_moved(stroke, left.advance, 0) for stroke in right.strokes)),
    )


def _marked(base: Letter, strokes: tuple[Points, ...], x: float, y: float) -> Letter:
    return Letter(base.advance, base.glyphs, (*base.strokes, *(_moved(stroke, x, y) for stroke in strokes)))


def _moved(stroke: Points, x: float, y: float) -> Points:
    return tuple((px + x, py + y) for px, py in stroke)
