"""What the work itself costs, without HTTP: use cases on a durable SQLite and their parts.

What is verified is a different credential every time, so that nothing remembered of one helps with the next.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from badgeapi import limits
from badgeapi.app import deploy, find_secrets, prepare
from badgeapi.canon import jcs, json
from badgeapi.credentials.time import format_datetime
from badgeapi.net.network import offline
from badgeapi.schemas.achievements import AchievementRequest
from badgeapi.schemas.assertions import AssertionRequest
from badgeapi.schemas.issuers import IssuerRequest
from badgeapi.settings import Settings
from badgeapi.signing import data_integrity
from badgeapi.signing.suites import ISSUING
from badgeapi.store.scope import Scope
from badgeapi.usecases import make_credentials
from badgeapi.usecases.caller import Caller, Right
from badgeapi.usecases.define_achievement import define_achievement
from badgeapi.usecases.deployment import Deployment
from badgeapi.usecases.gather_facts import gather_facts
from badgeapi.usecases.issue_assertions import issue_assertion
from badgeapi.usecases.make_credentials import IssueAssertion, Order
from badgeapi.usecases.prove_templates import PROVER
from badgeapi.usecases.register_issuer import register_issuer
from badgeapi.usecases.sign_document import DEFAULT_SUITE, active_signer
from badgeapi.usecases.survey_requests import survey_requests
from badgeapi.usecases.verify import verify
from badgeapi.verification.facts import ControllerNeed, Found
from badgeapi.verification.parse import parse
from bench import beside
from bench.table import Bars, Column, Row, Table, Unit
from bench.timing import Task, Timing, medians
from tests.interop.peer import NodePeer

TITLE = "In process"
ISSUER = {"name": "Example Polytechnic", "url": "https://polytechnic.example"}
ACHIEVEMENT = {
    "name": "Soldering, Level 2",
    "description": "Can solder surface-mount components to an agreed standard.",
    "achievementType": "MicroCredential",
    "creditsAvailable": 2.5,
    "criteria": {"narrative": "Three boards of ten joints each, inspected under magnification."},
}
RECIPIENT = {"email": "ada@example.org"}
CREDENTIALS = 200
"""How many different ones are verified in turn."""
SIGN, VERIFY = "bare Ed25519 sign", "bare Ed25519 verify"
BARE = "of bare Ed25519"


def measure(folder: Path) -> list[Table]:
    """Measure on a fresh database in `folder`: the bare operations and the use cases; an issue and its parts."""
    timings, shares = asyncio.run(_measure(folder))
    return [_timings(timings), _shares(shares)]


def _timings(timings: list[Timing]) -> Table:
    by_name = {timing.name: timing.seconds for timing in timings}
    others = {"of PyLD": by_name[beside.PYLD], "of Node": by_name.get(beside.NODE)}
    rows = []
    for timing in timings:
        bare = sum(by_name[name] for name in timing.against) / timing.seconds if timing.against else None
        verified = timing.against == (VERIFY,)
        times = [other / timing.seconds if other and verified else None for other in others.values()]
        rows.append(Row(timing.name, (timing.seconds * 1e6, 1 / timing.seconds, bare, *times)))
    columns = [
        Column("median", Unit.MICROSECONDS),
        Column("rate", Unit.PER_SECOND),
        Column(BARE, Unit.SHARE),
        *(Column(name, Unit.TIMES) for name in others),
    ]
    return Table("Issue and verify in process (SQLite, FULL)", tuple(columns), tuple(rows), Bars((BARE,)))


def _shares(timings: list[Timing]) -> Table:
    whole, *parts = timings
    rest = whole.seconds - sum(part.seconds for part in parts)
    rows = [Row(part.name, (part.seconds * 1e6, part.seconds / whole.seconds)) for part in parts]
    rows.append(Row("the rest (store, building)", (rest * 1e6, rest / whole.seconds)))
    columns = (Column("median", Unit.MICROSECONDS), Column("share", Unit.SHARE))
    return Table(f"Parts of: {whole.name}", columns, tuple(rows), Bars(("median",)))


async def _measure(folder: Path) -> tuple[list[Timing], list[Timing]]:
    settings = Settings(data_dir=folder / "in-process", database_url=None)
    prepare(settings)
    deployment = deploy(settings, find_secrets(settings).master_key, port=8000)
    try:
        with ExitStack() as stack:
            whole, parts = await _tasks(deployment, beside.node(stack))
            bare = _bare()
            timings = await medians([*bare, *whole, *parts])
    finally:
        await deployment.close()
    split = len(bare) + len(whole)
    return timings[:split], [timings[len(bare)], *timings[split:]]


def _bare() -> list[Task]:
    private, data = Ed25519PrivateKey.generate(), bytes(64)
    public, signature = private.public_key(), private.sign(data)
    return [Task(SIGN, lambda: private.sign(data)), Task(VERIFY, lambda: public.verify(signature, data))]


async def _order(deployment: Deployment, caller: Caller, command: IssueAssertion) -> Order:
    """Order one credential, of which there is a template by now."""
    PROVER.rest()
    at = deployment.now()
    survey = await deployment.store.read(lambda conn: survey_requests(conn, caller.scope, [command], at))
    issuer_id = survey.mould(command).issuer.id
    places = await deployment.indices.take(issuer_id, limits.BATCH_ROWS)
    return make_credentials.order(survey.mould, [command], {issuer_id: places}, at)


def _making(deployment: Deployment, order: Order, suite: str) -> list[Task]:
    """Issuing without the store: building, linting, signing, and checking one's own signature."""

    def make(order: Order) -> None:
        make_credentials.make_credentials(deployment.keyring, deployment.recipients, order)

    many = replace(order, pieces=order.pieces * limits.BATCH_ROWS)
    name, bare = f"issue without the store, {suite}", (SIGN, VERIFY)
    return [
        Task(name, lambda: make(order), bare),
        Task(f"the same, {limits.BATCH_ROWS:,} at once", lambda: make(many), bare, limits.BATCH_ROWS),
    ]


