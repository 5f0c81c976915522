"""The command line, one file per command. Exit codes: 0 done or verified, 1 not verified, 2 misuse."""

from __future__ import annotations

import os
import sys

import typer
from rich.markup import escape

from badgeapi.cli import audit, bake, bulk, demo, migrate, openapi, serve, verify, worker
from badgeapi.cli.console import complain, err
from badgeapi.errors import BadgeError

app = typer.Typer(
    name="badgeapi",
    help="Issue Open Badges 3.0 credentials, keep their status, and verify anybody's.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(serve.serve)
app.command()(demo.demo)
app.command()(verify.verify)
app.command()(bake.bake)
app.command()(bake.unbake)
app.command()(openapi.openapi)
app.command()(migrate.migrate)
app.command()(bulk.bulk)
app.command()(worker.worker)
app.command()(audit.audit)


def main() -> None:
    """Run the command line; an error of ours or of the system is a sentence and exit code 2, not a traceback."""
    os.umask(0o077)  # keys, the database and its journals are their owner's alone
    try:
        app()
    except BadgeError as error:
        complain(error)
        sys.exit(2)
    except OSError as error:
        err.print(f"[bold red]The system does not allow this:[/] {escape(_told(error))}", highlight=False)
        sys.exit(2)


def _told(error: OSError) -> str:
    return ": ".join(str(part) for part in (error.filename, error.strerror or error) if part) + "."
