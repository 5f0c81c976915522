"""badgeapi verify"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from badgeapi import settings
from badgeapi.app import deploy, find_secrets, prepare
from badgeapi.cli.console import show_report
from badgeapi.net.facts import fetcher, offline
from badgeapi.net.guarded_http import GuardedHttp
from badgeapi.usecases import verify as usecase
from badgeapi.verification.report import Report


def verify(
    file: Annotated[Path, typer.Argument(help="The credential; - reads standard input.")],
    no_network: Annotated[bool, typer.Option("--offline", help="Fetch nothing.")] = False,  # noqa: FBT002  # a flag
) -> None:
    """Verify a credential. Exit code 0: verified; 1: not verified or undetermined; 2: not readable."""
    data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    report = asyncio.run(_verify(data, no_network=no_network))
    show_report(report)
    raise typer.Exit(0 if report.verified else 1)


async def _verify(data: bytes, *, no_network: bool) -> Report:
    found = settings.load()
    prepare(found)
    deployment = deploy(found, find_secrets(found), port=8000)
    try:
        fetch = offline if no_network else fetcher(GuardedHttp(found.loopback_hosts))
        return await usecase.verify(deployment, data, fetch=fetch)
    finally:
        await deployment.store.close()
