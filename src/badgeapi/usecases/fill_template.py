"""What the credentials of one achievement have in common, worked out once: all that differs is in *slots*.

A pattern is an achievement version and a profile, parsed once for all their credentials. Within it, the identities of
the recipient and the members that a request brought with it decide the *shape*: which slots there are. A shape that
comes again gets a template (`canon/template.py`), made of a document that has just passed its whole lint, and proved in
the background (`prove_templates.py`). From then on a document of that shape is neither made, linted nor canonicalised:
its JSON text and canonical form are those of the template with its texts filled in, and only those texts are judged.

So a template only ever says yes. Whatever it is not sure of goes the general way, which alone refuses, in its own
words. What each check of the lint reads of the slots, and where that is judged here:

| check | in the slots | judged by |
|---|---|---|
| `type`, `context`, `criteria`, `data_model` | nothing | |
| `json_ld` | IRIs, and whether two nodes become one or alike | `Template.fill`, which leaves those alone |
| `shape`: members | how long each text is, and its form | `_Shape` with `_CREDENTIAL`, `_SUBJECT`; `Template.fill` |
| `shape`: rules | period, hashes | `_breaks_a_rule`, with the rules themselves; hashes are made here |
| `subject` | whether there is an id or identifier | being a slot: an empty text is no IRI |
| `evidence` | nothing: it looks at which members there are | |
| `results` | `result/*` against the achievement | `check_results`, which `draft` asks for every request |

None of them reads the time.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from itertools import chain
from threading import Lock
from typing import Any, Final, TypeAlias, get_args

from badgeapi import limits
from badgeapi.canon import json
from badgeapi.canon.json import JsonObject, JsonValue
from badgeapi.canon.template import Filled
from badgeapi.credentials import profile
from badgeapi.credentials.described import describe
from badgeapi.credentials.open_badge import OpenBadge
from badgeapi.credentials.result import ResultStatus
from badgeapi.credentials.rules import OBJECTS
from badgeapi.credentials.time import parse_datetime
from badgeapi.errors import InvalidInput
from badgeapi.usecases.prove_templates import PROVER, Candidate

Key: TypeAlias = tuple[object, ...]
_Judge: TypeAlias = Callable[[str], object]
_Kind: TypeAlias = "_Holds | _Only | _Judge | _Each"


class _Holds(Enum):
    """What a member holds that needs no judging here."""

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
    arrays: list[tuple[str, _Object]]


@lru_cache(maxsize=1024)
def _plan(kind: _Object, names: tuple[str, ...]) -> _Plan | None:
    """Plan how to read an object with these members; None when one of them may not be there."""
    plan = _Plan([], [], [], [])
    for name in names:
        match kind.members.get(name):
            case None:
                return None
            case _Holds.FIXED:
                plan.fixed.append(name)
            case _Only(value):
                plan.only.append((name, value))
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


_FIXED, _TEXT, _IRI = _Holds
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
_CREDENTIAL: Final = _Object(
    {
        "name": _TEXT,
        "description": _TEXT,
        "awardedDate": _is_time,
        "validUntil": _is_time,
        "evidence": _Each(_EVIDENCE),
    }
)
"""The members that requests may bring to a credential with a template; with any other, it goes the general way."""
_RULES: Final = tuple((member, rule) for member, rule in OBJECTS if member in _CREDENTIAL.members)


@dataclass(slots=True)
class _Shape:
    """What a badge is without its texts, as it is being read.

    Attributes:
        key: the kinds of the identities, the members of each object in their order, the number of each array's items,
            and what is fixed.
        values: the texts in the slots, in the order of `_slots`.
    """

    key: list[object] = field(default_factory=list)
    values: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, badge: OpenBadge) -> _Shape | None:
        """Read a badge; None when it is not as badges with a template may be."""
        shape = cls([(one.kind, one.salt is None) for one in badge.identities], badge.texts())
        if (
            shape.read(badge.credential, _CREDENTIAL)
            and shape.read(badge.subject, _SUBJECT)
            and max(map(len, shape.values)) <= limits.TEXT_CHARACTERS
        ):
            return shape
        return None

    def read(self, value: JsonValue, kind: _Object) -> bool:
        """Read an object; tell whether all in it may be there."""
        if not isinstance(value, dict):
            return False
        names = tuple(value)
        self.key.append(names)
        if not names:
            return True
        plan = _plan(kind, names)
        if plan is None:
            return False
        for name, only in plan.only:
            if value[name] != only:
                return False
        for name in plan.fixed:
            self.key.append(repr(value[name]))  # tells 1 from 1.0 and from true
        for name, judge in plan.slots:
            text = value[name]
            if not isinstance(text, str) or not (judge is None or judge(text)):
                return False
            self.values.append(text)
        return all(self._read_each(value[name], item) for name, item in plan.arrays)

    def _read_each(self, items: JsonValue, kind: _Object) -> bool:
        if not isinstance(items, list):
            return False
        self.key.append(len(items))
        return all(self.read(item, kind) for item in items)


def _slots(badge: OpenBadge) -> list[str]:
    """List JSON Pointers to the slots of a badge's document, in the order in which `_Shape` reads their texts."""
    within = _slots_of(badge.credential, _CREDENTIAL, ""), _slots_of(badge.subject, _SUBJECT, "/credentialSubject")
    return [*badge.places(), *chain(*within)]


