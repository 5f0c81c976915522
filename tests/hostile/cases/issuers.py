"""Forged issuers: a signature that holds, by a key that is not the issuer's.

Source: Controlled Identifiers 1.0 section 3.3; did:web and did:key method specifications; VC Data Model 2.0 section 7.1.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from tests.hostile.case import NOT_VERIFIED, UNDETERMINED, UNPROVEN, Case, World
from tests.hostile.documents import ABSENT, at, badge, badge_1, controller
from tests.hostile.host import answer, dripping, endless, hang_up, raw, redirect, silent
from tests.hostile.keys import ATTACKER, ISSUER, P256, SECOND, Json
from tests.hostile.signing import JCS, RDFC, jwt, proof, signed


def forged(issuer: object, method: str = ATTACKER.method, **members: object) -> Callable[[World], Json]:
    """The attacker signs in the name of `issuer`."""
    return lambda _: signed(badge(**({"issuer": issuer} | members)), ATTACKER, suite=JCS, verificationMethod=method)


def profile(identifier: object) -> Json:
    return {"id": identifier, "type": ["Profile"], "name": "School"}


def by_web(**options: Any) -> Callable[[World], Json]:
    """A badge of a did:web whose document or host is not as it should be."""
    return lambda world: world.by_web(**options)


def on_own_port(**options: Any) -> Callable[[World], Json]:
    return lambda world: world.by_web(port=world.host.fresh(), **options)


def document(pointer: str, value: object) -> Callable[[World], Json]:
    return by_web(edit=lambda found: at(found, pointer, value))


def both(*edits: Callable[[Json], Json]) -> Callable[[World], Json]:
    def edit(found: Json) -> Json:
        for change in edits:
            found = change(found)
        return found

    return by_web(edit=edit)


def victim(world: World) -> str:
    """An honest did:web that has nothing to do with the attacker."""
    return world.did(ISSUER)


def key_in_fragment(world: World) -> Json:
    """The validator of the certifying body could be read to take the key from here."""
    did = victim(world)
    return signed(badge(did), ATTACKER, suite=JCS, verificationMethod=f"{did}#{ATTACKER.multikey}")


def https_key_in_fragment(world: World) -> Json:
    url = world.host.put(answer(controller("x", ISSUER)))
    world.host.put(answer(controller(url, ISSUER)), "/" + url.rpartition("/")[2])
    return signed(badge(url), ATTACKER, suite=JCS, verificationMethod=f"{url}#{ATTACKER.multikey}")


def attackers_web(world: World) -> Json:
    """The attacker's did:web claims to be controlled by, or also known as, the victim."""
    did, other = victim(world), world.did(ATTACKER)
    return signed(badge(did), ATTACKER, suite=JCS, verificationMethod=f"{other}#{ATTACKER.multikey}")


def also_known_as(world: World) -> Json:
    did = victim(world)
    other = world.did(ATTACKER, alsoKnownAs=[did])
    return signed(badge(did), ATTACKER, suite=JCS, verificationMethod=f"{other}#{ATTACKER.multikey}")


def claims_controller(world: World) -> Json:
    """A method in the attacker's document names the victim as its controller."""
    did = victim(world)
    other = world.did(ATTACKER, edit=lambda found: at(found, "/verificationMethod/0/controller", did))
    return signed(badge(did), ATTACKER, suite=JCS, verificationMethod=f"{other}#{ATTACKER.multikey}")


def method_of_victim(world: World) -> Json:
    """The attacker's document holds a method with the victim's id."""
    did = victim(world)
    name = f"{did}#{ATTACKER.multikey}"
    world.did(ATTACKER, edit=lambda found: {**at(found, "/verificationMethod/0/id", name), "assertionMethod": [name]})
    return signed(badge(did), ATTACKER, suite=JCS, verificationMethod=name)


def embedded_key(world: World) -> Json:
    """The method as an object within the proof."""
    did = victim(world)
    method = controller(did, ATTACKER)["verificationMethod"][0]
    return signed(badge(did), ATTACKER, suite=JCS, verificationMethod=method)


