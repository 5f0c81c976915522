"""Our badges before openbadgeslib and openvc-core, and openbadgeslib's before ours."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from base64 import b64encode, urlsafe_b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from badgeapi.canon import contexts
from badgeapi.store import migrate
from tests.api.service import Service, Tenant, running
from tests.interop.python_peers import PythonPeer
from tests.interop.tampering import altered, altered_jwts, leaves

CONTEXTS = {contexts.OB_3_0_3: contexts.document(contexts.OB_3_0_3)}


@pytest.fixture(scope="module")
def service(new_database: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service on SQLite."""
    url = new_database("sqlite")
    migrate.upgrade(url)
    with running(url, tmp_path_factory.mktemp("data")) as found:
        yield found


@pytest.fixture(scope="module")
def openbadgeslib() -> PythonPeer:
    return installed("openbadgeslib")


def installed(name: str) -> PythonPeer:
    found = PythonPeer(name)
    try:
        found.install()
    except (subprocess.SubprocessError, OSError) as error:
        (pytest.fail if os.environ.get("BADGEAPI_TEST_REQUIRE") == "all" else pytest.skip)(f"{name}: {error}")
    return found


def did_document(service: Service, tenant: Tenant) -> dict[str, Any]:
    return service.http.get(f"/issuers/{tenant.issuer['slug']}/did.json").json()


def form_of(tenant: Tenant, assertion_id: str, form: str) -> bytes:
    """The badge in one of the forms it travels in."""
    accept, _, alg = form.partition(" ")
    answer = tenant.call(
        "GET", f"/v1/assertions/{assertion_id}", headers={"Accept": accept}, params={"alg": alg} if alg else {}
    )
    assert answer.status_code == 200, answer.text
    return answer.content


# openvc-core 1.37 reads JWTs with a `vc` claim or of VC-JOSE-COSE only, and no RS256: not those of Open Badges 3.0.
FORMS = [
    ("openbadgeslib", "application/vc"),
    ("openbadgeslib", "text/plain RS256"),
    ("openbadgeslib", "text/plain ES256"),
    ("openvc", "application/vc"),
]
BAKED = [(form, content) for form in ("image/png", "image/svg+xml") for content in ("json", "jwt")]


@pytest.mark.parametrize(("form", "content"), BAKED)
def test_openbadgeslib_reads_our_pictures(
    service: Service, tenant: Tenant, openbadgeslib: PythonPeer, form: str, content: str
):
    """What it takes out of a PNG or SVG of ours is a JWT that it accepts, or the credential as it was signed."""
    made = tenant.issue()
    answer = tenant.call("GET", f"/v1/assertions/{made['id']}?bake={content}", headers={"Accept": form})
    picture = b64encode(answer.content).decode()
    kind = "png" if form == "image/png" else "svg"
    text = openbadgeslib.ask(op="extract", form=kind, badge=picture).get("text")
    assert text, "it found nothing"
    if content == "json":
        assert json.loads(text) == made["credential"]
        return
    request = {"op": "verify", "form": "text", "did_document": did_document(service, tenant)}
    assert openbadgeslib.ask(**request, badge=text)["verified"]


@pytest.mark.parametrize(("name", "form"), FORMS)
def test_they_accept_our_badge_and_refuse_one_tampered_with_in_any_leaf(
    service: Service, tenant: Tenant, name: str, form: str
):
    """Each verifier resolves the issuer by the DID document we serve, checks the signature, and sees any change."""
    peer = installed(name)
    made = tenant.issue(creditsEarned=2.5, evidence=[{"narrative": "Seen at work."}])
    badge = form_of(tenant, made["id"], form).decode()
    if badge.startswith("{"):
        # they read one proof, not an array of one
        shown = json.loads(badge)
        shown["proof"] = shown["proof"][0]
        badge = json.dumps(shown)
        tampered = {place: json.dumps(altered(shown, place)) for place in leaves(shown)}
    else:
        tampered = altered_jwts(badge)
    request = {"op": "verify", "form": "text", "did_document": did_document(service, tenant), "contexts": CONTEXTS}
    asked = [{**request, "badge": ready(name, one)} for one in (badge, *tampered.values())]
    own, *others = peer.ask_all(asked)
    assert own["verified"], own
    assert [place for place, answer in zip(tampered, others, strict=True) if answer["verified"]] == []


def ready(name: str, badge: str) -> Any:
    """Openvc takes a credential as an object, openbadgeslib as text."""
    return json.loads(badge) if name == "openvc" else badge


def test_a_data_integrity_badge_of_openbadgeslib_verifies_here(service: Service, openbadgeslib: PythonPeer):
    """Made by others for a did:key, verified by us; one word changed, refused."""
    badge = openbadgeslib.ask(op="issue", algorithm="EdDSA")["badge"]
    report = service.verify(badge)
    assert report["verdict"] == "verified", report
    badge["credentialSubject"]["achievement"]["name"] = "Flying"
    assert service.verify(badge)["verdict"] == "not_verified"


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA"])
def test_a_jwt_badge_of_openbadgeslib_verifies_here(
    new_database: Any, tmp_path: Path, openbadgeslib: PythonPeer, algorithm: str
):
    """It carries its key in the header; that key counts once the issuer's own document lists it, and not before."""
    documents: dict[str, Any] = {}
    with serving(documents) as host:
        url = new_database("sqlite")
        migrate.upgrade(url)
        issuer = f"did:web:{host.replace(':', '%3A')}:school"
        token = openbadgeslib.ask(op="issue", algorithm=algorithm, issuer=issuer)["badge"]
        key = json.loads(urlsafe_b64decode(token.split(".")[0] + "=="))["jwk"]
        method = {"id": f"{issuer}#1", "type": "JsonWebKey", "controller": issuer, "publicKeyJwk": key}
        document = {"id": issuer, "verificationMethod": [method], "assertionMethod": [method["id"]]}
        with running(url, tmp_path, loopback_hosts=(host,)) as service:

            def ask() -> dict[str, Any]:
                return service.http.post("/v1/verify", content=token, headers={"Content-Type": "text/plain"}).json()

            documents["/school/did.json"] = {**document, "assertionMethod": []}
            assert ask()["verdict"] == "not_verified"
            documents["/school/did.json"] = document
            report = ask()
            assert report["verdict"] == "verified", [c for c in report["checks"] if c["outcome"] != "pass"]


@contextmanager
def serving(documents: dict[str, Any]) -> Iterator[str]:
    """Serve JSON documents by path on this machine; yields host:port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(documents[self.path]).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "max-age=0")  # what it says changes within a test
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"localhost:{server.server_port}"
        server.shutdown()


@pytest.fixture
def tenant(service: Service) -> Tenant:
    return service.tenant()
