"""What was presented, and is it readable at all? Size, strict JSON and the outer form; nothing about its truth.

Source: Open Badges 3.0 section 5 (document format); VC Data Model 2.0 section 4.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from badgeapi import baking, limits
from badgeapi.canon import json, jsonld
from badgeapi.canon.json import JsonObject, JsonValue
from badgeapi.errors import InvalidInput, MalformedInput
from badgeapi.signing import vc_jwt
from badgeapi.signing.data_integrity import ASSERTION_METHOD, unsecured
from badgeapi.signing.suites import eddsa_rdfc_2022
from badgeapi.signing.suites.hashed import HashedSuite
from badgeapi.signing.vc_jwt import Jwt


@dataclass(frozen=True, slots=True)
class Expected:
    """What the proofs must have been made for.

    Attributes:
        purpose: the verification relationship that every proof must name and its key must be listed under.
        domain: the domain that the verifier asked for; None when it asked for none.
        challenge: likewise.
    """

    purpose: str = ASSERTION_METHOD
    domain: frozenset[str] | None = None
    challenge: str | None = None


@dataclass(frozen=True)
class Presented:
    """A document as it was shown to us; its canonical form is made once, when first asked for.

    Attributes:
        document: the credential as received; of a JWT, its payload without the registered claims.
        jwt: the JWT that the credential came in, if it did.
    """

    document: JsonObject
    jwt: Jwt | None = None
    expected: Expected = Expected()

    @cached_property
    def unsecured(self) -> JsonObject:
        """The document without its proofs."""
        return unsecured(self.document)

    @cached_property
    def canonical(self) -> bytes:
        """RDFC-1.0 canonical N-Quads of the unsecured document; raises as `jsonld.canonicalize`."""
        return jsonld.canonicalize(self.unsecured).nquads.encode()

    def transformed(self, suite: HashedSuite, document: JsonObject) -> bytes:
        """The canonical bytes of `document` under `suite`, from the cache where they are there."""
        if suite.NAME == eddsa_rdfc_2022.NAME and document is self.unsecured:
            return self.canonical
        return suite.transform(document)

    @property
    def proofs(self) -> list[JsonValue]:
        """The proofs, whatever they are; one proof need not stand in an array."""
        return as_list(self.document.get("proof"))

    @property
    def types(self) -> frozenset[str]:
        """The texts among the document's types."""
        return frozenset(item for item in as_list(self.document.get("type")) if isinstance(item, str))

    @property
    def issuer(self) -> str | None:
        """The issuer's id, given as text or as an object."""
        issuer = self.document.get("issuer")
        found = issuer.get("id") if isinstance(issuer, Mapping) else issuer
        return found if isinstance(found, str) else None


def as_list(value: JsonValue) -> list[JsonValue]:
    """Read a member that may hold one value or an array of them; absent is none."""
    return value if isinstance(value, list) else [] if value is None else [value]


def parse(data: bytes) -> Presented:
    """Read a credential: JSON, a compact JWT (bare or as a JSON string), or either baked into a PNG or SVG.

    A JSON object may also hold it in the member `verifiableCredential`.

    Raises:
        MalformedInput, InputTooLarge, InvalidInput: it cannot be read, or is not of a kind that is verified here.
    """
    return _read(_unbaked(data) if baking.detect(data) else data)


def _unbaked(data: bytes) -> bytes:
    baked = baking.extract(data)
    if baked.kind == "open_badge_2":
        raise InvalidInput("The picture holds an Open Badge 2.0, which is not verified here.", code="open_badge_2")
    return baked.text.encode()


def _read(data: bytes) -> Presented:
    text = data[: limits.JWT_CHARACTERS + 1].strip()
    if vc_jwt.looks_like(text):
        return _from_jwt(text.decode("ascii", "replace"))
    match json.loads(data):
        case str(token):
            return _from_jwt(token)
        case dict() as document:
            wrapped = document.get("verifiableCredential") if "@context" not in document else None
            match wrapped:
                case None:
                    return Presented(document)
                case dict():
                    return Presented(wrapped)
                case str():
                    return _from_jwt(wrapped)
    raise MalformedInput("A credential is a JSON object or a JWT.", code="not_an_object")


def _from_jwt(token: str) -> Presented:
    jwt = vc_jwt.parse(token)
    return Presented(jwt.document, jwt)
