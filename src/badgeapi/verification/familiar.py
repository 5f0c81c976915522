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
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from pydantic_core import PydanticSerializationError, to_json

from badgeapi import limits
from badgeapi.canon import walker
from badgeapi.canon.json import JsonObject, JsonValue
from badgeapi.canon.template import Template, make_template

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
class _Kin:
    """Documents that are the same but for the texts of their own.

    Attributes:
        seen: how many went the general way.
        proved: how many forms of the template's were equal to the walker's.
    """

    seen: int = 0
    proved: int = 0
    template: Template | None = None

    def write(self, document: JsonObject, texts: list[str]) -> bytes | None:
        """Write a document of this kin, as `canonicalize`."""
        filled = None if self.template is None else self.template.fill(texts)
        if filled is not None and self.proved >= limits.KIN_PROOFS:
            return filled.canonical()
        found = _walk(document)
        if filled is not None:
            self.proved += 1
            if filled.canonical() != found:
                self.template = None
        elif found is not None:
            self.seen += 1
            if self.seen == limits.KIN_SEEN:
                self.template = make_template(document, list(_places(document, _OWN)))
        return found


@lru_cache(maxsize=limits.KIN)
def _kin(key: bytes) -> _Kin:  # noqa: ARG001  # what it is found by
    return _Kin()


def canonicalize(document: JsonObject) -> bytes | None:
    """Write the canonical N-Quads of an unsecured document in UTF-8; None and errors as `walker.canonicalize`."""
    texts: list[str] = []
    rest = _without(document, _OWN, texts)
    try:
        key = b"" if rest is None else to_json(rest)
    except PydanticSerializationError:  # half of a surrogate pair
        key = b""
    if not 0 < len(key) <= limits.KIN_BYTES:
        return _walk(document)
    return _kin(key).write(document, texts)


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
