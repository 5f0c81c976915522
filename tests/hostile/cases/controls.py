"""Honest inputs of every kind that must be verified: keys, suites, issuers, status, forms and contents."""

from __future__ import annotations

import json
from functools import partial

from badgeapi.canon.contexts import (
    CREDENTIALS_V1,
    DATA_INTEGRITY_V2,
    ED25519_2020,
    OB_3_0_1,
    OB_EXTENSIONS,
    OB_UNVERSIONED,
)
from tests.hostile import images
from tests.hostile.case import VERIFIED, Case, Sent, Shown, World
from tests.hostile.documents import (
    ABSENT,
    BEGIN,
    achievement,
    at,
    badge,
    badge_1,
    bits,
    clr,
    controller,
    endorsement,
    entry,
    enveloped,
    plain,
    presentation,
    rich,
    status_list,
)
from tests.hostile.host import Behaviour, answer, raw
from tests.hostile.keys import HOLDER, ISSUER, P256, P384, RSA, SECOND, Json, Key, base64url, made
from tests.hostile.signing import (
    ECDSA_JCS,
    ECDSA_RDFC,
    JCS,
    RDFC,
    compact,
    jwt,
    proof,
    signed,
)
from tests.hostile.signing import (
    ED25519_2020 as ED25519_SIGNATURE_2020,
)

ENDORSER = made("Ed25519", "endorser")
JSON_MEDIA = ("application/json", "application/vc", "application/ld+json", "application/vc+ld+json", None)
JWT_MEDIA = ("text/plain", "application/vc+jwt", "application/jwt")


