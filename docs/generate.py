"""Writes the documents that are made from the code: OpenAPI, and the pages of checks, errors, limits and settings.

`python docs/generate.py` writes them; `--check` fails when one is not what the code would write.
"""

from __future__ import annotations

import ast
import inspect
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from badgeapi import limits
from badgeapi.app import describe
from badgeapi.limits import Limit
from badgeapi.routers import problems
from badgeapi.routers.error_pages import all_errors
from badgeapi.settings import Settings
from badgeapi.verification import catalogue, parts
from badgeapi.verification.catalogue import Stage
from badgeapi.verification.check import Check, Severity

ROOT = Path(__file__).resolve().parents[1]
NOTE = "<!-- Made by docs/generate.py from {source}; change that file, not this one. -->\n\n"

ROLES_HEAD = """
What is signed within a document is then judged by the same table, as if it were shown by itself. Each gets a line in
the report of the document around it, which is verified only when they are:

| id | title | source |
|---|---|---|
"""
ERRORS_HEAD = """# Errors

Every error is a problem document (RFC 9457). Branch on `code`; it never changes. `errors[]` names each place by JSON
Pointer, with a code of its own that says what is wrong there.
"""
LIMITS_HEAD = """# Limits

Every cap, and why it is where it is.

| name | value | reason | source |
|---|---|---|---|
"""
CHECKS_HEAD = """# Checks

What `POST /v1/verify` and `badgeapi verify` look at. `messageId` in a report is the check's id, a dot, and the code of
what it said; `passed` and `skipped` (an earlier check did not pass) belong to every check. Listed are the codes in a
check's own file; those that it takes over (from the readers of members, proofs, keys and lists) keep their names.

A stage runs only when every check before it that blocks has passed. Which row of this table counts is decided by the
document's `type`, the first that fits:

| kind of document | by itself | whose signature it is | what is said of it today |
|---|---|---|---|
"""
SETTINGS_HEAD = """# Settings

Read from the environment at start, nowhere else.

| name | default | meaning |
|---|---|---|
"""


def openapi() -> str:
    return json.dumps(describe().openapi(), indent=1, ensure_ascii=False) + "\n"


def errors() -> str:
    made = NOTE.format(source="src/badgeapi/errors.py") + ERRORS_HEAD
    for kind in all_errors():
        meaning = inspect.cleandoc(kind.__doc__ or "")
        status = problems.status_of(kind)
        made += f"\n## {kind.code}\n\n{kind.title} (HTTP {status}).\n\n{meaning}\n\n*{kind.remedy}*\n"
    return made


def caps() -> str:
    rows = [
        f"| `{name}` | {int(value):,} {value.unit} | {value.reason} | {value.source} |\n"
        for name, value in vars(limits).items()
        if isinstance(value, Limit)
    ]
    return NOTE.format(source="src/badgeapi/limits.py") + LIMITS_HEAD + "".join(rows)


def checks() -> str:
    made = NOTE.format(source="src/badgeapi/verification/") + CHECKS_HEAD
    kinds: dict[int, tuple[list[str], Sequence[Stage]]] = {}
    for name, stages in (*catalogue.BY_TYPE.items(), ("any other", catalogue.OTHER)):
        kinds.setdefault(id(stages), ([], stages))[0].append(name)
    for names, stages in kinds.values():
        made += f"| {', '.join(names)} | " + " | ".join(map(_links, (*stages, ())[:3])) + " |\n"
    roles = (f"| `{role.id}` | {role.title} | {role.citation} |\n" for role in (parts.CREDENTIAL, parts.ENDORSEMENT))
    made += ROLES_HEAD + "".join(roles)
    for check in {check.ID: check for _, stages in kinds.values() for stage in stages for check in stage}.values():
        codes = ", ".join(f"`{code}`" for code in sorted(_codes(check))) or "none of its own"
        decides = "decides the verdict" if check.SEVERITY is Severity.ERROR else "decides nothing"
        blocks = "; nothing is looked at or fetched after it unless it passes" if check.BLOCKS else ""
        made += f"\n## {check.ID}\n\n{check.TITLE}: {inspect.getdoc(check)}\n\n"
        made += f"Severity `{check.SEVERITY}`: {decides}{blocks}. Helps to answer `{check.QUESTION}`.\n\n"
        made += f"Passed: *{check.PASSED}* Source: {check.CITATION}.\n\nCodes: {codes}.\n"
    return made


def _links(stage: Stage) -> str:
    return ", ".join(f"[{check.ID}](#{check.ID})" for check in stage)


def _codes(check: Check) -> set[str]:
    """The codes that stand in a check's own source."""
    source = inspect.getsource(check)  # type: ignore[arg-type]  # a check is a module
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return {
        argument.value
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in {"fail", "warn", "skipped", "unknown", "Finding"}
        for argument in call.args[call.func.id == "Finding" :][:1]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def settings() -> str:
    rows = [
        f"| `BADGEAPI_{name.upper()}` | {_default(field.default)} | {field.description} |\n"
        for name, field in Settings.model_fields.items()
    ]
    return NOTE.format(source="src/badgeapi/settings.py") + SETTINGS_HEAD + "".join(rows)


def _default(value: object) -> str:
    return "" if value is None or value == () else f"`{value}`"


MADE: dict[str, Callable[[], str]] = {
    "openapi/openapi.json": openapi,
    "docs/errors.md": errors,
    "docs/checks.md": checks,
    "docs/limits.md": caps,
    "docs/settings.md": settings,
}


def main() -> None:
    check = "--check" in sys.argv[1:]
    stale = []
    for name, make in MADE.items():
        path, text = ROOT / name, make()
        if check:
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                stale.append(name)
        else:
            path.write_text(text, encoding="utf-8")
    if stale:
        sys.exit(f"Not current: {', '.join(stale)}. Run `python docs/generate.py`.")


if __name__ == "__main__":
    main()
