"""How the command line speaks: what was asked for on stdout, everything else on stderr."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from badgeapi.errors import BadgeError
from badgeapi.verification.check import Outcome
from badgeapi.verification.report import Report, Verdict

out = Console()
err = Console(stderr=True, soft_wrap=not sys.stderr.isatty())  # in a log, one message is one line

_MARKS = {
    Outcome.PASS: "[green]✓[/]",
    Outcome.FAIL: "[red]✗[/]",
    Outcome.WARN: "[yellow]![/]",
    Outcome.SKIPPED: "[dim]–[/]",
    Outcome.UNKNOWN: "[yellow]?[/]",
}
_SAYING = {
    Verdict.VERIFIED: "[bold green]Verified[/]",
    Verdict.NOT_VERIFIED: "[bold red]Not verified[/]",
    Verdict.UNDETERMINED: "[bold yellow]Undetermined[/]",
}


def complain(error: BadgeError) -> None:
    """Say what went wrong, where, and what to do."""
    err.print(f"[bold red]{error.title}:[/] {escape(error.message)}", highlight=False)
    for fault in error.faults:
        if fault.message != error.message:
            err.print(f"  {fault.pointer or '/'}  {fault.message}", highlight=False, markup=False)
    err.print(f"[dim]{escape(error.remedy)}[/]", highlight=False)


def show_report(report: Report) -> None:
    """Print a verification report as a table."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(width=1)
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    for result in report.results:
        place = f" [dim]({escape(result.pointer)})[/]" if result.pointer else ""
        table.add_row(_MARKS[result.outcome], result.title, f"{escape(result.message)}{place}")
    out.print(table)
    out.print(_SAYING[report.verdict])
