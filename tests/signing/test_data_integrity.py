"""Data Integrity proofs: the published vectors to the byte, and everything near them refused."""

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from badgeapi.canon import contexts, multibase
from badgeapi.errors import BadgeError, SignatureMismatch
from badgeapi.signing import data_integrity, multikey
from badgeapi.signing.multikey import PublicKey
from badgeapi.signing.suites import ISSUING, eddsa_jcs_2022, eddsa_rdfc_2022, rdfc
from badgeapi.signing.suites.suite import ProofCheck, Unsecured

REFERENCE = os.environ.get("BADGEAPI_REFERENCE_DIR")
V2, EXAMPLES = contexts.CREDENTIALS_V2, contexts.EXAMPLES_V2


@dataclass(frozen=True)
class Vector:
    """A published signature with what leads to it."""

    document: dict[str, Any]
    proof: dict[str, Any]
    seed: str
    options_sha256: str
    document_sha256: str

    @property
    def key(self) -> PublicKey:
        return multikey.parse(self.proof["verificationMethod"].partition("#")[2])


# W3C Data Integrity EdDSA Cryptosuites 1.0, appendix B (representation tests): B.1 eddsa-rdfc-2022, B.2 eddsa-jcs-2022.
UNSIGNED = {
    "@context": [V2, EXAMPLES],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"],
    "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": "https://vc.example/issuers/5678",
    "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
}
W3C_KEY = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
W3C_SEED = "c96ef9ea10c5e414c471723aff9de72c35fa5b70fae97e8832ecac7d2e2b8ed6"
W3C_OPTIONS = {
    "type": "DataIntegrityProof",
    "cryptosuite": "eddsa-rdfc-2022",
    "created": "2023-02-24T23:36:38Z",
    "verificationMethod": f"did:key:{W3C_KEY}#{W3C_KEY}",
    "proofPurpose": "assertionMethod",
}
RDFC = Vector(
    UNSIGNED,
    W3C_OPTIONS
    | {"proofValue": "z2YwC8z3ap7yx1nZYCg4L3j3ApHsF8kgPdSb5xoS1VR7vPG3F561B52hYnQF9iseabecm3ijx4K1FBTQsCZahKZme"},
    W3C_SEED,
    "bea7b7acfbad0126b135104024a5f1733e705108f42d59668b05c0c50004c6b0",
    "517744132ae165a5349155bef0bb0cf2258fff99dfe1dbd914b938d775a36017",
)
JCS = Vector(
    UNSIGNED,
    W3C_OPTIONS
    | {
        "@context": [V2, EXAMPLES],
        "cryptosuite": "eddsa-jcs-2022",
        "proofValue": "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX",
    },
    W3C_SEED,
    "66ab154f5c2890a140cb8388a22a160454f80575f6eae09e5a097cabe539a1db",
    "59b7cb6251b8991add1ce0bc83107e3db9dbbab5bd2c28f687db1a03abc92f19",
)
# 1EdTech Open Badges 3.0 implementation guide, Linked Data Proof example: seed, key, both hashes and the proof.
OPEN_BADGE = Vector(
    {
        "@context": [V2, contexts.OB_3_0_3],
        "id": "http://example.com/credentials/3527",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {
            "id": "https://example.edu/issuers/565049",
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
                    "narrative": "Team members are nominated for this badge by their peers and recognized upon "
                    "review by Example Corp management."
                },
                "description": "This badge recognizes the development of the capacity to collaborate within a "
                "group environment.",
                "name": "Teamwork",
            },
        },
    },
    {
        "type": "DataIntegrityProof",
        "created": "2010-01-01T19:23:24Z",
        "verificationMethod": "https://example.edu/issuers/565049#z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi",
        "cryptosuite": "eddsa-rdfc-2022",
        "proofPurpose": "assertionMethod",
        "proofValue": "z5x9aCBYovW3CQCbKdNyhEm7ffYSw1YpEdPywQJoNbzDD2gkzQDKJ1sYKJaWvqZtkMtSbz35HcbgXVEDYHxCzgkCr",
    },
    "6241a409e6707bb640a0140a8a32bc3d193c33a661747284d6adfa4ed4180be4",
    "d34009cea0dbc1ca941e09dc01c8c9d3e3ce3c5b853f67ee44698dcea10f5d19",
    "87f65a76d40146205e3b3e06cb0fbd153f97f9ce70372390f52566bb7f9e0773",
)
VECTORS = {"W3C eddsa-rdfc-2022": RDFC, "W3C eddsa-jcs-2022": JCS, "1EdTech eddsa-rdfc-2022": OPEN_BADGE}
every_vector = pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS.keys())


