"""badgeapi audit"""

from __future__ import annotations

import asyncio
import secrets
from typing import Annotated

import typer

from badgeapi import settings
from badgeapi.app import deploy, prepare
from badgeapi.cli.console import err, out
from badgeapi.errors import ConfigurationError
from badgeapi.keys.sealing import MASTER_KEY_BYTES, MasterKey
from badgeapi.net.network import offline
from badgeapi.settings import Settings
from badgeapi.usecases.audit_credentials import Audit, audit_credentials


def audit(
    sample: Annotated[int | None, typer.Option(help="How many, drawn at random; without it every one.", min=1)] = None,
) -> None:
    """Verify stored credentials again, with their JWTs and their bits in the status lists; nothing is fetched.

    Exit code 0: all hold; 1: some do not, each is named; 2: it could not be done.
    """
    found = settings.load()
    if found.database_url is None and not found.data_dir.is_dir():
        raise ConfigurationError(f"There is nothing to audit in {found.data_dir}: BADGEAPI_DATA_DIR says where it is.")
    result = asyncio.run(_audit(found, sample))
    for bad in result.bad:
        err.print(f"{bad.assertion_id} of issuer {bad.issuer_id}, {bad.what}: {bad.why}", highlight=False, markup=False)
    states = ", ".join(f"{count} {state}" for state, count in sorted(result.by_state.items())) or "none"
    out.print(f"Credentials verified: {result.by_state.total()} ({states}). JWTs: {result.jwts}.", highlight=False)
    out.print("[bold red]Bad:[/]" if result.bad else "[bold green]Bad:[/]", len(result.bad), highlight=False)
    raise typer.Exit(1 if result.bad else 0)


async def _audit(found: Settings, sample: int | None) -> Audit:
    prepare(found)
    # Judging opens no private key: only public keys are asked for.
    deployment = deploy(found, MasterKey(secrets.token_bytes(MASTER_KEY_BYTES)), port=8000)
    try:
        return await audit_credentials(deployment, fetch=offline, sample=sample)
    finally:
        await deployment.close()
