"""Checking the Data Integrity proofs of one document against the documents of their controllers.

Every proof of a set must hold, and each one that chains to others (`previousProof`) covers them. Used for the
credential itself and for the status list it points to.

Source: VC Data Integrity 1.0 section 2.1.1 and 2.1.2 (sets, chains), 4.4 and 4.5 (verifying them).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from badgeapi import limits
from badgeapi.canon.json import JsonObject, JsonValue
from badgeapi.canon.rdfc import Algorithm
from badgeapi.credentials.time import parse_datetime
from badgeapi.errors import BadgeError, InvalidInput
from badgeapi.signing import data_integrity
from badgeapi.signing.controller import controller_of, find_method, read_key_document, stands_alone
from badgeapi.signing.suites import SUITES, rdfc, suite_of
from badgeapi.signing.suites.suite import Form, HashData, Unsecured
from badgeapi.verification.check import Finding, fail, unknown
from badgeapi.verification.facts import ControllerNeed, Facts, Found, KeyNeed, Need, Refused, Unreachable
from badgeapi.verification.parse import Expected, Presented, as_list

CLOCK_SKEW = timedelta(seconds=300)
_PROOF_TYPES = [*{suite.PROOF_TYPE for suite in SUITES.values()}]  # a list: what a document shows may be unhashable


def needs(presented: Presented) -> list[Need]:
    """List the documents that the proofs' keys stand in: their controllers', or their own."""
    return [
        KeyNeed(method) if stands_alone(method) else ControllerNeed(controller_of(method))
        for method in presented.methods
    ]


def check_proofs(presented: Presented, facts: Facts, now: datetime) -> Iterator[Finding]:
    """Yield what is wrong with any proof, at its own place; nothing when there is at least one and all hold."""
    proofs = [proof for proof in presented.proofs if isinstance(proof, dict)]
    single = not isinstance(presented.document.get("proof"), list)
    if not presented.proofs:
        yield fail("no_proof", "The document carries no proof.", "/proof")
    elif len(presented.proofs) > limits.PROOFS:
        yield fail("too_many_proofs", f"The document carries more than {limits.PROOFS} proofs.", "/proof")
    elif len(proofs) < len(presented.proofs):
        index = next(i for i, proof in enumerate(presented.proofs) if not isinstance(proof, dict))
        yield fail("proof_not_an_object", "A proof must be an object.", "/proof" if single else f"/proof/{index}")
    else:
        whole = _Shown(presented.unsecured, presented=presented)
        for index, proof in enumerate(proofs):
            place = "/proof" if single else f"/proof/{index}"
            broken = [*_check_options(proof, presented.expected, place, now), *_check_chain(proofs, proof, place)]
            yield from broken
            if not broken:
                earlier = [other for other in proofs if other.get("id") in as_list(proof.get("previousProof"))]
                covered = Unsecured({**presented.unsecured, "proof": [*earlier]}) if earlier else whole
                yield from _check_signature(covered, proof, presented.expected.purpose, place, facts, now)


@dataclass(frozen=True)
class _Shown(Unsecured):
    """The document as it was presented, whose canonical form the earlier checks have made already."""

    presented: Presented = field(kw_only=True)

    def canonical(self, form: Form, algorithm: Algorithm) -> bytes:
        """Take the form that is at hand, or make it."""
        if form is rdfc and algorithm == "sha256":
            return self.presented.canonical
        return super().canonical(form, algorithm)


def _check_signature(
    covered: Unsecured, proof: JsonObject, purpose: str, place: str, facts: Facts, now: datetime
) -> Iterator[Finding]:
    suite, method_id = suite_of(proof), str(proof["verificationMethod"])
    alone = stands_alone(method_id)
    match facts.get(KeyNeed(method_id) if alone else ControllerNeed(controller_of(method_id))):
        case Found(document) if suite is not None:
            try:
                method = (
                    read_key_document(document, method_id, now=now)
                    if alone
                    else find_method(document, method_id, purpose=purpose, now=now)
                )
            except BadgeError as error:
                code = error.faults[0].code if error.faults else error.code
                yield fail(code, error.message, place + "/verificationMethod")
                return
            result = data_integrity.verify_proof(covered, proof, suite=suite, key=method.key)
            if not result.valid:
                yield fail("signature", result.reason + _digests(result.hashes), place + "/proofValue")
        case Refused(reason):
            yield fail("controller_refused", f"The key's document cannot be used: {reason}", place)
        case Unreachable(reason):
            yield unknown("controller_unreachable", f"The key's document could not be asked for: {reason}", place)
        case _:
            yield unknown("controller_unknown", "The key's document was not asked for.", place)


def _digests(hashes: HashData | None) -> str:
    """Show what was hashed, for whoever has to find where another implementation differs."""
    if hashes is None:
        return ""
    bits = 8 * len(hashes.document)
    return (
        f" (SHA-{bits} of the canonical document: {hashes.document.hex()}; "
        f"of the canonical proof options: {hashes.options.hex()})"
    )


def _check_options(proof: JsonObject, expected: Expected, place: str, now: datetime) -> Iterator[Finding]:
    """Check what the proof says of itself, before any key is looked at."""
    if proof.get("type") not in _PROOF_TYPES:
        yield fail("proof_type", f"Proofs of type {str(proof.get('type'))[:60]!r} are not supported.", place + "/type")
    elif suite_of(proof) is None:
        shown = str(proof.get("cryptosuite"))[:60]
        yield fail("cryptosuite", f"The cryptosuite {shown!r} is not supported.", place + "/cryptosuite")
    if not isinstance(proof.get("verificationMethod"), str):
        yield fail("no_verification_method", "The proof names no verification method.", place)
    if proof.get("proofPurpose") != expected.purpose:
        yield fail("proof_purpose", f"The proof's purpose is not {expected.purpose}.", place + "/proofPurpose")
    if expected.domain is not None and expected.domain != _texts(proof.get("domain")):
        yield fail("proof_domain", "The proof was not made for the domain asked for.", place + "/domain")
    if expected.challenge is not None and expected.challenge != proof.get("challenge"):
        yield fail("proof_challenge", "The proof was not made for the challenge given.", place + "/challenge")
    for member, earliest, latest in (("created", None, now + CLOCK_SKEW), ("expires", now, None)):
        if member not in proof:
            continue
        try:
            text = proof[member]
            at = parse_datetime(text if isinstance(text, str) else "")
        except InvalidInput as error:
            yield fail("proof_time", error.message, f"{place}/{member}")
            continue
        if (latest and at > latest) or (earliest and at <= earliest):
            yield fail("proof_time", f"The proof's {member} time does not fit the present.", f"{place}/{member}")


def _texts(value: JsonValue) -> frozenset[str] | None:
    """Read a text or an array of texts as a set: their order and repetition mean nothing."""
    texts = as_list(value)
    return frozenset(map(str, texts)) if all(isinstance(text, str) for text in texts) else None


def _check_chain(proofs: Sequence[JsonObject], proof: JsonObject, place: str) -> Iterator[Finding]:
    """Check that the proofs before this one are there, each once, and that this one is not among them."""
    if "previousProof" not in proof:
        return
    at = place + "/previousProof"
    names = _previous(proof)
    if not names or len(set(names)) < len(as_list(proof["previousProof"])):
        yield fail("proof_chain", "previousProof must name proofs by their ids, each once.", at)
        return
    for name in names:
        if sum(other.get("id") == name for other in proofs) != 1:
            yield fail("proof_chain", f"No proof, or more than one, has the id {name[:120]!r}.", at)
            return
    reached: set[str] = set()
    ahead = set(names)
    while ahead:
        reached |= ahead
        ahead = {name for other in proofs if str(other.get("id")) in ahead for name in _previous(other)} - reached
    if str(proof.get("id")) in reached:
        yield fail("proof_chain", "The proof comes before itself: the chain is a circle.", at)


def _previous(proof: JsonObject) -> list[str]:
    """The ids of the proofs that a proof says it comes after."""
    return [name for name in as_list(proof.get("previousProof")) if isinstance(name, str)]