pytestmark = pytest.mark.usefixtures("examples_context")


@dataclass(frozen=True)
class Signer:
    """A private key in the open, and what it claims to be."""

    verification_method: str
    public_key: PublicKey
    sign: Callable[[bytes], bytes]


def signer(vector: Vector) -> Signer:
    private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(vector.seed))
    return Signer(vector.proof["verificationMethod"], vector.key, private.sign)


def secure(vector: Vector, signer: Signer) -> dict[str, Any]:
    suite = ISSUING[vector.proof["cryptosuite"]]
    canonical, created = suite.transform(vector.document), vector.proof["created"]
    return data_integrity.secure(vector.document, canonical, suite=suite, signer=signer, created=created)


def verify(document: dict[str, Any], proof: dict[str, Any], key: PublicKey) -> ProofCheck:
    return data_integrity.verify_proof(Unsecured(document), proof, suite=ISSUING[proof["cryptosuite"]], key=key)


# The vectors


def test_the_published_seed_is_that_of_the_published_key():
    """The W3C key pair is a pair: multicodec 0x1300 before the private half."""
    assert multibase.decode("z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq", 64).hex() == "8026" + W3C_SEED
    for vector in VECTORS.values():
        private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(vector.seed))
        assert private.public_key().public_bytes_raw() == vector.key.raw


@every_vector
def test_a_published_proof_verifies(vector: Vector):
    """With both intermediate hashes, so that a difference is found where it arises."""
    check = verify(vector.document, vector.proof, vector.key)
    assert (check.valid, check.reason) == (True, "")
    assert check.hashes
    assert check.hashes.options.hex() == vector.options_sha256
    assert check.hashes.document.hex() == vector.document_sha256
    assert check.hashes.signed.hex() == vector.options_sha256 + vector.document_sha256


@every_vector
def test_a_published_proof_is_made_again(vector: Vector):
    """Ed25519 is deterministic: the same key, document and time give the published proof, member by member."""
    assert secure(vector, signer(vector)) == {**vector.document, "proof": [vector.proof]}


def test_canonical_proof_options():
    """EdDSA Cryptosuites 1.0 appendix B.1 and B.2, canonical proof configuration, restated."""
    options = {key: value for key, value in RDFC.proof.items() if key != "proofValue"}
    assert eddsa_rdfc_2022.transform(eddsa_rdfc_2022.form.configure(UNSIGNED, options)).decode().splitlines() == [
        (
            '_:c14n0 <http://purl.org/dc/terms/created> "2023-02-24T23:36:38Z"'
            "^^<http://www.w3.org/2001/XMLSchema#dateTime> ."
        ),
        "_:c14n0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/security#DataIntegrityProof> .",
        (
            '_:c14n0 <https://w3id.org/security#cryptosuite> "eddsa-rdfc-2022"'
            "^^<https://w3id.org/security#cryptosuiteString> ."
        ),
        "_:c14n0 <https://w3id.org/security#proofPurpose> <https://w3id.org/security#assertionMethod> .",
        f"_:c14n0 <https://w3id.org/security#verificationMethod> <did:key:{W3C_KEY}#{W3C_KEY}> .",
    ]
    options = {key: value for key, value in JCS.proof.items() if key != "proofValue"}
    assert eddsa_jcs_2022.transform(eddsa_jcs_2022.form.configure(UNSIGNED, options)).decode() == (
        f'{{"@context":["{V2}","{EXAMPLES}"],"created":"2023-02-24T23:36:38Z","cryptosuite":"eddsa-jcs-2022",'
        '"proofPurpose":"assertionMethod","type":"DataIntegrityProof",'
        f'"verificationMethod":"did:key:{W3C_KEY}#{W3C_KEY}"}}'
    )


