"""What was presented, and is it readable at all? Size, strict JSON and the outer form; nothing about its truth.

Detection is by content: a declared media type is never believed over the bytes.

Source: Open Badges 3.0 section 5 (document format); VC Data Model 2.0 section 4; VC-JOSE-COSE 1.0 section 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from badgeapi import baking, limits
from badgeapi.canon import canonical, contexts, json
from badgeapi.canon.json import JsonObject, JsonValue
from badgeapi.errors import BadgeError, InvalidInput, MalformedInput
from badgeapi.signing import vc_jwt
from badgeapi.signing.data_integrity import ASSERTION_METHOD, unsecured
from badgeapi.signing.suites import eddsa_rdfc_2022
from badgeapi.signing.suites.hashed import HashedSuite
from badgeapi.signing.vc_jwt import Jwt
from badgeapi.verification import familiar
from badgeapi.verification.familiar import Kin
from badgeapi.verification.once import once

PRESENTATION: Final = "VerifiablePresentation"
AUTHENTICATION: Final = "authentication"
_ENVELOPED: Final = frozenset({"EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation"})
_DATA_URLS: Final = ("data:application/vc+jwt,", "data:application/vp+jwt,")


@dataclass(frozen=True, slots=True)
class ExpectedRecipient:
    """Whom the verifier believes to have before it; whatever is given must fit.

    Attributes:
        identifier: identity type and value.
    """

    did: str | None = None
    email: str | None = None
    identifier: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """What the verifier wants to see held: nothing of it stands in the document.

    Attributes:
        purpose: the verification relationship that every proof must name and its key must be listed under.
        domain: the domains that a presentation was asked for; None when it was asked for none.
        challenge: likewise.
        recipient: whom the credential must be about; None when that was not asked.
        proof_only: only the document by itself and its proof are asked about: not whose key it is, nor what its issuer
            says of it today.
    """

    purpose: str = ASSERTION_METHOD
    domain: frozenset[str] | None = None
    challenge: str | None = None
    recipient: ExpectedRecipient | None = None
    proof_only: bool = False


@dataclass(frozen=True)
class Presented:
    """A document as it was shown to us; its canonical form is made once, when first asked for.

    Attributes:
        document: the credential or presentation as received; of a JWT, its payload without the registered claims.
        jwt: the JWT that the document came in, if it did.
    """

    document: JsonObject
    jwt: Jwt | None = None
    expected: Expected = Expected()

    @once
    def unsecured(self) -> JsonObject:
        """The document without its proofs."""
        return unsecured(self.document)

    @once
    def kin(self) -> Kin | None:
        """Documents that differ from this one in their own texts only, as far as any are remembered."""
        return familiar.find_kin(self.unsecured)

    def __getstate__(self) -> dict[str, object]:
        """Leave its kin out: what one process remembers is nothing to another."""
        return {name: value for name, value in vars(self).items() if name != "kin"}

    @once
    def _walked(self) -> bytes | BadgeError | None:
        """What the walker writes, or why it refuses; kept either way, for refusing may cost as much as writing."""
        try:
            return familiar.canonicalize(self.unsecured, self.kin)
        except BadgeError as error:
            return error

    @property
    def is_costly(self) -> bool:
        """Whether canonicalising may take any time: the walker does not model the document, and hands it over."""
        return self._walked is None

    @once
    def canonical(self) -> bytes:
        """RDFC-1.0 canonical N-Quads of the unsecured document; raises as `canonical.canonicalize`."""
        found = self._walked
        if isinstance(found, BadgeError):
            raise found
        return canonical.canonicalize(self.unsecured).encode() if found is None else found

    def transformed(self, suite: HashedSuite, document: JsonObject) -> bytes:
        """The canonical bytes of `document` under `suite`, from the cache where they are there."""
        if suite.NAME == eddsa_rdfc_2022.NAME and document is self.unsecured:
            return self.canonical
        return suite.transform(document)

    @once
    def proofs(self) -> list[JsonValue]:
        """The proofs, whatever they are; one proof need not stand in an array."""
        return as_list(self.document.get("proof"))

    @once
    def methods(self) -> list[str]:
        """The verification methods that the proofs name; none of a document that has too many proofs."""
        if len(self.proofs) > limits.PROOFS:
            return []
        named = [proof.get("verificationMethod") for proof in self.proofs if isinstance(proof, dict)]
        return [method for method in named if isinstance(method, str)]

    @once
    def types(self) -> frozenset[str]:
        """The texts among the document's types."""
        return frozenset(item for item in as_list(self.document.get("type")) if isinstance(item, str))

    @property
    def is_presentation(self) -> bool:
        """Whether somebody shows credentials with it, rather than says something."""
        return PRESENTATION in self.types

    @once
    def id(self) -> str | None:
        """The document's id."""
        return _id_of(self.document)

    @once
    def issuer(self) -> str | None:
        """The id of who stands behind the document: the issuer, or a presentation's holder; a text or an object."""
        return _id_of(self.document.get("holder" if self.is_presentation else "issuer"))


