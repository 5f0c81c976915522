"""badgeapi demo"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

import typer

from badgeapi.app import deploy, find_secrets, prepare
from badgeapi.cli.console import out, show_report
from badgeapi.net.network import offline
from badgeapi.schemas.achievements import AchievementRequest
from badgeapi.schemas.assertions import AssertionRequest
from badgeapi.schemas.issuers import IssuerRequest
from badgeapi.settings import Settings
from badgeapi.store.scope import Scope
from badgeapi.usecases.caller import Caller, Right
from badgeapi.usecases.define_achievement import define_achievement
from badgeapi.usecases.issue_assertions import issue_assertion
from badgeapi.usecases.register_issuer import register_issuer
from badgeapi.usecases.verify import verify
from badgeapi.verification.parse import parse
from badgeapi.verification.report import Report

_ISSUER = {"name": "Example Polytechnic", "url": "https://polytechnic.example", "didMethod": "key"}
_ACHIEVEMENT = {
    "name": "Soldering, Level 2",
    "description": "Can solder surface-mount components to an agreed standard.",
    "achievementType": "MicroCredential",
    "creditsAvailable": 2.5,
    "criteria": {"narrative": "Three boards of ten joints each, inspected under magnification."},
}
_RECIPIENT = {"email": "ada@example.org"}


def demo() -> None:
    """Issue and verify one badge from end to end, without a server; nothing is kept."""
    with tempfile.TemporaryDirectory(prefix="badgeapi-demo-") as folder:
        credential, report = asyncio.run(_issue_and_verify(Path(folder)))
    out.print_json(credential.decode())
    show_report(report)
    raise typer.Exit(0 if report.verified else 1)


async def _issue_and_verify(folder: Path) -> tuple[bytes, Report]:
    settings = Settings(data_dir=folder, database_url=None, admin_key=None, master_key=None)
    prepare(settings)
    deployment = deploy(settings, find_secrets(settings).master_key, port=8000)
    caller = Caller(Scope.operator(), frozenset(Right), "demo")
    try:
        issuer = await register_issuer(deployment, caller, IssuerRequest.model_validate(_ISSUER).command())
        wanted = AchievementRequest.model_validate({"issuer": issuer.id, **_ACHIEVEMENT}).command()
        (achievement, _), _ = await define_achievement(deployment, caller, wanted)
        request = AssertionRequest.model_validate({"achievement": achievement.id, "recipient": _RECIPIENT})
        issued = await issue_assertion(deployment, caller, request.command())
        credential = issued.assertion.credential
        return credential, await verify(deployment, parse(credential), fetch=offline)
    finally:
        await deployment.close()
