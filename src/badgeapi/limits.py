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
CONTEXTS = Limit(16, unit="contexts", reason="in one object; published badges have three, and each costs a millisecond")
CONTEXT_LISTS = Limit(
    16, unit="lists", reason="different ones in one document; a record of credentials has three, each costs 2 ms"
)
BLANK_NODES = Limit(
    2_000,
    unit="nodes",
    reason="objects without id and places in ordered lists; a full credential has 6, and each costs 10 us",
    source="RDFC-1.0 section 7.1",
)
RDFC_CALLS = Limit(
    4_000,
    unit="steps",
    reason="calls of Hash N-Degree Quads and nodes in the permutations tried: the hardest official test needs 3,562, "
    "poison graphs millions; all of them cost 10 ms",
    source="RDFC-1.0 section 7.1",
)
DOCUMENT_CALLS = Limit(
    2_000,
    unit="steps",
    reason="of the same kind for one document: a thousand identical lists need them all and cost 25 ms, no published "
    "credential needs one",
    source="RDFC-1.0 section 7.1",
)
WALKER_STATES = Limit(
    1_024,
    unit="states",
    reason="in which the walker keeps how members are written; a badge needs 60, and past this all are forgotten",
)
WALKER_STATES_NEW = Limit(
    160,
    unit="states",
    reason="contexts processed for one document before it is left to the slow way; each costs 0.2 ms",
)

# Keys and encodings
PROOF_VALUE_CHARACTERS = Limit(
    133, unit="characters", reason="the 96 bytes of P-384 in base58, whose decoding is quadratic in the length"
)
DERIVED_PROOF_CHARACTERS = Limit(
    32_768,
    unit="characters",
    reason="a proof of ecdsa-sd-2023 that signs 370 statements one by one, 0.1 ms each; a full credential has 200",
)
DID_KEY_CHARACTERS = Limit(256, unit="characters", reason="longest key type we know; base58 decoding is quadratic")
DID_JWK_CHARACTERS = Limit(4_096, unit="characters", reason="a did:jwk of the longest RSA key that is read")
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
STATUS_BLOCK = Limit(
    256, unit="indices", reason="leased at once: one award in so many waits for it; lost on a crash, never used again"
)
STATUS_BLOCK_OF_MANY = Limit(
    1_024, unit="indices", reason="leased at once by jobs, for four lots; lost on a crash, never used again"
)

# Badge templates
TEMPLATE_PATTERNS = Limit(
    256, unit="achievements", reason="parsed in one process, the last used; with the templates of each, some 100 KB"
)
TEMPLATE_SHAPES = Limit(
    16, unit="shapes", reason="of one achievement in one process; an LMS sends two or three kinds of request"
)
TEMPLATE_RECHECK = Limit(
    1_000, unit="credentials", reason="of one template, of which one is made again the slow way: that costs 1 in 40"
)
TEMPLATE_QUEUE = Limit(64, unit="documents", reason="that wait for the slow way in one process: a second of its work")

# Documents shown to us that are like others shown before
KIN = Limit(
    256, unit="kin", reason="documents that differ in a few texts, remembered in one process, the last seen; 20 KB each"
)
KIN_BYTES = Limit(
    16_384, unit="bytes", reason="of a document that is remembered, without those texts; a badge has 2 KB"
)
KIN_SEEN = Limit(
    8, unit="documents", reason="that make a template worth it, which costs as much: strangers gain nothing by it"
)
KIN_PROOFS = Limit(4, unit="documents", reason="written by a template that are compared with the walker's")

# Bulk
BATCH_ROWS = Limit(1_000, unit="rows", reason="issued within one request; more is a job")
BATCH_BYTES = Limit(8 << 20, unit="bytes", reason="a thousand rows with results and evidence have 2 MB")
ROW_BYTES = Limit(BODY_BYTES, unit="bytes", reason="a row may ask for what a single request may")
JOB_ROWS = Limit(1_000_000, unit="rows", reason="twenty thousand chunks; larger cohorts are several jobs")
JOB_BYTES = Limit(2 << 30, unit="bytes", reason="of an upload, as sent and inflated; a million rows have 200 MB")
LOT_ROWS = Limit(
    250, unit="rows", reason="of one job, made together; half as many cost a tenth more a row. PostgreSQL: one chunk"
)
CHUNK_ROWS = Limit(
    50, unit="rows", reason="inserted in one transaction with SQLite: single awards wait for it, some 5 ms"
)
QUIET_SECONDS = Limit(
    10, unit="seconds", reason="without a single award, after which a lot is one transaction and costs less a row"
)
GIVE_WAY_MS = Limit(
    5, unit="ms", reason="that rows wait for single awards, every 25 of them; about as long as an award takes"
)
LOT_BYTES = Limit(4 << 20, unit="bytes", reason="rows made together, uncompressed; bounds memory meanwhile")
JOBS_UNFINISHED = Limit(20, unit="jobs", reason="of one tenant at once; the next upload waits for one to end")
UPLOAD_SECONDS = Limit(
    600, unit="seconds", reason="without a row, after which an upload is given up and its job no longer counted"
)
CHUNK_SECONDS = Limit(60, unit="seconds", reason="after which the rows of a slow upload are stored, however few")
CHUNK_FAILURES = Limit(5, unit="failures", reason="after which a chunk is given up, all its rows failed")
CHUNK_LEASES = Limit(
    100, unit="leases", reason="after which a chunk is given up that ends whoever works on it, and leaves no failure"
)

