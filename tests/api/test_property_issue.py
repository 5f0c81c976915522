"""For random valid requests: what is issued is verified, and not one leaf of it can be changed unseen.

Requests are built by hand from Open Badges 3.0 appendix B over all members. The many changed documents are judged in
process, by the checks that the service runs, with the issuer's published DID document for a fact.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft201909Validator

from badgeapi.credentials.time import format_datetime
from badgeapi.store import migrate
from badgeapi.verification import parse
from badgeapi.verification.facts import ControllerNeed, Fact, Found, KnownStatus, Need, Refused
from badgeapi.verification.inspector import Inspection
from tests.api.bodies import ACHIEVEMENT, ASSERTION
from tests.api.service import Service, Tenant, running

REFERENCE = os.environ.get("BADGEAPI_REFERENCE_DIR")
SUITES = ("eddsa-rdfc-2022", "eddsa-jcs-2022")
each_suite = pytest.mark.parametrize("cryptosuite", SUITES)
examples = settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)

# Leaves

TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn")) | st.sampled_from('\n\t"\\'), min_size=1, max_size=12
)
TEXT = TEXTS.filter(lambda text: not text.isspace())
# No id twice: what two objects of one id say alike is one statement, so one of the two can go unseen.
IRI = st.uuids().map(lambda uuid: f"https://a.example/ä/{uuid}?q=1#x") | st.uuids().map(lambda uuid: uuid.urn)
NUMBER = st.integers(-(2**53) + 1, 2**53 - 1) | st.decimals(-1000, 1000, places=2).map(float)
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1))  # noqa: DTZ001  # the zone is added
STAMP = st.builds(
    lambda at, zone: at.replace(microsecond=0).isoformat() + zone, MOMENTS, st.sampled_from(["Z", "+05:30", "-11:00"])
)
LANGUAGE = st.sampled_from(["en", "de-CH", "zh-Hant-TW", "es-419"])
# The published schema does not take a hyphen right after the colon.
OWN_TERM = st.from_regex(r"ext:[A-Za-z0-9._][A-Za-z0-9._-]{0,8}", fullmatch=True)


def of(required: dict[str, st.SearchStrategy[Any]], **optional: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Objects with these members."""
    return st.fixed_dictionaries(required, optional=optional)


