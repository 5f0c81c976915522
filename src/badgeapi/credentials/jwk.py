"""JWK and JWKS: public keys as JSON, for badges signed as JWT.

Private members are refused anywhere: DM-X12 in `rules.py`.
Source: Open Badges 3.0, classes JWK and JWKS; RFC 7517.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from badgeapi.credentials.node import Node
from badgeapi.credentials.values import Iri, Many, Name


class Jwk(Node):
    """One public key; members of its own key type are read where the key is used."""

    kty: Name
    use: Name | None = None
    key_ops: Annotated[Many[Name] | None, Field(alias="key_ops")] = None
    alg: Name | None = None
    kid: Name | None = None
    x5u: Iri | None = None
    x5c: Many[Name] | None = None
    x5t: Name | None = None
    x5t_s256: Annotated[Name | None, Field(alias="x5t#S256")] = None


class Jwks(Node):
    """A set of public keys."""

    keys: Many[Jwk]
