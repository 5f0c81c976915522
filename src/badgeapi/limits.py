"""Every cap of the product in one table: value, unit, reason, source.

A `Limit` is an `int`, so that it is used where it counts; `docs/limits.md` is generated from this file.
Nothing else in the product compares against a bare number that an attacker could care about.
"""

from __future__ import annotations

from typing import Self


class Limit(int):
    """A number with its unit, the reason for it and where the reason comes from."""

    unit: str
    reason: str
    source: str

    def __new__(cls, value: int, *, unit: str, reason: str, source: str = "own measurement") -> Self:
        """Make the number and hang its explanation on it."""
        self = super().__new__(cls, value)
        self.unit, self.reason, self.source = unit, reason, source
        return self


# Bodies and JSON
BODY_BYTES = Limit(1 << 20, unit="bytes", reason="a full credential has 4 KB; a large one with images 300 KB")
JSON_DEPTH = Limit(64, unit="levels", reason="parsers recurse; the deepest published sample has 11 levels")
JSON_NODES = Limit(20_000, unit="values", reason="bounds the work of every later step")
JSON_INTEGER = Limit(
    2**53 - 1, unit="magnitude", reason="larger integers change in JavaScript verifiers", source="RFC 7493 section 2.2"
)
TEXT_CHARACTERS = Limit(
    256 * 1024, unit="characters", reason="longest text member accepted in a credential shown to verify"
)

# What issuers send
NAME_CHARACTERS = Limit(1_000, unit="characters", reason="a name is read on one line")
NARRATIVE_CHARACTERS = Limit(20_000, unit="characters", reason="some ten printed pages of Markdown")
IRI_CHARACTERS = Limit(
    2_048, unit="characters", reason="what browsers and proxies pass on", source="RFC 9110 section 4.1"
)
LIST_ITEMS = Limit(200, unit="items", reason="longest array accepted on issue: tags, alignments, results, evidence")
KEY_CHARACTERS = Limit(200, unit="characters", reason="the caller's own keys, as in the wire contract")

DOCUMENT_ITEMS = Limit(
    1_000, unit="items", reason="longest array read in a credential shown to verify; reading each item costs 5 us"
)
FAULTS = Limit(100, unit="faults", reason="more are of no use to anybody, and a hostile body could cause thousands")

# JSON-LD and canonicalisation
BLANK_NODES = Limit(
    2_000, unit="nodes", reason="objects without id; a full credential has 6", source="RDFC-1.0 section 7.1"
)
RDFC_CALLS = Limit(
    4_000,
    unit="steps",
    reason="calls of Hash N-Degree Quads and nodes in the permutations tried: the hardest official test needs 3,562, "
    "poison graphs millions; all of them cost 10 ms",
    source="RDFC-1.0 section 7.1",
)

# Keys and encodings
PROOF_VALUE_CHARACTERS = Limit(
    128, unit="characters", reason="64 bytes are 89 characters; base58 decoding is quadratic in the length"
)
DID_KEY_CHARACTERS = Limit(256, unit="characters", reason="longest key type we know; base58 decoding is quadratic")
JWK_CHARACTERS = Limit(2_048, unit="characters", reason="longest member of a JWK: a modulus of 12,288 bits")
JWT_CHARACTERS = Limit(
    1_400_000, unit="characters", reason="a compact JWT whose payload is as large as a body may be, in base64url"
)
CONTROLLER_METHODS = Limit(32, unit="methods", reason="keys of a controller that are tried for a JWT without a kid")
PARTS = Limit(100, unit="documents", reason="signed documents within one; a bachelor's record has 40 credentials")
PART_DEPTH = Limit(3, unit="levels", reason="a presentation of a record of credentials with endorsements")
PROOFS = Limit(8, unit="proofs", reason="each proof costs a canonicalisation and a signature check")

# The sandbox: documents that may cost much are judged in processes of their own
SANDBOX_WORKERS = Limit(1, unit="processes", reason="costly documents never take the processor that issuing needs")
SANDBOX_QUEUE = Limit(16, unit="documents", reason="being judged or waiting; at two seconds each, half a minute")
SANDBOX_CPU_S = Limit(1, unit="seconds", reason="processor time; the most costly honest document takes 0.2")
SANDBOX_WALL_S = Limit(5, unit="seconds", reason="from handing over to the answer, the start of the process included")
SANDBOX_BYTES = Limit(1 << 30, unit="bytes", reason="address space; judging a megabyte takes 300 MB of it")

# Status
STATUS_LIST_ENTRIES = Limit(
    131_072, unit="entries", reason="herd privacy", source="Bitstring Status List 1.0 section 6.1"
)
STATUS_LIST_BYTES = Limit(
    2 * 1024 * 1024, unit="bytes", reason="decompressed: sixteen million entries; a 1 MB list can inflate to 1 GB"
)
STATUS_BLOCK = Limit(64, unit="indices", reason="leased per transaction; lost on a crash, never used again")

# Paging
PAGE_ITEMS = Limit(200, unit="items", reason="about a megabyte of credentials")

# Pictures
BAKED_BYTES = Limit(4 << 20, unit="bytes", reason="a picture with a credential in it, shown to bake or verify")
BAKED_TEXT_BYTES = Limit(1 << 20, unit="bytes", reason="a credential in a picture, inflated: as large as a body")
IMAGE_BYTES = Limit(1 << 20, unit="bytes", reason="an uploaded picture; a 512-pixel badge has 60 KB")
IMAGE_SIDE = Limit(4_096, unit="pixels", reason="width and height of an uploaded picture; decoded it takes 64 MB")
IMAGE_CHUNKS = Limit(5_000, unit="chunks", reason="parts of an uploaded PNG; a megabyte in pieces of 8 KB has 130")
SVG_NODES = Limit(20_000, unit="elements", reason="of an uploaded SVG; a detailed badge has 500")
SVG_DRAWN = Limit(100_000, unit="elements", reason="of an uploaded SVG, counted as often as references repeat them")
SVG_DEPTH = Limit(64, unit="levels", reason="elements within each other in an uploaded SVG")
SVG_LEVELS = Limit(100, unit="levels", reason="elements and references within each other; drawing recurses")
EMBEDDED_IMAGES = Limit(4, unit="pictures", reason="pixels within an uploaded SVG, each decoded on its own")
EMBEDDED_SIDE = Limit(2_048, unit="pixels", reason="width and height of a picture within an uploaded SVG")
