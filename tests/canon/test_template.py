"""A filled template is the document that its values make, byte for byte, or is no answer at all."""

from copy import deepcopy
from random import Random
from typing import Any

import pytest

from badgeapi.canon import contexts, jcs, json, jsonld, walker
from badgeapi.canon.template import Filled, Template, compile_template
from tests.canon.documents import CHARACTERS, V1
from tests.canon.test_jsonld import ACHIEVEMENT, BADGE, ID, RICH, SUBJECT, put

SLOTS = [
    "/id",
    "/validFrom",
    "/validUntil",
    "/credentialSubject/id",
    "/credentialSubject/narrative",
    "/credentialSubject/identifier/0/identityHash",
    "/credentialSubject/identifier/0/salt",
    "/credentialSubject/result/0/value",
    "/credentialSubject/result/0/achievedLevel",
    "/credentialSubject/result/1/value",
    "/evidence/0/id",
    "/evidence/0/name",
    "/evidence/1/name",
    "/credentialStatus/id",
    "/credentialStatus/statusListIndex",
    "/credentialStatus/statusListCredential",
    "/description/@value",
    "/credentialSubject/achievement/tag/0",
    "/credentialSubject/achievement/tag/1",
    "/credentialSubject/achievement/resultDescription/0/allowedValue/1",
]
DOCUMENT = put(
    {name: value for name, value in RICH.items() if name != "proof"},
    (*SUBJECT, "result"),
    [*RICH["credentialSubject"]["result"], {"type": ["Result"], "value": "B", "status": "Completed"}],
)
IRI_SLOTS = {slot for slot in SLOTS if slot.endswith(("/id", "achievedLevel", "statusListCredential"))}


def filled(document: dict[str, Any], slots: list[str], values: list[str]) -> dict[str, Any]:
    """The document with these texts, made without templates."""
    found = deepcopy(document)
    for slot, value in zip(slots, values, strict=True):
        found = put(found, tuple(int(key) if key.isdigit() else key for key in slot.split("/")[1:]), value)
    return found


def template(document: dict[str, Any] = DOCUMENT, slots: list[str] = SLOTS) -> Template:
    found = compile_template(document, slots)
    assert found is not None
    return found


def same(found: Filled | None, document: dict[str, Any]) -> bool:
    """Whether a filling is the document in all three forms, each by another way than the template's."""
    return found is not None and (found.json_text(), found.canonical().decode(), found.jcs()) == (
        json.dumps(document),
        jsonld.canonicalize(document).nquads,
        jcs.dumps(document),
    )


def some_values(random: Random) -> list[str]:
    """Texts of every kind of character, and IRIs of which some are those of the document or of each other."""

    def text() -> str:
        return "".join(random.choice(CHARACTERS + "%s{}") for _ in range(random.choice([0, 1, 4, 30])))

    pool = [f"urn:uuid:{random.random()}", f"{ID}profiles/issuer", f"{ID}achievements/1", "did:key:z6Mk%20é"]

    def iri() -> str:
        return random.choice(pool) if random.random() < 0.08 else f"did:example:{random.random()}"

    return [iri() if slot in IRI_SLOTS else text() for slot in SLOTS]


def test_every_filling_is_the_document_of_the_walker_and_of_the_slow_way():
    """Hundreds of random values: quotes, line breaks, emoji, controls, shared ids. Few are left to the caller."""
    random, made = Random("fill"), template()
    unfilled = 0
    for _ in range(300):
        values = some_values(random)
        document = filled(DOCUMENT, SLOTS, values)
        found = made.fill(values)
        if found is None:
            unfilled += 1
            continue
        assert same(found, document)
        assert found.canonical().decode() == walker.canonicalize(document)
    assert 0 < unfilled < 150


@pytest.mark.parametrize(
    ("slot", "value"),
    {
        "subject is the issuer": ("/credentialSubject/id", f"{ID}profiles/issuer"),
        "no IRI": ("/credentialSubject/id", "learner 1"),
        "blank node": ("/credentialSubject/id", "_:b0"),
        "a term as scheme": ("/credentialSubject/id", "tag:example.org,2026:1"),
        "a text twice in a set": ("/credentialSubject/achievement/tag/0", "same"),
    }.values(),
)
def test_values_that_make_another_shape_are_left_to_the_caller(slot: str, value: str):
    """Nodes that would join, IRIs that the gate must judge: the walker writes or refuses those documents."""
    values = [f"urn:x:{number}" if name in IRI_SLOTS else f"x{number}" for number, name in enumerate(SLOTS)]
    values[SLOTS.index("/credentialSubject/achievement/tag/1")] = "same"
    assert template().fill(values) is not None
    values[SLOTS.index(slot)] = value
    assert template().fill(values) is None


def test_nodes_that_become_alike_are_left_to_the_caller():
    """Two evidences without an id and with one name have one hash."""
    document = put(BADGE, ("evidence",), [{"type": ["Evidence"], "name": "a"}, {"type": ["Evidence"], "name": "b"}])
    made = template(document, ["/evidence/0/name", "/evidence/1/name"])
    assert same(made.fill(["x", "y"]), filled(document, ["/evidence/0/name", "/evidence/1/name"], ["x", "y"]))
    assert made.fill(["x", "x"]) is None


