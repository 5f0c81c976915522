"""AchievementCredential, also called OpenBadgeCredential: an issuer says that somebody earned an achievement.

Source: Open Badges 3.0, class AchievementCredential. The whole check of such a document is `shape.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from badgeapi.credentials.envelope import Envelope, Validity, Validity1
from badgeapi.credentials.node import named
from badgeapi.credentials.profile import Endorsement
from badgeapi.credentials.subject import AchievementSubject
from badgeapi.credentials.values import CompactJws, Many


class _AchievementEnvelope(Envelope):
    synonyms: ClassVar[Mapping[str, str]] = {"OpenBadgeCredential": "AchievementCredential"}

    type: list[str] = named("VerifiableCredential", "OpenBadgeCredential")
    credential_subject: AchievementSubject
    endorsement: Many[Endorsement] | None = None
    endorsement_jwt: Many[CompactJws] | None = None


class AchievementCredential(Validity, _AchievementEnvelope):
    """A badge of today (VC Data Model 2.0)."""


class AchievementCredential1(Validity1, _AchievementEnvelope):
    """A badge of VC Data Model 1.1, read only."""
