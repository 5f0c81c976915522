"""Documents like others: of the badges of one achievement only a few texts differ.

A document without those texts is its *kin*. Kin that comes again gets a template (`canon/template.py`); from then on
the canonical form of a document of that kin is the template's with its own texts in it, which costs a fifth of walking
through it. What a template is not sure of is left to the walker, which alone refuses; so every document has the form,
or the error, that it would have without.

Anybody may show anything, so little is kept of it: the kin that were seen last, none of large documents, and a
template only after as many documents as make it worth its price. The first that it writes are compared with the
walker's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, TypeAlias

from pydantic_core import PydanticSerializationError, to_json

from badgeapi import limits
from badgeapi.canon import walker
from badgeapi.canon.json import JsonObject, JsonValue
from badgeapi.canon.template import Template, make_template
from badgeapi.credentials.shape import Classes, is_sound

Names: TypeAlias = "Mapping[str, Names | None]"

_OWN: Final[Names] = {
    "id": None,
    "validFrom": None,
    "validUntil": None,
    "credentialSubject": {"id": None, "identifier": {"identityHash": None, "salt": None}},
    "credentialStatus": {"id": None, "statusListIndex": None, "statusListCredential": None},
}
"""Where documents of one kin have texts of their own; below a name, those of the object or objects that stand there."""


@dataclass(slots=True)
class _Common:
    """What is remembered of documents that are the same but for the texts of their own.

    Attributes:
        seen: how many went the general way.
        proved: how many forms of the template's were equal to the walker's.
        sound: the classes that one of them was of, by its members.
    """

    seen: int = 0
    proved: int = 0
    template: Template | None = None
    sound: set[Classes] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Kin:
    """What is remembered of documents like one, whose own texts are `texts`."""

    common: _Common
    texts: list[str]

    def write(self, document: JsonObject) -> bytes | None:
        """Write the document that this is the kin of, as `canonicalize`."""
        common = self.common
        filled = None if common.template is None else common.template.fill(self.texts)
        if filled is not None and common.proved >= limits.KIN_PROOFS:
            return filled.canonical()
        found = _walk(document)
        if filled is not None:
            common.proved += 1
            if filled.canonical() != found:
                common.template = None
        elif found is not None:
            common.seen += 1
            if common.seen == limits.KIN_SEEN:
                common.template = make_template(document, list(_places(document, _OWN)))
        return found

    def is_sound(self, document: JsonObject, classes: Classes) -> bool:
        """Tell whether `check_members` certainly finds nothing in the document that this is the kin of.

        Classes and rules judge each object by itself. Where one of the kin passed, its profile and achievement have
        passed for all; the others are judged with something small in their place.
        """
        subject = document.get("credentialSubject")
        if classes in self.common.sound and isinstance(subject, dict) and isinstance(subject.get("achievement"), dict):
            return is_sound({**document, "issuer": _SOMEBODY, "credentialSubject": subject | _SOMETHING}, *classes)
        if not is_sound(document, *classes):
            return False
        self.common.sound.add(classes)
        return True


_SOMEBODY: Final[JsonObject] = {"id": "urn:x:y", "type": ["Profile"]}
_SOMETHING: Final[JsonObject] = {
    "achievement": {
        "id": "urn:x:y",
        "type": ["Achievement"],
        "name": "x",
        "description": "x",
        "criteria": {"narrative": "x"},
    }
}


@lru_cache(maxsize=limits.KIN)
def _common(key: bytes) -> _Common:  # noqa: ARG001  # what it is found by
    return _Common()


def find_kin(document: JsonObject) -> Kin | None:
    """Find the kin of an unsecured document; None for what is not remembered."""
    texts: list[str] = []
    rest = _without(document, _OWN, texts)
    if rest is None:
        return None
    try:
        key = to_json(rest)
    except PydanticSerializationError:  # half of a surrogate pair
        return None
    return Kin(_common(key), texts) if len(key) <= limits.KIN_BYTES else None


def canonicalize(document: JsonObject, kin: Kin | None) -> bytes | None:
    """Write the canonical N-Quads of an unsecured document in UTF-8; None and errors as `walker.canonicalize`."""
    return _walk(document) if kin is None else kin.write(document)


def _walk(document: JsonObject) -> bytes | None:
    found = walker.canonicalize(document)
    return None if found is None else found.encode()


def _without(element: JsonObject, names: Names, texts: list[str]) -> JsonObject | None:
    """Take an object without the texts of its own, which go to `texts`; None when something else stands there."""
    rest = element.copy()
    for name, below in names.items():
        if name not in rest:
            continue
        value = rest[name]
        if below is None:
            if not isinstance(value, str):
                return None
            texts.append(value)
            rest[name] = None
        elif isinstance(value, dict):
            rest[name] = inner = _without(value, below, texts)
            if inner is None:
                return None
        elif isinstance(value, list):
            inners: list[JsonValue] = [_without(item, below, texts) for item in value if isinstance(item, dict)]
            if len(inners) < len(value) or None in inners:
                return None
            rest[name] = inners
    return rest


def _places(value: JsonValue, names: Names, place: str = "") -> Iterator[str]:
    """Yield JSON Pointers to the texts in the order in which `_without` takes them."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _places(item, names, f"{place}/{index}")
    elif isinstance(value, dict):
        for name, below in names.items():
            if name in value:
                at = f"{place}/{name}"
                yield from [at] if below is None else _places(value[name], below, at)
