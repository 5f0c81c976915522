"""Status lists from hostile hosts, and entries that point where they should not.

A list that cannot be had or believed leaves the status unknown: never verified. A set bit is a no.
Source: Bitstring Status List 1.0 sections 2.1, 2.2 and 3.2.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from badgeapi.canon.contexts import CREDENTIALS_V2
from tests.hostile.case import NOT_VERIFIED, UNDETERMINED, UNPROVEN, Case, World
from tests.hostile.documents import ABSENT, at, badge, bits, clr, entry, status_list
from tests.hostile.host import answer, dripping, endless, hang_up, raw, redirect, silent
from tests.hostile.keys import ATTACKER, Json, base58, base64url
from tests.hostile.signing import JCS, jwt, signed


def with_entry(**members: object) -> Callable[[World], Json]:
    """A sound list, and an entry that is not; `ABSENT` takes a member away."""

    def make(world: World) -> Json:
        status = {**entry(world.list()), **members}
        status = {name: value for name, value in status.items() if value is not ABSENT}
        return signed(badge(credentialStatus=status), suite=JCS)

    return make


def of_list(
    edit: Callable[[Json], Json] = lambda found: found, index: object = "5", **options: Any
) -> Callable[[World], Json]:
    """A sound entry, and a list that is not; edited before it is signed."""
    return lambda world: world.listed(world.list(edit, **options), index)


def served(behave: Callable[[object], Any], *, own: bool = False) -> Callable[[World], Json]:
    """A sound list that its host serves badly."""
    return lambda world: world.listed(world.list(behave=behave, port=world.host.fresh() if own else None))


def subject(**members: object) -> Callable[[World], Json]:
    def edit(found: Json) -> Json:
        found["credentialSubject"] |= members
        found["credentialSubject"] = {
            name: value for name, value in found["credentialSubject"].items() if value is not ABSENT
        }
        return found

    return of_list(edit)


def encoded(text: object) -> Callable[[World], Json]:
    return subject(encodedList=text)


def afterwards(edit: Callable[[Json], object]) -> Callable[[World], Json]:
    """A list that is changed after it was signed."""
    return served(lambda found: answer(edit(found)))  # type: ignore[arg-type]


def at_url(make: Callable[[World], object]) -> Callable[[World], Json]:
    """An entry whose list stands at a URL of its own making."""
    return lambda world: world.listed(make(world))  # type: ignore[arg-type]


@lru_cache
def bomb(octets: int, layers: int = 1) -> str:
    """Zeros, compressed once or more."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    block = bytes(1 << 20)
    data = b"".join(deflate.compress(block) for _ in range(octets >> 20)) + deflate.flush()
    for _ in range(layers - 1):
        data = gzip.compress(data, 9, mtime=0)
    return "u" + base64url(data)


def by_attacker(world: World) -> Json:
    """Somebody else's list, signed by them."""
    url = world.host.put(answer({}))
    listed = signed(status_list(url, ATTACKER.did), ATTACKER, suite=JCS)
    world.host.put(answer(listed), "/" + url.rpartition("/")[2])
    return world.listed(url)


def in_issuers_name(world: World) -> Json:
    """The issuer's list, signed by somebody else."""
    return world.listed(world.list(key=ATTACKER))


def another_list(world: World) -> Json:
    """A sound list of the same issuer, at an address that is not its own."""
    url = world.host.put(answer({}))
    world.host.put(answer(signed(status_list("https://other.example/list"), suite=JCS)), "/" + url.rpartition("/")[2])
    return world.listed(url)


def recursive(world: World) -> Json:
    """A list that has a status, in itself."""
    url = world.host.put(answer({}))
    listed = status_list(url) | {"credentialStatus": entry(url, "7")}
    world.host.put(answer(signed(listed, suite=JCS)), "/" + url.rpartition("/")[2])
    return world.listed(url)


def chain_of_lists(world: World) -> Json:
    """Lists whose statuses stand in lists, ten deep."""
    url = world.list()
    for _ in range(10):
        url = world.list(lambda found, to=url: found | {"credentialStatus": entry(to)})  # type: ignore[misc]
    return world.listed(url)


