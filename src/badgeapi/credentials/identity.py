"""Who is meant without a DID: identifiers in clear or as a salted hash.

A salted hash of an e-mail address is still personal data: it can be guessed at millions of tries a second.
Source: Open Badges 3.0, classes IdentityObject and IdentifierEntry, derived type IdentityHash.
"""

from __future__ import annotations

import hashlib
import re
from hmac import compare_digest
from typing import Annotated, ClassVar, Final, Literal, TypeAlias

from pydantic import ValidationError

from badgeapi.canon.json import JsonObject
from badgeapi.credentials.node import DOCUMENT, Node
from badgeapi.credentials.values import Name, Text, terms

IDENTIFIER_TYPES: Final = (
    "name", "sourcedId", "systemId", "productId", "userName", "accountId", "emailAddress",
    "nationalIdentityNumber", "isbn", "issn", "lisSourcedId", "oneRosterSourcedId", "sisSourcedId",
    "ltiContextId", "ltiDeploymentId", "ltiToolId", "ltiPlatformId", "ltiUserId", "identifier",
)  # fmt: skip
IdentifierType: TypeAlias = Annotated[str, terms(*IDENTIFIER_TYPES)]
Algorithm: TypeAlias = Literal["sha256", "md5"]

EMAIL: Final = "emailAddress"

is_identity_hash = re.compile(r"sha256\$[0-9A-Fa-f]{64}|md5\$[0-9A-Fa-f]{32}").fullmatch


class IdentifierEntry(Node):
    """An identifier of a thing or organisation in some system."""

    closed: ClassVar[bool] = True

    type: Literal["IdentifierEntry"] = "IdentifierEntry"
    identifier: Name
    identifier_type: IdentifierType


class IdentityObject(Node):
    """An identifier of a recipient, in clear (`hashed` false) or as an IdentityHash."""

    closed: ClassVar[bool] = True

    type: Literal["IdentityObject"] = "IdentityObject"
    hashed: bool
    identity_hash: Text
    identity_type: IdentifierType
    salt: Name | None = None


def identity_hash(identifier: str, salt: str = "", algorithm: Algorithm = "sha256") -> str:
    """Hash an identifier followed by its salt: `<algorithm>$<lower-case hex>`."""
    # MD5 is in the standard, so others' badges may carry it; we never issue it.
    data = (identifier + salt).encode()
    digest = hashlib.sha256(data) if algorithm == "sha256" else hashlib.md5(data, usedforsecurity=False)
    return f"{algorithm}${digest.hexdigest()}"


def normalized(identifier: str, identity_type: str) -> str:
    """Give the form that is hashed: e-mail addresses trimmed and in lower case, others as they are."""
    return identifier.strip().lower() if identity_type == EMAIL else identifier


def matches(identity: IdentityObject, identifier: str) -> bool:
    """Tell, in time that does not depend on the answer, whether `identity` means `identifier`.

    The standard defines no normal form, so an e-mail address is tried as given and normalized.
    """
    stored, as_type = identity.identity_hash, identity.identity_type
    tried = (identifier, normalized(identifier, as_type))
    if not identity.hashed:
        return _equal(normalized(stored, as_type), tried)
    algorithm: Algorithm = "md5" if stored.startswith("md5$") else "sha256"
    return _equal(stored.lower(), tuple(identity_hash(form, identity.salt or "", algorithm) for form in tried))


def fits(identity: JsonObject, identifier: str) -> bool:
    """Tell as `matches` for an identity as it stands in a document; one that cannot be read fits nobody."""
    try:
        return matches(IdentityObject.model_validate(identity, context=DOCUMENT), identifier)
    except ValidationError:
        return False


def equal(one: str, other: str) -> bool:
    """Compare two texts in time that does not depend on where they differ."""
    return compare_digest(one.encode(), other.encode())


def _equal(stored: str, candidates: tuple[str, ...]) -> bool:
    compared = [equal(stored, candidate) for candidate in candidates]
    return any(compared)
