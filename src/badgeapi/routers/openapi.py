"""The OpenAPI document: what the framework derives from the routes, made true and complete.

The framework announces its own error shape; ours is a problem document everywhere. Every operation gets its example.
"""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from badgeapi.routers import problems
from badgeapi.routers.examples import EXAMPLES, Example
from badgeapi.schemas.assertion_rows import AssertionRow
from badgeapi.schemas.verification import VerifyRequest

_PROBLEM = {
    "type": "object",
    "description": "An error (RFC 9457). Branch on `code`.",
    "required": ["type", "title", "status", "code", "detail", "remedy", "errors", "requestId"],
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "Explains the error when opened."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "remedy": {"type": "string", "description": "What to do about it."},
        "requestId": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "message"],
                "properties": {
                    "pointer": {"type": "string", "description": "JSON Pointer into the request body."},
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                    "citation": {"type": "string", "description": "The clause of the standard that demands it."},
                },
            },
        },
    },
}
# Bodies of several forms are read by the route itself, so the framework does not know their models.
_READ_BY_ROUTES = (AssertionRow, VerifyRequest)
_RETRY_AFTER = {
    "Retry-After": {"required": True, "schema": {"type": "integer"}, "description": "Seconds to wait before repeating."}
}
_QUOTA = {  # where rate limits are configured, on every answer to a caller who has one
    "RateLimit-Policy": {
        "schema": {"type": "string"},
        "description": 'Calls (`q`) that are allowed in a time (`w`, seconds): `"issuer";q=600;w=60`.',
    },
    "RateLimit": {
        "schema": {"type": "string"},
        "description": 'Calls (`r`) that are left until the time is over (`t`, seconds): `"issuer";r=599;t=60`.',
    },
}
_WAIT = {
    "429": {
        "description": "The quota of calls is used up, or one issuer has enough under way.",
        "headers": _RETRY_AFTER | _QUOTA,
    },
    "503": {"description": "The service is busy, or its store is away.", "headers": _RETRY_AFTER},
}
_WAITS = "#/components/responses/"
# What anybody may call and yet costs work.
_COUNTED = frozenset({"verifyCredential", "verifyCredentialVcApi", "verifyPresentationVcApi", "resolveDid"})
_FRAMEWORKS_OWN = ("HTTPValidationError", "ValidationError")


def install(app: FastAPI) -> None:
    """Make `app.openapi()` give the completed document."""
    derive = app.openapi

    def completed() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _complete(derive())
        return app.openapi_schema

    app.openapi = completed  # type: ignore[method-assign]  # the framework's documented way


def _complete(document: dict[str, Any]) -> dict[str, Any]:
    schemas = document["components"]["schemas"]
    for name in _FRAMEWORKS_OWN:
        schemas.pop(name, None)
    schemas["Problem"] = _PROBLEM
    for model in _READ_BY_ROUTES:
        shown = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= {**shown.pop("$defs", {}), model.__name__: shown}
    answer = {
        "description": "An error, as a problem document.",
        "content": {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    document["components"]["responses"] = {status: answer | told for status, told in _WAIT.items()}
    for path in document["paths"].values():
        for operation in path.values():
            _answers(operation, answer)
            if operation.get("security") or operation["operationId"] in _COUNTED:
                operation["responses"] |= {status: {"$ref": _WAITS + status} for status in _WAIT}
            if (example := EXAMPLES.get(operation["operationId"])) is not None:
                _show(operation, example)
    return document


def _answers(operation: dict[str, Any], problem: dict[str, Any]) -> None:
    """Say which answers there are beside those that the route tells: the same for every operation."""
    answers = operation["responses"]
    answers.pop("422", None)
    for status in answers:
        if status.startswith("4"):  # a route's own form of refusal; a request that cannot be read still gets a problem
            answers[status].setdefault("content", {}).update(problem["content"])
    if any(parameter["name"].lower() == "if-none-match" for parameter in operation.get("parameters", [])):
        answers.setdefault("304", {"description": "The client has this one."})
    answers.setdefault("4XX", problem)
    answers.setdefault("5XX", problem)


def _show(operation: dict[str, Any], example: Example) -> None:
    for parameter in operation.get("parameters", []):
        if parameter["name"].lower() in example.parameters:
            parameter["example"] = example.parameters[parameter["name"].lower()]
    if example.body is not None:
        operation["requestBody"]["content"]["application/json"]["example"] = example.body
