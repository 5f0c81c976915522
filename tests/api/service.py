"""A running service for the tests: the real application behind a real server on a real socket, in a thread."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import uvicorn

from badgeapi.app import Secrets, create_app
from badgeapi.keys.sealing import MasterKey
from badgeapi.settings import Settings
from tests.work import WAIT_S

ADMIN_KEY = "admin-key-of-the-tests-0123456789abcdef"
MASTER_KEY = MasterKey(bytes(range(32)))

ACHIEVEMENT = {
    "name": "Soldering, Level 2",
    "description": "Can solder surface-mount components.",
    "criteria": {"narrative": "Three boards of ten joints each."},
    "achievementType": "MicroCredential",
}


PROBLEM = {"type", "title", "status", "code", "detail", "remedy", "errors", "requestId"}


def problem(answer: httpx.Response, status: int, *, code: str = "", fault: str = "", at: str = "") -> dict[str, Any]:
    """Check that an answer is an error in the one shape that errors have, and return it.

    `code` is that of the error, `fault` and `at` code and pointer of one of the places it names.
    """
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    shown: dict[str, Any] = answer.json()
    assert shown.keys() == PROBLEM
    assert shown["status"] == status
    assert shown["type"].endswith(f"/problems/{shown['code']}")
    assert shown["requestId"] == answer.headers["x-request-id"]
    assert all(shown[name] for name in ("title", "detail", "remedy"))
    assert all({"pointer", "code", "message"} <= place.keys() for place in shown["errors"])
    assert code in ("", shown["code"])
    if fault or at:
        assert (fault, at) in {(place["code"], place["pointer"]) for place in shown["errors"]}, shown["errors"]
    return shown


Items = list[dict[str, Any]]
"""The items of one page."""


class Clock:
    """The present, moved on at will."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    @contextmanager
    def later(self, **span: float) -> Iterator[None]:
        """Let the block run at a later time."""
        self.ahead = timedelta(**span)
        try:
            yield
        finally:
            self.ahead = timedelta()


@dataclass
class Tenant:
    """An issuer with a key of its own and one achievement."""

    service: Service
    issuer: dict[str, Any]
    key: str
    achievement: dict[str, Any]

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}

    def call(self, method: str, path: str, json: object = None, **options: Any) -> httpx.Response:
        """Call the service with this tenant's key."""
        headers = self.headers | options.pop("headers", {})
        return self.service.http.request(method, path, json=json, headers=headers, **options)

    def pages(self, path: str, **parameters: Any) -> list[Items]:
        """Read a list to its end, page by page."""
        return read_pages(self.call, path, parameters)

    def request(self, **members: Any) -> dict[str, Any]:
        """The body of a minimal assertion request, with further members."""
        return {"achievement": self.achievement["id"], "recipient": {"email": "ada@example.org"}} | members

    def issue(self, **members: Any) -> dict[str, Any]:
        """Issue a credential and return the resource."""
        answer = self.call("POST", "/v1/assertions", self.request(**members))
        assert answer.status_code == 201, answer.text
        return answer.json()


@dataclass
class Service:
    """A running service."""

    url: str
    http: httpx.Client
    clock: Clock = field(default_factory=Clock)

    def admin(self, method: str, path: str, json: object = None, **options: Any) -> httpx.Response:
        """Call the service with the admin key."""
        headers = {"Authorization": f"Bearer {ADMIN_KEY}"} | options.pop("headers", {})
        return self.http.request(method, path, json=json, headers=headers, **options)

    def anybody(self, method: str, path: str, json: object = None, **options: Any) -> httpx.Response:
        """Call the service without a key."""
        return self.http.request(method, path, json=json, **options)

    def tenant(self, **members: Any) -> Tenant:
        """Make an issuer, a key and an achievement."""
        issuer = self.admin("POST", "/v1/issuers", {"name": f"School {uuid4().hex}"} | members).json()
        key = self.admin("POST", f"/v1/issuers/{issuer['id']}/api-keys", {"name": "tests"}).json()["key"]
        made = self.admin("POST", "/v1/achievements", ACHIEVEMENT | {"issuer": issuer["id"]})
        assert made.status_code == 201, made.text
        return Tenant(self, issuer, key, made.json())

    def verify(self, credential: object) -> dict[str, Any]:
        """Ask for the verdict on a credential."""
        answer = self.http.post("/v1/verify", json=credential)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def verify_text(self, token: str) -> dict[str, Any]:
        """Ask for the verdict on a JWT."""
        answer = self.http.post("/v1/verify", content=token, headers={"Content-Type": "text/plain"})
        assert answer.status_code == 200, answer.text
        return answer.json()


def read_pages(
    call: Callable[..., httpx.Response], path: str, parameters: dict[str, Any]
) -> list[list[dict[str, Any]]]:
    """Follow the cursors of a list to its end."""
    pages: list[list[dict[str, Any]]] = []
    while True:
        answer = call("GET", path, params=parameters)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        pages.append(page["items"])
        if "nextCursor" not in page:
            return pages
        parameters = parameters | {"cursor": page["nextCursor"]}


@contextmanager
def running(store_url: str, folder: Path, **settings: Any) -> Iterator[Service]:
    """Serve from a migrated database until the end of the block; by default, status lists are published at once."""
    clock = Clock()
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        settings = {"status_interval_s": 0} | settings
        found = Settings(data_dir=folder, database_url=store_url, **settings)
        app = create_app(found, Secrets(MASTER_KEY, sha256(ADMIN_KEY.encode()).digest()), port=port, now=clock)
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="on", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive(), "the server did not start"
                time.sleep(0.01)
            url = f"http://localhost:{port}"
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=WAIT_S) as http:
                yield Service(url, http, clock)
        finally:
            server.should_exit = True
            thread.join()
