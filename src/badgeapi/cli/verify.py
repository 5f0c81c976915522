"""badgeapi verify"""

from __future__ import annotations

import asyncio
import secrets
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from badgeapi import settings
from badgeapi.app import deploy, prepare
from badgeapi.cli.console import show_report
from badgeapi.cli.files import read
from badgeapi.keys.sealing import MASTER_KEY_BYTES, MasterKey
from badgeapi.net.guarded_http import GuardedHttp
from badgeapi.net.network import Network, offline
from badgeapi.schemas.verification import read_request
from badgeapi.settings import Settings
from badgeapi.usecases import verify as usecase
from badgeapi.verification.parse import ExpectedRecipient, Presented
from badgeapi.verification.report import Report


def verify(
    file: Annotated[Path, typer.Argument(help="The credential; - reads standard input.")],
    no_network: Annotated[bool, typer.Option("--offline", help="Fetch nothing.")] = False,  # noqa: FBT002  # a flag
    email: Annotated[str | None, typer.Option(help="Whom it must be about, by e-mail address.")] = None,
    did: Annotated[str | None, typer.Option(help="Whom it must be about, by DID.")] = None,
) -> None:
    """Verify a credential: JSON, a JWT, or a PNG or SVG with either.

    Exit code 0: verified; 1: not verified or undetermined; 2: not readable.
    """
    recipient = ExpectedRecipient(did, email) if did or email else None
    presented = read_request(read(file), recipient)
    found = settings.load()
    with tempfile.TemporaryDirectory(prefix="badgeapi-verify-") as nothing:
        if found.database_url is None and not found.data_dir.is_dir():  # a badge can be judged without a service
            found = found.model_copy(update={"data_dir": Path(nothing)})
        report = asyncio.run(_verify(found, presented, no_network=no_network))
    show_report(report)
    raise typer.Exit(0 if report.verified else 1)


async def _verify(found: Settings, presented: Presented, *, no_network: bool) -> Report:
    prepare(found)
    # Verifying opens no private key and asks nobody who they are, so it makes none of the secrets of a first start.
    deployment = deploy(found, MasterKey(secrets.token_bytes(MASTER_KEY_BYTES)), port=8000)
    network = Network(GuardedHttp(found.loopback_hosts, origin=deployment.origin), now=deployment.now)
    try:
        return await usecase.verify(deployment, presented, fetch=offline if no_network else network.request())
    finally:
        await network.close()
        await deployment.close()
