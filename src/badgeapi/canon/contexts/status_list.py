"""The contexts of status lists, for credentials of VC Data Model 1.1: version 2 has the terms of the newer one itself.

Bitstring Status List 1.0, "Contexts and Vocabularies"; Status List 2021 (W3C Community Group), its predecessor.
"""

from __future__ import annotations

from typing import Final

from badgeapi.canon.contexts.notation import PROTECTED, Dialect, Table

_XSD: Final = "https://www.w3.org/2001/XMLSchema#"  # with https, as published
_BITSTRING: Final = Dialect("https://www.w3.org/ns/credentials/status#", _XSD, outer=PROTECTED, inner=PROTECTED)
_2021: Final = Dialect("https://w3id.org/vc/status-list#", _XSD, outer={"@protected": True}, inner=PROTECTED)

_STATUS_V1: Final[Table] = {
    "": "BitstringStatusListCredential. BitstringStatusList BitstringStatusListEntry",
    "BitstringStatusList": "encodedList^sec:multibase statusPurpose. ttl.",
    "BitstringStatusListEntry": """
        statusListCredential^@id statusListIndex. statusPurpose. statusMessage statusReference^@id statusSize^integer
    """,
    "BitstringStatusListEntry/statusMessage": "message. status.",
}

_STATUS_LIST_2021: Final[Table] = {
    "": "StatusList2021Credential StatusList2021 StatusList2021Entry",
    "StatusList2021Credential": "oldschema:description. oldschema:name.",
    "StatusList2021": "statusPurpose. encodedList.",
    "StatusList2021Entry": "statusPurpose. statusListIndex. statusListCredential^@id",
}

STATUS_V1: Final = _BITSTRING.context(_STATUS_V1)
STATUS_LIST_2021: Final = _2021.context(_STATUS_LIST_2021)
