"""Points of outlines and curves. Angles are in turns, clockwise from the top."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import cos, dist, sin, tau

from badgeapi.pictures.shapes import Point, Points

_CORNER_STEPS = 6


def polar(centre: Point, radius: float, turn: float) -> Point:
    """The point at `radius` from `centre` in the direction of `turn`."""
    return centre[0] + radius * sin(turn * tau), centre[1] - radius * cos(turn * tau)


def ring(centre: Point, count: int, radius: float, *, start: float = 0) -> Points:
    """`count` points evenly around `centre`: the corners of a regular polygon."""
    return tuple(polar(centre, radius, start + i / count) for i in range(count))


def around(centre: Point, count: int, radius: Callable[[float], float]) -> Points:
    """`count` points around `centre`, each at the radius that belongs to its turn."""
    return tuple(polar(centre, radius(i / count), i / count) for i in range(count))


def toward(start: Point, end: Point, share: float) -> Point:
    """The point at `share` of the way between two points."""
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def scaled(points: Iterable[Point], centre: Point, factor: float) -> Points:
    """All points, nearer to `centre` or farther from it."""
    return tuple(toward(centre, point, factor) for point in points)


def curve(start: Point, control: Point, end: Point, *, steps: int = 16) -> Points:
    """A quadratic Bézier curve as points, without its end."""
    return tuple(
        toward(toward(start, control, i / steps), toward(control, end, i / steps), i / steps) for i in range(steps)
    )


def rounded(points: Sequence[Point], radius: float) -> Points:
    """A polygon with its corners cut to curves that begin at most `radius` before each corner."""
    result: list[Point] = []
    for i, corner in enumerate(points):
        before, after = points[i - 1], points[(i + 1) % len(points)]
        start = toward(corner, before, min(0.5, radius / dist(corner, before)))
        end = toward(corner, after, min(0.5, radius / dist(corner, after)))
        result += (*curve(start, corner, end, steps=_CORNER_STEPS), end)
    return tuple(result)


def mirrored(points: Sequence[Point], axis: float) -> Points:
    """An outline from its right half, which runs from the top to the bottom of the vertical line at `axis`."""
    return (*points, *((2 * axis - x, y) for x, y in reversed(points) if x != axis))


def half_width(outline: Sequence[Point], axis: float, *, top: float, bottom: float) -> float:
    """How far one can go from the vertical line at `axis`, either way, between two heights within `outline`."""
    nearest = [
        abs(toward(a, b, (y - a[1]) / (b[1] - a[1]))[0] - axis)
        for a, b in zip(outline, (*outline[1:], outline[0]), strict=True)
        for y in (top, bottom)
        if min(a[1], b[1]) <= y <= max(a[1], b[1]) and a[1] != b[1]
    ]
    return min(nearest + [abs(x - axis) for x, y in outline if top <= y <= bottom])
