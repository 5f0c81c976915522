"""The documents of the suite, restated by hand from the standards, and how they are altered."""

from __future__ import annotations

import gzip
from copy import deepcopy
from functools import lru_cache
from typing import Any

from badgeapi.canon.contexts import (
    CLR_2_0_1,
    CREDENTIALS_V1,
    CREDENTIALS_V2,
    DATA_INTEGRITY_V2,
    DID_V1,
    MULTIKEY_V1,
    OB_3_0_3,
    OB_UNVERSIONED,
)
from tests.hostile.keys import ISSUER, Json, Key, base64url

OB_CONTEXT = [CREDENTIALS_V2, OB_3_0_3]
OB1_CONTEXT = [CREDENTIALS_V1, OB_UNVERSIONED, DATA_INTEGRITY_V2]
CLR_CONTEXT = [CREDENTIALS_V2, CLR_2_0_1, OB_3_0_3]
BEGIN = "2026-01-01T00:00:00Z"
ABSENT = object()


def at(document: Json, pointer: str, value: object) -> Json:
    """A copy with `value` at a JSON Pointer; `ABSENT` takes the member away."""
    copy = deepcopy(document)
    place: Any = copy
    *path, last = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
    for part in path:
        place = place[int(part) if isinstance(place, list) else part]
    if value is ABSENT:
        del place[int(last) if isinstance(place, list) else last]
    else:
        place[int(last) if isinstance(place, list) else last] = value
    return copy


def achievement(name: str = "soldering") -> Json:
    return {
        "id": f"https://school.example/achievements/{name}",
        "type": ["Achievement"],
        "name": "Soldering, Level 2",
        "description": "Can solder surface-mount components.",
        "criteria": {"narrative": "Three boards of ten joints each."},
        "achievementType": "MicroCredential",
    }


def badge(issuer: str = ISSUER.did, /, **members: object) -> Json:
    """A small badge; `members` replace those of the credential."""
    return {
        "@context": [*OB_CONTEXT],
        "id": "urn:uuid:6a0f7b1c-1c4e-4c39-8d1b-6d8f6c1f0a01",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Soldering, Level 2",
        "issuer": {"id": issuer, "type": ["Profile"], "name": "School"},
        "validFrom": BEGIN,
        "credentialSubject": {
            "id": "urn:uuid:0b3c9d5e-31a8-4f7c-a0a2-2f52a3b3f0aa",
            "type": ["AchievementSubject"],
            "achievement": achievement(),
        },
        **members,
    }


def rich(issuer: str = ISSUER.did) -> Json:
    """A badge with an object of every common kind."""
    made = badge(
        issuer,
        description="Awarded in summer.",
        image={"id": "https://school.example/ada.png", "type": "Image", "caption": "A badge"},
        awardedDate=BEGIN,
        validUntil="2099-01-01T00:00:00Z",
        evidence=[{"id": "https://school.example/evidence/1", "type": ["Evidence"], "name": "Photographs"}],
    )
    made["issuer"]["address"] = {"type": ["Address"], "addressLocality": "Auckland"}
    subject = made["credentialSubject"]
    subject |= {
        "identifier": [
            {"type": "IdentityObject", "hashed": False, "identityHash": "Ada Lovelace", "identityType": "name"}
        ],
        "creditsEarned": 2.5,
        "narrative": "Ada soldered thirty joints.",
        "result": [{"type": ["Result"], "resultDescription": "urn:example:mark", "value": "93"}],
    }
    subject["achievement"] |= {
        "alignment": [{"type": ["Alignment"], "targetName": "EQF 4", "targetUrl": "https://framework.example/4"}],
        "tag": ["electronics", "soldering"],
        "resultDescription": [
            {
                "id": "urn:example:mark",
                "type": ["ResultDescription"],
                "name": "Mark",
                "resultType": "Percent",
                "valueMin": "0",
                "valueMax": "100",
            }
        ],
    }
    return made


def badge_1(issuer: str = ISSUER.did, /, **members: object) -> Json:
    """A badge of VC Data Model 1.1."""
    made = badge(issuer, **{"@context": [*OB1_CONTEXT], "issuanceDate": BEGIN, **members})
    del made["validFrom"]
    return made


