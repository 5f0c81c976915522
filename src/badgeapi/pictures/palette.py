"""Colours from an issuer: one family of hues for all of its badges, and text that can always be read.

Colours are chosen in OKLCH (Björn Ottosson, "A perceptual color space for image processing", 2020), where equal
lightness looks equally light in every hue; contrast is that of WCAG 2.2 (relative luminance, success criterion 1.4.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin

from badgeapi.pictures.seed import Seed
from badgeapi.pictures.shapes import Gradient

# Hues in degrees. Dark yellows are muddy, so bodies go from green through blue and violet to red.
_BODIES = range(145, 400)
_ACCENTS = (92, 75, 58, 25, 350, 165, 230)  # gold, amber, apricot, coral, rose, mint, sky
_APART = 75  # degrees at least between body and accent
_ROUNDING = 1e-4  # of a channel between 0 and 1
_DRIFT = 24  # degrees within which the badges of one issuer differ


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one badge.

    Attributes:
        rim: around the body.
        body: behind name and label.
        ground: behind the emblem.
        accent: the stronger colour of emblem, lines and ribbon.
        tint: the lighter colour of the emblem.
        ink: text on the body.
        ribbon, fold: the band and its folded ends.
        ribbon_ink: text on the band.
    """

    rim: str
    body: Gradient
    ground: str
    accent: str
    tint: str
    ink: str
    ribbon: str
    fold: str
    ribbon_ink: str


def palette(name: str, issuer: str) -> Palette:
    """Choose the colours of a badge: the pair from its issuer, a shade of the first from its name."""
    pair = Seed("palette", issuer)
    body = pair.choose(_BODIES)
    other = pair.choose([hue for hue in _ACCENTS if abs((hue - body + 180) % 360 - 180) >= _APART])
    hue = body + Seed("shade", name).below(_DRIFT + 1) - _DRIFT / 2
    return Palette(
        rim=oklch(0.25, 0.08, hue),
        body=Gradient(oklch(0.42, 0.13, hue), oklch(0.32, 0.105, hue)),
        ground=oklch(0.27, 0.08, hue),
        accent=oklch(0.83, 0.115, other),
        tint=oklch(0.95, 0.035, other),
        ink=oklch(0.985, 0.01, hue),
        ribbon=oklch(0.88, 0.09, other),
        fold=oklch(0.68, 0.10, other),
        ribbon_ink=oklch(0.25, 0.06, hue),
    )


def oklch(lightness: float, chroma: float, hue: float) -> str:
    """`#rrggbb` of a colour, with less chroma where a screen cannot show as much; `hue` in degrees."""
    while True:
        channels = _linear(lightness, chroma * cos(radians(hue)), chroma * sin(radians(hue)))
        if all(-_ROUNDING <= channel <= 1 + _ROUNDING for channel in channels) or chroma <= 0:
            return "#" + "".join(f"{round(255 * _gamma(min(max(c, 0.0), 1.0))):02x}" for c in channels)
        chroma -= 0.005


def _linear(lightness: float, a: float, b: float) -> tuple[float, float, float]:
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _gamma(channel: float) -> float:
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055
