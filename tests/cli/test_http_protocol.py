"""How answers leave the process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import cast

import pytest
from uvicorn.config import Config
from uvicorn.server import ServerState

from badgeapi.cli.http_protocol import HttpProtocol, JoinedWrites


class Recorder:
    """A transport that keeps what is written, as `asyncio.Transport` has it."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.closed = False

    def write(self, data: bytes) -> None:
        assert not self.closed
        self.written.append(data)

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed

    def get_extra_info(self, name: str) -> str:
        return name


def turns(*steps: Callable[[JoinedWrites, Recorder], None]) -> list[bytes]:
    """What is written when each step is taken in a turn of its own."""
    recorder = Recorder()

    async def run() -> None:
        joined = JoinedWrites(cast("asyncio.Transport", recorder), asyncio.get_running_loop())
        assert joined.get_extra_info("peername") == "peername"
        for step in steps:
            step(joined, recorder)
            await asyncio.sleep(0)

    asyncio.run(run())
    return recorder.written


def write(*pieces: bytes) -> Callable[[JoinedWrites, Recorder], None]:
    return lambda joined, _: [joined.write(piece) for piece in pieces] and None


@pytest.mark.parametrize(("steps", "written"), [
    ([write(b"head", b"body")], [b"headbody"]),
    ([write(b"head", b"")], [b"head"]),
    ([write(b"head"), write(b"later")], [b"head", b"later"]),
    ([write(b"1", b"2", b"3", b"4", b"5")], [b"12", b"34", b"5"]),
    ([write(b"1", b"2"), write(b"3", b"4")], [b"12", b"34"]),
    ([write(b"")], []),
])  # fmt: skip
def test_two_pieces_are_one_write_and_one_waits_for_the_end_of_the_turn(
    steps: list[Callable[[JoinedWrites, Recorder], None]], written: list[bytes]
):
    """All of it, in order, and nothing later than the turn of the loop in which it came."""
    assert turns(*steps) == written


def test_what_waits_is_written_before_the_end():
    """An answer whose connection is closed after it is whole."""

    def close(joined: JoinedWrites, _: Recorder) -> None:
        joined.write(b"last")
        joined.close()

    assert turns(close) == [b"last"]


def test_nothing_is_written_to_who_has_gone():
    """A transport that has been closed from the other side takes no data (uvloop raises)."""

    def hang_up(joined: JoinedWrites, recorder: Recorder) -> None:
        joined.write(b"head")
        recorder.closed = True

    assert turns(hang_up) == []


def test_a_server_joins_the_writes_of_its_answers():
    """Head and content of an answer are one write of uvicorn's protocol."""

    async def answer(scope: object, receive: object, send: Callable[[object], object]) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})

    recorder = Recorder()
    recorder.get_extra_info = lambda name: None  # type: ignore[method-assign, assignment, return-value]

    async def run() -> None:
        config = Config(answer, lifespan="off", log_config=None, server_header=False, date_header=False, ws="none")
        config.load()
        protocol = HttpProtocol(config=config, server_state=ServerState(), app_state={})
        protocol.connection_made(cast("asyncio.Transport", recorder))
        protocol.data_received(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        await asyncio.sleep(0.01)
        protocol.connection_lost(None)

    asyncio.run(run())
    assert recorder.written == [b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"]
