"""Verifying badges that name other hosts: what is asked of them, once, and that the report says so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from badgeapi.store import migrate
from tests.api.service import Service, running
from tests.verification.signed import SCHOOL, badge, unsigned


class Host:
    """A host on this machine with documents by path, which counts what it was asked for."""

    def __init__(self) -> None:
        self.documents: dict[str, Any] = {}
        self.asked: list[str] = []
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host.asked.append(self.path)
                found = host.documents.get(self.path)
                body = b"" if found is None else json.dumps(found).encode()
                self.send_response(404 if found is None else 200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def netloc(self) -> str:
        return f"localhost:{self.server.server_port}"

    def url(self, path: str) -> str:
        return f"http://{self.netloc}{path}"


@contextmanager
def listening() -> Iterator[Host]:
    host = Host()
    thread = Thread(target=host.server.serve_forever)
    thread.start()
    try:
        yield host
    finally:
        host.server.shutdown()
        thread.join()
        host.server.server_close()


@pytest.fixture
def host() -> Iterator[Host]:
    with listening() as found:
        yield found


@pytest.fixture
def verifier(host: Host, new_database: Any, tmp_path: Path) -> Iterator[Service]:
    url = str(new_database("sqlite"))
    migrate.upgrade(url)
    with running(url, tmp_path, loopback_hosts=(host.netloc,)) as service:
        yield service


def outcome(report: dict[str, Any], check: str) -> tuple[str, str]:
    line = next(line for line in report["checks"] if line["id"] == check)
    return line["outcome"], line["code"]


def test_a_foreign_schema_is_fetched_once_and_applied(host: Host, verifier: Service):
    """Validating runs in a process of its own, and the report lists what was asked, and when."""
    host.documents["/schema"] = {"type": "object", "required": ["name"]}
    schema = [{"id": host.url("/schema"), "type": "1EdTechJsonSchemaValidator2019"}]
    signed = SCHOOL.secure(unsigned(credentialSchema=schema))
    report = verifier.verify(signed)
    assert (report["verdict"], outcome(report, "schema")) == ("verified", ("pass", "passed"))
    [asked] = report["fetched"]
    assert (asked["url"], asked["outcome"], asked["cached"]) == (host.url("/schema"), "answered", False)
    again = verifier.verify(signed)
    assert [asked["cached"] for asked in again["fetched"]] == [True]
    assert host.asked == ["/schema"]


def test_a_schema_that_takes_for_ever_costs_a_second(host: Host, verifier: Service):
    """Issuing and other verifiers go on meanwhile; the document is not verified, and says why."""
    host.documents["/slow"] = {"properties": {"name": {"pattern": "^(a+)+$"}}}
    schema = [{"id": host.url("/slow"), "type": "1EdTechJsonSchemaValidator2019"}]
    report = verifier.verify(SCHOOL.secure(unsigned(name="a" * 60 + "!", credentialSchema=schema)))
    assert report["verdict"] == "not_verified"
    assert outcome(report, "cost") == ("fail", "too_expensive")
    assert verifier.verify(badge())["verified"]


def test_a_newer_edition_is_asked_for_and_decides(host: Host, verifier: Service):
    """An expired badge whose issuer has renewed it is verified; without the service it is not."""
    service = {"id": host.url("/refresh"), "type": "1EdTechCredentialRefresh"}
    old = unsigned(refreshService=service, validFrom="2026-01-01T00:00:00Z", validUntil="2026-02-01T00:00:00Z")
    shown = SCHOOL.secure(old)
    assert verifier.verify(shown)["verdict"] == "not_verified"
    renewed = {name: value for name, value in old.items() if name != "validUntil"}
    host.documents["/renewed"] = SCHOOL.secure(renewed | {"refreshService": service | {"id": host.url("/renewed")}})
    elsewhere = SCHOOL.secure(old | {"refreshService": service | {"id": host.url("/renewed")}})
    report = verifier.verify(elsewhere)
    assert report["verdict"] == "verified"
    assert report["refreshed"]["verdict"] == "verified"
    assert host.asked == ["/refresh", "/renewed"]


def test_nothing_is_asked_for_a_document_that_was_changed(host: Host, verifier: Service):
    """Its hosts were named by nobody who can be held to it."""
    schema = [{"id": host.url("/schema"), "type": "1EdTechJsonSchemaValidator2019"}]
    service = {"id": host.url("/refresh"), "type": "1EdTechCredentialRefresh"}
    signed = SCHOOL.secure(unsigned(credentialSchema=schema, refreshService=service))
    report = verifier.verify(signed | {"name": "changed"})
    assert report["verdict"] == "not_verified"
    assert report["fetched"] == []
    assert host.asked == []
