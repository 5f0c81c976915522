"""What may cost anything runs in a process that can be ended, and ends there; nothing else notices."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from badgeapi import limits
from badgeapi.canon import contexts
from badgeapi.errors import Unavailable
from badgeapi.sandbox.pool import Sandbox
from badgeapi.verification.check import Outcome
from badgeapi.verification.facts import Found, Need, Refused, SchemaNeed
from badgeapi.verification.inspector import Inspection
from badgeapi.verification.parse import Presented
from badgeapi.verification.report import Report, Verdict
from tests.verification.badges import NOW, SCHOOL, Json, badge

SCHEMA = SchemaNeed("https://school.example/schema.json")
HARMLESS: Json = {"type": "object", "required": ["name"]}
# A pattern that Python's matcher tries in two to the power of thirty ways.
LABORIOUS: Json = {"properties": {"name": {"pattern": "^(a+)+$"}}}


def inspection(name: str = "badge") -> Inspection:
    document = badge(name, credentialSchema=[{"id": SCHEMA.url, "type": "1EdTechJsonSchemaValidator2019"}])
    document["@context"] = [*document["@context"], contexts.OB_EXTENSIONS]
    return Inspection(Presented(SCHOOL.sign(document)), NOW)


async def judged(sandbox: Sandbox, begun: Inspection, schema: Json) -> Report:
    """Judge as the use case does."""
    while not begun.done:
        facts: dict[Need, object] = {
            need: Found(schema) if need == SCHEMA else Refused("nothing is configured") for need in begun.needs()
        }
        if begun.costly(facts):  # type: ignore[arg-type]
            begun = await sandbox.advance(begun, facts)  # type: ignore[arg-type]
        else:
            begun.advance(facts)  # type: ignore[arg-type]
    return begun.report()


def children() -> set[str]:
    """The processes that this one has started."""
    return set(Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text(encoding="ascii").split())


@pytest.mark.anyio
async def test_a_step_is_the_same_there():
    """The same pure judging, so the same report."""
    sandbox = Sandbox()
    try:
        inside = await judged(sandbox, inspection(), HARMLESS)
    finally:
        await sandbox.close()
    outside = inspection()
    while not outside.done:
        outside.advance({need: Found(HARMLESS) if need == SCHEMA else Refused("nothing is configured")
                         for need in outside.needs()})  # fmt: skip
    assert inside == outside.report()
    assert inside.verified


@pytest.mark.anyio
async def test_too_much_is_ended_and_said():
    """A schema that would take for ever costs a second; the next document is judged as if nothing had been."""
    sandbox = Sandbox()
    try:
        report = await judged(sandbox, inspection("a" * 60 + "!"), LABORIOUS)
        assert report.verdict is Verdict.NOT_VERIFIED
        assert [line.code for line in report.results if line.outcome is Outcome.FAIL] == ["too_expensive"]
        assert (await judged(sandbox, inspection(), HARMLESS)).verified
    finally:
        await sandbox.close()


@pytest.mark.anyio
async def test_the_queue_is_bounded(monkeypatch: pytest.MonkeyPatch):
    """More than are served at once wait; more than may wait are sent away."""
    monkeypatch.setattr(limits, "SANDBOX_QUEUE", 2)
    sandbox = Sandbox()
    try:
        asked = await asyncio.gather(
            *(judged(sandbox, inspection(str(number)), HARMLESS) for number in range(4)), return_exceptions=True
        )
        assert [type(answer) for answer in asked if not isinstance(answer, Report)] == [Unavailable] * 2
        assert [answer.verified for answer in asked if isinstance(answer, Report)] == [True, True]
    finally:
        await sandbox.close()


@pytest.mark.anyio
async def test_nothing_is_left_behind():
    """Closed or given up, no process remains."""
    before = children()
    sandbox = Sandbox()
    await judged(sandbox, inspection(), HARMLESS)
    assert children() - before
    task = asyncio.create_task(judged(sandbox, inspection("a" * 60 + "!"), LABORIOUS))
    await asyncio.sleep(0.2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await sandbox.close()
    assert children() <= before
