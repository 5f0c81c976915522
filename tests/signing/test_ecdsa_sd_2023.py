"""Selective disclosure: published derived proofs verify, and a holder can show nothing that was not signed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from badgeapi.canon import contexts, jsonld, multibase, nquads, rdfc
from badgeapi.signing import data_integrity, multikey
from badgeapi.signing.multikey import PublicKey
from badgeapi.signing.suites import SUITES
from badgeapi.signing.suites.suite import ProofCheck, Unsecured

SUITE = SUITES["ecdsa-sd-2023"]
RACES = "https://windsurf.example/context"


@pytest.fixture(autouse=True)
def _races_context(monkeypatch: pytest.MonkeyPatch):
    """The first vector has its one `@vocab` inline, which is refused here; the statements are the same by its URL."""
    document = {"@context": {"@vocab": "https://windsurf.grotto-networking.com/selective#"}}
    monkeypatch.setitem(contexts._DOCUMENTS, RACES, document)
    monkeypatch.setattr(contexts, "URLS", contexts.URLS | {RACES})
    monkeypatch.setattr(jsonld._Expansion, "_resolved", {})


def options(method: str, created: str, **members: Any) -> dict[str, Any]:
    return {
        "type": "DataIntegrityProof",
        "cryptosuite": "ecdsa-sd-2023",
        "created": created,
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
        **members,
    }


def verify(document: dict[str, Any], proof: dict[str, Any], key: PublicKey) -> ProofCheck:
    return data_integrity.verify_proof(Unsecured(document), proof, suite=SUITE, key=key)


# Data Integrity ECDSA Cryptosuites, appendix A (selective disclosure test vectors, the windsurfer's equipment): the
# document with what was chosen, and its derived proof.
W3C_KEY = "zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP"
W3C_DOCUMENT = {
    "@context": [contexts.CREDENTIALS_V2, RACES],
    "type": ["VerifiableCredential"],
    "issuer": "https://vc.example/windsurf/racecommittee",
    "credentialSubject": {
        "sailNumber": "Earth101",
        "sails": [
            {"size": 6.1, "sailName": "Lahaina", "year": 2023},
            {"size": 7, "sailName": "Lahaina", "year": 2020},
        ],
        "boards": [
            {"year": 2022, "boardName": "CompFoil170", "brand": "Wailea"},
            {"boardName": "Kanaha Custom", "brand": "Wailea", "year": 2019},
        ],
    },
}
W3C_PROOF = options(
    f"did:key:{W3C_KEY}#{W3C_KEY}",
    "2023-08-15T23:36:38Z",
    proofValue="u2V0BhVhAkWKMO8zpRmfcUMksHUMtZM7cJt8PmNLsljKTYhSi8gZ7wAWnK4BrOZkrH3dZvxKWlnxGG_0xlFXmU5sa5-j71VgjgCQCKnLOGb"
    "Y_FuM-ASpSkkOxsIR2E8n7Ml2q1UQ6tEwzi5OGWEBtAwxySlwwASjXlYLoLwyjdsIRYUa05OQzE0P4skx1-QJKi8HtGcJHtJfOTn7RhWKC0nkXODvUAChv"
    "nKDVY02TWEClAeVhEaVRWS_5ZfU6MlgnX07DuKm9XBS-b3RKfciM1Eu7L2mvkMebfBWVUw9WkuqNL4Tz-MkN4lXmljRt8r8DWEBqzbDH1twSPRKHu3zD0K"
    "P7YWlx4al1GFotnFizVkQbz6htSNvQIc7IfxLu7AO2fuhJbagJbZKlm-Vf7aNbXuuaWEA78ePS_Gy4lnOlUa2CgworZmUYq-Etff-9QK90v4xOWzNWvaIL"
    "dcmkJs5zwH9b86f5yxos_NRK-VIO015zVlWTWEB2bYe3iy_95zezUdGp66X77IQbHhKunDI1BF0trlkrIkOCqviH4S1U3Nz4n5WWW8qsc3zAEq1Spquojg2"
    "mevHtWEA5EwtdjPeXn07NztIOTZ6PtyWt6v0Gfp5oFRAbvvcCpDnptz6gZd56Z6TBkI0eMUs4RI2g2rup607wVFuIUdvgpgBYIOGCDmZ9TBxEtWeCI9oVm"
    "Rt0eHRGAaoOXx08gxL2IQt_AVggVkUuBrlOaELGVQWJD4M_qW5bcKEHWGNbOrPA_qAOKKwCWCBD6o5lQOWjNGwaTjq7H2Cn1-NPbwXLeDedy2YyiqL9TQN"
    "YIJEdvfdRibsv05I3pv8e6S1aUuAuBpGQHLhrYj4QX0knBFggk0AeXgJ4e6m1XsV5-xFud0L_1mUjZ9Mffhg5aZGTyDkFWCDYgT4e07o_IdCwae6qE7WZf"
    "pXtGRFESEXR3SxZmXE05o4AAQIFBggJCg4PEBESEw",
)
# The certifying body's validator, test resource ob30/sd/derivedcredential.json: nothing is mandatory.
OB_KEY = "zDnaekGZTbQBerwcehBSXLqAg6s55hVEBms1zFy89VHXtJSa9"
OB_DOCUMENT: dict[str, Any] = {
    "@context": [contexts.CREDENTIALS_V2, contexts.OB_3_0_3],
    "id": "http://example.com/credentials/3527",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {
        "id": "https://1edtech.edu/issuers/565049",
        "type": ["Profile"],
        "url": "https://www.imsglobal.org",
        "name": "Example Corp",
    },
    "validFrom": "2010-01-01T00:00:00Z",
    "credentialSubject": {
        "id": "did:example:ebfeb1f712ebc6f1c276e12ec21",
        "type": ["AchievementSubject"],
        "achievement": {
            "id": "https://example.com/achievements/21st-century-skills/teamwork",
            "type": ["Achievement"],
            "criteria": {
                "narrative": "Team members are nominated for this badge by their peers and recognized upon review by "
                "Example Corp management."
            },
            "description": "This badge recognizes the development of the capacity to collaborate within a group "
            "environment.",
            "name": "Teamwork",
        },
    },
}
OB_PROOF = options(
    f"https://1edtech.edu/issuers/565049#{OB_KEY}",
    "2010-01-01T19:23:24Z",
    proofValue="u2V0BhVhAVrRD4x9j7ya02Hp8-eTaZXba7ifJc_GHBD_m-ZOxfY77E4AzzSsGMDyXqlsJHkjpIugtnksSgr-RMZA9HdpZGFgjgCQDR9PXNz9b8B28V"
    "Zqrxx6FfPKVsntpvPzZgGOTBPDe4Y6PWECT6DS3cYAFoxTESK2FgwQcVDcryrRg-BOHBbu4Wrzo1aaflUnEHY6fh9ko3FV-w04G8VHRCvfKgeHiCES"
    "nZoPpWED9bXOx9BOEgaeYR5KVXvJKLRaTP7R-IzEtQGzy8U2LxzkQViyjJ6CSG5q5oC_vJm1O_ZwG_yV6e6JmFxRP9YDpWEA20y64aoZHKLMS9PfgG"
    "Tuc8XL9NhuyfeB5Do4bE4XSyWesiIEh56VwVljeaFndqoZGjulHM5uy8oCeFHvwsHKUWEDzfcwr81RdvLzPb3VSOtoi3i_uBv0tjmkRbK4fuuFABVe"
    "dzuqO5Crp2s1gCuk7x6oc4MTm9Um0Y1TPz8CQb18xWEBfVu-BmUTKt2rm7gdiMBjABFsu9013Gh1NW2xNclz2aRm6OMBtz-j8FC4HoG5GBbzhvAhw5"
    "ijl_g3EJA-kmg3MWEBnpiiafKzLznC_sOBgk11CSONgjTKP1v8A5vvAtOCTuD8QypP7qb3TDZmkDvUsEjbDE2b9mIS4b4W6rhHRnytgWEA5-WYiuT2"
    "NP7dREnDHRSG4vvgpDmXWiPAtjoVfhwCf2lUCJ7W5DZh14wUZhc8-yZ4rbNUj6ueFhoMYkHw4rbQwWEDPx0I-wLNweXUmadvEtaMABvhWy_DWcdgDb"
    "yNFJuI8tlZUuglJ44AgarddsJJlFVWv4bXJYRHbpAK83h9iXJxNWEDfg1s4Ka4KiclpEbj4yo_h6cTd9UBUGdU42p4hSXMkGObxnpNW856sYSYIkh1"
    "r9qaZzLFPvgxOLH5ovBgzgpIiWEBuG4-MdR-r5HrHbJvSR00W7fEXZxsyc28aMQN4vwEUGp5K42zfnW_bEmRVddFnXoJqy459SauWoZ8ZV_fcK44NW"
    "EADb7a6rypZQH3Pu2B-5H7DYdR_vBUuu0mHiGa2e6q9XpH2Xe0VQWkBBu3ANsilxH72XX_9QM-yKV-C_46D25A3WEDBU8B6ZwB_8k0JRLVxeunRsXs"
    "z9A4A4muZHlAoiVEuMCW1Blq8_suXbrQPKOzW_raBc0NxVjd6O99SKyXP5GyKWECmkX6rlQoP6HmQNZLJc-sh8dWeznutbDF2Tbn45KIZYqwh7DW9d"
    "2W_LzZ5QApNMl83JcBH5Mw-YIx_xlwBWsg_WECgur0fRZSoHYfC_EricUrUrFCNhUVj-iLbNmrYDkbh-_Ob5y8TPdvJSW_Iu5fO3_lwZpJhc5dpLRL"
    "TwchUzvMrWEBIwyRZtg3xUPTlrpBhE6SD3louL2c0FLSn16JAB66Z3faunIH9YXRT_rgB3ua9waUIKnmp8NFxRifD_yZVeo1soQBYIP6yN2TIYGPUo"
    "iB-pOA91R5Vjpp-MzCdcFLPiPqbqrMNgA",
)
VECTORS = {
    "W3C": (W3C_DOCUMENT, W3C_PROOF, multikey.parse(W3C_KEY)),
    "1EdTech": (OB_DOCUMENT, OB_PROOF, multikey.parse(OB_KEY)),
}
every_vector = pytest.mark.parametrize(("document", "proof", "key"), VECTORS.values(), ids=VECTORS.keys())


@every_vector
def test_a_published_derived_proof_verifies(document: dict[str, Any], proof: dict[str, Any], key: PublicKey):
    """With some statements mandatory and some chosen, and with none mandatory."""
    assert verify(document, proof, key).reason == ""
    assert verify(document, proof, key).valid


@every_vector
def test_nothing_of_it_can_be_changed(document: dict[str, Any], proof: dict[str, Any], key: PublicKey):
    """Not a text, wherever it stands; not an option; nor can another have signed it."""
    places = [document, document["credentialSubject"]]
    changed = 0
    for place in places:
        for name, value in place.items():
            if isinstance(value, str):
                altered = json.loads(json.dumps(document).replace(json.dumps(value), '"https://example.org/"'))
                assert not verify(altered, proof, key).valid, name
                changed += 1
    assert changed
    for name, value in (("created", "2023-01-01T00:00:00Z"), ("verificationMethod", "did:x:y#z")):
        assert not verify(document, {**proof, name: value}, key).valid
    other = next(key for _, _, key in VECTORS.values() if key.multikey not in proof["verificationMethod"])
    assert not verify(document, proof, other).valid


def test_nothing_more_can_be_hidden():
    """Neither what the issuer made mandatory nor what the holder chose to show."""
    for name in ("sails", "boards", "sailNumber"):
        subject = {key: value for key, value in W3C_DOCUMENT["credentialSubject"].items() if key != name}  # type: ignore[attr-defined]
        assert not verify({**W3C_DOCUMENT, "credentialSubject": subject}, W3C_PROOF, multikey.parse(W3C_KEY)).valid


# Our own derived proofs, by the steps of sections 3.5 and 3.6, to see what a holder could try


def private(seed: int) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(seed, ec.SECP256R1())


def public(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)


def sign(key: ec.EllipticCurvePrivateKey, data: bytes) -> bytes:
    r, s = decode_dss_signature(key.sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=True)))
    return r.to_bytes(32) + s.to_bytes(32)


ISSUER, LOCAL = private(0xC0FFEE), private(0xBADE)
KEY = multikey.of("p256-pub", public(ISSUER))
PREFIX = b"\x80\x24"


def head(major: int, size: int) -> bytes:
    """Write the head of a CBOR item."""
    return (
        bytes([major << 5 | size])
        if size < 24
        else bytes([major << 5 | 24, size])
        if size < 256
        else (bytes([major << 5 | 25]) + size.to_bytes(2))
    )


def octets(data: bytes) -> bytes:
    return head(2, len(data)) + data


def value(
    base: bytes,
    local: bytes,
    signatures: Sequence[bytes],
    labels: Mapping[int, bytes],
    mandatory: Sequence[int],
    *,
    header: bytes = b"\xd9\x5d\x01",
    tail: bytes = b"",
) -> str:
    """Write a derived proof value (section 3.5.6, serialize derived proof value)."""
    parts = (
        head(4, 5),
        octets(base),
        octets(local),
        head(4, len(signatures)) + b"".join(map(octets, signatures)),
        head(5, len(labels)) + b"".join(head(0, node) + octets(label) for node, label in labels.items()),
        head(4, len(mandatory)) + b"".join(head(0, index) for index in mandatory),
    )
    return multibase.encode_base64url(header + b"".join(parts) + tail)


BADGE: dict[str, Any] = {
    **OB_DOCUMENT,
    "credentialSubject": {
        **OB_DOCUMENT["credentialSubject"],
        "result": [
            {"type": ["Result"], "value": "A"},
            {"type": ["Result"], "value": "B"},
        ],
    },
}
CARRIED = options(f"did:key:{KEY.multikey}#{KEY.multikey}", "2026-01-01T00:00:00Z")


def labels_of(document: dict[str, Any]) -> dict[int, bytes]:
    """Choose a label for each blank node: what an issuer's HMAC would give, as far as anybody can tell."""
    count = len(rdfc.canonicalize(jsonld.to_dataset(document)).labels)
    return {node: sha256(b"%d" % node).digest() for node in range(count)}


