"""What 1EdTech and W3C publish, through the whole of verifying: each sample gets the answer that it was made for."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from badgeapi.canon import contexts
from badgeapi.verification.facts import ControllerNeed, Fact, Found, Need, Refused, RevocationListNeed, Unreachable
from tests.verification.signed import SCHOOL, judge, judged, lines

REFERENCE = os.environ.get("BADGEAPI_REFERENCE_DIR")
pytestmark = pytest.mark.skipif(not REFERENCE, reason="BADGEAPI_REFERENCE_DIR is not set")

ISSUER = ControllerNeed("https://example.edu/issuers/565049")
REVOCATIONS = RevocationListNeed("https://1edtech.edu/credentials/3732/revocations")
UNSIGNED = ("achievementAlignmentCe", "basicOpenBadgeCredential", "fullOpenBadge", "skillAssertionCase")


def sample(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(Path(str(REFERENCE), "vectors", f"{name}.json").read_text("utf-8"))
    return document


def signed_by_us(document: Mapping[str, Any]) -> dict[str, Any]:
    """The sample in the name of another issuer, whose key is there."""
    issuer = document["issuer"]
    return SCHOOL.secure({**document, "issuer": {**issuer, "id": SCHOOL.did}})


def controller(document: Mapping[str, Any]) -> Found:
    """The document that its issuer would have to serve: its own id, and the key that the proof names."""
    method = document["proof"]["verificationMethod"]
    owner, _, key = method.partition("#")
    listed = {"id": method, "type": "Multikey", "controller": owner, "publicKeyMultibase": key}
    return Found({"id": owner, "verificationMethod": [listed], "assertionMethod": [method]})


@pytest.mark.parametrize("name", UNSIGNED)
def test_samples_without_a_proof_lack_nothing_else(name: str):
    """Sound in themselves, and not verified for the one reason that nobody signed them; nothing is fetched for it."""
    asked, report = judged(sample(name))
    assert asked == []
    refused = {(line.id, line.code) for line in report.results if line.outcome == "fail"}
    assert refused == {("issuer_binding", "foreign_key"), ("proof", "no_proof")}
    assert report.verdict == "not_verified"


@pytest.mark.parametrize("name", [name for name in UNSIGNED if name != "fullOpenBadge"])
def test_samples_are_verified_once_signed(name: str):
    """The same documents with a proof are verified, and one changed member more is not."""
    document = signed_by_us(sample(name))
    assert judge(document).verdict == "verified"
    assert judge({**document, "name": "Another"}).verdict == "not_verified"


def test_the_full_sample():
    """Its list of revoked ids decides; its endorsements carry made-up proofs, so signed anew it fails."""
    document = sample("fullOpenBadge")
    report = judge(signed_by_us(document), {REVOCATIONS: Found({"revokedCredential": []})})
    assert {line.id for line in report.results if line.outcome in {"fail", "unknown"}} == {"endorsements"}
    bare = _without(document, "endorsement", "endorsementJwt")
    for fact, verdict in (
        (Found({"revokedCredential": []}), "verified"),
        (Found({"revokedCredential": [{"id": document["id"]}]}), "not_verified"),
        (Unreachable("down"), "undetermined"),
    ):
        assert judge(signed_by_us(bare), {REVOCATIONS: fact}).verdict == verdict


def _without(value: Any, *names: str) -> Any:
    if isinstance(value, dict):
        return {name: _without(member, *names) for name, member in value.items() if name not in names}
    return [_without(item, *names) for item in value] if isinstance(value, list) else value


def test_the_signed_sample():
    """The signing vector of the specification: verified with its issuer's document, and by nothing less."""
    document = sample("ob-signed-example")
    answers: list[tuple[Fact | None, str]] = [
        (controller(document), "verified"),
        (Found({"id": ISSUER.controller}), "not_verified"),
        (Refused("404"), "not_verified"),
        (Unreachable("down"), "undetermined"),
        (None, "undetermined"),
    ]
    for fact, verdict in answers:
        facts: dict[Need, Fact] = {} if fact is None else {ISSUER: fact}
        assert judge(document, facts).verdict == verdict


def _places(value: Any, place: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Where a text stands in a document."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place] if isinstance(value, str) else [at for name, item in items for at in _places(item, (*place, name))]


def test_no_text_of_the_signed_sample_can_be_changed():
    """Every text, the proof's own among them: one letter more, and it is not verified."""
    document = sample("ob-signed-example")
    facts: dict[Need, Fact] = {ISSUER: controller(document)}
    places = _places(document)
    assert len(places) > 20
    for *way, last in places:
        changed = deepcopy(document)
        holder: Any = changed
        for name in way:
            holder = holder[name]
        holder[last] += "1"
        assert judge(changed, facts).verdict != "verified", (*way, last)


@pytest.mark.parametrize("name", ["eddsa-rdfc-2022/signedDataInt", "eddsa-jcs-2022/signedJCS"])
def test_the_vectors_of_w3c(name: str, monkeypatch: pytest.MonkeyPatch):
    """Data Integrity EdDSA Cryptosuites: the proof holds, of a did:key that is not the issuer.

    They use the context of examples, which is not pinned; it is made known for the second half.
    """
    document = sample(f"eddsa/{name}")
    assert lines(judge(document), "context") == [("fail", "unknown_context", "/@context/1")]
    monkeypatch.setattr(contexts, "URLS", contexts.URLS | {contexts.EXAMPLES_V2})
    monkeypatch.setitem(contexts._DOCUMENTS, contexts.EXAMPLES_V2, dict(contexts.examples_document()))
    report = judge(document)
    assert [(line.id, line.code) for line in report.results if line.outcome == "fail"] == [
        ("issuer_binding", "foreign_key")
    ]
    assert lines(report, "proof") == [("pass", "passed", "")]
    [(outcome, code, _)] = lines(judge({**document, "name": "Another"}), "proof")
    assert (outcome, code) == ("fail", "signature")
