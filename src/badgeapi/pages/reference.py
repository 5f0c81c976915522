"""/docs: the API reference, rendered from the OpenAPI document, with every example as a command to copy.

No script and nothing from other hosts, so it reads the same on a campus without the Internet.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

router = APIRouter(include_in_schema=False)

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
_templates = Environment(
    loader=PackageLoader("badgeapi.pages"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation, as the page shows it."""

    id: str
    group: str
    method: str
    path: str
    summary: str
    success: str
    command: str


@router.get("/docs")
async def get_reference(request: Request) -> HTMLResponse:
    """Serve the reference."""
    document = request.app.openapi()
    groups: dict[str, list[Operation]] = {}
    for operation in operations(document, str(request.base_url).rstrip("/")):
        groups.setdefault(operation.group, []).append(operation)
    page = _templates.get_template("reference.html").render(info=document["info"], groups=groups)
    return HTMLResponse(page, headers={"Content-Security-Policy": _POLICY})


def operations(document: dict[str, Any], origin: str) -> Iterator[Operation]:
    """List the operations of an OpenAPI document, each with the command that runs its example."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield Operation(
                id=operation["operationId"],
                group=operation["tags"][0],
                method=method.upper(),
                path=path,
                summary=operation.get("description", operation["summary"]),
                success=", ".join(code for code in operation["responses"] if code.startswith(("2", "3"))),
                command=_command(origin, method, path, operation),
            )


def _command(origin: str, method: str, path: str, operation: dict[str, Any]) -> str:
    """Write the example of an operation as a curl command."""
    query: dict[str, object] = {}
    lines = [] if method == "get" else [f"-X {method.upper()}"]
    if operation.get("security"):
        lines.append('-H "Authorization: Bearer $KEY"')
    for parameter in operation.get("parameters", []):
        if (value := parameter.get("example")) is None:
            continue
        match parameter["in"]:
            case "path":
                path = path.replace(f"{{{parameter['name']}}}", quote(str(value), safe=":"))
            case "query":
                query[parameter["name"]] = value
            case _:
                lines.append(f"-H {shlex.quote(parameter['name'] + f': {value}')}")
    offered = operation.get("requestBody", {}).get("content", {})
    content = offered.get("application/json", {})
    if "example" in content:
        body = json.dumps(content["example"], indent=2, ensure_ascii=False)
        lines += ["-H 'Content-Type: application/json'", f"-d {shlex.quote(body)}"]
    elif offered:
        lines += [f"-H 'Content-Type: {next(iter(offered))}'", "--data-binary @FILE"]
    address = f"{origin}{path}" + (f"?{urlencode(query)}" if query else "")
    return " \\\n  ".join([f"curl {shlex.quote(address)}", *lines])