@pytest.mark.skipif(REFERENCE is None, reason="BADGEAPI_REFERENCE_DIR is not set")
@pytest.mark.parametrize(
    ("suite", "form", "vector"), [("eddsa-rdfc-2022", "DataInt", RDFC), ("eddsa-jcs-2022", "JCS", JCS)]
)
def test_every_published_intermediate_value(suite: str, form: str, vector: Vector):
    """The files of the W3C's repository: canonical forms, hashes, their join, and the signature in both notations."""
    folder = Path(REFERENCE, "vectors", "eddsa", suite)
    published = {file.stem.removesuffix(form): file.read_text("utf-8") for file in folder.iterdir()}
    signed = json.loads(published["signed"])
    assert data_integrity.unsecured(signed) == vector.document
    assert signed["proof"] == vector.proof
    options = {key: value for key, value in vector.proof.items() if key != "proofValue"}
    configuration = ISSUING[suite].form.configure(vector.document, options)
    assert configuration == json.loads(published["proofConfig"])
    proof_bytes, document_bytes = (ISSUING[suite].transform(value) for value in (configuration, vector.document))
    assert proof_bytes.decode().strip() == published["proofCanon"].strip()
    assert document_bytes.decode().strip() == published["canonDoc"].strip()
    assert sha256(proof_bytes).hexdigest() == published["proofHash"] == vector.options_sha256
    assert sha256(document_bytes).hexdigest() == published["docHash"] == vector.document_sha256
    assert published["proofHash"] + published["docHash"] == published["combinedHash"]
    assert multibase.decode(published["sigBTC58"], 128).hex() == published["sigHex"]
    assert vector.proof["proofValue"] == published["sigBTC58"]


# What is near a good proof


def signature(change: Callable[[bytes], bytes]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def edit(proof: dict[str, Any]) -> dict[str, Any]:
        value = change(multibase.decode(proof["proofValue"], 128))
        return {**proof, "proofValue": multibase.encode_base58btc(value)}

    return edit


ALTERED_PROOFS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "created at another time": lambda proof: proof | {"created": "2023-02-24T23:36:39Z"},
    "created in other words": lambda proof: proof | {"created": proof["created"].replace("Z", "+00:00")},
    "another purpose": lambda proof: proof | {"proofPurpose": "authentication"},
    "another method": lambda proof: proof | {"verificationMethod": "did:web:example.org#key"},
    "another type": lambda proof: proof | {"type": "VerifiableCredential"},
    "an id added": lambda proof: proof | {"id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc34"},
    "an expiry added": lambda proof: proof | {"expires": "2030-01-01T00:00:00Z"},
    "a member of nobody's added": lambda proof: proof | {"x": "y"},
    "a member removed": lambda proof: {key: value for key, value in proof.items() if key != "created"},
    "a member of another type": lambda proof: proof | {"created": 5},
    "a null member": lambda proof: proof | {"created": None},
    "foreign context": lambda proof: proof | {"@context": [contexts.CREDENTIALS_V1]},
    "unknown context": lambda proof: proof | {"@context": ["https://example.org/"]},
    "null context": lambda proof: proof | {"@context": None},
    "signature one byte short": signature(lambda value: value[:-1]),
    "signature one byte long": signature(lambda value: value + b"\0"),
    "signature with a leading zero": signature(lambda value: b"\0" + value),
    "signature empty": signature(lambda _: b""),
    "signature of zeros": signature(lambda _: bytes(64)),
    "first bit flipped": signature(lambda value: bytes([value[0] ^ 1]) + value[1:]),
    "last bit flipped": signature(lambda value: value[:-1] + bytes([value[-1] ^ 0x80])),
    "halves exchanged": signature(lambda value: value[32:] + value[:32]),
    "in base64url": lambda proof: (
        proof | {"proofValue": multibase.encode_base64url(multibase.decode(proof["proofValue"], 128))}
    ),
    "without multibase prefix": lambda proof: proof | {"proofValue": proof["proofValue"][1:]},
    "padded": lambda proof: proof | {"proofValue": proof["proofValue"] + " "},
    "enormous": lambda proof: proof | {"proofValue": "z" + "2" * 1_000_000},
    "a number": lambda proof: proof | {"proofValue": 5},
    "none": lambda proof: {key: value for key, value in proof.items() if key != "proofValue"},
}


