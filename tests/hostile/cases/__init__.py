"""The cases, a file per group; each group is a table."""

from __future__ import annotations

from typing import Final

from tests.hostile.case import Case
from tests.hostile.cases import (
    issuers,
    jsonld,
    jwts,
    keys,
    parts,
    pictures,
    poison,
    proofs,
    requests,
    ssrf,
    status,
    texts,
    times,
)
from tests.hostile.cases.controls import CONTROLS

__all__ = ["CONTROLS", "GROUPS"]

GROUPS: Final[dict[str, tuple[Case, ...]]] = {
    "jsonld": jsonld.CASES,
    "poison": poison.CASES,
    "issuers": issuers.CASES,
    "keys": keys.CASES,
    "proofs": proofs.CASES,
    "jwts": jwts.CASES,
    "times": times.CASES,
    "status": status.CASES,
    "ssrf": ssrf.CASES,
    "parts": parts.CASES,
    "texts": texts.CASES,
    "requests": requests.CASES,
    "pictures": pictures.CASES,
}
