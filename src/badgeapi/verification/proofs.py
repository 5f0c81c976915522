"""Checking the Data Integrity proofs of one document against the documents of their controllers.

Every proof of a set must hold. Used for the credential itself and for the status list it points to.

Source: VC Data Integrity 1.0 section 4.4 and 4.5 (proof sets).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from badgeapi import limits
from badgeapi.canon.json import JsonObject
from badgeapi.credentials.time import parse_datetime
from badgeapi.errors import BadgeError, InvalidInput
from badgeapi.signing import data_integrity
from badgeapi.signing.controller import controller_of, find_method
from badgeapi.signing.suites import SUITES
from badgeapi.verification.check import Finding, fail, unknown
from badgeapi.verification.facts import ControllerNeed, Facts, Found, Need, Refused, Unreachable
from badgeapi.verification.parse import Presented

CLOCK_SKEW = timedelta(seconds=300)


def needs(presented: Presented) -> list[Need]:
    """List the controllers' documents that the proofs call for."""
    methods = [proof.get("verificationMethod") for proof in presented.proofs if isinstance(proof, dict)]
    return [ControllerNeed(controller_of(method)) for method in methods if isinstance(method, str)]


def check_proofs(presented: Presented, facts: Facts, now: datetime) -> Iterator[Finding]:
    """Yield what is wrong with any proof; nothing when there is at least one and all hold."""
    proofs = presented.proofs
    if not proofs:
        yield fail("no_proof", "The document carries no proof.", "/proof")
    elif len(proofs) > limits.PROOFS:
        yield fail("too_many_proofs", f"The document carries more than {limits.PROOFS} proofs.", "/proof")
    else:
        single = not isinstance(presented.document.get("proof"), list)
        for index, proof in enumerate(proofs):
            place = "/proof" if single else f"/proof/{index}"
            if isinstance(proof, dict):
                yield from _check_proof(presented, proof, place, facts, now)
            else:
                yield fail("proof_not_an_object", "A proof must be an object.", place)


def _check_proof(presented: Presented, proof: JsonObject, place: str, facts: Facts, now: datetime) -> Iterator[Finding]:
    broken = list(_check_options(proof, place, now))
    if broken:
        yield from broken
        return
    suite, method_id = SUITES[str(proof["cryptosuite"])], str(proof["verificationMethod"])
    match facts.get(ControllerNeed(controller_of(method_id))):
        case Found(document):
            try:
                method = find_method(document, method_id, purpose=data_integrity.ASSERTION_METHOD, now=now)
            except BadgeError as error:
                yield fail(error.code, error.message, place + "/verificationMethod")
                return
            result = data_integrity.verify_proof(
                presented.unsecured,
                proof,
                suite=suite,
                key=method.key,
                transform=lambda shown: presented.transformed(suite, shown),
            )
            if not result.valid:
                hashes = (
                    f" (SHA-256 of the canonical document: {result.hashes.document.hex()})" if result.hashes else ""
                )
                yield fail("signature", result.reason + hashes, place + "/proofValue")
        case Refused(reason):
            yield fail("controller_refused", f"The key's controller cannot be used: {reason}", place)
        case Unreachable(reason):
            yield unknown("controller_unreachable", f"The key's controller could not be asked: {reason}", place)
        case _:
            yield unknown("controller_unknown", "The key's controller was not asked.", place)


def _check_options(proof: JsonObject, place: str, now: datetime) -> Iterator[Finding]:
    """Check what the proof says of itself, before any key is looked at."""
    if proof.get("type") != data_integrity.PROOF_TYPE:
        yield fail("proof_type", f"Proofs of type {str(proof.get('type'))[:60]!r} are not supported.", place + "/type")
    elif proof.get("cryptosuite") not in SUITES:
        shown = str(proof.get("cryptosuite"))[:60]
        yield fail("cryptosuite", f"The cryptosuite {shown!r} is not supported.", place + "/cryptosuite")
    if not isinstance(proof.get("verificationMethod"), str):
        yield fail("no_verification_method", "The proof names no verification method.", place)
    if proof.get("proofPurpose") != data_integrity.ASSERTION_METHOD:
        yield fail("proof_purpose", "The proof's purpose is not assertionMethod.", place + "/proofPurpose")
    if "previousProof" in proof:
        yield fail("proof_chain", "Chained proofs are not supported.", place + "/previousProof")
    for member, earliest, latest in (("created", None, now + CLOCK_SKEW), ("expires", now, None)):
        if (text := proof.get(member)) is None:
            continue
        try:
            at = parse_datetime(text if isinstance(text, str) else "")
        except InvalidInput as error:
            yield fail("proof_time", error.message, f"{place}/{member}")
            continue
        if (latest and at > latest) or (earliest and at <= earliest):
            yield fail("proof_time", f"The proof's {member} time does not fit the present.", f"{place}/{member}")
