"""Rules of the W3C data model for any credential, whatever its type.

Not here: what JSON-LD would lose (ids and types that are no IRIs, null, empty arrays, unknown members of a text with
its language: `canon/jsonld.py`), the contexts, and the members of the credentials whose classes we know (`shape.py`),
which hold all of this already, save for what `check_related_resources` looks at.

Source: VC Data Model 2.0 sections 4 and 5; VC Data Model 1.1 sections 4 and 5; Bitstring Status List 1.0 section 2.1.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from badgeapi.canon import contexts, multibase
from badgeapi.canon.json import JsonObject, JsonValue
from badgeapi.credentials.envelope import is_version_1
from badgeapi.credentials.status_list import read_messages
from badgeapi.credentials.time import parse_datetime
from badgeapi.errors import BadgeError, Fault, InvalidInput, pointer

Place: TypeAlias = tuple[str | int, ...]

_MULTIBASE_CHARACTERS: Final = 200
_is_index: Final = re.compile(r"[0-9]{1,16}").fullmatch
_is_sri: Final = re.compile(r"sha(256|384|512)-\S+(\s+sha(256|384|512)-\S+)*").fullmatch
# Multihash: code and length of SHA-256, SHA-384 and SHA-512.
_MULTIHASH: Final = re.compile(rb"(?:\x12\x20(?=.{32}\Z)|\x20\x30(?=.{48}\Z)|\x13\x40(?=.{64}\Z))", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause of the data model, and the code of the faults that break it."""

    code: str
    citation: str

    def fault(self, message: str, *place: str | int) -> Fault:
        return Fault(self.code, message, pointer(*place), self.citation)


_MISSING: Final = _Clause("missing_member", "VC Data Model 2.0 section 4")
_ISSUER: Final = _Clause("bad_issuer", "VC Data Model 2.0 section 4.7")
_SUBJECT: Final = _Clause("bad_subject", "VC Data Model 2.0 section 4.8")
_TIME: Final = _Clause("not_a_datetime", "VC Data Model 2.0 section 4.9")
_PERIOD: Final = _Clause("ends_before_start", "VC Data Model 2.0 section 4.9")
_TEXT: Final = _Clause("not_a_text", "VC Data Model 2.0 sections 4.6 and 11.1")
_OBJECT: Final = _Clause("wrong_type", "VC Data Model 2.0 section 4")
_TYPE: Final = _Clause("no_type", "VC Data Model 2.0 section 4.5")
_SCHEMA: Final = _Clause("no_schema_id", "VC Data Model 2.0 section 4.11")
_ENTRY: Final = _Clause("bad_status_entry", "Bitstring Status List 1.0 section 2.1")
_RESOURCE: Final = _Clause("bad_related_resource", "VC Data Model 2.0 section 5.3")
_DIGEST: Final = _Clause("wrong_digest", "VC Data Model 2.0 section 5.3")


def check_data_model(document: JsonObject) -> Iterator[Fault]:
    """Judge a credential of no class that we know; never raises, for any JSON."""
    start, end = ("issuanceDate", "expirationDate") if is_version_1(document) else ("validFrom", "validUntil")
    required = ("issuer", "credentialSubject", *((start,) if is_version_1(document) else ()))
    for name in required:
        if name not in document:
            yield _MISSING.fault(f"A credential must have `{name}`.", name)
    if "issuer" in document:
        yield from _issuer(document["issuer"])
    yield from _subjects(document.get("credentialSubject"))
    yield from _period(document, start, end)
    yield from _texts(document)
    for name, look in _TYPED.items():
        for place, item in _values(document, name):
            yield from look(item, place) if isinstance(item, dict) else _not_an_object(place)
    yield from check_related_resources(document)


def check_status(document: JsonObject) -> Iterator[Fault]:
    """Judge the status entries of a credential: also of a class we know, whose model is that of badges in the wild."""
    for place, item in _values(document, "credentialStatus"):
        yield from _status(item, place) if isinstance(item, dict) else _not_an_object(place)


def check_related_resources(document: JsonObject) -> Iterator[Fault]:
    """Judge what a credential says of resources elsewhere: each named once, and with its digest."""
    seen: set[str] = set()
    for place, item in _values(document, "relatedResource"):
        if not isinstance(item, dict):
            yield from _not_an_object(place)
            continue
        name = item.get("id")
        if not isinstance(name, str):
            yield _RESOURCE.fault("A related resource must have an `id`, which is its URL.", *place, "id")
            continue
        if name in seen:
            yield _RESOURCE.fault("A related resource must be listed only once.", *place, "id")
        seen.add(name)
        digests = [(member, digest) for member in _DIGESTS for digest in _each(item.get(member))]
        if not digests:
            message = "A related resource must have a `digestSRI` or a `digestMultibase`."
            yield _RESOURCE.fault(message, *place)
        known = contexts.PUBLISHED.get(name)
        for member, digest in digests:
            yield from _digest(digest, _DIGESTS[member], known, (*place, member))


def _values(document: JsonObject, name: str) -> Iterator[tuple[Place, JsonValue]]:
    """Yield the values of a member that may hold one or several, with their places."""
    value = document.get(name)
    if isinstance(value, list):
        yield from (((name, index), item) for index, item in enumerate(value) if item is not None)
    elif value is not None:
        yield (name,), value


