"""ClrCredential: our class against the schema that 1EdTech publishes, and records good and bad."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft201909Validator

from badgeapi.credentials.clr import Association, ClrCredential, ClrSubject
from badgeapi.credentials.node import Node, parse_document
from badgeapi.credentials.shape import CLASSES, check_members
from tests.credentials.test_shape import ENDORSEMENT, ENVELOPE, IMAGE, MAXIMAL, PROFILE

REFERENCE = os.environ.get("BADGEAPI_REFERENCE_DIR")
needs_reference = pytest.mark.skipif(not REFERENCE, reason="BADGEAPI_REFERENCE_DIR is not set")

CONTEXT = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
# Every member of ClrCredential, ClrSubject and Association.
RECORD: dict[str, Any] = {
    **ENVELOPE,
    "@context": CONTEXT,
    "type": ["VerifiableCredential", "ClrCredential"],
    "issuer": PROFILE,
    "image": IMAGE,
    "partial": True,
    "endorsement": [ENDORSEMENT],
    "endorsementJwt": ["eyJ.eyJ.c-_"],
    "credentialSubject": {
        "id": "did:key:z6Mk",
        "type": ["ClrSubject"],
        "identifier": MAXIMAL["credentialSubject"]["identifier"],
        "achievement": [MAXIMAL["credentialSubject"]["achievement"]],
        "verifiableCredential": [MAXIMAL],
        "association": [
            {
                "type": "Association",
                "associationType": "isPartOf",
                "sourceId": "https://a.example/a/1",
                "targetId": "https://a.example/a/2",
            }
        ],
    },
}


@cache
def published() -> dict[str, Any]:
    path = Path(str(REFERENCE), "schemas/clr2-published-2026/clr_v2p0_clrcredential_schema.json")
    schema: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return schema


def errors(document: object) -> list[str]:
    return [error.message for error in Draft201909Validator(published()).iter_errors(document)]


def faults(document: object) -> list[str]:
    return [fault.pointer for fault in check_members(document, *CLASSES["ClrCredential"])]


def names(model: type[Node], *, required: bool) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items() if field.is_required() or not required}


@needs_reference
@pytest.mark.parametrize(
    ("model", "part"), [(ClrCredential, None), (ClrSubject, "ClrSubject"), (Association, "Association")]
)
def test_the_class_has_the_published_members(model: type[Node], part: str | None):
    """No member more and none less; what the schema requires, we require."""
    schema = published() if part is None else published()["$defs"][part]
    assert names(model, required=False) == set(schema["properties"])
    # `type` has a default for issuing; in a document that is read it must be there (see below)
    assert set(schema["required"]) - names(model, required=True) <= {"type"}


@needs_reference
def test_what_we_emit_passes_the_published_schema():
    """A record with every member, read and written by us."""
    assert errors(parse_document(ClrCredential, RECORD).dump()) == []


def _set(*way: str | int, to: Any) -> Callable[[dict[str, Any]], None]:
    """Put a value at a place; `...` takes away what is there."""

    def change(document: Any) -> None:
        for name in way[:-1]:
            document = document[name]
        if to is ...:
            del document[way[-1]]
        else:
            document[way[-1]] = to

    return change


_SUBJECT = "credentialSubject"
_LINK = (_SUBJECT, "association", 0)
BAD = {
    **{f"no {name}": _set(name, to=...) for name in ("id", "type", "issuer", "name", "validFrom", _SUBJECT)},
    "another type": _set("type", to=["VerifiableCredential", "Record"]),
    "contexts in another order": _set("@context", to=[CONTEXT[0], CONTEXT[2], CONTEXT[1]]),
    "no context of the CLR": _set("@context", to=[CONTEXT[0], CONTEXT[2]]),
    "partial as a text": _set("partial", to="true"),
    "a subject without type": _set(_SUBJECT, "type", to=...),
    "a subject of another type": _set(_SUBJECT, "type", to=["AchievementSubject"]),
    "no credentials": _set(_SUBJECT, "verifiableCredential", to=...),
    "an empty list of credentials": _set(_SUBJECT, "verifiableCredential", to=[]),
    "an achievement without a name": _set(_SUBJECT, "achievement", 0, "name", to=...),
    "an association without type": _set(*_LINK, "type", to=...),
    "an association of another type": _set(*_LINK, "type", to="Relation"),
    "an association of no kind": _set(*_LINK, "associationType", to=...),
    "an association of an unknown kind": _set(*_LINK, "associationType", to="isFriendOf"),
    "an association from nowhere": _set(*_LINK, "sourceId", to=...),
    "an association to nowhere": _set(*_LINK, "targetId", to=...),
    "an association with more": _set(*_LINK, "note", to="x"),
    "an association to a number": _set(*_LINK, "targetId", to=5),
    "a date that is none": _set("awardedDate", to=2026),
    "an endorsement without its subject": _set("endorsement", 0, _SUBJECT, to=...),
}
# The published schema lets these pass: it does not look at formats, and has language maps for texts.
STRICTER = {
    "an association to something relative": _set(*_LINK, "targetId", to="2"),
    "a date that is none": _set("validFrom", to="yesterday"),
    "a name in languages": _set("name", to={"en": "Record"}),
}


def changed(change: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    document = deepcopy(RECORD)
    change(document)
    return document


@pytest.mark.parametrize("change", [*BAD.values(), *STRICTER.values()], ids=[*BAD, *(f"{name} *" for name in STRICTER)])
def test_bad_records_are_refused(change: Callable[[dict[str, Any]], None]):
    """Each differs from a good one in one thing."""
    assert faults(RECORD) == []
    assert faults(changed(change)) != []


@needs_reference
@pytest.mark.parametrize("change", BAD.values(), ids=BAD)
def test_the_published_schema_refuses_them_too(change: Callable[[dict[str, Any]], None]):
    """The cases are 1EdTech's rules, not inventions of ours."""
    assert errors(RECORD) == []
    assert errors(changed(change)) != []


@needs_reference
@pytest.mark.parametrize("change", STRICTER.values(), ids=STRICTER)
def test_where_we_are_stricter(change: Callable[[dict[str, Any]], None]):
    """What the published schema lets pass, and we do not: these would be signed as something else, or not at all."""
    assert errors(changed(change)) == []
