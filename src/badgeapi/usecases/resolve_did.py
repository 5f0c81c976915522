"""Resolving DIDs and dereferencing DID URLs, with the standard's errors.

did:key and did:jwk say all there is to know; did:web is read from the store where it is ours and fetched where it is
somebody else's.

Source: DID Resolution 1.0 sections 3 to 5; did:key method specification (resolution errors).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from badgeapi import limits
from badgeapi.canon import multibase
from badgeapi.canon.json import JsonObject, JsonValue
from badgeapi.canon.multibase import CODECS
from badgeapi.errors import BadgeError, KeyRefused
from badgeapi.signing import did, multikey
from badgeapi.usecases.deployment import Deployment
from badgeapi.usecases.gather_facts import Fetch, gather_facts
from badgeapi.verification.facts import ControllerNeed, Found, Unreachable

_is_version: Final = re.compile(r"[1-9][0-9]{0,8}", re.ASCII).fullmatch
_is_did_url: Final = re.compile(r"[A-Za-z0-9._:%\-]+(?:[/?][^#\s]*)?(?:#[^#\s]+)?", re.ASCII).fullmatch
_RELATIONSHIPS: Final = ("assertionMethod", "authentication", "capabilityInvocation", "capabilityDelegation")
_METHODS: Final = frozenset({"key", "web", "jwk"})
_FORMATS: Final = frozenset({"Multikey", "JsonWebKey", "JsonWebKey2020", "Ed25519VerificationKey2020"})
# Of an experimental type, which the did:key specification has implementations refuse unless asked for otherwise.
_EXPERIMENTAL: Final = frozenset({"Ed25519VerificationKey2018", "EcdsaSecp256r1VerificationKey2019",
                                  "EcdsaSecp256k1VerificationKey2019"})  # fmt: skip


class ResolutionError(Exception):
    """What a resolver says instead of a document; `code` is the standard's."""

    def __init__(self, code: str, message: str) -> None:
        """Carry the standard's name for it, and a sentence."""
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Resolution:
    """A DID document and, for a DID URL with a fragment, what stands in it under that name."""

    document: JsonObject
    content: JsonObject | None


async def resolve_did(deployment: Deployment, url: str, *, public_key_format: str, fetch: Fetch) -> Resolution:
    """Resolve a DID, or dereference a DID URL with a fragment.

    `public_key_format` is how a did:key shows its key.

    Raises:
        ResolutionError: the DID is wrong, unknown or cannot be had.
    """
    name, _, fragment = url.partition("#")
    method, value = _taken_apart(name)
    if public_key_format not in _FORMATS:
        code = "invalidPublicKeyType" if public_key_format in _EXPERIMENTAL else "unsupportedPublicKeyType"
        raise ResolutionError(code, "The public key format is not one of those that keys are shown in here.")
    if not _is_did_url(url) or "/" in name or "?" in name:
        if not any(character in url for character in "#/?"):
            raise ResolutionError("invalidDid", "The text has characters that no DID has.")
        raise ResolutionError("invalidDidUrl", "The text is not a DID URL that is dereferenced here.")
    if method == "key":
        document = _did_key(name, value, public_key_format)
    else:
        document = await _document(deployment, name, fetch)
    return Resolution(document, _dereferenced(document, name, fragment) if "#" in url else None)


def _taken_apart(name: str) -> tuple[str, str]:
    scheme, _, rest = name.partition(":")
    method, _, value = rest.partition(":")
    if scheme != "did" or not method:
        raise ResolutionError("invalidDid", "A DID begins with did: and the name of a method.")
    if method not in _METHODS:
        raise ResolutionError("methodNotSupported", "DIDs of this method are not resolved here.")
    return method, value


def _did_key(name: str, value: str, public_key_format: str) -> JsonObject:
    """Resolve a did:key, whose version may be left out."""
    version, _, text = value.rpartition(":")
    if (version and not _is_version(version)) or not text.startswith("z"):
        raise ResolutionError("invalidDid", "A did:key is a positive version, or none, and a Multikey (z...).")
    key = _key(text)
    document = did.document(name, [key], purposes=_RELATIONSHIPS)
    if public_key_format == "Multikey":
        return document
    if public_key_format == "Ed25519VerificationKey2020":
        if key.codec != multikey.ED25519:
            raise ResolutionError("invalidPublicKeyType", "The key is not an Ed25519 key.")
        shown: JsonObject = {"publicKeyMultibase": key.multikey}
    else:
        shown = {"publicKeyJwk": {**key.jwk_members()}}
    method_id = did.key_id(name, key)
    method: JsonObject = {"id": method_id, "type": public_key_format, "controller": name, **shown}
    return {
        **document,
        "@context": [_DID_V1, _CONTEXTS[public_key_format]],
        "verificationMethod": [method],
    }


_DID_V1: Final = "https://www.w3.org/ns/did/v1"
_CONTEXTS: Final[Mapping[str, str]] = {
    "JsonWebKey": "https://w3id.org/security/jwk/v1",
    "JsonWebKey2020": "https://w3id.org/security/suites/jws-2020/v1",
    "Ed25519VerificationKey2020": "https://w3id.org/security/suites/ed25519-2020/v1",
}


def _key(text: str) -> multikey.PublicKey:
    """Read the Multikey of a did:key, telling apart what can be wrong with it."""
    try:
        data = multibase.decode(text, limits.DID_KEY_CHARACTERS)
    except BadgeError as error:
        raise ResolutionError("invalidDid", error.message) from error
    codec = next((codec for codec in CODECS.values() if data.startswith(codec.prefix)), None)
    if codec is None:
        raise ResolutionError("unsupportedPublicKeyType", "Keys of this type are not known here.")
    if len(data) - len(codec.prefix) != codec.key_bytes:
        raise ResolutionError("invalidPublicKeyLength", f"A key of this type has {codec.key_bytes} bytes.")
    try:
        return multikey.parse(text)
    except KeyRefused as error:
        raise ResolutionError("invalidPublicKey", error.message) from error


async def _document(deployment: Deployment, name: str, fetch: Fetch) -> JsonObject:
    """Resolve a did:jwk or did:web."""
    try:
        contained = did.self_contained_document(name)
        if contained is not None:
            return contained
        did.did_web_url(name)
    except BadgeError as error:
        raise ResolutionError("invalidDid", error.message) from error
    need = ControllerNeed(name)
    match (await gather_facts(deployment, [need], fetch))[need]:
        case Found(document) if document.get("id") == name:
            return document
        case Found():
            raise ResolutionError("invalidDidDocument", "The document has another id than the DID.")
        case Unreachable(reason):  # not told from a document that is not there: what a client names is no error of ours
            raise ResolutionError("notFound", f"The document could not be had: {reason}")
        case answer:
            raise ResolutionError("notFound", getattr(answer, "reason", "There is no such DID."))


def _dereferenced(document: JsonObject, name: str, fragment: str) -> JsonObject:
    """Find what a fragment names: a verification method or a service."""
    for member in ("verificationMethod", *_RELATIONSHIPS, "keyAgreement", "service"):
        listed: JsonValue = document.get(member)
        for item in listed if isinstance(listed, list) else ():
            if isinstance(item, dict) and item.get("id") in (f"{name}#{fragment}", f"#{fragment}"):
                return {"@context": document.get("@context"), **item}
    raise ResolutionError("notFound", "The document has nothing of that name.")