def _slots_of(value: Any, kind: _Object, place: str) -> Iterator[str]:  # noqa: ANN401  # read before
    plan = _plan(kind, tuple(value))
    if plan is not None:
        yield from (f"{place}/{name}" for name, _ in plan.slots)
        for name, item in plan.arrays:
            for index, one in enumerate(value[name]):
                yield from _slots_of(one, item, f"{place}/{name}/{index}")


def _breaks_a_rule(badge: OpenBadge) -> bool:
    """Tell whether texts break a rule over several members: those of `check_anywhere` that look at a slot."""
    return any(
        True
        for member, rule in _RULES
        if member in badge.credential
        for _ in rule.find(badge.credential | {"validFrom": badge.valid_from})
    )


class Pattern:
    """What credentials of one achievement version by one issuer have in common, and the templates of their shapes."""

    def __init__(self, issuer: JsonObject, achievement: JsonObject) -> None:
        self.issuer = issuer
        self.achievement = achievement
        self.described = describe(achievement)
        self._candidates: OrderedDict[Key, Candidate] = OrderedDict()
        self._made = 0
        self._lock = Lock()

    def fill(self, badge: OpenBadge) -> Filled | None:
        """Write a badge of this pattern by the template of its shape; None when it must go the general way."""
        shape = _Shape.of(badge)
        if shape is None or _breaks_a_rule(badge):
            return None
        key = tuple(shape.key)
        with self._lock:
            candidate = self._candidates.get(key)
            if candidate is None:
                return None
            self._candidates.move_to_end(key)
        return candidate.fill(badge, shape.values)

    def learn(self, badge: OpenBadge, document: JsonObject) -> None:
        """Take note of a badge whose document has just passed its whole lint: its shape may be worth a template.

        The more templates a pattern has had, the more often the next shape must have been seen: making one costs as
        much as some fifty documents the general way, and a stranger shall not make it worth nothing.
        """
        shape = _Shape.of(badge)
        if shape is None:
            return
        key = tuple(shape.key)
        with self._lock:
            candidate = self._candidates.setdefault(key, Candidate())
            self._candidates.move_to_end(key)
            if len(self._candidates) > limits.TEMPLATE_SHAPES:
                self._candidates.popitem(last=False)
            candidate.seen += 1
            if candidate.is_open and candidate.seen > 2 * self._made + 1:
                self._made += PROVER.prove(candidate, document, _slots(badge), shape.values)


@lru_cache(maxsize=limits.TEMPLATE_PATTERNS)
def pattern(did: str, members: bytes, achievement: bytes) -> Pattern:
    """Read an issuer's profile and an achievement version; kept while they are among the last that were used."""
    issuer = profile.in_credential(did, json.loads_object(members))
    return Pattern(issuer, json.loads_object(achievement))
