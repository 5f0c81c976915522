"""The suite's own signing kit makes the published signatures, so that what it signs is what the standards mean."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.hostile.keys import Key, unbase58
from tests.hostile.signing import JCS, proof
from tests.interop.test_peer import EDDSA_PROOFS, EDDSA_UNSIGNED, OB_ISSUER, OB_MULTIKEY, OB_SEED, OB_SIGNED

# Data Integrity EdDSA Cryptosuites 1.0, test vectors: the private key, a prefix of two bytes and a seed of 32.
EDDSA_SECRET = "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq"


def ed25519(seed: bytes) -> Key:
    return Key("Ed25519", Ed25519PrivateKey.from_private_bytes(seed))


def test_rdfc_makes_the_published_badge():
    """Open Badges 3.0, signing vector: eddsa-rdfc-2022, byte for byte."""
    unsigned = {name: value for name, value in OB_SIGNED.items() if name != "proof"}
    made = proof(
        unsigned,
        ed25519(bytes.fromhex(OB_SEED)),
        created="2010-01-01T19:23:24Z",
        verificationMethod=f"{OB_ISSUER}#{OB_MULTIKEY}",
    )
    assert made == OB_SIGNED["proof"]


def test_jcs_makes_the_published_proof():
    """Data Integrity EdDSA Cryptosuites 1.0, test vector of eddsa-jcs-2022, byte for byte."""
    made = proof(EDDSA_UNSIGNED, ed25519(unbase58(EDDSA_SECRET)[2:]), suite=JCS, created="2023-02-24T23:36:38Z")
    assert {name: made[name] for name in ("@context", "proofValue")} == EDDSA_PROOFS[JCS]