def derive(
    document: dict[str, Any],
    labels: Mapping[int, bytes],
    *,
    mandatory: Callable[[int], bool] = lambda index: index % 3 == 0,
    local: ec.EllipticCurvePrivateKey = LOCAL,
) -> dict[str, Any]:
    """Sign a document's statements under these labels and show them all."""
    quads = jsonld.to_dataset(document)
    names = rdfc.canonicalize(quads).labels
    given = {
        f"_:{node}": "_:" + multibase.encode_base64url(labels[int(name.removeprefix("c14n"))])
        for node, name in names.items()
        if int(name.removeprefix("c14n")) in labels
    }
    lines = sorted({nquads.line(tuple(given.get(term, term) for term in quad)) for quad in quads})  # type: ignore[arg-type]
    chosen = [line for index, line in enumerate(lines) if not mandatory(index)]
    indexes = [index for index in range(len(lines)) if mandatory(index)]
    configuration = {**CARRIED, "@context": document["@context"]}
    data = (
        sha256(jsonld.canonicalize(configuration).nquads.encode()).digest()
        + PREFIX
        + public(local)
        + sha256("".join(lines[index] for index in indexes).encode()).digest()
    )
    parts = (sign(ISSUER, data), PREFIX + public(local), [sign(local, line.encode()) for line in chosen])
    return {"base": parts[0], "local": parts[1], "signatures": parts[2], "labels": labels, "mandatory": indexes}


