"""The Python client against the running service: what it awards is a badge, and it tells errors as the service does."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import httpx
import pytest
from badgeapi_client import (
    AchievementRequest,
    ApiKeyRequest,
    AssertionRequest,
    BadgeApi,
    BadgeApiError,
    Criteria,
    IssuerRequest,
    RecipientRequest,
)
from badgeapi_client.generated.api.achievements import archive_achievement

from tests.api.service import ADMIN_KEY, Service

ADA = RecipientRequest(email="ada@example.org")


@dataclass
class School:
    """An issuer with a client of its own and one achievement, made by the client."""

    badges: BadgeApi
    issuer: str
    achievement: str

    def request(self, recipient: RecipientRequest = ADA) -> AssertionRequest:
        return AssertionRequest(achievement=self.achievement, recipient=recipient, credits_earned=2.5)


def soldering(issuer: str, **members: str) -> AchievementRequest:
    criteria = Criteria(narrative="Three boards of ten joints each.")
    members = {
        "name": "Soldering, Level 2",
        "description": "Can solder.",
        "achievement_type": "MicroCredential",
    } | members
    return AchievementRequest(issuer=issuer, criteria=criteria, **members)


@pytest.fixture
def school(service: Service) -> Iterator[School]:
    with BadgeApi(service.url, ADMIN_KEY) as admin:
        issuer = admin.create_issuer(IssuerRequest(name=f"School {uuid4().hex}")).id
        key = admin.create_api_key(issuer, ApiKeyRequest(name="tests")).key
    with BadgeApi(service.url, key) as badges:
        yield School(badges, issuer, badges.define_achievement(issuer, "soldering-2", soldering(issuer)).id)


def test_a_badge_from_its_award_to_its_revocation(school: School):
    """Every verb does at the service what its name says, and the service's own verdict shows it."""
    badges = school.badges
    awarded = badges.award(school.request())
    credential = badges.credential(awarded.id)
    assert json.loads(credential) == awarded.credential.to_dict()
    assert awarded.credential["credentialSubject"]["creditsEarned"] == 2.5
    assert badges.verify(credential).verdict == "verified"

    assert badges.publish(awarded.id).published
    assert httpx.get(awarded.credential_id).content == credential
    assert not badges.unpublish(awarded.id).published
    assert httpx.get(awarded.credential_id).status_code == 404

    assert badges.suspend(awarded.id, "under review").state == "suspended"
    assert badges.verify(credential).verdict == "not_verified"
    assert badges.reinstate(awarded.id, "reviewed").state == "issued"
    assert badges.verify(credential).verdict == "verified"
    assert badges.revoke(awarded.id, "awarded by mistake").state == "revoked"
    assert badges.verify(credential).verdict == "not_verified"

    shown = badges.get(awarded.id)
    assert (shown.state, shown.state_reason) == ("revoked", "awarded by mistake")


@pytest.mark.parametrize("form", ["bytes", "text", "mapping", "jwt", "png", "svg"])
def test_a_credential_is_verified_in_the_form_it_is_at_hand(school: School, service: Service, form: str):
    """Nobody has to convert a badge to have it judged, and nobody needs a key."""
    awarded = school.badges.award(school.request())
    credential = school.badges.credential(awarded.id)
    forms = {
        "bytes": lambda: credential,
        "text": credential.decode,
        "mapping": lambda: json.loads(credential),
        "jwt": lambda: school.badges.jwt(awarded.id, alg="ES256"),
        "png": lambda: school.badges.baked(awarded.id),
        "svg": lambda: school.badges.baked(awarded.id, media_type="image/svg+xml", bake="jwt"),
    }
    with BadgeApi(service.url) as anybody:
        report = anybody.verify(forms[form]())
    assert report.verified, report
    assert {check.outcome for check in report.checks} <= {"pass", "skipped"}


@pytest.mark.parametrize("alg", ["RS256", "ES256"])
def test_a_jwt_is_signed_as_asked(school: School, alg: str):
    """A wallet that knows one algorithm gets that one (RFC 7515 section 4.1.1)."""
    header = school.badges.jwt(school.badges.award(school.request()).id, alg=alg).partition(".")[0]
    assert json.loads(urlsafe_b64decode(header + "==="))["alg"] == alg


