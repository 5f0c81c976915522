"""The pinned JSON-LD contexts: known by URL, proved by digest, never fetched.

W3C's base contexts are read from PyLD's package; all others are generated from the term tables beside this
file. Each is right when the SHA-256 of its JCS form (RFC 8785) is the one recorded here from the published
document; `verify_digests` asserts it at start-up. One URL stands for one revision: 1EdTech changed 3.0.3 in
place, and the one pinned is of mid-2026, with `endorsementJwt` and `jti`.

Not here: expansion (canon/jsonld.py), and which contexts a credential may combine (verification).
VC Data Model 2.0 appendix B.1; VC Data Integrity 1.0, "Contexts and Vocabularies".
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

import rfc8785
from pyld.documentloader.frozen import BUNDLED_CONTEXTS

from badgeapi import limits
from badgeapi.canon import json
from badgeapi.canon.contexts import data_integrity, open_badges, status_list
from badgeapi.canon.json import JsonObject, JsonValue
from badgeapi.errors import ConfigurationError, UnknownContext

CREDENTIALS_V2: Final = "https://www.w3.org/ns/credentials/v2"
CREDENTIALS_V1: Final = "https://www.w3.org/2018/credentials/v1"
OB_3_0_3: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
OB_3_0_2: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"
OB_3_0_1: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"
OB_UNVERSIONED: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context.json"
OB_EXTENSIONS: Final = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
CLR_2_0_1: Final = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
DATA_INTEGRITY_V2: Final = "https://w3id.org/security/data-integrity/v2"
DATA_INTEGRITY_V1: Final = "https://w3id.org/security/data-integrity/v1"
MULTIKEY_V1: Final = "https://w3id.org/security/multikey/v1"
DID_V1: Final = "https://www.w3.org/ns/did/v1"
ED25519_2020: Final = "https://w3id.org/security/suites/ed25519-2020/v1"
STATUS_LIST_2021: Final = "https://w3id.org/vc/status-list/2021/v1"
STATUS_V1: Final = "https://www.w3.org/ns/credentials/status/v1"

EXAMPLES_V2: Final = "https://www.w3.org/ns/credentials/examples/v2"
"""Not pinned: its one `@vocab` would give a meaning to every undefined term."""

_DIGESTS: Final = {
    CREDENTIALS_V2: "b463c8d6a066214123ddd9827b135e1b50e1fc73322cc52a9b12a4f1fc7d86cf",
    CREDENTIALS_V1: "b01e671e873981f19a9102a9a57f666dbcaeb31b99e3e124378d143e71549247",
    OB_3_0_3: "04b1136ddc4eda9a8966bc7ef182789f233a26739473140ef75d6968c29a2966",
    OB_3_0_2: "bdd1d11a55a660322f24660862a1d430ee80cce584465f750909daa43684357c",
    OB_3_0_1: "8bb2354552b70cbdf2066f6d3e24bc5c2be2619145737580ad2aebdc366e77d5",
    OB_UNVERSIONED: "2c54acaa1cffda2420be32ab61f0a2082051211131c6337686f36f2537aa859b",
    OB_EXTENSIONS: "15f4c347c6fe4380d9b6b93795859e33747ef48d5c55b91a71c52fb51c7bcbd7",
    CLR_2_0_1: "7defe702c102faf14108579b7d65ef39ecf4c3bbef925b803e15bd77cd6e3394",
    DATA_INTEGRITY_V2: "7ba3c50acf2689d5e07927267343eb353249c7c22a9f2d00307cc970e855e305",
    DATA_INTEGRITY_V1: "9505bf85338a4c2121ad03992ac90061bc85d43bcfa34d9d47b779381cf08b5f",
    MULTIKEY_V1: "be20c3ee6af6e9c4102e66a85c26617831218e32216bdf050f870e389e737cdc",
    DID_V1: "a7e146c40fcec005d3f0f14ae745665f446da58d7914a9d8f733746686fad82b",
    STATUS_LIST_2021: "9768f9aa81ab6c3e2ad96b2d669eaba67afe13fff0140a853f1e3d313fab13b6",
    STATUS_V1: "b2fcebfbaf4e6beae2be370fda8a5f9f99c28540c798a75a8cdccc0fb1a12492",
    ED25519_2020: "fb517f09d990829aed734c9bad8cbbb2ac3d5063b865c7e3d81f246074bf5691",
}
"""What is pinned: SHA-256 (hex) of the JCS form of the published documents."""

PUBLISHED: Final[Mapping[str, frozenset[str]]] = {
    CREDENTIALS_V2: frozenset(
        {
            "WZVc7WaX1h4D8rJVb+vlMIqxaEKEb1tYbX8fet7JJzQ=",
            "l/HrjlBCNWyAX91hr6LFV2Y3heB5Tcr6IeE4/Tje8YyzYBM8IhqjHWiWpr8+ZbYU",
            "XVVFK9Lc+KKfWikEc+skKxxft31OaPGgqoe6pNuiaUhS1l7GPUisBKmdlW+fcVO5QG+E0tBMdIabAsI5odgTBQ==",
        }
    ),
    OB_3_0_3: frozenset(
        {
            "PTT01O8bzmkRBuY3mL6157hiuoQUI/XuHlOrfd87yoQ=",
            "xY1z7c0sF+cBmF+RjMjGhEhfLFOZ/73crLPeV0TwkAAPJE5fhyksNTKYrM+w2JTj",
            "VWSMa0VKd3hA+UemOpzBFHCxLuyI1x/Tlxa60fHiJkGfSTXqR1uLyZDB0AQIb3xEqdFj3k+WdvzCZICnc+/AUA==",
        }
    ),
    OB_EXTENSIONS: frozenset(
        {
            "FG+Fqhbv/Xyh2oBW60Q/U84eyoo0GGywYoMsCpfYicM=",
            "z1mktLGQrnmIFKtryRHALv3ikcOGrtG7Eb1aVy0esmab/YcBnplDiNtQSgmsJE1e",
            "xMJYNcy/ddGvSoqtC7yj0ie5BM9GLgx/F2ed2Q/y4nuQ+6oVw6sVJWUUcc/wdvfOo9q/0+rjN4nkpMH1qydspg==",
        }
    ),
    CLR_2_0_1: frozenset(
        {
            "iA8ZAtQVjy8zzgavQbkHGZd80eozep3i5B7bP/XlQ9Y=",
            "qEatkjaZxn310JMkE0xkXR4V9EKfJIhWy/HKiWd2TPh0FHbqVX3VBciR/kfiSHod",
            "oSLIySQ+U/k/B1Gn+0QH8Rh6mbZu8YYMjRA3310Ow8jZ8vyn3jgXCa85AnfIua0593ex5QW0/SbISfoKnja1xA==",
        }
    ),
}
"""SHA-256, SHA-384 and SHA-512 (base64) of the published files themselves, which `relatedResource` is held against."""

_BUNDLED: Final = (CREDENTIALS_V2, CREDENTIALS_V1, DID_V1, ED25519_2020)

_DOCUMENTS: Final[dict[str, JsonObject]] = {
    **{url: json.loads_object(BUNDLED_CONTEXTS[url].read_bytes()) for url in _BUNDLED},
    OB_3_0_3: open_badges.OB_3_0_3,
    OB_3_0_2: open_badges.OB_3_0_2,
    OB_3_0_1: open_badges.OB_3_0_1,
    OB_UNVERSIONED: open_badges.OB_UNVERSIONED,
    OB_EXTENSIONS: open_badges.OB_EXTENSIONS,
    CLR_2_0_1: open_badges.CLR_2_0_1,
    DATA_INTEGRITY_V2: data_integrity.DATA_INTEGRITY_V2,
    DATA_INTEGRITY_V1: data_integrity.DATA_INTEGRITY_V1,
    MULTIKEY_V1: data_integrity.MULTIKEY_V1,
    STATUS_LIST_2021: status_list.STATUS_LIST_2021,
    STATUS_V1: status_list.STATUS_V1,
}

URLS: Final = frozenset(_DIGESTS)


def is_known(url: str) -> bool:
    """Whether the URL names a pinned context, compared character by character."""
    return url in URLS


def document(url: str) -> Mapping[str, JsonValue]:
    """Return the document `{"@context": {...}}` of a pinned context.

    It is the one object that everybody shares, a plain dict because PyLD insists on one: do not change it.

    Raises:
        UnknownContext: the URL is not pinned.
    """
    if not is_known(url):
        raise UnknownContext(f"The context {url[: limits.IRI_CHARACTERS]!r} is not one of the pinned ones.")
    return _DOCUMENTS[url]


def examples_document() -> Mapping[str, JsonValue]:
    """Return the document of `EXAMPLES_V2`, for the conformance setting and for tests only."""
    return {"@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}}


def document_loader(url: str, _options: Mapping[str, object]) -> dict[str, object]:
    """Answer PyLD's request for a context with a RemoteDocument (JSON-LD 1.1 API).

    The tag `static` lets PyLD keep the processed context: for the whole process, by URL alone.

    Raises:
        UnknownContext: the URL is not pinned; PyLD passes it on as the cause of its own JsonLdError.
    """
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": document(url),
        "tag": "static",
    }


def verify_digests() -> None:
    """Recompute the digest of every pinned document; takes a few milliseconds.

    Raises:
        ConfigurationError: a document is not the published one; names its URL and both digests.
    """
    for url, expected in _DIGESTS.items():
        found = hashlib.sha256(rfc8785.dumps(_DOCUMENTS[url])).hexdigest()
        if found != expected:
            raise ConfigurationError(
                f"The context {url} has the JCS digest {found} instead of {expected}. "
                "Install badgeapi and PyLD anew, in versions that belong together."
            )
