"""Private keys at rest: a sealed key opens in its own row under its own master key, and nowhere else."""

import base64
import hmac
from dataclasses import replace
from hashlib import sha256

import pytest

from badgeapi.errors import ConfigurationError
from badgeapi.keys.sealing import KeyName, MasterKey, RecipientIndex, Sealer

# 32 bytes whose base64url holds both characters that plain base64 writes differently.
SECRET = bytes.fromhex("fbeffbefbeff" + "000102030405060708090a0b0c0d0e0f10111213141516171819")
TEXT = "--_7777_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBk"
MASTER = MasterKey(SECRET)
PRIVATE = bytes(range(100, 132))
NAME = KeyName("issuer-1", "key-1", 1)


def test_a_sealed_key_opens():
    """Round trip, with nothing of the key in the blob and never the same blob twice."""
    sealer = Sealer(MASTER)
    first, second = sealer.seal(NAME, PRIVATE), sealer.seal(NAME, PRIVATE)
    assert sealer.open(NAME, first) == sealer.open(NAME, second) == PRIVATE
    assert Sealer(MasterKey(SECRET)).open(NAME, first) == PRIVATE
    assert first != second
    assert PRIVATE[:8] not in first
    assert len(first) == 1 + 12 + 32 + 16  # format, nonce, key, tag


MOVED = {
    "to another issuer": replace(NAME, issuer_id="issuer-2"),
    "to another key": replace(NAME, key_id="key-2"),
    "to another version": replace(NAME, version=2),
    "by a shifted border": KeyName("issuer-1key", "-1", 1),
    "by a digit": KeyName("issuer-1", "key-", 11),
}


@pytest.mark.parametrize("name", MOVED.values(), ids=MOVED.keys())
def test_a_moved_blob_does_not_open(name: KeyName):
    """Whoever can write to the database cannot make one issuer sign with the key of another."""
    sealer = Sealer(MASTER)
    refuses(sealer, name, sealer.seal(NAME, PRIVATE))


def test_a_blob_does_not_open_under_another_master_key():
    """A stolen database is of no use by itself."""
    refuses(Sealer(MasterKey(bytes(32))), NAME, Sealer(MASTER).seal(NAME, PRIVATE))


def test_a_damaged_blob_does_not_open():
    """Every bit and every length counts."""
    sealer = Sealer(MASTER)
    blob = sealer.seal(NAME, PRIVATE)
    for index in range(len(blob)):
        refuses(sealer, NAME, blob[:index] + bytes([blob[index] ^ 1 << index % 8]) + blob[index + 1 :])
        refuses(sealer, NAME, blob[:index])
    refuses(sealer, NAME, blob + b"\0")


def refuses(sealer: Sealer, name: KeyName, blob: bytes) -> None:
    with pytest.raises(ConfigurationError) as caught:
        sealer.open(name, blob)
    shown = f"{caught.value!r} {caught.value.message}"
    for secret in (PRIVATE, SECRET):
        assert not any(form in shown for form in (secret.hex()[:16], repr(secret)[2:20], str(list(secret))[:20]))


@pytest.mark.parametrize(
    "text", [TEXT, TEXT + "=", f" {TEXT}\n", f"{TEXT}=\n"], ids=["bare", "padded", "in blanks", "padded line"]
)
def test_a_master_key_is_read(text: str):
    """With padding or without, as `openssl` or a file gives it."""
    assert base64.urlsafe_b64encode(SECRET).decode() == TEXT + "="
    assert MasterKey.parse(text) == MASTER


REFUSED = {
    "empty": "",
    "31 bytes": base64.urlsafe_b64encode(SECRET[:-1]).decode(),
    "33 bytes": base64.urlsafe_b64encode(SECRET + b"\0").decode(),
    "one character less": TEXT[:-1],
    "one character more": TEXT + "A",
    "plain base64": base64.b64encode(SECRET).decode(),
    "hexadecimal": SECRET.hex(),
    "foreign characters": TEXT[:20] + "!!!!" + TEXT[20:],
    "blank inside": TEXT[:20] + " " + TEXT[20:],
    "line break inside": TEXT[:20] + "\n" + TEXT[20:],
    "padding inside": TEXT[:20] + "=" + TEXT[20:],
    "stray bits at the end": TEXT[:-1] + "l",
    "not ASCII": "é" * 43,
    "enormous": "A" * 1_000_000,
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_another_text_is_no_master_key(text: str):
    """A slip in a setting is found at the start, and the message does not repeat what may be most of the secret."""
    with pytest.raises(ConfigurationError) as caught:
        MasterKey.parse(text)
    assert not text or text[:16] not in f"{caught.value!r} {caught.value.message}"


def test_secrets_are_not_printed():
    """Logs and tracebacks show values by their repr."""
    assert repr(MASTER) == "MasterKey()"
    for thing in (MASTER, Sealer(MASTER), RecipientIndex(MASTER)):
        assert SECRET.hex()[:12] not in repr(thing)
        assert repr(SECRET)[2:10] not in repr(thing)


def hkdf(secret: bytes, info: bytes) -> bytes:
    """RFC 5869 with SHA-256 for 32 bytes and no salt, by hand: extract, then the first block of expand."""
    extracted = hmac.new(bytes(32), secret, sha256).digest()
    return hmac.new(extracted, info + b"\x01", sha256).digest()


def test_hkdf_by_hand():
    """RFC 5869 appendix A.3, whose first 32 bytes of output these are."""
    assert hkdf(b"\x0b" * 22, b"").hex() == "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"


@pytest.mark.parametrize("purpose", ["key sealing", "recipient look-up", ""])
def test_keys_are_derived_as_in_the_rfc(purpose: str):
    """What is sealed today opens with any HKDF; and the key of one purpose tells nothing of another's."""
    assert MASTER.derive(purpose) == hkdf(SECRET, f"badgeapi {purpose} 1".encode())


def test_every_purpose_has_its_own_key():
    """Nor is the master key itself the key of anything."""
    keys = {MASTER.derive(purpose) for purpose in ("key sealing", "recipient look-up", "")}
    assert len(keys | {MasterKey(bytes(32)).derive("key sealing"), SECRET}) == 5


def test_recipients_are_looked_up_without_being_joined():
    """The same person is another digest for every issuer, every kind of identifier and every master key."""
    index, person = RecipientIndex(MASTER), ("issuer-1", "email", "a@example.org")
    assert index.digest(*person) == RecipientIndex(MASTER).digest(*person)
    assert (
        index.digest(*person)
        == hmac.new(hkdf(SECRET, b"badgeapi recipient look-up 1"), b"issuer-1\0email\0a@example.org", sha256).digest()
    )
    others = {
        index.digest("issuer-2", "email", "a@example.org"),
        index.digest("issuer-1", "did", "a@example.org"),
        index.digest("issuer-1", "email", "b@example.org"),
        RecipientIndex(MasterKey(bytes(32))).digest(*person),
    }
    assert len(others | {index.digest(*person)}) == 5
