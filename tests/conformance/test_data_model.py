"""The fixtures of the W3C's vc-data-model-2.0-test-suite, sent as its tests send them.

`BADGEAPI_W3C_SUITES` names a folder that holds that repository (a clone); nothing of it is in this one. What a file is
for is in its name: `-ok` is to be accepted, `-fail` to be refused, `-fail-or-inject` to be refused or mended.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from badgeapi.store import migrate
from tests.api.service import Service, Tenant, running
from tests.api.test_vc_api_issue import ISSUE, with_scopes
from tests.api.test_vc_api_verify import HOLDER, PRESENT, secured

SUITES = os.environ.get("BADGEAPI_W3C_SUITES")
INPUT = Path(SUITES or ".") / "vc-data-model-2.0-test-suite/tests/input"
FILES = sorted(str(file.relative_to(INPUT)) for file in INPUT.rglob("*.json")) if SUITES else []
pytestmark = pytest.mark.skipif(not FILES, reason="BADGEAPI_W3C_SUITES names no folder with the W3C's suites")

# Files that the tests of the suite do not use any more: what their names say is not what the specification says, or
# not once the suite has filled in the issuer.
UNUSED = {
    "credential-issuer-object-no-id-fail.json",
    "credential-no-issuer-fail.json",
    "credential-proof-ok.json",  # an issuer is not sent credentials that are secured already
    "credential-refresh-no-id-fail.json",
    "credential-status-missing-id-fail.json",
    "presentation-self-asserted-vc-no-holder.json",
}

Document = dict[str, Any]
YEARS = {"PAST DATE": "2025-01-01T00:00:00Z", "FUTURE DATE": "2028-01-01T00:00:00Z"}


@pytest.fixture(scope="module")
def run(new_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service as `docs/conformance.md` has it."""
    url = new_database("sqlite")
    migrate.upgrade(url)
    with running(url, tmp_path_factory.mktemp("data"), example_contexts=True) as found:
        yield found


@pytest.fixture(scope="module")
def signer(run: Service) -> Tenant:
    return with_scopes(run.tenant(didMethod="key"), "credentials:sign")


def _issue(signer: Tenant, credential: Document) -> int:
    """Ask for the signature with the issuer filled in by the suite's rules; a null stays."""
    match credential.get("issuer", ""):
        case {"id": None} | None:
            pass
        case dict(issuer):
            issuer["id"] = issuer.get("id") or signer.issuer["did"]
        case issuer:
            credential["issuer"] = issuer or signer.issuer["did"]
    dated = {name: YEARS.get(value, value) if isinstance(value, str) else value for name, value in credential.items()}
    answer = signer.call("POST", ISSUE, {"credential": dated, "options": {"cryptosuite": "eddsa-rdfc-2022"}})
    return answer.status_code


def _present(run: Service, shown: Document, *, sign: bool) -> int:
    """Ask for the verdict, with everything in it signed by the holder where the suite does so."""
    expected = {"domain": "suite.example", "challenge": "uAAAA"}
    if sign:
        held = [
            secured(credential | {"issuer": HOLDER}, proofPurpose="assertionMethod")
            for credential in shown.get("verifiableCredential", [])
        ]
        members = {"verifiableCredential": held} if "verifiableCredential" in shown else {}
        if "holder" in shown:  # the suite's own key
            members["holder"] = {"id": HOLDER} if isinstance(shown["holder"], dict) else HOLDER
        shown = secured(shown | members, proofPurpose="authentication", **expected)
    return run.anybody("POST", PRESENT, {"verifiablePresentation": shown, "options": expected}).status_code


@pytest.mark.parametrize("name", FILES)
def test_fixture(run: Service, signer: Tenant, name: str):
    """Accepted or refused as its name says; a refusal is 400 (the suite would take 422 as well)."""
    if Path(name).name in UNUSED:
        pytest.skip("no test of the suite uses this file")
    document = json.loads((INPUT / name).read_bytes())
    ok, fixture = name.endswith("-ok.json"), Path(name).name
    if fixture.startswith("presentation-"):
        enveloped = fixture.startswith("presentation-enveloped")
        status, accepted = _present(run, document, sign=ok and not enveloped), 200
    else:
        status, accepted = _issue(signer, document), 201
    assert status == accepted if ok else status == 400, (status, document)