def some(items: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Arrays of one or two different items."""
    return st.lists(items, min_size=1, max_size=2, unique_by=repr)


# Classes

DRAWING = "data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20id='{}'/%3E"
IMAGE = of({"id": IRI | st.uuids().map(DRAWING.format)}, caption=TEXT)
IDENTIFIER = of({"identifier": TEXT, "identifierType": st.sampled_from(["isbn", "ltiUserId"]) | OWN_TERM})
ALIGNMENT = of(
    {"targetName": TEXT, "targetUrl": IRI},
    targetCode=TEXT,
    targetDescription=TEXT,
    targetFramework=TEXT,
    targetType=st.sampled_from(["ceasn:Competency", "ceterms:Credential", "CFItem", "CTDL"]) | OWN_TERM,
)
ADDRESS = of(
    {},
    addressCountry=TEXT,
    addressCountryCode=st.sampled_from(["NZ", "DE"]),
    addressRegion=TEXT,
    addressLocality=TEXT,
    streetAddress=TEXT,
    postOfficeBoxNumber=TEXT,
    postalCode=TEXT,
    geo=of({"latitude": st.integers(-90, 90), "longitude": st.decimals(-180, 180, places=3).map(float)}),
)
PROFILE = of(
    {"id": IRI},
    name=TEXT,
    url=IRI,
    phone=TEXT,
    description=TEXT,
    image=IMAGE,
    email=TEXT,
    address=ADDRESS,
    otherIdentifier=some(IDENTIFIER),
    official=TEXT,
    parentOrg=of({"id": IRI}, name=TEXT),
    familyName=TEXT,
    givenName=TEXT,
    additionalName=TEXT,
    patronymicName=TEXT,
    honorificPrefix=TEXT,
    honorificSuffix=TEXT,
    familyNamePrefix=TEXT,
    dateOfBirth=st.dates().map(str),
)
LEVEL = of({"id": IRI, "name": TEXT}, description=TEXT, level=TEXT, points=TEXT, alignment=some(ALIGNMENT))


@st.composite
def result_descriptions(draw: st.DrawFn) -> dict[str, Any]:
    """A ResultDescription whose bounds and levels agree."""
    described = draw(of({"id": IRI, "name": TEXT}, requiredValue=TEXT, alignment=some(ALIGNMENT)))
    match draw(st.sampled_from(["bounds", "allowed", "levels"])):
        case "bounds":
            return described | {"resultType": "Percent", "valueMin": "0", "valueMax": "100"}
        case "allowed":
            return described | {"resultType": "LetterGrade", "allowedValue": draw(some(TEXT))}
        case _:
            levels = draw(some(LEVEL))
            return described | {
                "resultType": "RubricCriterionLevel",
                "rubricCriterionLevel": levels,
                "requiredLevel": levels[0]["id"],
            }


ACHIEVEMENTS = of(
    {"name": TEXT, "description": TEXT, "criteria": of({"narrative": TEXT}, id=IRI) | of({"id": IRI}, narrative=TEXT)},
    achievementType=st.sampled_from(["MicroCredential", "Badge", "Course"]) | OWN_TERM,
    image=IMAGE,
    creator=PROFILE,
    alignment=some(ALIGNMENT),
    tag=some(TEXT),
    creditsAvailable=NUMBER,
    fieldOfStudy=TEXT,
    specialization=TEXT,
    humanCode=TEXT,
    inLanguage=LANGUAGE,
    related=some(of({"id": IRI}, inLanguage=LANGUAGE, version=TEXT)),
    otherIdentifier=some(IDENTIFIER),
    resultDescription=some(result_descriptions()),
)


def results(descriptions: list[dict[str, Any]]) -> st.SearchStrategy[Any]:
    """Results that fit the descriptions, and some that name none."""
    status = st.sampled_from(["Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Provisional", "Withdrew"])
    kinds = [of({}, status=status, value=TEXT, alignment=some(ALIGNMENT))]
    for described in descriptions:
        named = {"resultDescription": st.just(described["id"])}
        if "valueMax" in described:
            named["value"] = st.integers(0, 100).map(str)
        elif "allowedValue" in described:
            named["value"] = st.sampled_from(described["allowedValue"])
        else:
            named["achievedLevel"] = st.sampled_from([level["id"] for level in described["rubricCriterionLevel"]])
        kinds.append(of(named, status=status, alignment=some(ALIGNMENT)))
    return some(st.one_of(kinds))


RECIPIENT = st.one_of(
    of({"email": st.emails()}, name=TEXT),
    of({"did": st.just("did:web:ada.example%3A8443:people:ada")}, name=TEXT, email=st.just("Ada@Example.org")),
    of({"identifier": of({"type": st.just("systemId") | OWN_TERM, "value": TEXT})}, name=TEXT),
)
EVIDENCE = of({}, id=IRI, name=TEXT, narrative=TEXT, description=TEXT, genre=TEXT, audience=TEXT)


def assertions(achievement: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Assertion requests that fit an achievement."""
    return of(
        {"recipient": RECIPIENT},
        validFrom=st.just("2026-01-01T00:00:00+13:00"),
        validUntil=st.just("2199-01-01T00:00:00Z"),
        name=TEXT,
        description=TEXT,
        image=IMAGE,
        awardedDate=STAMP,
        evidence=some(EVIDENCE),
        activityStartDate=STAMP,
        activityEndDate=STAMP,
        creditsEarned=NUMBER,
        licenseNumber=TEXT,
        narrative=TEXT,
        result=results(achievement.get("resultDescription", [])),
        role=TEXT,
        source=PROFILE,
        term=TEXT,
    )


class Judge:
    """The verifier's checks in process, knowing one issuer's published DID document."""

    def __init__(self, tenant: Tenant) -> None:
        self.did = tenant.issuer["did"]
        self.document = tenant.service.http.get(f"/issuers/{tenant.issuer['slug']}/did.json").json()

    def verdict(self, credential: object) -> str:
        """Judge a credential a moment from now."""
        now = datetime.now(UTC) + timedelta(seconds=5)
        inspection = Inspection(parse.parse(json.dumps(credential).encode()), now)
        while not inspection.done:
            inspection.advance({need: self._fact(need) for need in inspection.needs()})
        return str(inspection.report().verdict)

    def _fact(self, need: Need) -> Fact:
        if not isinstance(need, ControllerNeed):
            return KnownStatus(self.did, "revocation", is_set=False)
        return Found(self.document) if need.controller == self.did else Refused("unknown")


@pytest.fixture
def issuer(service: Service) -> Tenant:
    return service.tenant()


def issue(tenant: Tenant, achievement: dict[str, Any], assertion: dict[str, Any], cryptosuite: str) -> dict[str, Any]:
    """Define the achievement and issue it; both must be taken."""
    defined = tenant.call("POST", "/v1/achievements", achievement | {"issuer": tenant.issuer["id"]})
    assert defined.status_code == 201, defined.text
    return tenant.issue(**assertion | {"achievement": defined.json()["id"], "cryptosuite": cryptosuite})


# Changes

Place = tuple[str | int, ...]
OTHER_TIME = format_datetime(datetime(2001, 2, 3, 4, 5, 6, tzinfo=UTC))


def walk(value: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Every value below an object or array with its place."""
    for key, member in value.items() if isinstance(value, dict) else enumerate(value):
        yield (*place, key), member
        if isinstance(member, dict | list):
            yield from walk(member, (*place, key))


def another(value: Any) -> Any:
    """Another value of the same JSON type, and of the same form where there is one."""
    match value:
        case bool():
            return not value
        case str() if value[10:11] == "T" and value[:4].isdecimal():
            return OTHER_TIME
        case str():
            return value + "x"
        case int() | float():
            return value + 1 if abs(value) < 2**52 else value // 2


def of_another_type(value: Any) -> list[Any]:
    """The same said in other JSON types, as JSON-LD would take it for the same or nearly so."""
    match value:
        case bool():
            return [str(value).lower(), int(value)]
        case str():
            return [{"@value": value}, 7]
        case _:
            return [str(value), {"@value": value}]


def changed(document: dict[str, Any], place: Place, *values: Any) -> dict[str, Any]:
    """The document with another value at a place, or without it when none is given."""
    copy = deepcopy(document)
    within: Any = copy
    for key in place[:-1]:
        within = within[key]
    if values:
        within[place[-1]] = values[0]
    else:
        del within[place[-1]]
    return copy


def changes(document: dict[str, Any], place: Place, value: Any) -> Iterator[dict[str, Any]]:
    """Every way we know to change a place: to another value, another type, away."""
    yield changed(document, place)
    if not isinstance(value, dict | list):
        for other in (another(value), *of_another_type(value)):
            yield changed(document, place, other)


# Properties


@each_suite
@examples
@given(data=st.data())
def test_what_is_issued_is_verified_and_cannot_be_changed(issuer: Tenant, cryptosuite: str, data: st.DataObject):
    """Issue -> verify is `verified`; after a change of any place, or its loss, it is `not_verified`."""
    achievement = data.draw(ACHIEVEMENTS)
    credential = issue(issuer, achievement, data.draw(assertions(achievement)), cryptosuite)["credential"]
    assert issuer.service.verify(credential)["verdict"] == "verified"
    judge = Judge(issuer)
    assert judge.verdict(credential) == "verified"
    for place, value in data.draw(st.lists(st.sampled_from(list(walk(credential))), min_size=6, max_size=6)):
        for document in changes(credential, place, value):
            assert judge.verdict(document) == "not_verified", place


@pytest.fixture
def single_issuer(new_database: Callable[[str], str], tmp_path: Path) -> Iterator[Tenant]:
    """An issuer on SQLite alone: for what the database has no part in."""
    url = new_database("sqlite")
    migrate.upgrade(url)
    with running(url, tmp_path) as service:
        yield service.tenant()


@each_suite
def test_no_place_of_a_badge_with_every_member_can_be_changed(single_issuer: Tenant, cryptosuite: str):
    """The same for every place of one credential that has all the members there are."""
    issuer = single_issuer
    credential = issue(issuer, ACHIEVEMENT, ASSERTION, cryptosuite)["credential"]
    judge = Judge(issuer)
    assert judge.verdict(credential) == "verified"
    unseen = [
        place
        for place, value in walk(credential)
        for document in changes(credential, place, value)
        if judge.verdict(document) != "not_verified"
    ]
    assert unseen == []


@pytest.mark.skipif(not REFERENCE, reason="the published schema is read from BADGEAPI_REFERENCE_DIR")
@each_suite
@examples
@given(data=st.data())
def test_what_is_issued_passes_the_published_schema(issuer: Tenant, cryptosuite: str, data: st.DataObject):
    """1EdTech's JSON Schema of AchievementCredential, which other software judges by."""
    achievement = data.draw(ACHIEVEMENTS)
    credential = issue(issuer, achievement, data.draw(assertions(achievement)), cryptosuite)["credential"]
    name = "schemas/ob3-published-2026/ob_v3p0_achievementcredential_schema.json"
    schema = json.loads((Path(str(REFERENCE)) / name).read_text())
    errors = Draft201909Validator(schema, format_checker=Draft201909Validator.FORMAT_CHECKER).iter_errors(credential)
    assert [(error.json_path, error.message[:200]) for error in errors] == []
