"""JSON Canonicalization Scheme (RFC 8785): one JSON value, one byte string.

The work is the rfc8785 package's, except where pydantic's writer makes the same bytes many times as fast; what is ours
is that every refusal is an error of our tree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import rfc8785
from pydantic_core import to_json

from badgeapi import limits
from badgeapi.errors import InvalidInput

if TYPE_CHECKING:
    from badgeapi.canon.json import JsonValue


def dumps(value: JsonValue) -> bytes:
    """Write the canonical UTF-8 form of a JSON value.

    Raises:
        InvalidInput: a value that I-JSON cannot carry (a lone surrogate, an integer beyond 2^53 - 1, NaN, an
            infinity), or one nested some hundred levels deep.
    """
    try:
        try:
            return to_json(_sorted(value))
        except _NotPlain:
            return rfc8785.dumps(value)
    # The package's errors are ValueErrors, and so is what writing a lone surrogate raises; a name that is no text is a
    # TypeError.
    except (ValueError, TypeError, RecursionError) as error:
        raise InvalidInput(
            "The document has no canonical JSON form.",
            code="not_canonicalizable",
            citation="RFC 8785 section 3",
        ) from error


class _NotPlain(Exception):  # a signal within this module, never an error of the product
    """A value is written otherwise than `to_json` does, or may be."""


def _sorted(value: JsonValue) -> JsonValue:
    """Sort the members of objects: ASCII names sort alike everywhere, texts and small integers look alike.

    Raises:
        _NotPlain: it has other names or numbers.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        if all(map(str.isascii, value)):
            return {name: _sorted(value[name]) for name in sorted(value)}
    elif isinstance(value, list):
        return [*map(_sorted, value)]
    elif value is None or (isinstance(value, int) and abs(value) <= limits.JSON_INTEGER):
        return value
    raise _NotPlain
