"""Identities: hashed as the standard says, found again, compared without leaking."""

import hashlib

import pytest

from badgeapi.credentials.identity import IdentityObject, identity_hash, matches, normalized

# Open Badges 3.0 implementation guide, the example of IdentityHash.
OFFICIAL = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"


def identity(stored: str, *, hashed: bool = True, salt: str | None = "Kosher", kind: str = "emailAddress"):
    return IdentityObject.model_validate({"hashed": hashed, "identityHash": stored, "identityType": kind, "salt": salt})


def test_the_official_vector():
    """Identifier then salt, UTF-8, lower-case hex."""
    assert identity_hash("a@example.com", "Kosher") == OFFICIAL


def test_md5_and_no_salt():
    """RFC 1321 appendix A.5: MD5 of "abc"; FIPS 180-2 appendix B.1: SHA-256 of "abc"."""
    assert identity_hash("abc", algorithm="md5") == "md5$900150983cd24fb0d6963f7d28e17f72"
    assert identity_hash("abc") == "sha256$ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_identifiers_are_hashed_as_utf8():
    """A name is not always ASCII."""
    assert identity_hash("Zoë", "ß") == "sha256$" + hashlib.sha256(b"Zo\xc3\xab\xc3\x9f").hexdigest()


@pytest.mark.parametrize("tried", ["a@example.com", "A@Example.com", "  a@example.COM "])
def test_an_address_is_found_in_every_spelling(tried: str):
    """We hash the normalized address; people type it as they like."""
    assert matches(identity(OFFICIAL), tried)
    assert matches(identity(OFFICIAL[:7] + OFFICIAL[7:].upper()), tried), "hex has no case"


def test_an_address_hashed_as_typed_is_found_too():
    """The standard defines no normal form, so others hash what they were given."""
    assert matches(identity(identity_hash("Ann@Example.com", "s"), salt="s"), "Ann@Example.com")


@pytest.mark.parametrize(
    ("held", "tried"),
    [
        (identity(OFFICIAL), "b@example.com"),
        (identity(OFFICIAL, salt=None), "a@example.com"),
        (identity(OFFICIAL, salt="kosher"), "a@example.com"),
        (identity(OFFICIAL, hashed=False), "a@example.com"),
        (identity("sha1$c5809d", salt=None), "a@example.com"),
        (identity("x", hashed=False, kind="name"), ""),
        (identity(identity_hash("S-1", "s"), salt="s", kind="systemId"), "s-1"),
        (identity("S-1", hashed=False, salt=None, kind="systemId"), "s-1"),
    ],
)
def test_others_do_not_match(held: IdentityObject, tried: str):
    """Another identifier, salt or algorithm is somebody else; only e-mail addresses are normalized."""
    assert not matches(held, tried)


def test_identifiers_in_clear_are_compared_as_they_are():
    """`hashed` false means that identityHash holds the identifier itself."""
    assert matches(identity("S-1", hashed=False, salt=None, kind="systemId"), "S-1")
    assert matches(identity("A@example.com", hashed=False), " a@EXAMPLE.com")
    assert matches(identity("md5$" + hashlib.md5(b"abc").hexdigest(), salt=None, kind="systemId"), "abc")


def test_only_addresses_have_a_normal_form():
    """A system's ids may differ in case."""
    assert normalized(" A@B.c ", "emailAddress") == "a@b.c"
    assert normalized(" A ", "systemId") == " A "
