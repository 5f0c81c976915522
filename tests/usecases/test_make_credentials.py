"""By a template or without: the same credential, byte for byte, or the same refusal."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from random import Random
from typing import Any, Final

import pytest
from structlog.testing import capture_logs

from badgeapi import limits
from badgeapi.canon import json, jsonld
from badgeapi.canon.json import JsonObject
from badgeapi.canon.template import Filled, compile_template
from badgeapi.credentials import profile
from badgeapi.credentials.open_badge import Identity, OpenBadge, Recipient
from badgeapi.credentials.shape import check_credential
from badgeapi.errors import InvalidInput
from badgeapi.jobs.packing import pack
from badgeapi.jobs.rows import AskedRow
from badgeapi.jobs.workshop import Workshop
from badgeapi.keys.keyring import Keyring
from badgeapi.keys.sealing import MasterKey, RecipientIndex
from badgeapi.schemas.assertions import AssertionRequest
from badgeapi.signing import data_integrity, did
from badgeapi.signing.suites import ISSUING
from badgeapi.signing.suites.suite import Unsecured
from badgeapi.store.achievements import AchievementVersion
from badgeapi.store.assertions import Assertion
from badgeapi.store.issuers import Issuer
from badgeapi.usecases import fill_template, make_credentials, prove_templates
from badgeapi.usecases.fill_template import Pattern
from badgeapi.usecases.make_credentials import IssueAssertion, Mould, order
from badgeapi.usecases.prove_templates import PROVER, TALLY, Candidate
from badgeapi.usecases.status_indices import StatusIndex
from badgeapi.verification import catalogue
from badgeapi.verification.inspector import inspect_offline
from badgeapi.verification.parse import Presented
from tests.canon.documents import CHARACTERS

AT = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
MASTER = MasterKey(bytes(range(32)))
KEYRING, RECIPIENTS = Keyring(MASTER), RecipientIndex(MASTER)
ORIGIN = "https://badges.example"
DID = "did:web:badges.example:issuers:poly"
ISSUER = Issuer(
    id="00000000-0000-7000-8000-0000000000a1",
    slug="poly",
    origin=ORIGIN,
    did=DID,
    did_method="web",
    profile=json.dumps({"name": 'Pölytechnic "%s" {0}', "url": "https://poly.example"}),
    version=1,
    created_at=AT,
    updated_at=AT,
)
MARK, GRADE = (f"{ORIGIN}/achievements/1#{name}" for name in ("mark", "grade"))
BEST, GOOD = f"{GRADE}/best", f"{GRADE}/good"
ACHIEVEMENT: JsonObject = {
    "id": f"{ORIGIN}/achievements/1",
    "type": ["Achievement"],
    "name": "Soldering, Level 2",
    "description": "Can solder 100 % of joints.",
    "criteria": {"narrative": "Three boards."},
    "creditsAvailable": 2.5,
    "tag": ["a", "b"],
    "resultDescription": [
        {
            "id": MARK,
            "type": ["ResultDescription"],
            "name": "Mark",
            "resultType": "Percent",
            "valueMin": "0",
            "valueMax": "100",
        },
        {
            "id": GRADE,
            "type": ["ResultDescription"],
            "name": "Grade",
            "resultType": "RubricCriterionLevel",
            "rubricCriterionLevel": [
                {"id": BEST, "type": ["RubricCriterionLevel"], "name": "Best"},
                {"id": GOOD, "type": ["RubricCriterionLevel"], "name": "Good"},
            ],
        },
    ],
    "version": "1",
}
KEYS = {suite: KEYRING.make(ISSUER.id, suite, version=1).sealed for suite in ISSUING}
INDEX = StatusIndex("00000000-0000-7000-8000-0000000000b1", 77, 5)
_numbers = itertools.count()


def mould(suite: str = "eddsa-rdfc-2022", **members: Any) -> Mould:
    """A mould of an achievement of its own, whose pattern nobody has used before."""
    document = json.dumps(ACHIEVEMENT | {"humanCode": f"A-{next(_numbers)}"} | members)
    version = AchievementVersion("00000000-0000-7000-8000-0000000000c1", 1, document, bytes(32), AT)
    return Mould(ISSUER, version, suite, KEYS[suite])


def command(**members: Any) -> IssueAssertion:
    return AssertionRequest.model_validate(
        {"achievement": "00000000-0000-7000-8000-0000000000c1", "recipient": {"email": "ada@example.org"}} | members
    ).command()


def pattern_of(mould: Mould) -> Pattern:
    return fill_template.pattern(mould.issuer.did, mould.issuer.profile, mould.version.document)


@dataclass
class Bench:
    """Makes credentials whose chance and place are those of a number, the general way or as it comes."""

    monkeypatch: pytest.MonkeyPatch

    def make(self, mould: Mould, command: IssueAssertion, number: int, *, generally: bool = False) -> Any:
        """The assertion, or what an error says."""
        random = Random(number)
        with self.monkeypatch.context() as patch:
            patch.setattr(make_credentials, "drawing", lambda _size: random.randbytes)
            if generally:
                patch.setattr(Pattern, "fill", lambda *_: None)
                patch.setattr(Pattern, "learn", lambda *_: None)
            index = INDEX._replace(position=number % limits.STATUS_LIST_ENTRIES)
            wanted = order(lambda _: mould, [command], {ISSUER.id: [index]}, AT + timedelta(seconds=number))
            try:
                [made] = make_credentials.make_credentials(KEYRING, RECIPIENTS, wanted).pieces
            except UnicodeEncodeError as error:
                return type(error), str(error), None
            return (type(made), str(made), made.faults) if isinstance(made, InvalidInput) else made

    def warm(self, mould: Mould, command: IssueAssertion) -> None:
        """Have a template made of the shape of a request, if one is ever made of it."""
        for number in range(40):
            before = filled()
            self.make(mould, command, number)
            PROVER.rest()
            if filled() > before:
                return


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    yield Bench(monkeypatch)
    PROVER.rest()


def events() -> dict[str, int]:
    return dict(TALLY.counts())


def filled() -> int:
    return events().get("filled", 0)


def some_text(random: Random) -> str:
    """A text that a request may have."""
    shown = CHARACTERS + "%s{}$"
    text = "x" + "".join(random.choice(shown) for _ in range(random.choice([0, 3, 30])))
    return "".join(c for c in text if c.isprintable() or c in "\n\r\t")


def some_time(random: Random) -> str:
    year, month, day = random.randrange(2026, 2030), random.randrange(1, 10), random.randrange(10, 20)
    zone = random.choice(["Z", "+00:00", "+05:45", "-11:00", ".25Z"])
    return f"{year}-0{month}-{day}T1{random.randrange(10)}:00:00{zone}"


IRIS = ["https://lms.example/e/{}?a=%20&b#é", "urn:uuid:{}", "http://[::1]/{}", "did:key:z6Mk{}"]


def some_iri(random: Random) -> str:
    return random.choice(IRIS).format(random.randrange(10**6))


def _evidence(random: Random) -> dict[str, Any]:
    return {"id": some_iri(random), "name": some_text(random)}


SHAPES: list[Callable[[Random], dict[str, Any]]] = [
    lambda r: {"recipient": {"email": f"{r.randrange(10**6)}@example.org"}},
    lambda r: {
        "recipient": {"email": "a@x.example", "did": f"did:key:z6Mk{r.randrange(10**6)}", "name": some_text(r)},
        "validFrom": some_time(r),
        "evidence": [_evidence(r)],
        "narrative": some_text(r),
    },
    lambda r: {
        "recipient": {"identifier": {"type": "systemId", "value": some_text(r)}},
        "validUntil": f"20{r.randrange(26, 90)}-12-31T23:59:59Z",
        "creditsEarned": 2,
        "result": [
            {"resultDescription": MARK, "value": str(r.randrange(101))},
            {"resultDescription": GRADE, "achievedLevel": r.choice([BEST, GOOD])},
        ],
    },
    lambda r: {
        "name": some_text(r),
        "description": some_text(r),
        "awardedDate": some_time(r),
        "activityStartDate": some_time(r),
        "evidence": [_evidence(r), {"narrative": some_text(r), "genre": some_text(r)}],
        "role": some_text(r),
        "term": some_text(r),
        "licenseNumber": some_text(r),
        "result": [{"status": r.choice(["Completed", "Failed"]), "value": some_text(r)}],
    },
    lambda r: {
        "recipient": {
            "email": "Ada@Example.org",
            "identifier": {"type": "ltiUserId", "value": some_text(r)},
            "name": some_text(r),
        },
        "name": some_text(r),
    },
]  # fmt: skip


@pytest.mark.parametrize("suite", ISSUING)
def test_what_a_template_writes_is_what_the_general_way_writes(bench: Bench, suite: str):
    """The whole assertion: bytes, canonical digest, signature. Most are filled; others are the same too."""
    random, made = Random("good"), mould(suite)
    for shape in SHAPES:
        bench.warm(made, command(**shape(random)))
        before = filled()
        for number in range(60):
            wanted = command(**shape(random))
            found = bench.make(made, wanted, number)
            assert isinstance(found, Assertion)
            assert found == bench.make(made, wanted, number, generally=True)
            if number % 10 == 0:
                assert is_of_the_slow_way(found)
        assert filled() - before >= 50


def is_of_the_slow_way(found: Assertion) -> bool:
    """Whether PyLD and our RDFC-1.0 read the credential as it was hashed; of the JCS suite, the signature says so."""
    document = json.loads_object(found.credential)
    [proof] = document.pop("proof")
    if found.canonical_sha256 is not None:
        return sha256(jsonld.canonicalize(document).nquads.encode()).digest() == found.canonical_sha256
    key = KEYRING.signer(DID, KEYS[found.cryptosuite]).public_key
    return data_integrity.verify_proof(Unsecured(document), proof, suite=ISSUING[found.cryptosuite], key=key).valid


@pytest.mark.parametrize("suite", ISSUING)
def test_what_is_delivered_is_json_that_verifies(bench: Bench, suite: str):
    """By a template and without: one JSON text; its one proof is right, and wrong with a letter less."""
    made = mould(suite)
    bench.warm(made, command())
    key = KEYRING.signer(DID, KEYS[suite]).public_key
    for generally in (False, True):
        before = filled()
        found = bench.make(made, command(), 7, generally=generally)
        assert (filled() > before) is not generally
        document = json.loads_object(found.credential)
        assert json.dumps(document) == found.credential
        [proof] = document.pop("proof")
        assert proof["created"] == "2026-03-01T12:30:07Z"
        for trial, valid in ((document, True), (document | {"name": document["name"][:-1]}, False)):
            assert data_integrity.verify_proof(Unsecured(trial), proof, suite=ISSUING[suite], key=key).valid is valid


def test_a_batch_has_ids_and_salts_of_its_own(bench: Bench):
    """A thousand credentials in one order: no id, no subject and no salt twice."""
    made = mould()
    bench.warm(made, command())
    size = 1000
    places = [INDEX._replace(position=number) for number in range(size)]
    wanted = order(lambda _: made, [command()] * size, {ISSUER.id: places}, AT)
    documents = [
        json.loads_object(piece.credential)
        for piece in make_credentials.make_credentials(KEYRING, RECIPIENTS, wanted).pieces
        if isinstance(piece, Assertion)
    ]
    subjects: list[Any] = [document["credentialSubject"] for document in documents]
    for seen in (
        {document["id"] for document in documents},
        {subject["id"] for subject in subjects},
        {subject["identifier"][0]["salt"] for subject in subjects},
        {subject["identifier"][0]["identityHash"] for subject in subjects},
    ):
        assert len(seen) == size


def test_nothing_is_mixed_up_between_shapes_and_achievements(bench: Bench):
    """Requests of all shapes for three achievements, one after the other."""
    random, moulds = Random("mixed"), [mould(), mould(tag=["a"]), mould(name="%s {}")]
    for number in range(240):
        made, wanted = random.choice(moulds), command(**random.choice(SHAPES)(random))
        assert bench.make(made, wanted, number) == bench.make(made, wanted, number, generally=True)
        PROVER.rest()


NASTY = [
    "",
    " ",
    "\0",
    "\x7f",
    "\ud800",
    "x" * (limits.TEXT_CHARACTERS + 1),
    "é" * (limits.TEXT_CHARACTERS // 2 + 1),
    "_:b0",
    "relative/id",
    "https://e.example/a b",
    "https://e.example/<x>",
    "https://e.example/\ud800",
    "https://e.example/" + "x" * limits.TEXT_CHARACTERS,
    "tag:example.org,2026:1",
    "Tag:x",
    "id",
    DID,
    ACHIEVEMENT["id"],
    MARK,
    BEST,
    "2026-02-30T00:00:00Z",
    "2026-01-01T24:00:00Z",
    "2026-01-01T00:00:60Z",
    "2026-01-01T00:00:00",
    "2020-01-01T00:00:00Z",
    "0001-01-01T00:00:00+14:00",
    "Completed",
    "emailAddress",
    "ext:own",
    None,
    True,
    1,
    1.0,
    [],
    ["x"],
    {},
    {"@value": "x"},
    {"id": "urn:x:1"},
]


FOREIGN = ["unknown", "image", "endorsementJwt", "@id", "alignment", "type", "proof", "@context", "id"]


def _places(value: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in items:
        yield (*place, key)
        yield from _places(member, (*place, key))


def spoilt(random: Random, wanted: IssueAssertion) -> IssueAssertion:
    """The request with one thing in it that may not stand there: beyond what a client can send."""
    members: dict[str, Any] = json.loads_object(
        json.dumps({"credential": wanted.credential, "subject": wanted.subject})
    )
    places = [place for place in _places(members) if len(place) > 1]
    kind = random.randrange(6) if places else 0
    nasty = random.choice(NASTY)
    if kind == 0:
        who = [
            Recipient(did=nasty if isinstance(nasty, str) else None, email="a@b.example"),
            Recipient(email="a@b.example", name=str(nasty)),
            Recipient(identifier=(str(nasty), "x")),
            Recipient(identifier=("systemId", str(nasty))),
        ]
        return wanted._replace(recipient=random.choice(who))
    if kind == 1:
        return wanted._replace(valid_from=AT, valid_until=AT - timedelta(days=random.choice([-1, 0, 1])))
    *path, last = random.choice(places)
    owner: Any = members
    for key in path:
        owner = owner[key]
    if kind == 2 and isinstance(owner, dict):
        owner[random.choice(FOREIGN)] = nasty
    else:
        owner[last] = nasty
    return wanted._replace(credential=members["credential"], subject=members["subject"])


HOSTILE = [
    'say "%b" \\ %% {} %s',
    "\u2028\u2029\x85\x0b\x0c\x1c",
    "\b\t\n\f\r\x01\x1f\x7f",
    "\ufffe\uffff\uff01",
    "urn:x-slot-0-0.",
    "_:x-slot-0-1.",
    "x" * limits.TEXT_CHARACTERS,
    "x" * (limits.TEXT_CHARACTERS + 1),
    "é" * 1_000,
    "\ud83d\ude00",
    "😀",
    "\n",
    " ",
    "same",
    "same",
    "same",
]
TEXT_MEMBERS: Final = frozenset({"name", "narrative", "description", "genre", "role", "term", "value"})
NAMES = [
    "urn:x:1",
    "urn:x:2",
    "urn:x:3",
    "https://lms.example/%62?é=b#\uff01",
    "https://lms.example/a b",
    "urn:x-slot-0-0.",
    DID,
    ACHIEVEMENT["id"],
    f"{ORIGIN}/status/{INDEX.list_id}",
    "tag:x",
]


def hostile(random: Random, wanted: IssueAssertion) -> IssueAssertion:
    """The request with another text in every place that has one; few of them are like no other in it."""
    members: dict[str, Any] = json.loads_object(
        json.dumps({"credential": wanted.credential, "subject": wanted.subject})
    )
    for place in [*_places(members)]:
        if isinstance(at(members, "/" + "/".join(map(str, place))), str) and place[-1] not in {"type", 0}:
            kind = place[-1]
            if kind == "id":
                put(members, place, random.choice(NAMES))
            elif isinstance(kind, str) and kind in {
                "name",
                "narrative",
                "description",
                "genre",
                "role",
                "term",
                "value",
            }:
                put(members, place, random.choice(HOSTILE))
    did, name = random.choice([None, *NAMES]), random.choice([None, *HOSTILE])
    recipient = wanted.recipient._replace(did=did, name=name if wanted.recipient.name is not None else None)
    return wanted._replace(recipient=recipient, credential=members["credential"], subject=members["subject"])


@pytest.mark.parametrize("suite", ISSUING)
def test_hostile_texts_everywhere_are_the_same_both_ways(bench: Bench, suite: str):
    """Whatever stands in all places at once, ids that are those of other things among it: same bytes, same refusal."""
    random, made, issued, before = Random("hostile"), mould(suite), 0, filled()
    for shape in SHAPES:
        bench.warm(made, command(**shape(random)))
    for number in range(300):
        wanted = hostile(random, command(**random.choice(SHAPES)(random)))
        found = bench.make(made, wanted, number)
        assert repr(found) == repr(bench.make(made, wanted, number, generally=True))
        if isinstance(found, Assertion):
            issued += 1
            if issued % 10 == 0:
                assert is_of_the_slow_way(found)
    assert issued > 40
    assert filled() > before + len(SHAPES) + 20


def test_what_may_not_be_issued_is_refused_in_the_same_words(bench: Bench):
    """Same errors with the same pointers, by an achievement that has its templates; and the same bytes where it may."""
    random, made, refused, before = Random("bad"), mould(), 0, filled()
    for shape in SHAPES:
        bench.warm(made, command(**shape(random)))
    for number in range(600):
        wanted = spoilt(random, command(**random.choice(SHAPES)(random)))
        found = bench.make(made, wanted, number)
        assert repr(found) == repr(bench.make(made, wanted, number, generally=True))
        refused += not isinstance(found, Assertion)
    assert refused > 200
    assert filled() > before + len(SHAPES)


def badge_of(wanted: IssueAssertion) -> OpenBadge:
    """A badge of a request, before it is signed."""
    return OpenBadge(
        id=f"{ORIGIN}/credentials/1",
        issuer=profile.in_credential(DID, json.loads_object(ISSUER.profile)),
        achievement=ACHIEVEMENT,
        subject_id=wanted.recipient.did or "urn:uuid:5",
        identities=wanted.recipient.shown(lambda: "salt"),
        valid_from="2026-03-01T12:30:00Z",
        status_list=f"{ORIGIN}/status/1",
        status_index=7,
        credential=wanted.credential,
        subject=wanted.subject,
    )


def put(members: Any, place: tuple[str | int, ...], value: Any) -> None:
    *path, last = place
    for key in path:
        members = members[key]
    members[last] = value


def at(document: Any, pointer: str) -> Any:
    for token in pointer.split("/")[1:]:
        document = document[int(token)] if isinstance(document, list) else document[token]
    return document


FULL: dict[str, Any] = {
    "recipient": {
        "email": "ada@example.org",
        "did": "did:key:z6Mk1",
        "identifier": {"type": "systemId", "value": "s-1"},
        "name": "Ada",
    },
    "name": "A name",
    "description": "A description",
    "awardedDate": "2026-02-01T00:00:00Z",
    "evidence": [{"id": "urn:x:1", "name": "One"}, {"narrative": "Two", "genre": "Three", "audience": "All"}],
    "activityStartDate": "2026-01-02T00:00:00Z",
    "activityEndDate": "2026-01-03T00:00:00Z",
    "creditsEarned": 2,
    "licenseNumber": "A licence",
    "narrative": "A narrative",
    "role": "A role",
    "term": "A term",
    "result": [{"resultDescription": MARK, "value": "7"}, {"achievedLevel": BEST}, {"status": "Completed"}],
}


@pytest.mark.parametrize("number", [*range(len(SHAPES)), None])
def test_every_text_stands_where_its_slot_is(number: int | None):
    """The document, which `OpenBadge` makes, has at each place the text that is filled in there; the shapes in turn."""
    badge = badge_of(command(**(FULL if number is None else SHAPES[number](Random("places")))))
    document, shape = badge.document(), fill_template._Shape.of(badge)
    assert shape is not None
    places = fill_template._slots(badge)
    assert len({*places}) == len(places) == len(shape.values)
    assert [at(document, place) for place in places] == shape.values


def nasty_badges(badge: OpenBadge) -> Iterator[tuple[object, object, OpenBadge]]:
    """The badge with a nasty text in each place where a request may put one, and the place and the text."""
    for nasty in NASTY:
        for owner in ("credential", "subject"):
            for place in _places(getattr(badge, owner)):
                members = json.loads_object(json.dumps(getattr(badge, owner)))
                put(members, place, nasty)
                yield (owner, *place), nasty, badge._replace(**{owner: members})
        if isinstance(nasty, str):
            for name in ("id", "subject_id"):
                yield name, nasty, badge._replace(**{name: nasty})
            for identity in (Identity("name", nasty), Identity(nasty, "clear")):
                yield "identity", nasty, badge._replace(identities=[identity])


@pytest.mark.parametrize("number", range(len(SHAPES)))
def test_no_slot_is_judged_more_laxly_than_its_class_judges_it(number: int):
    """Every nasty text in every place: what is let by has no fault by the classes and rules of the standard."""
    badge = badge_of(command(**SHAPES[number](Random("lax"))))
    badge = badge._replace(credential={**badge.credential, "validUntil": "2030-01-01T00:00:00Z"})
    patterns, taken, tried = dict[object, Pattern](), 0, 0
    for place, nasty, trial in [(None, None, badge), *nasty_badges(badge)]:
        shape = fill_template._Shape.of(trial)
        if shape is None:
            continue
        tried += 1
        key = tuple(shape.key)
        if key not in patterns:  # each shape is linted before it has a template
            patterns[key] = Pattern({}, {})
            sound = not check(trial)
            template = compile_template(trial.document(), fill_template._slots(trial)) if sound else None
            patterns[key]._candidates[key] = Candidate(template=template)
        if patterns[key].fill(trial) is not None:
            taken += 1
            assert all(one.startswith("/credentialSubject/result") for one in check(trial)), (place, nasty)
    assert taken > 25
    assert tried > taken


def check(badge: OpenBadge) -> set[str]:
    return {fault.pointer for fault in check_credential(badge.document())}


def test_every_check_of_the_lint_is_accounted_for():
    """Another check may read what a template fills in: `fill_template.py` must say of it what, and judge that."""
    checks = catalogue.BY_TYPE["OpenBadgeCredential"][0]
    accounted = {"type", "context", "json_ld", "shape", "data_model", "subject", "criteria", "evidence", "results"}
    assert {check.ID for check in checks} == accounted
    assert all(f"`{name}`" in str(fill_template.__doc__) for name in accounted)


def test_no_check_of_the_lint_reads_the_time(bench: Bench):
    """A template is linted once: the same must be found at any other time, in a good document and in bad ones."""
    random = Random("time")
    made = bench.make(mould(), command(**SHAPES[2](random)), 1)
    document = json.loads_object(made.credential)
    for spoiling in ({}, {"validUntil": "1990-01-01T00:00:00Z"}, {"validFrom": "2090-01-01T00:00:00Z"}):
        found = [
            inspect_offline(Presented(document | spoiling), datetime(year, 1, 1, tzinfo=UTC), lint=True).results
            for year in (1970, 2026, 2200)
        ]
        assert found[0] == found[1] == found[2]


def test_one_in_so_many_credentials_is_written_again_the_slow_way(bench: Bench, monkeypatch: pytest.MonkeyPatch):
    """The first of a template and then every third, when every third is wanted; and all are equal."""
    monkeypatch.setattr(limits, "TEMPLATE_RECHECK", 3)
    made = mould()
    bench.warm(made, command())
    PROVER.rest()
    before = events()
    for number in range(9):
        bench.make(made, command(), number)
        PROVER.rest()
    assert filled() - before["filled"] == 9
    assert events()["proved"] - before["proved"] == 3
    assert events().get("mismatch", 0) == before.get("mismatch", 0)


def test_a_template_that_is_wrong_once_is_never_used_again(bench: Bench, monkeypatch: pytest.MonkeyPatch):
    """The slow way says something else: the error is logged with the credential, and the general way takes over."""
    monkeypatch.setattr(limits, "TEMPLATE_RECHECK", 1)
    made = mould()
    bench.warm(made, command())
    before, slowly = events(), prove_templates.write_slowly
    monkeypatch.setattr(
        prove_templates,
        "write_slowly",
        lambda document, **kept: replace(slowly(document, **kept), canonical=lambda: b"<urn:x> <urn:y> <urn:z> .\n"),
    )
    with capture_logs() as logs:
        found = bench.make(made, command(), 7)
        PROVER.rest()
    assert [(one["log_level"], one["event"], one["credential"]) for one in logs] == [
        ("error", "template_mismatch", found.credential_id)
    ]
    for number in range(50):
        assert bench.make(made, command(), number) == bench.make(made, command(), number, generally=True)
    PROVER.rest()
    assert (filled() - before["filled"], events()["mismatch"] - before.get("mismatch", 0)) == (1, 1)
    assert events()["made"] == before["made"]


def test_a_template_that_does_not_pass_its_proof_is_never_used(bench: Bench, monkeypatch: pytest.MonkeyPatch):
    """Also when making it fails in a way that nobody foresaw."""
    for broken in (lambda *_, **_kept: Filled(bytes, bytes, bytes), lambda document, **_: document["no such member"]):
        monkeypatch.setattr(prove_templates, "write_slowly", broken)
        made, before = mould(), filled()
        with capture_logs():
            bench.warm(made, command())
        assert filled() == before


def test_shapes_that_do_not_come_again_cost_nothing(bench: Bench):
    """A new number of credits in every request is a new shape: no template is made of it, and few are kept in mind.

    The template that is in use meanwhile stays.
    """
    made = mould()
    bench.warm(made, command())
    before = events()
    for number in range(3 * limits.TEMPLATE_SHAPES):
        bench.make(made, command(creditsEarned=number + 0.5), number)
        bench.make(made, command(), number)
    PROVER.rest()
    assert events()["made"] == before["made"]
    assert filled() - before["filled"] == 3 * limits.TEMPLATE_SHAPES
    assert len(pattern_of(made)._candidates) == limits.TEMPLATE_SHAPES


def test_each_further_template_must_have_been_wanted_more_often(bench: Bench):
    """Two sightings for the first, four for the second, six for the third: issuing bounds what templates cost."""
    made, start = mould(), events().get("made", 0)
    found = []
    for place in (1, 2, 3):
        for number in itertools.count(1):
            bench.make(made, command(creditsEarned=place), number)
            PROVER.rest()
            if events().get("made", 0) - start == place:
                found.append(number)
                break
    assert found == [2, 4, 6]


@pytest.mark.anyio
async def test_processes_of_the_workshop_fill_templates_and_say_so(bench: Bench):
    """The cache is each process's own; what it counts comes back with the credentials."""
    made = mould()
    rows = pack(
        json.dumps({"key": f"{n}", "achievement": "a", "recipient": {"email": f"{n}@example.org"}}) for n in range(40)
    )
    places = {ISSUER.id: [INDEX._replace(position=n) for n in range(40)]}
    workshop, before = Workshop(MASTER, processes=1, has_server=False), filled()
    try:
        with workshop.bench((rows,), None) as place:
            asked = [row for row in await place.read() if isinstance(row, AskedRow)]
            for _ in range(20):
                delivery = await place.make(order(lambda _: made, asked, places, AT))
                assert [piece.key for piece in delivery.pieces if isinstance(piece, Assertion)] == [
                    f"{n}" for n in range(40)
                ]
                if filled() > before:
                    break
    finally:
        await workshop.rest()
    assert filled() > before


def test_the_key_is_that_of_the_issuer():
    """The proofs above are of the keys they say."""
    signer = KEYRING.signer(DID, KEYS["eddsa-rdfc-2022"])
    assert signer.verification_method == did.key_id(DID, signer.public_key)
