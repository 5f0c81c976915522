"""A resolver that says what a test tells it."""

from __future__ import annotations

import socket
from itertools import chain, repeat

import pytest

from tests.net.hosts import Resolver


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch) -> Resolver:
    """Set what a name resolves to, look-up after look-up, the last for ever; returns the names looked up."""

    def answer(*answers: list[str]) -> list[str]:
        asked: list[str] = []
        coming = chain(answers, repeat(answers[-1]))

        def getaddrinfo(host: str, port: int, *_args: object, **_options: object) -> list[tuple[object, ...]]:
            asked.append(host)
            kinds = [(socket.AF_INET6 if ":" in address else socket.AF_INET, address) for address in next(coming)]
            return [(kind, socket.SOCK_STREAM, 6, "", (address, port)) for kind, address in kinds]

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        return asked

    return answer