@every_vector
@pytest.mark.parametrize("alter", ALTERED_PROOFS.values(), ids=ALTERED_PROOFS.keys())
def test_an_altered_proof_does_not_verify(vector: Vector, alter: Callable[[dict[str, Any]], dict[str, Any]]):
    """Options and signature are covered as the document is; whatever a proof holds, the answer is no and no error."""
    check = verify(vector.document, alter(vector.proof), vector.key)
    assert not check.valid
    assert check.reason


ALTERED_DOCUMENTS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "another name": lambda document: document | {"name": "Doctor"},
    "another issuer": lambda document: document | {"issuer": "https://example.org/"},
    "a member added": lambda document: document | {"description": "more"},
    "a member of nobody's added": lambda document: document | {"@x": "y"},
    "a member removed": lambda document: {key: value for key, value in document.items() if key != "validFrom"},
    "a language added": lambda document: document | {"name": {"@value": document["name"], "@language": "en"}},
    "a null member": lambda document: document | {"name": None},
    "no context": lambda document: {key: value for key, value in document.items() if key != "@context"},
    "null context": lambda document: document | {"@context": None},
    "unknown context": lambda document: document | {"@context": ["https://example.org/"]},
    "nothing": lambda _: {},
}


@every_vector
@pytest.mark.parametrize("alter", ALTERED_DOCUMENTS.values(), ids=ALTERED_DOCUMENTS.keys())
def test_an_altered_document_does_not_verify(vector: Vector, alter: Callable[[dict[str, Any]], dict[str, Any]]):
    """Including documents that cannot be canonicalised at all: the answer is no and no error."""
    check = verify(alter(vector.document), vector.proof, vector.key)
    assert not check.valid
    assert check.reason


@every_vector
def test_another_key_does_not_verify(vector: Vector):
    """Neither a key of the same type nor one that the suite does not take."""
    others = [other.key for other in VECTORS.values() if other.key != vector.key]
    assert not any(verify(vector.document, vector.proof, other).valid for other in others)
    check = verify(vector.document, vector.proof, replace(vector.key, codec="p256-pub"))
    assert (check.valid, check.hashes) == (False, None)


def test_a_wrong_signature_shows_what_was_expected():
    """Whoever debugs another implementation gets our digests; a proof that is not even read gives none."""
    check = verify({**UNSIGNED, "name": "x"}, RDFC.proof, RDFC.key)
    assert check.hashes
    assert check.hashes.options.hex() == RDFC.options_sha256
    assert check.hashes.document.hex() != RDFC.document_sha256
    assert verify(UNSIGNED, {**RDFC.proof, "proofValue": ""}, RDFC.key).hashes is None


def test_a_proof_of_one_suite_is_not_one_of_the_other():
    """The suite's name is under the signature."""
    assert not verify(UNSIGNED, {**RDFC.proof, "cryptosuite": "eddsa-jcs-2022"}, RDFC.key).valid
    without_context = {key: value for key, value in JCS.proof.items() if key != "@context"}
    assert not verify(UNSIGNED, {**without_context, "cryptosuite": "eddsa-rdfc-2022"}, JCS.key).valid


