"""JSON Canonicalization Scheme: the examples of RFC 8785 and the refusals of I-JSON."""

import math
import struct

import pytest

from badgeapi.canon import jcs, json
from badgeapi.errors import InvalidInput

# RFC 8785 appendix B: IEEE 754 bits and the text that they serialise to.
NUMBERS = {
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "ffefffffffffffff": "-1.7976931348623157e+308",
    "4340000000000000": "9007199254740992",
    "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000",
    "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332",
    "41b3de4355555557": "333333333.33333343",
    "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
}


@pytest.mark.parametrize(("bits", "text"), NUMBERS.items(), ids=NUMBERS.values())
def test_numbers_are_written_as_ecmascript_does(bits: str, text: str):
    """RFC 8785 appendix B."""
    (number,) = struct.unpack(">d", bytes.fromhex(bits))
    assert jcs.dumps(number) == text.encode()


def test_members_are_sorted_by_utf_16_code_units():
    """RFC 8785 section 3.2.3: a character beyond the BMP (D83D DE00) comes before U+FB33."""
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\x80", "\u00f6"]
    sorted_names = ["\r", "1", "\x80", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
    assert list(json.loads_object(jcs.dumps(dict.fromkeys(names)))) == sorted_names


def test_the_example_of_the_rfc():
    """RFC 8785 section 3.2.2 and the bytes of section 3.2.4."""
    source = (
        '{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],'
        ' "string": "\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/",'
        ' "literals": [null, true, false]}'
    )
    assert (
        jcs.dumps(json.loads(source))
        == (
            '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
            '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
        ).encode()
    )


NOT_JSON = {
    "NaN": math.nan,
    "infinity": [math.inf],
    "integer beyond 2^53 - 1": {"n": 2**53},
    "integer below -(2^53 - 1)": -(2**53),
    "integer of 5000 digits": 10**5000,
    "lone surrogate": {"a": "\ud83d"},
    "lone surrogate in a name": {"\udc00": 1},
    "a name that is no text": {1: 2},
    "bytes": b"a",
}


@pytest.mark.parametrize("value", NOT_JSON.values(), ids=NOT_JSON.keys())
def test_what_is_not_i_json_is_refused(value: object):
    """RFC 8785 section 3.1 asks for I-JSON; every refusal of the library is an error of ours."""
    with pytest.raises(InvalidInput):
        jcs.dumps(value)


def test_nesting_beyond_the_stack_is_refused():
    """The library recurses; its depth must not become a crash."""
    value: list[object] = []
    for _ in range(100_000):
        value = [value]
    with pytest.raises(InvalidInput):
        jcs.dumps(value)
