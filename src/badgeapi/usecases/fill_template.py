"""What the credentials of one achievement have in common, worked out once: all that differs is in *slots*.

A pattern is an achievement version and a profile, parsed once for all their credentials. Within it, the members that a
request brought with it decide the *shape*: which slots there are. A shape that comes again gets a template
(`canon/template.py`), made of a document that has just passed its whole lint, and proved in the background
(`prove_templates.py`). From then on a document of that shape is neither linted nor canonicalised: its JSON text and
canonical form are those of the template with its texts filled in, and only those texts are judged.

So a template only ever says yes. Whatever it is not sure of goes the general way, which alone refuses, in its own
words. What each check of the lint reads of the slots, and where that is judged here:

| check | in the slots | judged by |
|---|---|---|
| `type`, `context`, `criteria`, `data_model` | nothing | |
| `json_ld` | IRIs, and whether two nodes become one or alike | `Template.fill`, which leaves those alone |
| `shape`: members | how long each text is, and its form | `_Shape` with `_CREDENTIAL`; `Template.fill` |
| `shape`: rules | period, hashes | `_breaks_a_rule`, with the rules themselves |
| `subject` | whether there is an id or identifier | being a slot: an empty text is no IRI |
| `evidence` | nothing: it looks at which members there are | |
| `results` | `result/*` against the achievement | `check_results`, which `draft` asks for every request |

None of them reads the time.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from threading import Lock
from typing import Any, Final, TypeAlias, get_args

from badgeapi import limits
from badgeapi.canon import json
from badgeapi.canon.json import JsonObject, JsonValue
from badgeapi.canon.template import Filled
from badgeapi.credentials.identity import IDENTIFIER_TYPES
from badgeapi.credentials.open_badge import CONTEXT
from badgeapi.credentials.result import ResultStatus
from badgeapi.credentials.rules import OBJECTS
from badgeapi.credentials.time import parse_datetime
from badgeapi.errors import InvalidInput
from badgeapi.usecases.prove_templates import PROVER, Candidate
from badgeapi.usecases.status_indices import REVOCATION

Key: TypeAlias = tuple[object, ...]
_Judge: TypeAlias = Callable[[str], object]
_Kind: TypeAlias = "_Holds | _Only | _Judge | _Object | _Each"


class _Holds(Enum):
    """What a member holds that needs no judging here."""

    COMMON = "the pattern's own"
    FIXED = "a value that belongs to the shape"
    TEXT = "any text: a slot"
    IRI = "an IRI: a slot, which `Template.fill` judges"


@dataclass(frozen=True, slots=True)
class _Only:
    """The one value that a member may have."""

    value: JsonValue


@dataclass(frozen=True, slots=True, eq=False)
class _Object:
    """An object: the members that it may have."""

    members: Mapping[str, _Kind]


@dataclass(frozen=True, slots=True)
class _Each:
    """An array of objects."""

    item: _Object


@dataclass(frozen=True, slots=True)
class _Plan:
    """How to read an object that has certain members: their names by what they hold."""

    only: list[tuple[str, JsonValue]]
    fixed: list[str]
    slots: list[tuple[str, _Judge | None]]
    objects: list[tuple[str, _Object]]
    arrays: list[tuple[str, _Object]]


@lru_cache(maxsize=1024)
def _plan(kind: _Object, names: tuple[str, ...]) -> _Plan | None:
    """Plan how to read an object with these members; None when one of them may not be there."""
    plan = _Plan([], [], [], [], [])
    for name in names:
        match kind.members.get(name):
            case None:
                return None
            case _Holds.COMMON:
                pass
            case _Holds.FIXED:
                plan.fixed.append(name)
            case _Only(value):
                plan.only.append((name, value))
            case _Object() as inner:
                plan.objects.append((name, inner))
            case _Each(item):
                plan.arrays.append((name, item))
            case _Holds():
                plan.slots.append((name, None))
            case judge:
                plan.slots.append((name, judge))
    return plan


def _is_time(value: str) -> bool:
    try:
        parse_datetime(value)
    except InvalidInput:
        return False
    return True


_COMMON, _FIXED, _TEXT, _IRI = _Holds
_IDENTITY: Final = _Object(
    {
        "type": _Only("IdentityObject"),
        "hashed": _FIXED,
        "identityHash": _TEXT,
        "identityType": frozenset(IDENTIFIER_TYPES).__contains__,
        "salt": _TEXT,
    }
)
_RESULT: Final = _Object(
    {
        "type": _Only(["Result"]),
        "resultDescription": _IRI,
        "status": frozenset(get_args(ResultStatus)).__contains__,
        "value": _TEXT,
        "achievedLevel": _IRI,
    }
)
_EVIDENCE: Final = _Object(
    {
        "id": _IRI,
        "type": _Only(["Evidence"]),
        "name": _TEXT,
        "narrative": _TEXT,
        "description": _TEXT,
        "genre": _TEXT,
        "audience": _TEXT,
    }
)
_SUBJECT: Final = _Object(
    {
        "id": _IRI,
        "type": _Only(["AchievementSubject"]),
        "identifier": _Each(_IDENTITY),
        "achievement": _COMMON,
        "activityStartDate": _is_time,
        "activityEndDate": _is_time,
        "creditsEarned": _FIXED,
        "licenseNumber": _TEXT,
        "narrative": _TEXT,
        "result": _Each(_RESULT),
        "role": _TEXT,
        "term": _TEXT,
    }
)
_STATUS: Final = _Object(
    {
        "id": _IRI,
        "type": _Only("BitstringStatusListEntry"),
        "statusPurpose": _Only(REVOCATION),
        "statusListIndex": re.compile(r"[0-9]{1,16}", re.ASCII).fullmatch,
        "statusListCredential": _IRI,
    }
)
_CREDENTIAL: Final = _Object(
    {
        "@context": _Only([*CONTEXT]),
        "id": _IRI,
        "type": _Only(["VerifiableCredential", "OpenBadgeCredential"]),
        "name": _TEXT,
        "description": _TEXT,
        "issuer": _COMMON,
        "awardedDate": _is_time,
        "validFrom": _is_time,
        "validUntil": _is_time,
        "evidence": _Each(_EVIDENCE),
        "credentialSubject": _SUBJECT,
        "credentialStatus": _STATUS,
    }
)
"""The members that documents with a template may have; with any other, a document goes the general way."""


@dataclass(slots=True)
class _Shape:
    """What a document is without its texts, as it is being read.

    Attributes:
        key: the members of each object in their order, the number of each array's items, and what is fixed.
        values: the texts in the slots, in the order of `_slots`.
    """

    key: list[object] = field(default_factory=list)
    values: list[str] = field(default_factory=list)

    def read(self, value: JsonValue, kind: _Object) -> bool:
        """Read an object; tell whether all in it is as documents with a template may be."""
        if not isinstance(value, dict):
            return False
        names = tuple(value)
        plan = _plan(kind, names)
        if plan is None:
            return False
        self.key.append(names)
        for name, only in plan.only:
            if value[name] != only:
                return False
        for name in plan.fixed:
            self.key.append(repr(value[name]))  # tells 1 from 1.0 and from true
        for name, judge in plan.slots:
            text = value[name]
            if not isinstance(text, str) or len(text) > limits.TEXT_CHARACTERS or not (judge is None or judge(text)):
                return False
            self.values.append(text)
        return self._read_within(value, plan)

    def _read_within(self, value: JsonObject, plan: _Plan) -> bool:
        for name, inner in plan.objects:
            if not self.read(value[name], inner):
                return False
        for name, inner in plan.arrays:
            items = value[name]
            if not isinstance(items, list):
                return False
            self.key.append(len(items))
            for item in items:
                if not self.read(item, inner):
                    return False
        return True


def _slots(value: Any, kind: _Object, place: str = "") -> Iterator[str]:  # noqa: ANN401  # read before
    """Yield JSON Pointers to the slots of an object, in the order in which `_Shape` reads their texts."""
    plan = _plan(kind, tuple(value))
    if plan is not None:
        yield from (f"{place}/{name}" for name, _ in plan.slots)
        for name, inner in plan.objects:
            yield from _slots(value[name], inner, f"{place}/{name}")
        for name, item in plan.arrays:
            for index, one in enumerate(value[name]):
                yield from _slots(one, item, f"{place}/{name}/{index}")


def _breaks_a_rule(document: JsonObject) -> bool:
    """Tell whether texts break a rule over several members: those of `check_anywhere` for objects with slots."""
    return any(
        next(rule.faults(value), None) is not None
        for value in _objects(document)
        for member, rule in OBJECTS
        if member in value
    )


def _objects(document: JsonObject) -> Iterator[JsonObject]:
    """Yield the objects that have slots and rules: others are constant, or have no member that a rule looks for."""
    subject = document["credentialSubject"]
    identifiers = subject.get("identifier", []) if isinstance(subject, dict) else []
    yield document
    yield from (item for item in identifiers if isinstance(item, dict)) if isinstance(identifiers, list) else ()


class Pattern:
    """What credentials of one achievement version by one issuer have in common, and the templates of their shapes."""

    def __init__(self, issuer: JsonObject, achievement: JsonObject) -> None:
        self.issuer = issuer
        self.achievement = achievement
        self._candidates: OrderedDict[Key, Candidate] = OrderedDict()
        self._made = 0
        self._lock = Lock()

    def fill(self, document: JsonObject) -> Filled | None:
        """Write a document of this pattern by the template of its shape; None when it must go the general way."""
        shape = _Shape()
        if not shape.read(document, _CREDENTIAL) or _breaks_a_rule(document):
            return None
        key = tuple(shape.key)
        with self._lock:
            candidate = self._candidates.get(key)
            if candidate is None:
                return None
            self._candidates.move_to_end(key)
        return candidate.fill(document, shape.values)

    def learn(self, document: JsonObject) -> None:
        """Take note of a document that has just passed its whole lint: its shape may be worth a template.

        The more templates a pattern has had, the more often the next shape must have been seen: making one costs as
        much as some fifty documents the general way, and a stranger shall not make it worth nothing.
        """
        shape = _Shape()
        if not shape.read(document, _CREDENTIAL):
            return
        key = tuple(shape.key)
        with self._lock:
            candidate = self._candidates.setdefault(key, Candidate())
            self._candidates.move_to_end(key)
            if len(self._candidates) > limits.TEMPLATE_SHAPES:
                self._candidates.popitem(last=False)
            candidate.seen += 1
            if candidate.is_open and candidate.seen > 2 * self._made + 1:
                slots = list(_slots(document, _CREDENTIAL))
                self._made += PROVER.prove(candidate, document, slots, shape.values)


@lru_cache(maxsize=limits.TEMPLATE_PATTERNS)
def pattern(did: str, profile: bytes, achievement: bytes) -> Pattern:
    """Open what an issuer and an achievement version are; kept while they are among the last that were used."""
    return Pattern(issuer_profile(did, profile), json.loads_object(achievement))


def issuer_profile(did: str, profile: bytes) -> JsonObject:
    """Write an issuer as it stands in credentials: its DID and the profile of today."""
    return {"id": did, "type": ["Profile"], **json.loads_object(profile)}
