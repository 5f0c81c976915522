"""What a cryptosuite is, and what goes in and out of one.

Source: VC Data Integrity 1.0 section 3.3 (cryptographic suites), 4.4 (verify proof).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

from badgeapi.canon.json import JsonObject
from badgeapi.canon.multibase import CodecName
from badgeapi.canon.rdfc import Algorithm
from badgeapi.signing.multikey import PublicKey

PROOF_TYPE: Final = "DataIntegrityProof"
HASHES: Final[Mapping[Algorithm, Callable[[bytes], bytes]]] = {
    "sha256": lambda data: hashlib.sha256(data).digest(),
    "sha384": lambda data: hashlib.sha384(data).digest(),
}


@dataclass(frozen=True, slots=True)
class HashData:
    """The two digests that are signed, options first."""

    options: bytes
    document: bytes

    @property
    def signed(self) -> bytes:
        """The bytes that go to the signer."""
        return self.options + self.document


@dataclass(frozen=True, slots=True)
class ProofCheck:
    """What came of checking one proof: the verdict, and on failure what was expected, for whoever has to debug it."""

    valid: bool
    reason: str
    hashes: HashData | None = None


class Form(Protocol):
    """A way from JSON to bytes, and how proof options are read beside a document in it."""

    def transform(self, document: JsonObject, algorithm: Algorithm) -> bytes:
        """Make the canonical bytes of an unsecured document (or of a proof configuration with its context)."""

    def carry(self, document: JsonObject, options: JsonObject) -> JsonObject:
        """Make the proof as it will stand in the document, still without `proofValue`."""

    def configure(self, document: JsonObject, carried: JsonObject) -> JsonObject:
        """Make the proof configuration that is hashed from the proof as it stands, without `proofValue`."""

    def write_options(self, document: JsonObject, carried: JsonObject, algorithm: Algorithm) -> bytes:
        """Make the canonical bytes of that configuration; raises as `transform`."""

    def check_context(self, document: JsonObject, proof: JsonObject) -> JsonObject | None:
        """Return the document to verify under the proof's own `@context`, or None when the two contradict."""


@dataclass(frozen=True)
class Unsecured:
    """What a proof stands for: a document without that proof. Its canonical bytes are made once for all its proofs."""

    document: JsonObject
    _made: dict[tuple[int, Algorithm], bytes] = field(default_factory=dict)

    def canonical(self, form: Form, algorithm: Algorithm) -> bytes:
        """The canonical bytes of the document; raises as `form.transform`."""
        key = id(form), algorithm  # forms are modules: they stay
        if key not in self._made:
            self._made[key] = form.transform(self.document, algorithm)
        return self._made[key]


class Suite(Protocol):
    """What verifying needs of a cryptosuite.

    `NAME` is the proof's `cryptosuite`, or its `type` in suites from before Data Integrity; `KEYS` are the types of
    key that it takes.
    """

    @property
    def NAME(self) -> str: ...  # noqa: D102, N802
    @property
    def PROOF_TYPE(self) -> str: ...  # noqa: D102, N802
    @property
    def KEYS(self) -> frozenset[CodecName]: ...  # noqa: D102, N802

    def verify(self, unsecured: Unsecured, proof: JsonObject, key: PublicKey) -> ProofCheck:
        """Check one proof with a key of a type in `KEYS`.

        Raises:
            BadgeError: document or proof cannot be read or canonicalised.
        """
