"""A key is somebody's only if the somebody's own document says so: Controlled Identifiers 1.0 section 3.3."""

from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest

from badgeapi.errors import KeyRefused, MethodRefused
from badgeapi.signing.controller import controller_of, find_method

KEY = "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"
DID = "did:web:example.com:issuers:acme"
ID = f"{DID}#key-1"
NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
METHOD = {"id": ID, "type": "Multikey", "controller": DID, "publicKeyMultibase": KEY}
DOCUMENT: dict[str, Any] = {
    "id": DID,
    "verificationMethod": [{**METHOD, "id": f"{DID}#key-0"}, METHOD],
    "assertionMethod": [f"{DID}#key-0", ID],
}


def find(document: dict[str, Any], method: str = ID, now: datetime = NOW) -> bytes:
    before = deepcopy(document)
    found = find_method(document, method, purpose="assertionMethod", now=now)
    assert (found.id, found.controller) == (method, controller_of(method))
    assert document == before
    return found.key.raw


def with_method(**members: Any) -> dict[str, Any]:
    return {**DOCUMENT, "verificationMethod": [{**METHOD, **members}]}


ACCEPTED = {
    "listed by id": DOCUMENT,
    "the only one, without arrays": {"id": DID, "verificationMethod": METHOD, "assertionMethod": ID},
    "embedded where it is listed": {"id": DID, "assertionMethod": [METHOD]},
    "embedded, without array": {"id": DID, "assertionMethod": METHOD},
    "embedded beside others": {**DOCUMENT, "verificationMethod": [], "assertionMethod": ["did:x:y#z", METHOD]},
    "expires later": with_method(expires="2026-01-01T12:00:01Z"),
    "expires later in another zone": with_method(expires="2026-01-01T10:30:00-02:00"),
    "will be revoked later": with_method(revoked="2026-02-01T00:00:00Z"),
    "listed for more than one purpose": {**DOCUMENT, "authentication": [METHOD]},
    "odd neighbours": {**DOCUMENT, "verificationMethod": [None, 5, "x", [], {}, METHOD]},
}


@pytest.mark.parametrize("document", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_a_method_its_controller_lists_is_found(document: dict[str, Any]):
    """By reference or embedded, and with the key that stands there."""
    assert find(document).hex() == "4bdeafde2ea8beefadd8c699b5c7e0704cf51154d52e17b20b71337ca04cc5a5"


REFUSED = {
    "another document": ({**DOCUMENT, "id": "did:web:example.com"}, "another id"),
    "document without id": ({key: value for key, value in DOCUMENT.items() if key != "id"}, "another id"),
    "id in another case": ({**DOCUMENT, "id": DID.upper()}, "another id"),
    "not listed": ({**DOCUMENT, "assertionMethod": [f"{DID}#key-0"]}, "does not list"),
    "listed for nothing": ({**DOCUMENT, "assertionMethod": []}, "does not list"),
    "no purposes at all": ({"id": DID, "verificationMethod": [METHOD]}, "does not list"),
    "listed for another purpose": (
        {"id": DID, "verificationMethod": [METHOD], "authentication": [ID]},
        "does not list",
    ),
    "listed by a relative id": ({**DOCUMENT, "assertionMethod": ["#key-1"]}, "does not list"),
    "listed without method": ({**DOCUMENT, "verificationMethod": []}, "0 times"),
    "method with a relative id": (with_method(id="#key-1"), "0 times"),
    "two methods of one id": ({**DOCUMENT, "verificationMethod": [METHOD, METHOD]}, "2 times"),
    "one listed, one embedded": ({**DOCUMENT, "assertionMethod": [METHOD]}, "2 times"),
    "another controller": (with_method(controller="did:web:example.org"), "another controller"),
    "no controller": (with_method(controller=None), "another controller"),
    "several controllers": (with_method(controller=[DID]), "another controller"),
    "expired": (with_method(expires="2026-01-01T11:59:59Z"), "expires"),
    "expires now": (with_method(expires="2026-01-01T12:00:00Z"), "expires"),
    "expired in another zone": (with_method(expires="2026-01-01T13:00:00+01:30"), "expires"),
    "expiry unreadable": (with_method(expires="tomorrow"), "expires"),
    "expiry without zone": (with_method(expires="2030-01-01T00:00:00"), "expires"),
    "expiry a number": (with_method(expires=1893456000), "expires"),
    "revoked": (with_method(revoked="2020-01-01T00:00:00Z"), "revoked"),
    "revocation unreadable": (with_method(revoked=True), "revoked"),
    "another type": (with_method(type="Ed25519VerificationKey2018"), "not supported"),
    "no type": (with_method(type=None), "not supported"),
    "types": (with_method(type=["Multikey"]), "not supported"),
    "two keys": (with_method(publicKeyJwk={"kty": "OKP", "crv": "Ed25519", "x": "AA"}), "not supported"),
}


@pytest.mark.parametrize(("document", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_other_methods_are_refused(document: dict[str, Any], reason: str):
    """Every step of the retrieval that can fail, each with its own reason."""
    with pytest.raises(MethodRefused, match=reason):
        find(document)


def test_the_document_itself_is_not_a_key():
    """A verification method is named by its fragment."""
    with pytest.raises(MethodRefused, match="no fragment"):
        find(DOCUMENT, DID)


def test_a_key_in_the_fragment_is_not_yet_the_controllers():
    """Whoever signs chooses the fragment: only the document says whose key it is."""
    with pytest.raises(MethodRefused, match="does not list"):
        find(DOCUMENT, f"{DID}#{KEY}")


@pytest.mark.parametrize(
    "text",
    [None, "", 5, KEY[1:], "z42twTcNeSYcnqg1FLuSFs2bsGH3ZqbRHFmvS9XMsYhjxvHN"],
    ids=["none", "empty", "number", "no multibase", "a private key"],
)
def test_a_key_that_must_not_be_used(text: object):
    """The key is judged after its place, with its own error."""
    with pytest.raises(KeyRefused):
        find(with_method(publicKeyMultibase=text))
