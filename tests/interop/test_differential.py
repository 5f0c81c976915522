"""Random and mutated credentials, judged by this project and by an independent verifier in one run.

Where we say `verified`, Digital Bazaar's library must not refuse: a signature that only we accept would be a hole of
ours. The other way round we are stricter, for the reasons in `STRICTER`.

`BADGEAPI_DIFFERENTIAL` sets how many mutated credentials are compared.
"""

from __future__ import annotations

import copy
import json
import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from badgeapi.canon import contexts
from badgeapi.canon.json import loads
from badgeapi.errors import BadgeError
from badgeapi.verification import parse
from badgeapi.verification.check import Outcome
from badgeapi.verification.inspector import inspect_offline
from badgeapi.verification.report import Verdict

if TYPE_CHECKING:
    from tests.interop.peer import NodePeer

CASES = int(os.environ.get("BADGEAPI_DIFFERENTIAL", "300"))
PER_CREDENTIAL = 25

# Checks of ours that the library has no counterpart of; everything else that only we refuse is a defect of somebody.
STRICTER = {
    "type": "what is no credential at all is not judged",
    "shape": "the classes of Open Badges 3.0 (appendix B)",
    "subject": "Open Badges 3.0, verification step 1",
    "criteria": "Open Badges 3.0, Criteria",
    "results": "Open Badges 3.0, Result",
    "context": "contexts are pinned, and data-integrity contexts come after that of the credential",
    "json_ld": "two objects of one id, value objects, numbers and repeated values are held more strictly",
    "data_model": "VC Data Model 2.0 section 4",
    "proof": "every proof of a set must hold, and a proof's times must fit the present (VC Data Integrity 1.0)",
    "status": "a status that cannot be looked up is unknown; the library was told to take any for good",
    "endorsements": "what is signed within must hold by itself",
    "unreadable": "the strict reader",
}

Json = dict[str, Any]
Mutation = Callable[[random.Random, Json], None]

WORDS = (
    "Löten",
    "溶接 2級",
    "a\tb",
    'quoted "text"',
    "ends\n",
    "\N{GRINNING FACE}",
    "x" * 300,
    "e\N{COMBINING ACUTE ACCENT}",
)


def credential(rng: random.Random) -> Json:
    """Make a random Open Badge in its strict form."""

    def urn(kind: str) -> str:
        return f"urn:example:{kind}:{rng.randrange(10**9)}"

    def text() -> str:
        return f"{rng.choice(WORDS)} {rng.randrange(1000)}"

    def some(maker: Callable[[], Any], *, most: int = 3) -> list[Any]:
        return [maker() for _ in range(rng.randint(1, most))]

    def alignment() -> Json:
        return {"type": ["Alignment"], "targetName": text(), "targetUrl": f"https://frame.example/{rng.randrange(99)}"}

    def maybe(name: str, maker: Callable[[], Any]) -> Json:
        return {name: maker()} if rng.random() < 0.5 else {}

    levels = [urn("level") for _ in range(2)]
    description = {
        "id": urn("result"),
        "type": ["ResultDescription"],
        "name": text(),
        "resultType": "RubricCriterionLevel",
        "rubricCriterionLevel": [{"id": level, "type": ["RubricCriterionLevel"], "name": text()} for level in levels],
    }
    with_result = rng.random() < 0.5
    achievement = {
        "id": urn("achievement"),
        "type": ["Achievement"],
        "name": text(),
        "description": text(),
        "achievementType": rng.choice(["MicroCredential", "Course", "ext:Workshop"]),
        "criteria": rng.choice([{"narrative": text()}, {"id": "https://school.example/criteria"}]),
        **maybe("creditsAvailable", lambda: rng.choice([1, 2.5, 30])),
        **maybe("alignment", lambda: some(alignment)),
        **maybe("tag", lambda: sorted({text() for _ in range(3)})),
        **maybe("inLanguage", lambda: "en-NZ"),
        **({"resultDescription": [description]} if with_result else {}),
    }
    subject = {
        "id": urn("learner"),
        "type": ["AchievementSubject"],
        "achievement": achievement,
        **maybe("creditsEarned", lambda: 2.5),
        **maybe("narrative", text),
        **maybe("identifier", lambda: [
            {"type": "IdentityObject", "hashed": False, "identityHash": text(), "identityType": "name"}
        ]),
    }  # fmt: skip
    if with_result:
        subject["result"] = [
            {"type": ["Result"], "resultDescription": description["id"], "achievedLevel": rng.choice(levels)}
        ]
    return {
        "@context": [contexts.CREDENTIALS_V2, contexts.OB_3_0_3],
        "id": urn("credential"),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": text(),
        "issuer": {"id": "urn:to-be-replaced", "type": ["Profile"], "name": text()},
        "validFrom": "2024-05-01T08:00:00Z",
        "credentialSubject": subject,
        **maybe("evidence", lambda: [{"type": ["Evidence"], "narrative": text()}]),
        **maybe("validUntil", lambda: "2099-01-01T00:00:00Z"),
    }


