"""One strict JSON reader for every body and every document, and the one writer for what is signed and stored.

Refused although Python's parser accepts it: duplicate members, NaN and Infinity, numbers that overflow, integers that
JavaScript would change, lone surrogates, U+0000, and nesting or size beyond `limits`. The result is I-JSON (RFC 7493),
so every later step (JSON-LD, JCS, PostgreSQL, other verifiers) sees the same values.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from json.encoder import encode_basestring
from typing import TypeAlias

from pydantic_core import from_json, to_json

from badgeapi import limits
from badgeapi.errors import InputTooLarge, MalformedInput, pointer

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"
JsonObject: TypeAlias = "dict[str, JsonValue]"

_CITATION = "RFC 7493 (I-JSON) section 2"


@dataclass(frozen=True, slots=True)
class _Refused:
    """Stands in the parsed value where a member or number must be refused, until its pointer is known."""

    code: str
    message: str


class _Suspect(Exception):  # a signal within this module, never an error of the product
    """Something is to be refused; where it stands, the other decoder tells."""


def loads(data: bytes | str, *, max_bytes: int = limits.BODY_BYTES) -> JsonValue:
    """Read one JSON text strictly.

    Raises:
        InputTooLarge: more than `max_bytes`, deeper than `JSON_DEPTH` or more than `JSON_NODES` values.
        MalformedInput: not UTF-8, not JSON, or not I-JSON; with code and JSON Pointer.
    """
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    if len(raw) > max_bytes:
        raise InputTooLarge(f"The document has {len(raw)} bytes; at most {max_bytes} are accepted.")
    if (found := _read_canonical(raw)) is not None:
        return found
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedInput(f"The document is not UTF-8 (byte {error.start}).", code="not_utf8") from error
    try:
        value, sound = _decode(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise MalformedInput(f"The document is not JSON: {error.msg} ({place}).", code="not_json") from error
    except RecursionError as error:
        raise InputTooLarge("The document is nested too deeply.", code="too_deep") from error
    # What makes a text bad can only be written as an escape: the decoders of UTF-8 and JSON refuse it otherwise.
    if not sound or "\\u" in text or not (_is_small(raw) or _is_bounded(value)):
        _refuse(value)
    return value


def _read_canonical(raw: bytes) -> JsonValue:
    """Read what is, but for blanks, the text that would be written for its value, as most is; None for others.

    Such a text has no member twice and no number that reads as another: without their blanks the two texts are one,
    so they have the same members and numbers. What it could still hold is left to the other decoders: escapes (no bad
    text is without one), integers of sixteen digits, more brackets or commas than may be.
    """
    if b"\\" in raw or _LONG in raw.translate(_ZEROS) or not _is_small(raw):
        return None
    try:
        value: JsonValue = from_json(raw, allow_inf_nan=False)
    except ValueError:
        return None
    written = to_json(value)
    return value if written == raw or written.translate(None, _BLANKS) == raw.translate(None, _BLANKS) else None


def _decode(text: str) -> tuple[JsonValue, bool]:
    """Parse, and tell whether the hooks found nothing to refuse; what they found stands in the value then."""
    try:
        return _QUICK.decode(text), True
    except _Suspect:
        return _DECODER.decode(text), False


def _is_small(text: bytes) -> bool:
    """Tell whether a JSON text has too few brackets and commas to be nested too deeply or to hold too many values."""
    opened = text.count(b"{") + text.count(b"[")
    return opened <= limits.JSON_DEPTH and opened + text.count(b",") < limits.JSON_NODES


def _is_bounded(root: object) -> bool:
    """Tell whether depth and number of values are within their limits, level by level and without pointers."""
    level, nodes = [root], 0
    for _ in range(limits.JSON_DEPTH + 1):
        nodes += len(level)
        below: list[object] = []
        for value in level:
            if isinstance(value, dict):
                below.extend(value.values())
            elif isinstance(value, list):
                below.extend(value)
        level = below
        if not level:
            return nodes <= limits.JSON_NODES
    return False


def _refuse(value: object) -> None:
    """Raise for the first thing that is to be refused, if there is any."""
    for place, found in _walk(value):
        match found:
            case _Refused(code, message):
                raise MalformedInput(message, code=code, pointer=place, citation=_CITATION)
            case str() if not _portable(found):
                raise MalformedInput(
                    "A text holds U+0000 or half of a surrogate pair.",
                    code="bad_text",
                    pointer=place,
                    citation=_CITATION,
                )


def loads_object(data: bytes | str, *, max_bytes: int = limits.BODY_BYTES) -> JsonObject:
    """Read one JSON object strictly; raises as `loads`, and `MalformedInput` for any other JSON value."""
    value = loads(data, max_bytes=max_bytes)
    if not isinstance(value, dict):
        raise MalformedInput("A JSON object is expected here.", code="not_an_object")
    return value


def dumps(value: object) -> bytes:
    """Write compact UTF-8 JSON, members in the order given: the bytes that are stored and served for ever."""
    if type(value) is dict and _ALIKE.issuperset(map(type, value.values())):
        return to_json(value)  # a third of the time
    return _ENCODER.encode(value).encode()


def quote(text: str) -> str:
    """Write one text as `dumps` does, with its quotes."""
    return encode_basestring(text)


def _portable(text: str) -> bool:
    return "\0" not in text and (text.isascii() or not any("\ud800" <= c <= "\udfff" for c in text))


def _walk(root: object) -> Iterator[tuple[str, object]]:
    """Yield every value (and every member name) with its pointer; iterative, so that depth costs no stack."""
    stack: list[tuple[str, int, object]] = [("", 1, root)]
    nodes = 0
    while stack:
        place, depth, value = stack.pop()
        nodes += 1
        if nodes > limits.JSON_NODES:
            raise InputTooLarge(f"The document has more than {limits.JSON_NODES} values.", code="too_many_values")
        yield place, value
        if isinstance(value, dict | list) and depth > limits.JSON_DEPTH:
            raise InputTooLarge(
                f"The document is nested deeper than {limits.JSON_DEPTH} levels.", code="too_deep", pointer=place
            )
        if isinstance(value, dict):
            for name, member in value.items():
                yield place, name
                stack.append((place + pointer(name), depth + 1, member))
        elif isinstance(value, list):
            stack.extend((f"{place}/{index}", depth + 1, member) for index, member in enumerate(value))


def _members(pairs: list[tuple[str, object]]) -> object:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _Suspect
    return members


def _sound(read: Callable[[str], object]) -> Callable[[str], object]:
    def number(text: str) -> object:
        value = read(text)
        if isinstance(value, _Refused):
            raise _Suspect
        return value

    return number


def _object(pairs: list[tuple[str, object]]) -> object:
    members = dict(pairs)
    if len(members) != len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                return _Refused("duplicate_member", f"The member {name[:60]!r} stands twice in one object.")
            seen.add(name)
    return members


def _integer(text: str) -> object:
    if len(text) > 17 or abs(number := int(text)) > limits.JSON_INTEGER:
        return _Refused("number_out_of_range", "An integer beyond 2^53 - 1 is not portable.")
    return number


def _float(text: str) -> object:
    number = float(text)
    if math.isinf(number):
        return _Refused("number_out_of_range", "A number is too large for an IEEE 754 double.")
    return number


def _constant(text: str) -> object:
    return _Refused("not_a_number", f"{text} is not JSON.")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_integer, parse_float=_float, parse_constant=_constant, strict=True
)
_QUICK = json.JSONDecoder(
    object_pairs_hook=_members,
    parse_int=_sound(_integer),
    parse_float=_sound(_float),
    parse_constant=_sound(_constant),
    strict=True,
)
_ZEROS = bytes(0x30 if 0x30 <= code <= 0x39 else 0 for code in range(256))  # every digit as a zero
_LONG = b"0" * 16
_BLANKS = b" \t\r\n"
_ALIKE = frozenset({str, int, bool, type(None)})  # what both writers write alike
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
