"""Proof sets and chains: every proof must hold, what comes before a proof is under it, and each finding says which."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import UTC, datetime
from hashlib import sha256, sha384
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from badgeapi import limits
from badgeapi.canon import contexts, multibase
from badgeapi.routers.examples import SIGNED
from badgeapi.signing import did, multikey
from badgeapi.signing.data_integrity import unsecured
from badgeapi.signing.suites import ISSUING, rdfc
from badgeapi.verification import proofs
from badgeapi.verification.check import Finding, Outcome
from badgeapi.verification.checks import issuer_binding
from badgeapi.verification.facts import ControllerNeed, Facts, Found, Refused, Unreachable
from badgeapi.verification.parse import Expected, Presented

pytestmark = pytest.mark.usefixtures("examples_context")

V2, EXAMPLES = contexts.CREDENTIALS_V2, contexts.EXAMPLES_V2
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
ASSERTION = Expected()
UNSIGNED: dict[str, Any] = {
    "@context": [V2, EXAMPLES],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"],
    "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": "https://vc.example/issuers/5678",
    "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
}


def published(key: str, created: str, value: str, **members: Any) -> dict[str, Any]:
    return {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": created,
        "verificationMethod": f"did:key:{key}#{key}",
        "proofPurpose": "assertionMethod",
        "proofValue": value,
        **members,
    }


# W3C Data Integrity EdDSA Cryptosuites 1.0, appendix B.3 (proof sets and chains): two proofs, a third that comes after
# both, and a fourth that comes after the third.
FIRST, SECOND = "urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544", "urn:uuid:8cc9022b-6b14-4cf3-8571-74972c5feb54"
THIRD = "urn:uuid:d94f792a-c546-4d06-b38a-da070ab56c23"
CHAIN = [
    published(
        "z6MktgKTsu1QhX6QPbyqG6geXdw6FQCZBPq7uQpieWbiQiG7",
        "2023-02-24T23:36:38Z",
        "z66vWyqwAghu52WbpRkCwFRTu6Msn92ArtjpJ3gGMSVoU5RADwBfszoDt1QWY8owqLPz4nTj7hAwV7xFti1p93zdr",
        id=FIRST,
    ),
    published(
        "z6MkhWqdDBPojHA7cprTGTt5yHv5yUi1B8cnXn8ReLumkw6E",
        "2023-02-24T23:36:38Z",
        "z2scr94SNNrGpP2bE7ajvKWeUHm7HJ2edDkxpARvFAQ8V3USzwEzibqrXKaLHBrWostswsfvg82twQR88BgtnsrXY",
        id=SECOND,
    ),
    published(
        "z6MkmEq87wkHCYnWnNZkigeDMGTN7oUw1upkhzd77KuXERS1",
        "2023-02-26T22:06:38Z",
        "zWaPeEvBAkhQpNQj8pknuvg5STcKnt3cvM9t4kAYeJETFjvVMSXEEjadC4uxC9fKCn6JHbjt6fj2fhoaVNynBm6J",
        id=THIRD,
        previousProof=[FIRST, SECOND],
    ),
    published(
        "z6MkmEq87wkHCYnWnNZkigeDMGTN7oUw1upkhzd77KuXERS1",
        "2023-02-26T22:16:38Z",
        "z21Royb2jnpDY8GkvsTn3pwWxXiXRMEwNLSzrfERHb1TNtDBydnFqwtxY9Vypv2mwMPygJhuxbKs2QLyGHx9DBjmY",
        previousProof=THIRD,
    ),
]


def facts(document: Mapping[str, Any]) -> Facts:
    """Answer every need as the inspection would, from the DIDs alone."""
    found: dict[Any, Any] = {}
    for need in proofs.needs(Presented(dict(document))):
        assert isinstance(need, ControllerNeed)
        answer = did.self_contained_document(need.controller)
        found[need] = Refused("not a did:key") if answer is None else Found(answer)
    return found


def check(proof: Any, expected: Expected = ASSERTION, document: dict[str, Any] = UNSIGNED) -> list[Finding]:
    secured = {**document, "proof": proof}
    before = deepcopy(secured)
    found = list(proofs.check_proofs(Presented(secured, expected=expected), facts(secured), NOW))
    assert secured == before
    return found


def complaints(proof: Any, **expected: Any) -> set[tuple[str, str]]:
    return {(finding.code, finding.pointer) for finding in check(proof, Expected(**expected))}


# The published set and chain


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_the_published_set_and_chain_verify(length: int):
    """A set of two, then one that covers both, then one that covers that: with all signatures of the appendix."""
    assert check(CHAIN[:length]) == []


def test_a_lone_proof_needs_no_array():
    """The value of `proof` may be the proof itself."""
    assert check(CHAIN[0]) == []


def test_order_means_nothing():
    """A set has no order, and a chain's is in its ids."""
    assert check([CHAIN[3], CHAIN[1], CHAIN[2], CHAIN[0]]) == []


