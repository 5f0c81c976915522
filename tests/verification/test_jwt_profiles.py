"""Two kinds of JWT look alike: those of Open Badges 3.0 and those of VC-JOSE-COSE. Each is read by its own rules."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from badgeapi.errors import BadgeError
from badgeapi.routers.examples import SIGNED
from badgeapi.signing import did, multikey
from badgeapi.verification.inspector import inspect_offline
from badgeapi.verification.parse import parse

NOW = datetime(2026, 11, 25, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = multikey.of_ed25519(KEY.public_key().public_bytes_raw())
DID = did.did_key(PUBLIC)
KID = did.key_id(DID, PUBLIC)
CREDENTIAL: dict[str, Any] = {name: value for name, value in SIGNED.items() if name != "proof"} | {
    "issuer": {"id": DID, "type": ["Profile"], "name": "School"}
}
OB_CLAIMS = {
    "iss": DID,
    "sub": CREDENTIAL["credentialSubject"]["id"],
    "jti": CREDENTIAL["id"],
    "nbf": 1795478400,  # 2026-11-24T00:00:00Z
}


def encode(value: object) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def token(header: dict[str, Any], payload: dict[str, Any]) -> bytes:
    signing_input = f"{encode(header)}.{encode(payload)}"
    return f"{signing_input}.{encode(KEY.sign(signing_input.encode()))}".encode()


JOSE = {"alg": "EdDSA", "kid": KID, "typ": "vc+jwt"}
OB = {"alg": "EdDSA", "kid": KID, "typ": "JWT"}
VC_1 = {
    "@context": [
        "https://www.w3.org/2018/credentials/v1",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
    ],
    **{name: value for name, value in CREDENTIAL.items() if name not in ("@context", "validFrom")},
    "issuanceDate": "2026-11-24T00:00:00Z",
}

ACCEPTED = {
    "VC-JOSE-COSE": (JOSE, CREDENTIAL),
    "VC-JOSE-COSE, its algorithm by the newer name": (JOSE | {"alg": "Ed25519"}, CREDENTIAL),
    "VC-JOSE-COSE with cty": (JOSE | {"cty": "vc"}, CREDENTIAL),
    "VC-JOSE-COSE with iss": (JOSE, CREDENTIAL | {"iss": DID}),
    "Open Badges 3.0": (OB, CREDENTIAL | OB_CLAIMS),
    "Open Badges 3.0 without typ": ({"alg": "EdDSA", "kid": KID}, CREDENTIAL | OB_CLAIMS),
    "an expiry beside the credential's": (JOSE, CREDENTIAL | {"exp": 4102444800}),
}
REFUSED = {
    "another issuer in iss": (JOSE, CREDENTIAL | {"iss": "did:example:x"}, "jwt_claim"),
    "cty of a presentation": (JOSE | {"cty": "vp"}, CREDENTIAL, "jwt_typ"),
    "typ of a presentation": (JOSE | {"typ": "vp+jwt"}, CREDENTIAL, "jwt_typ"),
    "Open Badges without iss": (OB, CREDENTIAL | {k: v for k, v in OB_CLAIMS.items() if k != "iss"}, "jwt_claim"),
    "Open Badges without jti": (OB, CREDENTIAL | {k: v for k, v in OB_CLAIMS.items() if k != "jti"}, "jwt_claim"),
    "Open Badges with another nbf": (OB, CREDENTIAL | OB_CLAIMS | {"nbf": 1795478401}, "jwt_claim"),
    "nbf as text": (OB, CREDENTIAL | OB_CLAIMS | {"nbf": "1795478400"}, "jwt_claim"),
    "expired by exp alone": (JOSE, CREDENTIAL | {"exp": 1795478401}, "jwt_expired"),
    "no key named": ({"alg": "EdDSA", "typ": "vc+jwt"}, CREDENTIAL, "jwt_header"),
    "alg none": (JOSE | {"alg": "none"}, CREDENTIAL, "jwt_algorithm"),
    "alg of a shared secret": (JOSE | {"alg": "HS256"}, CREDENTIAL, "jwt_algorithm"),
    "before nbf": (JOSE, CREDENTIAL | {"nbf": 4102444800}, "jwt_not_yet_valid"),
    "a relative kid": (JOSE | {"kid": "#z6Mk"}, CREDENTIAL, "jwt_header"),
    "a term that no context defines": (JOSE, CREDENTIAL | {"more": 1}, "undefined_term"),
}


@pytest.mark.parametrize(("header", "payload"), ACCEPTED.values(), ids=ACCEPTED.keys())
def test_each_profile_is_read_by_its_rules(header: dict[str, Any], payload: dict[str, Any]):
    """VC-JOSE-COSE 1.0 section 3.1; Open Badges 3.0 section 8.2."""
    report = inspect_offline(parse(token(header, payload)), NOW)
    assert report.verified, [result for result in report.results if result.outcome != "pass"]


@pytest.mark.parametrize(("header", "payload", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_what_breaks_a_rule_of_its_profile_is_refused(header: dict[str, Any], payload: dict[str, Any], code: str):
    """Though the signature fits."""
    report = inspect_offline(parse(token(header, payload)), NOW)
    assert not report.verified
    assert code in {result.code for result in report.results}


def test_a_vc_claim_is_read_in_version_1_only():
    """VC Data Model 1.1 has the claim; in 2.0 it MUST NOT be there (VC-JOSE-COSE section 3.1)."""
    claims = OB_CLAIMS
    shown = parse(token(OB, {"vc": VC_1, **claims}))
    assert shown.document == VC_1
    for payload in ({"vc": CREDENTIAL, **claims}, {"vc": VC_1, **claims, "name": "beside"}, {"vp": {}, **claims}):
        with pytest.raises(BadgeError):
            parse(token(OB, payload))