def body(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def with_subject(**members: object) -> Json:
    made = badge()
    made["credentialSubject"] |= members
    return made


def with_achievement(**members: object) -> Json:
    made = badge()
    made["credentialSubject"]["achievement"] |= members
    return made


def proof_set(*proofs: Json, document: Json | None = None) -> Json:
    return {**(document or badge()), "proof": list(proofs)}


def chained(document: Json, *, as_list: bool = False) -> Json:
    """Two proofs of the issuer, the second over the first."""
    first = proof(document, suite=RDFC, id="urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544")
    named = [first["id"]] if as_list else first["id"]
    second = proof(document, suite=RDFC, previous=[first], previousProof=named)
    return {**document, "proof": [first, second]}


def by_jwt(world: World, key: Key, *, document: Json | None = None, **options: object) -> str:
    """A JWT of a did:web that lists its key as JWK."""
    did = world.did(key, jwk=True)
    kid = f"{did}#{'rsa' if key.kind == 'RSA' else key.multikey}"
    found = {**(document or badge()), "issuer": {"id": did, "type": ["Profile"], "name": "School"}}
    return jwt(found, key, header={"kid": kid, **options})


def claim_of_1(world: World) -> str:
    """A JWT of VC Data Model 1.1: the credential stands in the claim `vc`."""
    did = world.did(P256, jwk=True)
    document = badge_1(did)
    claims = {"iss": did, "sub": document["credentialSubject"]["id"], "jti": document["id"], "nbf": 1767225600}
    header = {"alg": "ES256", "typ": "JWT", "kid": f"{did}#{P256.multikey}"}
    return compact(header, {"vc": document, **claims}, P256)


def vc_jose(world: World, key: Key) -> str:
    """VC-JOSE-COSE: the payload is the credential, without further claims."""
    did = world.did(key, jwk=True)
    kid = f"{did}#{'rsa' if key.kind == 'RSA' else key.multikey}"
    return compact({"alg": key.algorithm, "typ": "vc+jwt", "cty": "vc", "kid": kid}, badge(did), key)


def at_address(world: World) -> str:
    """A JWT whose kid is the address of a bare JWK."""
    did = world.did(RSA)
    url = world.host.put(answer(RSA.jwk))
    return jwt(badge(did), RSA, header={"kid": url})


def did_jwk(key: Key) -> str:
    return "did:jwk:" + base64url(json.dumps(key.jwk).encode())


def https_controller(world: World) -> Json:
    """A controller document at a URL, as Controlled Identifiers 1.0 has it."""
    url = world.host.put(answer({}))
    world.host.put(answer(controller(url, ISSUER)), "/" + url.rpartition("/")[2])
    return signed(badge(url), suite=JCS, verificationMethod=f"{url}#{ISSUER.multikey}")


def bare_key(world: World) -> Json:
    """A Multikey document at an address of its own."""
    issuer, path = world.did(ISSUER), world.host.path()
    url = f"http://localhost:{world.host.ports[0]}{path}"
    key = {"id": url, "type": "Multikey", "controller": issuer, "publicKeyMultibase": ISSUER.multikey}
    world.host.put(answer(key), path)
    return signed(badge(issuer), suite=JCS, verificationMethod=url)


def at_root(world: World) -> Json:
    """did:web without a path: the document is at /.well-known."""
    port = world.host.fresh()
    did = f"did:web:localhost%3A{port}"
    world.host.put(answer(controller(did, ISSUER)), "/.well-known/did.json", port)
    return signed(badge(did), verificationMethod=f"{did}#{ISSUER.multikey}")


def embedded(document: Json) -> Json:
    """The method stands within `assertionMethod` and nowhere else."""
    return {**document, "assertionMethod": document["verificationMethod"], "verificationMethod": []}


def with_method(name: str, value: object) -> object:
    return lambda document: at(document, f"/verificationMethod/0/{name}", value)


def revocation_list(world: World) -> Json:
    """1EdTechRevocationList, of the time before Bitstring Status List; other badges are on it."""
    url = world.host.put(answer({}))
    listed = {"id": url, "issuer": ISSUER.did, "revokedCredential": [{"id": "urn:uuid:other", "revoked": True}]}
    world.host.put(answer(listed), "/" + url.rpartition("/")[2])
    context = [*badge()["@context"], OB_EXTENSIONS]
    status = {"id": url, "type": "1EdTechRevocationList"}
    return signed(badge(**{"@context": context}, credentialStatus=status), suite=JCS)


def list_2021(world: World) -> Json:
    """StatusList2021: no multibase prefix, and terms of its own context."""
    context = "https://w3id.org/vc/status-list/2021/v1"
    url = world.host.put(answer({}))
    listed = plain(
        **{"@context": [CREDENTIALS_V1, context, DATA_INTEGRITY_V2]},
        id=url,
        type=["VerifiableCredential", "StatusList2021Credential"],
        issuanceDate=BEGIN,
        credentialSubject={
            "id": f"{url}#list",
            "type": "StatusList2021",
            "statusPurpose": "revocation",
            "encodedList": bits(7)[1:],
        },
    )
    del listed["validFrom"]
    world.host.put(answer(signed(listed, suite=JCS)), "/" + url.rpartition("/")[2])
    status = entry(url, type="StatusList2021Entry")
    return signed(badge_1(**{"@context": [*badge_1()["@context"], context]}, credentialStatus=status), suite=JCS)


def of_size_2(world: World) -> Json:
    """Two bits per entry, with their messages."""
    messages = [{"status": f"0x{n:x}", "message": f"message {n}"} for n in range(4)]

    def edit(document: Json) -> Json:
        subject = {"statusPurpose": "message", "encodedList": bits(octets=32_768)}
        document["credentialSubject"] |= subject
        return document

    url = world.list(edit)
    return world.listed(url, statusPurpose="message", statusSize=2, statusMessage=messages)


def list_as_jwt(world: World) -> Json:
    """A status list that is served as a JWT."""
    path = world.host.path()
    url = f"http://localhost:{world.host.ports[0]}{path}"
    did = world.did(ISSUER, SECOND, jwk=False)
    token = compact({"alg": "EdDSA", "typ": "vc+jwt", "kid": f"{did}#{ISSUER.multikey}"}, status_list(url, did), ISSUER)
    world.host.put(answer(token.encode(), media="application/vc+jwt"), path)
    found = badge(did, credentialStatus=entry(url))
    return signed(found, suite=JCS, verificationMethod=f"{did}#{ISSUER.multikey}")


def schema(world: World) -> Json:
    """An inline schema that the badge satisfies."""
    url = world.host.put(answer({"$schema": "https://json-schema.org/draft/2019-09/schema", "type": "object"}))
    context = [*badge()["@context"], OB_EXTENSIONS]
    listed = [{"id": url, "type": "1EdTechJsonSchemaValidator2019"}]
    return signed(badge(**{"@context": context}, credentialSchema=listed), suite=JCS)


def refresh(world: World) -> Json:
    """A refresh service that gives the same badge, newer."""
    url = world.host.put(answer({}))
    context = [*badge()["@context"], OB_EXTENSIONS]
    service = {"id": url, "type": "1EdTechCredentialRefresh"}
    found = badge(**{"@context": context}, refreshService=service)
    newer = {**found, "validFrom": "2026-02-01T00:00:00Z"}
    world.host.put(answer(signed(newer, suite=JCS)), "/" + url.rpartition("/")[2])
    return signed(found, suite=JCS)


def two_in_a_record() -> list[Json]:
    second = {**badge(), "id": "urn:uuid:6a0f7b1c-1c4e-4c39-8d1b-6d8f6c1f0a02"}
    second["credentialSubject"]["achievement"] = achievement("welding")
    return [signed(badge()), signed(second)]


def associated() -> Json:
    """A record that says how the achievements in it hang together."""
    association = {
        "type": "Association",
        "associationType": "isPartOf",
        "sourceId": achievement("soldering")["id"],
        "targetId": achievement("welding")["id"],
    }
    return signed(clr(two_in_a_record(), association=[association]))


def held(credential: Json, **options: object) -> Json:
    """A presentation that its holder signed."""
    document = presentation([credential], HOLDER.did)
    return signed(document, HOLDER, proofPurpose="authentication", challenge="c1", domain="verifier.example", **options)


def multipart(name: str, content: bytes, media: str) -> Sent:
    head = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: {media}\r\n\r\n'
    return Sent(head.encode() + content + b"\r\n--b--\r\n", "multipart/form-data; boundary=b")


def vc_api(shown: Json, member: str = "verifiableCredential", route: str = "credentials", **options: object) -> Sent:
    return Sent(body({member: shown, "options": options}), path=f"/vc-api/{route}/verify")


def _yes(name: str, truth: str, make: object) -> Case:
    return Case(name, truth, make, VERIFIED)  # type: ignore[arg-type]


def _same(shown: Shown) -> object:
    return lambda _: shown


def _rdfc(document: Json, **options: object) -> object:
    return lambda _: signed(document, suite=RDFC, **options)


def _jcs(document: Json, **options: object) -> object:
    return lambda _: signed(document, suite=JCS, **options)


_KEYS = (
    _yes("didkey-rdfc", "eddsa-rdfc-2022 with did:key", _rdfc(badge())),
    _yes("didkey-jcs", "eddsa-jcs-2022 with did:key", _jcs(badge())),
    _yes("proof-in-an-array", "a lone proof may stand in an array", lambda _: proof_set(proof(badge()))),
    _yes("p256-rdfc", "ecdsa-rdfc-2019 with P-256", lambda _: signed(badge(P256.did), P256, suite=ECDSA_RDFC)),
    _yes("p256-jcs", "ecdsa-jcs-2019 with P-256", lambda _: signed(badge(P256.did), P256, suite=ECDSA_JCS)),
    _yes("p384-rdfc", "ecdsa-rdfc-2019 with P-384", lambda _: signed(badge(P384.did), P384, suite=ECDSA_RDFC)),
    _yes("p384-jcs", "ecdsa-jcs-2019 with P-384", lambda _: signed(badge(P384.did), P384, suite=ECDSA_JCS)),
    _yes(
        "ed25519-signature-2020",
        "the older Ed25519Signature2020 of VC 1.1",
        lambda _: signed(
            badge_1(**{"@context": [CREDENTIALS_V1, OB_UNVERSIONED, ED25519_2020]}), suite=ED25519_SIGNATURE_2020
        ),
    ),
)
_PROOFS = (
    _yes("no-created", "created is optional", _jcs(badge(), created=None)),
    _yes("created-with-offset", "created may have an offset", _jcs(badge(), created="2026-01-02T03:04:05+13:00")),
    _yes("expires-later", "a proof may expire in the future", _jcs(badge(), expires="2099-01-01T00:00:00Z")),
    _yes("proof-with-nonce", "a proof may have a nonce", _jcs(badge(), nonce="4f2c")),
    _yes("proof-with-id", "a proof may have an id", _jcs(badge(), id="urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544")),
    _yes("set-of-two-suites", "a set of two suites", lambda _: proof_set(proof(badge()), proof(badge(), suite=JCS))),
    _yes(
        "set-of-two-keys",
        "a set by two keys of the issuer",
        lambda world: two_keys(world),
    ),
    _yes(
        "set-with-a-witness",
        "another's valid proof beside the issuer's does no harm",
        lambda _: proof_set(proof(badge()), proof(badge(), SECOND)),
    ),
    _yes(
        "set-of-eddsa-and-ecdsa",
        "a set of two algorithms",
        lambda _: proof_set(proof(badge()), proof(badge(), P256, suite=ECDSA_RDFC)),
    ),
    _yes("chain", "a second proof over the first", lambda _: chained(badge())),
    _yes("chain-by-list", "previousProof may be a list", lambda _: chained(badge(), as_list=True)),
    _yes(
        "jcs-context-prefix",
        "the document's contexts may go on where the proof's end",
        lambda _: prefixed(),
    ),
)


def two_keys(world: World) -> Json:
    did = world.did(ISSUER, SECOND)
    document = badge(did)
    return proof_set(
        *(proof(document, key, verificationMethod=f"{did}#{key.multikey}") for key in (ISSUER, SECOND)),
        document=document,
    )


def prefixed() -> Json:
    """Data Integrity EdDSA section 3.3.2: the document's @context must start with the proof's."""
    found = signed(badge(), suite=JCS)
    return {**found, "@context": [*found["@context"], OB_EXTENSIONS]}


_ISSUERS = (
    _yes("didweb-path", "did:web with a path", lambda world: world.by_web()),
    _yes("didweb-root", "did:web without a path", at_root),
    _yes("didweb-two-keys", "a key beside another", lambda world: second_key(world)),
    _yes("didweb-embedded-method", "a method within assertionMethod", lambda world: world.by_web(edit=embedded)),
    _yes(
        "didweb-single-relation",
        "a lone assertionMethod need not stand in an array",
        lambda world: world.by_web(
            edit=lambda document: {**document, "assertionMethod": document["assertionMethod"][0]}
        ),
    ),
    _yes(
        "didweb-key-expires-later",
        "a key that expires in the future holds today",
        lambda world: world.by_web(edit=with_method("expires", "2099-01-01T00:00:00Z")),
    ),
    _yes(
        "didweb-key-revoked-later",
        "a key that is revoked in the future holds today",
        lambda world: world.by_web(edit=with_method("revoked", "2099-01-01T00:00:00Z")),
    ),
    _yes(
        "didweb-other-members",
        "services and aliases do no harm",
        lambda world: world.by_web(alsoKnownAs=["https://school.example"], authentication=[]),
    ),
    _yes(
        "didweb-as-json",
        "the media type of a DID document is not decisive",
        lambda world: world.by_web(behave=partial(answer, media="text/plain")),
    ),
    _yes("didweb-chunked", "a document in chunks", lambda world: world.by_web(behave=chunked)),
    _yes("didweb-p256", "a P-256 key of a did:web", lambda world: ecdsa_by_web(world)),
    _yes("didjwk", "did:jwk", lambda _: by_did_jwk()),
    _yes("https-controller", "a controller document at a URL", https_controller),
    _yes("https-bare-key", "a key document of its own", bare_key),
)


def second_key(world: World) -> Json:
    did = world.did(ISSUER, SECOND)
    return signed(badge(did), SECOND, verificationMethod=f"{did}#{SECOND.multikey}")


def ecdsa_by_web(world: World) -> Json:
    did = world.did(P256)
    return signed(badge(did), P256, suite=ECDSA_RDFC, verificationMethod=f"{did}#{P256.multikey}")


def by_did_jwk() -> Json:
    did = did_jwk(P256)
    return signed(badge(did), P256, suite=ECDSA_JCS, verificationMethod=f"{did}#0")


def chunked(document: object) -> Behaviour:
    text = body(document)
    parts = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (text[:100], text[100:]))
    return raw(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        + parts
        + b"0\r\n\r\n"
    )


