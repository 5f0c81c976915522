"""The vocabulary of a drawing: few enough words that SVG and PNG say the same thing with them.

A drawing is a list of shapes on a square of `CANVAS` units, painted in order, origin at the top left. Colours are
opaque `#rrggbb`; what lies outside every shape is transparent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

CANVAS: Final = 512

Point: TypeAlias = tuple[float, float]
Points: TypeAlias = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Gradient:
    """A paint that turns from one colour at the top of a shape to another at its bottom."""

    top: str
    bottom: str


@dataclass(frozen=True, slots=True)
class Polygon:
    """A filled area; curves are polygons with many points."""

    points: Points
    fill: str | Gradient


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line along points, with round ends and corners."""

    points: Points
    colour: str
    width: float
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Circle:
    """A filled circle."""

    centre: Point
    radius: float
    fill: str


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text, centred.

    Attributes:
        text: what is written, in logical order.
        centre: the middle of the line, on its baseline.
        size: of the font, in units.
        width: exactly what the line takes, in units; a renderer with another font fits it to that.
        spacing: added after every character, in units.
    """

    text: str
    centre: Point
    size: float
    width: float
    colour: str
    spacing: float = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """One content in two forms: with text that only a browser has the letters for, and without."""

    written: tuple[Shape, ...]
    drawn: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Caption:
    """What is said instead of the drawing to those who cannot see it."""

    title: str
    description: str


Shape: TypeAlias = Polygon | Stroke | Circle | Text | Choice | Caption
