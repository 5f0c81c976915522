"""Proof tricks: options, sets, chains, suites, and documents changed after signing.

Source: VC Data Integrity 1.0 sections 2.1, 4.2, 4.4 and 4.5; the EdDSA and ECDSA cryptosuites, section 3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from badgeapi.canon.contexts import CREDENTIALS_V2, ED25519_2020, OB_3_0_3, OB_EXTENSIONS
from tests.hostile.case import NOT_VERIFIED, UNPROVEN, Case, World
from tests.hostile.documents import ABSENT, at, badge, badge_1, rich
from tests.hostile.keys import ATTACKER, ISSUER, P256, P384, SECOND, Json, base58
from tests.hostile.signing import ECDSA_JCS, ECDSA_RDFC, JCS, RDFC, proof, signed
from tests.hostile.signing import ED25519_2020 as SIGNATURE_2020

FIRST = "urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544"

LEAVES: dict[str, tuple[str, object]] = {
    "name": ("/name", "Brain surgery"),
    "id": ("/id", "urn:uuid:00000000-0000-4000-8000-000000000000"),
    "valid-from": ("/validFrom", "2025-01-01T00:00:00Z"),
    "valid-until": ("/validUntil", "2100-01-01T00:00:00Z"),
    "no-valid-until": ("/validUntil", ABSENT),
    "issuer-name": ("/issuer/name", "Oxford"),
    "subject-id": ("/credentialSubject/id", "urn:uuid:00000000-0000-4000-8000-000000000001"),
    "identity": ("/credentialSubject/identifier/0/identityHash", "Mallory"),
    "achievement-name": ("/credentialSubject/achievement/name", "Brain surgery"),
    "criteria": ("/credentialSubject/achievement/criteria/narrative", "None."),
    "credits": ("/credentialSubject/creditsEarned", 25),
    "result": ("/credentialSubject/result/0/value", "100"),
    "evidence": ("/evidence/0/id", "https://mallory.example"),
    "image": ("/image/id", "https://mallory.example/a.png"),
    "tag": ("/credentialSubject/achievement/tag/0", "surgery"),
    "alignment": ("/credentialSubject/achievement/alignment/0/targetUrl", "https://mallory.example"),
}


def _changed() -> Iterator[Case]:
    for suite in (RDFC, JCS):
        for name, (pointer, value) in LEAVES.items():
            yield _no(
                f"changed-{name}-{suite}",
                f"{pointer} cannot be changed after signing",
                lambda _, at_=pointer, to=value, s=suite: at(signed(rich(), suite=s), at_, to),
            )


def options(suite: str = JCS, **members: object) -> Callable[[World], Json]:
    """A proof whose signature covers these options."""
    return lambda _: signed(badge(), suite=suite, **members)


def after(suite: str = RDFC, **members: object) -> Callable[[World], Json]:
    """A proof whose options are changed after signing."""

    def make(_: World) -> Json:
        found = signed(badge(), suite=suite)
        changed = {**found["proof"], **members}
        return {**found, "proof": {name: value for name, value in changed.items() if value is not ABSENT}}

    return make


def proofs(value: Callable[[Json], object]) -> Callable[[World], Json]:
    """A badge whose member `proof` is made from it."""
    return lambda _: {**badge(), "proof": value(badge())}


def chain(change: Callable[[Json, Json], list[Json]], **members: object) -> Callable[[World], Json]:
    """Two proofs, the second over the first, then changed."""

    def make(_: World) -> Json:
        document = badge()
        first = proof(document, id=FIRST)
        second = proof(document, previous=[first], **{"previousProof": FIRST, **members})
        return {**document, "proof": change(first, second)}

    return make


def relabelled(made: str, shown: str, key: Any = ISSUER) -> Callable[[World], Json]:
    """The signature of one suite under the name of another."""

    def make(_: World) -> Json:
        found = signed(badge(key.did), key, suite=made)
        found["proof"]["cryptosuite"] = shown
        return found

    return make


def other_hash(_: World) -> Json:
    """P-384 with SHA-256, as a P-256 key would hash."""
    from hashlib import sha256

    from tests.hostile.signing import jcs

    found = signed(badge(P384.did), P384, suite=ECDSA_JCS)
    options = {name: value for name, value in found["proof"].items() if name != "proofValue"}
    document = {name: value for name, value in found.items() if name != "proof"}
    data = sha256(jcs(options)).digest() + sha256(jcs(document)).digest()
    found["proof"]["proofValue"] = base58(P384.sign(data))
    return found


def document_first(_: World) -> Json:
    """The two hashes in the wrong order."""
    from hashlib import sha256

    from tests.hostile.signing import jcs

    document = badge()
    found = signed(document, suite=JCS)
    options = {name: value for name, value in found["proof"].items() if name != "proofValue"}
    data = sha256(jcs(document)).digest() + sha256(jcs(options)).digest()
    found["proof"]["proofValue"] = base58(ISSUER.sign(data))
    return found


def over_whole_document(_: World) -> Json:
    """A plain signature over the JSON."""
    from tests.hostile.signing import jcs

    found = signed(badge(), suite=JCS)
    found["proof"]["proofValue"] = base58(ISSUER.sign(jcs(badge())))
    return found


def transplanted(_: World) -> Json:
    """The proof of another badge of the same issuer."""
    return {**badge(name="Brain surgery"), "proof": signed(badge())["proof"]}


def without_context(_: World) -> Json:
    """A JCS proof whose contexts are not those of the document."""
    return signed(badge(), suite=JCS, **{"@context": [CREDENTIALS_V2, OB_EXTENSIONS]})


def rdfc_context(_: World) -> Json:
    """An rdfc proof with contexts of its own."""
    return signed(badge(), suite=RDFC, **{"@context": [CREDENTIALS_V2]})


def signature_2020(**members: object) -> Callable[[World], Json]:
    def make(_: World) -> Json:
        document = badge_1(**{"@context": [*badge_1()["@context"][:2], ED25519_2020]})
        found = signed(document, suite=SIGNATURE_2020)
        return {**found, "proof": {**found["proof"], **members}}

    return make


def _no(name: str, truth: str, make: Callable[..., Any], because: str = "proof", expected: str = NOT_VERIFIED) -> Case:
    return Case(name, truth, make, expected, because)


CASES = (
    *_changed(),
    # Is there a proof?
    _no("no-proof", "no proof", lambda _: badge(), "proof issuer_binding"),
    _no("proof-null", "null is no proof", proofs(lambda _: None), ""),
    _no("proof-empty-array", "nor an empty array", proofs(lambda _: []), ""),
    _no("proof-empty-object", "nor an empty object", proofs(lambda _: {}), ""),
    _no("proof-text", "nor a text", proofs(lambda _: "trust me"), ""),
    _no("proof-true", "nor true", proofs(lambda _: True), ""),
    _no("proof-array-of-arrays", "nor an array in an array", proofs(lambda found: [[proof(found)]]), ""),
    _no("proof-value-only", "nor a bare signature", proofs(lambda found: {"proofValue": proof(found)["proofValue"]}), ""),
    _no("proof-within-subject", "a proof of the subject is not one of the badge", lambda _: at(badge(), "/credentialSubject/proof", proof(badge())), ""),
    # Options
    _no("purpose-authentication", "a proof for logging in", options(proofPurpose="authentication")),
    _no("purpose-key-agreement", "for another purpose", options(proofPurpose="keyAgreement")),
    _no("purpose-absent", "for none", options(proofPurpose=None)),
    _no("purpose-array", "for two", options(proofPurpose=["assertionMethod", "authentication"]), "proof shape"),
    _no("purpose-iri", "a purpose in full", options(proofPurpose="https://w3id.org/security#assertionMethod")),
    _no("purpose-changed", "a purpose that is changed afterwards", lambda _: {**(found := signed(badge(), proofPurpose="authentication")), "proof": {**found["proof"], "proofPurpose": "assertionMethod"}}),
    _no("type-unknown", "a type of proof that we do not know", options(type="MagicProof")),
    _no("type-absent", "no type", options(type=None), "proof shape"),
    _no("type-array", "two types", options(type=["DataIntegrityProof", "MagicProof"]), "proof shape"),
    _no("suite-unknown", "a suite that we do not know", options(cryptosuite="magic-2026")),
    _no("suite-absent", "no suite", options(cryptosuite=None)),
    _no("suite-array", "two suites", options(cryptosuite=[JCS, RDFC]), "proof shape"),
    _no("suite-case", "a suite in capitals", options(cryptosuite="EDDSA-JCS-2022")),
    _no("suite-typo-of-the-standard", "eddsa-rdf-2022, as examples write it", options(RDFC, cryptosuite="eddsa-rdf-2022")),
    _no("method-absent", "no method", options(verificationMethod=None), "proof issuer_binding"),
    _no("method-null", "null for a method", after(verificationMethod=None), ""),
    _no("method-array", "two methods", options(verificationMethod=[ISSUER.method, SECOND.method]), "proof issuer_binding shape"),
    _no("method-relative", "a relative method", options(verificationMethod="#key-1"), ""),
    _no("method-empty", "an empty one", options(verificationMethod=""), ""),
    _no("expired", "a proof that expired", options(expires="2025-01-01T00:00:00Z")),
    _no("expires-unreadable", "an expiry that cannot be read", options(expires="soon"), ""),
    _no("expires-number", "an expiry as number", options(expires=4102444800), ""),
    _no("expires-removed", "an expiry cannot be taken away", lambda _: (found := signed(badge(), expires="2025-01-01T00:00:00Z"))["proof"].pop("expires") and found),
    _no("created-far-ahead", "made in the future", options(created="2099-01-01T00:00:00Z")),
    _no("created-unreadable", "made some day", options(created="yesterday"), ""),
    _no("created-array", "made twice", options(created=["2026-01-02T03:04:05Z"]), ""),
    _no("created-changed", "the time cannot be changed afterwards", after(created="2026-01-02T03:04:06Z")),
    _no("created-removed", "nor taken away", after(created=ABSENT)),
    _no("domain-added", "nor a domain added", after(domain="verifier.example")),
    _no("challenge-added", "nor a challenge", after(challenge="c1")),
    _no("nonce-added", "nor a nonce", after(nonce="n1")),
    _no("id-added", "nor an id", after(id=FIRST)),
    _no("undefined-option-after", "nor a member that nobody knows, with rdfc", after(honours="First class")),
    _no("undefined-option-signed", "even when it was signed so", options(RDFC, honours="First class")),
    _no("full-iri-option", "a member by its IRI", options(RDFC, **{"https://w3id.org/security#challenge": "x"})),
    _no("option-null", "a member that is null", after(nonce=None), ""),
    _no("option-keyword", "a keyword in the proof", after(**{"@index": "x"})),
    _no("option-type-hidden", "a second type in the proof", after(**{"@type": "DataIntegrityProof"})),
    # Contexts
    _no("jcs-other-context", "a JCS proof made for other contexts", without_context),
    _no("jcs-context-empty", "for none", options(**{"@context": []}), "proof shape"),
    _no("jcs-context-null", "for null", after(JCS, **{"@context": None}), ""),
    _no("jcs-context-longer", "for more than the document has", options(**{"@context": [CREDENTIALS_V2, OB_3_0_3, OB_EXTENSIONS]})),
    _no("jcs-context-reordered", "in another order", options(**{"@context": [OB_3_0_3, CREDENTIALS_V2]})),
    _no("jcs-context-prefix-of-text", "a context that begins with the proof's", options(**{"@context": CREDENTIALS_V2[:-1]})),
    _no("jcs-context-removed", "a JCS proof without its contexts", lambda _: at(signed(badge(), suite=JCS), "/proof/@context", ABSENT)),
    _no("jcs-context-prepended", "a context put before the proof's", lambda _: at(signed(badge(), suite=JCS), "/@context", [OB_EXTENSIONS, CREDENTIALS_V2, OB_3_0_3]), ""),
    _no("jcs-context-inserted", "or between them", lambda _: at(signed(badge(), suite=JCS), "/@context", [CREDENTIALS_V2, OB_EXTENSIONS, OB_3_0_3]), ""),
    _no("rdfc-own-context", "an rdfc proof with contexts of its own", rdfc_context),
    # Suites
    _no("relabel-rdfc-as-jcs", "rdfc under the name of jcs", relabelled(RDFC, JCS)),
    _no("relabel-jcs-as-rdfc", "jcs under the name of rdfc", relabelled(JCS, RDFC)),
    _no("relabel-eddsa-as-ecdsa", "eddsa under the name of ecdsa", relabelled(RDFC, ECDSA_RDFC)),
    _no("relabel-ecdsa-as-eddsa", "ecdsa under the name of eddsa", relabelled(ECDSA_RDFC, RDFC, P256)),
    _no("relabel-as-sd", "eddsa under the name of selective disclosure", relabelled(RDFC, "ecdsa-sd-2023")),
    _no("relabel-as-bbs", "and of BBS", relabelled(RDFC, "bbs-2023")),
    _no("downgrade-to-2022", "rdfc under the name of its draft, changed after", relabelled(JCS, "eddsa-2022")),
    _no("sd-garbage", "a derived proof that is none", lambda _: at(signed(badge(P256.did), P256, suite=ECDSA_RDFC), "/proof", {**proof(badge(P256.did), P256, suite=ECDSA_RDFC), "cryptosuite": "ecdsa-sd-2023", "proofValue": "u2V0B" + "A" * 200})),
    _no("sd-cbor-bomb", "a derived proof of arrays without end", lambda _: at(signed(badge(P256.did), P256, suite=ECDSA_RDFC), "/proof", {**proof(badge(P256.did), P256, suite=ECDSA_RDFC), "cryptosuite": "ecdsa-sd-2023", "proofValue": "u2V0B" + "gYGB" * 20_000})),
    _no("ecdsa-other-hash", "a P-384 key hashes with SHA-384", other_hash),
    _no("hashes-exchanged", "options come first", document_first),
    _no("plain-signature", "a plain signature is no proof", over_whole_document),
    _no("legacy-changed", "an old proof whose document was changed", lambda world: at(signature_2020()(world), "/name", "Brain surgery")),
    _no("legacy-created-changed", "or whose options were", signature_2020(created="2026-01-02T03:04:06Z")),
    _no("legacy-with-jws", "an old proof with a detached JWS", signature_2020(jws="eyJhbGciOiJFZERTQSJ9..AAAA")),
    _no("transplanted", "the proof of another badge", transplanted),
    # Sets
    _no("set-second-broken", "every proof of a set must hold", proofs(lambda found: [proof(found), {**proof(found, SECOND), "proofValue": base58(bytes(64))}])),
    _no("set-first-broken", "the first too", proofs(lambda found: [{**proof(found), "proofValue": base58(bytes(64))}, proof(found)])),
    _no("set-second-expired", "none may have expired", proofs(lambda found: [proof(found), proof(found, SECOND, expires="2025-01-01T00:00:00Z")])),
    _no("set-second-unknown", "none may be unknown", proofs(lambda found: [proof(found), {**proof(found), "cryptosuite": "magic-2026"}]), "proof", UNPROVEN),
    _no("set-of-strangers", "one must be the issuer's", proofs(lambda found: [proof(found, ATTACKER), proof(found, SECOND)]), "issuer_binding"),
    _no("set-with-null", "nothing may stand among them", proofs(lambda found: [proof(found), None]), ""),
    _no("set-with-text", "nor anything else", proofs(lambda found: [proof(found), "x"]), ""),
    _no("set-of-9", "more proofs than are looked at", proofs(lambda found: [proof(found)] * 9), ""),
    _no("set-of-1000", "a thousand proofs", proofs(lambda found: [proof(found)] * 1_000), ""),
    _no("set-of-15000-garbage", "fifteen thousand", proofs(lambda found: [{"type": "x"}] * 15_000), "", "413"),
    # Chains
    _no("chain-first-removed", "what a proof builds on must be there", chain(lambda _, second: [second])),
    _no("chain-first-changed", "as it was", chain(lambda first, second: [{**first, "created": "2026-01-02T03:04:06Z"}, second])),
    _no("chain-first-replaced", "not by another's hand", chain(lambda first, second: [proof(badge(), ATTACKER, id=FIRST), second])),
    _no("chain-link-removed", "a link cannot be taken away", chain(lambda first, second: [first, {name: value for name, value in second.items() if name != "previousProof"}])),
    _no("chain-link-added", "nor added", chain(lambda first, second: [first, {**proof(badge()), "previousProof": FIRST}])),
    _no("chain-link-elsewhere", "nor led elsewhere", chain(lambda first, second: [first, {**second, "previousProof": "urn:x:other"}])),
    _no("chain-to-itself", "a proof cannot build on itself", proofs(lambda found: proof(found, id=FIRST, previousProof=FIRST))),
    _no("chain-in-a-circle", "nor two on each other", proofs(lambda found: [proof(found, id="urn:x:a", previousProof="urn:x:b"), proof(found, id="urn:x:b", previousProof="urn:x:a")])),
    _no("chain-missing-of-two", "one of two is missing", chain(lambda first, second: [first, second], previousProof=[FIRST, "urn:x:gone"])),
    _no("chain-link-number", "a link that is a number", proofs(lambda found: [proof(found, id=FIRST), proof(found, previousProof=7)]), ""),
    _no("chain-link-empty", "an empty list of links", proofs(lambda found: [proof(found, id=FIRST), proof(found, previousProof=[])]), ""),
    _no("chain-ambiguous", "two proofs of the id that a third names", chain(lambda first, second: [first, {**proof(badge(), SECOND), "id": FIRST}, second])),
    _no("chain-last-is-not-the-issuers", "a stranger's endorsement of nothing", lambda _: strangers_chain(), "issuer_binding"),
)  # fmt: skip


def strangers_chain() -> Json:
    document = badge()
    first = proof(document, ATTACKER, id=FIRST)
    return {**document, "proof": [first, proof(document, SECOND, previous=[first], previousProof=FIRST)]}
