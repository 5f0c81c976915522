"""Signing a credential of the caller's own making, for the issuer that owns the API key.

It is no oracle that signs whatever it is given. Refused is what could be taken for the service's own word (status
lists, ids and status entries at its addresses), what would speak for somebody else (another issuer, presentations,
documents that carry a proof already), and what our own verifier would refuse. What is signed is stored, audited,
listed and revocable like any assertion; a credential without an id gets one, so that it can be named.

Source: W3C VC-API 0.7, "Issue Credential"; VC Data Integrity 1.0 section 4.6 (context injection).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final
from urllib.parse import unquote

from badgeapi.canon import contexts, jcs, json
from badgeapi.canon.json import JsonObject, JsonValue
from badgeapi.credentials import status_list
from badgeapi.credentials.envelope import is_version_1
from badgeapi.credentials.time import format_datetime, parse_datetime
from badgeapi.errors import Conflict, Fault, InvalidInput, pointer
from badgeapi.signing import data_integrity
from badgeapi.signing.suites import ISSUING, eddsa_rdfc_2022
from badgeapi.store import assertions, issuers
from badgeapi.store.assertions import Assertion
from badgeapi.store.engine import Connection, Duplicate
from badgeapi.store.issuers import Issuer
from badgeapi.store.scope import Scope
from badgeapi.usecases.audit_trail import note
from badgeapi.usecases.caller import Caller
from badgeapi.usecases.deployment import Deployment
from badgeapi.usecases.ids import new_id, new_urn
from badgeapi.usecases.lint_credential import lint_as_sent
from badgeapi.usecases.publish_status_list import list_url
from badgeapi.usecases.sign_document import active_signer
from badgeapi.usecases.status_indices import StatusIndex
from badgeapi.verification.parse import Presented, as_list

_AT: Final = "/credential"
# As clients read addresses (WHATWG URL): any number of slashes, escaped and wide letters, zeros before the port.
_is_address: Final = re.compile(
    r"https?:[/\\]*(?:[^/\\?#]*@)?(?P<host>[^/\\?#@]*?)(?::0*+(?P<port>[0-9]*+))?(?:[/\\?#].*)?",
    re.IGNORECASE | re.DOTALL,
).fullmatch
_PORTS: Final = (None, "", "80", "443")  # the same host over http is no other
_PRESENTATIONS: Final = frozenset(
    {"VerifiablePresentation", "EnvelopedVerifiablePresentation", "EnvelopedVerifiableCredential"}
)
_NEVER: Final = re.compile(
    rb"^\S+ <http://www\.w3\.org/1999/02/22-rdf-syntax-ns#type> <(?:"
    rb"https://www\.w3\.org/ns/credentials/status#BitstringStatusList(?:Credential)?"
    rb"|https://w3id\.org/vc/status-list#StatusList2021(?:Credential)?"
    rb"|https://w3id\.org/vc-revocation-list-2020#RevocationList2020(?:Credential)?"
    rb"|https://purl\.imsglobal\.org/spec/vcrl/v1p0/\S*RevocationList\S*"
    rb"|https://www\.w3\.org/2018/credentials#VerifiablePresentation)> "
    rb"|^\S+ <https://(?:www\.w3\.org/ns/credentials/status|w3id\.org/vc/status-list)#encodedList> ",
    re.MULTILINE,
)
"""Statements that nobody signs here for a client, by whatever names the contexts let them be made."""


@dataclass(frozen=True, slots=True)
class SignCredential:
    """A credential to sign as it is.

    Attributes:
        status_purpose: of the status entry to add; None to add none.
    """

    credential: JsonObject
    cryptosuite: str
    status_purpose: str | None


async def sign_credential(deployment: Deployment, caller: Caller, command: SignCredential) -> Assertion:
    """Sign and store a credential; the pointers of what is wrong go into the request.

    Raises:
        InvalidInput: it is of a kind that is not signed here, or our own verifier would refuse it.
        Conflict: its id has been signed before.
    """
    at = deployment.now()
    if faults := list(_refusals(command.credential)):
        raise InvalidInput(faults[0].message, faults=faults)
    issuer = await deployment.store.read(lambda conn: _issuer(conn, caller, command.credential))
    if faults := list(_claims_on_us(command.credential, {deployment.origin, issuer.origin})):
        raise InvalidInput(faults[0].message, faults=faults)
    [index] = await deployment.indices.take(issuer.id, 1) if command.status_purpose else [None]
    document = _completed(command.credential, issuer, index)
    if await deployment.store.read(lambda conn: _is_used(conn, str(document["id"]))):
        raise _used()
    assertion = await _sign(deployment, issuer, command, document, index, at)

    def record(conn: Connection) -> None:
        assertions.insert(conn, caller.scope, assertions=[assertion])
        digest = sha256(assertion.credential).hexdigest()
        note(conn, caller, "credential.sign", assertion.id, issuer_id=issuer.id, at=at, details={"sha256": digest})

    try:
        await deployment.store.write(record)
    except Duplicate as error:  # signed twice at once: the other was first
        raise _used() from error
    return assertion


def _refusals(credential: JsonObject) -> Iterator[Fault]:
    """Find what is not signed here whoever asks, by the document alone."""
    names = credential.get("type")
    if not isinstance(names, list):
        yield Fault("wrong_type", "`type` must be an array.", f"{_AT}/type", "VC Data Model 2.0 section 4.5")
    if any(name in _PRESENTATIONS for name in as_list(names) if isinstance(name, str)):
        yield Fault("presentation", "Only credentials are signed here.", f"{_AT}/type")
    if "proof" in credential:
        yield Fault("has_proof", "The credential carries a proof already.", f"{_AT}/proof")


def _issuer(conn: Connection, caller: Caller, credential: JsonObject) -> Issuer:
    """Find who is to sign; raises `InvalidInput` unless the credential names an issuer that the key belongs to."""
    name = credential.get("issuer")
    named = name.get("id") if isinstance(name, dict) else name
    issuer = issuers.public_by_did(conn, named) if isinstance(named, str) else None
    if issuer is None or caller.scope.issuer_id not in (None, issuer.id):
        message = "The issuer of the credential is not the one that the API key belongs to."
        raise InvalidInput(message, code="another_issuer", pointer=f"{_AT}/issuer")
    return issuer


def _claims_on_us(credential: JsonObject, origins: set[str]) -> Iterator[Fault]:
    """Find what would look like the service's own: an id at its address, a place in its status lists."""
    ours = {_host(origin) for origin in origins}
    if _host(credential.get("id")) in ours:
        yield Fault("reserved_id", "The id lies under the address of this service.", f"{_AT}/id")
    for place, value in _texts(credential.get("credentialStatus"), f"{_AT}/credentialStatus"):
        if _host(value) in ours:
            message = "Only the service itself makes entries of its status lists; ask for one by `statusPurpose`."
            yield Fault("reserved_status", message, place)