def plain(issuer: str = ISSUER.did, /, **members: object) -> Json:
    """A verifiable credential that is no badge."""
    return {
        "@context": [CREDENTIALS_V2],
        "id": "urn:uuid:9f0c9f6e-5a52-4a39-9d57-61b1d3a9c001",
        "type": ["VerifiableCredential"],
        "issuer": issuer,
        "validFrom": BEGIN,
        "credentialSubject": {"id": "urn:uuid:0b3c9d5e-31a8-4f7c-a0a2-2f52a3b3f0aa", "name": "Ada"},
        **members,
    }


def endorsement(issuer: str, subject: str = "https://school.example/achievements/soldering", **members: object) -> Json:
    return {
        "@context": [*OB_CONTEXT],
        "id": "urn:uuid:51c3f5b0-0df4-4b35-b8a4-0b0d9a3f7e11",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Endorsement of Soldering",
        "issuer": {"id": issuer, "type": ["Profile"], "name": "Council of Crafts"},
        "validFrom": BEGIN,
        "credentialSubject": {"id": subject, "type": ["EndorsementSubject"], "endorsementComment": "Well taught."},
        **members,
    }


def clr(members: list[Any], issuer: str = ISSUER.did, **subject: object) -> Json:
    """A comprehensive learner record around secured credentials."""
    return {
        "@context": [*CLR_CONTEXT],
        "id": "urn:uuid:c0a9d5a8-2a4f-44b5-93cf-7a5a0a8f0c1e",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "Record of Ada",
        "issuer": {"id": issuer, "type": ["Profile"], "name": "School"},
        "validFrom": BEGIN,
        "credentialSubject": {
            "id": "urn:uuid:0b3c9d5e-31a8-4f7c-a0a2-2f52a3b3f0aa",
            "type": ["ClrSubject"],
            "verifiableCredential": members,
            **subject,
        },
    }


def presentation(members: list[Any], holder: str | None = None, **more: object) -> Json:
    return {
        "@context": [CREDENTIALS_V2],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": members,
        **({"holder": holder} if holder else {}),
        **more,
    }


def enveloped(token: str, kind: str = "EnvelopedVerifiableCredential", media: str = "application/vc+jwt") -> Json:
    return {"@context": [CREDENTIALS_V2], "id": f"data:{media},{token}", "type": kind}


def controller(did: str, *keys: Key, jwk: bool = False, **members: object) -> Json:
    """A DID document that lists keys for assertions, RSA keys always as JWK."""
    methods = [_method(did, key, jwk=jwk or key.kind == "RSA") for key in keys]
    return {
        "@context": [DID_V1, MULTIKEY_V1],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
        **members,
    }


def _method(did: str, key: Key, *, jwk: bool) -> Json:
    form: Json = {"type": "JsonWebKey", "publicKeyJwk": key.jwk} if jwk else {"type": "Multikey"}
    if not jwk:
        form["publicKeyMultibase"] = key.multikey
    return {"id": f"{did}#{fragment(key)}", "controller": did, **form}


def fragment(key: Key) -> str:
    """The fragment of a key in the suite's DID documents."""
    return "rsa" if key.kind == "RSA" else key.multikey


@lru_cache
def bits(*positions: int, octets: int = 16_384) -> str:
    """An `encodedList` with bits set."""
    field = bytearray(octets)
    for position in positions:
        field[position >> 3] |= 0x80 >> (position & 7)
    return "u" + base64url(gzip.compress(bytes(field), mtime=0))


def status_list(url: str, issuer: str = ISSUER.did, *, purpose: object = "revocation", encoded: object = None) -> Json:
    return {
        "@context": [CREDENTIALS_V2],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": BEGIN,
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": bits(7) if encoded is None else encoded,
        },
    }


def entry(url: str, index: object = "5", **members: object) -> Json:
    """A `credentialStatus`; in the suite's lists bit 7 is set and no other."""
    return {
        "id": f"{url}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": index,
        "statusListCredential": url,
        **members,
    }
