"""When a call is sent again and when not, seen from a server that fails as it is told.

Source: RFC 9110 sections 9.2.2 and 10.2.3; the pauses are computed by hand.
"""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from badgeapi_client import (
    AchievementRequest,
    AssertionRequest,
    BadgeApi,
    BadgeApiError,
    Criteria,
    IssuerRequest,
    RecipientRequest,
    connection,
)
from badgeapi_client.generated.api.achievements import change_achievement

REPORT = {"verified": True, "verdict": "verified", "summary": [], "checks": [], "fetched": []}
# Instead of a status, ways for a connection to end: reset; closed without a word; closed amid the answer
RESET, CLOSED, CUT = 0, 1, 2

Answer = tuple[int, dict[str, str], object]


class Stub(ThreadingHTTPServer):
    """A server that gives the answers it was told, and the last one for ever."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: list[Answer] = []
        self.requests: list[tuple[str, str | None, bytes]] = []

    def will(self, *answers: Answer | int) -> None:
        self.answers = [answer if isinstance(answer, tuple) else (answer, {}, REPORT) for answer in answers]
        self.requests = []


class Handler(BaseHTTPRequestHandler):
    """Answers every method alike."""

    protocol_version = "HTTP/1.1"
    server: Stub

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        self.server.requests.append((self.command, self.headers.get("idempotency-key"), body))
        answers = self.server.answers
        status, headers, content = answers.pop(0) if len(answers) > 1 else answers[0]
        sent = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.close_connection = status in (RESET, CLOSED, CUT)
        if status == RESET:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        if status in (RESET, CLOSED):
            return
        self.send_response(200 if status == CUT else status)
        for name, value in {"Content-Length": str(len(sent) + (status == CUT)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(sent)

    do_GET = do_POST = do_PUT = answer  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def running_stub() -> Iterator[Stub]:
    with Stub() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that were asked for, none of which is made; jitter is at its longest."""
    found: list[float] = []
    monkeypatch.setattr(connection.time, "sleep", found.append)
    monkeypatch.setattr(connection.random, "uniform", lambda _shortest, longest: longest)
    return found


@pytest.fixture
def stub(running_stub: Stub, pauses: list[float]) -> Stub:
    return running_stub


@pytest.fixture
def badges(stub: Stub) -> Iterator[BadgeApi]:
    with BadgeApi(f"http://127.0.0.1:{stub.server_port}", "key", timeout_s=5) as client:
        yield client


def request() -> AssertionRequest:
    return AssertionRequest(achievement="a", recipient=RecipientRequest(email="ada@example.org"))


@pytest.mark.parametrize("failure", [RESET, CLOSED, CUT, 429, 502, 503, 504])
def test_what_failed_for_a_moment_is_sent_again(stub: Stub, badges: BadgeApi, pauses: list[float], failure: int):
    """The caller of a service that is being restarted notices a pause, not an error."""
    stub.will(failure, failure, 200)
    assert badges.verify(b"{}").verified
    assert [body for _, _, body in stub.requests] == [b"{}"] * 3
    assert pauses == [0.5, 1.0]


def test_the_pauses_double_and_the_last_failure_is_told(stub: Stub, badges: BadgeApi, pauses: list[float]):
    """A service that stays away is not hammered: 0.5 s doubles with each of four retries."""
    stub.will(503)
    with pytest.raises(BadgeApiError) as error:
        badges.get("x")
    assert (error.value.status, error.value.code) == (503, "unexpected_answer")
    assert pauses == [0.5, 1.0, 2.0, 4.0]
    assert len(stub.requests) == 5


def test_no_pause_is_longer_than_half_a_minute(stub: Stub, pauses: list[float]):
    """Doubling ends: 0.5 * 2^6 would be 32."""
    stub.will(503)
    with BadgeApi(f"http://127.0.0.1:{stub.server_port}", retries=8) as patient, pytest.raises(BadgeApiError):
        patient.get("x")
    assert pauses == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]


def test_jitter_spreads_the_pauses(stub: Stub, badges: BadgeApi, pauses: list[float], monkeypatch: pytest.MonkeyPatch):
    """A thousand clients that failed together do not come back together: a pause is anything down to nothing."""
    monkeypatch.setattr(connection.random, "uniform", lambda shortest, _longest: shortest)
    stub.will(503, 200)
    assert badges.verify(b"{}").verified
    assert pauses == [0]


@pytest.mark.parametrize(
    ("asked", "shortest", "longest"),
    [
        ("7", 7, 7),
        (lambda: format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True), 18, 20),
        ("0", 0.5, 0.5),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0.5, 0.5),
        ("soon", 0.5, 0.5),
    ],
    ids=["seconds", "date", "nothing", "past", "unreadable"],
)
def test_retry_after_is_the_shortest_pause(
    stub: Stub, badges: BadgeApi, pauses: list[float], asked: object, shortest: float, longest: float
):
    """A service that says when it will be back is believed, in both forms of RFC 9110."""
    value = asked() if callable(asked) else asked
    stub.will((503, {"Retry-After": str(value)}, {}), 200)
    assert badges.verify(b"{}").verified
    assert len(pauses) == 1
    assert shortest <= pauses[0] <= longest


def test_an_hour_is_not_waited_for(stub: Stub, badges: BadgeApi, pauses: list[float]):
    """A program does not hang because a service is away for maintenance: the caller is told at once."""
    stub.will((503, {"Retry-After": "3600"}, {}))
    with pytest.raises(BadgeApiError):
        badges.get("x")
    assert pauses == []
    assert len(stub.requests) == 1


