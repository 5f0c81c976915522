"""AchievementSubject: who earned which achievement, and how well.

Source: Open Badges 3.0, class AchievementSubject. That it says who is DM-X1 in `rules.py`.
"""

from __future__ import annotations

from badgeapi.credentials.achievement import Achievement
from badgeapi.credentials.identity import IdentityObject
from badgeapi.credentials.image import Image
from badgeapi.credentials.node import Node, named
from badgeapi.credentials.profile import Profile
from badgeapi.credentials.result import Result
from badgeapi.credentials.time import DateTime
from badgeapi.credentials.values import Iri, Many, Name, Number, Text


class AchievementSubject(Node):
    """The recipient and what is asserted of them; `source` assessed on behalf of the issuer."""

    id: Iri | None = None
    type: list[str] = named("AchievementSubject")
    identifier: Many[IdentityObject] | None = None
    achievement: Achievement
    activity_start_date: DateTime | None = None
    activity_end_date: DateTime | None = None
    credits_earned: Number | None = None
    image: Image | None = None
    license_number: Name | None = None
    narrative: Text | None = None
    result: Many[Result] | None = None
    role: Name | None = None
    source: Profile | None = None
    term: Name | None = None