# How much of each kind of work one process has under way; what is beyond is 429 (one tenant's) or 503
AWARDS = Limit(
    1_024, unit="requests", reason="being issued; half of it one tenant's: less than a second of durable writes"
)
BATCHES = Limit(12, unit="requests", reason="being issued or waiting; at half a second each, the last waits for three")
BATCHES_OF_TENANT = Limit(4, unit="requests", reason="of one tenant, so that three have places; more rows are a job")
BATCHES_AT_ONCE = Limit(2, unit="requests", reason="one is made while the other is written; threads share a processor")
EVENT_STREAMS = Limit(
    200, unit="streams", reason="of a process; each reads the job twice a second, together a fiftieth of a processor"
)
EVENT_STREAMS_OF_TENANT = Limit(20, unit="streams", reason="one for each job that a tenant may have unfinished")
VERIFICATIONS = Limit(512, unit="requests", reason="at a millisecond of computing each, the last waits half a second")
ENQUIRIES = Limit(
    256, unit="requests", reason="of those, waiting for other hosts; hosts that hang leave room for what needs none"
)

TURNS_MS = Limit(
    2,
    unit="milliseconds",
    reason="of computing for verifications, after which whatever else is ready comes first; a badge takes half of one",
)

# Fetching what a document points to
FETCHES = Limit(
    16, unit="documents", reason="that one request may have fetched, kept ones and redirects too; a badge needs two"
)
FETCH_HOSTS = Limit(8, unit="hosts", reason="that one request may ask: a badge and its endorsements have four")
VERIFY_SECONDS = Limit(6, unit="seconds", reason="that one request may spend on fetching, in all: one slow host")
FETCH_SECONDS = Limit(
    5, unit="seconds", reason="for one fetch, from waiting for its turn to the last byte; honest hosts need a tenth"
)
CONNECT_SECONDS = Limit(3, unit="seconds", reason="for connecting to one address: two lost packets and their repeats")
REDIRECTS = Limit(2, unit="hops", reason="for lists, schemas and refreshed badges: another host, and its new path")
FETCHES_AT_ONCE = Limit(64, unit="fetches", reason="of the whole process: at a megabyte each, 64 MB")
FETCHES_PER_HOST = Limit(
    4, unit="fetches", reason="at one host at once: a slow one holds a sixteenth of the places, and none is flooded"
)
LOOKUPS_AT_ONCE = Limit(32, unit="threads", reason="looking names up; a name server that is silent blocks one for long")
CIRCUIT_FAILURES = Limit(5, unit="failures", reason="in a row, after which a host is left alone")
CIRCUIT_SECONDS = Limit(30, unit="seconds", reason="that a host is left alone: the time of a restart")
CIRCUITS = Limit(1_024, unit="hosts", reason="whose failures are remembered; anybody can name any number")
KEPT_BYTES = Limit(16 << 20, unit="bytes", reason="of fetched documents kept")
KEPT_DOCUMENTS = Limit(2_048, unit="documents", reason="fetched ones kept; a key has 1 KB, a status list 20 KB")
KEPT_KEYS_SECONDS = Limit(
    300, unit="seconds", reason="that keys and their controllers are believed without asking: a withdrawn key ends then"
)
KEPT_STATUS_SECONDS = Limit(60, unit="seconds", reason="that a status list is: a revocation shows within a minute")
KEPT_SCHEMA_SECONDS = Limit(3_600, unit="seconds", reason="that a JSON Schema is; published ones never change")
KEPT_FAILURE_SECONDS = Limit(10, unit="seconds", reason="that a failure is: who repeats at once gets the same answer")

# Rate limits, where they are configured
QUOTA_PARTITIONS = Limit(
    100_000,
    unit="partitions",
    reason="counted in one process, the oldest forgotten first: 20 MB; anybody has addresses",
)
QUOTA_STORE_MILLISECONDS = Limit(
    250, unit="milliseconds", reason="that Redis may take to connect or answer; within one network it takes one"
)
QUOTA_STORE_SECONDS = Limit(5, unit="seconds", reason="that Redis is left alone after a failure: a call waits once")
QUOTA_STORE_CONNECTIONS = Limit(
    16, unit="connections", reason="of one process to Redis; each counts thousands of calls a second"
)

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
