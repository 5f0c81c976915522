"""Adding and verifying Data Integrity proofs, the same way for every cryptosuite.

Who the key belongs to is not decided here: `verification/checks/issuer_binding.py` does.

Source: VC Data Integrity 1.0 sections 4.2 (add proof) and 4.4 (verify proof);
Data Integrity EdDSA Cryptosuites 1.0 sections 3.2 and 3.3 (hashing: options first).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from badgeapi import limits
from badgeapi.canon import multibase
from badgeapi.canon.json import JsonObject
from badgeapi.errors import BadgeError, SignatureMismatch
from badgeapi.signing.multikey import PublicKey
from badgeapi.signing.published_key import PublishedKey
from badgeapi.signing.signer import Signer
from badgeapi.signing.suites import Suite

PROOF_TYPE = "DataIntegrityProof"
ASSERTION_METHOD = "assertionMethod"


@dataclass(frozen=True, slots=True)
class HashData:
    """The two digests that are signed, options first."""

    options: bytes
    document: bytes

    @property
    def signed(self) -> bytes:
        """The 64 bytes that go to the signer."""
        return self.options + self.document


@dataclass(frozen=True, slots=True)
class ProofCheck:
    """What came of checking one proof: the verdict, and on failure what was expected, for whoever has to debug it."""

    valid: bool
    reason: str
    hashes: HashData | None = None


def unsecured(document: JsonObject) -> JsonObject:
    """Take the document without its proofs."""
    return {key: value for key, value in document.items() if key != "proof"}


def secure(document: JsonObject, canonical: bytes, *, suite: Suite, signer: Signer, created: str) -> JsonObject:
    """Sign `document` (unsecured) whose canonical bytes under `suite` are `canonical`.

    Returns the document with the proof in an array. `created` is an xsd:dateTimeStamp. The proof is verified with the
    public key before it is released.

    Raises:
        SignatureMismatch: it did not verify; nothing is released.
    """
    options: JsonObject = {
        "type": PROOF_TYPE,
        "cryptosuite": suite.NAME,
        "created": created,
        "verificationMethod": signer.verification_method,
        "proofPurpose": ASSERTION_METHOD,
    }
    carried = suite.carry(document, options)
    configuration = suite.configure(document, carried)
    hashes = HashData(sha256(suite.transform(configuration)).digest(), sha256(canonical).digest())
    signature = signer.sign(hashes.signed)
    if not signer.public_key.verify(signature, hashes.signed):
        raise SignatureMismatch("A signature did not verify with its own public key; it was not released.")
    return {**document, "proof": [{**carried, "proofValue": multibase.encode_base58btc(signature)}]}


def verify_proof(
    document: JsonObject,
    proof: JsonObject,
    *,
    suite: Suite,
    key: PublishedKey,
    transform: Callable[[JsonObject], bytes] | None = None,
) -> ProofCheck:
    """Check one proof over `document` (unsecured) with `key`; never raises for what a document can hold.

    `transform` stands in for `suite.transform` where the caller has the canonical bytes already.
    """
    if not isinstance(key, PublicKey) or key.codec != suite.KEY_CODEC:
        return ProofCheck(valid=False, reason=f"The key is of another type; {suite.NAME} needs {suite.KEY_CODEC}.")
    value = proof.get("proofValue")
    if not (isinstance(value, str) and value.startswith("z")):
        return ProofCheck(valid=False, reason="proofValue is not base58btc multibase text.")
    shown = suite.check_context(document, proof)
    if shown is None:
        return ProofCheck(valid=False, reason="The proof was made for a different @context.")
    carried = {name: member for name, member in proof.items() if name != "proofValue"}
    try:
        signature = multibase.decode(value, limits.PROOF_VALUE_CHARACTERS)
        hashes = HashData(
            sha256(suite.transform(suite.configure(shown, carried))).digest(),
            sha256((transform or suite.transform)(shown)).digest(),
        )
    except BadgeError as error:
        return ProofCheck(valid=False, reason=error.message)
    if key.verify(signature, hashes.signed):
        return ProofCheck(valid=True, reason="", hashes=hashes)
    return ProofCheck(valid=False, reason="The signature does not fit the document.", hashes=hashes)
