"""Times: xsd:dateTimeStamp, read strictly, and xsd:date."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from badgeapi.credentials.node import DOCUMENT
from badgeapi.credentials.time import Date, DateTime, DateTimeStamp, format_datetime, parse_datetime
from badgeapi.errors import InvalidInput

# Worked out by hand: the text, and the same moment in UTC.
ACCEPTED = {
    "2026-01-31T09:30:00Z": datetime(2026, 1, 31, 9, 30, tzinfo=UTC),
    "2021-09-07T02:09:59+02:00": datetime(2021, 9, 7, 0, 9, 59, tzinfo=UTC),
    "2021-09-07T02:09:59-09:30": datetime(2021, 9, 7, 11, 39, 59, tzinfo=UTC),
    "2026-01-01T00:00:00+14:00": datetime(2025, 12, 31, 10, tzinfo=UTC),
    "2026-01-01T00:00:00-14:00": datetime(2026, 1, 1, 14, tzinfo=UTC),
    "2026-01-01T00:00:00-00:00": datetime(2026, 1, 1, tzinfo=UTC),
    "2024-02-29T23:59:59Z": datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC),
    "2000-02-29T00:00:00Z": datetime(2000, 2, 29, tzinfo=UTC),
    "2026-01-31T09:30:00.5Z": datetime(2026, 1, 31, 9, 30, 0, 500_000, tzinfo=UTC),
    "2026-01-31T09:30:00.123456789Z": datetime(2026, 1, 31, 9, 30, 0, 123_456, tzinfo=UTC),
    "0001-01-01T00:00:00Z": datetime(1, 1, 1, tzinfo=UTC),
    "9999-12-31T23:59:59Z": datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
}
REFUSED = [
    "",
    "now",
    "1769851800",
    "2026-01-31",
    "2026-01-31T09:30:00",  # no offset
    "2026-01-31T09:30Z",
    "2026-01-31T09Z",
    "2026-01-31 09:30:00Z",
    "2026-01-31t09:30:00Z",
    "2026-01-31T09:30:00z",
    " 2026-01-31T09:30:00Z",
    "2026-01-31T09:30:00Z ",
    "2026-01-31T09:30:00Z\n",
    "20260131T093000Z",
    "2026-W05-6T09:30:00Z",
    "2026-031T09:30:00Z",
    "2026-1-31T09:30:00Z",
    "2026-01-31T9:30:00Z",
    "26-01-31T09:30:00Z",
    "12026-01-31T09:30:00Z",  # legal in XML Schema, beyond what Python and databases hold
    "-0001-01-31T09:30:00Z",
    "+2026-01-31T09:30:00Z",
    "0000-01-01T00:00:00Z",
    "2026-00-10T00:00:00Z",
    "2026-13-10T00:00:00Z",
    "2026-01-00T00:00:00Z",
    "2026-02-29T00:00:00Z",
    "1900-02-29T00:00:00Z",
    "2026-04-31T00:00:00Z",
    "2026-01-31T24:00:00Z",
    "2026-01-31T25:00:00Z",
    "2026-01-31T09:60:00Z",
    "2026-01-31T09:30:61Z",
    "2016-12-31T23:59:60Z",  # a leap second that was
    "2026-01-31T09:30:00.Z",
    "2026-01-31T09:30:00,5Z",
    "2026-01-31T09:30:00.1234567890Z",
    "2026-01-31T09:30:00+0200",
    "2026-01-31T09:30:00+02",
    "2026-01-31T09:30:00+2:00",
    "2026-01-31T09:30:00+14:01",
    "2026-01-31T09:30:00+15:00",
    "2026-01-31T09:30:00+05:60",
    "2026-01-31T09:30:00Z+02:00",
    "2026-01-31T09:30:00UTC",
    "2026-01-31T09:30:00[Europe/Paris]",
    "٢٠٢٦-01-31T09:30:00Z",
    "2026-01-31T09:30:0０Z",
    "0001-01-01T00:00:00+00:01",  # year 0 in UTC
    "9999-12-31T23:59:59-00:01",  # year 10000 in UTC
]


@pytest.mark.parametrize(("text", "moment"), ACCEPTED.items())
def test_reads_the_moment_meant(text: str, moment: datetime):
    """A verifier compares moments, so offset and fraction must count and the answer be in UTC."""
    assert parse_datetime(text) == moment
    assert parse_datetime(text).tzinfo is UTC
    assert TypeAdapter(DateTimeStamp).validate_python(text) == text, "the text is what is signed: kept as it is"


@pytest.mark.parametrize("text", REFUSED)
def test_refuses_every_other_form(text: str):
    """A time that two verifiers could read differently is no time; the answer is a fault, never a crash."""
    with pytest.raises(InvalidInput) as caught:
        parse_datetime(text)
    assert caught.value.faults[0].code == "not_a_datetime"
    for context in (None, DOCUMENT):
        with pytest.raises(ValidationError):
            TypeAdapter(DateTimeStamp).validate_python(text, context=context)


def test_plain_datetime_may_lack_the_offset_in_documents_only():
    """The activity dates are DateTime, not DateTimeZ, in the standard; we always emit the offset."""
    text = "2026-01-31T09:30:00"
    assert TypeAdapter(DateTime).validate_python(text, context=DOCUMENT) == text
    assert TypeAdapter(DateTime).validate_python(f"{text}Z", context=DOCUMENT) == f"{text}Z"
    for wrong, context in ((text, None), ("2026-02-31T00:00:00", DOCUMENT), ("2026-01-31", DOCUMENT)):
        with pytest.raises(ValidationError):
            TypeAdapter(DateTime).validate_python(wrong, context=context)


@pytest.mark.parametrize("text", ["1970-01-01", "2024-02-29"])
def test_date_is_read(text: str):
    """A date of birth is a day."""
    assert TypeAdapter(Date).validate_python(text) == text


@pytest.mark.parametrize(
    "text", ["", "2026-02-29", "20260131", "2026-W05-6", "2026-01-31Z", "2026-1-1", "2026-01-31T00:00:00Z"]
)
def test_date_is_read_strictly(text: str):
    """Python's own reader takes basic and week dates; other verifiers do not."""
    with pytest.raises(ValidationError, match="must be a date"):
        TypeAdapter(Date).validate_python(text)


@given(st.datetimes(timezones=st.just(UTC)))
def test_written_times_are_read_back(moment: datetime):
    """What we emit is what we accept, to the microsecond."""
    assert parse_datetime(format_datetime(moment)) == moment


@given(st.text(alphabet="0123456789-+:.TZ ", max_size=36))
def test_any_text_gets_an_answer(text: str):
    """Nearly well-formed texts must not reach Python's own exceptions."""
    try:
        parse_datetime(text)
    except InvalidInput as error:
        assert len(error.message) < 200
