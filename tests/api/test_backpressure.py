"""A service with more to do than it takes: what is beyond is refused with a time to come back, the rest is served.

The bounds are made small, the work is held back until the test has seen who is refused, and no clock decides anything.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import httpx
import pytest

from badgeapi import limits
from badgeapi.app import describe
from badgeapi.limits import Limit
from badgeapi.routers import assertion_batches
from badgeapi.store import migrate
from badgeapi.store.sqlite import SqliteStore
from tests.api.service import Tenant, problem, running
from tests.verification.signed import badge
from tests.work import WAIT_S

Calls = list[Future[httpx.Response]]


@pytest.fixture
def serve(new_database: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Run a service with bounds of the test's choice."""
    url = new_database("sqlite")
    migrate.upgrade(url)

    def start(settings: dict[str, Any], **bounds: int) -> Any:
        for name, value in bounds.items():
            monkeypatch.setattr(limits, name, Limit(value, unit="", reason="of this test"))
        return running(url, tmp_path, run_jobs=False, **settings)

    return start


@contextmanager
def at_once(release: Event) -> Iterator[Callable[..., Future[httpx.Response]]]:
    """Make calls that wait for their answers in threads; at the end, what is held back goes on."""
    with ThreadPoolExecutor(20) as threads:
        try:
            yield threads.submit
        finally:
            release.set()


def the_refused(calls: Calls) -> httpx.Response:
    """The one answer of several calls that is there while the others are held back."""
    done, others = wait(calls, timeout=WAIT_S, return_when=FIRST_COMPLETED)
    assert (len(done), len(others)) == (1, len(calls) - 1)
    [refused] = done
    calls.remove(refused)
    return refused.result()


def refusal(answer: httpx.Response, status: int, code: str) -> None:
    """Check that an answer is a problem that says when to come back."""
    problem(answer, status, code=code)
    assert int(answer.headers["retry-after"]) > 0


def succeeded(calls: Calls, status: int) -> None:
    assert [call.result(WAIT_S).status_code for call in calls] == [status] * len(calls)


@contextmanager
def silent_host() -> Iterator[tuple[str, Event]]:
    """A host that takes connections and says nothing until it is told to."""
    speak = Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            speak.wait(WAIT_S)
            self.send_error(404)

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"localhost:{server.server_port}", speak
    finally:
        speak.set()
        server.shutdown()
        thread.join()
        server.server_close()


def of_host(netloc: str) -> dict[str, Any]:
    """A badge whose schema lies at that host; everything else of it is known here."""
    return badge(credentialSchema={"id": f"http://{netloc}/schema.json", "type": "1EdTechJsonSchemaValidator2019"})


@pytest.mark.parametrize(
    ("bound", "others", "unreadable"),
    [("ENQUIRIES", 200, 400), ("VERIFICATIONS", 503, 503)],
    ids=["asking others", "all"],
)
def test_a_flood_of_verifications_never_keeps_an_award_waiting(
    serve: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, bound: str, others: int, unreadable: int
):
    """With every place taken by badges of a host that hangs, one more is 503; awards are made as if nothing was.

    Verifications that need no other host go on as well, as long as there are places for any; beyond, not even the
    body is parsed.
    """
    monkeypatch.setattr(limits, "VERIFY_SECONDS", Limit(int(WAIT_S), unit="", reason="no clock decides this test"))
    monkeypatch.setattr(limits, "FETCH_SECONDS", Limit(int(WAIT_S), unit="", reason="no clock decides this test"))
    with silent_host() as (netloc, speak), serve({"loopback_hosts": (netloc,)}, **{bound: 3}) as service:
        tenant: Tenant = service.tenant()
        document = of_host(netloc)
        with at_once(speak) as call:
            calls = [call(service.http.post, "/v1/verify", json=document) for _ in range(4)]
            refusal(the_refused(calls), 503, "busy")
            refusal(
                service.http.post("/vc-api/credentials/verify", json={"verifiableCredential": document}), 503, "busy"
            )
            made = tenant.issue()
            assert service.http.post("/v1/verify", json=made["credential"]).status_code == others
            for path in ("/v1/verify", "/vc-api/credentials/verify"):
                sent = service.http.post(path, content=b"{", headers={"Content-Type": "application/json"})
                assert sent.status_code == unreadable, path
        succeeded(calls, 200)
        assert service.verify(made["credential"])["verdict"] == "verified"


