"""Addresses that must not be called. The canary listens on every address of this machine and must stay silent.

Source: OWASP SSRF prevention; RFC 6890 (special-purpose addresses), RFC 6052 (NAT64), RFC 3056 (6to4).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from badgeapi.canon.contexts import OB_EXTENSIONS
from tests.hostile.case import NOT_VERIFIED, UNPROVEN, Case, World
from tests.hostile.documents import at, badge, clr, endorsement, enveloped, presentation
from tests.hostile.host import redirect
from tests.hostile.keys import ATTACKER, HOLDER, ISSUER, RSA, Json
from tests.hostile.signing import JCS, jwt, signed

# Ways of writing this machine, or what is behind it; {} is the canary's port.
ADDRESSES = {
    "loopback": "https://127.0.0.1:{}/x",
    "loopback-http": "http://127.0.0.1:{}/x",
    "localhost": "https://localhost:{}/x",
    "localhost-http": "http://localhost:{}/x",
    "localhost-upper": "http://LOCALHOST:{}/x",
    "localhost-dot": "http://localhost.:{}/x",
    "loopback-2": "https://127.8.9.10:{}/x",
    "short": "https://127.1:{}/x",
    "decimal": "https://2130706433:{}/x",
    "hex": "https://0x7f000001:{}/x",
    "hex-parts": "https://0x7f.0.0.1:{}/x",
    "octal": "https://0177.0.0.1:{}/x",
    "zero": "https://0.0.0.0:{}/x",
    "zero-short": "https://0:{}/x",
    "v6": "https://[::1]:{}/x",
    "v6-unspecified": "https://[::]:{}/x",
    "v6-mapped": "https://[::ffff:127.0.0.1]:{}/x",
    "v6-mapped-hex": "https://[::ffff:7f00:1]:{}/x",
    "v6-compatible": "https://[::127.0.0.1]:{}/x",
    "v6-nat64": "https://[64:ff9b::7f00:1]:{}/x",
    "v6-6to4": "https://[2002:7f00:1::]:{}/x",
    "v6-zone": "https://[fe80::1%25eth0]:{}/x",
    "link-local": "https://169.254.169.254:{}/latest/meta-data/",
    "private-10": "https://10.0.0.1:{}/x",
    "private-192": "https://192.168.0.1:{}/x",
    "shared": "https://100.64.0.1:{}/x",
    "multicast": "https://224.0.0.1:{}/x",
    "broadcast": "https://255.255.255.255:{}/x",
    "userinfo": "https://school.example@127.0.0.1:{}/x",
    "userinfo-password": "https://localhost:443@127.0.0.1:{}/x",
    "backslash": "https://school.example\\@127.0.0.1:{}/x",
    "full-width-digits": "https://１２７.０.０.１:{}/x",
    "ideographic-stop": "https://127。0。0。1:{}/x",
    "encoded-dots": "https://127%2e0%2e0%2e1:{}/x",
    "tab": "https://127.0.0.1\t:{}/x",
    "fragment": "https://127.0.0.1:{}/x#y",
    "query": "https://127.0.0.1:{}/x?y=z",
    "gopher": "gopher://127.0.0.1:{}/x",
    "upper-scheme": "HTTPS://127.0.0.1:{}/x",
    "no-scheme": "//127.0.0.1:{}/x",
    "own-name": "https://vm:{}/x",
}


def _addresses() -> Iterator[Case]:
    for name, url in ADDRESSES.items():
        yield Case(
            f"status-{name}",
            f"{url} is not called for a status list",
            lambda world, to=url: world.listed(to.format(world.canary.port)),
            UNPROVEN,
            "status json_ld shape",
        )


def url(world: World) -> str:
    return f"https://127.0.0.1:{world.canary.port}/x"


def member(pointer: str, value: Callable[[str], object], *, extensions: bool = False) -> Callable[[World], Json]:
    """An honest badge with an address of the canary in it."""

    def make(world: World) -> Json:
        found = at(badge(), pointer, value(url(world)))
        if extensions:
            found["@context"] = [*found["@context"], OB_EXTENSIONS]
        # Its proof does not hold, so that nothing in it may be asked about, and the case has one right answer.
        return at(signed(found, suite=JCS), "/name", "Brain surgery")

    return make


def issuer_at(make: Callable[[World], str]) -> Callable[[World], Json]:
    def made(world: World) -> Json:
        did = make(world)
        return signed(badge(did), ATTACKER, suite=JCS, verificationMethod=f"{did}#{ATTACKER.multikey}")

    return made


def redirected(status: str) -> Callable[[World], Json]:
    """A host that may be called sends us to one that may not."""
    return lambda world: world.listed(world.host.put(redirect(url(world), status), port=world.host.fresh()))


def did_redirected(world: World) -> Json:
    port, path = world.host.fresh(), world.host.path()
    did = f"did:web:localhost%3A{port}:{path[1:]}"
    world.host.put(redirect(f"http://127.0.0.1:{world.canary.port}/did.json"), f"{path}/did.json", port)
    return signed(badge(did), suite=JCS, verificationMethod=f"{did}#{ISSUER.multikey}")


def in_header(name: str) -> Callable[[World], str]:
    def make(world: World) -> str:
        did = world.did(RSA)
        return jwt(badge(did), ATTACKER, header={name: url(world)})

    return make


def service_in_did(world: World) -> Json:
    """What a DID document names is not called either."""
    port = world.canary.port
    service = [{"id": "#s", "type": "LinkedDomains", "serviceEndpoint": f"https://127.0.0.1:{port}"}]
    return at(world.by_web(service=service, alsoKnownAs=[f"did:web:localhost%3A{port}"]), "/name", "Brain surgery")


def foreign_controller(world: World) -> Json:
    """The controller of a method is somewhere else."""
    other = f"did:web:localhost%3A{world.canary.port}"
    return world.by_web(edit=lambda found: at(found, "/verificationMethod/0/controller", other))


def method_elsewhere(world: World) -> Json:
    """The issuer lists a method of another host."""
    other = f"did:web:localhost%3A{world.canary.port}#x"
    did = world.did(edit=lambda found: {**found, "assertionMethod": [other]})
    return signed(badge(did), suite=JCS, verificationMethod=other)


def second_proof(world: World) -> Json:
    found = signed(badge(), suite=JCS)
    other = {**found["proof"], "verificationMethod": f"did:web:localhost%3A{world.canary.port}#x"}
    return {**found, "proof": [found["proof"], other]}


def _no(name: str, truth: str, make: Callable[..., Any], expected: str = UNPROVEN) -> Case:
    return Case(name, truth, make, expected)


def _picture(to: str) -> Json:
    return {"id": to, "type": "Image"}


CASES = (
    *_addresses(),
    # Issuers and keys
    _no("issuer-didweb", "the issuer is on this machine", issuer_at(lambda world: f"did:web:localhost%3A{world.canary.port}")),
    _no("issuer-didweb-path", "with a path", issuer_at(lambda world: f"did:web:localhost%3A{world.canary.port}:a:b")),
    _no("issuer-didweb-lower-port", "with its port written otherwise", issuer_at(lambda world: f"did:web:localhost%3a{world.canary.port}")),
    _no("issuer-didweb-ip", "as IP address", issuer_at(lambda world: f"did:web:127.0.0.1%3A{world.canary.port}")),
    _no("issuer-didweb-upper", "in capitals", issuer_at(lambda world: f"did:web:LOCALHOST%3A{world.canary.port}")),
    _no("issuer-https", "as URL", issuer_at(url)),
    _no("issuer-http", "as http URL", issuer_at(lambda world: url(world).replace("https", "http"))),
    _no("issuer-nothing", "a name that does not exist", issuer_at(lambda _: "did:web:nothing.invalid")),
    _no("issuer-redirects", "an issuer that sends us elsewhere", did_redirected),
    _no("method-elsewhere", "a method of another host", method_elsewhere),
    _no("method-controller-elsewhere", "a controller on another host", foreign_controller),
    _no("second-proof-elsewhere", "a second proof's controller", second_proof),
    _no("did-services", "services of a DID document", service_in_did),
    _no("jwt-kid", "kid of a JWT", in_header("kid")),
    _no("jwt-jku", "jku", in_header("jku"), NOT_VERIFIED),
    _no("jwt-x5u", "x5u", in_header("x5u"), NOT_VERIFIED),
    # Redirects
    *(_no(f"redirect-{status[:3]}", "a host that sends us to this machine", redirected(status)) for status in ("301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent")),
    # Members that are addresses
    _no("context", "a context", lambda world: signed(badge(**{"@context": [*badge()["@context"], url(world)]}), suite=JCS), NOT_VERIFIED),
    _no("context-inside", "a context further down", lambda world: at(signed(badge(), suite=JCS), "/credentialSubject/@context", url(world)), NOT_VERIFIED),
    _no("context-of-proof", "a context of the proof", lambda world: at(signed(badge(), suite=JCS), "/proof/@context", [url(world)]), NOT_VERIFIED),
    _no("image", "a picture", member("/image", _picture), NOT_VERIFIED),
    _no("issuer-image", "the issuer's picture", member("/issuer/image", _picture), NOT_VERIFIED),
    _no("achievement-image", "the achievement's picture", member("/credentialSubject/achievement/image", _picture), NOT_VERIFIED),
    _no("issuer-url", "the issuer's page", member("/issuer/url", lambda to: to), NOT_VERIFIED),
    _no("criteria", "criteria", member("/credentialSubject/achievement/criteria/id", lambda to: to), NOT_VERIFIED),
    _no("evidence", "evidence", member("/evidence", lambda to: [{"id": to, "type": ["Evidence"]}]), NOT_VERIFIED),
    _no("terms-of-use", "terms of use", member("/termsOfUse", lambda to: [{"id": to, "type": "Terms"}]), NOT_VERIFIED),
    _no("schema", "a schema", member("/credentialSchema", lambda to: [{"id": to, "type": "1EdTechJsonSchemaValidator2019"}], extensions=True), NOT_VERIFIED),
    _no("schema-2", "a W3C schema", member("/credentialSchema", lambda to: [{"id": to, "type": "JsonSchema"}]), NOT_VERIFIED),
    _no("refresh", "a refresh service", member("/refreshService", lambda to: {"id": to, "type": "1EdTechCredentialRefresh"}, extensions=True), NOT_VERIFIED),
    _no("revocation-list", "an older revocation list", member("/credentialStatus", lambda to: {"id": to, "type": "1EdTechRevocationList"}, extensions=True), NOT_VERIFIED),
    _no("related-resource", "a related resource", member("/relatedResource", lambda to: [{"id": to, "digestMultibase": "uEiBZlVztZpfWHgPyslv6-UwirFoQoRvW1htfx963sknNng"}]), NOT_VERIFIED),
    _no("sound-but-refreshed-there", "a sound badge that would be refreshed there", lambda world: sound(world, "/refreshService", {"id": url(world), "type": "1EdTechCredentialRefresh"})),
    _no("sound-but-listed-there", "a sound badge on an older list there", lambda world: sound(world, "/credentialStatus", {"id": url(world), "type": "1EdTechRevocationList"})),
    _no("endorsement-issuer", "an endorser on this machine", lambda world: endorsed(world)),
    _no("record-member-issuer", "an issuer of a badge in a record", lambda world: in_record(world)),
    _no("presentation-holder", "a holder on this machine", lambda world: held(world)),
    _no("enveloped-by-address", "an envelope to be fetched", lambda world: {**enveloped(""), "id": url(world)}, "not_verified 400 422"),
)  # fmt: skip


def sound(world: World, pointer: str, value: object) -> Json:
    """Nothing is wrong with it; whether the address can be left out is the check's own matter, calling it is not."""
    del world
    found = at(badge(), pointer, value)
    found["@context"] = [*found["@context"], OB_EXTENSIONS]
    return signed(at(found, "/validUntil", "2026-01-02T00:00:00Z"), suite=JCS)


def endorsed(world: World) -> Json:
    did = f"did:web:localhost%3A{world.canary.port}"
    inner = signed(
        endorsement(did, badge()["id"]), ATTACKER, suite=JCS, verificationMethod=f"{did}#{ATTACKER.multikey}"
    )
    return at(signed(badge(endorsement=[inner]), suite=JCS), "/name", "Brain surgery")


def in_record(world: World) -> Json:
    did = f"did:web:localhost%3A{world.canary.port}"
    inner = signed(badge(did), ATTACKER, suite=JCS, verificationMethod=f"{did}#{ATTACKER.multikey}")
    return signed(clr([inner]), suite=JCS)


def held(world: World) -> Json:
    did = f"did:web:localhost%3A{world.canary.port}"
    document = presentation([signed(badge(), suite=JCS)], did)
    return signed(
        document, HOLDER, suite=JCS, proofPurpose="authentication", verificationMethod=f"{did}#{HOLDER.multikey}"
    )
