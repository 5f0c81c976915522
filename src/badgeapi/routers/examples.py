"""One example for every operation: shown in the OpenAPI document, and executed by the tests as it is shown.

The ids stand for things that earlier examples make; the tests put the real ones in their place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

ISSUER = "01a1f6b2-7c3a-7d52-9a54-5a0b6b1f0c11"
API_KEY = "01a1f6b2-9d10-7c8e-8f3b-1f2d3c4b5a69"
ACHIEVEMENT = "01a1f6b3-02b7-7f1a-b1c5-6d7e8f901a2b"
ASSERTION = "01a1f6b3-5e44-7a90-8c3d-2b4a6c8e0f13"
JOB = "01a1f6b4-0c21-7d3e-8b5f-6a7c8d9e0f12"
STATUS_LIST = "01a1f6b3-5e43-7b21-9e0f-4c5d6e7f8091"
SLUG = "example-polytechnic"
DID = f"did:web:badges.example:issuers:{SLUG}"
KEY = "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"
IMAGE = "3f0a5d2b1c8e4f7a9b6d0c3e5f1a2b4c6d8e0f1a3b5c7d9e0f2a4b6c8d0e1f3a.svg"
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="4"/></svg>'

PROFILE = {
    "name": "Example Polytechnic",
    "url": "https://polytechnic.example",
    "email": "registry@polytechnic.example",
}
MICRO_CREDENTIAL: dict[str, Any] = {
    "issuer": ISSUER,
    "name": "Soldering, Level 2",
    "description": "Can solder surface-mount components to an agreed standard.",
    "achievementType": "MicroCredential",
    "criteria": {"narrative": "Three boards of ten joints each, inspected under magnification."},
    "creditsAvailable": 2.5,
    "inLanguage": "en",
    "alignment": [
        {
            "targetName": "EQF level 4",
            "targetUrl": "https://europass.europa.eu/en/description-eight-eqf-levels",
            "targetFramework": "European Qualifications Framework",
            "targetCode": "4",
        }
    ],
    "resultDescription": [
        {
            "id": "urn:uuid:6f1c1c0e-6d0f-4a5e-9a55-0d6a4f3c2b1a",
            "name": "Mark",
            "resultType": "LetterGrade",
            "allowedValue": ["C", "B", "A"],
        }
    ],
}
AWARD: dict[str, Any] = {
    "achievement": ACHIEVEMENT,
    "recipient": {"email": "ada@example.org"},
    "creditsEarned": 2.5,
    "result": [{"resultDescription": "urn:uuid:6f1c1c0e-6d0f-4a5e-9a55-0d6a4f3c2b1a", "value": "A"}],
    "evidence": [{"id": "https://portfolio.example/ada/board-3", "name": "Board 3"}],
}

SIGNED: dict[str, Any] = {
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
    "id": "urn:uuid:0b3f5d0e-5b0e-4a0d-9a55-4f1c2e3d4b5a",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": "Soldering, Level 2",
    "issuer": {
        "id": f"did:key:{KEY}",
        "type": ["Profile"],
        "name": "Example Polytechnic",
    },
    "validFrom": "2026-11-24T00:00:00Z",
    "credentialSubject": {
        "id": "urn:uuid:f0a1b2c3-d4e5-4f60-8a7b-9c0d1e2f3a4b",
        "type": ["AchievementSubject"],
        "achievement": {
            "id": "urn:uuid:2d1c0b9a-8f7e-4d6c-8b5a-4a3b2c1d0e9f",
            "type": ["Achievement"],
            "name": "Soldering, Level 2",
            "description": "Can solder surface-mount components to an agreed standard.",
            "criteria": {"narrative": "Three boards of ten joints each, inspected under magnification."},
            "achievementType": "MicroCredential",
        },
    },
    "proof": [
        {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-rdfc-2022",
            "created": "2026-11-24T00:00:00Z",
            "verificationMethod": f"did:key:{KEY}#{KEY}",
            "proofPurpose": "assertionMethod",
            "proofValue": "z2zuQLA783nP3jeApsbo7reZEbDjsEchqtmkPEZioz2EXocnx4fUMBPREKzm4hdzVp9mDP1fCxxeYF2nnC6e9fjkL",
        }
    ],
}
"""Signed once with the published key of the OB 3.0 test vector; a did:key without status, so it verifies for ever."""

HOLDER_KEY = "z6MkehRgf7yJbgaGfYsdoAsKdBPE3dj2CYhowQdcjqSJgvVd"
ASKED = {"domain": "verifier.example", "challenge": "3182bdea"}
PRESENTED: dict[str, Any] = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "type": ["VerifiablePresentation"],
    "holder": f"did:key:{HOLDER_KEY}",
    "verifiableCredential": [SIGNED],
    "proof": {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-11-24T00:00:00Z",
        "verificationMethod": f"did:key:{HOLDER_KEY}#{HOLDER_KEY}",
        "proofPurpose": "authentication",
        **ASKED,
        "proofValue": "z4PdbAYFamp6aKACPyCoprDd7v4XJFgvzvy2679GKir2fSSSjb6oqRR3xyQZqvxLPGdABQcBhHFiD2EsLti5NFQA7",
    },
}
"""Signed once with the key whose seed is the bytes 0 to 31, which everybody knows."""

OWN: dict[str, Any] = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "id": "urn:uuid:9c1e5a32-7d46-4f0b-8e21-6a5b4c3d2e1f",
    "type": ["VerifiableCredential"],
    "issuer": DID,
    "name": "Library card",
    "validFrom": "2026-11-24T00:00:00Z",
    "credentialSubject": {"id": "did:example:ada"},
}


@dataclass(frozen=True, slots=True)
class Example:
    """How an operation is called.

    Attributes:
        parameters: by name, in path, query and header alike.
        body: JSON, where the operation takes one.
        binary: the body, where the operation takes one of `media_type`.
    """

    parameters: dict[str, str | int] = field(default_factory=dict)
    body: Any = None
    binary: bytes | None = None
    media_type: str = "application/json"


_ISSUER = Example({"issuer_id": ISSUER})
_ACHIEVEMENT = Example({"achievement_id": ACHIEVEMENT})
_ASSERTION = Example({"assertion_id": ASSERTION})
_JOB = Example({"job_id": JOB})
_SLUG = Example({"slug": SLUG})
_NOTHING = Example()

EXAMPLES: dict[str, Example] = {
    "createIssuer": Example(body={**PROFILE, "slug": SLUG}),
    "listIssuers": Example({"limit": 20}),
    "getIssuer": _ISSUER,
    "replaceIssuerProfile": Example({"issuer_id": ISSUER, "if-match": '"1"'}, {**PROFILE, "phone": "+64 4 555 0100"}),
    "createApiKey": Example({"issuer_id": ISSUER}, {"name": "LMS", "scopes": ["assertions:issue", "assertions:read"]}),
    "listApiKeys": _ISSUER,
    "createAchievement": Example(body=MICRO_CREDENTIAL),
    "upsertAchievement": Example({"issuer_id": ISSUER, "key": "soldering-2"}, MICRO_CREDENTIAL),
    "listAchievements": Example({"limit": 20}),
    "getAchievement": Example({"achievement_id": ACHIEVEMENT, "version": 1}),
    "changeAchievement": Example(
        {"achievement_id": ACHIEVEMENT, "if-match": '"1"'}, {**MICRO_CREDENTIAL, "tag": ["electronics"]}
    ),
    "issueAssertion": Example({"idempotency-key": "7c0d4d36-2f5c-4f8e"}, AWARD),
    "issueAssertionByKey": Example({"issuer_id": ISSUER, "key": "2026:soldering-2:s-4711"}, AWARD),
    "uploadImage": Example({"issuer_id": ISSUER}, binary=PICTURE, media_type="image/svg+xml"),
    "getImage": Example({"name": IMAGE}),
    "issueAssertions": Example(body=[{**AWARD, "key": "2026:soldering-2:s-4712"}]),
    "createAssertionJob": Example({"onerror": "continue"}, [{**AWARD, "key": "2026:soldering-2:s-4713"}]),
    "listAssertionJobs": Example({"limit": 20}),
    "getAssertionJob": _JOB,
    "cancelAssertionJob": _JOB,
    "watchAssertionJob": _JOB,
    "getAssertionJobResults": _JOB,
    "listAssertions": Example({"recipient": "ada@example.org", "issuer": ISSUER, "state": "issued", "limit": 20}),
    "getAssertion": _ASSERTION,
    "publishAssertion": _ASSERTION,
    "getPublicCredential": _ASSERTION,
    "unpublishAssertion": _ASSERTION,
    "getStatusList": Example({"list_id": STATUS_LIST}),
    "suspendAssertion": Example({"assertion_id": ASSERTION}, {"reason": "identity under review"}),
    "reinstateAssertion": Example({"assertion_id": ASSERTION}, {"reason": "identity confirmed"}),
    "revokeAssertion": Example({"assertion_id": ASSERTION}, {"reason": "awarded by mistake"}),
    "getPublicAchievement": Example({"achievement_id": ACHIEVEMENT, "version": 1}),
    "archiveAchievement": _ACHIEVEMENT,
    "restoreAchievement": _ACHIEVEMENT,
    "getIssuerProfile": _SLUG,
    "getDidDocument": _SLUG,
    "getJwks": _NOTHING,
    "getKeyDocument": Example({"slug": SLUG, "key": KEY}),
    "revokeApiKey": Example({"issuer_id": ISSUER, "key_id": API_KEY}),
    "getErrorPage": Example({"code": "key_reused"}),
    "verifyCredential": Example(body=SIGNED),
    "signCredential": Example(body={"credential": OWN, "options": {"statusPurpose": "revocation"}}),
    "verifyCredentialVcApi": Example(body={"verifiableCredential": SIGNED}),
    "verifyPresentationVcApi": Example(body={"verifiablePresentation": PRESENTED, "options": ASKED}),
    "updateCredentialStatus": Example(
        body={"credentialId": OWN["id"], "credentialStatus": {"type": "BitstringStatusListEntry"}}
    ),
    "resolveDid": Example({"did": f"did:key:{KEY}", "publickeyformat": "Multikey"}),
    "live": _NOTHING,
    "ready": _NOTHING,
    "metrics": _NOTHING,
}
"""By operation id, in an order in which each finds what it needs."""
