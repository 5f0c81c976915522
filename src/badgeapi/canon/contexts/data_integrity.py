"""The contexts of W3C Data Integrity that PyLD does not bundle: proofs in two editions, and Multikey.

VC Data Integrity 1.0, "Contexts and Vocabularies"; Controlled Identifiers 1.0 section 2.2.2 (Multikey).
"""

from __future__ import annotations

from typing import Final

from badgeapi.canon.contexts.notation import PREFIXES, PROTECTED, Dialect, Table

_DIALECT: Final = Dialect(PREFIXES["sec"], "http://www.w3.org/2001/XMLSchema#", outer=PROTECTED, inner=PROTECTED)

_V2: Final[Table] = {
    "": "DataIntegrityProof proof^@id%",
    "DataIntegrityProof": """
        challenge. dc:created^dateTime cryptosuite^sec:cryptosuiteString domain. expires=expiration^dateTime
        nonce. previousProof^@id proofPurpose^@vocab proofValue^sec:multibase verificationMethod^@id
    """,
    "DataIntegrityProof/proofPurpose": """
        assertionMethod^@id*
        authentication=authenticationMethod^@id*
        capabilityDelegation=capabilityDelegationMethod^@id*
        capabilityInvocation=capabilityInvocationMethod^@id*
        keyAgreement=keyAgreementMethod^@id*
    """,
}

_V1: Final[Table] = {"DataIntegrityProof": "cryptosuite. -previousProof"}

_MULTIKEY_V1: Final[Table] = {
    "": "Multikey",
    "Multikey": """
        controller^@id expires=expiration^dateTime revoked^dateTime
        publicKeyMultibase^sec:multibase secretKeyMultibase^sec:multibase
    """,
}

DATA_INTEGRITY_V2: Final = _DIALECT.context(_V2)
DATA_INTEGRITY_V1: Final = _DIALECT.context(_V2, _V1)
MULTIKEY_V1: Final = _DIALECT.context(_MULTIKEY_V1)
