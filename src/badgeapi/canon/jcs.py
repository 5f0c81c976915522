"""JSON Canonicalization Scheme (RFC 8785): one JSON value, one byte string.

The work is the rfc8785 package's, except where Python's own encoder writes the same bytes several times as fast; what
is ours is that every refusal is an error of our tree.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import rfc8785

from badgeapi import limits
from badgeapi.errors import InvalidInput

if TYPE_CHECKING:
    from badgeapi.canon.json import JsonValue


def dumps(value: JsonValue) -> bytes:
    """Write the canonical UTF-8 form of a JSON value.

    Raises:
        InvalidInput: a value that I-JSON cannot carry (a lone surrogate, an integer beyond 2^53 - 1, NaN, an
            infinity), or one nested deeper than Python's stack.
    """
    try:
        return _SORTING.encode(value).encode() if _is_plain(value) else rfc8785.dumps(value)
    # The package's errors are ValueErrors, and so is what encoding a lone surrogate raises; a name that is no text is a
    # TypeError.
    except (ValueError, TypeError, RecursionError) as error:
        raise InvalidInput(
            "The document has no canonical JSON form.",
            code="not_canonicalizable",
            citation="RFC 8785 section 3",
        ) from error


_SORTING = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True)


def _is_plain(value: JsonValue) -> bool:
    """Tell whether Python writes a value as JCS does: ASCII names sort alike, texts and small integers look alike."""
    if isinstance(value, str):
        return True
    if isinstance(value, dict):
        return all(map(str.isascii, value)) and all(map(_is_plain, value.values()))
    if isinstance(value, list):
        return all(map(_is_plain, value))
    return value is None or (isinstance(value, int) and abs(value) <= limits.JSON_INTEGER)
