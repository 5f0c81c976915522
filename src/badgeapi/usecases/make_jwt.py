"""The JWT form of an assertion: signed at the first request, stored, and the same ever after.

The payload is the credential without its embedded proof, so what it says is what the other forms say. The issuer's key
for the algorithm is made when it is first needed.
"""

from __future__ import annotations

from badgeapi.canon import json
from badgeapi.errors import Conflict, NotFound
from badgeapi.keys.keyring import JwtSigner, SealedKey
from badgeapi.keys.sealing import KeyName
from badgeapi.signing import vc_jwt
from badgeapi.signing.data_integrity import unsecured
from badgeapi.store import assertion_jwts, assertions, issuer_keys, issuers
from badgeapi.store.assertion_jwts import AssertionJwt
from badgeapi.store.assertions import Assertion
from badgeapi.store.engine import Connection, Duplicate
from badgeapi.store.issuer_keys import IssuerKey
from badgeapi.store.issuers import Issuer
from badgeapi.store.scope import Scope
from badgeapi.usecases.audit_trail import note
from badgeapi.usecases.caller import Caller
from badgeapi.usecases.deployment import Deployment


async def make_jwt(deployment: Deployment, caller: Caller, assertion_id: str, algorithm: str) -> bytes:
    """Return an assertion as a compact JWT, signing it if nobody has asked before.

    Raises:
        NotFound: no such assertion, or another issuer's.
        Conflict: it is revoked and has no JWT yet, or its issuer has no key of that kind and cannot have one.
    """

    def find(conn: Connection) -> bytes | tuple[Assertion, Issuer]:
        made = assertion_jwts.find(conn, caller.scope, assertion_id=assertion_id, algorithm=algorithm)
        if made is not None:
            return made.jwt
        assertion = assertions.get(conn, caller.scope, assertion_id=assertion_id)
        issuer = assertion and issuers.get(conn, caller.scope, issuer_id=assertion.issuer_id)
        if not assertion or not issuer:
            raise NotFound("There is no such assertion.")
        return assertion, issuer

    found = await deployment.store.read(find)
    if isinstance(found, bytes):
        return found
    assertion, issuer = found
    if assertion.state == "revoked":
        raise Conflict("The assertion is revoked; nothing more is signed for it.", code="state")
    signer = await _signer(deployment, issuer, algorithm)
    token = vc_jwt.encode(unsecured(json.loads_object(assertion.credential)), signer).encode()
    at = deployment.now()
    row = AssertionJwt(assertion.id, algorithm, issuer.id, signer.public_jwk.thumbprint, token, at)

    def record(conn: Connection) -> None:
        assertion_jwts.insert(conn, caller.scope, assertion_jwt=row)
        note(conn, caller, "assertion.jwt", assertion.id, issuer_id=issuer.id, at=at, details={"alg": algorithm})

    try:
        await deployment.store.write(record)
    except Duplicate:  # asked for twice at once: the other was first, and its bytes count
        return await make_jwt(deployment, caller, assertion_id, algorithm)
    return token


async def _signer(deployment: Deployment, issuer: Issuer, algorithm: str) -> JwtSigner:
    """Open the issuer's active key for an algorithm, making it when there has never been one."""
    if issuer.did_method != "web":
        raise Conflict("A did:key issuer has one key, which does not sign JWTs.", code="no_active_key")
    scope = Scope.issuer(issuer.id)

    def find(conn: Connection) -> SealedKey | None:
        key = issuer_keys.active(conn, scope, issuer_id=issuer.id, suite=algorithm)
        sealed = key and issuer_keys.sealed_private(conn, scope, issuer_id=issuer.id, key_id=key.id)
        if key and sealed:
            return SealedKey(KeyName(issuer.id, key.id, key.version), sealed)
        if any(key.suite == algorithm for key in issuer_keys.of_issuer(conn, scope, issuer_id=issuer.id)):
            raise Conflict(f"The issuer has no active key for {algorithm}.", code="no_active_key")
        return None

    sealed = await deployment.store.read(find)
    if sealed is None:
        await _make_key(deployment, issuer, algorithm)
        sealed = await deployment.store.read(find)
    if sealed is None:
        raise Conflict(f"The issuer has no active key for {algorithm}.", code="no_active_key")
    return deployment.keyring.jwt_signer(algorithm, issuer.did, sealed)


async def _make_key(deployment: Deployment, issuer: Issuer, algorithm: str) -> None:
    made = deployment.keyring.make(issuer.id, algorithm, version=1)
    name = made.sealed.name
    key = IssuerKey(name.key_id, issuer.id, algorithm, name.version, "active", made.public.text, deployment.now())
    scope = Scope.issuer(issuer.id)
    try:
        await deployment.store.write(
            lambda conn: issuer_keys.insert(conn, scope, issuer_key=key, sealed_private=made.sealed.sealed)
        )
    except Duplicate:
        return  # somebody else made one at the same moment; that one is active