GOOD = derive(BADGE, labels_of(BADGE))


def check(parts: Mapping[str, Any], document: dict[str, Any] = BADGE) -> ProofCheck:
    return verify(document, {**CARRIED, "proofValue": value(**parts)}, KEY)


def test_our_own_derived_proof_verifies():
    """What follows is refused for what it changes."""
    assert check(GOOD).valid
    assert check(derive(BADGE, labels_of(BADGE), mandatory=lambda _: True)).valid
    assert check(derive(BADGE, labels_of(BADGE), mandatory=lambda _: False)).valid


def test_nodes_cannot_be_merged():
    """Two results under one label would be two statements of one result, or one result with two marks."""
    labels = labels_of(BADGE)
    same = dict.fromkeys(labels, labels[0])
    found = check(derive(BADGE, same))
    assert not found.valid
    assert "labels" in found.reason


def without(items: Sequence[Any], index: int) -> list[Any]:
    return [item for at, item in enumerate(items) if at != index]


TRICKS: dict[str, Mapping[str, Any]] = {
    "a label missing": {"labels": {node: label for node, label in GOOD["labels"].items() if node}},
    "a label too many": {"labels": {**GOOD["labels"], 99: bytes(32)}},
    "labels exchanged": {"labels": dict(zip(GOOD["labels"], reversed(GOOD["labels"].values()), strict=True))},
    "a mandatory index missing": {"mandatory": GOOD["mandatory"][1:]},
    "a mandatory index twice": {"mandatory": [*GOOD["mandatory"], GOOD["mandatory"][0]]},
    "a mandatory index beyond the end": {"mandatory": [*GOOD["mandatory"][:-1], 999]},
    "another index mandatory": {"mandatory": [1, *GOOD["mandatory"][1:]]},
    "a signature missing": {"signatures": GOOD["signatures"][1:]},
    "a signature too many": {"signatures": [*GOOD["signatures"], GOOD["signatures"][0]]},
    "signatures exchanged": {"signatures": GOOD["signatures"][::-1]},
    "the last signature of zeros": {"signatures": [*GOOD["signatures"][:-1], bytes(64)]},
    "a signature too short": {"signatures": [GOOD["signatures"][0][:-1], *GOOD["signatures"][1:]]},
    "the issuer's signature of zeros": {"base": bytes(64)},
    "the issuer's signature too long": {"base": GOOD["base"] + b"\0"},
    "another's local key": {"local": PREFIX + public(private(1))},
    "a local key of another type": {"local": b"\xed\x01" + public(LOCAL)},
    "a local key that is no point": {"local": PREFIX + b"\x02" + (7).to_bytes(32)},
    "a local key without prefix": {"local": public(LOCAL)},
    "a label too short": {"labels": {**GOOD["labels"], 0: bytes(31)}},
    "a base proof": {"header": b"\xd9\x5d\x00"},
    "a proof of another suite": {"header": b"\xd9\x5d\x03"},
    "no header": {"header": b""},
    "something after the end": {"tail": b"\0"},
}


