"""badgeapi serve"""

from __future__ import annotations

import os
import signal
import socket
import sys
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from badgeapi import __version__, settings
from badgeapi.app import create_app, find_secrets, prepare
from badgeapi.cli import serving_process
from badgeapi.cli.console import err
from badgeapi.cli.logs import log_as_json
from badgeapi.errors import ConfigurationError
from badgeapi.interpreter import settle
from badgeapi.settings import Env
from badgeapi.signing import sodium


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8000,
    workers: Annotated[int, typer.Option(help="Processes; more than one needs PostgreSQL.", min=1)] = 1,
    tls_cert: Annotated[
        Path | None, typer.Option(help="Certificate chain, to serve https directly.", exists=True, dir_okay=False)
    ] = None,
    tls_key: Annotated[
        Path | None, typer.Option(help="Private key of the certificate.", exists=True, dir_okay=False)
    ] = None,
) -> None:
    """Serve the API. Without any configuration: SQLite and keys in ./badgeapi-data, made at the first start."""
    found = settings.load()
    if workers > 1 and found.store_url.startswith("sqlite"):
        raise ConfigurationError("SQLite has one writing process: more workers need BADGEAPI_DATABASE_URL.")
    if (tls_cert is None) != (tls_key is None):
        raise ConfigurationError("--tls-cert and --tls-key go together.")
    if tls_cert is not None and found.public_url is None:
        os.environ["BADGEAPI_PUBLIC_URL"] = f"https://localhost:{port}"  # read again here, and by every worker
        found = settings.load()
    _require_free(host, port)
    prepare(found)
    secrets = find_secrets(found)
    log_as_json()
    _greet(found, port, secrets.new_admin_key)
    options = {
        "host": host,
        "port": port,
        "log_level": "warning",
        "access_log": False,
        "server_header": False,
        "timeout_graceful_shutdown": 20,
        "ssl_certfile": None if tls_cert is None else str(tls_cert),
        "ssl_keyfile": None if tls_key is None else str(tls_key),
    }
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # uvicorn ends in order, then raises the signal once more
    if workers == 1:
        app = create_app(found, secrets, port=port)
        settle()
        uvicorn.run(app, **options)  # type: ignore[arg-type]  # one table of options
    else:
        os.environ[serving_process.PORT] = str(port)
        uvicorn.run("badgeapi.cli.serving_process:app", factory=True, workers=workers, **options)  # type: ignore[arg-type]  # as above


def _require_free(host: str, port: int) -> None:
    """Find out that nobody can listen there before anything is made, above all a key that is shown once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        raise ConfigurationError(f"Nobody can listen on {host}, port {port}: {error.strerror}.") from error


def _greet(found: settings.Settings, port: int, new_admin_key: str | None) -> None:
    origin = found.origin(port)
    err.print(f"[bold]badgeapi {__version__}[/] serves {origin}", highlight=False)
    err.print(f"  Ed25519 signatures are checked by {sodium.CHECKED_BY}", highlight=False)
    if found.env is Env.DEVELOPMENT:
        err.print(f"  development: database and keys lie in {found.data_dir.resolve()}", highlight=False)
    if new_admin_key is not None:
        err.print(f"  admin key, shown this once: [bold]{new_admin_key}[/]", highlight=False, soft_wrap=True)
    err.print(f"  interactive documentation: {origin}/docs", highlight=False)