def places(value: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    for key, member in value.items() if isinstance(value, dict) else enumerate(value):
        yield (*place, key)
        if isinstance(member, dict | list):
            yield from places(member, (*place, key))


def parent(document: Any, place: tuple[str | int, ...]) -> Any:
    for key in place[:-1]:
        document = document[key]
    return document


def pick(rng: random.Random, document: Json) -> tuple[Any, str | int]:
    place = rng.choice(list(places(document)))
    return parent(document, place), place[-1]


def replace_value(rng: random.Random, document: Json) -> None:
    owner, key = pick(rng, document)
    owner[key] = rng.choice(
        ["changed", "https://other.example/", 7, True, 0.5, None, [], {}, ["a", "b"], {"id": "urn:x"}]
    )


def nudge_text(rng: random.Random, document: Json) -> None:
    texts = [place for place in places(document) if isinstance(parent(document, place)[place[-1]], str)]
    place = rng.choice(texts)
    owner, key = parent(document, place), place[-1]
    at = rng.randrange(len(owner[key]) + 1)
    owner[key] = owner[key][:at] + rng.choice("aZ0 .\u200b/:") + owner[key][at:]


def drop(rng: random.Random, document: Json) -> None:
    owner, key = pick(rng, document)
    del owner[key]


def add_member(rng: random.Random, document: Json) -> None:
    objects = [document, *(value for place in places(document)
               if isinstance(value := parent(document, place)[place[-1]], dict))]  # fmt: skip
    name = rng.choice(
        ["undefinedTerm", "description", "@id", "@type", "id", "validUntil", "https://x.example/p", "_:b"]
    )
    rng.choice(objects).setdefault(name, rng.choice(["urn:example:added", "added", 3, ["added"]]))


def wrap_in_array(rng: random.Random, document: Json) -> None:
    """One value or an array of it is the same to JSON-LD: the signature still fits."""
    owner, key = pick(rng, document)
    owner[key] = [owner[key]]


def unwrap(rng: random.Random, document: Json) -> None:
    arrays = [place for place in places(document) if isinstance(value := parent(document, place)[place[-1]], list)
              and len(value) == 1]  # fmt: skip
    if arrays:
        place = rng.choice(arrays)
        owner, key = parent(document, place), place[-1]
        owner[key] = owner[key][0]


def shuffle_members(rng: random.Random, document: Json) -> None:
    """The order of members means nothing."""
    items = list(document.items())
    rng.shuffle(items)
    document.clear()
    document.update(items)


def reverse_array(rng: random.Random, document: Json) -> None:
    arrays = [place for place in places(document) if isinstance(parent(document, place)[place[-1]], list)]
    place = rng.choice(arrays)
    parent(document, place)[place[-1]].reverse()


def change_context(rng: random.Random, document: Json) -> None:
    listed = document.get("@context")
    if isinstance(listed, list):
        listed.append(
            rng.choice([contexts.OB_3_0_3, contexts.OB_EXTENSIONS, contexts.CLR_2_0_1, "https://x.example/c"])
        )


def change_proof(rng: random.Random, document: Json) -> None:
    proofs = parse.as_list(document.get("proof"))
    proof = rng.choice(proofs) if proofs else None
    if isinstance(proof, dict) and proof:
        name = rng.choice([*proof, "expires", "domain", "challenge", "nonce", "id", "previousProof"])
        proof[name] = rng.choice(
            [*proof.values(), "2099-01-01T00:00:00Z", "2001-01-01T00:00:00Z", "x", "urn:example:id"]
        )


def double_proof(rng: random.Random, document: Json) -> None:
    proofs = parse.as_list(document.get("proof"))
    document["proof"] = [*proofs, *copy.deepcopy(proofs)]
    if rng.random() < 0.5 and isinstance(document["proof"][-1], dict):
        document["proof"][-1]["proofValue"] = "z" + "2" * 86


MUTATIONS: tuple[Mutation, ...] = (
    replace_value, nudge_text, drop, add_member, wrap_in_array, unwrap, shuffle_members, reverse_array,
    change_context, change_proof, double_proof,
)  # fmt: skip


def ours(document: Json) -> tuple[Verdict, str]:
    """Our verdict, and the first check that decided it."""
    try:
        presented = parse.read(loads(json.dumps(document).encode()))
    except BadgeError:
        return Verdict.NOT_VERIFIED, "unreadable"
    report = inspect_offline(presented, datetime.now(UTC))
    deciding = [line.id for line in report.results if line.outcome in (Outcome.FAIL, Outcome.UNKNOWN)]
    return report.verdict, deciding[0] if deciding else ""


@pytest.mark.parametrize("cryptosuite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_nothing_that_the_library_refuses_is_verified(node_peer: NodePeer, cryptosuite: str):
    """Both judge the same documents; each one that the two see differently is explained."""
    rng = random.Random(f"{cryptosuite} {CASES}")
    seen: Counter[str] = Counter()
    signed: Json = {}
    for number in range(CASES // 2):
        if number % PER_CREDENTIAL == 0:
            signed = node_peer.issue(credential(rng), cryptosuite=cryptosuite)
            assert ours(signed)[0] is Verdict.VERIFIED, signed
        document = copy.deepcopy(signed)
        for mutate in rng.choices(MUTATIONS, k=rng.choice([1, 1, 1, 2])):
            try:
                mutate(rng, document)
            except (IndexError, TypeError, KeyError, AttributeError):
                continue  # an earlier mutation took away what this one changes
        verdict, deciding = ours(document)
        theirs = node_peer.verify(document)
        seen[f"{verdict.value}/{'verified' if theirs.verified else 'refused'}"] += 1
        if verdict is Verdict.VERIFIED:
            assert theirs.verified, (theirs.error, document)
        elif theirs.verified:
            assert deciding in STRICTER, (deciding, document)
            seen[f"stricter: {deciding}"] += 1
    print(dict(seen))  # noqa: T201  # shown with -s, for the record
    assert seen["verified/verified"] > CASES // 50, "refusing everything would not do"