def _id_of(value: JsonValue) -> str | None:
    found = value.get("id") if isinstance(value, dict) else value
    return found if isinstance(found, str) else None


def as_list(value: JsonValue) -> list[JsonValue]:
    """Read a member that may hold one value or an array of them; absent is none."""
    return value if isinstance(value, list) else [] if value is None else [value]


def member(document: JsonObject, *path: str) -> JsonObject:
    """The object that stands at a path of members, an empty one where there is none."""
    for name in path:
        found = document.get(name)
        document = found if isinstance(found, dict) else {}
    return document


def parse(data: bytes) -> Presented:
    """Read a credential or presentation from bytes: JSON, a compact JWT, or either baked into a PNG or SVG.

    Raises:
        MalformedInput, InputTooLarge, InvalidInput: it cannot be read, or is not of a kind that is verified here.
    """
    data = _unbaked(data) if baking.detect(data) else data
    text = data[: limits.JWT_CHARACTERS + 1].strip()
    if vc_jwt.looks_like(text):
        return _from_jwt(text.decode("ascii", "replace"))
    return read(json.loads(data))


def read(value: JsonValue) -> Presented:
    """Read a credential or presentation from parsed JSON: an object, a JWT as text, or an enveloped JWT.

    Raises:
        MalformedInput, InputTooLarge, InvalidInput: as `parse`.
    """
    match value:
        case str(token):
            return _from_jwt(token)
        case dict() as document:
            if _ENVELOPED & {name for name in as_list(document.get("type")) if isinstance(name, str)}:
                return _from_envelope(document)
            return Presented(document)
    raise MalformedInput("A credential is a JSON object or a JWT.", code="not_an_object")


def _unbaked(data: bytes) -> bytes:
    baked = baking.extract(data)
    if baked.kind == "open_badge_2":
        raise InvalidInput("The picture holds an Open Badge 2.0, which is not verified here.", code="open_badge_2")
    return baked.text.encode()


def _from_envelope(document: JsonObject) -> Presented:
    """Take the JWT out of an enveloped credential or presentation (VC Data Model 2.0 section 4.12)."""
    address = document.get("id")
    if document.keys() - {"@context", "id", "type"}:
        message = "An enveloped document has @context, id and type, and nothing beside them: it would not be signed."
        raise InvalidInput(message, code="envelope_members")
    if contexts.CREDENTIALS_V2 not in as_list(document.get("@context")):
        message = f"An enveloped document has {contexts.CREDENTIALS_V2} for its context."
        raise InvalidInput(message, code="envelope_context", pointer="/@context")
    for prefix in _DATA_URLS:
        if isinstance(address, str) and address.startswith(prefix):
            return _from_jwt(address.removeprefix(prefix))
    message = "An enveloped document has a data: URL of application/vc+jwt or application/vp+jwt for its id."
    raise InvalidInput(message, code="envelope_id", pointer="/id")


def _from_jwt(token: str) -> Presented:
    jwt = vc_jwt.parse(token)
    return Presented(jwt.document, jwt)
