"""DIDs and controlled identifier documents: making ours, reading anybody's. Nothing is fetched here.

Source: DID Core 1.0; did:key, did:jwk and did:web method specifications; Controlled Identifiers 1.0 sections 2 and 3.3.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote, unquote, urlsplit

from badgeapi import limits
from badgeapi.canon import contexts, json, multibase
from badgeapi.canon.json import JsonObject
from badgeapi.errors import BadgeError, InvalidInput, KeyRefused
from badgeapi.signing import jwk, multikey
from badgeapi.signing.jwk import PublicJwk
from badgeapi.signing.multikey import PublicKey

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9\-]*[A-Za-z0-9])?"
_SELF_CONTAINED = ("assertionMethod", "authentication")
_JWK_V1 = "https://w3id.org/security/jwk/v1"
_DID_WEB = re.compile(
    rf"did:web:(?P<host>{_LABEL}(?:\.{_LABEL})*)(?:%3[Aa](?P<port>[0-9]{{1,5}}))?"
    r"(?P<path>(?::(?:[A-Za-z0-9._\-]|%[0-9A-Fa-f]{2})+)*)",
    re.ASCII,
)
# As resolvers read hosts: one whose last label is a number, hexadecimal too, is an IPv4 address.
_IPV4 = re.compile(r"(?:.*\.)?(?:[0-9]+|0[Xx][0-9A-Fa-f]*)", re.ASCII)


def did_key(key: PublicKey | PublicJwk) -> str:
    """The did:key of a public key; raises `KeyRefused` for a JWK, which has no multikey here."""
    if not isinstance(key, PublicKey):
        raise KeyRefused("Only a key that has a multikey can be a did:key.")
    return f"did:key:{key.multikey}"


def self_contained_document(did: str) -> JsonObject | None:
    """Resolve a DID that says all there is to know (did:key, did:jwk); None for any other identifier.

    The key is offered for assertions and for authentication, for nothing else.

    Raises:
        KeyRefused: the DID cannot be read, or its key must not be used.
    """
    method, _, value = did.removeprefix("did:").partition(":") if did.startswith("did:") else ("", "", "")
    if method == "key":
        return document(did, [multikey.parse(value)], purposes=_SELF_CONTAINED)
    if method == "jwk":
        return _did_jwk_document(did, value)
    return None


def _did_jwk_document(did: str, value: str) -> JsonObject:
    """Resolve a did:jwk, whose one key has the fragment 0 (did:jwk, section "Read")."""
    try:
        members = json.loads_object(multibase.decode(f"u{value}", limits.DID_JWK_CHARACTERS))
    except BadgeError as error:
        raise KeyRefused(f"The did:jwk does not hold a JWK: {error.message}") from error
    if members.get("use", "sig") != "sig":
        raise KeyRefused("The key of the did:jwk is not for signatures.")
    method_id = f"{did}#0"
    shown: JsonObject = {"type": "JsonWebKey", "publicKeyJwk": jwk.parse(members).document()}
    made: JsonObject = {"@context": [contexts.DID_V1, _JWK_V1], "id": did}
    made["verificationMethod"] = [{"id": method_id, "controller": did, **shown}]
    made.update({purpose: [method_id] for purpose in _SELF_CONTAINED})
    return made


def did_web(origin: str, *path: str) -> str:
    """The did:web that resolves to `{origin}/{path}/did.json`; `origin` is scheme://host[:port]."""
    host = urlsplit(origin).netloc
    return ":".join(["did:web", quote(host, safe=""), *(quote(part, safe="") for part in path)])


def did_web_url(did: str, *, scheme: str = "https") -> str:
    """The URL of a did:web's document.

    Raises:
        InvalidInput: not a did:web, an IP address for a host, or a path that climbs.
    """
    match = _DID_WEB.fullmatch(did)
    if match is None or _IPV4.fullmatch(match["host"]) or not 0 < int(match["port"] or 443) < 65536:
        raise InvalidInput(f"{did[:120]!r} is not a did:web that can be resolved.", code="invalid_did")
    parts = match["path"].split(":")[1:]
    if any(unquote(part) in (".", "..") or {"/", "\\"} & {*unquote(part)} for part in parts):
        raise InvalidInput(f"{did[:120]!r} has a path that cannot be resolved.", code="invalid_did")
    host = match["host"] + (f":{match['port']}" if match["port"] else "")
    return f"{scheme}://{host}/{'/'.join(parts) or '.well-known'}/did.json"


def key_id(did: str, key: PublicKey | PublicJwk) -> str:
    """The absolute DID URL under which we publish a key: its own multikey or thumbprint is the fragment."""
    return f"{did}#{key.multikey if isinstance(key, PublicKey) else key.thumbprint}"


def document(
    did: str,
    keys: Sequence[PublicKey | PublicJwk],
    *,
    also_known_as: Sequence[str] = (),
    purposes: Sequence[str] = ("assertionMethod",),
) -> JsonObject:
    """Make a DID document: every key with absolute id, Multikey or JWK, and under each of `purposes` as text."""
    used = [contexts.DID_V1, contexts.MULTIKEY_V1]
    used += [_JWK_V1] if any(isinstance(key, PublicJwk) for key in keys) else []
    made: JsonObject = {"@context": [*used], "id": did}
    if also_known_as:
        made["alsoKnownAs"] = list(also_known_as)
    made["verificationMethod"] = [_method(did, key) for key in keys]
    made.update({purpose: [key_id(did, key) for key in keys] for purpose in purposes})
    return made


def key_document(did: str, key: PublicKey) -> JsonObject:
    """Make the Multikey document of a single key, for verifiers that fetch the key by its own URL."""
    return {"@context": [contexts.MULTIKEY_V1], **_method(did, key)}


def _method(did: str, key: PublicKey | PublicJwk) -> JsonObject:
    if isinstance(key, PublicKey):
        shown: JsonObject = {"type": "Multikey", "publicKeyMultibase": key.multikey}
    else:
        members = key.document(alg=key.algorithm, kid=key_id(did, key), use="sig")
        shown = {"type": "JsonWebKey", "publicKeyJwk": members}
    return {"id": key_id(did, key), "controller": did, **shown}
