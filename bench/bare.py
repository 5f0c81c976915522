"""Bare ASGI: whole answers, head and body, that were recorded from the service, and no program behind them.

What this costs is what the server, the event loop and the sockets cost. The file with the answers is named by `ANSWERS`
in the environment.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from starlette.types import Message, Receive, Scope, Send


def _messages(headers: list[list[str]], body: str) -> tuple[Message, Message]:
    head = [(name.encode(), value.encode()) for name, value in headers]
    return {"type": "http.response.start", "status": 200, "headers": head}, {
        "type": "http.response.body",
        "body": body.encode(),
    }


_recorded = json.loads(Path(os.environ["ANSWERS"]).read_text(encoding="utf-8"))
_answers = {path: _messages(headers, body) for path, (headers, body) in _recorded.items()}


async def app(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001 - the interface
    start, body = _answers[scope["path"]]
    await send(start)
    await send(body)
