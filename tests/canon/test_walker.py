"""The walker writes the bytes of the slow way, and refuses what that refuses, at the same place."""

import os
from copy import deepcopy
from itertools import permutations
from typing import Any

import pytest

from badgeapi import limits
from badgeapi.canon import canonical, contexts, forest, jsonld, rdfc, tables, walker
from badgeapi.canon.json import JsonObject
from badgeapi.errors import BadgeError, WorkExceeded
from tests.canon import documents
from tests.canon.test_jsonld import ACCEPTED, ACHIEVEMENT, BADGE, RICH, put
from tests.canon.test_rdfc import by_pyoxigraph
from tests.work import calls

DOCUMENTS = int(os.environ.get("BADGEAPI_RANDOM_DOCUMENTS", "300"))
"""How many random documents are compared; a run of 20,000 takes ten minutes."""

URN = "urn:uuid:0198f0aa-0000-7000-8000-00000000000"


def outcome(document: JsonObject, canonicalize: Any) -> object:
    """The canonical text, or class, code and pointer of the first fault; None where it was handed over."""
    try:
        return canonicalize(document)
    except BadgeError as error:
        return type(error).__name__, error.faults[0].code if error.faults else "", error.pointer


def slowly(document: JsonObject) -> str:
    return jsonld.canonicalize(document).nquads


# The same bytes