def test_a_document_is_canonicalised_once(monkeypatch: pytest.MonkeyPatch):
    """However many proofs it carries; and options that differ in their time only are as well, for two times."""
    seen: list[dict[str, Any]] = []
    transform = rdfc.transform

    def watched(document: dict[str, Any], algorithm: Any) -> bytes:
        seen.append(document)
        return transform(document, algorithm)

    monkeypatch.setattr(rdfc, "transform", watched)
    rdfc._around_time.cache_clear()
    document = Unsecured(UNSIGNED)
    for _ in range(3):
        assert data_integrity.verify_proof(document, RDFC.proof, suite=eddsa_rdfc_2022, key=RDFC.key).valid
    assert seen.count(UNSIGNED) == 1
    assert len(seen) == 3


@pytest.mark.parametrize(
    "created", ["2026-01-01T00:00:00Z", "0", "9" * 41, "2026-01-01T00:00:00.5+14:00", "9Z" * 30, "x", 5]
)
@pytest.mark.parametrize(
    "more",
    [
        {},
        {"expires": "2026-01-01T00:00:00Z", "domain": "a.example", "challenge": "0", "nonce": "9"},
        {"expires": "0", "id": "urn:uuid:1"},
        {"domain": ["a.example", "b.example"]},
        {"@context": [V2]},
    ],
    ids=["usual", "more", "named", "several", "context"],
)
def test_options_are_written_as_they_are_canonicalised(created: Any, more: dict[str, Any]):
    """Cut around the time or not: the bytes are those of canonicalising these very options."""
    document = {"@context": [V2]}
    proof = {**RDFC.proof, **more, "created": created}
    for carried in (proof, dict(reversed(proof.items())), {name: proof[name] for name in ("type", "created")}):
        carried.pop("proofValue", None)

        def write(options: dict[str, Any] = carried) -> bytes:
            return rdfc.write_options(document, options, "sha256")

        try:
            expected = rdfc.transform(rdfc.configure(document, carried), "sha256")
        except BadgeError as error:
            with pytest.raises(type(error), match=re.escape(error.message)):
                write()
        else:
            assert write() == write() == expected


# Contexts beside the proof


OTHER = "https://example.org/other/v1"


@pytest.mark.parametrize(
    ("shown", "valid"),
    [
        ([V2, EXAMPLES], True),
        ([V2, EXAMPLES, OTHER], True),
        ([V2, EXAMPLES, {"term": "https://example.org/term"}], True),
        ([V2], False),
        ([EXAMPLES, V2], False),
        ([V2, OTHER, EXAMPLES], False),
        ([OTHER, V2, EXAMPLES], False),
        ([[V2, EXAMPLES]], False),
        (V2, False),
        ([], False),
        (None, False),
    ],
    ids=lambda value: None if isinstance(value, bool) else json.dumps(value)[:40],
)
def test_contexts_may_follow_the_signed_ones(shown: Any, valid: bool):
    """EdDSA Cryptosuites 1.0 section 3.3.2 step 4: what was signed is a prefix of what is shown."""
    assert verify({**UNSIGNED, "@context": shown}, JCS.proof, JCS.key).valid is valid


def test_a_single_context_is_a_prefix_too():
    """A text and an array of one are the same list of contexts; what is hashed is as it was signed."""
    single = replace(JCS, document={**UNSIGNED, "@context": V2})
    [proof] = secure(single, signer(JCS))["proof"]
    assert proof["@context"] == V2
    assert verify(single.document, proof, JCS.key).valid
    assert verify({**UNSIGNED, "@context": [V2, OTHER]}, proof, JCS.key).valid
    assert not verify({**UNSIGNED, "@context": [OTHER, V2]}, proof, JCS.key).valid