def path_variant(change: Callable[[str], str]) -> Callable[[World], Json]:
    """The issuer's id and the method's controller differ by writing only."""

    def make(world: World) -> Json:
        did = victim(world)
        return signed(badge(change(did)), suite=JCS, verificationMethod=f"{did}#{ISSUER.multikey}")

    return make


def unlisted(world: World) -> Json:
    """The key stands in the document, for other purposes only."""
    return world.by_web(
        edit=lambda found: {**at(found, "/assertionMethod", ABSENT), "authentication": found["assertionMethod"]}
    )


def two_forms(found: Json) -> Json:
    return at(found, "/verificationMethod/0/publicKeyJwk", ISSUER.jwk)


def relative_ids(found: Json) -> Json:
    found = at(found, "/verificationMethod/0/id", f"#{ISSUER.multikey}")
    return {**found, "assertionMethod": [f"#{ISSUER.multikey}"]}


def doubled(found: Json) -> Json:
    other = {**found["verificationMethod"][0], "publicKeyMultibase": ATTACKER.multikey}
    return {**found, "verificationMethod": [other, *found["verificationMethod"]]}


def many_methods(found: Json) -> Json:
    method = found["verificationMethod"][0]
    return {**found, "verificationMethod": [{**method, "id": f"{found['id']}#{n}"} for n in range(4_000)]}


def private_key(found: Json) -> Json:
    method = {**found["verificationMethod"][0], "type": "JsonWebKey", "publicKeyJwk": ISSUER.private_jwk}
    del method["publicKeyMultibase"]
    return {**found, "verificationMethod": [method]}


def other_scheme(to: str) -> Callable[[World], Json]:
    return forged(profile(to), f"{to}#{ATTACKER.multikey}")


def set_of_victim(world: World) -> Json:
    """The victim's method named beside the attacker's, with the attacker's signature under both."""
    did = victim(world)
    found = badge(did)
    methods = (f"{did}#{ISSUER.multikey}", ATTACKER.method)
    return {**found, "proof": [proof(found, ATTACKER, suite=JCS, verificationMethod=method) for method in methods]}


def jwt_of_victim(world: World) -> str:
    return jwt(badge(world.did(P256)), ATTACKER)


def redirected(status: str) -> Callable[[World], Json]:
    """The document is where the redirect leads, but did:web follows none."""

    def make(world: World) -> Json:
        path = world.host.path()
        did = f"did:web:localhost%3A{world.host.ports[0]}:{path[1:]}"
        there = world.host.put(answer(controller(did, ISSUER)))
        world.host.put(redirect(there, status), f"{path}/did.json")
        return signed(badge(did), suite=JCS, verificationMethod=f"{did}#{ISSUER.multikey}")

    return make


def _no(
    name: str,
    truth: str,
    make: Callable[..., Any],
    because: str = "",
    expected: str = NOT_VERIFIED,
    *,
    stalls: bool = False,
) -> Case:
    return Case(name, truth, make, expected, because, stalls=stalls)


FOREIGN = "issuer_binding"

