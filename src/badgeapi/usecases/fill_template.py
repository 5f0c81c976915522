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
| `json_ld` | IRIs, texts, and whether two nodes become one or alike | `Template.fill`; `_is_text` |
| `shape`: members | the form of each text | the functions in `_CREDENTIAL`, no laxer than the classes |
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
from badgeapi.canon.jsonld import is_absolute_iri
from badgeapi.canon.template import Filled
from badgeapi.credentials.identity import IDENTIFIER_TYPES
from badgeapi.credentials.result import ResultStatus
from badgeapi.credentials.rules import OBJECTS
from badgeapi.credentials.time import parse_datetime
from badgeapi.errors import InvalidInput
from badgeapi.usecases.prove_templates import PROVER, Candidate

Key: TypeAlias = tuple[str, ...]
_Judge: TypeAlias = Callable[[str], bool]
_Members: TypeAlias = "Mapping[str, _Constant | _Judge | _Members | list[_Members]]"


class _Constant(Enum):
    """A member that is no slot: what it holds is the pattern's own, or belongs to the shape."""

    COMMON = 1
    FIXED = 2


_is_index: Final = re.compile(r"[0-9]{1,16}", re.ASCII).fullmatch


def _is_text(value: str) -> bool:
    try:
        return len(value.encode()) <= limits.TEXT_CHARACTERS
    except UnicodeEncodeError:  # half of a surrogate pair
        return False


def _is_iri(value: str) -> bool:
    return len(value) <= limits.TEXT_CHARACTERS and is_absolute_iri(value)


@lru_cache(maxsize=1024)
def _is_time(value: str) -> bool:
    try:
        parse_datetime(value)
    except InvalidInput:
        return False
    return len(value) <= limits.TEXT_CHARACTERS


_IDENTITY: Final[_Members] = {
    "type": _Constant.FIXED,
    "hashed": _Constant.FIXED,
    "identityHash": _is_text,
    "identityType": frozenset(IDENTIFIER_TYPES).__contains__,
    "salt": _is_text,
}
_RESULT: Final[_Members] = {
    "type": _Constant.FIXED,
    "resultDescription": _is_iri,
    "status": frozenset(get_args(ResultStatus)).__contains__,
    "value": _is_text,
    "achievedLevel": _is_iri,
}
_EVIDENCE: Final[_Members] = {
    "id": _is_iri,
    "type": _Constant.FIXED,
    "name": _is_text,
    "narrative": _is_text,
    "description": _is_text,
    "genre": _is_text,
    "audience": _is_text,
}
_SUBJECT: Final[_Members] = {
    "id": _is_iri,
    "type": _Constant.FIXED,
    "identifier": [_IDENTITY],
    "achievement": _Constant.COMMON,
    "activityStartDate": _is_time,
    "activityEndDate": _is_time,
    "creditsEarned": _Constant.FIXED,
    "licenseNumber": _is_text,
    "narrative": _is_text,
    "result": [_RESULT],
    "role": _is_text,
    "term": _is_text,
}
_STATUS: Final[_Members] = {
    "id": _is_iri,
    "type": _Constant.FIXED,
    "statusPurpose": _Constant.FIXED,
    "statusListIndex": lambda value: _is_index(value) is not None,
    "statusListCredential": _is_iri,
}
_CREDENTIAL: Final[_Members] = {
    "@context": _Constant.COMMON,
    "id": _is_iri,
    "type": _Constant.FIXED,
    "name": _is_text,
    "description": _is_text,
    "issuer": _Constant.COMMON,
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
        key: the places of all members in their order, with the values of those that are fixed.
        slots: JSON Pointers to the texts that are slots; `values` are those texts.
    """

    key: list[str] = field(default_factory=list)
    slots: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)

    def read(self, value: JsonValue, members: _Members, place: str) -> bool:
        """Read an object; tell whether all in it is as documents with a template may be."""
        if not isinstance(value, dict):
            return False
        for name, member in value.items():
            if name not in members:
                return False
            here, kind = f"{place}/{name}", members[name]
            if kind is _Constant.COMMON:
                self.key.append(here)
            elif kind is _Constant.FIXED:
                self.key.append(f"{here}={member!r}")  # tells 1 from 1.0 and from true
            elif callable(kind):
                if not isinstance(member, str) or not kind(member):
                    return False
                self.key.append(here)
                self.slots.append(here)
                self.values.append(member)
            else:
                self.key.append(here)
                if not self._read_within(member, kind, here):
                    return False
        return True

    def _read_within(self, value: JsonValue, kind: _Members | list[_Members], place: str) -> bool:
        if not isinstance(kind, list):
            return self.read(value, kind, place)
        return isinstance(value, list) and all(
            self.read(item, kind[0], f"{place}/{index}") for index, item in enumerate(value)
        )


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
        if not shape.read(document, _CREDENTIAL, "") or _breaks_a_rule(document):
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
        if not shape.read(document, _CREDENTIAL, ""):
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
                PROVER.prove(candidate, document, shape.slots, shape.values)


@lru_cache(maxsize=limits.TEMPLATE_PATTERNS)
def pattern(did: str, profile: bytes, achievement: bytes) -> Pattern:
    """Open what an issuer and an achievement version are; kept while they are among the last that were used."""
    return Pattern(issuer_profile(did, profile), json.loads_object(achievement))


def issuer_profile(did: str, profile: bytes) -> JsonObject:
    """Write an issuer as it stands in credentials: its DID and the profile of today."""
    return {"id": did, "type": ["Profile"], **json.loads_object(profile)}
