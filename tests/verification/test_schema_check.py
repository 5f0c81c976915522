"""`credentialSchema`: ours is covered, other people's are applied where they can be had and used."""

from __future__ import annotations

from typing import Any

import pytest

from badgeapi.credentials import json_schema
from badgeapi.errors import InvalidInput
from badgeapi.verification.checks import schema
from badgeapi.verification.facts import Fact, Found, Need, Refused, SchemaNeed, Unreachable
from badgeapi.verification.parse import Presented
from badgeapi.verification.report import Verdict
from tests.verification.signed import NOW, badge, judge, judged, lines

URL = "https://schemas.example/badge.json"
NEED = SchemaNeed(URL)
NAMED = {"id": URL, "type": "1EdTechJsonSchemaValidator2019"}
OURS = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"


def with_schema(document: dict[str, Any]) -> dict[Need, Fact]:
    return {NEED: Found(document)}


def test_the_published_schemas_are_not_fetched():
    """Our own classes are stricter."""
    asked, report = judged(badge(credentialSchema=[NAMED | {"id": OURS}]))
    assert not any(isinstance(need, SchemaNeed) for need in asked)
    assert report.verified
    assert lines(report, "schema") == [("pass", "passed", "")]


@pytest.mark.parametrize("kind", ["1EdTechJsonSchemaValidator2019", "JsonSchema"])
def test_somebody_elses_schema_is_applied(kind: str):
    """What breaks it is named where it stands, and decides."""
    document = badge(credentialSchema=NAMED | {"type": kind})
    assert judge(document, with_schema({"required": ["issuer"]})).verified
    rule = {"properties": {"credentialSubject": {"properties": {"achievement": {"required": ["humanCode"]}}}}}
    report = judge(document, with_schema(rule))
    assert report.verdict is Verdict.NOT_VERIFIED
    assert lines(report, "schema") == [("fail", "schema", "/credentialSubject/achievement")]


WARNED: dict[str, Any] = {
    "no answer": (NAMED, {NEED: Unreachable("timed out")}, "schema_unavailable"),
    "an answer of no": (NAMED, {NEED: Refused("404")}, "schema_unavailable"),
    "another type": (NAMED | {"type": "https://example.org/#Shapes"}, {}, "schema_type"),
}


@pytest.mark.parametrize(("named", "facts", "code"), WARNED.values(), ids=WARNED.keys())
def test_what_cannot_be_applied_is_said_and_decides_nothing(named: Any, facts: dict[Need, Fact], code: str):
    """The issuer signed it without the schema as well."""
    report = judge(badge(credentialSchema=named), facts)
    assert report.verified
    assert lines(report, "schema") == [("warn", code, "/credentialSchema")]


UNUSABLE: dict[str, dict[str, Any]] = {
    "no such type": {"type": "badge"},
    "itself": {"$ref": "#"},
    "itself, further down": {"$defs": {"a": {"$ref": "#/$defs/a"}}, "$ref": "#/$defs/a"},
    "somewhere else": {"$ref": "https://canary.example/schema.json"},
    "nowhere": {"$ref": "#/$defs/none"},
    "a broken pattern": {"patternProperties": {"(": {}}},
    "a broken id": {"$id": "http://[", "$ref": "x"},
    "a dialect that is no text": {"$schema": ["https://json-schema.org/draft/2020-12/schema"]},
    "a dialect that is an object": {"$schema": {}},
    "a dialect that is a number": {"$schema": 5},
}


@pytest.mark.parametrize("document", UNUSABLE.values(), ids=UNUSABLE.keys())
def test_a_schema_that_cannot_be_used(document: dict[str, Any]):
    """No exception of a library, and nothing is loaded that it refers to."""
    with pytest.raises(InvalidInput) as raised:
        json_schema.check({"a": "b"}, document)
    assert raised.value.faults[0].code == "bad_schema"
    assert lines(judge(badge(credentialSchema=NAMED), with_schema(document)), "schema") == [
        ("warn", "schema_unusable", "/credentialSchema")
    ]


@pytest.mark.parametrize(
    "named", [{}, "x", 1, {"id": URL, "type": ["JsonSchema"]}, {"id": URL, "type": [{}]}, {"id": [], "type": {}}]
)
def test_whatever_stands_there_raises_nothing(named: Any):
    """Credentials of other kinds come here without any check of their shape."""
    presented = Presented({"credentialSchema": named})
    facts = dict.fromkeys(schema.needs(presented), Unreachable("x"))
    assert {str(finding.outcome) for finding in schema.run(presented, facts, NOW)} == {"warn"}