def test_lines_whose_order_depends_on_what_is_filled_in_are_sorted():
    """Ids in a set, texts in a set beside one that stands there already, names of nodes in a set."""
    document = put(
        put(DOCUMENT, ("evidence",), [{"id": "urn:x:1", "name": "a"}, {"id": "urn:x:2", "name": "b"}, {"name": "c"}]),
        (*ACHIEVEMENT, "tag"),
        ["m", "slot", "z"],
    )
    slots = ["/evidence/0/id", "/evidence/1/id", "/evidence/2/name", "/credentialSubject/achievement/tag/1"]
    made = template(document, slots)
    for values in (["urn:b", "urn:a", "1", "a"], ["urn:a", "urn:b", "2", "n"], ["urn:a", "urn:a:b", "3", "zz"]):
        assert same(made.fill(values), filled(document, slots, values))
    assert made.fill(["urn:a", "urn:b", "2", "m"]) is None


def test_what_only_python_takes_for_the_end_of_a_line_is_none():
    """U+0085, U+2028 and their like stand in N-Quads as they are: in what is constant, and in what is filled in."""
    text = "a\x0bb\x0cc\x1cd\x85e\u2028f\u2029g"
    document = put(BADGE, ("evidence",), [{"type": ["Evidence"], "name": "1", "narrative": text}])
    made = template(document, ["/evidence/0/name"])
    for value in ("x", text, f"{text}\n{text}"):
        assert same(made.fill([value]), filled(document, ["/evidence/0/name"], [value]))


def test_the_hash_of_p_384_is_that_of_the_slow_way():
    """A template belongs to one hash: the names of nodes depend on it."""
    made = compile_template(BADGE, ["/name"], algorithm="sha384")
    assert made is not None
    found = made.fill(["x"])
    assert found is not None
    assert found.canonical().decode() == jsonld.canonicalize(BADGE | {"name": "x"}, algorithm="sha384").nquads


UNTAKEN: dict[str, tuple[dict[str, Any], str]] = {
    "a type": (BADGE, "/type/1"),
    "a context": (BADGE, "/@context/0"),
    "a language": (DOCUMENT, "/description/@language"),
    "within JSON": (
        {
            "@context": contexts.CREDENTIALS_V2,
            "type": ["VerifiableCredential", "JsonSchemaCredential"],
            "credentialSubject": {"type": "JsonSchema", "jsonSchema": {"title": "x"}},
        },
        "/credentialSubject/jsonSchema/title",
    ),
    "one of two texts for one member of one node": (
        put(BADGE, (*ACHIEVEMENT, "creator"), {"id": f"{ID}profiles/issuer", "name": "Name of issuer"}),
        "/issuer/name",
    ),
    "beside an id that may be the same": (put(BADGE, ("name",), ["x", {"id": "urn:x"}]), "/name/0"),
    "twins": (put(BADGE, ("evidence",), [{"type": "Evidence"}, {"type": "Evidence"}]), "/name"),
    "a document that is refused": (BADGE | {"unheardOf": "x"}, "/name"),
}


@pytest.mark.parametrize(("document", "slot"), UNTAKEN.values(), ids=UNTAKEN.keys())
def test_shapes_that_are_not_taken(document: dict[str, Any], slot: str):
    """There each document is canonicalised, or refused, on its own."""
    assert compile_template(document, [slot]) is None


def test_a_term_where_an_iri_was_is_left_to_the_caller():
    """`assertionMethod` stands for an IRI that the template does not know."""
    made = template(BADGE, ["/proof/verificationMethod", "/proof/proofPurpose"])
    document = filled(BADGE, ["/proof/verificationMethod", "/proof/proofPurpose"], ["urn:x", "urn:y"])
    assert same(made.fill(["urn:x", "urn:y"]), document)
    assert made.fill(["urn:x", "authentication"]) is None


def test_a_slot_holds_a_text():
    """A number, or a place that is not there, is a fault of the caller's."""
    for slot in ("/unheardOf", "/credentialSubject/achievement", "/type/7"):
        with pytest.raises(LookupError):
            compile_template(BADGE, [slot])


def test_markers_never_meet_what_a_document_says():
    """Not even when it says what a marker looks like."""
    document = BADGE | {"name": "urn:x-slot-0-0.", "description": "x-slot-1- %s %(a)s"}
    made = template(document, ["/validFrom"])
    assert same(made.fill(["urn:x-slot-0-0."]), document | {"validFrom": "urn:x-slot-0-0."})
    assert same(made.fill(["urn:x-slot-2-0."]), document | {"validFrom": "urn:x-slot-2-0."})


def test_older_credentials_have_templates_too():
    """VC 1.1, with prefixes among its terms."""
    document = {"@context": [V1, contexts.OB_UNVERSIONED], "type": "VerifiableCredential", "id": ID, "issuer": ID}
    made = template(document, ["/id"])
    assert same(made.fill(["urn:x"]), document | {"id": "urn:x"})
    assert made.fill(["xsd:date"]) is None, "the context has a prefix of this name"
