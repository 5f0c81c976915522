"""A rotational figure from a name: geometry, not noise, so that two badges of one issuer are told apart at a glance."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, gcd, tau
from typing import Final, TypeAlias

from badgeapi.pictures.geometry import around, curve, polar, ring
from badgeapi.pictures.palette import Palette
from badgeapi.pictures.seed import Seed
from badgeapi.pictures.shapes import Circle, Point, Points, Polygon, Shape, Stroke

# Draws a figure of so many repetitions around a centre within a radius.
Motif: TypeAlias = Callable[[Point, float, int, Palette], list[Shape]]


def emblem(name: str, centre: Point, radius: float, *, colours: Palette) -> list[Shape]:
    """Draw the figure of `name`: a disc with two rims, one of the outer motifs, one of the cores."""
    seed = Seed("emblem", name)
    outer, order, core = seed.choose(_OUTER), seed.choose(_ORDERS), seed.choose(_CORES)
    return [
        Circle(centre, radius, colours.accent),
        Circle(centre, radius * 0.955, colours.ground),
        *outer(centre, radius * 0.84, order, colours),
        *core(centre, radius * 0.30, order, colours),
    ]


def _lens(centre: Point, turn: float, *, inner: float, outer: float, breadth: float) -> Points:
    """A pointed petal from one radius to another; `breadth` in turns."""
    start, end, middle = polar(centre, inner, turn), polar(centre, outer, turn), (inner + outer) / 2
    bow = middle * 1.12
    return (
        *curve(start, polar(centre, bow, turn + breadth), end),
        *curve(end, polar(centre, bow, turn - breadth), start),
    )


def _petals(centre: Point, radius: float, order: int, colours: Palette) -> list[Shape]:
    """Two rows of petals, the hind row between those in front."""
    return [
        Polygon(_lens(centre, (i + shift) / order, inner=radius * 0.28, outer=reach, breadth=0.62 / order), fill)
        for shift, reach, fill in ((0.5, radius, colours.accent), (0.0, radius * 0.86, colours.tint))
        for i in range(order)
    ]


def _rays(centre: Point, radius: float, order: int, colours: Palette) -> list[Shape]:
    """Long and short rays by turns, and a bead between them."""
    rays: list[Shape] = []
    for i in range(2 * order):
        turn, long = i / (2 * order), i % 2 == 0
        reach, breadth = (radius, 0.11 / order) if long else (radius * 0.70, 0.08 / order)
        foot = radius * 0.40
        rays.append(
            Polygon(
                (
                    polar(centre, foot, turn - breadth * 1.6),
                    polar(centre, reach, turn),
                    polar(centre, foot, turn + breadth * 1.6),
                ),
                colours.tint if long else colours.accent,
            )
        )
        if not long:
            rays.append(Circle(polar(centre, radius * 0.88, turn), radius * 0.055, colours.accent))
    return rays


def _star(centre: Point, radius: float, order: int, colours: Palette) -> list[Shape]:
    """A faceted star: every point has a light and a dark side."""
    tips, dents = ring(centre, order, radius), ring(centre, order, radius * 0.52, start=0.5 / order)
    return [
        Polygon((centre, tip, dent), fill)
        for i, tip in enumerate(tips)
        for dent, fill in ((dents[i], colours.accent), (dents[i - 1], colours.tint))
    ]


def _guilloche(centre: Point, radius: float, order: int, colours: Palette) -> list[Shape]:
    """Wavy rings woven into each other, as engraved on banknotes."""

    def wave(start: float) -> Points:
        return around(centre, 240, lambda turn: radius * (0.70 + 0.28 * cos((order * turn + start) * tau)))

    return [Stroke(wave(k / 4), (colours.tint, colours.accent)[k % 2], radius * 0.035, closed=True) for k in range(4)]


def _whirl(centre: Point, radius: float, order: int, colours: Palette) -> list[Shape]:
    """Regular polygons within each other, each turned a little further."""
    sides = 3 + order % 4
    shrink = cos(tau / 2 / sides) / cos(tau / 2 / sides - tau * _TWIST)
    return [
        Polygon(
            ring(centre, sides, radius * shrink**i, start=i * _TWIST),
            (colours.accent, colours.ground)[i % 2],
        )
        for i in range(9)
    ]


def _rings(centre: Point, radius: float, order: int, colours: Palette) -> list[Shape]:
    """Circles through the middle's neighbourhood, interlaced."""
    size = radius * 0.46
    return [
        Stroke(ring(middle, 72, size), (colours.tint, colours.accent)[i % 2], radius * 0.05, closed=True)
        for i, middle in enumerate(ring(centre, order + order % 2, radius - size))
    ]


def _orbits(centre: Point, radius: float, order: int, colours: Palette) -> list[Shape]:
    """Beads on three orbits, larger outwards, each orbit turned by half a step."""
    return [
        Circle(place, radius * bead, fill)
        for orbit, bead, shift, fill in (
            (0.90, 0.095, 0.0, colours.tint),
            (0.66, 0.075, 0.5, colours.accent),
            (0.46, 0.055, 0.0, colours.tint),
        )
        for place in ring(centre, order, radius * orbit, start=shift / order)
    ]


def _lattice(centre: Point, radius: float, order: int, colours: Palette) -> list[Shape]:
    """The star polygon of one line that visits every corner."""
    corners = order + 4
    skip = next(step for step in range(corners // 2 - 1, 0, -1) if gcd(step, corners) == 1)
    points = ring(centre, corners, radius * 0.95)
    return [
        Stroke(tuple(points[i * skip % corners] for i in range(corners)), colours.accent, radius * 0.035, closed=True),
        *(Circle(point, radius * 0.065, colours.tint) for point in points),
    ]


def _disc(centre: Point, radius: float, _: int, colours: Palette) -> list[Shape]:
    return [
        Circle(centre, radius, colours.ground),
        Circle(centre, radius * 0.80, colours.accent),
        Circle(centre, radius * 0.36, colours.ground),
    ]


def _gem(centre: Point, radius: float, order: int, colours: Palette) -> list[Shape]:
    corners = ring(centre, 3 + order % 4 + 1, radius * 0.86)
    facets = zip(corners, (*corners[1:], corners[0]), strict=True)
    return [
        Circle(centre, radius, colours.ground),
        *(Polygon((centre, *facet), (colours.tint, colours.accent)[i % 2]) for i, facet in enumerate(facets)),
    ]


def _spark(centre: Point, radius: float, _: int, colours: Palette) -> list[Shape]:
    points = around(centre, 10, lambda turn: radius * (0.40 if round(turn * 10) % 2 else 0.92))
    return [Circle(centre, radius, colours.ground), Polygon(points, colours.tint)]


_TWIST: Final = 0.045  # turns
_ORDERS: Final = (5, 6, 7, 8, 9, 10, 12)
_OUTER: Final[tuple[Motif, ...]] = (_petals, _rays, _star, _guilloche, _whirl, _rings, _orbits, _lattice)
_CORES: Final[tuple[Motif, ...]] = (_disc, _gem, _spark)
