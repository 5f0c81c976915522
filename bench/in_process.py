"""What the work itself costs, without HTTP: use cases on a durable SQLite and their parts.

What is verified is a different credential every time: of one achievement, as most are that come together, and of more
achievements than are remembered, so that nothing known of one helps with the next.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
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
from badgeapi.signing import data_integrity, sodium
from badgeapi.signing.suites import ISSUING
from badgeapi.store.achievements import Achievement
from badgeapi.store.issuers import Issuer
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
from bench.table import Bars, Column, Row, Table, Unit
from bench.timing import Task, Timing, medians

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
BARE = "of bare Ed25519"
SIGN = "bare Ed25519 sign, OpenSSL"
VERIFY_ALONE, VERIFY_FIRST = "bare Ed25519 verify, OpenSSL", "bare Ed25519 verify, libsodium"
VERIFY = VERIFY_ALONE if sodium.accepts is None else VERIFY_FIRST
"""Whose check this process stands on, and is measured against."""


def measure(folder: Path) -> list[Table]:
    """Measure on a fresh database in `folder`: the bare operations and the use cases; an issue and its parts."""
    timings, shares = asyncio.run(_measure(folder))
    return [_timings(timings), _shares(shares)]


def _timings(timings: list[Timing]) -> Table:
    by_name = {timing.name: timing.seconds for timing in timings}
    rows = []
    for timing in timings:
        bare = sum(by_name[name] for name in timing.against) / timing.seconds if timing.against else None
        rows.append(Row(timing.name, (timing.seconds * 1e6, 1 / timing.seconds, bare)))
    columns = (Column("median", Unit.MICROSECONDS), Column("rate", Unit.PER_SECOND), Column(BARE, Unit.SHARE))
    note = (
        "Of bare Ed25519: issue against sign + verify, since it checks its own signature; verify against verify. "
        f"Signed by OpenSSL, checked by {sodium.CHECKED_BY}."
    )
    return Table("Issue and verify in process (SQLite, FULL)", columns, tuple(rows), Bars((BARE,)), note)


def _shares(timings: list[Timing]) -> Table:
    whole, *parts = timings
    rest = whole.seconds - sum(part.seconds for part in parts)
    rows = [Row(part.name, (part.seconds * 1e6, part.seconds / whole.seconds)) for part in parts]
    rows.append(Row("the rest (store)", (rest * 1e6, rest / whole.seconds)))
    columns = (Column("median", Unit.MICROSECONDS), Column("share", Unit.SHARE))
    return Table(f"Parts of: {whole.name}", columns, tuple(rows), Bars(("median",)))


@asynccontextmanager
async def deployed(folder: Path) -> AsyncIterator[tuple[Deployment, Caller, Issuer, Achievement]]:
    """Set up a service on a fresh database in `folder`, with an issuer and an achievement."""
    settings = Settings(data_dir=folder / "in-process", database_url=None)
    prepare(settings)
    deployment = deploy(settings, find_secrets(settings).master_key, port=8000)
    try:
        caller = Caller(Scope.operator(), frozenset(Right), "bench")
        issuer = await register_issuer(deployment, caller, IssuerRequest.model_validate(ISSUER).command())
        wanted = AchievementRequest.model_validate({"issuer": issuer.id, **ACHIEVEMENT}).command()
        (achievement, _), _ = await define_achievement(deployment, caller, wanted)
        yield deployment, caller, issuer, achievement
    finally:
        await deployment.close()


def award(achievement: Achievement, suite: str) -> IssueAssertion:
    """Ask for one credential."""
    body = {"achievement": achievement.id, "recipient": RECIPIENT, "cryptosuite": suite}
    return AssertionRequest.model_validate(body).command()


async def controller(deployment: Deployment, issuer: Issuer) -> dict[str, Any]:
    """The issuer's DID document."""
    [found] = (await gather_facts(deployment, [ControllerNeed(issuer.did)], offline)).values()
    if not isinstance(found, Found):
        raise TypeError(found)
    return found.document


