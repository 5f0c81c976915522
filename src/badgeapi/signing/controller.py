"""Finding a verification method in the document of its controller, or at an address of its own, and nowhere else.

A key named in a URL fragment or carried in a proof is nobody's key until the controller's own document lists it for
the purpose. A key document that stands by itself says whose it is, and that one must agree: by listing it, or, where
an https issuer has no such document (Open Badges 3.0 allows a plain Profile), by the key lying beneath the issuer's id.

Source: Controlled Identifiers 1.0 section 3.3 (retrieve verification method); VC Data Integrity 1.0 section 4.4;
Open Badges 3.0 section 8.3 (key documents).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from badgeapi import limits
from badgeapi.canon.json import JsonObject, JsonValue
from badgeapi.credentials.time import parse_datetime
from badgeapi.errors import InvalidInput, KeyRefused, MethodRefused
from badgeapi.signing import jwk, multikey, published_key
from badgeapi.signing.published_key import PublishedKey

# type -> the member that holds the key; the two older names are those of did:web documents in the wild
_HOLDS: Final[Mapping[str, str]] = {
    "Multikey": "publicKeyMultibase",
    "JsonWebKey": "publicKeyJwk",
    "Ed25519VerificationKey2020": "publicKeyMultibase",
    "JsonWebKey2020": "publicKeyJwk",
}
_RELATIONSHIPS: Final = ("verificationMethod", "assertionMethod", "authentication", "controller")
# What follows an id in the address of something beneath it: no query, nothing escaped, no step up.
_is_beneath = re.compile(r"(?:/(?!\.{1,2}(?:/|$))[A-Za-z0-9._~\-]+)+", re.ASCII).fullmatch


@dataclass(frozen=True, slots=True)
class Method:
    """A verification method that may be used, whose it is, and the key it holds."""

    id: str
    controller: str
    key: PublishedKey


def controller_of(method_id: str) -> str:
    """The identifier whose document must list `method_id`: the URL without its fragment."""
    return method_id.partition("#")[0]


def stands_alone(method_id: str) -> bool:
    """Tell whether a verification method is the address of a key document instead of part of its controller's."""
    return "#" not in method_id and is_address(method_id)


def is_address(identifier: str) -> bool:
    """Tell a URL that can be fetched as it stands from a DID and anything else."""
    return identifier.startswith(("https://", "http://"))


def find_method(document: JsonObject, method_id: str, *, purpose: str, now: datetime) -> Method:
    """Take `method_id` from its controller's `document`.

    Raises:
        MethodRefused: another id or controller, not listed for `purpose`, expired or revoked at `now`, or two keys.
        KeyRefused: the key must not be used.
    """
    controller = controller_of(method_id)
    if controller == method_id:
        message = "The verification method names no key of its controller (no fragment)."
        raise MethodRefused(message, code="no_fragment")
    if document.get("id") != controller:
        message = "The controller's document has another id than the verification method names."
        raise MethodRefused(message, code="controller_id")
    if not _listed(document.get(purpose), method_id):
        message = f"The controller does not list the verification method under {purpose}."
        raise MethodRefused(message, code="method_not_listed")
    candidates = _holding(document, method_id, purpose)
    if len(candidates) != 1:
        raise MethodRefused(f"The controller's document holds the verification method {len(candidates)} times.")
    return _usable(candidates[0], method_id, controller, now)


def read_key_document(document: JsonObject, url: str, *, now: datetime) -> Method:
    """Take the verification method that stands at `url` by itself; whether its controller agrees is not asked here.

    Raises:
        MethodRefused: another id than its address, no controller, expired or revoked at `now`, or two keys.
        KeyRefused: the key must not be used.
    """
    if document.get("id", url) != url:
        raise MethodRefused("The key document has another id than its address.")
    controller = document.get("controller")
    if not isinstance(controller, str):
        raise MethodRefused("The key document does not name its controller.")
    return _usable(document, url, controller, now)


def methods(document: JsonObject, *, purpose: str, now: datetime) -> Iterator[Method]:
    """Yield the methods that `document` lists for `purpose` and that may be used, at most `CONTROLLER_METHODS`."""
    for entry in _entries(document.get(purpose))[: limits.CONTROLLER_METHODS]:
        method_id = entry.get("id") if isinstance(entry, dict) else entry
        if isinstance(method_id, str):
            with suppress(MethodRefused, KeyRefused):  # one that may not be used is as good as not listed
                yield find_method(document, method_id, purpose=purpose, now=now)


def says_who_may_sign(document: JsonObject) -> bool:
    """Tell a controlled identifier document from any other that can stand at an https id, such as a Profile."""
    return any(member in document for member in _RELATIONSHIPS)


def lists_key(document: JsonObject, controller: str, method: Method, *, purpose: str, now: datetime) -> bool:
    """Tell whether the controller's document lists a method that stands alone: by its address, or an equal key."""
    if document.get("id") != controller:
        return False
    held = _holding(document, method.id, purpose)
    if not held and _listed(document.get(purpose), method.id):
        return True
    return any(published_key.equal(own.key, method.key) for own in methods(document, purpose=purpose, now=now))


def is_beneath(url: str, controller: str) -> bool:
    """Tell whether `url` lies beneath the https id `controller`: same origin, and its path goes on from the id's.

    What lies beneath an id is served by whom the id belongs to; a neighbour on the same host is not.
    """
    base = controller.removesuffix("/")
    return is_address(controller) and url.startswith(base) and _is_beneath(url.removeprefix(base)) is not None


def _usable(method: JsonObject, method_id: str, controller: str, now: datetime) -> Method:
    if method.get("controller") != controller:
        raise MethodRefused("The verification method names another controller than the document it stands in.")
    for member in ("expires", "revoked"):
        at = method.get(member)
        if at is not None and _has_come(at, now):
            raise MethodRefused(f"The verification method is no longer valid ({member} is {str(at)[:40]!r}).")
    return Method(method_id, controller, _key(method))


def _key(method: JsonObject) -> PublishedKey:
    """Read the one key of a method; raises `MethodRefused` for two forms at once, or an unknown one."""
    shown = method.get("type")
    held = [member for member in ("publicKeyMultibase", "publicKeyJwk") if member in method]
    if not isinstance(shown, str) or held != [_HOLDS.get(shown)]:
        raise MethodRefused(f"Verification methods of type {str(shown)[:40]!r} with this key are not supported.")
    value = method[held[0]]
    if held == ["publicKeyJwk"]:
        return jwk.parse(value)
    key = multikey.parse(value if isinstance(value, str) else "")
    if shown == "Ed25519VerificationKey2020" and key.codec != multikey.ED25519:
        raise MethodRefused("An Ed25519VerificationKey2020 holds a key of another type.")
    return key


def _holding(document: JsonObject, method_id: str, purpose: str) -> list[JsonObject]:
    """The objects in a controller's document that are the method."""
    return [
        entry
        for entry in (*_entries(document.get("verificationMethod")), *_entries(document.get(purpose)))
        if isinstance(entry, dict) and entry.get("id") == method_id
    ]


def _has_come(at: JsonValue, now: datetime) -> bool:
    """Tell whether a time has come; one that cannot be read counts as past."""
    try:
        return parse_datetime(at if isinstance(at, str) else "") <= now
    except InvalidInput:
        return True


def _listed(relation: JsonValue, method_id: str) -> bool:
    return any(
        entry == method_id or (isinstance(entry, dict) and entry.get("id") == method_id) for entry in _entries(relation)
    )


def _entries(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else [] if value is None else [value]
