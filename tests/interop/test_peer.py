"""The bridge itself: what the peer in Node says can be relied upon, for yes and for no."""

from __future__ import annotations

import json
import os
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from badgeapi.canon import contexts, jsonld
from tests.interop.peer import PeerError

if TYPE_CHECKING:
    from badgeapi.canon.json import JsonObject
    from tests.interop.peer import NodePeer

CRYPTOSUITES = ("eddsa-rdfc-2022", "eddsa-jcs-2022")

MINIMAL: JsonObject = {
    "@context": [contexts.CREDENTIALS_V2],
    "type": ["VerifiableCredential"],
    "issuer": "https://example.edu/issuers/1",
    "validFrom": "2024-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:learner", "name": "Ada"},
}

BADGE: JsonObject = {
    "@context": [contexts.CREDENTIALS_V2, contexts.OB_3_0_3],
    "id": "https://example.edu/credentials/1",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"id": "https://example.edu/issuers/1", "type": ["Profile"], "name": "Example University"},
    "validFrom": "2024-01-01T00:00:00Z",
    "name": "Thermodynamics I",
    "evidence": [{"id": "https://example.edu/evidence/1", "type": ["Evidence"], "genre": "laboratory report"}],
    "credentialStatus": {
        "id": "https://example.edu/status/1#7",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": "https://example.edu/status/1",
    },
    "credentialSubject": {
        "id": "did:example:learner",
        "type": ["AchievementSubject"],
        "activityEndDate": "2023-12-20T00:00:00Z",
        "creditsEarned": 7.5,
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": True,
                # OB 3.0, "Identity hash": SHA-256 of "a@example.comKosher"
                "identityHash": "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399",
                "identityType": "emailAddress",
                "salt": "Kosher",
            }
        ],
        "result": [
            {"type": ["Result"], "resultDescription": "urn:uuid:8a4f5b1e-6a6e-4d0e-9d52-1f6f6d2c3b4a", "value": "A"},
            {"type": ["Result"], "status": "Completed"},
        ],
        "achievement": {
            "id": "https://example.edu/achievements/1",
            "type": ["Achievement"],
            "achievementType": "Course",
            "name": "Thermodynamics I",
            "description": "The first and the second law.",
            "criteria": {"narrative": "Pass the examination."},
            "image": {"id": "https://example.edu/achievements/1.png", "type": "Image", "caption": "A steam engine"},
            "tag": ["physics", "heat"],
            "alignment": [
                {
                    "type": ["Alignment"],
                    "targetName": "Thermal physics",
                    "targetUrl": "https://example.org/frameworks/thermal-physics",
                }
            ],
            "resultDescription": [
                {
                    "id": "urn:uuid:8a4f5b1e-6a6e-4d0e-9d52-1f6f6d2c3b4a",
                    "type": ["ResultDescription"],
                    "name": "Grade",
                    "resultType": "LetterGrade",
                    "allowedValue": ["C", "B", "A"],
                }
            ],
        },
    },
}

# The public test vector of the Open Badges 3.0 specification, with its key.
OB_SEED = "6241a409e6707bb640a0140a8a32bc3d193c33a661747284d6adfa4ed4180be4"
OB_MULTIKEY = "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"
OB_ISSUER = "https://example.edu/issuers/565049"
OB_SIGNED: JsonObject = {
    "@context": [contexts.CREDENTIALS_V2, contexts.OB_3_0_3],
    "id": "http://example.com/credentials/3527",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {
        "id": OB_ISSUER,
        "type": ["Profile"],
        "url": "https://www.imsglobal.org",
        "name": "Example Corp",
    },
    "validFrom": "2010-01-01T00:00:00Z",
    "name": "Teamwork Badge",
    "credentialSubject": {
        "id": "did:example:ebfeb1f712ebc6f1c276e12ec21",
        "type": ["AchievementSubject"],
        "achievement": {
            "id": "https://example.com/achievements/21st-century-skills/teamwork",
            "type": ["Achievement"],
            "criteria": {
                "narrative": "Team members are nominated for this badge by their peers and recognized upon review by"
                " Example Corp management."
            },
            "description": "This badge recognizes the development of the capacity to collaborate within a group"
            " environment.",
            "name": "Teamwork",
        },
    },
    "proof": {
        "type": "DataIntegrityProof",
        "created": "2010-01-01T19:23:24Z",
        "verificationMethod": f"{OB_ISSUER}#{OB_MULTIKEY}",
        "cryptosuite": "eddsa-rdfc-2022",
        "proofPurpose": "assertionMethod",
        "proofValue": "z5x9aCBYovW3CQCbKdNyhEm7ffYSw1YpEdPywQJoNbzDD2gkzQDKJ1sYKJaWvqZtkMtSbz35HcbgXVEDYHxCzgkCr",
    },
}

