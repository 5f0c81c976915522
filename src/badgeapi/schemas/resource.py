"""What all answers have in common: camelCase, and a page of them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer
from pydantic.alias_generators import to_camel

from badgeapi.credentials.time import format_datetime

Moment = Annotated[datetime, PlainSerializer(format_datetime, return_type=str)]
"""A time in UTC, written as the credentials write theirs."""

T = TypeVar("T")

Maybe = Annotated[T | None, Field(exclude_if=lambda value: value is None)]
"""A member that is left out when it has no value."""


class Resource(BaseModel):
    """An answer."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)


class Page(Resource, Generic[T]):
    """A page of a list."""

    items: list[T]
    next_cursor: Maybe[str] = Field(None, description="Give it as `cursor` to read on; absent on the last page.")
