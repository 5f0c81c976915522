"""Small signed documents for the tests of verification, and judging them with answers given by hand."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from badgeapi.canon import contexts, multibase
from badgeapi.signing import did, multikey
from badgeapi.signing.suites import eddsa_rdfc_2022
from badgeapi.verification.facts import Fact, Need, Unreachable
from badgeapi.verification.inspector import Inspection
from badgeapi.verification.parse import Expected, Presented
from badgeapi.verification.report import Report, Result

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
Json = dict[str, Any]


@dataclass(frozen=True)
class Key:
    """Somebody with a did:key made from a number."""

    number: int

    @cached_property
    def private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(bytes([self.number] * 32))

    @cached_property
    def multikey(self) -> str:
        return multikey.of_ed25519(self.private.public_key().public_bytes_raw()).multikey

    @property
    def did(self) -> str:
        return f"did:key:{self.multikey}"

    def sign(self, document: Json, purpose: str = "assertionMethod", **options: str) -> Json:
        """Add a proof of eddsa-rdfc-2022."""
        proof: Json = {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-rdfc-2022",
            "created": "2026-01-01T00:00:00Z",
            "verificationMethod": f"{self.did}#{self.multikey}",
            "proofPurpose": purpose,
            **options,
        }
        suite = eddsa_rdfc_2022
        data = suite.hash_data(suite.transform(document), proof, beside=document).signed
        return {**document, "proof": [{**proof, "proofValue": multibase.encode_base58btc(self.private.sign(data))}]}

    def jwt(self, document: Json, typ: str = "vc+jwt") -> str:
        """Write a JWT of VC-JOSE-COSE."""
        header = {"alg": "EdDSA", "typ": typ, "kid": f"{self.did}#{self.multikey}"}
        head, body = (urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in (header, document))
        signature = urlsafe_b64encode(self.private.sign(f"{head}.{body}".encode())).rstrip(b"=").decode()
        return f"{head}.{body}.{signature}"


SCHOOL, ACCREDITOR, LEARNER, STRANGER = map(Key, (1, 2, 3, 4))
_OB = [contexts.CREDENTIALS_V2, contexts.OB_3_0_3]


def badge(name: str = "soldering", *, issuer: Key = SCHOOL, subject: str | None = LEARNER.did, **members: Any) -> Json:
    """An unsigned Open Badge; `members` go over its own."""
    document: Json = {
        "@context": _OB,
        "id": f"urn:example:credential:{name}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": name,
        "issuer": {"id": issuer.did, "type": ["Profile"], "name": "School"},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            **({"id": subject} if subject else {}),
            "type": ["AchievementSubject"],
            "achievement": {
                "id": f"urn:example:achievement:{name}",
                "type": ["Achievement"],
                "name": name,
                "description": "Can do it.",
                "criteria": {"narrative": "Did it."},
            },
        },
    }
    return deepcopy({**document, **members})


def endorsement(of: str = "urn:example:credential:soldering", *, issuer: Key = ACCREDITOR, **members: Any) -> Json:
    """An unsigned endorsement."""
    return {
        "@context": _OB,
        "id": "urn:example:endorsement",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Endorsed",
        "issuer": {"id": issuer.did, "type": ["Profile"], "name": "Accreditor"},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": of, "type": ["EndorsementSubject"], "endorsementComment": "Well done."},
        **members,
    }


def record(*held: Any, association: list[Json] | None = None, subject: Json | None = None) -> Json:
    """An unsigned learner record."""
    return {
        "@context": [contexts.CREDENTIALS_V2, contexts.CLR_2_0_1, contexts.OB_3_0_3],
        "id": "urn:example:record",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "Record",
        "issuer": {"id": SCHOOL.did, "type": ["Profile"], "name": "School"},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": LEARNER.did,
            "type": ["ClrSubject"],
            "verifiableCredential": [*held],
            **({"association": association} if association else {}),
            **(subject or {}),
        },
    }


def presentation(*held: Any, **members: Any) -> Json:
    """An unsigned presentation by the learner."""
    return {
        "@context": [contexts.CREDENTIALS_V2],
        "type": ["VerifiablePresentation"],
        "holder": LEARNER.did,
        "verifiableCredential": [*held],
        **members,
    }


def enveloped(token: str, kind: str = "vc") -> Json:
    """A JWT in its envelope."""
    name = "EnvelopedVerifiableCredential" if kind == "vc" else "EnvelopedVerifiablePresentation"
    return {"@context": contexts.CREDENTIALS_V2, "id": f"data:application/{kind}+jwt,{token}", "type": name}


def judge(
    shown: Json | Presented, answers: Mapping[Need, Fact] | None = None, **expected: Any
) -> tuple[Report, list[Need]]:
    """Judge a document; returns what was asked too. What has no answer is unreachable."""
    presented = shown if isinstance(shown, Presented) else Presented(shown, expected=Expected(**expected))
    inspection, asked = Inspection(presented, NOW), list[Need]()
    known = answers or {}
    while not inspection.done:
        needs = inspection.needs()
        asked += needs
        inspection.advance({need: known.get(need, Unreachable("nobody answers")) for need in needs})
    return inspection.report(), asked


def lines(report: Report, check: str) -> list[Result]:
    """What a check said."""
    return [line for line in report.results if line.id == check]


def controller(key: Key) -> Json:
    """The controller document of a did:key."""
    return did.did_key_document(key.did)
