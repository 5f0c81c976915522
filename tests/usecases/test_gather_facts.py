"""What checks need to know: of our own from the store and nowhere else, of others all at once."""

from __future__ import annotations

import asyncio

import pytest

from badgeapi.schemas.issuers import IssuerRequest
from badgeapi.signing import did
from badgeapi.store import issuer_keys
from badgeapi.store.issuers import Issuer
from badgeapi.store.scope import Scope
from badgeapi.usecases.caller import Caller, Right
from badgeapi.usecases.deployment import Deployment
from badgeapi.usecases.gather_facts import gather_facts, key_url, profile_url
from badgeapi.usecases.register_issuer import register_issuer
from badgeapi.verification.facts import (
    ControllerNeed,
    Fact,
    Found,
    HostNeed,
    JwkNeed,
    KeyNeed,
    RefreshNeed,
    Refused,
    RevocationListNeed,
    SchemaNeed,
    StatusNeed,
    Unreachable,
)

pytestmark = pytest.mark.anyio

ORIGIN = "http://localhost:8000"


@pytest.fixture
async def issuer(deployment: Deployment) -> Issuer:
    command = IssuerRequest.model_validate({"name": "School", "didMethod": "web"}).command()
    return await register_issuer(deployment, Caller(Scope.operator(), frozenset(Right), "tests"), command)


async def never(need: HostNeed) -> Fact:
    raise AssertionError(f"{need} was asked of the network")


async def test_our_own_keys_are_the_documents_that_we_serve(deployment: Deployment, issuer: Issuer):
    """A verification method at `/issuers/{slug}/keys/{id}` has id, controller and one key, without the network."""
    rows = await deployment.store.read(lambda conn: list(issuer_keys.public_of_issuer(conn, issuer.id)))
    urls = {row.id: key_url(ORIGIN, issuer.slug, row.id) for row in rows}
    for need in (KeyNeed, JwkNeed):
        facts = await gather_facts(deployment, map(need, urls.values()), never)
        for key_id, url in urls.items():
            fact = facts[need(url)]
            assert isinstance(fact, Found)
            key = fact.document
            if "kty" in key:
                assert (key["kid"], key["use"]) == (f"{issuer.did}#{key_id}", "sig")
                assert not key.keys() & {"d", "p", "q"}
            else:
                assert (key["id"], key["controller"]) == (f"{issuer.did}#{key_id}", issuer.did)
                assert str(key["publicKeyMultibase"]).startswith("z")


async def test_our_own_controller_is_known(deployment: Deployment, issuer: Issuer):
    """The document of an issuer here comes from the store, and every other one here is refused."""
    need, other = ControllerNeed(issuer.did), ControllerNeed(did.did_web(ORIGIN, "issuers", "nobody"))
    facts = await gather_facts(deployment, [need, other], never)
    assert isinstance(facts[need], Found)
    assert isinstance(facts[other], Refused)


@pytest.mark.parametrize("kind", [ControllerNeed, KeyNeed, JwkNeed, RevocationListNeed, RefreshNeed, SchemaNeed])
@pytest.mark.parametrize("path", ["/", "/v1/issuers", "/issuers/school/keys/none", "/keys/", "/schemas/1"])
async def test_nothing_else_here_is_ever_fetched(
    deployment: Deployment, issuer: Issuer, kind: type[KeyNeed], path: str
):
    """Nobody can make the service call itself, whatever a badge points to."""
    need = kind(ORIGIN + path)
    assert isinstance((await gather_facts(deployment, [need], never))[need], Refused)


async def test_an_unknown_list_here_is_refused(deployment: Deployment, issuer: Issuer):
    """Also one at the address of an issuer, and an index in no list."""
    needs = [StatusNeed(f"{ORIGIN}/status/none", 0), StatusNeed(profile_url(ORIGIN, issuer.slug), 0)]
    facts = await gather_facts(deployment, needs, never)
    assert all(isinstance(facts[need], Refused) for need in needs)


async def test_everything_else_is_asked_at_once(deployment: Deployment):
    """None of the questions waits for the answer to another: each is answered only when all have been asked."""
    needs = [KeyNeed(f"https://h{number}.example/key") for number in range(5)]
    everybody = asyncio.Barrier(len(needs))

    async def fetch(need: HostNeed) -> Fact:
        await everybody.wait()
        return Unreachable(str(need))

    facts = await asyncio.wait_for(gather_facts(deployment, needs, fetch), timeout=30)
    assert facts == {need: Unreachable(str(need)) for need in needs}
