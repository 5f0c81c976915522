"""Which keys of an upload stood in it before: all of them, however many, in a table that grows."""

from __future__ import annotations

import pytest

from badgeapi.jobs.repeats import Repeats


def test_the_last_chunk_with_one_of_the_keys_is_told():
    """Of several earlier ones the last; a chunk's own repetitions are none; keys are found however rows are spaced."""
    repeats = Repeats()
    assert repeats.last_chunk_before(0, [b'{"key": "a"}', b'{"key":"b"}', b'{"key":"a"}']) is None
    assert repeats.last_chunk_before(1, [b'{"name": "a", "key"\t:\r"c"}', b"no row at all"]) is None
    assert repeats.last_chunk_before(2, [b'{"key":"d"}', b'{"key":"b"}', b'{"key":"c"}']) == 1
    assert repeats.last_chunk_before(3, [b'{"key":"b"}']) == 2
    assert repeats.last_chunk_before(9, [b'{"key":"a"}']) == 0


@pytest.mark.parametrize("chunks", [3, 60])
def test_no_key_is_forgotten_when_the_table_grows(chunks: int):
    """Every key is found again in the chunk that had it, and none that was not there."""
    repeats = Repeats()
    for number in range(chunks):
        rows = [b'{"key":"%d-%d"}' % (number, row) for row in range(500)]
        assert repeats.last_chunk_before(number, rows) is None
    for number in range(chunks):
        assert repeats.last_chunk_before(chunks + number, [b'{"key":"%d-499"}' % number]) == number
    assert repeats.last_chunk_before(2 * chunks, [b'{"key":"%d-0"}' % chunks]) is None
