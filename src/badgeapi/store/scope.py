"""Whose rows a query may touch: tenancy by construction instead of by remembering.

A query cannot be called without a scope, and a scope can only narrow. Not here: who may have which scope
(that is decided where the API key is read).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from sqlalchemy import true

from badgeapi.errors import NotFound

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement


@dataclass(frozen=True, slots=True)
class Scope:
    """The rows of one issuer, or of all of them; made by `Scope.issuer` and `Scope.operator` only."""

    issuer_id: str | None

    @classmethod
    def issuer(cls, issuer_id: str) -> Self:
        """See the rows of one issuer and no others."""
        return cls(issuer_id)

    @classmethod
    def operator(cls) -> Self:
        """See every row: the admin key, and the service's own work."""
        return cls(None)

    def where(self, column: ColumnElement[str] | ColumnElement[str | None]) -> ColumnElement[bool]:
        """Narrow a statement to this scope; `column` holds the id of the issuer that owns the row."""
        return true() if self.issuer_id is None else column == self.issuer_id

    def admit(self, issuer_id: str | None) -> None:
        """Refuse to write a row for an issuer outside this scope (None: a row of the service itself).

        Raises:
            NotFound: the issuer is another one; whether it exists is not told.
        """
        if self.issuer_id not in (None, issuer_id):
            raise NotFound("There is no such issuer.")
