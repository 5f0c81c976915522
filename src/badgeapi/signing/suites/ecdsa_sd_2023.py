"""ecdsa-sd-2023: selective disclosure. The issuer signs every statement, a holder shows some of them.

What is verified is a *derived* proof: the issuer's signature over the proof options, a key made for this one
credential, and the statements that must always be shown; and that key's signature over each statement beside them.
Blank nodes go by labels that the holder learnt from the issuer, so that they tell nothing of what is not shown. The
base proof, which the issuer gives to the holder, holds the secret of the labels and is not for showing.

Stricter than the text: no two nodes may have one label, and none may have a label that is not there, since then other
statements would be shown than were signed.

Source: Data Integrity ECDSA Cryptosuites 1.0 section 3.5.7 (parse derived proof value), 3.5.8 (create verify data) and
3.6.7 (verify derived proof).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from badgeapi import limits
from badgeapi.canon import multibase, nquads
from badgeapi.canon import rdfc as rdf_canon
from badgeapi.canon.json import JsonObject
from badgeapi.canon.multibase import CodecName
from badgeapi.errors import MalformedInput
from badgeapi.signing import multikey
from badgeapi.signing.cbor import Reader
from badgeapi.signing.multikey import P256, PublicKey
from badgeapi.signing.suites import rdfc, suite
from badgeapi.signing.suites.suite import HashData, ProofCheck, Unsecured

NAME: Final = "ecdsa-sd-2023"
PROOF_TYPE: Final = suite.PROOF_TYPE
KEYS: Final[frozenset[CodecName]] = frozenset({P256})

_DERIVED, _BASE = b"\xd9\x5d\x01", b"\xd9\x5d\x00"
_PREFIX = multibase.CODECS[P256].prefix
_KEY_BYTES = len(_PREFIX) + multibase.CODECS[P256].key_bytes
_SIGNATURE_BYTES, _LABEL_BYTES = 64, 32


@dataclass(frozen=True, slots=True)
class _Derived:
    """The parts of a derived proof value."""

    base_signature: bytes
    public_key: bytes
    signatures: Sequence[bytes]
    labels: Mapping[str, str]
    mandatory: Sequence[int]


def verify(unsecured: Unsecured, proof: JsonObject, key: PublicKey) -> ProofCheck:
    """Check one derived proof; raises as `Suite.verify`."""
    document = rdfc.check_context(unsecured.document, proof)
    if document is None:
        return ProofCheck(valid=False, reason="The proof was made for a different @context.")
    derived = _parse(proof.get("proofValue"))
    statements = _relabelled(document, derived.labels)
    shown = {*derived.mandatory}
    if len(shown) < len(derived.mandatory) or any(index >= len(statements) for index in shown):
        return ProofCheck(valid=False, reason="The proof's mandatory indexes do not fit the document.")
    chosen = [statement for index, statement in enumerate(statements) if index not in shown]
    if len(chosen) != len(derived.signatures):
        return ProofCheck(valid=False, reason="The proof has not one signature for each statement that was chosen.")
    carried = {name: member for name, member in proof.items() if name != "proofValue"}
    hashes = HashData(
        sha256(rdfc.transform(rdfc.configure(document, carried), "sha256")).digest(),
        sha256("".join(statements[index] for index in sorted(shown)).encode()).digest(),
    )
    if not key.verify(derived.base_signature, hashes.options + derived.public_key + hashes.document):
        reason = "The issuer's signature does not fit the statements that must be shown."
        return ProofCheck(valid=False, reason=reason, hashes=hashes)
    own = multikey.of(P256, derived.public_key.removeprefix(_PREFIX))
    for signature, statement in zip(derived.signatures, chosen, strict=True):
        if not own.verify(signature, statement.encode()):
            return ProofCheck(valid=False, reason="A statement was changed after it was signed.", hashes=hashes)
    return ProofCheck(valid=True, reason="", hashes=hashes)


def _relabelled(document: JsonObject, labels: Mapping[str, str]) -> list[str]:
    """Canonicalise a document, its blank nodes by `labels` (from their canonical names); one line per statement.

    Raises:
        MalformedInput: the labels are not those of the document's nodes, one for each.
    """
    quads = rdfc.statements(document)
    names = rdf_canon.canonicalize(quads).labels
    if {*names.values()} != labels.keys() or len({*labels.values()}) < len(labels):
        raise MalformedInput("The proof's labels are not those of the document's nodes.", code="proof_value")
    given = {f"_:{node}": f"_:{labels[name]}" for node, name in names.items()}
    return sorted({nquads.line((given.get(s, s), p, given.get(o, o), given.get(g, g))) for s, p, o, g in quads})


def _parse(value: object) -> _Derived:
    """Take a derived proof value apart; raises `MalformedInput`, `InputTooLarge`."""
    if not (isinstance(value, str) and value.startswith("u")):
        raise MalformedInput("proofValue is not base64url multibase text.", code="proof_value")
    data = multibase.decode(value, limits.DERIVED_PROOF_CHARACTERS)
    if data.startswith(_BASE):
        raise MalformedInput("This is a base proof, for its holder to derive from.", code="base_proof")
    if not data.startswith(_DERIVED):
        raise MalformedInput("proofValue is not a derived proof of ecdsa-sd-2023.", code="proof_value")
    reader = Reader(data.removeprefix(_DERIVED))
    reader.enter(5)
    derived = _Derived(
        reader.octets(_SIGNATURE_BYTES),
        reader.octets(_KEY_BYTES),
        reader.items(lambda: reader.octets(_SIGNATURE_BYTES)),
        {
            f"c14n{node}": multibase.encode_base64url(label)
            for node, label in reader.mapping(reader.number, lambda: reader.octets(_LABEL_BYTES)).items()
        },
        reader.items(reader.number),
    )
    reader.end()
    return derived
