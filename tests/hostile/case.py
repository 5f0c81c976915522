"""What a case is: a name, the truth it protects, how its input is made, and what must come of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.hostile.documents import badge, controller, entry, fragment, status_list
from tests.hostile.host import Behaviour, Canary, Host, answer
from tests.hostile.keys import ISSUER, Json, Key
from tests.hostile.signing import JCS, signed

VERIFIED, NOT_VERIFIED, UNDETERMINED = "verified", "not_verified", "undetermined"
UNPROVEN = "not_verified undetermined"
"""For what the standards call an error without saying whether it speaks against the credential or for nothing."""
PROMPT_S = 2.0
FETCH_S = 5.0
"""What the service grants a host that stalls (3 s to connect, 5 s in all); such cases may take so much longer."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A request."""

    body: bytes
    media: str | None = "application/json"
    path: str = "/v1/verify"
    method: str = "POST"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes for a socket: requests that no client would make."""

    data: bytes


Shown = Json | list[object] | str | bytes | Sent | Raw


@dataclass(slots=True)
class World:
    """What a case may build on."""

    host: Host
    canary: Canary

    def did(
        self,
        *keys: Key,
        edit: Callable[[Json], object] = lambda document: document,
        behave: Callable[[object], Behaviour] = answer,
        port: int | None = None,
        **members: object,
    ) -> str:
        """Publish a did:web and return it; `edit` changes its document, `behave` how the host gives it."""
        port, path = port or self.host.ports[0], self.host.path()
        did = f"did:web:localhost%3A{port}:{path[1:]}"
        self.host.put(behave(edit(controller(did, *(keys or (ISSUER,)), **members))), f"{path}/did.json", port)
        return did

    def by_web(self, document: Callable[..., Json] = badge, key: Key = ISSUER, **options: object) -> Json:
        """A badge signed (JCS) by an honest did:web, or by one published with the `options` of `did`."""
        did = self.did(key, **options)  # type: ignore[arg-type]
        return signed(document(did), key, suite=JCS, verificationMethod=f"{did}#{fragment(key)}")

    def list(
        self,
        edit: Callable[[Json], Json] = lambda document: document,
        behave: Callable[[object], Behaviour] = answer,
        key: Key = ISSUER,
        *,
        port: int | None = None,
        **members: object,
    ) -> str:
        """Publish a status list (JCS) and return its URL; `edit` changes it before it is signed."""
        port, path = port or self.host.ports[0], self.host.path()
        url = f"http://localhost:{port}{path}"
        self.host.put(behave(signed(edit(status_list(url, **members)), key, suite=JCS)), path, port)  # type: ignore[arg-type]
        return url

    def listed(self, url: str, index: object = "5", **members: object) -> Json:
        """A badge (JCS) with a status entry that points to `url`."""
        return signed(badge(credentialStatus=entry(url, index, **members)), suite=JCS)


@dataclass(frozen=True, slots=True)
class Case:
    """One case.

    Attributes:
        expected: the verdicts or statuses that are right, one of them for nearly every case.
        because: checks, codes of findings or codes of errors, one of which must be what speaks against the input.
        stalls: whether a host keeps the service waiting on purpose.
    """

    name: str
    truth: str
    make: Callable[[World], Shown]
    expected: str
    because: str = ""
    stalls: bool = field(default=False, kw_only=True)


def request_of(shown: Json | list[object] | str | bytes | Sent) -> Sent:
    """How an input that is not a request of its own is sent."""
    match shown:
        case Sent():
            return shown
        case str():
            return Sent(shown.encode(), "text/plain")
        case bytes():
            return Sent(shown, "image/png" if shown[1:4] == b"PNG" else "image/svg+xml")
        case _:
            return Sent(json.dumps(shown, ensure_ascii=False).encode("utf-8", "surrogatepass"))
