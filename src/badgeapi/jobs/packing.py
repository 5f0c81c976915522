"""JSON lines, deflated: how rows and results lie in the database."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from badgeapi.canon import json
from badgeapi.canon.json import JsonObject

_LEVEL = 1


def pack(lines: Iterable[bytes]) -> bytes:
    """Deflate lines, none of which holds a line break."""
    return zlib.compress(b"\n".join(lines), _LEVEL)


def unpack(packed: bytes) -> list[bytes]:
    """Inflate lines again."""
    return zlib.decompress(packed).split(b"\n")


def pack_results(results: Iterable[JsonObject]) -> bytes:
    """Deflate results, one to a line."""
    return pack(json.dumps(result) for result in results)