def test_the_same_idempotency_key_is_the_same_badge(school: School):
    """Awarding is safe to repeat under a key, and two calls without one are two badges."""
    badges = school.badges
    first = badges.award(school.request(), idempotency_key="soldering-2-ada")
    assert badges.award(school.request(), idempotency_key="soldering-2-ada").id == first.id
    assert badges.award(school.request()).id != badges.award(school.request()).id

    by_key = badges.award_by_key(school.issuer, "soldering-2:ada", school.request())
    assert by_key.key == "soldering-2:ada"
    assert badges.award_by_key(school.issuer, "soldering-2:ada", school.request()).id == by_key.id
    with pytest.raises(BadgeApiError) as refused:
        badges.award_by_key(school.issuer, "soldering-2:ada", school.request(RecipientRequest(email="bob@example.org")))
    assert (refused.value.status, refused.value.code) == (409, "key_reused")


def test_an_achievement_under_the_callers_key_gets_versions(school: School):
    """Running a set-up script again changes what changed and nothing else."""
    define = school.badges.define_achievement
    assert define(school.issuer, "soldering-2", soldering(school.issuer)).version == 1
    changed = define(school.issuer, "soldering-2", soldering(school.issuer, description="Can solder well."))
    assert (changed.id, changed.version) == (school.achievement, 2)


def test_a_picture_is_kept_for_the_achievements_that_show_it(school: School):
    """An issuer's own design reaches the badge by its address."""
    circle = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="4"/></svg>'
    kept = school.badges.upload_image(school.issuer, circle)
    assert httpx.get(kept.id).headers["content-type"] == kept.media_type == "image/svg+xml"
    school.badges.define_achievement(school.issuer, "soldering-2", soldering(school.issuer, image=kept.id))
    awarded = school.badges.award(school.request()).credential["credentialSubject"]
    assert awarded["achievement"]["image"]["id"] == kept.id


def test_assertions_come_page_by_page(school: School):
    """All are found once, newest first, and a page is fetched only when it is reached."""
    awarded = [school.badges.award(school.request()).id for _ in range(5)]
    fetched: list[httpx.Request] = []
    school.badges.operations.get_httpx_client().event_hooks["request"].append(fetched.append)
    found = school.badges.assertions(achievement=school.achievement, state="issued", limit=2)
    assert fetched == []
    assert next(found).id == awarded[-1]
    assert len(fetched) == 1
    assert [assertion.id for assertion in found] == awarded[-2::-1]
    assert len(fetched) == 3
    assert list(school.badges.assertions(state="revoked")) == []


def test_an_error_carries_the_problem_document(school: School, service: Service):
    """A program branches on the code and finds the places; a person reads what to do."""
    with pytest.raises(BadgeApiError) as refused:
        school.badges.award(school.request(RecipientRequest(email="nobody")))
    error = refused.value
    assert (error.status, error.code, error.pointers) == (422, "invalid_input", ["/recipient/email"])
    assert error.problem.remedy
    assert error.problem.request_id
    assert str(error).startswith("invalid_input: ")

    with pytest.raises(BadgeApiError) as missing:
        school.badges.credential("no-such/assertion")
    assert missing.value.code == "not_found"

    with BadgeApi(service.url, "badge_no_such_key") as stranger, pytest.raises(BadgeApiError) as unknown:
        stranger.get("x")
    assert unknown.value.code == "unauthenticated"


def test_the_generated_operations_take_the_same_client(school: School):
    """What has no verb is one import away, with the same key and the same errors."""
    operations = school.badges.operations
    archived = archive_achievement.sync(school.achievement, client=operations)
    assert archived is not None
    assert archived.state == "archived"
    with pytest.raises(BadgeApiError) as missing:
        archive_achievement.sync("none", client=operations)
    assert missing.value.code == "not_found"


def test_the_key_is_not_shown():
    """A client that is printed, logged or part of a traceback does not give its key away."""
    with BadgeApi("https://badges.example", "badge_secret") as badges:
        assert "badge_secret" not in repr(vars(badges)) + repr(vars(badges.operations.get_httpx_client()))
