"""Does the credential satisfy the schemas that it names?

The published schemas of Open Badges and CLR are looser than our own classes, which every document has to pass, so
they are not fetched. Other people's are, where they can be reached.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from badgeapi.canon.json import JsonObject
from badgeapi.canon.jsonld import is_absolute_iri
from badgeapi.credentials import json_schema
from badgeapi.errors import InvalidInput
from badgeapi.verification.check import Finding, Question, Severity, of_faults, skipped, warn
from badgeapi.verification.facts import Facts, Found, Need, Refused, SchemaNeed, Unreachable
from badgeapi.verification.parse import Presented, as_list

ID = "schema"
TITLE = "Schemas"
CITATION = "VC Data Model 2.0 section 4.11; Open Badges 3.0 section 9.1 (verification), step 1"
PASSED = "The credential satisfies the schemas that it names."
QUESTION = Question.WELL_FORMED
SEVERITY = Severity.ERROR
BLOCKS = False

_TYPES: Final = ("1EdTechJsonSchemaValidator2019", "JsonSchema")  # texts only: what is compared may be unhashable
_is_covered = re.compile(
    r"https://purl\.imsglobal\.org/spec/(ob/v3p0|clr/v2p0)/schema/json(-ld)?/[a-z0-9_\-]+\.json"
).fullmatch


def needs(presented: Presented) -> Iterable[Need]:
    """Ask for the schemas of known types that our own classes do not stand for."""
    return [SchemaNeed(url) for _, url in _named(presented) if url is not None and not _is_covered(url)]


def run(presented: Presented, facts: Facts, now: datetime) -> Iterator[Finding]:  # noqa: ARG001
    """Validate the document as it was shown, with its proof."""
    named = list(_named(presented))
    if not named:
        yield skipped("no_schema", "The credential names no schema.")
    for place, url in named:
        if url is None:
            yield warn("schema_type", "A schema of this type is not looked at.", place)
        elif not _is_covered(url):
            yield from _validate(presented.document, url, place, facts)


def _named(presented: Presented) -> Iterator[tuple[str, str | None]]:
    """Yield the place of each schema and its URL, None for one of a type that is not known."""
    given = presented.document.get("credentialSchema")
    for index, schema in enumerate(as_list(given)):
        place = f"/credentialSchema/{index}" if isinstance(given, list) else "/credentialSchema"
        known = isinstance(schema, dict) and any(name in _TYPES for name in as_list(schema.get("type")))
        url = schema.get("id") if isinstance(schema, dict) and known else None
        yield place, url if isinstance(url, str) and is_absolute_iri(url) else None


def _validate(document: JsonObject, url: str, place: str, facts: Facts) -> Iterator[Finding]:
    match facts.get(SchemaNeed(url)):
        case Found(schema):
            try:
                yield from of_faults(json_schema.check(document, schema))
            except InvalidInput as error:
                yield warn("schema_unusable", error.message, place)
        case Unreachable(reason) | Refused(reason):
            yield warn("schema_unavailable", f"The schema could not be had: {reason}", place)
