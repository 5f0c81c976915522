"""The context of Status List 2021, the predecessor of Bitstring Status List, as a table of its terms.

W3C Status List 2021 (Working Draft, April 2023), sections 3.1 and 3.2; package @digitalbazaar/vc-status-list-context.
"""

from __future__ import annotations

from typing import Final

from badgeapi.canon.json import JsonObject, JsonValue

_NAMES: Final = "https://w3id.org/vc/status-list#"


def _class(kind: str, *terms: str, **others: JsonValue) -> JsonObject:
    defined: JsonObject = {"@protected": True, "id": "@id", "type": "@type"}
    defined |= {term: _NAMES + term for term in terms} | others
    return {"@id": _NAMES + kind, "@context": defined}


STATUS_LIST_2021: Final[JsonObject] = {
    "@context": {
        "@protected": True,
        "StatusList2021Credential": _class(
            "StatusList2021Credential",
            description="http://schema.org/description",
            name="http://schema.org/name",
        ),
        "StatusList2021": _class("StatusList2021", "statusPurpose", "encodedList"),
        "StatusList2021Entry": _class(
            "StatusList2021Entry",
            "statusPurpose",
            "statusListIndex",
            statusListCredential={"@id": _NAMES + "statusListCredential", "@type": "@id"},
        ),
    }
}
