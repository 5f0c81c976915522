"""VC-API and DID resolution where other hosts have a say: status lists and did:web documents, good and bad.

Source: Bitstring Status List 1.0 section 3.2 (errors); did:web method specification; DID Resolution 1.0.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from tests.api.service import Service
from tests.api.test_did_resolution import ED25519, error, resolve
from tests.api.test_vc_api_issue import V2, VERIFY, verified
from tests.api.test_verify_hosts import Host, host, verifier  # noqa: F401  # fixtures
from tests.verification.signed import OTHER, SCHOOL
from tests.verification.test_status_check import encoded

STATUS_LIST = "https://www.w3.org/ns/credentials/status-list#"


def status_list(url: str, **subject: Any) -> dict[str, Any]:
    """An unsigned list of the school's with nothing set, and further members of its subject."""
    return {
        "@context": [V2],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": SCHOOL.did,
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded(),
        }
        | subject,
    }


def entitled(url: str, **entry: Any) -> dict[str, Any]:
    """A credential of the school's with an entry of the list at `url`."""
    status = {
        "id": f"{url}#7",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": url,
    }
    return SCHOOL.secure(
        {
            "@context": [V2],
            "id": "urn:uuid:6d1f3f4a-54b5-4f5c-8f3c-0a1b2c3d4e5f",
            "type": ["VerifiableCredential"],
            "issuer": SCHOOL.did,
            "credentialSubject": {"id": "did:example:s"},
            "credentialStatus": status | entry,
        }
    )


def problem_types(service: Service, document: object) -> set[str]:
    answer = service.anybody("POST", VERIFY, {"verifiableCredential": document})
    assert (answer.status_code, answer.json()["verified"]) == (400, False)
    return {found["type"] for found in answer.json()["problemDetails"]}


def test_a_list_of_another_host(host: Host, verifier: Service):  # noqa: F811
    """Fetched, verified, and long enough: nothing is set, so the credential is in force."""
    url = host.url("/list")
    host.documents["/list"] = SCHOOL.secure(status_list(url))
    assert verified(verifier, entitled(url))
    assert verified(verifier, entitled(url, statusListIndex="131071")), "the last of the smallest list"


WRONG: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "too short": ({"encodedList": encoded(size=131_064)}, {}, "STATUS_LIST_LENGTH_ERROR"),
    "too short for entries of two bits": (
        {},
        {"statusSize": 2, "statusMessage": [{"status": f"0x{n}", "message": str(n)} for n in range(4)]},
        "STATUS_LIST_LENGTH_ERROR",
    ),
    "index beyond the end": ({}, {"statusListIndex": "131072"}, "RANGE_ERROR"),
    "another purpose": ({"statusPurpose": "suspension"}, {}, "STATUS_VERIFICATION_ERROR"),
    "not GZIP": ({"encodedList": "uAAAA"}, {}, "MALFORMED_VALUE_ERROR"),
    "without its letter": ({"encodedList": encoded(prefix="")}, {}, "MALFORMED_VALUE_ERROR"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_list_that_does_not_do(host: Host, verifier: Service, name: str):  # noqa: F811
    """Each error of the standard by its own name, though the list is signed as it should be."""
    url, (subject, entry, expected) = host.url("/list"), WRONG[name]
    host.documents["/list"] = SCHOOL.secure(status_list(url, **subject))
    assert problem_types(verifier, entitled(url, **entry)) == {STATUS_LIST + expected}


def test_a_list_that_is_not_there_or_not_the_issuers(host: Host, verifier: Service):  # noqa: F811
    """What cannot be retrieved is one error, what does not verify another."""
    url = host.url("/list")
    assert problem_types(verifier, entitled(url)) == {f"{STATUS_LIST}STATUS_RETRIEVAL_ERROR"}
    other, broken = host.url("/other"), host.url("/broken")
    host.documents["/other"] = OTHER.secure(status_list(other) | {"issuer": OTHER.did})
    host.documents["/broken"] = SCHOOL.secure(status_list(broken)) | {"validFrom": "2026-01-01T00:00:00Z"}
    for place in (other, broken):
        assert problem_types(verifier, entitled(place)) == {f"{STATUS_LIST}STATUS_VERIFICATION_ERROR"}


def test_did_web_of_another_host(host: Host, verifier: Service):  # noqa: F811
    """The document is fetched from the path that the DID names, and its id must be the DID."""
    did = f"did:web:{quote(host.netloc, safe='')}"
    method = {"id": f"{did}#key", "type": "Multikey", "controller": did, "publicKeyMultibase": ED25519}
    document = {"@context": ["https://www.w3.org/ns/did/v1"], "id": did, "verificationMethod": [method]}
    host.documents["/.well-known/did.json"] = document
    host.documents["/people/ada/did.json"] = document | {"id": f"{did}:people:ada"}
    host.documents["/impostor/did.json"] = document
    assert resolve(verifier, did)["didDocument"] == document
    assert resolve(verifier, f"{did}#key")["contentStream"]["publicKeyMultibase"] == ED25519
    assert resolve(verifier, f"{did}:people:ada")["didDocument"]["id"] == f"{did}:people:ada"
    assert error(resolve(verifier, f"{did}:impostor", 400)) == "invalidDidDocument"
    assert host.asked == ["/.well-known/did.json", "/people/ada/did.json", "/impostor/did.json"]


def test_did_web_that_cannot_be_had(host: Host, verifier: Service):  # noqa: F811
    """No document, and a host that must not be asked, are not found: neither is an error of this service."""
    for did in (f"did:web:{quote(host.netloc, safe='')}:nobody", "did:web:localhost%3A1"):
        assert error(resolve(verifier, did, 404)) == "notFound"