def test_an_award_is_repeated_under_one_key(stub: Stub, badges: BadgeApi):
    """The service can tell a repetition from a second award, whether the caller gave a key or not."""
    for given in ("", "soldering-2-ada"):
        stub.will(RESET, 503, 404)
        with pytest.raises(BadgeApiError):
            badges.award(request(), idempotency_key=given)
        assert len(stub.requests) == 3
        keys = {key for _, key, _ in stub.requests}
        assert len(keys) == 1
        assert keys == {given} if given else keys.isdisjoint({None, ""})


def test_a_put_by_key_is_repeated_and_a_conditional_one_is_not(stub: Stub, badges: BadgeApi):
    """The first cannot take effect twice; the second, had it worked unseen, would be refused as stale."""
    stub.will(503, 404)
    achievement = AchievementRequest(issuer="i", name="n", description="d", criteria=Criteria(narrative="c"))
    with pytest.raises(BadgeApiError):
        badges.define_achievement("i", "k", achievement)
    assert len(stub.requests) == 2

    stub.will(503, 404)
    with pytest.raises(BadgeApiError) as error:
        change_achievement.sync("a", client=badges.operations, body=achievement, if_match='"1"')
    assert error.value.status == 503
    assert len(stub.requests) == 1


@pytest.mark.parametrize("failure", [RESET, CLOSED, CUT, 429, 502, 503, 504])
def test_what_could_take_effect_twice_is_sent_once(stub: Stub, badges: BadgeApi, pauses: list[float], failure: int):
    """A second issuer or a second revocation is worse than an error."""
    for call in (
        lambda: badges.create_issuer(IssuerRequest(name="School")),
        lambda: badges.revoke("a", "by mistake"),
        lambda: badges.publish("a"),
    ):
        stub.will(failure, 200)
        with pytest.raises(BadgeApiError):
            call()
        assert len(stub.requests) == 1
    assert pauses == []


@pytest.mark.parametrize("status", [400, 401, 404, 409, 412, 422, 500])
def test_what_will_not_change_is_not_repeated(stub: Stub, badges: BadgeApi, status: int):
    """An answer is an answer."""
    stub.will(status, 200)
    with pytest.raises(BadgeApiError) as error:
        badges.verify(b"{}")
    assert error.value.status == status
    assert len(stub.requests) == 1


@pytest.mark.parametrize("body", [b"<html>Bad Gateway</html>", b"", b"[]", b"null", b'{"code": "x"}', b"\xff"])
def test_an_error_of_something_in_between_is_told_as_such(stub: Stub, badges: BadgeApi, body: bytes):
    """Whatever a proxy says, the caller catches one class and reads one shape."""
    stub.will((403, {}, body))
    with pytest.raises(BadgeApiError) as error:
        badges.get("x")
    assert (error.value.status, error.value.code, error.value.pointers) == (403, "unexpected_answer", [])


def test_a_redirection_is_not_followed(stub: Stub, badges: BadgeApi):
    """The key goes to the service that was named and to nobody else."""
    stub.will((307, {"Location": f"http://localhost:{stub.server_port}/elsewhere"}, {}))
    with pytest.raises(BadgeApiError) as error:
        badges.credential("x")
    assert error.value.status == 307
    assert len(stub.requests) == 1


def test_an_unknown_success_is_an_error_too(stub: Stub, badges: BadgeApi):
    """A verb gives what it promises, or raises."""
    stub.will(202)
    with pytest.raises(BadgeApiError) as error:
        badges.create_issuer(IssuerRequest(name="School"))
    assert (error.value.status, error.value.code) == (202, "unexpected_answer")


def test_nobody_there(pauses: list[float]):
    """A wrong address is told with the host, the reason, and the exception of httpx as the cause."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
        with BadgeApi(url, retries=1) as badges, pytest.raises(BadgeApiError, match=r"127\.0\.0\.1") as error:
            badges.verify(b"{}")
    assert (error.value.status, error.value.code) == (0, "unreachable")
    assert isinstance(error.value.__cause__, httpx.ConnectError)
    assert pauses == [0.5]


def test_silence_is_not_waited_for():
    """A service that accepts and never answers costs the timeout, not the day."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with BadgeApi(url, timeout_s=0.2, retries=0) as badges, pytest.raises(BadgeApiError) as error:
            badges.verify(b"{}")
    assert isinstance(error.value.__cause__, httpx.ReadTimeout)


def test_a_newer_service_is_understood(stub: Stub, badges: BadgeApi):
    """Words and members that this client has not heard of are given on, not refused."""
    said = ("id", "title", "question", "severity", "code", "messageId", "message", "citation")
    check = dict.fromkeys(said, "x") | {"outcome": "deferred", "more": 1}
    stub.will((200, {}, REPORT | {"verified": False, "verdict": "revisit", "checks": [check], "since": "2030"}))
    report = badges.verify(b"{}")
    assert (report.verdict, report.checks[0].outcome) == ("revisit", "deferred")
    assert (report["since"], report.checks[0]["more"]) == ("2030", 1)


@pytest.mark.parametrize(
    ("credential", "media_type"),
    [
        ({"id": "urn:x"}, "application/vc"),
        ('\n {"id": "urn:x"}', "application/vc"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"<svg/>", "image/svg+xml"),
        ("eyJhbGciOiJFUzI1NiJ9.e30.c2ln", "text/plain"),
    ],
)
def test_a_credential_is_sent_as_what_it_is(stub: Stub, badges: BadgeApi, credential: object, media_type: str):
    """The media types are those of the wire contract of POST /v1/verify."""
    sent: list[httpx.Request] = []
    badges.operations.get_httpx_client().event_hooks["request"].append(sent.append)
    stub.will(200)
    badges.verify(credential)
    assert sent[0].headers["content-type"] == media_type
