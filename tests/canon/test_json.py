"""The strict reader: what Python's own parser lets through and we must not (RFC 7493, I-JSON)."""

import json as stdlib_json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from badgeapi import limits
from badgeapi.canon import json
from badgeapi.errors import InputTooLarge, MalformedInput

REFUSED = {
    "duplicate member": (b'{"a": {"b": 1, "b": 2}}', "duplicate_member", "/a"),
    "duplicate by escape": (b'{"n": 1, "\\u006e": 2}', "duplicate_member", ""),
    "duplicate member without blanks": (b'{"a":1,"a":1}', "duplicate_member", ""),
    "duplicate member beside a number written short": (b'{"a":1e9,"a":1e5}', "duplicate_member", ""),
    "NaN": (b'{"a": [1, NaN]}', "not_a_number", "/a/1"),
    "Infinity": (b"[-Infinity]", "not_a_number", "/0"),
    "overflow": (b'{"x/y": 1e999}', "number_out_of_range", "/x~1y"),
    "integer beyond 2^53": (b'{"n": 9007199254740993}', "number_out_of_range", "/n"),
    "integer beyond 2^53 without blanks": (b'{"n":9007199254740993}', "number_out_of_range", "/n"),
    "integer of 5000 digits": (b'{"n": ' + b"9" * 5000 + b"}", "number_out_of_range", "/n"),
    "lone surrogate": (b'{"a": "\\ud83d"}', "bad_text", "/a"),
    "lone surrogate in a name": (b'{"a": {"\\udc00": 1}}', "bad_text", "/a"),
    "U+0000 without blanks": (b'{"a":"\\u0000"}', "bad_text", "/a"),
    "U+0000": (b'{"a": ["\\u0000"]}', "bad_text", "/a/0"),
    "raw control character": (b'{"a": "\x01"}', "not_json", ""),
    "raw surrogate bytes": (b'{"a": "\xed\xa0\xbd"}', "not_utf8", ""),
    "Latin-1": (b'{"a": "\xe9"}', "not_utf8", ""),
    "UTF-16": ('{"a": 1}'.encode("utf-16"), "not_utf8", ""),
    "trailing comma": (b'{"a": 1,}', "not_json", ""),
    "comment": (b'{"a": 1} // x', "not_json", ""),
    "two values": (b"{} {}", "not_json", ""),
    "empty": (b"", "not_json", ""),
    "single quotes": (b"{'a': 1}", "not_json", ""),
}


@pytest.mark.parametrize(("data", "code", "pointer"), REFUSED.values(), ids=REFUSED.keys())
def test_refuses_what_other_parsers_would_read_differently(data: bytes, code: str, pointer: str):
    """Two programs that read the same bytes must see the same document, so ambiguity is refused where it stands."""
    with pytest.raises(MalformedInput) as caught:
        json.loads(data)
    assert [(fault.code, fault.pointer) for fault in caught.value.faults] == [(code, pointer)]


@pytest.mark.parametrize("opener", [b"[", b'{"a":'])
@pytest.mark.parametrize("depth", [65, 900, 100_000])
def test_refuses_deep_nesting_without_recursion(opener: bytes, depth: int):
    """A few kilobytes of brackets must not exhaust the stack."""
    closer = b"]" if opener == b"[" else b"}"
    with pytest.raises(InputTooLarge):
        json.loads(opener * depth + b"1" + closer * depth)


def test_accepts_the_deepest_allowed_document():
    """The cap is a cap on levels of containers: 64 pass."""
    assert json.loads(b"[" * limits.JSON_DEPTH + b"]" * limits.JSON_DEPTH)


def test_refuses_too_many_bytes_and_too_many_values():
    """Size is checked before parsing, the number of values while walking."""
    with pytest.raises(InputTooLarge):
        json.loads(b" " * (limits.BODY_BYTES + 1))
    with pytest.raises(InputTooLarge):
        json.loads(b"[" + b"1," * limits.JSON_NODES + b"1]")


def test_a_body_that_is_no_object_is_named_as_such():
    """Routes that need an object say so instead of failing later."""
    with pytest.raises(MalformedInput) as caught:
        json.loads_object(b"[1]")
    assert caught.value.faults[0].code == "not_an_object"


PORTABLE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(PORTABLE)
def test_reads_what_the_standard_parser_reads(value: object):
    """For portable JSON the strict reader and Python's agree, and what we write reads back equal."""
    assert json.loads(stdlib_json.dumps(value)) == value
    assert json.loads(json.dumps(value)) == value
    assert repr(json.loads(json.dumps(value))) == repr(stdlib_json.loads(json.dumps(value)))  # 1 is not 1.0 or true


@pytest.mark.parametrize(
    "text",
    ['{"a b":1,"ab":2}', '{ "a":\t[1.0,1,true] ,\r\n"":"" }', "[-0.0,-0,1e5,1E5,100000.0]", '{"a":"\x7f\u2028"}'],
)
def test_blanks_and_spellings_of_numbers_change_nothing(text: str):
    """Names that differ in blanks only are two members, and a number is what the standard parser says it is."""
    assert repr(json.loads(text)) == repr(stdlib_json.loads(text))


@given(st.binary(max_size=200))
def test_never_fails_in_any_other_way(data: bytes):
    """Any bytes give a value or one of our errors."""
    with suppress(MalformedInput, InputTooLarge):
        json.loads(data)
