"""The suites that we only verify: published signatures hold, with their published hashes, and nothing near them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from badgeapi.canon import contexts, multibase
from badgeapi.signing import data_integrity, multikey
from badgeapi.signing.suites import ISSUING, SUITES, suite_of
from badgeapi.signing.suites.suite import ProofCheck, Unsecured

V2, EXAMPLES = contexts.CREDENTIALS_V2, contexts.EXAMPLES_V2
P256 = "zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP"
P384 = "z82LkuBieyGShVBhvtE2zoiD6Kma4tJGFtkAhxR5pfkp5QPw4LutoYWhvQCnGjdVn14kujQ"
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


@dataclass(frozen=True)
class Vector:
    """A published signature; `hash_data` are both published hashes, options first, in hex ("" if not published)."""

    document: dict[str, Any]
    proof: dict[str, Any]
    hash_data: str = ""

    @property
    def key(self) -> multikey.PublicKey:
        return multikey.parse(self.proof["verificationMethod"].partition("#")[2])


def ecdsa(suite: str, key: str, value: str, **members: Any) -> dict[str, Any]:
    return {
        **members,
        "type": "DataIntegrityProof",
        "cryptosuite": suite,
        "created": "2023-02-24T23:36:38Z",
        "verificationMethod": f"did:key:{key}#{key}",
        "proofPurpose": "assertionMethod",
        "proofValue": value,
    }


# W3C Data Integrity ECDSA Cryptosuites 1.0, appendix A (test vectors); SHA-256 with P-256, SHA-384 with P-384.
DOCUMENT_384 = "8bf6e01df72c5b62f91b685231915ac4b8c58ea95f002c6b8f6bfafa1b251df476b56b8e01518e317dab099d3ecbff96"
ECDSA = {
    "ecdsa-rdfc-2019 with P-256": Vector(
        UNSIGNED,
        ecdsa(
            "ecdsa-rdfc-2019",
            P256,
            "zaHXrr7AQdydBk3ahpCDpWbxfLokDqmCToYm2dyWvpcFVyWooC2he63w1f7UNQoAMKdhaRtcnaE2KTo5o5vTCcfw",
        ),
        "3a8a522f689025727fb9d1f0fa99a618da023e8494ac74f51015d009d35abc2e"
        "517744132ae165a5349155bef0bb0cf2258fff99dfe1dbd914b938d775a36017",
    ),
    "ecdsa-rdfc-2019 with P-384": Vector(
        UNSIGNED,
        ecdsa(
            "ecdsa-rdfc-2019",
            P384,
            "z967Mvv5bxtmLNqTzPZ8KmJjFmFXaAKeQNzq7GWnQkMcLtaGSSmuozE5WtJ8PipMe178B1tE28K1vsJur9bGVJhz6jgSJsRHFSQeqgH8h"
            "hjcg8gZDFJC1b9FsR5ggNmDBqHv",
        ),
        "e32805a26492eac777aa7a138f6d8da3c74e0c7be7b296dcaccf97420c3b92eaad7be6449ca565e165031567f5c7cbc1"
        + DOCUMENT_384,
    ),
    "ecdsa-jcs-2019 with P-256": Vector(
        UNSIGNED,
        ecdsa(
            "ecdsa-jcs-2019",
            P256,
            "z5ptCet75SaEgzG4v4zJhbJtfNi74Wv7Fq15hhKouJQQjEPQvPZKaYxcMXAMLPQS2FXrkCWokNJkFVkwxNzZfD5oT",
            **{"@context": [V2, EXAMPLES]},
        ),
        "fe5799489119c7fe3c528715e72bd39d2ec6b4ab345978df32e9a9312648ec25"
        "59b7cb6251b8991add1ce0bc83107e3db9dbbab5bd2c28f687db1a03abc92f19",
    ),
    "ecdsa-jcs-2019 with P-384": Vector(
        UNSIGNED,
        ecdsa(
            "ecdsa-jcs-2019",
            P384,
            "zq3EuTeLiGurmB2JR5oL8oWEsT7u2tba4HT1oZbiMYWc5qzsoW2kLYcBcF4HM5vCpJyTkceULKrVXuJQkXeN5seL4uXrFNFRMm53GWy1Y"
            "rto8rTWxZi9DkNeWP7yUPs7ELAm",
            **{"@context": [V2, EXAMPLES]},
        ),
        "83e5057817abb0c6872eafeaba1a9e53893c58eeb7414fb6d8aa3fa8c7917f7ad4792890b257c598baa17f4fbe6d183c"
        "3e0be671cc1881035d463158c80921973dab3534d4f8dfacf4ff2725a4115eb718e49d66de0e90e7365cd6062abf2259",
    ),
    # The vector of the Candidate Recommendation, before the context had to stand in the proof.
    "ecdsa-jcs-2019 without a context in the proof": Vector(
        UNSIGNED,
        ecdsa(
            "ecdsa-jcs-2019",
            P256,
            "zq6PrUMCtqY5obCSsrQxuFJdGffCDxvFuopdZiBPUBRTFEs1VVsBZi8YiEwVWgHYrXxoV93gBHqGDBtQLPFxpZxz",
        ),
        "9c4b552d65fcb106b6b27ec2436d8ae81b319afc7aeaab7964b2938cd120cec3"
        "59b7cb6251b8991add1ce0bc83107e3db9dbbab5bd2c28f687db1a03abc92f19",
    ),
}
LEGACY = {
    # Appendix B of the EdDSA suites' Candidate Recommendations.
    "Ed25519Signature2020": Vector(
        {**UNSIGNED, "@context": [V2, EXAMPLES, contexts.ED25519_2020]},
        {
            "type": "Ed25519Signature2020",
            "created": "2023-02-24T23:36:38Z",
            "verificationMethod": "https://vc.example/issuers/5678#z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
            "proofPurpose": "assertionMethod",
            "proofValue": "z5HNuvc5WbWYsRRt97kXJ6SoKgb1tMwtkQND4pnobZE26JGnohdWVpzashF9d8FRzhzm8oYRSivKACTakeE4DzdHL",
        },
    ),
    # The certifying body's validator, test resource ob30/simple-eddsa-2022.json.
    "eddsa-2022": Vector(
        {
            "@context": [contexts.CREDENTIALS_V1, contexts.OB_3_0_1, contexts.DATA_INTEGRITY_V1],
            "type": ["VerifiableCredential", "AchievementCredential"],
            "id": "http://www.1edtech.org/ob/1",
            "issuanceDate": "2022-11-27T00:00:00Z",
            "credentialSubject": {
                "type": "AchievementSubject",
                "id": "did:1edtech:1",
                "achievement": {
                    "id": "did:1edtech:achievement:1",
                    "type": ["Achievement"],
                    "criteria": {"narrative": "some narrative"},
                    "description": "some description",
                    "name": "some name",
                },
            },
            "name": "Some name",
            "issuer": {"id": "https://example.com/issuers/876543", "type": ["Profile"]},
        },
        {
            "type": "DataIntegrityProof",
            "created": "2023-05-29T08:42:26Z",
            "proofPurpose": "assertionMethod",
            "verificationMethod": "https://example.com/issuers/876543#z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi",
            "cryptosuite": "eddsa-2022",
            "proofValue": "z2H1miRAGKPRCPUSudNTPrsWyvpRZzgtgjPBmnMkbcwR8StwEv8dr3NigviBgvZwBu8yA7wAyF5qLjyo3zN1UqLR2",
        },
    ),
}
VECTORS = ECDSA | LEGACY
every_vector = pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS.keys())
every_ecdsa = pytest.mark.parametrize("vector", ECDSA.values(), ids=ECDSA.keys())


pytestmark = pytest.mark.usefixtures("examples_context")


def verify(document: dict[str, Any], proof: dict[str, Any], key: multikey.PublicKey) -> ProofCheck:
    suite = suite_of(proof)
    assert suite is not None
    return data_integrity.verify_proof(Unsecured(document), proof, suite=suite, key=key)


@every_vector
def test_a_published_proof_verifies(vector: Vector):
    """With both intermediate hashes, where they are published."""
    check = verify(vector.document, vector.proof, vector.key)
    assert (check.valid, check.reason) == (True, "")
    assert check.hashes
    if vector.hash_data:
        assert check.hashes.signed.hex() == vector.hash_data


@every_vector
@pytest.mark.parametrize("member", ["name", "issuer", "id"])
def test_an_altered_document_does_not_verify(vector: Vector, member: str):
    """Every member is under the signature."""
    check = verify({**vector.document, member: "https://example.org/"}, vector.proof, vector.key)
    assert not check.valid
    assert check.hashes


@every_vector
@pytest.mark.parametrize("member", ["created", "verificationMethod", "proofPurpose"])
def test_altered_options_do_not_verify(vector: Vector, member: str):
    """The options are under the signature too."""
    other = {"created": "2023-02-24T23:36:39Z", "verificationMethod": "did:x:y#z", "proofPurpose": "authentication"}
    assert not verify(vector.document, {**vector.proof, member: other[member]}, vector.key).valid


HALF = {64: 32, 96: 48}
N = {
    64: 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    96: 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
}  # FIPS 186-4 appendix D.1.2: the orders of P-256 and P-384


def beyond_the_order(value: bytes) -> bytes:
    """The same signature with s + n where that still fits, else with r exchanged for the order."""
    half = HALF[len(value)]
    return N[len(value)].to_bytes(half) + value[half:]


SIGNATURES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "one byte short": lambda value: value[:-1],
    "one byte long": lambda value: value + b"\0",
    "with a leading zero": lambda value: b"\0" + value,
    "zeros": lambda value: bytes(len(value)),
    "r zero": lambda value: bytes(len(value) // 2) + value[len(value) // 2 :],
    "s zero": lambda value: value[: len(value) // 2] + bytes(len(value) // 2),
    "r the order": beyond_the_order,
    "ones": lambda value: (1).to_bytes(len(value) // 2) * 2,
    "halves exchanged": lambda value: value[len(value) // 2 :] + value[: len(value) // 2],
    "last bit flipped": lambda value: value[:-1] + bytes([value[-1] ^ 1]),
    "of the other curve's length": lambda value: value[:48] + bytes(48) if len(value) == 64 else value[:64],
    "in DER": lambda value: b"\x30\x44\x02\x20" + value[:32] + b"\x02\x20" + value[32:64],
}


@every_ecdsa
@pytest.mark.parametrize("change", SIGNATURES.values(), ids=SIGNATURES.keys())
def test_signatures_of_another_form_do_not_verify(vector: Vector, change: Callable[[bytes], bytes]):
    """R and s side by side, of exact length, neither zero nor beyond the order (CVE-2022-21449 and its kin)."""
    value = multibase.encode_base58btc(change(multibase.decode(vector.proof["proofValue"], 133)))
    assert not verify(vector.document, {**vector.proof, "proofValue": value}, vector.key).valid


@every_ecdsa
def test_another_key_does_not_verify(vector: Vector):
    """Neither of the other curve nor of a curve that the suite does not take."""
    keys = {other.key for other in VECTORS.values()} - {vector.key}
    assert len(keys) > 1
    for key in keys:
        assert not verify(vector.document, vector.proof, key).valid


@every_ecdsa
@pytest.mark.parametrize("suite", ["ecdsa-rdfc-2019", "ecdsa-jcs-2019"])
def test_the_suites_name_is_under_the_signature(vector: Vector, suite: str):
    """A proof cannot be passed off as one of another suite."""
    relabelled = {**vector.proof, "cryptosuite": suite}
    assert verify(vector.document, relabelled, vector.key).valid is (suite == vector.proof["cryptosuite"])


def test_an_enormous_proof_value_is_not_decoded():
    """base58 is quadratic in its length: what is too long is refused by its length."""
    vector = ECDSA["ecdsa-rdfc-2019 with P-384"]
    check = verify(vector.document, {**vector.proof, "proofValue": "z" + "2" * 1_000_000}, vector.key)
    assert "1000001 characters" in check.reason


@pytest.mark.parametrize(
    "members",
    [
        {"type": "DataIntegrityProof", "cryptosuite": "Ed25519Signature2020"},
        {"type": "Ed25519Signature2020", "cryptosuite": "eddsa-rdfc-2022"},
        {"type": "Ed25519Signature2020", "cryptosuite": "Ed25519Signature2018"},
        {"type": "Ed25519Signature2020", "cryptosuite": None},
        {"type": "eddsa-rdfc-2022"},
        {"type": "DataIntegrityProof"},
        {"type": ["DataIntegrityProof"], "cryptosuite": "eddsa-rdfc-2022"},
        {"type": "DataIntegrityProof", "cryptosuite": ["eddsa-rdfc-2022"]},
        {"type": "DataIntegrityProof", "cryptosuite": "EdDSA-rdfc-2022"},
        {"type": "DataIntegrityProof", "cryptosuite": {}},
        {},
    ],
    ids=str,
)
def test_type_and_cryptosuite_must_belong_together(members: dict[str, Any]):
    """No suite is taken for one that the proof only half names."""
    assert suite_of(members) is None


def test_suites_are_found_by_their_name():
    """What we sign with is among what we verify."""
    assert {name: suite.NAME for name, suite in SUITES.items()} == {name: name for name in SUITES}
    assert {*ISSUING} == {"eddsa-rdfc-2022", "eddsa-jcs-2022"}
    assert ISSUING.items() <= SUITES.items()