async def _tasks(deployment: Deployment, node: NodePeer | None) -> tuple[list[Task], list[Task]]:
    caller = Caller(Scope.operator(), frozenset(Right), "bench")
    issuer = await register_issuer(deployment, caller, IssuerRequest.model_validate(ISSUER).command())
    wanted = AchievementRequest.model_validate({"issuer": issuer.id, **ACHIEVEMENT}).command()
    (achievement, _), _ = await define_achievement(deployment, caller, wanted)
    issuing, verifying, made = list[Task](), list[Task](), dict[str, list[bytes]]()
    for suite in ISSUING:
        body = {"achievement": achievement.id, "recipient": RECIPIENT, "cryptosuite": suite}
        command = AssertionRequest.model_validate(body).command()
        badges = [(await issue_assertion(deployment, caller, command)).assertion.credential for _ in range(CREDENTIALS)]
        if not all([(await verify(deployment, parse(badge), fetch=offline)).verified for badge in badges]):
            raise AssertionError("what is measured does not work")

        async def issue(command: Any = command) -> None:
            await issue_assertion(deployment, caller, command)

        turn = cycle(badges)

        async def judge(turn: Iterator[bytes] = turn) -> None:
            await verify(deployment, parse(next(turn)), fetch=offline)

        order = await _order(deployment, caller, command)
        issuing.append(Task(f"issue, {suite}", issue, (SIGN, VERIFY)))
        issuing += _making(deployment, order, suite)
        verifying.append(Task(f"verify, {suite}", judge, (VERIFY,)))
        made[suite] = badges

    badges = made[DEFAULT_SUITE.NAME]
    badge = badges[0]
    need = ControllerNeed(str(parse(badge).issuer))
    [found] = (await gather_facts(deployment, [need], offline)).values()
    if not isinstance(found, Found):
        raise TypeError(found)
    others = beside.verifiers([json.loads_object(badge) for badge in badges], found.document, node)
    document = data_integrity.unsecured(json.loads_object(badge))
    canonical = DEFAULT_SUITE.transform(document)
    signer, now = await active_signer(deployment, issuer, DEFAULT_SUITE), deployment.now()
    created = format_datetime(now.replace(microsecond=0))
    order = await _order(deployment, caller, replace(command, cryptosuite=DEFAULT_SUITE.NAME))
    parts = [
        Task("building, and filling the template", lambda: make_credentials.lint_requests(order)),
        Task(
            "proof (options, sign, verify)",
            lambda: data_integrity.secure(document, canonical, suite=DEFAULT_SUITE, signer=signer, created=created),
        ),
    ]
    comparing = [Task(name, run, (VERIFY,)) for name, run in others.items()]
    return [*issuing, *verifying, *comparing, Task("JCS of the same document", lambda: jcs.dumps(document))], parts
