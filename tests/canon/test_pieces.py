"""What goes into templates is written as JSON and N-Quads have it, whether it is judged in one go or not."""

import pytest

from badgeapi.canon import json
from badgeapi.canon.nquads import escape
from badgeapi.canon.pieces import Words

CHARACTERS = [chr(code) for code in (*range(0xD800), *range(0xE000, 0x10100), 0x1F600, 0xFFFFE, 0x10FFFF)]


def expected(values: list[str]) -> tuple[list[bytes], list[bytes]]:
    return [json.dumps(value)[1:-1] for value in values], [escape(value).encode() for value in values]


def test_every_character_is_written_as_the_writers_write_it():
    """Alone between two others, as `json.dumps` and `nquads.escape` have it."""
    words = Words([False, False, False], frozenset())
    for character in CHARACTERS:
        values = ["before", f"a{character}b", "after"]
        assert words.write(values) == expected(values), hex(ord(character))


def test_many_texts_are_written_as_each_by_itself():
    """Also where one is empty, where one ends a line, and where the last is the one that needs escaping."""
    words = Words([False] * 3, frozenset())
    for values in (
        ["", "", ""],
        ["a\n", "b", "c"],
        ["a", "b", '"'],
        ["\n", "\n", "\n"],
        ["é", "", "\x7f"],
        ["\uff01"] * 3,
    ):
        assert words.write(values) == expected(values)


@pytest.mark.parametrize(
    "iri",
    [
        "no iri",
        "a:b c",
        "urn:x\nurn:y",
        "urn:x\n",
        "_:b",
        "id:x",
        "urn:",
        "1a:b",
        "urn:\ud800",
        "urn:\x7f",
        "urn:\u2028",
    ],
)
def test_what_the_gate_must_judge_is_left_to_it(iri: str):
    """In every place among others that are good; `id` is a term of the context."""
    words = Words([True, False, True], frozenset({"id"}))
    good = ["did:key:1", "x", "https://e.example/é"]
    assert words.write(good) == ([one.encode() for one in good], [one.encode() for one in good])
    assert words.write([iri, "x", "urn:x"]) is None
    assert words.write(["urn:x", "x", iri]) is None


def test_half_of_a_surrogate_pair_is_left_to_the_caller():
    """UTF-8 has no bytes for it."""
    assert Words([False], frozenset()).write(["a\ud800"]) is None
