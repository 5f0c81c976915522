"""Caps of uploaded pictures."""

from badgeapi.limits import Limit

IMAGE_BYTES = Limit(1 << 20, unit="bytes", reason="an uploaded picture; a 512-pixel badge has 60 KB")
IMAGE_SIDE = Limit(4_096, unit="pixels", reason="width and height of an uploaded picture; decoded it takes 64 MB")
IMAGE_CHUNKS = Limit(5_000, unit="chunks", reason="parts of an uploaded PNG; a megabyte in pieces of 8 KB has 130")
SVG_NODES = Limit(20_000, unit="elements", reason="of an uploaded SVG, counted as often as it draws them")
SVG_DEPTH = Limit(64, unit="levels", reason="elements and references within each other in an uploaded SVG")
