"""Pictures of badges: drawn for achievements that have none, checked and cleaned for those that do (pure).

    shapes.py       the vocabulary: polygon, stroke, circle, text, and nothing else
    geometry.py     points of outlines and curves
    seed.py         choices that follow from words
    palette.py      colours from an issuer
    silhouettes.py  an outline for every family of achievement types
    emblem.py       a rotational figure from a name
    accents.py      letters and accents made of strokes
    alphabet.py     the letters a PNG can draw
    lettering.py    words into lines that fit
    layout.py       one badge: a list of shapes
    svg.py, png.py  two ways to draw the same list
    upload.py       an issuer's own picture, checked and rebuilt: pixels by raster.py, drawings by vector.py
    repetition.py   how much a drawing draws

Bytes in, bytes out, and the same bytes for the same input. Baking a credential into a picture is `baking/`.
"""

from badgeapi.pictures.layout import badge
from badgeapi.pictures.shapes import Shape

__all__ = ["Shape", "badge"]
