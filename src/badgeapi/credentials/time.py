"""Times as the documents write them, read strictly.

Source: XML Schema 1.1 Part 2 section 3.4.28 (dateTimeStamp), narrowed to the years 0001 to 9999 of Python.
Not here: clocks, and what a time means for a credential.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Annotated, Final, TypeAlias

from pydantic import ValidationInfo
from pydantic_core import PydanticCustomError

from badgeapi.credentials.node import DOCUMENT
from badgeapi.credentials.values import Leaf, matching
from badgeapi.errors import InvalidInput

_DAY: Final = r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
_ZONE: Final = r"(?:Z|([+-])([0-9]{2}):([0-9]{2}))"
_TIME: Final = r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?"
_stamp = re.compile(f"{_DAY}T{_TIME}(?P<zone>{_ZONE})?").fullmatch
_usual = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?!24)[0-9]{2}:[0-9]{2}:[0-9]{2}Z").fullmatch
_day = re.compile(_DAY).fullmatch

_FORM: Final = "must be a time with offset such as 2026-01-31T09:30:00Z"
_NO_SUCH: Final = "names a day, time or offset that does not exist"
_NO_LEAP: Final = "has second 60; leap seconds are not accepted, write 59"
_NO_24: Final = "has hour 24; write 00:00:00 of the next day"
_BEYOND: Final = "lies outside the years 0001 to 9999 in UTC"


@lru_cache(maxsize=1024)
def parse_datetime(text: str) -> datetime:
    """Read an xsd:dateTimeStamp to an aware datetime in UTC; digits below the microsecond are cut off.

    Raises:
        InvalidInput: code `not_a_datetime`: no offset, no such day, leap second, hour 24, or any other form.
    """
    try:
        return _parse(text)
    except ValueError as error:
        raise InvalidInput(f"The text {error}.", code="not_a_datetime") from error


def format_datetime(at: datetime) -> str:
    """Write an aware datetime in UTC as xsd:dateTimeStamp, with a fraction only where there is one."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _parse(text: str) -> datetime:
    if _usual(text):
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass  # what is wrong with it is found out below
    found = _stamp(text)
    if not found or not found["zone"]:
        raise ValueError(_FORM)
    year, month, day, hour, minute, second, fraction, _, sign, hours, minutes = found.groups()
    if second == "60":
        raise ValueError(_NO_LEAP)
    if hour == "24":
        raise ValueError(_NO_24)
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    if int(minutes or 0) > 59 or offset > timedelta(hours=14):
        raise ValueError(_NO_SUCH)
    micro = int((fraction or "0").ljust(6, "0")[:6])
    zone = timezone(-offset if sign == "-" else offset)
    try:
        local = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second), micro, tzinfo=zone)
    except ValueError:
        raise ValueError(_NO_SUCH) from None
    try:
        return local.astimezone(UTC)
    except OverflowError:
        raise ValueError(_BEYOND) from None


def _read_stamp(value: str, _info: ValidationInfo) -> None:
    try:
        _parse(value)
    except ValueError as error:
        raise PydanticCustomError("not_a_datetime", "{rule}", {"rule": str(error)}) from None


def _read_datetime(value: str, info: ValidationInfo) -> None:
    """In a document the offset may be absent: the standard has plain DateTime here; we emit an offset."""
    found = _stamp(value) if info.context == DOCUMENT else None
    _read_stamp(value if not found or found["zone"] else f"{value}Z", info)


def _read_date(value: str, _info: ValidationInfo) -> None:
    try:
        known = _day(value) and date.fromisoformat(value)
    except ValueError:
        known = None
    if not known:
        rule = "must be a date such as 2026-01-31"
        raise PydanticCustomError("not_a_date", "{rule}", {"rule": rule})


_SHOWN: Final = {"format": "date-time", "pattern": f"^{_DAY}T{_TIME}{_ZONE}$"}

# Days that every year has, far from both ends of the calendar.
_SURE_DAY: Final = (
    r"[1-8][0-9]{3}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    r"|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)
_SURE_TIME: Final = r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,9})?"
_SURE_ZONE: Final = r"(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9])"

DateTimeStamp: TypeAlias = Annotated[str, Leaf(_read_stamp, _SHOWN, matching(_SURE_DAY + _SURE_TIME + _SURE_ZONE))]
DateTime: TypeAlias = Annotated[str, Leaf(_read_datetime, _SHOWN, matching(f"{_SURE_DAY}{_SURE_TIME}{_SURE_ZONE}?"))]
Date: TypeAlias = Annotated[str, Leaf(_read_date, {"format": "date", "pattern": f"^{_DAY}$"}, matching(_SURE_DAY))]
