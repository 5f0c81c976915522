"""What operators and the web's own rules expect of every address: health, metrics, HEAD, headers, request ids."""

from __future__ import annotations

import re

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from structlog.testing import capture_logs

from badgeapi.errors import Unavailable
from badgeapi.usecases.prove_templates import PROVER
from tests.api.service import Service, Tenant, problem


def samples(answer: httpx.Response) -> dict[tuple[str, ...], float]:
    """The numbers of a scrape by name and labels, read by the parser of Prometheus."""
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_a_process_says_that_it_lives_and_that_it_is_ready(service: Service):
    """Both are for probes: no key, 200, small."""
    assert service.http.get("/health/live").json() == {"status": "alive"}
    assert service.http.get("/health/ready").json() == {"status": "ready"}


def test_without_its_store_a_process_lives_but_is_not_ready(service: Service, monkeypatch: pytest.MonkeyPatch):
    """503 with Retry-After takes it out of the balance without having it killed; metrics go on."""

    def unavailable(*_: object, **__: object) -> None:
        raise Unavailable("The store does not answer.")

    monkeypatch.setattr("badgeapi.store.issuers.page", unavailable)
    monkeypatch.setattr("badgeapi.store.audit.latest", unavailable)
    answer = service.http.get("/health/ready")
    problem(answer, 503, code="unavailable")
    assert int(answer.headers["retry-after"]) > 0
    assert service.http.get("/health/live").status_code == 200
    assert "badgeapi_requests_total" in service.http.get("/metrics").text


def test_a_defect_behind_the_framework_is_answered_and_logged_once(service: Service, monkeypatch: pytest.MonkeyPatch):
    """The framework has an answer of its own for what nobody foresaw; callers get the one shape of all errors."""

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr("badgeapi.store.issuers.page", broken)
    with capture_logs() as logged:
        answer = service.http.get("/health/ready", headers={"X-Request-Id": "crash-2"})
    problem(answer, 500, code="internal_error")
    assert "secret" not in answer.text
    assert [line["event"] for line in logged] == ["crashed", "request"]


def test_metrics_count_by_route_and_never_by_address(service: Service, tenant: Tenant):
    """What Prometheus reads grows by what was done, and holds no id."""
    badge = tenant.issue()
    counted = ("badgeapi_requests_total", "GET", "/v1/assertions/{assertion_id}", "200")
    before = samples(service.http.get("/metrics")).get(counted, 0)
    for _ in range(3):
        tenant.call("GET", f"/v1/assertions/{badge['id']}")
    scraped = service.http.get("/metrics")
    assert samples(scraped)[counted] - before == 3
    assert badge["id"] not in scraped.text


def test_metrics_tell_what_templates_did(service: Service, tenant: Tenant):
    """A kind of request that comes again is answered by a template, and the credential verifies like any other."""

    def events() -> dict[str, float]:
        found = samples(service.http.get("/metrics"))
        return {event: found["badgeapi_template_events_total", event] for event in ("made", "filled", "mismatch")}

    before = events()
    for _ in range(3):
        badge = tenant.issue()
        PROVER.rest()
    after = events()
    assert (after["made"] - before["made"], after["filled"] - before["filled"]) == (1, 1)
    assert after["mismatch"] == before["mismatch"]
    assert service.verify(badge["credential"])["verdict"] == "verified"


def test_head_is_get_without_content(service: Service, tenant: Tenant):
    """RFC 9110 section 9.3.2: the same status and headers, no content; on every public document."""
    badge = tenant.issue()
    tenant.call("POST", f"/v1/assertions/{badge['id']}/publish")
    base = f"/issuers/{tenant.issuer['slug']}"
    achievement = badge["credential"]["credentialSubject"]["achievement"]
    documents = [
        badge["credential"]["credentialStatus"]["statusListCredential"],
        badge["credential"]["id"],
        achievement["id"],
        achievement["image"]["id"],
    ]
    paths = [document.removeprefix(service.url) for document in documents]
    for path in (*paths, base, f"{base}/did.json", "/.well-known/jwks.json", "/health/live"):
        got, head = service.http.get(path), service.http.head(path)
        assert (head.status_code, head.content) == (200, b""), path
        for name in ("content-type", "content-length", "etag", "vary"):
            assert head.headers.get(name) == got.headers.get(name), (path, name)
    assert service.http.head("/credentials/nobody").status_code == 404


def test_no_issuer_is_the_hosts_own(service: Service):
    """`/.well-known/did.json` is 404 unless one issuer is configured as the host's (wire contract)."""
    problem(service.http.get("/.well-known/did.json"), 404, code="not_found")


@pytest.mark.parametrize("path", ["/health/live", "/nowhere", "/v1/assertions"])
def test_every_answer_is_hardened_and_can_be_found_in_the_log(service: Service, path: str):
    """Security headers and a request id stand on successes and errors alike; a strange id is not taken over."""
    answer = service.http.get(path, headers={"X-Request-Id": "from-the-proxy.1"})
    assert answer.headers["x-request-id"] == "from-the-proxy.1"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    strange = service.http.get(path, headers={"X-Request-Id": "a b<script>"})
    assert re.fullmatch(r"[0-9a-f]{32}", strange.headers["x-request-id"])


def test_a_public_document_may_be_read_from_any_page(service: Service, tenant: Tenant):
    """Verifiers in browsers: any origin, and a preflight for what they send (Fetch, CORS protocol)."""
    preflight = service.http.options(
        "/v1/verify",
        headers={
            "Origin": "https://verifier.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
    )
    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == "*"
    path = f"/achievements/{tenant.achievement['id']}"
    answer = service.http.get(path, headers={"Origin": "https://verifier.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
