"""JSON Canonicalization Scheme (RFC 8785): one JSON value, one byte string.

The work is the rfc8785 package's; what is ours is that every refusal is an error of our tree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import rfc8785

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
        return rfc8785.dumps(value)
    # The package's errors are ValueErrors, and so is what encoding a lone surrogate in a member name raises.
    except (ValueError, RecursionError) as error:
        raise InvalidInput(
            "The document has no canonical JSON form.",
            code="not_canonicalizable",
            citation="RFC 8785 section 3",
        ) from error