CASES = (
    # Another's key
    _no("didkey-of-another", "another did:key is not the issuer", forged(profile(ISSUER.did)), FOREIGN),
    _no("didkey-rdfc-of-another", "under eddsa-rdfc-2022 too", lambda _: signed(badge(), ATTACKER, suite=RDFC), FOREIGN),
    _no("vc-1-1-of-another", "in VC 1.1 too", lambda _: signed(badge_1(), ATTACKER), FOREIGN),
    _no("https-issuer", "a URL is not bound to a did:key", forged(profile("https://university.example")), FOREIGN),
    _no("issuer-text", "nor when the issuer is a bare id", forged("https://university.example"), FOREIGN),
    _no("issuer-prefix", "an id that begins with the attacker's", forged(profile(ATTACKER.did + "x")), FOREIGN),
    _no("issuer-shorter", "an id that the attacker's begins with", forged(profile(ATTACKER.did[:-1])), FOREIGN),
    _no("issuer-with-fragment", "an id with a fragment is another id", forged(profile(ATTACKER.method)), FOREIGN),
    _no("issuer-with-space", "an id with a space behind", forged(profile(ATTACKER.did + " "))),
    _no("issuer-array", "two issuers are none", forged([ATTACKER.did, ISSUER.did])),
    _no("issuer-id-array", "an issuer with two ids", forged(profile([ATTACKER.did, ISSUER.did]))),
    _no("issuer-object-in-id", "an id that is an object", forged(profile({"id": ATTACKER.did}))),
    _no("issuer-number", "a number is no issuer", forged(7)),
    _no("issuer-null", "nobody", forged(None)),
    _no("issuer-absent", "no issuer at all", lambda _: signed(at(badge(), "/issuer", ABSENT), ATTACKER, suite=JCS)),
    _no("issuer-without-id", "an issuer without id", forged({"type": ["Profile"], "name": "School"})),
    _no("issuer-empty", "an empty id", forged("")),
    _no("key-in-fragment", "a key in the fragment is nobody's", key_in_fragment, "proof"),
    _no("https-key-in-fragment", "nor in that of a URL", https_key_in_fragment, "proof"),
    _no("key-in-proof", "a method carried in the proof", embedded_key),
    _no("attackers-didweb", "another did:web", attackers_web, FOREIGN),
    _no("also-known-as", "alsoKnownAs binds nobody else", also_known_as, FOREIGN),
    _no("claims-controller", "a method may not name another controller", claims_controller, "issuer_binding proof"),
    _no("victims-method-elsewhere", "a method counts only in its controller's document", method_of_victim, "proof"),
    _no("set-with-victims-method", "naming the victim's method is not signing with it", set_of_victim, "proof"),
    _no("jwt-of-another", "a JWT by another key", jwt_of_victim, FOREIGN),
    _no("extra-proof-member", "a controller in the proof means nothing", lambda _: signed(badge(), ATTACKER, suite=JCS, controller=ISSUER.did)),
    # did:key
    _no("didkey-without-fragment", "the method must be named", lambda _: signed(badge(), suite=JCS, verificationMethod=ISSUER.did), "proof"),
    _no("didkey-other-fragment", "the fragment must be the key's own", lambda _: signed(badge(), suite=JCS, verificationMethod=f"{ISSUER.did}#{ATTACKER.multikey}"), "proof"),
    _no("didkey-attackers-fragment", "with the attacker's signature", lambda _: signed(badge(), ATTACKER, suite=JCS, verificationMethod=f"{ISSUER.did}#{ATTACKER.multikey}"), "proof"),
    _no("didkey-empty-fragment", "an empty fragment", lambda _: signed(badge(), suite=JCS, verificationMethod=f"{ISSUER.did}#"), "proof"),
    _no("didkey-two-fragments", "two fragments", lambda _: signed(badge(), suite=JCS, verificationMethod=f"{ISSUER.method}#{ISSUER.multikey}"), "proof json_ld"),
    _no("didkey-with-path", "did:key has no path", lambda _: signed(badge(ISSUER.did + "/x"), suite=JCS, verificationMethod=f"{ISSUER.did}/x#{ISSUER.multikey}"), "proof"),
    _no("didkey-with-query", "nor a query", lambda _: signed(badge(ISSUER.did + "?a=b"), suite=JCS, verificationMethod=f"{ISSUER.did}?a=b#{ISSUER.multikey}"), "proof"),
    _no("didkey-upper-case", "DIDs are compared by character", lambda _: signed(badge("DID:KEY:" + ISSUER.multikey), suite=JCS, verificationMethod=f"DID:KEY:{ISSUER.multikey}#{ISSUER.multikey}"), "", UNPROVEN),
    _no("didkey-version", "a version that we do not know", lambda _: signed(badge(f"did:key:9:{ISSUER.multikey}"), suite=JCS, verificationMethod=f"did:key:9:{ISSUER.multikey}#{ISSUER.multikey}"), "", UNPROVEN),
    # did:web: what the document says
    _no("didweb-other-id", "the document must have the DID as id", document("/id", "did:web:other.example"), "proof"),
    _no("didweb-without-id", "and have one", document("/id", ABSENT), "proof"),
    _no("didweb-id-of-other-case", "character by character", by_web(edit=lambda found: {**found, "id": found["id"].replace("%3A", "%3a")}), "proof"),
    _no("didweb-not-for-assertions", "a key for logging in signs no badge", unlisted, "proof"),
    _no("didweb-empty-relation", "no key for assertions", document("/assertionMethod", []), "proof"),
    _no("didweb-relation-null", "null for assertions", document("/assertionMethod", None), "proof"),
    _no("didweb-lists-another-key", "another key for assertions", document("/assertionMethod/0", "did:web:x.example#y"), "proof"),
    _no("didweb-no-methods", "a listed method that is not there", document("/verificationMethod", []), "proof"),
    _no("didweb-other-controller", "a method under another's control", document("/verificationMethod/0/controller", ATTACKER.did), "proof"),
    _no("didweb-controller-array", "a method under two", document("/verificationMethod/0/controller", [ISSUER.did]), "proof"),
    _no("didweb-no-controller", "a method under nobody's", document("/verificationMethod/0/controller", ABSENT), "proof"),
    _no("didweb-expired-key", "an expired key", document("/verificationMethod/0/expires", "2025-01-01T00:00:00Z"), "proof"),
    _no("didweb-revoked-key", "a revoked key", document("/verificationMethod/0/revoked", "2025-01-01T00:00:00Z"), "proof"),
    _no("didweb-unreadable-expiry", "an expiry that cannot be read", document("/verificationMethod/0/expires", "soon"), "proof"),
    _no("didweb-revoked-true", "revoked without a time", document("/verificationMethod/0/revoked", True), "proof"),
    _no("didweb-another-key", "another key under the method's name", document("/verificationMethod/0/publicKeyMultibase", ATTACKER.multikey), "proof"),
    _no("didweb-two-forms", "one method, two keys", both(two_forms), "proof"),
    _no("didweb-method-twice", "one name, two methods", both(doubled), "proof"),
    _no("didweb-relative-ids", "ids that are not absolute", both(relative_ids), "proof"),
    _no("didweb-many-methods", "four thousand methods, none of them the one", both(many_methods), "proof"),
    _no("didweb-private-key", "a key whose private half is published is anybody's", both(private_key), "proof"),
    _no("didweb-type-of-key", "a type of method that we do not know", document("/verificationMethod/0/type", "Ed25519VerificationKey2099"), "proof"),
    _no("didweb-key-array", "a key that is an array", document("/verificationMethod/0/publicKeyMultibase", [ISSUER.multikey]), "proof"),
    _no("didweb-method-text", "a method that is a text", document("/verificationMethod/0", "x"), "proof"),
    # did:web: what the host does
    _no("didweb-404", "there is no such document", by_web(behave=partial(answer, status="404 Not Found")), "proof"),
    _no("didweb-500", "the host fails", by_web(behave=partial(answer, status="500 Oops")), "proof", UNPROVEN),
    _no("didweb-301", "did:web follows no redirect", redirected("301 Moved Permanently"), "proof"),
    _no("didweb-302", "nor a temporary one", redirected("302 Found"), "proof"),
    _no("didweb-not-json", "something that is no JSON", by_web(behave=lambda _: answer(b"<html>")), "proof"),
    _no("didweb-array", "an array", by_web(behave=lambda found: answer([found])), "proof"),
    _no("didweb-text", "a text", by_web(behave=lambda _: answer(b'"did"')), "proof"),
    _no("didweb-duplicate-id", "a document with two ids", by_web(behave=lambda found: answer(answered_twice(found))), "proof"),
    _no("didweb-too-large", "more than a megabyte", by_web(behave=lambda found: answer({**found, "x": "a" * 2_000_000})), "proof"),
    _no("didweb-deep", "a thousand levels", by_web(behave=lambda _: answer(b"[" * 1_000 + b"]" * 1_000)), "proof"),
    _no("didweb-gzip", "compressed although nobody asked", by_web(behave=lambda found: gzipped(found)), "proof"),
    _no("didweb-hangs-up", "the host hangs up", on_own_port(behave=lambda _: hang_up), "proof", UNDETERMINED),
    _no("didweb-garbage", "the host does not speak HTTP", on_own_port(behave=lambda _: raw(b"\x16\x03\x01\x02\x00" * 100)), "proof", UNPROVEN),
    _no("didweb-cut-short", "less than was announced", on_own_port(behave=lambda _: raw(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{")), "proof", UNPROVEN),
    _no("didweb-header-bomb", "headers without end", on_own_port(behave=lambda _: raw(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 300_000)), "proof", UNPROVEN),
    _no("didweb-long-status", "a status line of a megabyte", on_own_port(behave=lambda _: raw(b"HTTP/1.1 200 " + b"a" * 1_000_000 + b"\r\n\r\n")), "proof", UNPROVEN),
    _no("didweb-silent", "the host says nothing", on_own_port(behave=lambda _: silent), "proof", UNDETERMINED, stalls=True),
    _no("didweb-drips", "the host sends a byte now and then", on_own_port(behave=lambda _: dripping()), "proof", UNDETERMINED, stalls=True),
    _no("didweb-drips-headers", "within its headers too", on_own_port(behave=lambda _: dripping(b"HTTP/1.1 200 OK\r\nX: ")), "proof", UNDETERMINED, stalls=True),
    _no("didweb-endless", "the host never stops", on_own_port(behave=lambda _: endless), "proof", UNPROVEN),
    # DIDs that cannot be
    _no("did-unknown-method", "a DID method that we do not know", other_scheme("did:example:123"), "", UNPROVEN),
    _no("did-empty", "a DID without anything", other_scheme("did:"), "", UNPROVEN),
    _no("didweb-ip", "did:web forbids IP addresses", other_scheme("did:web:127.0.0.1"), "proof"),
    _no("didweb-ip-as-number", "however they are written", other_scheme("did:web:2130706433"), "proof"),
    _no("didweb-ip-hex", "in hexadecimal too", other_scheme("did:web:0x7f000001"), "proof"),
    _no("didweb-userinfo", "a user in the host", other_scheme("did:web:a@localhost%3A1"), "", UNPROVEN),
    _no("didweb-port-0", "port 0", other_scheme("did:web:localhost%3A0"), "proof"),
    _no("didweb-port-beyond", "a port that does not exist", other_scheme("did:web:localhost%3A70000"), "proof"),
    _no("didweb-port-unescaped", "an unescaped port is a path", other_scheme("did:web:localhost:22"), "", UNPROVEN),
    _no("didweb-climbs", "a path that climbs", other_scheme("did:web:x.example:..:..:etc"), "proof"),
    _no("didweb-climbs-escaped", "escaped too", other_scheme("did:web:x.example:%2e%2e:a"), "proof"),
    _no("didweb-slash", "an escaped slash", other_scheme("did:web:x.example:a%2Fb"), "proof"),
    _no("didweb-crlf", "an escaped line feed", other_scheme("did:web:x.example%0d%0aX:a"), "proof"),
    _no("didweb-null", "an escaped U+0000", other_scheme("did:web:x.example:a%00b"), "", UNPROVEN),
    _no("didweb-empty-host", "no host", other_scheme("did:web:"), "proof"),
    _no("didweb-long", "a DID of a hundred thousand characters", other_scheme("did:web:" + "a." * 50_000 + "example"), "", UNPROVEN),
    _no("didweb-colons", "a hundred thousand colons", other_scheme("did:web:" + ":" * 100_000), "", UNPROVEN),
    Case("own-origin", "an address of this machine, which nobody may have us ask", lambda world: own_origin(world), UNPROVEN),
)  # fmt: skip


def answered_twice(found: object) -> bytes:
    import json

    text = json.dumps(found)
    return (text[:-1] + ', "id": "did:web:x.example"}').encode()


def gzipped(found: object) -> Any:
    import gzip
    import json

    return answer(gzip.compress(json.dumps(found).encode()), headers=("Content-Encoding: gzip",))


def own_origin(world: World) -> Json:
    did = "did:web:localhost%3A8000:issuers:nobody"
    return signed(badge(did), SECOND, suite=JCS, verificationMethod=f"{did}#{SECOND.multikey}")
