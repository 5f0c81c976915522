"""/problems: what each error means and what to do, at the address that its `type` names"""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from fastapi import APIRouter

from badgeapi.errors import BadgeError, NotFound
from badgeapi.routers import problems
from badgeapi.schemas.resource import Resource

router = APIRouter(prefix="/problems", tags=["operations"])


class ErrorPage(Resource):
    """An error explained."""

    code: str
    status: int
    title: str
    meaning: str
    remedy: str

    @classmethod
    def of(cls, kind: type[BadgeError]) -> ErrorPage:
        """Explain an error class."""
        return cls(
            code=kind.code,
            status=problems.status_of(kind),
            title=kind.title,
            meaning=inspect.cleandoc(kind.__doc__ or ""),
            remedy=kind.remedy,
        )


def all_errors() -> list[type[BadgeError]]:
    """Every error class, by code."""

    def below(kind: type[BadgeError]) -> Iterator[type[BadgeError]]:
        for child in kind.__subclasses__():
            yield child
            yield from below(child)

    return sorted(below(BadgeError), key=lambda kind: kind.code)


@router.get("/{code}", operation_id="getErrorPage")
async def get_error_page(code: str) -> ErrorPage:
    """Explain an error by its code."""
    for kind in all_errors():
        if kind.code == code:
            return ErrorPage.of(kind)
    raise NotFound("There is no such error.")
