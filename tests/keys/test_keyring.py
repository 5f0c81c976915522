"""The keyring: keys that sign for their issuer, opened once and not for ever."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from badgeapi.errors import ConfigurationError
from badgeapi.keys import keyring
from badgeapi.keys.keyring import Keyring, SealedKey
from badgeapi.keys.sealing import KeyName, MasterKey, Sealer
from badgeapi.signing import multikey

MASTER = MasterKey(bytes(range(32)))
DID = "did:web:example.com:issuers:acme"


def sealed(name: KeyName, seed: bytes) -> SealedKey:
    """An Ed25519 key of the test's own, sealed as the store keeps it: PKCS #8 (RFC 8410 section 7)."""
    return SealedKey(name, Sealer(MASTER).seal(name, bytes.fromhex("302e020100300506032b657004220420") + seed))


def test_a_key_made_is_a_key_that_signs():
    """Checked with the library alone, in another process's keyring and under the id that will be in the proof."""
    made = Keyring(MASTER).make("issuer-1", "eddsa-rdfc-2022", version=3)
    assert made.sealed.name == KeyName("issuer-1", made.public.multikey, 3)
    signer = Keyring(MasterKey(bytes(range(32)))).signer(DID, made.sealed)
    assert signer.verification_method == f"{DID}#{made.public.multikey}"
    assert signer.public_key == made.public
    Ed25519PublicKey.from_public_bytes(made.public.raw).verify(signer.sign(b"data"), b"data")


def test_a_signer_signs_as_the_rfc_says():
    """RFC 8032 section 7.1, test 2."""
    seed = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    public = multikey.of_ed25519(bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"))
    name = KeyName("issuer-1", public.multikey, 1)
    signer = Keyring(MASTER).signer(DID, sealed(name, seed))
    assert signer.public_key == public
    assert signer.sign(b"\x72").hex() == (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )


def test_every_key_is_new():
    """Two issuers, or two versions of one, never share a key."""
    ring = Keyring(MASTER)
    made = [ring.make(issuer, "eddsa-rdfc-2022", version=version) for issuer in ("a", "b") for version in (1, 2)]
    assert len({key.public.raw for key in made}) == len({key.sealed.sealed for key in made}) == 4


def test_a_key_of_another_master_key_does_not_open():
    """Said at the first use, without any of the key."""
    made = Keyring(MasterKey(bytes(32))).make("issuer-1", "eddsa-rdfc-2022", version=1)
    with pytest.raises(ConfigurationError, match="does not open"):
        Keyring(MASTER).signer(DID, made.sealed)


def test_private_keys_are_not_printed():
    """A signer in a traceback shows its public half."""
    seed = bytes(range(32))
    name = KeyName("issuer-1", "key-1", 1)
    key = sealed(name, seed)
    shown = repr(Keyring(MASTER).signer(DID, key)) + repr(key) + repr(Keyring(MASTER))
    assert seed.hex()[:12] not in shown
    assert repr(seed)[2:12] not in shown


def test_open_keys_are_kept_and_bounded(monkeypatch: pytest.MonkeyPatch):
    """An open key is not opened again; the one not used for longest makes room."""
    opened: list[str] = []
    honest = Sealer.open

    def count(self: Sealer, name: KeyName, sealed: bytes) -> bytes:
        opened.append(name.issuer_id)
        return honest(self, name, sealed)

    monkeypatch.setattr(Sealer, "open", count)
    monkeypatch.setattr(keyring, "_OPEN_KEYS", 2)
    ring = Keyring(MASTER)
    keys = {issuer: ring.make(issuer, "eddsa-rdfc-2022", version=1).sealed for issuer in "abc"}
    for issuer in "aabacab":
        ring.signer(DID, keys[issuer])
        assert len(ring._open) <= 2
    assert opened == ["a", "b", "c", "b"]


def test_the_cache_holds_keys_by_their_whole_name():
    """Version 2 of a key id is another key, also when version 1 is open."""
    seeds = {version: Ed25519PrivateKey.generate() for version in (1, 2)}
    ring = Keyring(MASTER)
    for version, private in seeds.items():
        name = KeyName("issuer-1", "key-1", version)
        key = sealed(name, private.private_bytes_raw())
        for _ in range(2):
            assert ring.signer(DID, key).public_key.raw == private.public_key().public_bytes_raw()
