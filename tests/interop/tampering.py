"""Changing a badge in one leaf after the other, contexts, types and the proof's own members among them."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

Place = tuple[str | int, ...]


def leaves(value: Any, path: Place = ()) -> Iterator[Place]:
    """The place of every text, number and boolean."""
    if not isinstance(value, dict | list):
        yield path
        return
    for key, member in value.items() if isinstance(value, dict) else enumerate(value):
        yield from leaves(member, (*path, key))


def altered(document: Any, path: Place) -> Any:
    """The document with another value of the same type at a place."""
    changed = deepcopy(document)
    place = changed
    for step in path[:-1]:
        place = place[step]
    value = place[path[-1]]
    other = {bool: lambda: not value, str: lambda: value + "x"}.get(type(value), lambda: value + 1)
    place[path[-1]] = other()
    return changed


def altered_jwts(token: str) -> dict[Place, str]:
    """A JWT with every leaf of its header and of its payload altered, by the place (0 is the header, 1 the payload)."""
    *parts, signature = token.split(".")
    said = [json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4))) for part in parts]
    return {place: ".".join((*map(_encoded, altered(said, place)), signature)) for place in leaves(said)}


def _encoded(part: Any) -> str:
    return urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()
