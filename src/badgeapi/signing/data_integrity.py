"""Adding and verifying Data Integrity proofs, the same way for every cryptosuite.

Who the key belongs to is not decided here: `verification/checks/issuer_binding.py` does.

Source: VC Data Integrity 1.0 sections 4.2 (add proof) and 4.4 (verify proof).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from badgeapi.canon import json, multibase
from badgeapi.canon.json import JsonObject, JsonValue
from badgeapi.errors import BadgeError, SignatureMismatch
from badgeapi.signing import published_key
from badgeapi.signing.published_key import PublishedKey
from badgeapi.signing.signer import Signer
from badgeapi.signing.suites.hashed import HashedSuite
from badgeapi.signing.suites.suite import PROOF_TYPE, ProofCheck, Suite, Unsecured

ASSERTION_METHOD = "assertionMethod"
_OPTIONS = 256
"""How many proofs without their values are kept: one for each key and second."""


def unsecured(document: JsonObject) -> JsonObject:
    """Take the document without its proofs."""
    without = document.copy()
    without.pop("proof", None)
    return without


def secure(document: JsonObject, canonical: bytes, *, suite: HashedSuite, signer: Signer, created: str) -> JsonObject:
    """Sign `document` (unsecured) whose canonical bytes under `suite` are `canonical`.

    Returns the document with the proof in an array; otherwise as `prove`.
    """
    digest, context = sha256(canonical).digest(), document.get("@context")
    return {**document, "proof": [prove(digest, context, suite=suite, signer=signer, created=created)]}


def prove(digest: bytes, context: JsonValue, *, suite: HashedSuite, signer: Signer, created: str) -> JsonObject:
    """Make the proof of a document with this `@context`; `digest` is the SHA-256 of its canonical bytes.

    `created` is an xsd:dateTimeStamp. The proof is verified with the public key before it is released.

    Raises:
        SignatureMismatch: it did not verify; nothing is released.
    """
    options = Options.of(json.dumps(context), suite=suite, signer=signer, created=created)
    return {**options.carried, "proofValue": options.sign([digest], signer)[0]}


@dataclass(frozen=True, slots=True)
class Options:
    """A proof without its value: the same for all documents of one `@context` that a key signs within a second.

    Attributes:
        carried: it as it stands in a document.
        digest: the SHA-256 that is signed before the document's.
        head: `carried` as JSON, up to where the text of `proofValue` begins.
    """

    carried: JsonObject
    digest: bytes
    head: bytes

    @classmethod
    def of(cls, context: bytes, *, suite: HashedSuite, signer: Signer, created: str) -> Options:
        """Make the options, or find them made; `context` is the `@context` as JSON, the others are those of `prove`."""
        return _options(suite, signer.verification_method, created, context)

    def sign(self, digests: Sequence[bytes], signer: Signer) -> list[str]:
        """Make the `proofValue` for the digest of each document; raises as `prove`.

        All are signed before the first is verified: the code of either stays in the processor's caches.
        """
        data = [self.digest + digest for digest in digests]
        signatures = [signer.sign(one) for one in data]
        if not all(map(signer.public_key.verify, signatures, data)):
            raise SignatureMismatch("A signature did not verify with its own public key; it was not released.")
        return [multibase.encode_base58btc(signature) for signature in signatures]

    def write(self, proof_value: str) -> bytes:
        """Write the proof as JSON."""
        return b'%b%b"}' % (self.head, proof_value.encode())


@lru_cache(maxsize=_OPTIONS)
def _options(suite: HashedSuite, method: str, created: str, context: bytes) -> Options:
    document: JsonObject = {"@context": json.loads(context)}
    options: JsonObject = {
        "type": PROOF_TYPE,
        "cryptosuite": suite.NAME,
        "created": created,
        "verificationMethod": method,
        "proofPurpose": ASSERTION_METHOD,
    }
    carried = suite.form.carry(document, options)
    head = json.dumps(carried | {"proofValue": ""}).removesuffix(b'"}')
    return Options(carried, suite.hash_options(carried, beside=document), head)


def with_single_proof(secured: JsonObject) -> JsonObject:
    """Show the one proof of `secure` by itself: the W3C's suites take no array for it, and the value is the same."""
    match secured.get("proof"):
        case [proof]:
            return secured | {"proof": proof}
    return secured


def verify_proof(unsecured: Unsecured, proof: JsonObject, *, suite: Suite, key: PublishedKey) -> ProofCheck:
    """Check one proof with `key`, in whichever form it is published; never raises for what a document can hold."""
    found = published_key.as_multikey(key)
    if found is None or found.codec not in suite.KEYS:
        taken = " or ".join(sorted(suite.KEYS))
        return ProofCheck(valid=False, reason=f"The key is of another type; {suite.NAME} needs {taken}.")
    try:
        return suite.verify(unsecured, proof, found)
    except BadgeError as error:
        return ProofCheck(valid=False, reason=error.message)
