"""Documents that cost too much are ended, and nothing else is: real processes with real limits."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from badgeapi import limits
from badgeapi.errors import Unavailable
from badgeapi.sandbox.pool import Sandbox
from badgeapi.verification.facts import Fact, Found, Need, SchemaNeed
from badgeapi.verification.inspector import Inspection
from badgeapi.verification.parse import read
from badgeapi.verification.report import Verdict
from tests.verification.signed import NOW, badge

pytestmark = pytest.mark.anyio

URL = "https://schemas.example/badge.json"
NEED = SchemaNeed(URL)
# Each further `a` doubles the time that Python's engine takes; the document's name has forty.
SLOW = {"properties": {"name": {"pattern": "^(a+)+$"}}}
# A reference that doubles at every level: two to the fortieth schemas.
WIDE: dict[str, Any] = {
    "$defs": {
        str(level): {"allOf": [{"$ref": f"#/$defs/{level + 1}"}, {"$ref": f"#/$defs/{level + 1}"}]}
        for level in range(40)
    }
    | {"40": {}},
    "$ref": "#/$defs/0",
}
DOCUMENT = badge(name="a" * 40 + "!", credentialSchema={"id": URL, "type": "1EdTechJsonSchemaValidator2019"})


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    made = Sandbox()
    yield made
    await made.close()


def facts(schema: dict[str, Any]) -> dict[Need, Fact]:
    return {NEED: Found(schema)}


def at_last_stage() -> Inspection:
    inspection = Inspection(read(DOCUMENT), NOW)
    while NEED not in inspection.needs():
        inspection.advance({})
    return inspection


async def judged(sandbox: Sandbox, schema: dict[str, Any]) -> tuple[Verdict, set[str]]:
    inspection = await sandbox.advance(at_last_stage(), facts(schema))
    assert inspection.done
    report = inspection.report()
    return report.verdict, {line.message_id for line in report.results if line.outcome == "fail"}


def children() -> set[str]:
    """Ids of this process' children, from the kernel."""
    return set(Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split())


def environment(process: str) -> bytes:
    return Path(f"/proc/{process}/environ").read_bytes()


async def test_the_same_is_said_as_outside(sandbox: Sandbox):
    """Nothing but the limits is different."""
    outside = at_last_stage()
    outside.advance(facts({"required": ["none"]}))
    inside = await sandbox.advance(at_last_stage(), facts({"required": ["none"]}))
    assert inside.report() == outside.report()


@pytest.mark.parametrize("schema", [SLOW, WIDE], ids=["pattern", "references"])
async def test_what_takes_too_much_time_is_ended_and_said(sandbox: Sandbox, schema: dict[str, Any]):
    """The verdict is a refusal; the next document is judged by a new process."""
    assert await judged(sandbox, schema) == (Verdict.NOT_VERIFIED, {"cost.too_expensive"})
    assert await judged(sandbox, {}) == (Verdict.VERIFIED, set())


async def test_what_takes_too_much_memory_is_ended_and_said(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch):
    """A facts object that asks for the memory when it is read, larger than the process may have."""
    inspection = await sandbox.advance(at_last_stage(), {NEED: _Large()})  # type: ignore[dict-item]  # an attack
    assert inspection.report().results[-1].message_id == "cost.too_expensive"
    assert await judged(sandbox, {}) == (Verdict.VERIFIED, set())


class _Large:
    def __reduce__(self) -> tuple[Any, ...]:
        return bytearray, (int(limits.SANDBOX_BYTES) + 1,)


async def test_a_process_is_kept_for_the_next(sandbox: Sandbox):
    """Starting one takes longer than judging."""
    before = children()
    await judged(sandbox, {})
    first = children() - before
    await judged(sandbox, {})
    assert children() - before == first
    assert len(first) == 1


async def test_two_at_once_wait_for_each_other(sandbox: Sandbox):
    """No more processes than limits.SANDBOX_WORKERS; neither gets the other's answer."""
    before = children()
    good, bad = await asyncio.gather(judged(sandbox, {}), judged(sandbox, {"required": ["none"]}))
    assert good == (Verdict.VERIFIED, set())
    assert bad == (Verdict.NOT_VERIFIED, {"schema.schema"})
    assert len(children() - before) == limits.SANDBOX_WORKERS


async def test_too_many_are_turned_away(sandbox: Sandbox):
    """The queue has an end; those within it are served."""
    tasks = [asyncio.create_task(judged(sandbox, {})) for _ in range(limits.SANDBOX_QUEUE + 1)]
    done = await asyncio.gather(*tasks, return_exceptions=True)
    turned_away = [one for one in done if isinstance(one, Unavailable)]
    assert len(turned_away) == 1
    assert done.count((Verdict.VERIFIED, set())) == limits.SANDBOX_QUEUE


async def test_who_gives_up_leaves_no_answer_for_the_next(sandbox: Sandbox):
    """The process that was computing for it is ended."""
    before = children()
    waiting = asyncio.create_task(judged(sandbox, SLOW))
    await asyncio.sleep(0.3)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert children() == before
    assert await judged(sandbox, {}) == (Verdict.VERIFIED, set())


async def test_closing_leaves_no_process_behind():
    """Not even one that was idle."""
    before, made = children(), Sandbox()
    await judged(made, {})
    assert children() != before
    await made.close()
    assert children() == before


async def test_no_secret_of_the_service_is_handed_on(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch):
    """Whoever breaks out of a worker finds neither the master key nor the database."""
    monkeypatch.setenv("BADGEAPI_MASTER_KEY", "secret")
    before = children()
    await judged(sandbox, {})
    (process,) = children() - before
    assert b"secret" not in environment(process)
