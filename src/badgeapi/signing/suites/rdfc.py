"""The form of the RDFC suites: statements in canonical N-Quads.

Source: Data Integrity EdDSA Cryptosuites 1.0 section 3.2; Data Integrity ECDSA Cryptosuites 1.0 section 3.2, where the
hash of the canonicalisation is the one of the curve.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from badgeapi.canon import canonical
from badgeapi.canon.json import JsonObject
from badgeapi.canon.nquads import Quad
from badgeapi.canon.rdfc import Algorithm
from badgeapi.errors import BadgeError

_is_time: Final = re.compile(r"[0-9][0-9T:.Z+-]{0,40}").fullmatch  # in any form, right or wrong: nothing to escape
_MARKERS: Final = ("!created!", "~created~")


def statements(document: JsonObject) -> list[Quad]:
    """Read a document as statements, without loss: the one way of every suite; raises as `canonical.to_dataset`."""
    return canonical.to_dataset(document)


def transform(document: JsonObject, algorithm: Algorithm) -> bytes:
    """Canonicalise (EdDSA 3.2.3); raises as `canonical.canonicalize`."""
    return canonical.canonicalize(document, algorithm=algorithm).encode()


def carry(document: JsonObject, options: JsonObject) -> JsonObject:  # noqa: ARG001
    """Leave the options as they are: their terms are read in the document's context."""
    return options


def configure(document: JsonObject, carried: JsonObject) -> JsonObject:
    """Read the options in the document's context (EdDSA 3.2.5)."""
    return {**carried, "@context": document.get("@context")}


def write_options(document: JsonObject, carried: JsonObject, algorithm: Algorithm) -> bytes:
    """Canonicalise the options; those that differ from earlier ones in nothing but their time are written around it."""
    context, created = document.get("@context"), carried.get("created")
    if isinstance(context, list) and isinstance(created, str) and _is_time(created):
        others = tuple(
            [(name, value) for name, value in carried.items() if name != "created" and isinstance(value, str)]
        )
        urls = tuple([url for url in context if isinstance(url, str)])
        if len(others) == len(carried) - 1 and len(urls) == len(context):
            around = _around_time(urls, others, algorithm)
            if around is not None:
                return created.encode().join(around)
    return transform(configure(document, carried), algorithm)


@lru_cache(maxsize=1024)
def _around_time(
    context: tuple[str, ...], others: tuple[tuple[str, str], ...], algorithm: Algorithm
) -> tuple[bytes, bytes] | None:
    """Find what is written before and after the time of options; None where that depends on the time, or is refused.

    Statements are sorted, so the time's moves only one way as the time grows: where it stands in the same place for a
    text before all times and for one behind them, it stands there for every time.
    """
    made = set()
    for marker in _MARKERS:
        try:
            text = transform({**dict(others), "created": marker, "@context": [*context]}, algorithm)
        except BadgeError:
            return None
        made.add(tuple(text.split(marker.encode())))
    match [*made]:
        case [(before, after)]:
            return before, after
    return None


def check_context(document: JsonObject, proof: JsonObject) -> JsonObject | None:
    """A proof of this form carries no context of its own; one equal to the document's does no harm."""
    context = document.get("@context")
    return document if proof.get("@context", context) == context else None
