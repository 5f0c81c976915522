"""Criteria: what a learner must do to earn the achievement.

Source: Open Badges 3.0, class Criteria. That one of the two members is there is DM-X2 in `rules.py`.
"""

from __future__ import annotations

from badgeapi.credentials.node import Node
from badgeapi.credentials.values import Iri, Text


class Criteria(Node):
    """Criteria as a page, as Markdown, or both; the class has no `type`."""

    id: Iri | None = None
    narrative: Text | None = None