@pytest.mark.parametrize("trick", TRICKS.values(), ids=TRICKS.keys())
def test_what_a_holder_could_try(trick: Mapping[str, Any]):
    """Every part of the proof value is under a signature or must fit the document."""
    found = check({**GOOD, **trick})
    assert not found.valid
    assert found.reason


def test_a_base_proof_is_called_one():
    """Whoever gave the wrong one to whom should learn it."""
    assert "base proof" in check({**GOOD, "header": b"\xd9\x5d\x00"}).reason


def test_a_statement_under_the_local_key_of_another_proof():
    """The issuer's signature names the local key, so statements of two credentials cannot be mixed."""
    other = derive(BADGE, labels_of(BADGE), local=private(2))
    assert not check({**GOOD, "signatures": other["signatures"]}).valid
    assert not check({**GOOD, "signatures": other["signatures"], "local": other["local"]}).valid
    assert check(other).valid


VALUES: dict[str, Any] = {
    "none": None,
    "a number": 5,
    "empty": "",
    "base58": multibase.encode_base58btc(b"\xd9\x5d\x01\x80"),
    "prefix alone": "u",
    "header alone": multibase.encode_base64url(b"\xd9\x5d\x01"),
    "an array of four": multibase.encode_base64url(b"\xd9\x5d\x01\x84"),
    "enormous": "u" + "A" * 1_000_000,
    "padded": value(**GOOD) + "=",
}


@pytest.mark.parametrize("proof_value", VALUES.values(), ids=VALUES.keys())
def test_values_of_another_form(proof_value: Any):
    """The answer is no and no error."""
    found = verify(BADGE, {**CARRIED, "proofValue": proof_value}, KEY)
    assert not found.valid
    assert found.reason


def test_the_key_must_be_of_p_256():
    """The suite takes no other."""
    other = multikey.parse("z82LkuBieyGShVBhvtE2zoiD6Kma4tJGFtkAhxR5pfkp5QPw4LutoYWhvQCnGjdVn14kujQ")
    assert "p256-pub" in verify(BADGE, {**CARRIED, "proofValue": value(**GOOD)}, other).reason


def test_a_context_of_its_own():
    """As in the RDFC suites, a proof may repeat the document's context only."""
    proof = {**CARRIED, "proofValue": value(**GOOD)}
    assert verify(BADGE, {**proof, "@context": BADGE["@context"]}, KEY).valid
    assert not verify(BADGE, {**proof, "@context": [contexts.CREDENTIALS_V2]}, KEY).valid