def _host(url: JsonValue) -> tuple[str, str] | None:
    """Say which host and port a URL is at, however it is written; None when it is at none."""
    found = _is_address(url) if isinstance(url, str) else None
    if found is None:
        return None
    name = unquote(found["host"])
    with suppress(UnicodeError):
        name = name.encode("idna").decode()
    return name.lower().rstrip("."), "" if found["port"] in _PORTS else found["port"]


def _texts(value: JsonValue, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict | list):
        for key, member in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(member, place + pointer(key))


def _completed(credential: JsonObject, issuer: Issuer, index: StatusIndex | None) -> JsonObject:
    """Add what was asked for and what a proof needs: an id, a status entry, the terms of both where 1.1 lacks them."""
    document = dict(credential)
    document.setdefault("id", new_urn())
    listed = document.get("@context")
    if is_version_1(document) and isinstance(listed, list):
        needed = (contexts.DATA_INTEGRITY_V2, *(() if index is None else (contexts.STATUS_V1,)))
        document["@context"] = [*listed, *(url for url in needed if url not in listed)]
    if index is not None:
        url = list_url(issuer.origin, index.list_id)
        entry = status_list.entry(url, purpose=status_list.REVOCATION, index=index.position)
        own = as_list(document.get("credentialStatus"))
        document["credentialStatus"] = [*own, entry] if own else entry
    return document


def _is_used(conn: Connection, credential_id: str) -> bool:
    return assertions.by_credential_id(conn, Scope.operator(), credential_id=credential_id) is not None


def _used() -> Conflict:
    return Conflict("A credential of this id has been signed before.", code="id_used", pointer=f"{_AT}/id")


async def _sign(
    deployment: Deployment,
    issuer: Issuer,
    command: SignCredential,
    document: JsonObject,
    index: StatusIndex | None,
    at: datetime,
) -> Assertion:
    suite, presented = ISSUING[command.cryptosuite], Presented(document)
    lint_as_sent(presented, at, place=_AT)
    if _NEVER.search(presented.canonical):
        message = "Status lists and presentations are not signed for clients."
        raise InvalidInput(message, code="reserved_kind", pointer=f"{_AT}/type")
    signer = await active_signer(deployment, issuer, suite)
    secured = data_integrity.secure(
        document,
        presented.transformed(suite, presented.unsecured),
        suite=suite,
        signer=signer,
        created=format_datetime(at.replace(microsecond=0)),
    )
    rdfc = suite.NAME == eddsa_rdfc_2022.NAME
    return Assertion(
        id=new_id(at),
        issuer_id=issuer.id,
        achievement_id=None,
        achievement_version=None,
        key=None,
        request_sha256=sha256(jcs.dumps(command.credential)).digest(),
        recipient_digest=_recipient_digest(deployment, issuer.id, document),
        credential_id=str(document["id"]),
        credential=json.dumps(data_integrity.with_single_proof(secured)),
        canonical_sha256=sha256(presented.canonical).digest() if rdfc else None,
        cryptosuite=suite.NAME,
        signing_key_id=signer.public_key.multikey,
        status_list_id=None if index is None else index.list_id,
        status_index=None if index is None else index.position,
        status_counter=None if index is None else index.counter,
        state="issued",
        state_reason=None,
        state_changed_at=None,
        published=False,
        valid_from=_time(document, "validFrom", "issuanceDate") or at,
        valid_until=_time(document, "validUntil", "expirationDate"),
        created_at=at,
    )


def _time(document: JsonObject, *names: str) -> datetime | None:
    """Read the first of some members that is there; the lint has seen that it is a time."""
    return next((parse_datetime(str(document[name])) for name in names if name in document), None)


def _recipient_digest(deployment: Deployment, issuer_id: str, document: JsonObject) -> bytes | None:
    """Digest whom the credential is about, for look-up, where that is one subject with a DID."""
    match document.get("credentialSubject"):
        case {"id": str(did)} if did.startswith("did:"):
            return deployment.recipients.digest(issuer_id, "did", did)
    return None
