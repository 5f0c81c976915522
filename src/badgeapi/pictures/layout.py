"""One badge as a list of shapes: silhouette, emblem, label of the type, name, and the issuer on a ribbon."""

from __future__ import annotations

import re
from typing import Final

from badgeapi.pictures import lettering
from badgeapi.pictures.emblem import emblem
from badgeapi.pictures.geometry import half_width
from badgeapi.pictures.lettering import Block
from badgeapi.pictures.palette import Palette, palette
from badgeapi.pictures.shapes import CANVAS, Caption, Choice, Points, Polygon, Shape, Text
from badgeapi.pictures.silhouettes import MIDDLE, Silhouette, silhouette_of

_MARGIN: Final = 36  # between text and the edge
_LABEL_AT, _LABEL_SIZE, _LABEL_SPACING = 245.0, 15.0, 0.14
_NAME_TOP, _NAME_BOTTOM = 254.0, 364.0
_BAND_LEFT, _BAND_TOP, _BAND_BOTTOM = 42.0, 374.0, 430.0
_FOLD, _DROP, _END = 40.0, 16.0, 12.0  # breadth of the folded part, how far it hangs, and where the band's ends are
_HYPHENATED: Final = {"MicroCredential": "Micro-Credential", "CoCurricular": "Co-Curricular"}


def badge(name: str, issuer: str, achievement_type: str | None) -> list[Shape]:
    """Draw the badge of an achievement that has no picture of its own; the same words give the same shapes."""
    name, issuer, kind = lettering.plain(name), lettering.plain(issuer), _kind(achievement_type or "Achievement")
    silhouette, colours = silhouette_of(achievement_type), palette(name, issuer)
    return [
        Caption(name or kind, f"{kind} issued by {issuer}" if issuer else kind),
        *(Polygon(tail, colours.fold) for tail in silhouette.tails),
        Polygon(silhouette.outline, colours.rim),
        Polygon(silhouette.inner(0.955), colours.accent),
        Polygon(silhouette.inner(0.942), colours.body),
        *_face(name, kind, silhouette=silhouette, colours=colours),
        *_band(issuer, colours),
    ]


def _kind(achievement_type: str) -> str:
    """A term as people write it: `ext:SkillPath` is "Skill Path"."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[._-]+", " ", achievement_type.removeprefix("ext:"))
    return _HYPHENATED.get(achievement_type) or lettering.plain(spaced) or "Achievement"


def _face(name: str, kind: str, *, silhouette: Silhouette, colours: Palette) -> list[Shape]:
    """Emblem, label and name; where the name cannot be drawn, a larger emblem in its place."""
    width = 2 * (half_width(silhouette.inner(0.942), MIDDLE, top=_LABEL_AT, bottom=_NAME_BOTTOM) - _MARGIN)
    label = lettering.fit(
        kind.upper(), width=width, height=18, lines=1, largest=_LABEL_SIZE, smallest=8, spacing=_LABEL_SPACING
    )

    def face(words: str | None) -> list[Shape]:
        height = _NAME_BOTTOM - _NAME_TOP
        block = lettering.fit(words, width=width, height=height, lines=4, largest=58, smallest=17) if words else None
        return [
            *emblem(name, (MIDDLE, 142), 80, colours=colours),
            *_text(label, _LABEL_AT - 0.345 * label.size, colours.accent, spacing=_LABEL_SPACING),
            *(_text(block, (_NAME_TOP + _NAME_BOTTOM) / 2, colours.ink) if block else ()),
        ]

    legible = lettering.legible(name)
    if legible is not None:
        return face(legible)
    alone = [
        *emblem(name, (MIDDLE, 196), 124, colours=colours),
        *_text(label, 347 - 0.345 * label.size, colours.accent, spacing=_LABEL_SPACING),
    ]
    return [Choice(written=tuple(face(name)), drawn=tuple(alone))] if name else alone


def _band(issuer: str, colours: Palette) -> list[Shape]:
    """The ribbon across the badge; beads where the issuer's name cannot be drawn."""
    middle = (_BAND_TOP + _BAND_BOTTOM) / 2
    band: list[Shape] = [part for side in (1, -1) for part in _end(side, colours)]
    band.append(Polygon(_box(_BAND_LEFT, CANVAS - _BAND_LEFT, _BAND_TOP, _BAND_BOTTOM), colours.ribbon))
    band += [
        Polygon(_box(_BAND_LEFT, CANVAS - _BAND_LEFT, y, y + 1.5), colours.fold)
        for y in (_BAND_TOP + 4, _BAND_BOTTOM - 5.5)
    ]

    def line(words: str) -> list[Shape]:
        block = lettering.fit(words, width=CANVAS - 2 * _BAND_LEFT - 32, height=40, lines=2, largest=24, smallest=13)
        return _text(block, middle, colours.ribbon_ink)

    beads = [
        Polygon(((x - r, middle), (x, middle - r), (x + r, middle), (x, middle + r)), colours.ribbon_ink)
        for x, r in ((MIDDLE - 26, 5.0), (MIDDLE, 8.0), (MIDDLE + 26, 5.0))
    ]
    legible = lettering.legible(issuer)
    if legible is not None:
        return band + line(legible)
    return [*band, *([Choice(written=tuple(line(issuer)), drawn=tuple(beads))] if issuer else beads)]


def _end(side: int, colours: Palette) -> list[Shape]:
    """The end of the ribbon that is folded behind it, and the shadow of the fold."""

    def placed(*points: tuple[float, float]) -> Points:
        return tuple((MIDDLE + side * (x - MIDDLE), y) for x, y in points)

    inner, top, bottom = _BAND_LEFT + _FOLD, _BAND_TOP + _DROP, _BAND_BOTTOM + _DROP
    notch = (_END + 16, (top + bottom) / 2)
    return [
        Polygon(placed((_END, top), (inner, top), (inner, bottom), (_END, bottom), notch), colours.fold),
        Polygon(placed((_BAND_LEFT, _BAND_BOTTOM), (inner, _BAND_BOTTOM), (inner, bottom)), colours.rim),
    ]


def _box(left: float, right: float, top: float, bottom: float) -> Points:
    return (left, top), (right, top), (right, bottom), (left, bottom)


def _text(block: Block, middle: float, colour: str, *, spacing: float = 0) -> list[Shape]:
    return [
        Text(text, (MIDDLE, y), block.size, width, colour, spacing * block.size)
        for (text, width), y in zip(block.lines, block.baselines(middle), strict=True)
    ]
