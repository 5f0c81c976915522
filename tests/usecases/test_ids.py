"""Identifiers and salts: the forms of RFC 9562, and chance that is given out once."""

from datetime import UTC, datetime
from uuid import RFC_4122, UUID

import pytest

from badgeapi.usecases import ids

AT = datetime(2026, 3, 1, 12, 30, 0, 250_000, tzinfo=UTC)


def test_an_id_is_a_uuid_of_its_time():
    """RFC 9562 section 5.7: version 7, the variant, and the milliseconds since 1970 before all chance."""
    found = UUID(ids.new_id(AT))
    assert (found.version, found.variant) == (7, RFC_4122)
    assert found.int >> 80 == 1772368200250
    assert ids.new_id(AT, lambda size: b"\xff" * size) == "019ca960-823a-7fff-bfff-ffffffffffff"
    assert len({ids.new_id(AT) for _ in range(100)}) == 100


def test_a_urn_is_a_random_uuid():
    """RFC 9562 section 5.4: version 4 and the variant; all bits set where chance has them all."""
    assert ids.new_urn(lambda size: b"\xff" * size) == "urn:uuid:ffffffff-ffff-4fff-bfff-ffffffffffff"
    assert ids.new_urn(bytes) == "urn:uuid:00000000-0000-4000-8000-000000000000"
    assert len({ids.new_urn() for _ in range(100)}) == 100


def test_a_salt_is_sixteen_random_bytes():
    """In base64url without padding (RFC 4648 section 5)."""
    assert ids.new_salt(lambda size: b"\xfb\xff" * (size // 2)) == "-__7__v_-__7__v_-__7_w"
    assert len({ids.new_salt() for _ in range(100)}) == 100


@pytest.mark.parametrize("size", [0, 1, 10, 64])
def test_chance_is_given_out_once_and_never_runs_out(size: int):
    """Also when more is drawn than was asked for at first: as many bytes as wanted, none of them twice."""
    draw = ids.drawing(size)
    drawn = [draw(8) for _ in range(100)]
    assert {len(one) for one in drawn} == {8}
    assert len({*drawn}) == 100