def test_awards_beyond_the_bound_are_refused_before_anything_is_done(
    serve: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
):
    """One tenant's crowd is 429 for itself; a full process is 503 for all; what was taken is made, and no more."""
    may_write, write = Event(), SqliteStore.write

    async def slow_disk(self: SqliteStore, fn: Any) -> Any:
        await asyncio.to_thread(may_write.wait, WAIT_S)
        return await write(self, fn)

    monkeypatch.setattr(SqliteStore, "write", slow_disk)
    may_write.set()
    with serve({}, AWARDS=4) as service:
        first, second, third = (service.tenant() for _ in range(3))
        may_write.clear()
        with at_once(may_write) as call:

            def award(tenant: Tenant) -> Future[httpx.Response]:
                return call(tenant.call, "POST", "/v1/assertions", tenant.request())

            calls = [award(first) for _ in range(3)]
            refusal(the_refused(calls), 429, "too_many_requests")
            more = [award(second) for _ in range(3)]
            refusal(the_refused(more), 429, "too_many_requests")
            refusal(award(third).result(WAIT_S), 503, "busy")
        succeeded(calls + more, 201)
        made = [len(tenant.call("GET", "/v1/assertions").json()["items"]) for tenant in (first, second, third)]
        assert made == [2, 2, 0]
        assert third.issue()["state"] == "issued"


def test_batches_beyond_the_bound_are_refused_and_single_awards_go_on(
    serve: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
):
    """Those that wait for their turn count as well; a single award never waits for a batch."""
    go_on, make = Event(), assertion_batches.make_credentials
    monkeypatch.setattr(
        assertion_batches, "make_credentials", lambda *arguments: go_on.wait(WAIT_S) and make(*arguments)
    )
    with serve({}, BATCHES=3, BATCHES_OF_TENANT=2, BATCHES_AT_ONCE=1) as service:
        first, second, third = (service.tenant() for _ in range(3))
        with at_once(go_on) as call:

            def batch(tenant: Tenant, key: str) -> Future[httpx.Response]:
                return call(tenant.call, "POST", "/v1/assertions/batch", [tenant.request(key=key)])

            calls = [batch(first, key) for key in "abc"]
            refusal(the_refused(calls), 429, "too_many_requests")
            more = [batch(second, key) for key in "ab"]
            refusal(the_refused(more), 503, "busy")
            refusal(batch(third, "a").result(WAIT_S), 503, "busy")
            assert first.issue()["state"] == "issued"
        succeeded(calls + more, 200)
        assert third.call("POST", "/v1/assertions/batch", [third.request(key="a")]).status_code == 200


def test_event_streams_beyond_the_bound_are_refused_and_a_closed_one_makes_room(serve: Callable[..., Any]):
    """Browsers open streams and forget them: a tenant has so many, a process so many more."""
    with serve({}, EVENT_STREAMS=3, EVENT_STREAMS_OF_TENANT=2) as service, ExitStack() as open_streams:
        tenants = [service.tenant() for _ in range(3)]
        jobs = [upload(tenant) for tenant in tenants]

        def follow(place: int) -> httpx.Response:
            headers = tenants[place].headers
            path = f"/v1/assertion-jobs/{jobs[place]}/events"
            return streams.enter_context(service.http.stream("GET", path, headers=headers))

        streams = open_streams.enter_context(ExitStack())
        assert follow(0).status_code == 200
        streams = open_streams.enter_context(ExitStack())
        assert follow(0).status_code == 200
        refused = tenants[0].call("GET", f"/v1/assertion-jobs/{jobs[0]}/events")
        refusal(refused, 429, "too_many_requests")
        assert follow(1).headers["content-type"].startswith("text/event-stream")
        refusal(tenants[2].call("GET", f"/v1/assertion-jobs/{jobs[2]}/events"), 503, "busy")
        streams.close()  # one of the first tenant's, and the second's
        streams = open_streams.enter_context(ExitStack())
        while (answer := follow(2)).status_code != 200:  # until the server has noticed
            assert answer.status_code == 503
            streams.close()


def upload(tenant: Tenant) -> str:
    """Make a job that nobody works on."""
    line = json.dumps(tenant.request(key="a"))
    answer = tenant.service.http.post(
        "/v1/assertion-jobs", content=line, headers=tenant.headers | {"Content-Type": "application/jsonl"}
    )
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


def test_both_refusals_are_documented_wherever_they_can_happen():
    """Generated clients and people learn of them from the OpenAPI document, with the header that says when."""
    document = describe().openapi()
    for status in ("429", "503"):
        assert document["components"]["responses"][status]["headers"]["Retry-After"]["required"]
    for path, methods in document["paths"].items():
        for operation in methods.values():
            if "security" in operation or path.startswith(("/v1/", "/vc-api/", "/did/")):
                for status in ("429", "503"):
                    assert operation["responses"][status] == {"$ref": f"#/components/responses/{status}"}, path
