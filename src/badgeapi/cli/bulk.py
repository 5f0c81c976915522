"""badgeapi bulk"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from badgeapi.cli.console import err
from badgeapi.errors import FetchFailed, InvalidInput, UnsupportedMedia

_JSONL = "application/jsonl"
_TYPES = {
    ".jsonl": _JSONL,
    ".ndjson": _JSONL,
    ".json": "application/json",
    ".csv": "text/csv",
}
_PIECE = 1 << 16
_SHOWN = 10
"""How many failed rows are told without --results."""


def bulk(  # one parameter per option
    file: Annotated[Path, typer.Argument(help="Rows as .jsonl, .json or .csv, also with .gz.", exists=True)],
    achievement: Annotated[str | None, typer.Option(help="The achievement of rows that name none.")] = None,
    url: Annotated[str, typer.Option(help="Where the service is.")] = "http://localhost:8000",
    key: Annotated[str, typer.Option(envvar="BADGEAPI_KEY", help="An API key with the scope assertions:issue.")] = "",
    column: Annotated[
        list[str] | None, typer.Option(help="What a column of a CSV means: 'E-Mail=recipient.email'. May be repeated.")
    ] = None,
    results: Annotated[
        Path | None, typer.Option(help="Where to write what came of each row (.jsonl or .csv).", dir_okay=False)
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check every row, issue none.")] = False,  # noqa: FBT002
    abort: Annotated[bool, typer.Option("--abort", help="Stop where a row fails.")] = False,  # noqa: FBT002
) -> None:
    """Issue a whole cohort: upload a file of rows, and follow the job to its end.

    Rows that were issued before are not issued again, so the same command resumes what was cut off. Exit code 0: every
    row is issued; 1: some rows failed; 2: nothing was done.
    """
    parameters: dict[str, str | list[str]] = {"dryRun": str(dry_run).lower(), "column": column or []}
    parameters["onError"] = "abort" if abort else "continue"
    if achievement is not None:
        parameters["achievement"] = achievement
    try:
        with httpx.Client(base_url=url, headers={"Authorization": f"Bearer {key}"}, timeout=60) as http:
            job = _follow(http, _upload(http, file, parameters))
            if results is not None:
                _write(http, job, results)
            shown = list(islice(_failures(http, job), _SHOWN)) if results is None and job["counts"]["failed"] else []
    except httpx.HTTPError as error:
        raise FetchFailed(f"{url} does not answer: {error}. Repeat the command; nothing is issued twice.") from error
    counts = job["counts"]
    said = ", ".join(f"{counts[name]} {name}" for name in ("issued", "duplicate", "failed"))
    err.print(f"{job['state']}: {said} of {counts['total']} rows", highlight=False)
    for line in shown:
        err.print(line, highlight=False, markup=False)
    if shown and counts["failed"] > len(shown):
        err.print(f"  and {counts['failed'] - len(shown)} more; --results FILE writes them all", highlight=False)
    raise typer.Exit(0 if job["state"] == "completed" and not counts["failed"] else 1)


def _upload(http: httpx.Client, file: Path, parameters: Mapping[str, str | list[str]]) -> str:
    """Send the file and return the path of its job."""
    plain = file.with_suffix("") if file.suffix == ".gz" else file
    if plain.suffix not in _TYPES:
        raise UnsupportedMedia(f"{file} should end with {', '.join(_TYPES)}, or one of them and .gz.")
    headers = {"Content-Type": _TYPES[plain.suffix]} | ({"Content-Encoding": "gzip"} if plain is not file else {})
    answer = http.post("/v1/assertion-jobs", params=parameters, headers=headers, content=_pieces(file))
    _check(answer)
    return str(answer.headers["location"])


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while piece := opened.read(_PIECE):
            yield piece


def _follow(http: httpx.Client, path: str) -> dict[str, Any]:
    """Show a job's progress until it ends."""
    columns = (TextColumn("issuing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err) as progress, http.stream("GET", f"{path}/events", timeout=None) as events:
        bar = progress.add_task("issuing", total=None)
        for line in events.iter_lines():
            if line.startswith("data: "):
                job: dict[str, Any] = json.loads(line.removeprefix("data: "))
                counts = job["counts"]
                progress.update(bar, total=counts["total"], completed=counts["accepted"] + counts["failed"])
                if "endedAt" in job:
                    return job
    raise FetchFailed("The connection was cut off. Repeat the command; nothing is issued twice.")


def _failures(http: httpx.Client, job: dict[str, Any]) -> Iterator[str]:
    """Say of each failed row, in order, what is wrong with it."""
    with http.stream("GET", f"/v1/assertion-jobs/{job['id']}/results", headers={"Accept": _JSONL}) as answer:
        for line in answer.iter_lines():
            row = json.loads(line)
            if row["state"] == "failed":
                key = f" ({row['key']})" if row.get("key") else ""
                yield f"  row {row['row']}{key}: {row['problem']['detail']}"


def _write(http: httpx.Client, job: dict[str, Any], results: Path) -> None:
    form = "text/csv" if results.suffix == ".csv" else _JSONL
    with (
        results.open("wb") as file,
        http.stream("GET", f"/v1/assertion-jobs/{job['id']}/results", headers={"Accept": form}) as answer,
    ):
        for piece in answer.iter_bytes():
            file.write(piece)


def _check(answer: httpx.Response) -> None:
    """Raise what a refusal says."""
    if answer.is_success:
        return
    try:
        told = answer.json()
        message = "; ".join(dict.fromkeys([told["detail"], *(one["message"] for one in told["errors"])]))
    except (ValueError, KeyError):
        message = f"The service answered {answer.status_code}."
    raise InvalidInput(message)
