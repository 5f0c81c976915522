"""Documents signed with keys that are their own documents (did:key), so that nothing has to be found out."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from badgeapi.canon import multibase
from badgeapi.routers.examples import SIGNED
from badgeapi.signing import did, multikey
from badgeapi.signing.suites import eddsa_rdfc_2022
from badgeapi.verification.facts import Fact, Need, known
from badgeapi.verification.inspector import Inspection
from badgeapi.verification.parse import Expected, read
from badgeapi.verification.report import Report

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
V2, OB = "https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
V1, OB_1 = "https://www.w3.org/2018/credentials/v1", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"
STATUS_2021 = "https://w3id.org/vc/status-list/2021/v1"


@dataclass(frozen=True)
class Signer:
    """Somebody with a key."""

    private: Ed25519PrivateKey

    @property
    def did(self) -> str:
        return did.did_key(self._public)

    @property
    def method(self) -> str:
        return did.key_id(self.did, self._public)

    @property
    def _public(self) -> multikey.PublicKey:
        return multikey.of_ed25519(self.private.public_key().public_bytes_raw())

    @property
    def profile(self) -> dict[str, Any]:
        return {"id": self.did, "type": ["Profile"], "name": "School"}

    def secure(self, document: Mapping[str, Any], **options: Any) -> dict[str, Any]:
        """Add a proof; `options` change what it says of itself."""
        said: dict[str, Any] = {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-rdfc-2022",
            "created": "2026-01-01T00:00:00Z",
            "verificationMethod": self.method,
            "proofPurpose": "assertionMethod",
        } | options
        suite, plain = eddsa_rdfc_2022, dict(document)
        data = suite.hash_data(suite.transform(plain), said, beside=plain).signed
        return plain | {"proof": [said | {"proofValue": multibase.encode_base58btc(self.private.sign(data))}]}

    def token(self, document: Mapping[str, Any], typ: str = "vc+jwt", **claims: Any) -> str:
        """A compact JWT of VC-JOSE-COSE."""
        parts = ({"alg": "EdDSA", "kid": self.method, "typ": typ}, dict(document) | claims)
        signing_input = ".".join(_encode(json.dumps(part).encode()) for part in parts)
        return f"{signing_input}.{_encode(self.private.sign(signing_input.encode()))}"


def _encode(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


SCHOOL, OTHER, LEARNER = (Signer(Ed25519PrivateKey.from_private_bytes(bytes([number] * 32))) for number in (1, 2, 3))


def unsigned(by: Signer = SCHOOL, **members: Any) -> dict[str, Any]:
    """A badge without its status, with further members; a member of None is left out."""
    plain = {name: value for name, value in SIGNED.items() if name not in ("proof", "credentialStatus")}
    plain |= {"@context": [V2, OB, EXTENSIONS], "issuer": by.profile} | members
    return {name: value for name, value in plain.items() if value is not None}


def badge(by: Signer = SCHOOL, **members: Any) -> dict[str, Any]:
    return by.secure(unsigned(by, **members))


def endorsement(about: str, by: Signer = OTHER, **members: Any) -> dict[str, Any]:
    return by.secure(unsigned_endorsement(about, by, **members))


def unsigned_endorsement(about: str, by: Signer = OTHER, **members: Any) -> dict[str, Any]:
    return {
        "@context": [V2, OB],
        "id": "urn:uuid:0b5b3c4e-9f3e-4c4e-8a52-5a1d7b6f1a01",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": by.profile,
        "validFrom": "2026-01-01T00:00:00Z",
        "name": "Endorsed",
        "credentialSubject": {"id": about, "type": ["EndorsementSubject"], "endorsementComment": "Well done."},
    } | members


def unsigned_record(*within: Any, subject: Mapping[str, Any] | None = None, **members: Any) -> dict[str, Any]:
    """A learner record that holds credentials."""
    held: dict[str, Any] = {"type": ["ClrSubject"], "verifiableCredential": list(within)}
    return {
        "@context": [V2, CLR, OB],
        "id": "urn:uuid:0b5b3c4e-9f3e-4c4e-8a52-5a1d7b6f1a02",
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": SCHOOL.profile,
        "validFrom": "2026-01-01T00:00:00Z",
        "name": "Record",
        "credentialSubject": held | {"id": SUBJECT} | dict(subject or {}),
    } | members


def record(*within: Any, subject: Mapping[str, Any] | None = None, **members: Any) -> dict[str, Any]:
    return SCHOOL.secure(unsigned_record(*within, subject=subject, **members))


def unsigned_presentation(*within: Any, holder: Signer = LEARNER, **members: Any) -> dict[str, Any]:
    shown = {
        "@context": [V2],
        "type": ["VerifiablePresentation"],
        "holder": holder.did,
        "verifiableCredential": list(within),
    }
    return {name: value for name, value in (shown | members).items() if value is not None}


def presentation(
    *within: Any, holder: Signer = LEARNER, options: Mapping[str, Any] | None = None, **members: Any
) -> Any:
    return holder.secure(
        unsigned_presentation(*within, holder=holder, **members),
        **{"proofPurpose": "authentication"} | dict(options or {}),
    )


def envelope(token: str, kind: str = "Credential", media: str = "application/vc+jwt") -> dict[str, Any]:
    return {"@context": V2, "type": f"EnvelopedVerifiable{kind}", "id": f"data:{media},{token}"}


SUBJECT = str(unsigned()["credentialSubject"]["id"])
ACHIEVEMENT = str(unsigned()["credentialSubject"]["achievement"]["id"])


def judge(document: Any, facts: Mapping[Need, Fact] | None = None, expected: Expected | None = None) -> Report:
    """Judge with facts given by hand; what follows from a need alone is added, whatever else is asked stays open."""
    asked, report = judged(document, facts, expected)
    del asked
    return report


def judged(
    document: Any, facts: Mapping[Need, Fact] | None = None, expected: Expected | None = None
) -> tuple[list[Need], Report]:
    """Judge, and list what was asked on the way."""
    presented = read(document)
    presented = presented if expected is None else replace(presented, expected=expected)
    inspection, asked = Inspection(presented, NOW), list[Need]()
    while not inspection.done:
        needs = inspection.needs()
        asked += needs
        inspection.advance({need: fact for need in needs if (fact := (facts or {}).get(need) or known(need))})
    return asked, inspection.report()


def lines(report: Report, check: str) -> list[tuple[str, str, str]]:
    """Outcome, code and pointer of everything that a check said."""
    return [(str(line.outcome), line.code, line.pointer) for line in report.results if line.id == check]
