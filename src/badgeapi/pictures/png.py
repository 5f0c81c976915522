"""Drawing shapes as PNG through Pillow, in four times the size and then reduced, so that edges are smooth."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from badgeapi.pictures import alphabet, lettering
from badgeapi.pictures.accents import STEM, Letter
from badgeapi.pictures.shapes import CANVAS, Caption, Choice, Circle, Gradient, Points, Polygon, Shape, Stroke, Text

_SUPERSAMPLING: Final = 4
_BOLD: Final = 0.016  # how much the one weight of the built-in font is thickened on each side, in font sizes


def draw(shapes: Sequence[Shape], size: int = CANVAS) -> bytes:
    """Draw shapes as a square PNG of `size` pixels, without metadata."""
    sheet = _Sheet(size * _SUPERSAMPLING)
    sheet.draw(shapes)
    data = io.BytesIO()
    sheet.image.reduce(_SUPERSAMPLING).save(data, "PNG")
    return data.getvalue()


class _Sheet:
    """A large image that shapes are painted on."""

    def __init__(self, side: int) -> None:
        self.image = Image.new("RGBA", (side, side))
        self._pen = ImageDraw.Draw(self.image)
        self._scale = side / CANVAS
        self._fonts: dict[float, ImageFont.FreeTypeFont] = {}

    def draw(self, shapes: Sequence[Shape]) -> None:
        for shape in shapes:
            match shape:
                case Polygon():
                    self._polygon(shape)
                case Stroke():
                    self._stroke(shape)
                case Circle():
                    self._circle(shape)
                case Text():
                    self._text(shape)
                case Choice():
                    self.draw(shape.drawn)
                case Caption():
                    pass  # is said, not drawn

    def _scaled(self, points: Points) -> list[tuple[float, float]]:
        return [(x * self._scale, y * self._scale) for x, y in points]

    def _polygon(self, polygon: Polygon) -> None:
        points = self._scaled(polygon.points)
        if not isinstance(polygon.fill, Gradient):
            self._pen.polygon(points, fill=polygon.fill)
            return
        top, bottom = int(min(y for _, y in points)), int(max(y for _, y in points)) + 1
        box = (self.image.width, bottom - top)
        mask = Image.new("L", box)
        ImageDraw.Draw(mask).polygon([(x, y - top) for x, y in points], fill=255)
        ramp = Image.linear_gradient("L").resize(box)
        colours = Image.composite(
            Image.new("RGB", box, polygon.fill.bottom), Image.new("RGB", box, polygon.fill.top), ramp
        )
        self.image.paste(colours, (0, top), mask)

    def _stroke(self, stroke: Stroke) -> None:
        points = self._scaled((*stroke.points, *stroke.points[:1] * stroke.closed))
        width = round(stroke.width * self._scale)
        self._pen.line(points, fill=stroke.colour, width=width, joint="curve")
        for point in (points[0], points[-1]):
            self._pen.circle(point, width / 2, fill=stroke.colour)

    def _circle(self, circle: Circle) -> None:
        (centre,) = self._scaled((circle.centre,))
        self._pen.circle(centre, circle.radius * self._scale, fill=circle.fill)

    def _text(self, text: Text) -> None:
        size = text.size * self._scale
        unit = size / alphabet.EM
        if size not in self._fonts:
            self._fonts[size] = alphabet.font(size)
        breadth = round((STEM + 2 * _BOLD * alphabet.EM) * unit)
        x, y = (text.centre[0] - text.width / 2) * self._scale, text.centre[1] * self._scale
        for cluster in lettering.clusters(text.text):
            letter = alphabet.letter(cluster) or Letter(0)  # the layout leaves out what has none
            for glyph, start in letter.glyphs:
                place = (x + start * unit, y)
                self._pen.text(place, glyph, text.colour, self._fonts[size], anchor="ls", stroke_width=_BOLD * size)
            for stroke in letter.strokes:
                points = [(x + px * unit, y + py * unit) for px, py in stroke]
                self._pen.line(points, fill=text.colour, width=breadth, joint="curve")
            x += letter.advance * unit + text.spacing * self._scale