def unsound_is_not_asked_about(world: World) -> Json:
    """The status of a badge whose proof does not hold: its host must not hear of it."""
    found = signed(badge(credentialStatus=entry(f"http://localhost:{world.canary.port}/list")), suite=JCS)
    return at(found, "/name", "Brain surgery")


def unsound_shape(world: World) -> Json:
    return signed(badge(credentialStatus=entry(f"http://localhost:{world.canary.port}/list"), honours="x"), suite=JCS)


def jwt_list_by_attacker(world: World) -> Json:
    url = world.host.put(answer({}))
    token = jwt(status_list(url), signer=ATTACKER)
    world.host.put(answer(token.encode(), media="application/vc+jwt"), "/" + url.rpartition("/")[2])
    return world.listed(url)


def revoked(**members: Any) -> Callable[[World], Json]:
    return lambda world: world.listed(world.list(), "7", **members)


def suspended(world: World) -> Json:
    return world.listed(world.list(purpose="suspension"), "7", statusPurpose="suspension")


def revoked_jwt(world: World) -> str:
    return jwt(badge(credentialStatus=entry(world.list(), "7")))


def revoked_in_record(world: World) -> Json:
    return signed(clr([world.listed(world.list(), "7")]))


def two_entries(world: World) -> Json:
    """An array of entries, the second of which is set."""
    url = world.list()
    return signed(badge(credentialStatus=[entry(url), entry(url, "7")]), suite=JCS)


def slow_list_and_slow_did(world: World) -> Json:
    """Two hosts that keep the service waiting, one after the other: one deadline for both."""
    port = world.host.fresh()
    did = world.did(behave=lambda found: slowly(found, 3.5), port=port)
    url = world.host.put(silent, port=world.host.fresh())
    found = badge(did, credentialStatus=entry(url))
    from tests.hostile.keys import ISSUER

    return signed(found, suite=JCS, verificationMethod=f"{did}#{ISSUER.multikey}")


def slowly(found: object, seconds: float) -> Any:
    import time

    def behave(peer: Any) -> None:
        time.sleep(seconds)
        answer(found)(peer)

    return behave


def _no(
    name: str,
    truth: str,
    make: Callable[..., Any],
    expected: str = UNDETERMINED,
    because: str = "status",
    *,
    stalls: bool = False,
) -> Case:
    return Case(name, truth, make, expected, because, stalls=stalls)


def redirected(make: Callable[[World], str]) -> Callable[[World], Json]:
    return lambda world: world.listed(world.host.put(redirect(make(world)), port=world.host.fresh()))


