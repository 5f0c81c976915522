"""Finding a verification method in the document of its controller, and nowhere else.

A key named in a URL fragment or carried in a proof is nobody's key until the controller's own document lists it for
the purpose.

Source: Controlled Identifiers 1.0 section 3.3 (retrieve verification method); VC Data Integrity 1.0 section 4.4.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from badgeapi import limits
from badgeapi.canon.json import JsonObject, JsonValue
from badgeapi.credentials.time import parse_datetime
from badgeapi.errors import InvalidInput, KeyRefused, MethodRefused
from badgeapi.signing import jwk, multikey
from badgeapi.signing.published_key import PublishedKey


@dataclass(frozen=True, slots=True)
class Method:
    """A verification method that its controller lists for the purpose, and the key it holds."""

    id: str
    controller: str
    key: PublishedKey


def controller_of(method_id: str) -> str:
    """The identifier whose document must list `method_id`: the URL without its fragment."""
    return method_id.partition("#")[0]


def find_method(document: JsonObject, method_id: str, *, purpose: str, now: datetime) -> Method:
    """Take `method_id` from its controller's `document`.

    Raises:
        MethodRefused: another id or controller, not listed for `purpose`, expired or revoked at `now`, or two keys.
        KeyRefused: the key must not be used.
    """
    controller = controller_of(method_id)
    if controller == method_id:
        raise MethodRefused("The verification method names no key of its controller (no fragment).")
    if document.get("id") != controller:
        raise MethodRefused("The controller's document has another id than the verification method names.")
    if not _listed(document.get(purpose), method_id):
        raise MethodRefused(f"The controller does not list the verification method under {purpose}.")
    candidates = [
        entry
        for entry in (*_entries(document.get("verificationMethod")), *_entries(document.get(purpose)))
        if isinstance(entry, dict) and entry.get("id") == method_id
    ]
    if len(candidates) != 1:
        raise MethodRefused(f"The controller's document holds the verification method {len(candidates)} times.")
    method = candidates[0]
    if method.get("controller") != controller:
        raise MethodRefused("The verification method names another controller than the document it stands in.")
    for member in ("expires", "revoked"):
        at = method.get(member)
        if at is not None and _has_come(at, now):
            raise MethodRefused(f"The verification method is no longer valid ({member} is {str(at)[:40]!r}).")
    return Method(method_id, controller, _key(method))


def methods(document: JsonObject, *, purpose: str, now: datetime) -> Iterator[Method]:
    """Yield the methods that `document` lists for `purpose` and that may be used, at most `CONTROLLER_METHODS`."""
    for entry in _entries(document.get(purpose))[: limits.CONTROLLER_METHODS]:
        method_id = entry.get("id") if isinstance(entry, dict) else entry
        if isinstance(method_id, str):
            with suppress(MethodRefused, KeyRefused):  # one that may not be used is as good as not listed
                yield find_method(document, method_id, purpose=purpose, now=now)


def _key(method: JsonObject) -> PublishedKey:
    """Read the one key of a method; raises `MethodRefused` for two forms at once, or an unknown one."""
    shown = method.get("type"), "publicKeyMultibase" in method, "publicKeyJwk" in method
    if shown == ("Multikey", True, False):
        text = method["publicKeyMultibase"]
        return multikey.parse(text if isinstance(text, str) else "")
    if shown == ("JsonWebKey", False, True):
        return jwk.parse(method["publicKeyJwk"])
    raise MethodRefused(f"Verification methods of type {str(shown[0])[:40]!r} with this key are not supported.")


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
