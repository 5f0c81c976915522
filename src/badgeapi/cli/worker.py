"""badgeapi worker"""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress

from badgeapi import settings
from badgeapi.app import deploy, find_secrets, job_executor, prepare
from badgeapi.cli.console import err
from badgeapi.cli.logs import log_as_json
from badgeapi.errors import ConfigurationError
from badgeapi.interpreter import settle
from badgeapi.settings import Settings


def worker() -> None:
    """Work on bulk jobs, beside any number of `serve` and other workers on the same PostgreSQL database."""
    found = settings.load()
    if found.store_url.startswith("sqlite"):
        raise ConfigurationError("SQLite has one writing process: `serve` works on its jobs by itself.")
    prepare(found)
    log_as_json()
    err.print(f"works on bulk jobs as {found.executor_id or 'a name of its own'}", highlight=False, markup=False)
    asyncio.run(_work(found))


async def _work(found: Settings) -> None:
    secrets = find_secrets(found)
    deployment = deploy(found, secrets.master_key, port=8000)
    working = asyncio.create_task(job_executor(found, secrets.master_key, deployment).run())
    settle()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, working.cancel)
    try:
        with suppress(asyncio.CancelledError):
            await working
    finally:
        await deployment.close()