@pytest.mark.parametrize("document", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_every_kind_of_document_is_written_and_none_handed_over(document: JsonObject):
    """Credentials, endorsements with proofs, presentations, records, status lists, languages, JSON."""
    before = deepcopy(document)
    assert walker.canonicalize(document) == slowly(document)
    assert document == before


def test_random_documents_have_the_bytes_and_the_refusals_of_the_slow_way():
    """Over all terms of all pinned contexts: the same text or the same fault, and nothing is handed over."""
    written = 0
    for seed in range(DOCUMENTS):
        document = documents.document(seed)
        expected = outcome(document, slowly)
        assert outcome(document, walker.canonicalize) == expected, f"document {seed}"
        written += isinstance(expected, str)
    assert written > DOCUMENTS // 2


def test_spoilt_documents_are_refused_for_the_same_reason_at_the_same_place():
    """What the gate refuses the walker never writes, nor the other way round."""
    refused = 0
    for seed in range(DOCUMENTS):
        document = documents.spoilt(seed)
        expected = outcome(document, slowly)
        assert outcome(document, walker.canonicalize) == expected, f"spoilt document {seed}"
        refused += not isinstance(expected, str)
    assert refused > DOCUMENTS // 2


def test_the_hash_of_p_384_gives_other_names_and_they_are_right():
    """Data Integrity ECDSA names nodes by SHA-384 where the key is P-384."""
    expected = rdfc.canonicalize(jsonld.to_dataset(RICH), algorithm="sha384").nquads
    assert canonical.canonicalize(RICH, algorithm="sha384") == expected != canonical.canonicalize(RICH)


def test_the_statements_are_those_of_the_slow_way():
    """As quads, for proofs that disclose some of them."""
    assert rdfc.canonicalize(canonical.to_dataset(RICH)).nquads == slowly(RICH)


# Nodes that are alike


def alignments(*found: object) -> dict[str, Any]:
    return put(BADGE, (*ACHIEVEMENT, "alignment"), list(found))


A, B = {"type": ["Alignment"], "targetName": "A"}, {"type": ["Alignment"], "targetName": "B"}
DESCRIPTION = {"id": f"{URN}1", "type": ["ResultDescription"], "name": "Grade"}
PROOF = {"type": "DataIntegrityProof"}
LEAF_TWINS = {
    "two twins": alignments(A, A, B),
    "five twins": alignments(A, A, A, A, A),
    "two pairs": alignments(A, B, A, B),
    "with nothing said": alignments({}, {}, A),
    "under a blank node": put(BADGE, (*ACHIEVEMENT, "criteria"), {"narrative": "x", "name": [A, A]}),
    "in a graph": put(BADGE, ("proof",), {"type": "DataIntegrityProof", "created": [A, A], "nonce": "x"}),
}
HARD = {
    **LEAF_TWINS,
    "alike under different parents": alignments(A | {"name": {"name": "x"}}, B | {"name": {"name": "x"}}),
    "alike under an id and a node": put(
        put(BADGE, ("name",), {"name": {"name": "x"}}), ("description",), {"description": {"name": "x"}}
    ),
    "twin trees": alignments({"name": A}, {"name": A}),
    "twin trees of twins": alignments({"name": [A, A]}, {"name": [A, A]}),
    "list of alike": put(BADGE, (*ACHIEVEMENT, "resultDescription"), [DESCRIPTION | {"allowedValue": ["A", "A", "A"]}]),
    "two lists alike": put(
        BADGE,
        (*ACHIEVEMENT, "resultDescription"),
        [DESCRIPTION | {"allowedValue": ["A", "B"]}, DESCRIPTION | {"id": f"{URN}2", "allowedValue": ["A", "B"]}],
    ),
    "list of objects": put(
        BADGE, (*ACHIEVEMENT, "resultDescription"), [DESCRIPTION | {"allowedValue": ["A", A, {"id": URN}, 1.5]}]
    ),
    "graphs alike": put(BADGE, ("proof",), [PROOF, PROOF]),
    "graphs of nodes alike": put(BADGE, ("proof",), [PROOF | {"created": A}, PROOF | {"created": A}]),
    "emoji and controls": put(BADGE, ("name",), "\x01\x08\x0b\x0c\x1f\x7f\t\r\n\"\\é漢😀\u2028'"),
    "shared ids": alignments({"id": URN, **A}, {"id": f"{URN}1", "name": {"id": URN, **A}}),
}


@pytest.mark.parametrize("document", HARD.values(), ids=HARD.keys())
def test_hard_documents_are_named_as_by_another_program(document: JsonObject):
    """Equal first degree hashes, chains, graphs: pyoxigraph comes to the same names."""
    found = walker.canonicalize(document)
    assert found == by_pyoxigraph(jsonld.to_dataset(document)) == slowly(document)


@pytest.mark.parametrize("document", LEAF_TWINS.values(), ids=LEAF_TWINS.keys())
def test_leaf_twins_are_numbered_without_search(document: JsonObject, monkeypatch: pytest.MonkeyPatch):
    """They are interchangeable: the proof stands in `forest`, and the names are those of Hash N-Degree Quads."""
    expected = slowly(document)
    hashes = [forest.HASHES["sha256"](text.encode()).digest() for text in first_degrees(document)]
    assert len(set(hashes)) < len(hashes), "there are twins"
    monkeypatch.setattr(forest.rdfc, "canonicalize", None)
    assert walker.canonicalize(document) == expected


def first_degrees(document: JsonObject) -> list[str]:
    walked = walker.walk(document)
    assert walked is not None
    return [walked.first_degree(node) for node in range(len(walked.own))]


def test_twins_beside_nodes_that_are_alike_are_not_numbered_at_once():
    """Only where all others beside them are told apart is the order of twins of no account."""
    walked = walker.walk(HARD["twin trees of twins"])
    assert walked is not None
    assert walked.names([text.encode() for text in first_degrees(HARD["twin trees of twins"])]) is None


def test_poison_is_refused_as_the_slow_way_refuses_it():
    """Nested sets of alike nodes would be permuted for ever."""
    node: dict[str, Any] = {"name": [{"name": "x"}] * 12}
    document = put(BADGE, ("evidence",), [{"name": [node] * 12}] * 12)
    with pytest.raises(WorkExceeded):
        walker.canonicalize(document)
    with pytest.raises(WorkExceeded):
        slowly(document)


# What is handed over, and what it costs


def presentation(count: int) -> dict[str, Any]:
    """Credentials in `count` different lists of contexts, that of the presentation among them."""
    extra = [contexts.OB_3_0_3, contexts.CLR_2_0_1, contexts.DATA_INTEGRITY_V2, contexts.MULTIKEY_V1]
    orders = [[*order] for size in range(len(extra) + 1) for order in permutations(extra, size)][:count]
    held = [
        {"@context": [contexts.CREDENTIALS_V2, *order], "type": "VerifiableCredential", "issuer": "did:x:y"}
        for order in orders
    ]
    return {"@context": [contexts.CREDENTIALS_V2], "type": "VerifiablePresentation", "verifiableCredential": held}


@pytest.mark.parametrize("beyond", [0, 1])
def test_so_many_lists_of_contexts_are_read_and_no_more(beyond: int):
    """Each has PyLD process contexts anew, which is what a small body can cost most by."""
    document = presentation(limits.CONTEXT_LISTS + beyond)
    again = presentation(limits.CONTEXT_LISTS)["verifiableCredential"]  # a list that comes again costs nothing
    document["verifiableCredential"] += [{**held, "name": "again"} for held in again]
    expected = ("InputTooLarge", "too_many_contexts", "")
    assert (
        (outcome(document, walker.canonicalize) == expected) is (outcome(document, slowly) == expected) is bool(beyond)
    )


@pytest.mark.parametrize("beyond", [0, 1])
def test_places_in_lists_count_as_nodes_without_an_id(beyond: int):
    """A list of texts is a blank node for each of them, though there is no object to be seen."""
    described = {"id": "urn:d", "type": "ResultDescription"}
    alone = put(BADGE, (*ACHIEVEMENT, "resultDescription"), {**described, "allowedValue": ["0"]})
    more = limits.BLANK_NODES - len(walker.walk(alone).own) + beyond  # type: ignore[union-attr]
    listed = [str(number) for number in range(1 + more)]
    document = put(BADGE, (*ACHIEVEMENT, "resultDescription"), {**described, "allowedValue": listed})
    expected = outcome(document, slowly)
    assert outcome(document, walker.canonicalize) == expected
    assert isinstance(expected, str) is not bool(beyond)


def test_more_contexts_than_anybody_needs_are_left_to_the_slow_way():
    """The caller gets the same bytes through the one door."""
    document = put(BADGE, ("@context",), [contexts.CREDENTIALS_V2, *[contexts.OB_3_0_3] * 9])
    assert walker.canonicalize(document) is None
    assert canonical.canonicalize(document) == slowly(document) == slowly(BADGE)
    assert rdfc.canonicalize(canonical.to_dataset(document)).nquads == slowly(BADGE)


@pytest.fixture
def fresh_tables(monkeypatch: pytest.MonkeyPatch) -> list[tables.Tables]:
    """Tables of a process that has read nothing yet."""
    current = [tables.Tables()]
    monkeypatch.setattr(tables, "_current", current)
    return current


def test_one_document_cannot_have_everything_processed(
    fresh_tables: list[tables.Tables], monkeypatch: pytest.MonkeyPatch
):
    """Types are anybody's choice: past its share a document is handed over, and nothing of it is kept."""
    monkeypatch.setattr(limits, "WALKER_STATES_NEW", 20)
    assert walker.canonicalize(RICH) is None
    assert fresh_tables[0].size <= 20


def test_tables_are_forgotten_when_they_are_full(fresh_tables: list[tables.Tables], monkeypatch: pytest.MonkeyPatch):
    """No sequence of documents makes them grow beyond their limit by more than one document's share."""
    monkeypatch.setattr(limits, "WALKER_STATES", 100)
    sizes = set()
    for seed in range(60):
        document = documents.document(f"tables {seed}")
        assert outcome(document, walker.canonicalize) == outcome(document, slowly)
        sizes.add(fresh_tables[0].size)
    assert max(sizes) <= 100 + limits.WALKER_STATES_NEW
    assert min(sizes) < max(sizes)


def test_types_of_no_context_are_not_kept(fresh_tables: list[tables.Tables]):
    """Nor are members, IRIs of purposes or combinations of three types: all of them could be made up without end."""
    walker.canonicalize(put(BADGE, ("proof", "proofPurpose"), "urn:x:0"))
    size = fresh_tables[0].size
    before = _entries(fresh_tables[0])
    for number in range(20):
        document = put(BADGE, ("type",), ["VerifiableCredential", "OpenBadgeCredential", f"urn:x:{number}"])
        document["proof"] = document["proof"] | {"proofPurpose": f"urn:x:{number}"}
        assert walker.canonicalize(document) == slowly(document)
        with pytest.raises(BadgeError):
            walker.canonicalize(document | {f"made up {number}": 1})
    assert (fresh_tables[0].size, _entries(fresh_tables[0])) == (size, before)


def _entries(found: tables.Tables) -> int:
    """Count everything that tables hold by name."""
    count, stack = 0, [found.root]
    while stack:
        place = stack.pop()
        count += len(place.states) + len(place._statements) + len(place._contexts)
        stack.extend(place._contexts.values())
        for state in {id(state): state for state in place.states.values()}.values():
            count += len(state.terms) + len(state._places) + len(state.scope._within)
            stack.extend(state._places.values())
    return count


LARGE = {
    "objects": [{"type": ["Evidence"], "name": str(number)} for number in range(1_500)],
    "ids": [{"id": f"urn:{number}", "name": "x"} for number in range(1_500)],
    "types": {"type": [f"urn:{number}" for number in range(5_000)]},
    "numbers": [{"type": "Evidence", "name": [number * 1.1 for number in range(3_000)]}],
    "undefined": {"type": "Evidence", **{f"m{number}": 1 for number in range(6_000)}},
}


@pytest.mark.parametrize("evidence", LARGE.values(), ids=LARGE.keys())
def test_a_large_body_costs_no_more_than_its_length(evidence: Any):
    """64 KB, written or refused, in a number of calls that takes a few hundredths of a second."""
    document = put(BADGE, ("evidence",), evidence)
    assert calls(lambda: outcome(document, walker.canonicalize)) < 400_000
