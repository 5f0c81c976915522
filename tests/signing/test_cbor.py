"""CBOR is read as deterministic encoding writes it, and no further than it goes. RFC 8949."""

from collections.abc import Callable
from typing import Any

import pytest

from badgeapi.errors import MalformedInput
from badgeapi.signing.cbor import Reader

# RFC 8949 appendix A.
NUMBERS = {
    "00": 0,
    "01": 1,
    "0a": 10,
    "17": 23,
    "1818": 24,
    "1819": 25,
    "1864": 100,
    "1903e8": 1000,
    "1a000f4240": 1000000,
    "1b000000e8d4a51000": 1000000000000,
    "1bffffffffffffffff": 18446744073709551615,
    "18ff": 255,
    "190100": 256,
    "19ffff": 65535,
    "1a00010000": 65536,
    "1b0000000100000000": 4294967296,
}


@pytest.mark.parametrize(("text", "number"), NUMBERS.items())
def test_numbers(text: str, number: int):
    """Appendix A, and both sides of each change of length."""
    reader = Reader(bytes.fromhex(text))
    assert reader.number() == number
    reader.end()


def test_collections():
    """Appendix A: `[1, 2, 3]`, an empty array, h'01020304', {1: 2, 3: 4}; a tuple is entered."""
    reader = Reader(bytes.fromhex("83010203"))
    assert reader.items(reader.number) == [1, 2, 3]
    assert Reader(bytes.fromhex("80")).items(int) == []
    assert Reader(bytes.fromhex("4401020304")).octets(4) == b"\1\2\3\4"
    assert Reader(bytes.fromhex("40")).octets(0) == b""
    reader = Reader(bytes.fromhex("a201020304"))
    assert reader.mapping(reader.number, reader.number) == {1: 2, 3: 4}
    reader = Reader(bytes.fromhex("820180"))
    reader.enter(2)
    assert (reader.number(), reader.items(reader.number)) == (1, [])
    reader.end()


def number(reader: Reader) -> Any:
    return reader.number()


def octets(reader: Reader) -> Any:
    return reader.octets(2)


def items(reader: Reader) -> Any:
    return reader.items(reader.number)


def mapping(reader: Reader) -> Any:
    return reader.mapping(reader.number, reader.number)


def enter(reader: Reader) -> Any:
    reader.enter(2)


REFUSED: dict[str, tuple[str, Callable[[Reader], Any]]] = {
    "nothing": ("", number),
    "23 in two bytes": ("1817", number),
    "255 in three bytes": ("1900ff", number),
    "65535 in five bytes": ("1a0000ffff", number),
    "4294967295 in nine bytes": ("1b00000000ffffffff", number),
    "half a number": ("19ff", number),
    "no number": ("18", number),
    "reserved": ("1c", number),
    "reserved, with enough behind it": ("1c" + "ff" * 16, number),
    "indefinite": ("1f", number),
    "indefinite, with enough behind it": ("1f" + "ff" * 128, number),
    "negative": ("20", number),
    "a float": ("f90000", number),
    "a tag": ("c100", number),
    "true": ("f5", number),
    "one byte": ("4101", octets),
    "three bytes": ("43010203", octets),
    "two bytes announced, one there": ("4201", octets),
    "a text": ("626162", octets),
    "bytes of indefinite length": ("5f4101", octets),
    "an array that ends too early": ("8301", items),
    "an array longer than the earth is old": ("9bffffffffffffffff", items),
    "an array of indefinite length": ("9f01ff", items),
    "an array of bytes": ("8140", items),
    "a map": ("a0", items),
    "a map with a key twice": ("a201020103", mapping),
    "a map without its last value": ("a201020300"[:-2], mapping),
    "a huge map": ("bb00000000ffffffff", mapping),
    "an array of three": ("83010203", enter),
    "a number where an array is due": ("02", enter),
}


@pytest.mark.parametrize(("text", "read"), REFUSED.values(), ids=REFUSED.keys())
def test_anything_else_is_refused(text: str, read: Callable[[Reader], Any]):
    """Another type, another length, a longer spelling, an end that comes too early."""
    with pytest.raises(MalformedInput):
        read(Reader(bytes.fromhex(text)))


def test_nothing_may_follow():
    """The end is where the last byte is."""
    reader = Reader(bytes.fromhex("0000"))
    reader.number()
    with pytest.raises(MalformedInput, match="follows"):
        reader.end()