# Data Integrity EdDSA Cryptosuites 1.0, test vectors: one credential, signed by a did:key that is not its issuer.
EDDSA_DOCUMENTS = {contexts.EXAMPLES_V2: contexts.examples_document()}
EDDSA_KEY = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
EDDSA_UNSIGNED: JsonObject = {
    "@context": [contexts.CREDENTIALS_V2, contexts.EXAMPLES_V2],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"],
    "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": "https://vc.example/issuers/5678",
    "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
}
EDDSA_PROOFS: dict[str, JsonObject] = {
    "eddsa-rdfc-2022": {
        "proofValue": "z2YwC8z3ap7yx1nZYCg4L3j3ApHsF8kgPdSb5xoS1VR7vPG3F561B52hYnQF9iseabecm3ijx4K1FBTQsCZahKZme"
    },
    "eddsa-jcs-2022": {
        "@context": [contexts.CREDENTIALS_V2, contexts.EXAMPLES_V2],
        "proofValue": "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX",
    },
}


def controller_document(controller: str, multikey: str) -> JsonObject:
    key = f"{controller}#{multikey}"
    method = {"id": key, "type": "Multikey", "controller": controller, "publicKeyMultibase": multikey}
    return {
        "@context": [contexts.DID_V1, contexts.MULTIKEY_V1],
        "id": controller,
        "verificationMethod": [method],
        "assertionMethod": [key],
    }


def eddsa_vector(cryptosuite: str) -> JsonObject:
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": cryptosuite,
        "created": "2023-02-24T23:36:38Z",
        "verificationMethod": f"did:key:{EDDSA_KEY}#{EDDSA_KEY}",
        "proofPurpose": "assertionMethod",
        **EDDSA_PROOFS[cryptosuite],
    }
    return {**EDDSA_UNSIGNED, "proof": proof}


def with_text(text: str) -> JsonObject:
    """A credential with `text` in a plain literal."""
    return {**MINIMAL, "credentialSubject": {"id": "did:example:learner", "name": text}}


# Verifying


def test_the_published_badge_is_verified(node_peer: NodePeer):
    """The vector of Open Badges 3.0 with the controller document that its verification method points into."""
    verdict = node_peer.verify(OB_SIGNED, {OB_ISSUER: controller_document(OB_ISSUER, OB_MULTIKEY)})
    assert (verdict.verified, verdict.error) == (True, "")


def test_a_published_badge_without_its_controller_document_is_refused(node_peer: NodePeer):
    """Nothing is fetched: what was not given does not exist."""
    verdict = node_peer.verify(OB_SIGNED)
    assert not verdict.verified
    assert f"{OB_ISSUER}#{OB_MULTIKEY} was not given" in verdict.error


@pytest.mark.parametrize("cryptosuite", CRYPTOSUITES)
def test_the_published_signatures_fit_but_the_key_is_not_the_issuers(node_peer: NodePeer, cryptosuite: str):
    """VC Data Model 2.0 wants issuer and controller to be one; the library asks only after the signature has fitted."""
    verdict = node_peer.verify(eddsa_vector(cryptosuite), EDDSA_DOCUMENTS)
    assert not verdict.verified
    assert "issuer must match the verification method controller" in verdict.error


@pytest.mark.parametrize("cryptosuite", CRYPTOSUITES)
def test_a_published_signature_over_another_text_does_not_fit(node_peer: NodePeer, cryptosuite: str):
    """The refusal above is not that of a wrong signature."""
    verdict = node_peer.verify({**eddsa_vector(cryptosuite), "name": "Alumna Credential"}, EDDSA_DOCUMENTS)
    assert not verdict.verified
    assert "Invalid signature" in verdict.error


# Issuing


@pytest.mark.parametrize("cryptosuite", CRYPTOSUITES)
def test_the_key_of_a_published_seed(node_peer: NodePeer, cryptosuite: str):
    """Seed and multikey of the Open Badges 3.0 vector; the key stands as issuer and in the proof."""
    signed = node_peer.issue(MINIMAL, cryptosuite=cryptosuite, seed=OB_SEED)
    assert signed["issuer"] == f"did:key:{OB_MULTIKEY}"
    assert signed["proof"]["verificationMethod"] == f"did:key:{OB_MULTIKEY}#{OB_MULTIKEY}"
    assert signed["proof"]["cryptosuite"] == cryptosuite