_STATUS = (
    _yes("status-unset", "the bit is there and not set", lambda world: world.listed(world.list())),
    _yes("status-index-0", "the first bit", lambda world: world.listed(world.list(), "0")),
    _yes("status-before-a-set-bit", "bit 6 is not bit 7", lambda world: world.listed(world.list(), "6")),
    _yes("status-after-a-set-bit", "bit 8 is not bit 7", lambda world: world.listed(world.list(), "8")),
    _yes("status-last-index", "the last bit", lambda world: world.listed(world.list(), "131071")),
    _yes(
        "status-integer-index",
        "an index as number, as in official samples",
        lambda world: world.listed(world.list(), 5),
    ),
    _yes(
        "status-suspension",
        "not suspended",
        lambda world: world.listed(world.list(purpose="suspension"), statusPurpose="suspension"),
    ),
    _yes(
        "status-purposes-in-an-array",
        "a list of several purposes",
        lambda world: world.listed(world.list(purpose=["revocation", "suspension"])),
    ),
    _yes("status-without-id", "an entry needs no id", lambda world: without_id(world)),
    _yes(
        "status-longer-list",
        "a list may be longer than the minimum",
        lambda world: world.listed(world.list(encoded=bits(7, octets=65_536)), "524287"),
    ),
    _yes(
        "status-list-with-ttl",
        "a list may have a ttl",
        lambda world: world.listed(world.list(lambda found: at(found, "/credentialSubject/ttl", 300_000))),
    ),
    _yes(
        "status-list-in-force",
        "a list may end in the future",
        lambda world: world.listed(world.list(lambda found: {**found, "validUntil": "2099-01-01T00:00:00Z"})),
    ),
    _yes("status-list-rdfc", "a list with eddsa-rdfc-2022", lambda world: list_rdfc(world)),
    _yes("status-of-didweb", "issuer and list of one did:web", lambda world: list_of_didweb(world)),
    _yes("status-list-as-jwt", "a list as JWT", list_as_jwt),
    _yes("status-of-size-2", "two bits per entry", of_size_2),
    _yes("status-1edtech-list", "an older revocation list", revocation_list),
    _yes("status-list-2021", "the predecessor of Bitstring Status List", list_2021),
)


