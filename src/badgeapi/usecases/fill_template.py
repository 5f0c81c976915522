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
from typing import Final, TypeAlias, get_args

from badgeapi import limits
from badgeapi.canon import json
from badgeapi.canon.json import JsonObject, JsonValue
from badgeapi.canon.template import Filled
from badgeapi.credentials.identity import IDENTIFIER_TYPES
from badgeapi.credentials.result import ResultStatus
from badgeapi.credentials.rules import OBJECTS
from badgeapi.credentials.time import parse_datetime
from badgeapi.errors import InvalidInput
from badgeapi.usecases.prove_templates import PROVER, Candidate

Key: TypeAlias = tuple[object, ...]
_Judge: TypeAlias = Callable[[str], object]
_Members: TypeAlias = "Mapping[str, _Kind | _Judge | _Members | list[_Members]]"


class _Kind(Enum):
    """What a member holds that needs no judging here."""

    COMMON = "the pattern's own, or a constant of every document"
    FIXED = "a value that belongs to the shape"
    TEXT = "any text: a slot"
    IRI = "an IRI: a slot, which `Template.fill` judges"


@lru_cache(maxsize=1024)
def _is_time(value: str) -> bool:
    try:
        parse_datetime(value)
    except InvalidInput:
        return False
    return True


_COMMON, _FIXED, _TEXT, _IRI = _Kind
_IDENTITY: Final[_Members] = {
    "type": _FIXED,
    "hashed": _FIXED,
    "identityHash": _TEXT,
    "identityType": frozenset(IDENTIFIER_TYPES).__contains__,
    "salt": _TEXT,
}
_RESULT: Final[_Members] = {
    "type": _FIXED,
    "resultDescription": _IRI,
    "status": frozenset(get_args(ResultStatus)).__contains__,
    "value": _TEXT,
    "achievedLevel": _IRI,
}
_EVIDENCE: Final[_Members] = {
    "id": _IRI,
    "type": _FIXED,
    "name": _TEXT,
    "narrative": _TEXT,
    "description": _TEXT,
    "genre": _TEXT,
    "audience": _TEXT,
}
_SUBJECT: Final[_Members] = {
    "id": _IRI,
    "type": _FIXED,
    "identifier": [_IDENTITY],
    "achievement": _COMMON,
    "activityStartDate": _is_time,
    "activityEndDate": _is_time,
    "creditsEarned": _FIXED,
    "licenseNumber": _TEXT,
    "narrative": _TEXT,
    "result": [_RESULT],
    "role": _TEXT,
    "term": _TEXT,
}
_STATUS: Final[_Members] = {
    "id": _IRI,
    "type": _FIXED,
    "statusPurpose": _FIXED,
    "statusListIndex": re.compile(r"[0-9]{1,16}", re.ASCII).fullmatch,
    "statusListCredential": _IRI,
}
_CREDENTIAL: Final[_Members] = {
    "@context": _COMMON,
    "id": _IRI,
    "type": _FIXED,
    "name": _TEXT,
    "description": _TEXT,
    "issuer": _COMMON,
    "awardedDate": _is_time,
    "validFrom": _is_time,
    "validUntil": _is_time,
    "evidence": [_EVIDENCE],
    "credentialSubject": _SUBJECT,
    "credentialStatus": _STATUS,
}
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

    def read(self, value: JsonValue, members: _Members) -> bool:
        """Read an object; tell whether all in it is as documents with a template may be."""
        if not isinstance(value, dict):
            return False
        self.key.append(tuple(value))
        for name, member in value.items():
            kind = members.get(name)
            if kind is _COMMON:
                continue
            if kind is _FIXED:
                self.key.append(repr(member))  # tells 1 from 1.0 and from true
            elif isinstance(kind, dict):
                if not self.read(member, kind):
                    return False
            elif isinstance(kind, list):
                if not (isinstance(member, list) and all(self.read(item, kind[0]) for item in member)):
                    return False
                self.key.append(len(member))
            elif isinstance(member, str) and len(member) <= limits.TEXT_CHARACTERS and _is_taken(member, kind):
                self.values.append(member)
            else:
                return False
        return True


def _is_taken(text: str, kind: object) -> object:
    return kind is _TEXT or kind is _IRI or (callable(kind) and kind(text))


def _slots(value: JsonValue, members: _Members, place: str = "") -> Iterator[str]:
    """Yield JSON Pointers to the slots of an object that `_Shape` has read."""
    for name, member in value.items() if isinstance(value, dict) else ():
        kind, here = members[name], f"{place}/{name}"
        if isinstance(kind, Mapping):
            yield from _slots(member, kind, here)
        elif isinstance(kind, list):
            for index, item in enumerate(member if isinstance(member, list) else ()):
                yield from _slots(item, kind[0], f"{here}/{index}")
        elif kind is not _COMMON and kind is not _FIXED:
            yield here


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
        with self._lock:
            candidate = self._candidates.get(tuple(shape.key))
        return None if candidate is None else candidate.fill(document, shape.values)

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
                self._made += 1
                PROVER.prove(candidate, document, list(_slots(document, _CREDENTIAL)), shape.values)


@lru_cache(maxsize=limits.TEMPLATE_PATTERNS)
def pattern(did: str, profile: bytes, achievement: bytes) -> Pattern:
    """Open what an issuer and an achievement version are; kept while they are among the last that were used."""
    return Pattern(issuer_profile(did, profile), json.loads_object(achievement))


def issuer_profile(did: str, profile: bytes) -> JsonObject:
    """Write an issuer as it stands in credentials: its DID and the profile of today."""
    return {"id": did, "type": ["Profile"], **json.loads_object(profile)}
