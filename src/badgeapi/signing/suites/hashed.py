"""The construction of most suites: a signature over two digests, of the proof options and of the document.

Source: Data Integrity EdDSA Cryptosuites 1.0 sections 3.2 and 3.3; Data Integrity ECDSA Cryptosuites 1.0 sections 3.2
and 3.3 (hashing: options first).
"""

from __future__ import annotations

from dataclasses import dataclass

from badgeapi import limits
from badgeapi.canon import multibase
from badgeapi.canon.json import JsonObject
from badgeapi.canon.multibase import CodecName
from badgeapi.canon.rdfc import Algorithm
from badgeapi.signing.multikey import PublicKey
from badgeapi.signing.suites.suite import HASHES, PROOF_TYPE, Form, HashData, ProofCheck, Unsecured


@dataclass(frozen=True, slots=True)
class HashedSuite:
    """A suite of this construction: its name, the types of key it takes, and the form that is hashed."""

    NAME: str
    KEYS: frozenset[CodecName]
    form: Form
    PROOF_TYPE: str = PROOF_TYPE

    def transform(self, document: JsonObject, algorithm: Algorithm = "sha256") -> bytes:
        """Make the canonical bytes of an unsecured document, or of proof options with their context."""
        return self.form.transform(document, algorithm)

    def hash_data(
        self, canonical: bytes, carried: JsonObject, *, beside: JsonObject, algorithm: Algorithm = "sha256"
    ) -> HashData:
        """Digest the options (as `hash_options`) and the document's canonical bytes."""
        return HashData(self.hash_options(carried, beside=beside, algorithm=algorithm), HASHES[algorithm](canonical))

    def hash_options(self, carried: JsonObject, *, beside: JsonObject, algorithm: Algorithm = "sha256") -> bytes:
        """Digest the options, `carried` as they stand `beside` the document, of which only the context is read."""
        return HASHES[algorithm](self.form.write_options(beside, carried, algorithm))

    def verify(self, unsecured: Unsecured, proof: JsonObject, key: PublicKey) -> ProofCheck:
        """Check one proof; raises as `Suite.verify`."""
        value = proof.get("proofValue")
        if not (isinstance(value, str) and value.startswith("z")):
            return ProofCheck(valid=False, reason="proofValue is not base58btc multibase text.")
        shown = self.form.check_context(unsecured.document, proof)
        if shown is None:
            return ProofCheck(valid=False, reason="The proof was made for a different @context.")
        signature = multibase.decode(value, limits.PROOF_VALUE_CHARACTERS)
        whole = unsecured if shown is unsecured.document else Unsecured(shown)
        carried = proof.copy()
        del carried["proofValue"]
        canonical = whole.canonical(self.form, key.algorithm)
        hashes = self.hash_data(canonical, carried, beside=shown, algorithm=key.algorithm)
        if key.verify(signature, hashes.signed):
            return ProofCheck(valid=True, reason="", hashes=hashes)
        return ProofCheck(valid=False, reason="The signature does not fit the document.", hashes=hashes)