def test_each_finding_names_its_proof():
    """Every proof is looked at, though an earlier one fails."""
    broken = [{**proof, "created": "2023-02-25T00:00:00Z"} for proof in CHAIN[:2]]
    assert complaints(broken) == {("signature", "/proof/0/proofValue"), ("signature", "/proof/1/proofValue")}
    assert complaints(broken[0]) == {("signature", "/proof/proofValue")}


def test_a_proof_covers_those_before_it():
    """Changing one that it comes after breaks both; one that it does not come after, only that one."""
    value = CHAIN[1]["proofValue"]
    other = {**CHAIN[0], "proofValue": value}
    found = complaints([other, *CHAIN[1:]])
    assert found == {("signature", "/proof/0/proofValue"), ("signature", "/proof/2/proofValue")}


def test_what_was_hashed_is_shown():
    """SHA-256 of the canonical document and of the options: appendix B.1 publishes the first."""
    [finding] = check({**CHAIN[0], "proofValue": CHAIN[1]["proofValue"]})
    published_hash = "517744132ae165a5349155bef0bb0cf2258fff99dfe1dbd914b938d775a36017"
    assert f"(SHA-256 of the canonical document: {published_hash}; of" in finding.message
    assert len(finding.message.partition("options: ")[2]) == 65


def test_what_is_canonical_already_is_not_made_again(monkeypatch: pytest.MonkeyPatch):
    """The form that earlier checks have made is the one that is hashed; only options are canonicalised here."""
    made: list[dict[str, Any]] = []
    transform = rdfc.transform

    def watched(document: dict[str, Any], algorithm: Any) -> bytes:
        made.append(document)
        return transform(document, algorithm)

    monkeypatch.setattr(rdfc, "transform", watched)
    rdfc._around_time.cache_clear()
    assert check(CHAIN[:2]) == []
    assert {document.get("type") for document in made} == {"DataIntegrityProof"}


BROKEN_CHAINS: dict[str, tuple[Any, ...]] = {
    "nothing before it there": (CHAIN[2],),
    "one of two before it missing": (CHAIN[0], CHAIN[2]),
    "an id twice": (CHAIN[0], {**CHAIN[1], "id": FIRST}, {**CHAIN[2], "previousProof": FIRST}),
    "unknown id": (CHAIN[0], {**CHAIN[1], "previousProof": "urn:uuid:0"}),
    "ids compared as texts": (CHAIN[0], {**CHAIN[1], "previousProof": FIRST.upper()}),
    "itself": ({**CHAIN[0], "previousProof": FIRST},),
    "each other": ({**CHAIN[0], "previousProof": SECOND}, {**CHAIN[1], "previousProof": FIRST}),
    "a circle of three": (
        {**CHAIN[0], "previousProof": SECOND},
        {**CHAIN[1], "previousProof": THIRD},
        {**CHAIN[2], "previousProof": FIRST},
    ),
    "the same twice": (CHAIN[0], {**CHAIN[1], "previousProof": [FIRST, FIRST]}),
    "nothing named": (CHAIN[0], {**CHAIN[1], "previousProof": []}),
    "null": (CHAIN[0], {**CHAIN[1], "previousProof": None}),
    "a number": (CHAIN[0], {**CHAIN[1], "previousProof": 5}),
    "an object": (CHAIN[0], {**CHAIN[1], "previousProof": {"id": FIRST}}),
    "a text and a number": (CHAIN[0], {**CHAIN[1], "previousProof": [FIRST, 5]}),
    "an id that is no text": ({**CHAIN[0], "id": [FIRST]}, {**CHAIN[1], "previousProof": FIRST}),
}