def test_a_proof_without_context_covers_the_document_as_shown():
    """Section 3.3.2: with no context in the options the document keeps its own, and every member of it counts."""
    options = {key: value for key, value in W3C_OPTIONS.items() if key != "cryptosuite"}
    options["cryptosuite"] = "eddsa-jcs-2022"
    data = sha256(eddsa_jcs_2022.transform(options)).digest() + sha256(eddsa_jcs_2022.transform(UNSIGNED)).digest()
    proof = options | {"proofValue": multibase.encode_base58btc(signer(JCS).sign(data))}
    assert verify(UNSIGNED, proof, JCS.key).valid
    assert not verify({**UNSIGNED, "@context": [V2, EXAMPLES, OTHER]}, proof, JCS.key).valid


def test_an_rdfc_proof_may_repeat_the_documents_context_only():
    """The terms of the options are read in the document's context; a proof cannot bring another reading."""
    assert verify(UNSIGNED, {**RDFC.proof, "@context": [V2, EXAMPLES]}, RDFC.key).valid
    assert not verify(UNSIGNED, {**RDFC.proof, "@context": [V2]}, RDFC.key).valid


# Making proofs


@every_vector
def test_what_is_made_verifies_and_leaves_its_input_alone(vector: Vector):
    """The proof is new and comes last; every other member stays as it was, in its order."""
    before = json.dumps(vector.document)
    secured = secure(replace(vector, proof={**vector.proof, "created": "2026-01-01T00:00:00Z"}), signer(vector))
    [proof] = secured["proof"]
    assert proof["created"] == "2026-01-01T00:00:00Z"
    assert verify(vector.document, proof, vector.key).valid
    assert json.dumps(vector.document) == before
    assert json.dumps(data_integrity.unsecured(secured)) == before
    assert list(secured)[-1] == "proof"


LIES: dict[str, Callable[[Signer], Signer]] = {
    "signs something else": lambda honest: replace(honest, sign=lambda data: honest.sign(data + b"\0")),
    "signs half": lambda honest: replace(honest, sign=lambda data: honest.sign(data[:32])),
    "signs the hashes in the other order": lambda honest: replace(
        honest, sign=lambda data: honest.sign(data[32:] + data[:32])
    ),
    "gives zeros": lambda honest: replace(honest, sign=lambda _: bytes(64)),
    "gives nothing": lambda honest: replace(honest, sign=lambda _: b""),
    "gives too much": lambda honest: replace(honest, sign=lambda data: honest.sign(data) + b"\0"),
    "flips a bit": lambda honest: replace(
        honest, sign=lambda data: bytes([honest.sign(data)[0] ^ 1]) + honest.sign(data)[1:]
    ),
    "has another key": lambda honest: replace(honest, sign=Ed25519PrivateKey.generate().sign),
    "claims another key": lambda honest: replace(honest, public_key=OPEN_BADGE.key),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
@pytest.mark.parametrize("vector", [RDFC, JCS], ids=["rdfc", "jcs"])
def test_a_signer_that_lies_releases_nothing(vector: Vector, lie: Callable[[Signer], Signer]):
    """Faulty memory or a faulty key provider is found before anybody has the signature."""
    with pytest.raises(SignatureMismatch):
        secure(vector, lie(signer(vector)))


@pytest.mark.parametrize("lie", [0, 20, 39])
def test_one_lie_among_many_signatures_releases_none(lie: int):
    """Wherever it stands; without it each document has the signature that it would have by itself."""
    honest, digests = signer(RDFC), [bytes([number]) * 32 for number in range(40)]
    suite, context = ISSUING["eddsa-rdfc-2022"], json.dumps(RDFC.document["@context"]).encode()
    options = data_integrity.Options.of(context, suite=suite, signer=honest, created="2026-01-01T00:00:00Z")
    made = options.sign(digests, honest)
    assert made == [options.sign([digest], honest)[0] for digest in digests]
    assert len(set(made)) == len(digests)
    lying = replace(honest, sign=lambda data: honest.sign(data + b"\0" if data.endswith(digests[lie]) else data))
    with pytest.raises(SignatureMismatch):
        options.sign(digests, lying)
