"""JSON that is none, or that two readers read differently.

Source: RFC 8259; RFC 7493 (I-JSON).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.hostile.case import Case, Sent, World
from tests.hostile.documents import badge
from tests.hostile.signing import JCS, signed


def _text(edit: Callable[[str], str | bytes]) -> Callable[[World], Sent]:
    def make(_world: World) -> Sent:
        changed = edit(json.dumps(signed(badge(), suite=JCS), ensure_ascii=False))
        return Sent(changed if isinstance(changed, bytes) else changed.encode("utf-8", "surrogatepass"))

    return make


def _with(member: str) -> Callable[[World], Sent]:
    """Put a member, as it is written, at the beginning of the document."""
    return _text(lambda text: "{" + member + "," + text[1:])


def _named(name: object) -> Callable[[World], Sent]:
    return _text(lambda text: text.replace('"name": ', f'"name": {name}, "x": ', 1))


UNREADABLE: dict[str, tuple[str, Callable[[World], Any]]] = {
    "duplicate-member": ("the last of two would count for some readers", _with('"id": "urn:x:1"')),
    "duplicate-escaped": ("an escape hides the second", _with('"i\\u0064": "urn:x:1"')),
    "duplicate-deep": (
        "also far below",
        _text(lambda t: t.replace('"narrative": ', '"narrative": "a", "narrative": ', 1)),
    ),
    "duplicate-proof": ("two proofs of one name", _with('"proof": {}')),
    "nan": ("no number", _named("NaN")),
    "infinity": ("no number", _named("Infinity")),
    "minus-infinity": ("no number", _named("-Infinity")),
    "too-large": ("beyond a double", _named("1e999")),
    "too-large-negative": ("beyond a double", _named("-1e999")),
    "integer-beyond-2-53": ("JavaScript reads another number", _named("9007199254740993")),
    "integer-of-5000-digits": ("Python refuses to read it", _named("1" * 5000)),
    "leading-zero": ("no number", _named("01")),
    "plus-sign": ("no number", _named("+1")),
    "hexadecimal": ("no number", _named("0x10")),
    "bare-point": ("no number", _named(".5")),
    "single-quotes": ("no text", _named("'x'")),
    "lone-high-surrogate": ("half a character", _named('"\\ud800"')),
    "lone-low-surrogate": ("half a character", _named('"\\udc00"')),
    "swapped-surrogates": ("two halves, none of them whole", _named('"\\udc00\\ud800"')),
    "raw-surrogate": ("half a character in UTF-8", _named('"\ud800"')),
    "nul": ("databases refuse it", _named('"\\u0000"')),
    "raw-control": ("a control character as it is", _named('"\x01"')),
    "raw-newline": ("a line break in a text", _named('"a\nb"')),
    "bad-escape": ("no escape", _named('"\\x41"')),
    "short-escape": ("an escape cut short", _named('"\\u12"')),
    "trailing-comma": ("not JSON", _text(lambda t: t[:-1] + ",}")),
    "comment": ("not JSON", _text(lambda t: "/* x */" + t)),
    "two-documents": ("which one?", _text(lambda t: t + t)),
    "cut-short": ("not JSON", _text(lambda t: t[:-1])),
    "empty": ("nothing", lambda _: Sent(b"")),
    "blank": ("nothing", lambda _: Sent(b"  \n")),
    "byte-order-mark": ("not JSON", _text(lambda t: b"\xef\xbb\xbf" + t.encode())),
    "utf-16": ("not UTF-8", _text(lambda t: t.encode("utf-16"))),
    "latin-1": ("not UTF-8", lambda _: Sent(b'{"@context": "\xe9"}')),
    "overlong-utf-8": ("not UTF-8", lambda _: Sent(b'{"name": "\xc0\xaf"}')),
    "deep-arrays": ("readers recurse", lambda _: Sent(b"[" * 100_000)),
    "deep-objects": ("readers recurse", lambda _: Sent(b'{"a":' * 50_000 + b"1" + b"}" * 50_000)),
    "deep-in-a-badge": ("readers recurse", _named("[" * 80 + "]" * 80)),
    "many-values": ("twenty thousand values and more", _named(json.dumps(list(range(25_000))))),
    "array": ("no credential", lambda _: Sent(b"[]")),
    "number": ("no credential", lambda _: Sent(b"5")),
    "null": ("no credential", lambda _: Sent(b"null")),
    "true": ("no credential", lambda _: Sent(b"true")),
    "text": ("no JWT", lambda _: Sent(b'"text"')),
    "xml": ("no JSON", lambda _: Sent(b"<?xml version='1.0'?><a/>")),
    "html": ("no JSON", lambda _: Sent(b"<!doctype html><p>")),
    "binary": ("no JSON", lambda _: Sent(bytes(range(256)))),
}
SOMETHING_ELSE: dict[str, tuple[str, Any]] = {
    "empty-object": ("says nothing", {}),
    "wrapped-null": ("a wrapper around nothing", {"verifiableCredential": None}),
    "wrapped-number": ("a wrapper around a number", {"verifiableCredential": 5}),
    "wrapped-list": ("a wrapper around a list", {"verifiableCredential": []}),
    "wrapped-twice": ("a wrapper in a wrapper", {"verifiableCredential": {"verifiableCredential": {}}}),
    "constructor": ("a name that scripts know", {"__proto__": {"verified": True}, "verified": True}),
    "verdict-given": ("nobody says the verdict but we", {"verified": True, "verdict": "verified", "checks": []}),
}

CASES = (
    *(Case(name, truth, make, "400 413 422 not_verified") for name, (truth, make) in UNREADABLE.items()),
    *(
        Case(name, truth, lambda _, v=value: v, "400 422 not_verified")
        for name, (truth, value) in SOMETHING_ELSE.items()
    ),
)
