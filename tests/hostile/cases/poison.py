"""Graphs made to exhaust a canonicaliser, and documents made to exhaust what comes before it.

None is signed: whoever canonicalises before looking at limits pays. Source: RDFC-1.0 section 7.1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.hostile.case import NOT_VERIFIED, UNPROVEN, Case, World
from tests.hostile.documents import at, badge, clr, endorsement, entry, presentation, status_list
from tests.hostile.host import answer
from tests.hostile.keys import ISSUER, Json, base58
from tests.hostile.signing import CREATED, JCS, RDFC, signed

PROOF = {
    "type": "DataIntegrityProof",
    "cryptosuite": RDFC,
    "created": CREATED,
    "verificationMethod": ISSUER.method,
    "proofPurpose": "assertionMethod",
    "proofValue": base58(bytes(range(64))),
}
_ALIGNMENT = {"type": ["Alignment"], "targetName": "EQF 4", "targetUrl": "https://framework.example/4"}


def unproven(document: Json) -> Json:
    return {**document, "proof": [PROOF]}


def with_achievement(**members: object) -> Json:
    found = badge()
    found["credentialSubject"]["achievement"] |= members
    return unproven(found)


def clique(size: int, *, name: str = "_:b{}") -> Json:
    """Nodes that are all related to each other, named as blank nodes."""
    names = [name.format(number) for number in range(size)]
    related = [
        {
            "id": one,
            "type": ["Achievement"],
            "related": [{"id": two, "type": ["Related"]} for two in names if two != one],
        }
        for one in names
    ]
    return with_achievement(related=related)


def nested_cliques(depth: int) -> Json:
    """Anonymous objects within each other that look alike at every level."""
    profile: Json = {"id": "urn:x:end", "type": ["Profile"], "name": "P"}
    for _ in range(depth):
        profile = {"type": ["Profile"], "name": "P", "parentOrg": profile}
    return unproven(badge(issuer={"id": ISSUER.did, "type": ["Profile"], "name": "P", "parentOrg": profile}))


def cycle(size: int) -> Json:
    related = [{"id": f"_:b{n}", "type": ["Related"], "related": {"id": f"_:b{(n + 1) % size}"}} for n in range(size)]
    return with_achievement(related=related)


def hypercube() -> Json:
    """Sixteen corners, each related to its four neighbours."""
    corners = [
        {"id": f"_:b{n}", "type": ["Related"], "related": [{"id": f"_:b{n ^ 1 << bit}"} for bit in range(4)]}
        for n in range(16)
    ]
    return with_achievement(related=corners)


def twins(count: int, inner: int) -> Json:
    """Anonymous objects that hold anonymous objects, all alike."""
    result = {"type": ["Result"], "alignment": [_ALIGNMENT] * inner}
    found = badge()
    found["credentialSubject"]["result"] = [result] * count
    return unproven(found)


def in_status_list(document: Callable[[str], Json]) -> Callable[[World], Json]:
    """The trap is in what is fetched."""

    def make(world: World) -> Json:
        url = world.host.put(answer({}))
        world.host.put(answer(document(url)), "/" + url.rpartition("/")[2])
        return signed(badge(credentialStatus=entry(url)), suite=JCS)

    return make


def listed_clique(url: str) -> Json:
    return {**unproven(status_list(url)), "related": clique(8)["credentialSubject"]["achievement"]["related"]}


def listed_twins(url: str) -> Json:
    found = status_list(url)
    found["credentialSubject"]["description"] = [{"@value": f"x{n}", "@language": "en"} for n in range(1_900)]
    return unproven(found)


def deep(levels: int) -> Json:
    found: Any = {"id": "urn:x:1"}
    for _ in range(levels):
        found = {"type": ["Profile"], "id": "urn:x:1", "name": "P", "parentOrg": found}
    return unproven(badge(issuer={"id": ISSUER.did, "type": ["Profile"], "name": "P", "parentOrg": found}))


def _sizes() -> Iterator[Case]:
    for size in range(5, 13):
        yield _no(f"clique-{size}", f"{size} blank nodes that are all related", lambda _, n=size: clique(n))
    for size in (8, 40):
        yield _no(
            f"clique-of-iris-{size}",
            f"{size} named nodes that are all related",
            lambda _, n=size: clique(n, name="urn:x:{}"),
        )
    for size in (3, 50, 500):
        yield _no(f"cycle-{size}", f"a circle of {size} blank nodes", lambda _, n=size: cycle(n))
    for count, inner in ((3, 3), (40, 40), (199, 9), (1_000, 1)):
        yield _no(
            f"twins-{count}-of-{inner}",
            f"{count} anonymous results of {inner} alike",
            lambda _, c=count, i=inner: twins(c, i),
        )


def _no(name: str, truth: str, make: Callable[..., Any], expected: str = NOT_VERIFIED) -> Case:
    return Case(name, truth, make, expected)


CASES = (
    *_sizes(),
    _no("hypercube", "a hypercube of blank nodes", lambda _: hypercube()),
    _no("alignments-1000", "a thousand alignments, all alike", lambda _: with_achievement(alignment=[_ALIGNMENT] * 1_000)),
    _no("alignments-2500", "more anonymous objects than are read", lambda _: with_achievement(alignment=[_ALIGNMENT] * 2_500)),
    _no("alignments-differ-1000", "a thousand alignments, all different", lambda _: with_achievement(alignment=[_ALIGNMENT | {"targetCode": str(n)} for n in range(1_000)])),
    _no("chain-of-anonymous", "fifty anonymous objects within each other", lambda _: nested_cliques(50)),
    _no("deep", "deeper than anything is read", lambda _: deep(80), "413"),
    _no("deep-enough", "as deep as things are read", lambda _: deep(28)),
    _no("one-object-thousand-members", "a thousand undefined members", lambda _: unproven(badge(**{f"member{n}": n for n in range(1_000)}))),
    _no("types-5000", "five thousand types", lambda _: unproven(badge(type=["VerifiableCredential", "OpenBadgeCredential", *["Achievement"] * 5_000]))),
    _no("languages", "two thousand texts in two thousand languages", lambda _: unproven(badge(name=[{"@value": "x", "@language": f"de-x-{n}"} for n in range(2_000)]))),
    _no("tags-15000", "fifteen thousand tags", lambda _: with_achievement(tag=[f"t{n}" for n in range(15_000)])),
    _no("long-iri", "an id of half a megabyte", lambda _: unproven(at(badge(), "/credentialSubject/id", "urn:x:" + "a" * 500_000))),
    _no("long-iri-colons", "an id of a hundred thousand colons", lambda _: unproven(at(badge(), "/credentialSubject/id", "urn" + ":" * 100_000))),
    _no("long-language", "a language tag of a hundred thousand letters", lambda _: unproven(badge(name={"@value": "x", "@language": "a-" * 50_000 + "a"}))),
    _no("long-time", "a time of a hundred thousand digits", lambda _: unproven(badge(validFrom="2" * 100_000))),
    _no("long-number-text", "a result of a hundred thousand digits", lambda _: numbers()),
    _no("long-hash", "an identity hash of two hundred thousand characters", lambda _: hashed()),
    _no("data-uri", "a picture of 900 KB that is none", lambda _: unproven(badge(image={"id": "data:image/png;base64," + "A" * 900_000, "type": "Image"}))),
    _no("proof-options-deep", "the proof itself goes deep", lambda _: {**badge(), "proof": [PROOF | {"domain": nested(40)}]}),
    _no("proof-options-twins", "the proof itself has a thousand anonymous objects", lambda _: {**badge(), "proof": [PROOF | {"domain": [{"name": "x"}] * 1_000}]}),
    _no("endorsements-100", "a hundred endorsements, none signed", lambda _: unproven(badge(endorsement=[unproven(endorsement("https://x.example"))] * 100))),
    _no("endorsements-within-each-other", "endorsements of endorsements", lambda _: unproven(matryoshka(20))),
    _no("record-of-100", "a record of a hundred badges, none signed", lambda _: unproven(clr([unproven(badge()) for _ in range(100)]))),
    _no("record-of-records", "records within each other", lambda _: record_of_records(15)),
    _no("presentation-of-100", "a presentation of a hundred badges, none signed", lambda _: presentation([unproven(badge()) for _ in range(100)]), "not_verified 413 422"),
    _no("status-list-clique", "the trap is in the status list", in_status_list(listed_clique), UNPROVEN),
    _no("status-list-languages", "nineteen hundred texts in the status list", in_status_list(listed_twins), UNPROVEN),
)  # fmt: skip


def nested(levels: int) -> Any:
    found: Any = "x"
    for _ in range(levels):
        found = {"name": found}
    return found


def numbers() -> Json:
    found = with_achievement(
        resultDescription=[
            {
                "id": "urn:x:m",
                "type": ["ResultDescription"],
                "name": "M",
                "resultType": "Percent",
                "valueMax": "9" * 100_000,
            }
        ]
    )
    found["credentialSubject"]["result"] = [
        {"type": ["Result"], "resultDescription": "urn:x:m", "value": "8" * 100_000}
    ]
    return found


def hashed() -> Json:
    found = badge()
    found["credentialSubject"]["identifier"] = [
        {
            "type": "IdentityObject",
            "hashed": True,
            "identityHash": "sha256$" + "a" * 200_000,
            "identityType": "emailAddress",
        }
    ]
    return unproven(found)


def matryoshka(levels: int) -> Json:
    found = unproven(endorsement("https://x.example"))
    for _ in range(levels):
        found = unproven(endorsement("https://x.example", endorsement=[found]))
    return badge(endorsement=[found])


def record_of_records(levels: int) -> Json:
    found = unproven(badge())
    for _ in range(levels):
        found = unproven(clr([found]))
    return found