@pytest.mark.parametrize("chain", BROKEN_CHAINS.values(), ids=BROKEN_CHAINS.keys())
def test_a_broken_chain_is_refused(chain: tuple[Any, ...]):
    """VC Data Integrity 1.0 section 4.5: an id that is not there, and circles, which no honest signer can make."""
    assert "proof_chain" in {code for code, _ in complaints([*chain])}


def test_a_circle_is_refused_where_it_is():
    """One that only leads into a circle is not in it."""
    circle = [{**CHAIN[0], "previousProof": SECOND}, {**CHAIN[1], "previousProof": FIRST}]
    found = complaints([*circle, {**CHAIN[2], "previousProof": FIRST}])
    assert {place for code, place in found if code == "proof_chain"} == {
        "/proof/0/previousProof",
        "/proof/1/previousProof",
    }


# Our own signatures, where no vector is published


KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
MULTIKEY = multikey.of_ed25519(KEY.public_key().public_bytes_raw()).multikey


def sign(document: dict[str, Any], suite: str = "eddsa-rdfc-2022", **members: Any) -> dict[str, Any]:
    """Sign with members of our choice, by the steps of the specification."""
    options = published(MULTIKEY, "2026-01-01T00:00:00Z", "") | {"cryptosuite": suite} | members
    options = {name: value for name, value in options.items() if name != "proofValue" and value is not None}
    form = ISSUING[suite].form
    carried = form.carry(document, options)
    parts = (form.transform(part, "sha256") for part in (form.configure(document, carried), document))
    data = b"".join(sha256(part).digest() for part in parts)
    return {**carried, "proofValue": multibase.encode_base58btc(KEY.sign(data))}


@pytest.mark.parametrize("suite", ISSUING)
def test_chains_of_either_suite(suite: str):
    """Under a proof that comes after others lie those, as an array, complete with their values."""
    first, second = sign(UNSIGNED, suite, id=FIRST), sign(UNSIGNED, suite, id=SECOND)
    after_one = sign({**UNSIGNED, "proof": [first]}, suite, previousProof=FIRST)
    after_both = sign({**UNSIGNED, "proof": [first, second]}, suite, previousProof=[SECOND, FIRST])
    assert check([first, after_one]) == []
    assert check([first, second, after_one, after_both]) == []
    without_value = {name: value for name, value in first.items() if name != "proofValue"}
    for wrong in (UNSIGNED, {**UNSIGNED, "proof": [without_value]}):
        assert complaints([first, sign(wrong, suite, previousProof=FIRST)]) == {("signature", "/proof/1/proofValue")}


def test_p_384_canonicalises_with_its_own_hash():
    """The labels of a document's nodes depend on the hash, which is SHA-384 here (ECDSA suites 1.0 section 3.2.3)."""
    results = [{"type": ["Result"], "value": mark} for mark in "ABCD"]
    document = {name: value for name, value in SIGNED.items() if name != "proof"}
    document["credentialSubject"] = {**document["credentialSubject"], "result": results}
    assert rdfc.transform(document, "sha256") != rdfc.transform(document, "sha384")
    private = ec.derive_private_key(7, ec.SECP384R1())
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    key = multikey.of("p384-pub", point).multikey
    options = published(key, "2026-01-01T00:00:00Z", "") | {"cryptosuite": "ecdsa-rdfc-2019"}
    del options["proofValue"]
    parts = (rdfc.transform(part, "sha384") for part in (rdfc.configure(document, options), document))
    data = b"".join(sha384(part).digest() for part in parts)
    r, s = decode_dss_signature(private.sign(data, ec.ECDSA(SHA384())))
    value = multibase.encode_base58btc(r.to_bytes(48) + s.to_bytes(48))
    assert check({**options, "proofValue": value}, document=document) == []


