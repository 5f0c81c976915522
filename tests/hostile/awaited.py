"""Positive controls that wait for a feature: name -> what they wait for. They fail now, and must pass once it is there.

A control that passes although it stands here fails the suite: take it out with the feature that it waited for.
"""

from __future__ import annotations

from typing import Final

_ECDSA = "the ECDSA cryptosuites"
_CHAINS = "previousProof chains"
_PRESENTATIONS = "presentations"
_ENVELOPES = "enveloped credentials"
_UPLOADS = "multipart uploads"
_VC_API = "the VC-API verify routes"

AWAITED: Final[dict[str, str]] = {
    "p256-rdfc": _ECDSA,
    "p256-jcs": _ECDSA,
    "p384-rdfc": _ECDSA,
    "p384-jcs": _ECDSA,
    "set-of-eddsa-and-ecdsa": _ECDSA,
    "didweb-p256": _ECDSA,
    "ed25519-signature-2020": "Ed25519Signature2020",
    "chain": _CHAINS,
    "chain-by-list": _CHAINS,
    "didjwk": "did:jwk",
    "https-bare-key": "bare key documents",
    "status-list-as-jwt": "status lists as JWT",
    "status-of-size-2": "status entries of several bits",
    "status-1edtech-list": "1EdTechRevocationList",
    "status-list-2021": "StatusList2021",
    "jwt-enveloped": _ENVELOPES,
    "upload-png": _UPLOADS,
    "upload-json": _UPLOADS,
    "presentation-signed": _PRESENTATIONS,
    "presentation-bare": _PRESENTATIONS,
    "presentation-of-enveloped": _ENVELOPES,
    "vc-api-credential": _VC_API,
    "vc-api-proof-only": _VC_API,
    "vc-api-presentation": _VC_API,
}
