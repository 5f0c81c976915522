"""An outline for every family of achievement types, so that a badge is known by its shape from afar.

Source of the types: Open Badges 3.0, enumeration AchievementType.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, tau
from typing import Final

from badgeapi.pictures.geometry import around, curve, mirrored, ring, rounded, scaled
from badgeapi.pictures.shapes import CANVAS, Point, Points

MIDDLE: Final = CANVAS / 2
_CENTRE: Final[Point] = (MIDDLE, MIDDLE)


@dataclass(frozen=True, slots=True)
class Silhouette:
    """The outline of a badge, and ribbons that hang out below it.

    Attributes:
        outline: a polygon, symmetric about the middle of the canvas.
        centre: towards which inner lines are drawn.
        tails: polygons behind the outline.
    """

    outline: Points
    centre: Point = _CENTRE
    tails: tuple[Points, ...] = ()

    def inner(self, factor: float) -> Points:
        """The outline drawn smaller."""
        return scaled(self.outline, self.centre, factor)


def _superellipse(radius: float, power: float) -> Points:
    def at(turn: float) -> float:
        x, y = abs(cos(turn * tau)), abs(cos((turn + 0.25) * tau))
        return float(radius / (x**power + y**power) ** (1 / power))

    return around(_CENTRE, 160, at)


def _scallop(centre: Point, radius: float, *, lobes: int, depth: float) -> Points:
    return around(centre, lobes * 16, lambda turn: radius + depth * cos(lobes * turn * tau))


def _tail(side: int) -> Points:
    """A ribbon from behind the seal to the lower corner, with a notch; `side` is 1 right, -1 left."""
    right = ((250, 360), (352, 330), (408, 478), (357, 466), (322, 504))
    return tuple((MIDDLE + side * (x - MIDDLE), y) for x, y in right)


_SHIELD_SIDE = (
    *curve((256, 14), (330, 52), (446, 54), steps=12),
    *curve((446, 54), (464, 54), (464, 72), steps=4),
    (464, 72),
    *curve((464, 190), (464, 400), (256, 500), steps=40),
    (256.0, 500.0),
)
_CREST_SIDE = (
    (256.0, 12.0),
    *curve((256, 12), (286, 40), (334, 34), steps=10),
    *curve((334, 34), (372, 26), (392, 58), steps=10),
    *curve((392, 58), (420, 92), (470, 84), steps=10),
    *curve((470, 84), (444, 150), (456, 226), steps=12),
    *curve((456, 226), (486, 400), (336, 452), steps=30),
    *curve((336, 452), (284, 464), (256, 502), steps=10),
    (256.0, 502.0),
)
_SEAL_CENTRE: Final[Point] = (MIDDLE, 240)

HEXAGON: Final = Silhouette(rounded(ring(_CENTRE, 6, 250), 44))
OCTAGON: Final = Silhouette(rounded(ring(_CENTRE, 8, 248, start=1 / 16), 34))
CARD: Final = Silhouette(_superellipse(226, 5))
COIN: Final = Silhouette(ring(_CENTRE, 160, 240))
BURST: Final = Silhouette(rounded(around(_CENTRE, 40, lambda turn: 244 if round(turn * 40) % 2 else 220), 7))
FLOWER: Final = Silhouette(_scallop(_CENTRE, 228, lobes=8, depth=14))
SHIELD: Final = Silhouette(mirrored(_SHIELD_SIDE, MIDDLE), (MIDDLE, 240))
CREST: Final = Silhouette(mirrored(_CREST_SIDE, MIDDLE), (MIDDLE, 250))
SEAL: Final = Silhouette(_scallop(_SEAL_CENTRE, 219, lobes=24, depth=7), _SEAL_CENTRE, (_tail(-1), _tail(1)))

_FAMILIES: Final[tuple[tuple[Silhouette, tuple[str, ...]], ...]] = (
    (HEXAGON, ("MicroCredential", "Badge")),
    (OCTAGON, ("Assessment", "Assignment", "License", "QualityAssuranceCredential")),
    (CARD, ("Course", "CoCurricular", "LearningProgram", "GeneralEducationDevelopment")),
    (COIN, ("Achievement", "Membership")),
    (BURST, ("Award",)),
    (FLOWER, ("CommunityService", "Fieldwork")),
    (SHIELD, ("Competency",)),
    (
        CREST,
        (
            "AssociateDegree", "BachelorDegree", "Degree", "Diploma", "DoctoralDegree", "MasterDegree",
            "ProfessionalDoctorate", "ResearchDoctorate", "SecondarySchoolDiploma",
        ),
    ),
    (
        SEAL,
        (
            "ApprenticeshipCertificate", "Certificate", "CertificateOfCompletion", "Certification",
            "JourneymanCertificate", "MasterCertificate",
        ),
    ),
)  # fmt: skip
SILHOUETTES: Final = {term: silhouette for silhouette, family in _FAMILIES for term in family}


def silhouette_of(achievement_type: str | None) -> Silhouette:
    """The outline of a type's family; a coin for none and for an issuer's own (`ext:`)."""
    return SILHOUETTES.get(achievement_type or "", COIN)