def bare() -> list[Task]:
    """What Ed25519 alone costs, by each library that is used."""
    private, data = Ed25519PrivateKey.generate(), bytes(64)
    public, signature = private.public_key(), private.sign(data)
    tasks = [Task(SIGN, lambda: private.sign(data)), Task(VERIFY_ALONE, lambda: public.verify(signature, data))]
    if (accepts := sodium.accepts) is not None:
        raw = public.public_bytes_raw()
        tasks.append(Task(VERIFY_FIRST, lambda: accepts(raw, signature, data)))
    return tasks


async def _measure(folder: Path) -> tuple[list[Timing], list[Timing]]:
    async with deployed(folder) as (deployment, caller, issuer, achievement):
        whole, parts = await _tasks(deployment, caller, issuer, achievement)
        alone = bare()
        timings = await medians([*alone, *whole, *parts])
    split = len(alone) + len(whole)
    return timings[:split], [timings[len(alone)], *timings[split:]]


async def ordered(deployment: Deployment, caller: Caller, command: IssueAssertion) -> Order:
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
    name, against = f"issue without the store, {suite}", (SIGN, VERIFY)
    return [
        Task(name, lambda: make(order), against),
        Task(f"the same, {limits.BATCH_ROWS:,} at once", lambda: make(many), against, limits.BATCH_ROWS),
    ]


async def _strangers(deployment: Deployment, caller: Caller, issuer: Issuer) -> list[bytes]:
    """Issue a credential of each of more achievements than `verification/familiar.py` remembers."""
    badges = []
    for number in range(limits.KIN + limits.KIN_SEEN):
        named = {**ACHIEVEMENT, "name": f"Soldering, Level {number}"}
        wanted = AchievementRequest.model_validate({"issuer": issuer.id, **named}).command()
        (achievement, _), _ = await define_achievement(deployment, caller, wanted)
        made = await issue_assertion(deployment, caller, award(achievement, DEFAULT_SUITE.NAME))
        badges.append(made.assertion.credential)
    return badges


async def _tasks(
    deployment: Deployment, caller: Caller, issuer: Issuer, achievement: Achievement
) -> tuple[list[Task], list[Task]]:
    issuing, verifying, made = list[Task](), list[Task](), dict[str, list[bytes]]()
    for suite in ISSUING:
        command = award(achievement, suite)
        badges = [(await issue_assertion(deployment, caller, command)).assertion.credential for _ in range(CREDENTIALS)]
        if not all([(await verify(deployment, parse(badge), fetch=offline)).verified for badge in badges]):
            raise AssertionError("what is measured does not work")

        async def issue(command: Any = command) -> None:
            await issue_assertion(deployment, caller, command)

        turn = cycle(badges)

        async def judge(turn: Iterator[bytes] = turn) -> None:
            await verify(deployment, parse(next(turn)), fetch=offline)

        order = await ordered(deployment, caller, command)
        issuing.append(Task(f"issue, {suite}", issue, (SIGN, VERIFY)))
        issuing += _making(deployment, order, suite)
        verifying.append(Task(f"verify, {suite}", judge, (VERIFY,)))
        made[suite] = badges

    strangers = cycle(await _strangers(deployment, caller, issuer))

    async def judge_stranger() -> None:
        await verify(deployment, parse(next(strangers)), fetch=offline)

    verifying.append(Task("verify, every badge of another achievement", judge_stranger, (VERIFY,)))
    document = data_integrity.unsecured(json.loads_object(made[DEFAULT_SUITE.NAME][0]))
    canonical = DEFAULT_SUITE.transform(document)
    signer, now = await active_signer(deployment, issuer, DEFAULT_SUITE), deployment.now()
    created = format_datetime(now.replace(microsecond=0))
    order = await ordered(deployment, caller, award(achievement, DEFAULT_SUITE.NAME))
    parts = [
        Task("building, and filling the template", lambda: make_credentials.lint_requests(order)),
        Task(
            "proof (options, sign, verify)",
            lambda: data_integrity.secure(document, canonical, suite=DEFAULT_SUITE, signer=signer, created=created),
        ),
    ]
    return [*issuing, *verifying, Task("JCS of the same document", lambda: jcs.dumps(document))], parts
