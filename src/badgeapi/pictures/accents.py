"""What the built-in font lacks, as strokes: accents of the Latin languages and a few letters and signs.

Lengths are thousandths of the font size, y downwards from the baseline. A mark is drawn about (0, 0), which is put
above its letter, on the baseline below it, or where `ACROSS_AT` and `HORN_AT` say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from badgeapi.pictures.geometry import curve, ring
from badgeapi.pictures.shapes import Point, Points

STEM: Final = 70  # the breadth of the strokes, near that of the font
RISE: Final = 150  # what a mark above adds to the height of its letter


@dataclass(frozen=True, slots=True)
class Letter:
    """One character as it is drawn.

    Attributes:
        advance: how far the next letter stands.
        glyphs: characters of the font, each with its place.
        strokes: lines of breadth `STEM`.
    """

    advance: float
    glyphs: tuple[tuple[str, float], ...] = ()
    strokes: tuple[Points, ...] = ()


def moved(stroke: Points, x: float, y: float) -> Points:
    """A stroke in another place."""
    return tuple((px + x, py + y) for px, py in stroke)


_DOT: Final = ring((0, 0), 8, 14)

ABOVE: Final[Mapping[str, tuple[Points, ...]]] = {
    "\u0300": (((-75, -205), (35, -80)),),
    "\u0301": (((75, -205), (-35, -80)),),
    "\u0302": (((-115, -80), (0, -190), (115, -80)),),
    "\u0303": (
        (
            *curve((-140, -95), (-75, -195), (0, -135), steps=8),
            *curve((0, -135), (75, -75), (140, -175), steps=8),
            (140, -175),
        ),
    ),
    "\u0304": (((-130, -125), (130, -125)),),
    "\u0306": ((*curve((-115, -190), (0, -40), (115, -190), steps=12), (115, -190)),),
    "\u0307": (moved(_DOT, 0, -125),),
    "\u0308": (moved(_DOT, -105, -125), moved(_DOT, 105, -125)),
    "\u0309": ((*curve((-60, -210), (90, -230), (0, -130), steps=8), (0, -130), (0, -80)),),
    "\u030a": (ring((0, -140), 16, 75),),
    "\u030b": (((10, -205), (-85, -80)), ((150, -205), (55, -80))),
    "\u030c": (((-115, -190), (0, -80), (115, -190)),),
}
BELOW: Final[Mapping[str, tuple[Points, ...]]] = {
    "\u0323": (moved(_DOT, 0, 115),),
    "\u0326": (((20, 80), (-30, 200)),),
    "\u0327": (
        (
            *curve((10, 0), (-10, 75), (20, 85), steps=4),
            *curve((20, 85), (120, 180), (-70, 190), steps=8),
            (-70, 190),
        ),
    ),
    "\u0328": ((*curve((80, 0), (-10, 150), (130, 185), steps=10), (130, 185)),),
    "\u0331": (((-130, 115), (130, 115)),),
}
ACROSS: Final[Mapping[str, Points]] = {
    "\u0335": ((-160, 0), (160, 0)),
    "\u0337": ((-130, 70), (130, -70)),
    "\u0338": ((-230, 300), (230, -300)),
}
ACROSS_AT: Final[Mapping[str, Point]] = {
    "l": (117, -390), "L": (170, -350), "o": (293, -265), "O": (368, -345), "d": (470, -620), "D": (150, -345),
    "h": (150, -620), "H": (365, -520),
}  # fmt: skip
HORN: Final = "\u031b"
HORN_STROKE: Final[Points] = (*curve((-30, 0), (70, -10), (60, -110), steps=8), (60, -110))
HORN_AT: Final[Mapping[str, Point]] = {"o": (520, -440), "O": (660, -590), "u": (483, -510), "U": (600, -660)}

# Letters that lose their dot below a mark.
DOTLESS: Final[Mapping[str, Letter]] = {
    "i": Letter(238, (), (((117, 0), (117, -530)),)),
    "j": Letter(223, (), (((107, -530), (107, 90), *curve((107, 90), (105, 170), (10, 165), steps=8), (10, 165)),)),
}
DOTLESS_HEIGHT: Final = 530

# Letters that Unicode does not take apart, or takes apart otherwise than they are written.
TIE: Final = "\u2060"  # what follows is drawn into what stands before, by so much
TIED: Final[Mapping[str, float]] = {"a": 95, "A": 250, "o": 90, "O": 150, "d": 40, "l": 60, "L": 150, "t": 95, "’": 55}
SPELT: Final[Mapping[str, str]] = {
    "ł": "l\u0337", "Ł": "L\u0337", "ø": "o\u0338", "Ø": "O\u0338", "đ": "d\u0335", "Đ": "D\u0335", "ħ": "h\u0335",
    "Ħ": "H\u0335", "Ð": "D\u0335", "æ": f"a{TIE}e", "Æ": f"A{TIE}E", "œ": f"o{TIE}e", "Œ": f"O{TIE}E", "‐": "-",
    "d\u030c": f"d{TIE}’{TIE}", "l\u030c": f"l{TIE}’{TIE}", "L\u030c": f"L{TIE}’{TIE}", "t\u030c": f"t{TIE}’{TIE}",
}  # fmt: skip

DRAWN: Final[Mapping[str, Letter]] = {
    "ı": DOTLESS["i"],
    "–": Letter(560, (), (((20, -283), (540, -283)),)),
    "—": Letter(900, (), (((20, -283), (880, -283)),)),
    "−": Letter(580, (), (((80, -283), (500, -283)),)),
    "×": Letter(580, (), (((130, -120), (450, -440)), ((130, -440), (450, -120)))),
    "•": Letter(360, (), (ring((180, -310), 12, 60),)),
    "¡": Letter(242, (), (((121, 160), (121, -310)), moved(_DOT, 121, -470))),
    "¿": Letter(
        499,
        (),
        (
            (
                *curve((460, 0), (420, 165), (240, 160)),
                *curve((240, 160), (40, 140), (100, -10)),
                *curve((100, -10), (230, -120), (240, -300)),
                (240, -300),
            ),
            moved(_DOT, 240, -470),
        ),
    ),
    "ß": Letter(
        600,
        (),
        (
            (
                (110, 0),
                (110, -500),
                *curve((110, -500), (110, -715), (310, -715)),
                *curve((310, -715), (500, -710), (480, -560)),
                *curve((480, -560), (470, -470), (320, -400)),
                *curve((320, -400), (560, -330), (545, -170)),
                *curve((545, -170), (520, 30), (250, -30)),
                (250, -30),
            ),
        ),
    ),
    "Þ": Letter(
        610,
        (("I", 0),),
        (
            (
                (140, -530),
                (330, -530),
                *curve((330, -530), (530, -520), (530, -345)),
                *curve((530, -345), (530, -170), (330, -160)),
                (330, -160),
                (140, -160),
            ),
        ),
    ),
    "þ": Letter(611, (("p", 0),), (((113, 196), (113, -735)),)),
    "ð": Letter(586, (("o", 0),), (((500, -250), (430, -470), (210, -735)), ((190, -560), (420, -690)))),
    "€": Letter(
        600,
        (),
        (
            (
                *curve((550, -620), (420, -720), (290, -620)),
                *curve((290, -620), (150, -500), (150, -345)),
                *curve((150, -345), (150, -190), (290, -70)),
                *curve((290, -70), (420, 30), (550, -70)),
                (550, -70),
            ),
            ((40, -410), (440, -410)),
            ((40, -280), (420, -280)),
        ),
    ),
}
