"""Evidence: work that shows the achievement was earned.

Source: Open Badges 3.0, class Evidence.
"""

from __future__ import annotations

from badgeapi.credentials.node import Node, named
from badgeapi.credentials.values import Iri, Name, Text


class Evidence(Node):
    """One piece of evidence; `id` is its address."""

    id: Iri | None = None
    type: list[str] = named("Evidence")
    name: Name | None = None
    narrative: Text | None = None
    description: Text | None = None
    genre: Name | None = None
    audience: Name | None = None
