"""Times that are not times, that have not come, and that are over.

Source: XML Schema 1.1 Part 2 section 3.4.28 (dateTimeStamp); VC Data Model 2.0 section 4.9.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.hostile.case import NOT_VERIFIED, Case, World
from tests.hostile.documents import at, badge, badge_1, endorsement
from tests.hostile.keys import Json
from tests.hostile.signing import JCS, signed

MALFORMED: dict[str, object] = {
    "date-only": "2026-01-01",
    "no-zone": "2026-01-01T00:00:00",
    "space": "2026-01-01 00:00:00Z",
    "lower-case": "2026-01-01t00:00:00z",
    "no-seconds": "2026-01-01T00:00Z",
    "basic-format": "20260101T000000Z",
    "short-offset": "2026-01-01T00:00:00+13",
    "offset-without-colon": "2026-01-01T00:00:00+1300",
    "offset-beyond": "2026-01-01T00:00:00+15:00",
    "offset-minutes-beyond": "2026-01-01T00:00:00+01:60",
    "month-13": "2026-13-01T00:00:00Z",
    "day-30-february": "2026-02-30T00:00:00Z",
    "day-29-february": "2026-02-29T00:00:00Z",
    "hour-25": "2026-01-01T25:00:00Z",
    "hour-24": "2025-12-31T24:00:00Z",
    "leap-second": "2016-12-31T23:59:60Z",
    "second-61": "2026-01-01T00:00:61Z",
    "year-0": "0000-01-01T00:00:00Z",
    "year-10000": "10000-01-01T00:00:00Z",
    "year-negative": "-2026-01-01T00:00:00Z",
    "before-year-1": "0001-01-01T00:00:00+14:00",
    "week-date": "2026-W01-1T00:00:00Z",
    "arabic-digits": "٢٠٢٦-01-01T00:00:00Z",
    "full-width-digits": "２０２６-01-01T00:00:00Z",
    "trailing-space": "2026-01-01T00:00:00Z ",
    "trailing-newline": "2026-01-01T00:00:00Z\n",
    "comma-fraction": "2026-01-01T00:00:00,5Z",
    "bare-point": "2026-01-01T00:00:00.Z",
    "rfc-2822": "Thu, 01 Jan 2026 00:00:00 GMT",
    "epoch": "1767225600",
    "epoch-number": 1767225600,
    "word": "now",
    "empty": "",
    "array": ["2026-01-01T00:00:00Z"],
    "object": {"@value": "2026-01-01T00:00:00Z"},
    "true": True,
}


def _malformed() -> Iterator[Case]:
    for name, value in MALFORMED.items():
        yield _no(
            f"valid-from-{name}",
            f"{value!r} is no time",
            lambda _, v=value: signed(badge(validFrom=v), suite=JCS),
            "shape json_ld validity_period",
        )
    for name in ("date-only", "no-zone", "leap-second", "array", "epoch-number"):
        yield _no(
            f"valid-until-{name}",
            "nor an end",
            lambda _, v=MALFORMED[name]: signed(badge(validUntil=v), suite=JCS),
            "shape json_ld validity_period",
        )


def dated(**members: object) -> Callable[[World], Json]:
    return lambda _: signed(badge(**members), suite=JCS)


def _no(name: str, truth: str, make: Callable[..., Any], because: str = "validity_period") -> Case:
    return Case(name, truth, make, NOT_VERIFIED, because)


CASES = (
    *_malformed(),
    _no("expired", "an expired badge", dated(validUntil="2026-01-02T00:00:00Z")),
    _no("expired-by-offset", "compared in UTC, not as text", dated(validFrom="2020-01-01T00:00:00Z", validUntil="2020-12-31T23:59:59-13:00")),
    _no("not-yet", "a badge of the future", dated(validFrom="2099-01-01T00:00:00Z")),
    _no("not-yet-by-offset", "compared in UTC", dated(validFrom="2098-12-31T23:59:59-13:00")),
    _no("ends-before-it-begins", "an end before the beginning", dated(validFrom="2026-01-02T00:00:00Z", validUntil="2026-01-01T00:00:00Z"), "shape validity_period"),
    _no("no-valid-from", "a badge without a beginning", lambda _: signed({name: value for name, value in badge().items() if name != "validFrom"}, suite=JCS), "shape"),
    _no("two-ends", "an array of ends, one of them past", dated(validUntil=["2099-01-01T00:00:00Z", "2020-01-01T00:00:00Z"]), "shape json_ld validity_period"),
    _no("old-names-in-2-0", "issuanceDate in VC 2.0", dated(issuanceDate="2026-01-01T00:00:00Z"), "json_ld"),
    _no("old-expiry-in-2-0", "an expiry that VC 2.0 does not know", dated(expirationDate="2020-01-01T00:00:00Z"), "json_ld validity_period"),
    _no("new-names-in-1-1", "validUntil in VC 1.1", lambda _: signed(badge_1(validUntil="2020-01-01T00:00:00Z"), suite=JCS), "json_ld validity_period shape"),
    _no("expired-1-1", "an expired badge of VC 1.1", lambda _: signed(badge_1(expirationDate="2026-01-02T00:00:00Z"))),
    _no("not-yet-1-1", "a future one", lambda _: signed(badge_1(issuanceDate="2099-01-01T00:00:00Z"))),
    _no("expired-endorsement", "an endorsement by itself expires too", lambda _: signed(endorsement(badge()["issuer"]["id"], validUntil="2026-01-02T00:00:00Z"))),
    _no("awarded-unreadable", "awardedDate must be a time", dated(awardedDate="soon"), "shape json_ld"),
    _no("end-taken-away", "an end cannot be taken away", lambda _: {name: value for name, value in signed(badge(validUntil="2026-01-02T00:00:00Z")).items() if name != "validUntil"}, "proof"),
    _no("end-moved", "nor moved", lambda _: at(signed(badge(validUntil="2026-01-02T00:00:00Z")), "/validUntil", "2099-01-02T00:00:00Z"), "proof"),
)  # fmt: skip
