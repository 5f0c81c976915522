"""Registries of issuers that an operator trusts: files in the forms that are about, read into one look-up.

Read are `{"registry": {ID: {"name": ...}}}` as the Digital Credentials Consortium publishes it, and arrays of ids or of
objects with an id and a name, by themselves or under `issuers` or `members`. A trailing slash tells no ids apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from badgeapi.canon.json import JsonValue
from badgeapi.errors import InvalidInput
from badgeapi.verification.facts import KnownIssuer, UnknownIssuer
from badgeapi.verification.parse import as_list

_LISTS: Final = ("registry", "issuers", "members")
_IDS: Final = ("id", "did", "url")


@dataclass(frozen=True, slots=True)
class Registry:
    """Who is known, by id."""

    issuers: Mapping[str, KnownIssuer]

    def look_up(self, issuer: str) -> KnownIssuer | UnknownIssuer:
        """Say who an issuer is."""
        return self.issuers.get(issuer.rstrip("/"), UnknownIssuer())


def read_registry(name: str, value: JsonValue) -> Registry:
    """Read one registry, called `name` in reports; raises `InvalidInput` when it names nobody."""
    listed = next((value[key] for key in _LISTS if key in value), None) if isinstance(value, dict) else value
    issuers = {issuer.rstrip("/"): KnownIssuer(title, name) for issuer, title in _entries(listed)}
    if not issuers:
        raise InvalidInput(f"The registry {name} names no issuer in a form that is read here.", code="bad_registry")
    return Registry(issuers)


def _entries(listed: JsonValue) -> Iterator[tuple[str, str]]:
    """Yield id and name of each entry; an issuer with several ids has several."""
    if isinstance(listed, dict):
        listed = [{**entry, "id": key} for key, entry in listed.items() if isinstance(entry, dict)]
    for entry in as_list(listed):
        if isinstance(entry, str):
            yield entry, entry
        elif isinstance(entry, dict):
            ids = [str(entry[name]) for name in _IDS if isinstance(entry.get(name), str)]
            for issuer in ids:
                yield issuer, str(entry.get("name", ids[0]))