TIMES = {
    "created": ({"created": "2026-11-25T12:05:00Z"}, {"created": "2026-11-25T12:05:01Z"}),
    "created in another zone": ({"created": "2026-11-25T14:00:00+02:00"}, {"created": "2026-11-25T12:00:00-02:00"}),
    "expires": ({"expires": "2026-11-25T12:00:01Z"}, {"expires": "2026-11-25T12:00:00Z"}),
    "no time": ({"created": None}, {"created": "yesterday"}),
    "without offset": ({"created": None}, {"created": "2026-01-01T00:00:00"}),
    "expires without offset": ({}, {"expires": "2030-01-01T00:00:00"}),
}


@pytest.mark.parametrize(("good", "bad"), TIMES.values(), ids=TIMES.keys())
def test_times_of_a_proof(good: dict[str, Any], bad: dict[str, Any]):
    """`created` not in the future beyond the skew of clocks, `expires` not come; both optional, both with offset."""
    assert check(sign(UNSIGNED, **good)) == []
    assert complaints(sign(UNSIGNED, **bad)) == {("proof_time", f"/proof/{next(iter(bad))}")}


@pytest.mark.parametrize("member", ["created", "expires"])
@pytest.mark.parametrize("value", [None, 5, ["2026-01-01T00:00:00Z"], ""], ids=str)
def test_times_that_are_none(member: str, value: Any):
    """What stands there must be a time."""
    assert ("proof_time", f"/proof/{member}") in complaints({**sign(UNSIGNED), member: value})


def test_every_time_of_a_proof_is_told():
    """What is wrong with one does not hide the other."""
    told = complaints({**sign(UNSIGNED), "created": "now", "expires": "then"})
    assert {("proof_time", "/proof/created"), ("proof_time", "/proof/expires")} <= told


DOMAINS: dict[str, tuple[Any, set[str], bool]] = {
    "the one": ("https://a.example", {"https://a.example"}, True),
    "an array of the one": (["https://a.example"], {"https://a.example"}, True),
    "two in another order": (
        ["https://b.example", "https://a.example"],
        {"https://a.example", "https://b.example"},
        True,
    ),
    "none": (None, {"https://a.example"}, False),
    "another": ("https://b.example", {"https://a.example"}, False),
    "more than asked for": (["https://a.example", "https://b.example"], {"https://a.example"}, False),
    "fewer than asked for": ("https://a.example", {"https://a.example", "https://b.example"}, False),
    "in another case": ("https://A.example", {"https://a.example"}, False),
}


@pytest.mark.parametrize(("shown", "asked", "holds"), DOMAINS.values(), ids=DOMAINS.keys())
def test_domains_are_sets(shown: Any, asked: set[str], *, holds: bool):
    """VC Data Integrity 1.0 section 4.4: INVALID_DOMAIN_ERROR."""
    found = complaints(sign(UNSIGNED, domain=shown), domain=frozenset(asked))
    assert found == (set() if holds else {("proof_domain", "/proof/domain")})


def test_a_domain_of_odd_values():
    """A number is not the text of it."""
    assert ("proof_domain", "/proof/domain") in complaints({**sign(UNSIGNED), "domain": [5]}, domain=frozenset({"5"}))


def test_challenges():
    """VC Data Integrity 1.0 section 4.4: INVALID_CHALLENGE_ERROR; not asked for, not compared."""
    proof = sign(UNSIGNED, challenge="abc", domain="https://a.example", nonce="n")
    assert check(proof) == []
    assert complaints(proof, challenge="abc") == set()
    assert complaints(proof, challenge="abcd") == {("proof_challenge", "/proof/challenge")}
    assert complaints(sign(UNSIGNED), challenge="abc") == {("proof_challenge", "/proof/challenge")}


def test_purposes():
    """What was asked for must be named by the proof, and the key be listed under it."""
    assert check(sign(UNSIGNED, proofPurpose="authentication"), Expected("authentication")) == []
    assert complaints(sign(UNSIGNED), purpose="authentication") == {("proof_purpose", "/proof/proofPurpose")}
    assert complaints(sign(UNSIGNED, proofPurpose="authentication")) == {("proof_purpose", "/proof/proofPurpose")}
    delegation = sign(UNSIGNED, proofPurpose="capabilityDelegation")
    assert complaints(delegation, purpose="capabilityDelegation") == {
        ("method_not_listed", "/proof/verificationMethod")
    }