def _each(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _not_an_object(place: Place) -> Iterator[Fault]:
    yield _OBJECT.fault(f"A value of `{place[0]}` must be an object.", *place)


def _issuer(issuer: JsonValue) -> Iterator[Fault]:
    match issuer:
        case str() | None:  # whether the text is an IRI, and that nothing is no issuer, JSON-LD finds out
            return
        case dict() if isinstance(issuer.get("id"), str):
            yield from _texts(issuer, "issuer")
        case _:
            yield _ISSUER.fault("The issuer must be a URL, or an object with a URL for its `id`.", "issuer")


def _subjects(subjects: JsonValue) -> Iterator[Fault]:
    several = isinstance(subjects, list)
    for index, subject in enumerate(_each(subjects)):
        if subject is not None and not (isinstance(subject, dict) and subject):
            place = ("credentialSubject", index) if several else ("credentialSubject",)
            yield _SUBJECT.fault("A subject must be an object that says something.", *place)


def _period(document: JsonObject, start: str, end: str) -> Iterator[Fault]:
    times = {}
    for name in (start, end):
        text = document.get(name)
        if text is None:
            continue
        try:
            times[name] = parse_datetime(text if isinstance(text, str) else "")
        except InvalidInput as error:
            yield _TIME.fault(f"`{name}`: {error.message}", name)
    if len(times) == 2 and times[end] < times[start]:
        yield _PERIOD.fault(f"`{end}` must not lie before `{start}`.", end)


def _texts(owner: JsonObject, *place: str) -> Iterator[Fault]:
    """Look at names and descriptions: a text, or a text with its language, or several of those."""
    for name in ("name", "description"):
        for where, item in _values(owner, name):
            if not isinstance(item, str) and not (isinstance(item, dict) and isinstance(item.get("@value"), str)):
                message = f"`{name}` must be a text, or an object with the text as @value and its @language."
                yield _TEXT.fault(message, *place, *where)


def _has_type(item: JsonObject, place: Place) -> Iterator[Fault]:
    names = _each(item.get("type"))
    if not names or not all(isinstance(name, str) for name in names):
        yield _TYPE.fault(f"A value of `{place[0]}` must have a `type`.", *place, "type")


def _schema(item: JsonObject, place: Place) -> Iterator[Fault]:
    yield from _has_type(item, place)
    if not isinstance(item.get("id"), str):
        yield _SCHEMA.fault("A schema must have an `id`, which is its URL.", *place, "id")


def _status(item: JsonObject, place: Place) -> Iterator[Fault]:
    yield from _has_type(item, place)
    if "BitstringStatusListEntry" not in _each(item.get("type")):
        return
    index, address = item.get("statusListIndex"), item.get("statusListCredential")
    if not isinstance(item.get("statusPurpose"), str):
        yield _ENTRY.fault("A status entry must have a `statusPurpose`.", *place, "statusPurpose")
    if not (isinstance(index, str) and _is_index(index)):
        yield _ENTRY.fault("`statusListIndex` must be a decimal number, as a text.", *place, "statusListIndex")
    if not isinstance(address, str):
        yield _ENTRY.fault("`statusListCredential` must be the URL of the list.", *place, "statusListCredential")
    elif item.get("id") == address:
        yield _ENTRY.fault("The `id` of a status entry must not be that of the list.", *place, "id")
    try:
        read_messages(item)
    except InvalidInput as error:
        yield _ENTRY.fault(error.message, *place, error.pointer.lstrip("/"))


_TYPED: Final[Mapping[str, Callable[[JsonObject, Place], Iterable[Fault]]]] = {
    "credentialStatus": _status,
    "credentialSchema": _schema,
    "termsOfUse": _has_type,
    "evidence": _has_type,
    "refreshService": _has_type,
    "renderMethod": _has_type,
    "confidenceMethod": _has_type,
}
"""The members whose values must say of what kind they are, and who looks at them."""


def _digest(
    value: JsonValue, read: Callable[[str], list[str]], known: frozenset[str] | None, place: Place
) -> Iterator[Fault]:
    """Judge a digest: of a context that is pinned here, it must be the right one; others are not fetched."""
    try:
        digests = read(value) if isinstance(value, str) else []
    except BadgeError:
        digests = []
    if not digests:
        yield _RESOURCE.fault(f"`{place[-1]}` is not a digest.", *place)
    elif known is not None and not known.issuperset(digests):
        yield _DIGEST.fault("The digest is not that of the published document.", *place)


def _sri(value: str) -> list[str]:
    """Read Subresource Integrity: base64 after the name of the hash."""
    return [token.partition("-")[2] for token in value.split()] if _is_sri(value) else []


def _multibase(value: str) -> list[str]:
    """Read a Multihash in Multibase; a bare digest is taken too, as published examples have it."""
    digest = multibase.decode(value, _MULTIBASE_CHARACTERS)
    return [b64encode(_MULTIHASH.sub(b"", digest, count=1)).decode()]


_DIGESTS: Final[Mapping[str, Callable[[str], list[str]]]] = {"digestSRI": _sri, "digestMultibase": _multibase}
"""The members that hold digests, and how they are read: to base64."""
