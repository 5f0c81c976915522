"""Assertions by the hundred: a row is an assertion request with a key of its own, and has an outcome of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from badgeapi import limits
from badgeapi.canon import json
from badgeapi.canon.json import JsonObject
from badgeapi.credentials.node import echo, faults_of
from badgeapi.errors import BadgeError, InvalidInput, KeyReused
from badgeapi.schemas.assertions import CALLERS_KEY, AssertionRequest, assertion_json
from badgeapi.schemas.problem import problem
from badgeapi.schemas.resource import Maybe, Resource
from badgeapi.usecases.check_requests import Foreseen
from badgeapi.usecases.make_credentials import IssueAssertion
from badgeapi.usecases.survey_requests import Issued, Outcome


class AssertionRow(AssertionRequest):
    """One credential to issue, under the caller's own key: kept for ever, so that no upload issues it twice."""

    key: Annotated[str, Field(pattern=CALLERS_KEY)]

    def row_command(self) -> IssueAssertion:
        """What it asks for: the same as the request without its key, made by `PUT .../by-key/{key}`."""
        return self.command(key=self.key)


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was read: its key, as far as it has one, and its command or what is wrong with it."""

    key: str | None
    command: IssueAssertion | BadgeError


def read_row(data: bytes, *, achievement: str | None = None) -> Row:
    """Read one row strictly; `achievement` is that of rows that name none. Nothing is raised."""
    key = None
    try:
        value = json.loads_object(data, max_bytes=limits.ROW_BYTES)
        if isinstance(given := value.get("key"), str):
            key = echo(given)
        if achievement is not None and value.get("achievement") is None:
            value["achievement"] = achievement
        row = AssertionRow.model_validate(value)
        return Row(row.key, row.row_command())
    except ValidationError as error:
        faults = faults_of(error.errors(include_url=False))
        return Row(key, InvalidInput(faults[0].message, faults=faults))
    except BadgeError as error:
        return Row(key, error)


def result(number: int, key: str | None, outcome: Outcome | Foreseen) -> JsonObject:
    """Tell what came of the row `number` (from 1), in few words."""
    head: JsonObject = {"row": number} if key is None else {"row": number, "key": key}
    if isinstance(outcome, Foreseen):
        return head | {"state": outcome.value}
    if isinstance(outcome, Issued):
        return head | {
            "state": "duplicate" if outcome.replayed else "issued",
            "id": outcome.assertion.id,
            "credentialId": outcome.assertion.credential_id,
        }
    shown = problem(outcome)
    if not outcome.faults:  # of a single request the key is no member
        place = "/key" if isinstance(outcome, KeyReused) else ""
        shown["errors"] = [{"pointer": place, "code": outcome.code, "message": outcome.message}]
    return head | {"state": "failed", "problem": shown}


class RowProblem(Resource):
    """What is wrong with a row; as a problem document, with pointers into the row."""

    title: str
    code: str
    detail: str
    remedy: str
    errors: list[dict[str, str]]


class RowResult(Resource):
    """What came of one row."""

    row: int = Field(description="Its place in the upload, from 1.")
    key: Maybe[str] = None
    state: Literal["issued", "duplicate", "failed", "accepted", "skipped"]
    id: Maybe[str] = Field(None, description="Of the assertion.")
    credential_id: Maybe[str] = None
    problem: Maybe[RowProblem] = None


class BatchItem(RowResult):
    """What came of one row of a batch."""

    assertion: Maybe[dict[str, object]] = Field(None, description="As it is answered to a single request.")


class BatchCounts(Resource):
    """How many rows came to what."""

    total: int
    issued: int
    duplicate: int
    failed: int


class BatchResource(Resource):
    """What came of a batch, in the order of the request."""

    counts: BatchCounts
    items: list[BatchItem]


def batch_json(rows: list[Row], outcomes: list[Outcome]) -> bytes:
    """Write a `BatchResource`, the stored credentials cut in byte by byte."""
    results = [result(n, row.key, outcome) for n, (row, outcome) in enumerate(zip(rows, outcomes, strict=True), 1)]
    states = [shown["state"] for shown in results]
    counts = {"total": len(states)} | {state: states.count(state) for state in ("issued", "duplicate", "failed")}
    items = [
        json.dumps(shown)[:-1] + b',"assertion":' + assertion_json(outcome.assertion) + b"}"
        if isinstance(outcome, Issued)
        else json.dumps(shown)
        for shown, outcome in zip(results, outcomes, strict=True)
    ]
    return b'{"counts":' + json.dumps(counts) + b',"items":[' + b",".join(items) + b"]}"