ODD: dict[str, tuple[Any, str]] = {
    "none": (None, "no_proof"),
    "empty": ([], "no_proof"),
    "a text": ("z6Mk", "proof_not_an_object"),
    "null among others": ([CHAIN[0], None], "proof_not_an_object"),
    "an array in an array": ([[CHAIN[0]]], "proof_not_an_object"),
    "nothing in it": ({}, "proof_type"),
    "another type": ({**CHAIN[0], "type": "RsaSignature2018"}, "proof_type"),
    "an array of types": ({**CHAIN[0], "type": ["DataIntegrityProof"]}, "proof_type"),
    "another suite": ({**CHAIN[0], "cryptosuite": "bbs-2023"}, "cryptosuite"),
    "no suite": ({name: value for name, value in CHAIN[0].items() if name != "cryptosuite"}, "cryptosuite"),
    "no method": ({**CHAIN[0], "verificationMethod": None}, "no_verification_method"),
    "an embedded method": ({**CHAIN[0], "verificationMethod": {"id": "did:x:y#z"}}, "no_verification_method"),
    "a did:key without fragment": (
        {**CHAIN[0], "verificationMethod": CHAIN[0]["verificationMethod"].partition("#")[0]},
        "no_fragment",
    ),
    "a did:key with the fragment of another": (
        {
            **CHAIN[0],
            "verificationMethod": CHAIN[0]["verificationMethod"].partition("#")[0]
            + "#"
            + CHAIN[1]["verificationMethod"].partition("#")[2],
        },
        "method_not_listed",
    ),
    "one too many": ([CHAIN[0]] * (limits.PROOFS + 1), "too_many_proofs"),
}


@pytest.mark.parametrize(("proof", "code"), ODD.values(), ids=ODD.keys())
def test_what_is_no_proof(proof: Any, code: str):
    """Each for its own reason."""
    assert code in {finding.code for finding in check(proof)}


def test_where_there_is_no_object():
    """The finding points at what is none."""
    assert complaints("z6Mk") == {("proof_not_an_object", "/proof")}
    assert complaints([CHAIN[0], None]) == {("proof_not_an_object", "/proof/1")}


def test_a_document_of_many_proofs_asks_for_nothing():
    """It is refused anyhow."""
    assert proofs.needs(Presented({**UNSIGNED, "proof": [CHAIN[0]] * (limits.PROOFS + 1)})) == []
    assert check([CHAIN[0]] * limits.PROOFS) == []


def test_without_the_controller_nothing_is_said():
    """Not had is unknown, not had for good is a refusal."""
    presented = Presented({**UNSIGNED, "proof": CHAIN[0]})
    [need] = proofs.needs(presented)
    answers: dict[Any, Outcome] = {
        Unreachable("asleep"): Outcome.UNKNOWN,
        Refused("404"): Outcome.FAIL,
    }
    for answer, outcome in answers.items():
        [finding] = proofs.check_proofs(presented, {need: answer}, NOW)
        assert finding.outcome is outcome
    [finding] = proofs.check_proofs(presented, {}, NOW)
    assert finding.outcome is Outcome.UNKNOWN


# Whose proofs they are


def bound(proof: Any, issuer: str) -> bool:
    secured = {**UNSIGNED, "issuer": issuer, "proof": proof}
    return not [*issuer_binding.run(Presented(secured), facts(secured), NOW)]


def test_one_proof_of_a_set_must_be_the_issuers():
    """A valid proof of somebody else's says nothing of the issuer; beside the issuer's it does no harm."""
    own = f"did:key:{MULTIKEY}"
    theirs = CHAIN[0]["verificationMethod"].partition("#")[0]
    document = {**UNSIGNED, "issuer": own}
    assert check(sign(document), document=document) == []
    assert bound(sign(document), own)
    assert bound([CHAIN[0], sign(document)], own)
    assert not bound([sign(document)], theirs)
    assert not bound([CHAIN[0]], own)


def test_removing_a_proof_of_a_set_is_seen_by_nobody():
    """VC Data Integrity 1.0 section 2.1.1: that is what chains are for."""
    assert check(CHAIN[:1]) == []
    assert unsecured({**UNSIGNED, "proof": CHAIN}) == UNSIGNED
