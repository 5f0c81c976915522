"""How the command line speaks: what was asked for on stdout, everything else on stderr."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from badgeapi.errors import BadgeError
from badgeapi.verification.check import Outcome, Question
from badgeapi.verification.report import Answer, Report, Verdict

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


_ASKED = {
    Question.WELL_FORMED: "Is it well-formed?",
    Question.INTACT: "Is it intact?",
    Question.FROM_ISSUER: "Is it from this issuer?",
    Question.IN_FORCE: "Is it in force?",
    Question.ABOUT_PERSON: "Is it about this person?",
}


def show_report(report: Report) -> None:
    """Print a verification report: the checks, what is signed within, the questions that people have, the verdict."""
    _show_checks(report)
    for part in report.parts:
        out.print(f"\n[bold]{escape(part.pointer)}[/]  {_SAYING[part.report.verdict]}", highlight=False)
        _show_checks(part.report)
    if report.refreshed is not None:
        out.print("\n[bold]The newest edition[/]", highlight=False)
        _show_checks(report.refreshed)
    out.print()
    table = Table(box=None, show_header=False, pad_edge=False)
    for question in Question:
        answer, message = report.answer(question)
        if answer is not Answer.NOT_ASKED:
            table.add_row(_ASKED[question], f"[bold]{answer.value}[/]", f"[dim]{escape(message)}[/]")
    out.print(table)
    out.print(_SAYING[report.verdict])


def _show_checks(report: Report) -> None:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(width=1)
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    for result in report.results:
        place = f" [dim]({escape(result.pointer)})[/]" if result.pointer else ""
        table.add_row(_MARKS[result.outcome], result.title, f"{escape(result.message)}{place}")
    out.print(table)
