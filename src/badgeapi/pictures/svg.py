"""Drawing shapes as SVG 1.1: text stays text, in whatever sans serif the reader has, held to the width it was given.

Nothing in it runs, and nothing points outside of it. Source: SVG 1.1 (Second Edition), sections 10.4 and 10.5.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from badgeapi.pictures.shapes import CANVAS, Caption, Choice, Circle, Gradient, Points, Polygon, Shape, Stroke, Text

_FONTS = "Aileron, 'Helvetica Neue', Helvetica, Arial, 'Noto Sans', sans-serif"
_RTL = ' direction="rtl" unicode-bidi="embed"'
_STRONG = {"L": "", "R": _RTL, "AL": _RTL}  # classes of UAX #9 that decide a direction


def draw(shapes: Sequence[Shape]) -> bytes:
    """Draw shapes as an SVG document in UTF-8."""
    box = f'width="{CANVAS}" height="{CANVAS}" viewBox="0 0 {CANVAS} {CANVAS}"'
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" {box} role="img">', *_lines(shapes), "</svg>"]
    return "\n".join(lines).encode() + b"\n"


def _lines(shapes: Sequence[Shape]) -> Iterator[str]:
    for shape in shapes:
        match shape:
            case Polygon():
                yield from _polygon(shape)
            case Stroke():
                yield _stroke(shape)
            case Circle():
                yield _circle(shape)
            case Text():
                yield _text(shape)
            case Choice():
                yield from _lines(shape.written)
            case Caption():
                yield f"<title>{escape(shape.title)}</title>"
                yield f"<desc>{escape(shape.description)}</desc>"


def _polygon(polygon: Polygon) -> Iterator[str]:
    fill = polygon.fill
    if isinstance(fill, Gradient):
        # Named for its colours: badges that meet in one page can share a name only if they share the gradient.
        name = f"g{fill.top[1:]}{fill.bottom[1:]}"
        yield f'<linearGradient id="{name}" x1="0" y1="0" x2="0" y2="1">'
        yield f'<stop offset="0" stop-color="{fill.top}"/><stop offset="1" stop-color="{fill.bottom}"/>'
        yield "</linearGradient>"
        fill = f"url(#{name})"
    yield f'<path d="{_path(polygon.points)}Z" fill="{fill}"/>'


def _stroke(stroke: Stroke) -> str:
    end = "Z" if stroke.closed else ""
    return (
        f'<path d="{_path(stroke.points)}{end}" fill="none" stroke="{stroke.colour}" '
        f'stroke-width="{_number(stroke.width)}" stroke-linecap="round" stroke-linejoin="round"/>'
    )


def _circle(circle: Circle) -> str:
    x, y = map(_number, circle.centre)
    return f'<circle cx="{x}" cy="{y}" r="{_number(circle.radius)}" fill="{circle.fill}"/>'


def _text(text: Text) -> str:
    x, y = map(_number, text.centre)
    spacing = f' letter-spacing="{_number(text.spacing)}"' if text.spacing else ""
    return (
        f'<text x="{x}" y="{y}" font-family={quoteattr(_FONTS)} font-size="{_number(text.size)}" font-weight="bold"'
        f'{spacing} text-anchor="middle" textLength="{_number(text.width)}" lengthAdjust="spacingAndGlyphs"'
        f'{_direction(text.text)} fill="{text.colour}">{escape(text.text)}</text>'
    )


def _direction(text: str) -> str:
    """The direction of the first letter that has one (UAX #9, rules P2 and P3)."""
    return next((_STRONG[way] for way in map(unicodedata.bidirectional, text) if way in _STRONG), "")


def _path(points: Points) -> str:
    return "M" + "L".join(f"{_number(x)} {_number(y)}" for x, y in points)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