CASES = (
    # A set bit
    _no("revoked", "a revoked badge", revoked(), NOT_VERIFIED),
    _no("revoked-integer-index", "an index as number means the same", lambda world: world.listed(world.list(), 7), NOT_VERIFIED),
    _no("suspended", "a suspended badge", suspended, NOT_VERIFIED),
    _no("revoked-jwt", "a revoked badge as JWT", revoked_jwt, NOT_VERIFIED),
    _no("revoked-in-a-record", "a record with a revoked badge", revoked_in_record, NOT_VERIFIED, ""),
    _no("revoked-last-bit", "the last bit counts", lambda world: world.listed(world.list(encoded=bits(131_071)), "131071"), NOT_VERIFIED),
    _no("revoked-first-bit", "the first bit is the left-most", lambda world: world.listed(world.list(encoded=bits(0)), "0"), NOT_VERIFIED),
    _no("revoked-second-entry", "the second of two entries is set", two_entries, NOT_VERIFIED, ""),
    _no("revoked-of-several-purposes", "a list of two purposes", lambda world: world.listed(world.list(purpose=["suspension", "revocation"]), "7"), NOT_VERIFIED),
    _no("entry-taken-away", "an entry cannot be taken away", lambda world: at(world.listed(world.list(), "7"), "/credentialStatus", ABSENT), NOT_VERIFIED, "proof"),
    _no("entry-moved", "nor led to another bit", lambda world: at(world.listed(world.list(), "7"), "/credentialStatus/statusListIndex", "5"), NOT_VERIFIED, "proof"),
    # Entries
    _no("entry-type-unknown", "a type that nobody knows, as no context defines it", with_entry(type="MagicStatus2026"), NOT_VERIFIED, "json_ld status"),
    _no("entry-type-iri", "a type in full that we do not know", with_entry(type="https://x.example/#MagicStatus"), UNPROVEN, ""),
    _no("entry-type-array", "two types", with_entry(type=["BitstringStatusListEntry", "JsonSchema"]), UNPROVEN, ""),
    _no("entry-without-type", "no type", with_entry(type=ABSENT), NOT_VERIFIED, ""),
    _no("entry-without-index", "no index", with_entry(statusListIndex=ABSENT), NOT_VERIFIED, ""),
    _no("entry-without-purpose", "no purpose", with_entry(statusPurpose=ABSENT), NOT_VERIFIED, ""),
    _no("entry-without-list", "no list", with_entry(statusListCredential=ABSENT), NOT_VERIFIED, ""),
    *(
        _no(f"index-{name}", f"{value!r} is no index", with_entry(statusListIndex=value), NOT_VERIFIED, "")
        for name, value in {
            "negative": "-1",
            "plus": "+5",
            "hex": "0x5",
            "exponent": "5e0",
            "fraction": "5.0",
            "space": " 5",
            "newline": "5\n",
            "letters": "five",
            "empty": "",
            "leading-zero": "05",
            "arabic": "٥",
            "superscript": "⁵",
            "underscore": "1_0",
            "array": ["5"],
            "null": None,
            "true": True,
            "float": 5.5,
            "negative-number": -5,
            "huge": "9" * 5_000,
        }.items()
    ),
    _no("index-beyond", "an index beyond the list", with_entry(statusListIndex="131072"), UNPROVEN, ""),
    _no("index-far-beyond", "far beyond", with_entry(statusListIndex="4294967295"), UNPROVEN, ""),
    _no("entry-purpose-other", "a purpose that the list has not", with_entry(statusPurpose="suspension")),
    _no("entry-purpose-array", "two purposes", with_entry(statusPurpose=["revocation", "suspension"]), NOT_VERIFIED, ""),
    _no("entry-size-0", "no bits at all", with_entry(statusSize=0), UNPROVEN, ""),
    _no("entry-size-negative", "fewer than none", with_entry(statusSize=-1), UNPROVEN, ""),
    _no("entry-size-huge", "a million bits", with_entry(statusSize=1_000_000), UNPROVEN, ""),
    _no("entry-size-text", "a size as text", with_entry(statusSize="1"), UNPROVEN, ""),
    _no("entry-empty", "an empty entry", lambda _: signed(badge(credentialStatus={}), suite=JCS), NOT_VERIFIED, ""),
    _no("entry-text", "an address for an entry", lambda _: signed(badge(credentialStatus="https://x.example"), suite=JCS), NOT_VERIFIED, ""),
    _no("entries-200", "two hundred entries", lambda world: signed(badge(credentialStatus=[entry(world.host.put(answer({}))) for _ in range(200)]), suite=JCS), UNPROVEN, ""),
    _no("entry-list-relative", "a relative address", with_entry(statusListCredential="/status/1"), NOT_VERIFIED, ""),
    _no("entry-list-data", "a list within the address", with_entry(statusListCredential="data:application/json,%7B%7D"), UNPROVEN),
    _no("entry-list-file", "a file", with_entry(statusListCredential="file:///etc/passwd"), UNPROVEN),
    _no("entry-list-ftp", "another scheme", with_entry(statusListCredential="ftp://localhost/a"), UNPROVEN),
    _no("entry-list-long", "an address of a hundred thousand characters", with_entry(statusListCredential="https://x.example/" + "a" * 100_000), UNPROVEN, ""),
    # What the list says
    _no("list-of-another", "another issuer's list", by_attacker, UNPROVEN),
    _no("list-by-another", "a list that another signed", in_issuers_name, UNPROVEN),
    _no("list-jwt-by-another", "as JWT too", jwt_list_by_attacker, UNPROVEN),
    _no("list-of-another-address", "a list that belongs elsewhere", another_list, UNPROVEN),
    _no("list-unsigned", "a list without proof", afterwards(lambda found: {name: value for name, value in found.items() if name != "proof"}), UNPROVEN),
    _no("list-changed", "a list that was changed", afterwards(lambda found: at(found, "/credentialSubject/encodedList", bits())), UNPROVEN),
    _no("list-proof-zero", "a list with an empty signature", afterwards(lambda found: at(found, "/proof/proofValue", base58(bytes(64)))), UNPROVEN),
    _no("list-expired", "a list that is over", of_list(lambda found: found | {"validUntil": "2026-01-02T00:00:00Z"}), UNPROVEN),
    _no("list-not-yet", "a list of the future", of_list(lambda found: found | {"validFrom": "2099-01-01T00:00:00Z"}), UNPROVEN),
    _no("list-times-unreadable", "a list of some day", of_list(lambda found: found | {"validUntil": "soon"}), UNPROVEN),
    _no("list-type", "something that is no list", of_list(lambda found: found | {"type": ["VerifiableCredential"]}), UNPROVEN),
    _no("list-undefined-term", "a list with a term that no context defines", of_list(lambda found: found | {"honours": 1}), UNPROVEN),
    _no("list-inline-context", "a list with a context of its own", of_list(lambda found: found | {"@context": [CREDENTIALS_V2, {"x": "urn:x"}]}), UNPROVEN),
    _no("list-purpose", "a list for another purpose", subject(statusPurpose="suspension"), UNPROVEN),
    _no("list-purpose-absent", "for none", subject(statusPurpose=ABSENT), UNPROVEN),
    _no("list-purpose-number", "for a number", subject(statusPurpose=7), UNPROVEN),
    _no("list-two-subjects", "two lists in one", of_list(lambda found: found | {"credentialSubject": [found["credentialSubject"]] * 2}), UNPROVEN),
    _no("list-subject-text", "a text for a list", of_list(lambda found: found | {"credentialSubject": "x"}), UNPROVEN),
    _no("list-empty", "an empty text", encoded(""), UNPROVEN),
    _no("list-u", "a prefix and nothing more", encoded("u"), UNPROVEN),
    _no("list-number", "a number", encoded(7), UNPROVEN),
    _no("list-absent", "nothing", encoded(ABSENT), UNPROVEN),
    _no("list-without-prefix", "base64 without its prefix", encoded(bits(7)[1:]), UNPROVEN),
    _no("list-other-prefix", "another base's prefix", encoded("z" + bits(7)[1:]), UNPROVEN),
    _no("list-padded", "with padding", encoded(bits(7) + "="), UNPROVEN),
    _no("list-not-gzip", "bits that are not compressed", encoded("u" + base64url(bytes(16_384))), UNPROVEN),
    _no("list-zlib", "zlib for GZIP", encoded("u" + base64url(zlib.compress(bytes(16_384)))), UNPROVEN),
    _no("list-two-streams", "two streams one after the other", encoded("u" + base64url(gzip.compress(bytes(16_384), mtime=0) * 2)), UNPROVEN),
    _no("list-trailing-bytes", "bytes behind the stream", encoded("u" + base64url(gzip.compress(bytes(16_384), mtime=0) + b"x")), UNPROVEN),
    _no("list-cut", "a stream cut short", encoded("u" + base64url(gzip.compress(bytes(16_384), mtime=0)[:-6])), UNPROVEN),
    _no("list-bad-checksum", "a stream with a wrong checksum", encoded("u" + base64url(gzip.compress(bytes(16_384), mtime=0)[:-8] + bytes(8))), UNPROVEN),
    _no("list-short", "a list shorter than 131,072 entries", encoded(bits(7, octets=16_383)), UNPROVEN),
    _no("list-one-byte", "a list of eight", encoded(bits(octets=1)), UNPROVEN),
    _no("list-no-bytes", "a list of none", encoded(bits(octets=0)), UNPROVEN),
    _no("bomb-64-mb", "64 MB of zeros", encoded(bomb(64 << 20)), UNPROVEN),
    _no("bomb-512-mb", "512 MB of zeros", encoded(bomb(512 << 20)), UNPROVEN),
    _no("bomb-twice", "compressed twice", encoded(bomb(64 << 20, 2)), UNPROVEN),
    _no("list-recursive", "a list whose status is in itself", recursive, UNPROVEN),
    _no("list-chain", "lists whose statuses are in lists", chain_of_lists, UNPROVEN),
    # How it is served
    _no("404", "no list there", served(partial(answer, status="404 Not Found")), UNPROVEN),
    _no("410", "no list any more", served(partial(answer, status="410 Gone")), UNPROVEN),
    _no("500", "a host that fails", served(partial(answer, status="500 Oops"), own=True), UNPROVEN),
    _no("204", "no content", served(lambda _: answer(b"", "204 No Content")), UNPROVEN),
    _no("206", "a part of it", served(partial(answer, status="206 Partial Content")), UNPROVEN),
    _no("html", "a page", served(lambda _: answer(b"<html>", media="text/html")), UNPROVEN),
    _no("array", "an array", served(lambda found: answer([found])), UNPROVEN),
    _no("null", "null", served(lambda _: answer(b"null")), UNPROVEN),
    _no("nan", "a number that is none", served(lambda found: answer(json.dumps(found).replace('"validFrom"', '"x": NaN, "validFrom"').encode())), UNPROVEN),
    _no("duplicate", "one name twice", served(lambda found: answer(json.dumps(found).encode()[:-1] + b', "type": "x"}')), UNPROVEN),
    _no("utf-16", "another encoding", served(lambda found: answer(json.dumps(found).encode("utf-16"))), UNPROVEN),
    _no("two-megabytes", "more than is read", served(lambda found: answer(json.dumps(found).encode() + b" " * 2_000_000)), UNPROVEN),
    _no("length-lies-up", "more announced than sent", served(lambda _: raw(b"HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n{}"), own=True), UNPROVEN),
    _no("length-negative", "a negative length", served(lambda _: raw(b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}"), own=True), UNPROVEN),
    _no("chunk-huge", "a chunk without end", served(lambda _: raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{"), own=True), UNPROVEN),
    _no("http-gzip-bomb", "a body of compressed zeros", served(lambda _: answer(gzip.compress(bytes(64 << 20)), headers=("Content-Encoding: gzip",)), own=True), UNPROVEN),
    _no("http-brotli", "an encoding that nobody asked for", served(lambda found: answer(found, headers=("Content-Encoding: br",)), own=True), UNPROVEN),
    _no("header-crlf", "headers with line feeds", served(lambda _: raw(b"HTTP/1.1 200 OK\nX: a\n\n{}"), own=True), UNPROVEN),
    _no("hundred-continue", "an answer that only ever promises", served(lambda _: raw(b"HTTP/1.1 100 Continue\r\n\r\n" * 10_000), own=True), UNPROVEN),
    _no("http-0-9", "no headers at all", served(lambda found: raw(json.dumps(found).encode()), own=True), UNPROVEN),
    _no("hangs-up", "the host hangs up", served(lambda _: hang_up, own=True)),
    _no("nobody-there", "nobody listens", at_url(lambda _: "https://localhost:1/list"), UNPROVEN),
    _no("redirect-loop", "a host that sends us in circles", lambda world: in_circles(world), UNPROVEN),
    _no("redirect-to-file", "or to a file", redirected(lambda _: "file:///etc/passwd"), UNPROVEN),
    _no("redirect-empty", "or nowhere", redirected(lambda _: ""), UNPROVEN),
    _no("endless", "a host that never stops", served(lambda _: endless, own=True), UNPROVEN),
    _no("silent", "a host that says nothing", served(lambda _: silent, own=True), stalls=True),
    _no("drips", "a host that sends a byte now and then", served(lambda _: dripping(), own=True), stalls=True),
    _no("drips-headers", "within its headers", served(lambda _: dripping(b"HTTP/1.1 200 OK\r\nX: "), own=True), stalls=True),
    _no("drips-chunks", "in chunks", served(lambda _: dripping(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"), own=True), stalls=True),
    _no("two-slow-hosts", "one deadline for all hosts of a request", slow_list_and_slow_did, UNPROVEN, "", stalls=True),
    # Order
    _no("not-asked-for-a-broken-proof", "nobody is asked about a badge whose proof does not hold", unsound_is_not_asked_about, NOT_VERIFIED, "proof"),
    _no("not-asked-for-a-broken-shape", "nor about one that is not well-formed", unsound_shape, NOT_VERIFIED, "json_ld"),
)  # fmt: skip


def in_circles(world: World) -> Json:
    url = world.host.put(hang_up, port=world.host.fresh())
    port, path = url.removeprefix("http://localhost:").split("/", 1)
    world.host.put(redirect(url), "/" + path, int(port))
    return world.listed(url)