@pytest.mark.parametrize("credential", [MINIMAL, BADGE], ids=["minimal", "badge"])
@pytest.mark.parametrize("cryptosuite", CRYPTOSUITES)
def test_what_is_issued_is_verified(node_peer: NodePeer, cryptosuite: str, credential: JsonObject):
    """With a fresh key, and the proof as an object or in an array."""
    signed = node_peer.issue(credential, cryptosuite=cryptosuite)
    assert node_peer.verify(signed).error == ""
    assert node_peer.verify({**signed, "proof": [signed["proof"]]}).verified


@pytest.mark.parametrize("cryptosuite", CRYPTOSUITES)
def test_what_is_tampered_with_is_refused(node_peer: NodePeer, cryptosuite: str):
    """One letter of the text, one second of the proof, one number: each is under the signature."""
    signed = node_peer.issue(BADGE, cryptosuite=cryptosuite)
    text, proof, number = deepcopy(signed), deepcopy(signed), deepcopy(signed)
    text["credentialSubject"]["achievement"]["name"] = "Thermodynamics 1"
    proof["proof"]["created"] = "2024-01-01T00:00:00Z"
    number["credentialSubject"]["creditsEarned"] = 75
    for tampered in (text, proof, number):
        verdict = node_peer.verify(tampered)
        assert not verdict.verified
        assert "Invalid signature" in verdict.error


# Errors


def test_errors_are_answers_and_the_peer_lives_on(node_peer: NodePeer):
    """Whatever is asked, the next question is answered."""
    with pytest.raises(PeerError, match="was not given"):
        node_peer.canonicalize({"@context": "https://example.org/context", "id": "urn:x:1"})
    with pytest.raises(PeerError, match=r"did not expand into an absolute IRI.*undefinedTerm"):
        node_peer.canonicalize({**MINIMAL, "undefinedTerm": "lost"})
    with pytest.raises(PeerError, match="Cannot read properties of undefined"):
        node_peer.issue(MINIMAL, cryptosuite="no-such-suite")
    with pytest.raises(PeerError, match="is not a function"):
        node_peer._ask("no-such-operation")
    assert not node_peer.verify({**MINIMAL, "proof": None}).verified
    assert not node_peer.verify([]).verified  # type: ignore[arg-type]  # not a credential at all
    assert node_peer.canonicalize(MINIMAL)


# Canonicalising: jsonld.js and rdf-canonize against our own expansion and RDFC-1.0

DOCUMENTS = {
    "minimal credential": MINIMAL,
    "badge of many classes": BADGE,
    "secured badge": OB_SIGNED,
    "control characters": with_text("".join(map(chr, (*range(1, 0x20), 0x7F, 0x85, 0x2028, 0x2029))) + '\\"'),
    "characters beyond the BMP": with_text("\U0001f600 \U0010fffd \ufb33 \ue000 \ufffd"),
}


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS.keys())
def test_both_canonicalise_to_the_same_bytes(node_peer: NodePeer, document: JsonObject):
    """Two implementations that share nothing but the specification."""
    assert jsonld.canonicalize(document).nquads == node_peer.canonicalize(document)


def test_the_peer_sorts_by_utf_16_code_units(node_peer: NodePeer):
    """Known divergence: RDFC-1.0 section 4.4 sorts by code points, and U+1F600 (D83D DE00) comes after U+FB33."""
    document = deepcopy(BADGE)
    document["credentialSubject"]["achievement"]["tag"] = ["\U0001f600", "\ufb33"]
    ours = jsonld.canonicalize(document).nquads.splitlines()
    theirs = node_peer.canonicalize(document).splitlines()
    assert [line for line in ours if "keywords" in line] == [line for line in theirs if "keywords" in line][::-1]
    assert sorted(ours) == sorted(theirs)


@pytest.mark.parametrize(
    "name", ["achievementAlignmentCe", "basicOpenBadgeCredential", "fullOpenBadge", "skillAssertionCase"]
)
def test_both_canonicalise_the_samples_of_1edtech_alike(node_peer: NodePeer, name: str):
    """The published examples, the full one with endorsements inside."""
    folder = os.environ.get("BADGEAPI_REFERENCE_DIR")
    if folder is None:
        pytest.skip("1EdTech's samples are read from BADGEAPI_REFERENCE_DIR")
    document = json.loads(Path(folder, "vectors", f"{name}.json").read_text(encoding="utf-8"))
    assert jsonld.canonicalize(document).nquads == node_peer.canonicalize(document)
