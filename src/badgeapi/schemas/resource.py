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


class Resource(BaseModel):
    """An answer; members that have no value are left out."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)


class Page(Resource, Generic[T]):
    """A page of a list."""

    items: list[T]
    next_cursor: str | None = Field(None, description="Give it as `cursor` to read on; absent on the last page.")
