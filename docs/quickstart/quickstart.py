"""A first badge in Python: awarded, verified, revoked. Prints `verified`, `revoked` and `not_verified`.

pip install ./openapi/python
ADMIN_KEY=badge_admin_the_key_that_was_printed python docs/quickstart/quickstart.py
"""

from __future__ import annotations

import os

from badgeapi_client import (
    AchievementRequest,
    ApiKeyRequest,
    AssertionRequest,
    BadgeApi,
    Criteria,
    IssuerRequest,
    RecipientRequest,
)

API = os.environ.get("API", "http://localhost:8000")

# An issuer, and a key for the LMS, which can do everything for this issuer and nothing for others
with BadgeApi(API, os.environ["ADMIN_KEY"]) as admin:
    issuer = admin.create_issuer(IssuerRequest(name="Example Polytechnic", url="https://polytechnic.example"))
    key = admin.create_api_key(issuer.id, ApiKeyRequest(name="LMS")).key

with BadgeApi(API, key) as badges:
    # What can be earned, under the LMS's own key: run it again with a better text, and there is a new version
    soldering = badges.define_achievement(
        issuer.id,
        "soldering-2",
        AchievementRequest(
            issuer=issuer.id,
            name="Soldering, Level 2",
            description="Can solder surface-mount components to an agreed standard.",
            criteria=Criteria(narrative="Three boards of ten joints each, inspected under magnification."),
            achievement_type="MicroCredential",
            credits_available=2.5,
        ),
    )

    # Ada has earned it. The same idempotency key never makes a second badge
    ada = RecipientRequest(email="ada@example.org")
    request = AssertionRequest(achievement=soldering.id, recipient=ada, credits_earned=2.5)
    awarded = badges.award(request, idempotency_key="soldering-2-ada")

    # The credential itself, in the bytes that were signed; anybody can verify it
    credential = badges.credential(awarded.id)
    print(badges.verify(credential).verdict)

    # Awarded by mistake? Revoke it, and it verifies no more
    print(badges.revoke(awarded.id, "awarded by mistake").state)
    print(badges.verify(credential).verdict)