def without_id(world: World) -> Json:
    return signed(badge(credentialStatus=at(entry(world.list()), "/id", ABSENT)), suite=JCS)


def list_rdfc(world: World) -> Json:
    url = world.host.put(answer({}))
    world.host.put(answer(signed(status_list(url))), "/" + url.rpartition("/")[2])
    return world.listed(url)


def list_of_didweb(world: World) -> Json:
    did = world.did()
    url = world.host.put(answer({}))
    listed = signed(status_list(url, did), suite=JCS, verificationMethod=f"{did}#{ISSUER.multikey}")
    world.host.put(answer(listed), "/" + url.rpartition("/")[2])
    return signed(badge(did, credentialStatus=entry(url)), verificationMethod=f"{did}#{ISSUER.multikey}")


_FORMS = (
    *(
        _yes(
            f"json-as-{str(media).replace('/', '-')}",
            f"JSON sent as {media}",
            _same(Sent(body(signed(badge(), suite=JCS)), media)),
        )
        for media in JSON_MEDIA
    ),
    _yes("json-wrapped", "in the member verifiableCredential", lambda _: {"verifiableCredential": signed(badge())}),
    _yes("json-pretty", "white space means nothing", _same(Sent(json.dumps(signed(badge()), indent=4).encode()))),
    _yes(
        "json-escaped",
        "escapes mean what they stand for",
        _same(Sent(json.dumps(signed(badge(name="Löten"))).encode())),
    ),
    _yes(
        "json-reordered",
        "the order of members means nothing",
        lambda _: dict(reversed(signed(badge(), suite=JCS).items())),
    ),
    _yes("jwt-rs256", "a JWT with RS256", lambda world: by_jwt(world, RSA)),
    _yes("jwt-es256", "a JWT with ES256", lambda world: by_jwt(world, P256)),
    _yes("jwt-es384", "a JWT with ES384", lambda world: by_jwt(world, P384)),
    _yes("jwt-eddsa", "a JWT with EdDSA", lambda world: by_jwt(world, ISSUER)),
    _yes("jwt-ed25519", "the newer name of the algorithm", lambda world: by_jwt(world, ISSUER, alg="Ed25519")),
    _yes("jwt-didkey", "a JWT of a did:key", lambda _: jwt(badge())),
    _yes(
        "jwt-with-jwk",
        "the key itself, listed by the issuer",
        lambda world: jwt(badge(world.did(RSA)), RSA, header={"jwk": RSA.jwk}),
    ),
    _yes("jwt-kid-at-address", "kid as the address of a JWK", at_address),
    _yes("jwt-without-typ", "typ is optional", lambda world: by_jwt(world, RSA, typ=None)),
    _yes(
        "jwt-with-exp",
        "exp that repeats validUntil",
        lambda _: jwt(badge(validUntil="2099-01-01T00:00:00Z"), claims={"exp": 4070908800}),
    ),
    _yes("jwt-claim-vc-1-1", "VC 1.1 in the claim vc", claim_of_1),
    _yes("jwt-vc-jose-es256", "VC-JOSE-COSE with ES256", lambda world: vc_jose(world, P256)),
    _yes("jwt-vc-jose-eddsa", "VC-JOSE-COSE with EdDSA", lambda world: vc_jose(world, ISSUER)),
    *(
        _yes(f"jwt-as-{media.replace('/', '-')}", f"a JWT sent as {media}", _same(Sent(jwt(badge()).encode(), media)))
        for media in JWT_MEDIA
    ),
    _yes("jwt-in-a-json-string", "a JWT as JSON string", _same(Sent(body(jwt(badge()))))),
    _yes("jwt-wrapped", "a JWT in verifiableCredential", lambda _: {"verifiableCredential": jwt(badge())}),
    _yes("jwt-enveloped", "EnvelopedVerifiableCredential", lambda world: enveloped(vc_jose(world, P256))),
    _yes("png-json", "JSON baked into a PNG", lambda _: images.png(body(signed(badge())))),
    _yes("png-jwt", "a JWT baked into a PNG", lambda _: images.png(jwt(badge()).encode())),
    _yes("png-compressed", "a compressed chunk", lambda _: images.png(body(signed(badge())), compressed=True)),
    _yes("svg-json", "JSON baked into an SVG", lambda _: images.svg(body(signed(badge())))),
    _yes("svg-jwt", "a JWT baked into an SVG", lambda _: images.svg(verify=jwt(badge()))),
    _yes(
        "svg-doctype", "the DOCTYPE of the W3C alone", lambda _: images.svg(body(signed(badge())), doctype=images.W3C)
    ),
    _yes("svg-utf16", "an SVG in UTF-16", lambda _: images.svg(body(signed(badge()))).decode().encode("utf-16")),
    _yes("png-vc-1-1", "VC 1.1 baked into a PNG", lambda _: images.png(body(signed(badge_1())))),
    _yes(
        "png-as-json",
        "a picture is told by its content",
        lambda _: Sent(images.png(body(signed(badge()))), "application/json"),
    ),
    _yes(
        "png-clr",
        "a record baked into a PNG",
        lambda _: images.png(body(signed(clr([signed(badge())]))), b"clrcredential"),
    ),
    _yes(
        "upload-png",
        "a picture uploaded from a form",
        lambda _: multipart("a.png", images.png(body(signed(badge()))), "image/png"),
    ),
    _yes(
        "upload-json",
        "a file uploaded from a form",
        lambda _: multipart("a.json", body(signed(badge())), "application/json"),
    ),
)
_VERSIONS = (
    _yes("vc-1-1-rdfc", "VC 1.1 with the unversioned Open Badges context", _rdfc(badge_1())),
    _yes("vc-1-1-jcs", "VC 1.1 with eddsa-jcs-2022", _jcs(badge_1())),
    _yes(
        "vc-1-1-ob-3-0-1",
        "VC 1.1 with the context 3.0.1",
        _rdfc(badge_1(**{"@context": [CREDENTIALS_V1, OB_3_0_1, badge_1()["@context"][2]]})),
    ),
    _yes("vc-1-1-expires-later", "expirationDate in the future", _rdfc(badge_1(expirationDate="2099-01-01T00:00:00Z"))),
    _yes(
        "achievement-credential",
        "the older name of the type",
        _rdfc(badge(type=["VerifiableCredential", "AchievementCredential"])),
    ),
    _yes("no-badge-at-all", "a verifiable credential of another kind", _rdfc(plain())),
)
_CONTENTS = (
    _yes("rich-rdfc", "a badge with every common member, canonicalised", _rdfc(rich())),
    _yes("rich-jcs", "a badge with every common member, as JSON", _jcs(rich())),
    _yes("unicode-composed", "composed characters stay as they are", _rdfc(badge(name="Lo\u0308ten \u00e9"))),
    _yes("unicode-decomposed", "and decomposed ones", _rdfc(badge(name="Löten e\u0301"))),
    _yes("unicode-beyond-the-plane", "characters beyond 16 bits", _rdfc(badge(name="🛠️ 𝒮oldering"))),
    _yes("unicode-jcs", "and sorted by 16-bit units", _jcs(badge(name="🛠️ ﬀ"))),
    _yes("right-to-left", "text from right to left", _rdfc(badge(name="لحام"))),
    _yes("quotes-and-newlines", "characters that N-Quads escapes", _rdfc(badge(description='a "b" \\ \n\r\t c'))),
    _yes("markdown", "narratives are Markdown", _rdfc(with_subject(narrative="# A\n\n* <b>b</b> & c"))),
    _yes("number-with-fraction", "a number with a fraction", _rdfc(with_subject(creditsEarned=7.5))),
    _yes("number-whole", "a whole number", _jcs(with_subject(creditsEarned=7))),
    _yes("number-jcs-fraction", "a fraction in JCS", _jcs(with_subject(creditsEarned=0.1))),
    _yes("issuer-as-text", "the issuer as a bare id", _rdfc(badge(issuer=ISSUER.did))),
    _yes("long-text", "a text of a hundred thousand characters", _rdfc(badge(description="a" * 100_000))),
    _yes("many-tags", "a hundred tags", _rdfc(with_achievement(tag=[f"tag {n}" for n in range(100)]))),
    _yes("offset-dates", "dates with offset and fraction", _rdfc(badge(validFrom="2026-01-01T12:00:00.123+13:00"))),
    _yes("endorsement-alone", "an EndorsementCredential by itself", _rdfc(endorsement(ISSUER.did))),
    _yes(
        "endorsement-within",
        "an endorsed badge",
        lambda _: signed(badge(endorsement=[signed(endorsement(ENDORSER.did, badge()["id"]), ENDORSER)])),
    ),
    _yes(
        "endorsement-of-achievement",
        "an endorsed achievement",
        lambda _: signed(with_achievement(endorsement=[signed(endorsement(ENDORSER.did), ENDORSER)])),
    ),
    _yes(
        "endorsement-jwt",
        "an endorsement as JWT",
        lambda _: signed(badge(endorsementJwt=[jwt(endorsement(ENDORSER.did, badge()["id"]), ENDORSER)])),
    ),
    _yes("clr", "a record of one badge", lambda _: signed(clr([signed(badge())]))),
    _yes("clr-of-two", "a record of two badges", lambda _: signed(clr(two_in_a_record()))),
    _yes("clr-associated", "a record with associations", lambda _: associated()),
    _yes("clr-jcs", "a record with eddsa-jcs-2022", lambda _: signed(clr([signed(badge(), suite=JCS)]), suite=JCS)),
    _yes("clr-with-status", "a record of a badge with status", lambda world: signed(clr([world.listed(world.list())]))),
    _yes("schema", "an inline schema that fits", schema),
    _yes("refresh", "a badge that can be refreshed", refresh),
    _yes(
        "status-list-itself", "a status list shown as credential", _jcs(status_list("https://school.example/status/1"))
    ),
)
_PRESENTATIONS = (
    _yes("presentation-signed", "a presentation its holder signed", lambda _: held(signed(badge()))),
    _yes("vc-api-credential", "the VC-API route says 200", lambda _: vc_api(signed(badge()))),
    _yes(
        "vc-api-proof-only",
        "another's signature holds when only the proof is asked about",
        lambda _: vc_api(signed(badge(SECOND.did)), checks=["proof"]),
    ),
    _yes(
        "vc-api-presentation",
        "challenge and domain as asked",
        lambda _: vc_api(
            held(signed(badge())),
            "verifiablePresentation",
            "presentations",
            challenge="c1",
            domain="verifier.example",
        ),
    ),
    _yes(
        "presentation-of-enveloped",
        "a presentation of an enveloped credential",
        lambda world: held(enveloped(vc_jose(world, P256))),
    ),
)

CONTROLS = (*_KEYS, *_PROOFS, *_ISSUERS, *_STATUS, *_FORMS, *_VERSIONS, *_CONTENTS, *_PRESENTATIONS)
