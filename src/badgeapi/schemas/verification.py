"""What a verifier sends and what it gets: a document with what is expected of it, and the report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final, TypeVar

from pydantic import Field, ValidationError
from pydantic_core import to_json

from badgeapi import baking
from badgeapi.canon import json
from badgeapi.canon.json import JsonValue
from badgeapi.credentials.node import Node, faults_of
from badgeapi.credentials.time import format_datetime
from badgeapi.credentials.values import Name
from badgeapi.errors import InvalidInput
from badgeapi.schemas.resource import Maybe, Moment, Resource
from badgeapi.signing import vc_jwt
from badgeapi.verification import parse
from badgeapi.verification.check import Outcome, Question, Severity
from badgeapi.verification.fetched import Fetched, FetchOutcome
from badgeapi.verification.parse import AUTHENTICATION, Expected, ExpectedRecipient, Presented
from badgeapi.verification.report import Answer, PartReport, Report, Result, Verdict

N = TypeVar("N", bound=Node)
_USUAL: Final = (Outcome.PASS, Outcome.SKIPPED)
_DOCUMENTS: Final = ("verifiableCredential", "verifiablePresentation")


class ExpectedIdentifier(Node):
    """An identifier of the expected recipient in some system."""

    type: Name
    value: Name


class ExpectedRecipientRequest(Node):
    """Whom the verifier believes to have before it; everything that is given must fit."""

    email: Name | None = None
    did: Name | None = None
    identifier: ExpectedIdentifier | None = None

    def expected(self) -> ExpectedRecipient:
        """Whom it means; raises `InvalidInput` when it means nobody."""
        if self.email is None and self.did is None and self.identifier is None:
            message = "An expected recipient needs an email, a did or an identifier."
            raise InvalidInput(message, code="no_recipient", pointer="/expectedRecipient")
        pair = None if self.identifier is None else (self.identifier.type, self.identifier.value)
        return ExpectedRecipient(self.did, self.email, pair)


class VerifyOptions(Node):
    """What a presentation was asked for."""

    challenge: Name | None = None
    domain: Name | list[Name] | None = None


class VerifyRequest(Node):
    """A document in its wrapper, with what is expected of it."""

    verifiable_credential: Any = Field(None, description="A credential: an object, or a JWT as text.")
    verifiable_presentation: Any = Field(None, description="A presentation: an object, or a JWT as text.")
    expected_recipient: ExpectedRecipientRequest | None = None
    options: VerifyOptions | None = None

    def presented(self) -> Presented:
        """What it shows; raises as `parse.read`, and `InvalidInput` unless there is exactly one document."""
        given = (self.verifiable_credential, self.verifiable_presentation)
        shown = [document for document in given if document is not None]
        if len(shown) != 1:
            raise InvalidInput("Give one document: a credential or a presentation.", code="one_document")
        recipient = self.expected_recipient.expected() if self.expected_recipient else None
        return expecting(parse.read(shown[0]), self.options or VerifyOptions(), recipient)


def expecting(
    presented: Presented,
    options: VerifyOptions,
    recipient: ExpectedRecipient | None = None,
    *,
    proof_only: bool = False,
) -> Presented:
    """Join a document with what is expected of it; a presentation is signed to show who makes it."""
    domain = [options.domain] if isinstance(options.domain, str) else options.domain
    purpose = AUTHENTICATION if presented.is_presentation else presented.expected.purpose
    expected = Expected(purpose, frozenset(domain) if domain else None, options.challenge, recipient, proof_only)
    return replace(presented, expected=expected)


def read_request(data: bytes, recipient: ExpectedRecipient | None = None) -> Presented:
    """Read what was sent to be verified: a bare document in any of its forms, or one in its wrapper.

    `recipient` is whom something beside the document says to expect.

    Raises:
        MalformedInput, InputTooLarge, InvalidInput: it cannot be read.
    """
    if not baking.detect(data) and not vc_jwt.looks_like(data.lstrip()):
        value = json.loads(data)
        if isinstance(value, dict) and "@context" not in value and value.keys() & set(_DOCUMENTS):
            return read_wrapped(value)
        return expecting(parse.read(value), VerifyOptions(), recipient)
    return expecting(parse.parse(data), VerifyOptions(), recipient)


def read_wrapped(value: JsonValue) -> Presented:
    """Read a document in its wrapper; raises as `read_request`."""
    return _validated(VerifyRequest, value).presented()


def read_recipient(value: JsonValue) -> ExpectedRecipient:
    """Read whom something beside the document says to expect; raises `InvalidInput`."""
    return _validated(ExpectedRecipientRequest, value).expected()


def _validated(model: type[N], value: JsonValue) -> N:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        faults = faults_of(error.errors(include_url=False))
        raise InvalidInput(faults[0].message, faults=faults) from None


class AnswerResource(Resource):
    """What is said to one of the questions that people have."""

    question: Question
    answer: Answer
    message: str = Field(description="The sentence that decides it.")


class CheckResource(Resource):
    """One line of the report."""

    id: str
    title: str
    question: Question = Field(description="Which question it helps to answer.")
    severity: Severity
    outcome: Outcome
    code: str
    message_id: str = Field(description="Stable name of the message, for translators.")
    message: str
    pointer: Maybe[str] = Field(None, description="Where in the credential.")
    citation: str = Field(description="What demands it.")


class JudgedResource(Resource):
    """Whether a document is verified, and why."""

    verified: bool
    verdict: Verdict
    id: Maybe[str] = Field(None, description="The document's id.")
    issuer: Maybe[str] = Field(None, description="The id of its issuer, or of a presentation's holder.")
    summary: list[AnswerResource]
    checks: list[CheckResource]
    parts: Maybe[list[PartResource]] = Field(None, description="What is signed within it.")
    refreshed: Maybe[JudgedResource] = Field(None, description="The newest edition; it decides in place of this one.")


class PartResource(JudgedResource):
    """A document that is signed within another."""

    role: str
    pointer: str


class FetchedResource(Resource):
    """Something that was asked of another host."""

    url: str
    at: Moment
    outcome: FetchOutcome
    cached: bool


class ReportResource(JudgedResource):
    """The report of a verification."""

    fetched: list[FetchedResource] = Field(description="What was asked of other hosts, and when.")


def report_json(report: Report, fetched: Iterable[Fetched]) -> bytes:
    """Write a `ReportResource`: a report, and what was fetched for it."""
    asked = [
        {"url": one.url, "at": format_datetime(one.at), "outcome": one.outcome, "cached": one.cached} for one in fetched
    ]
    return _object(*_judged(report), b'"fetched":' + to_json(asked))


def _judged(report: Report) -> Iterator[bytes]:
    """Write the members of a `JudgedResource`."""
    verdict = report.verdict
    shown: dict[str, Any] = {"verified": verdict is Verdict.VERIFIED, "verdict": str(verdict)}
    if report.subject is not None:
        shown["id"] = report.subject
    if report.issuer is not None:
        shown["issuer"] = report.issuer
    shown["summary"] = [
        {"question": str(question), "answer": str(said), "message": why}
        for question, (said, why) in ((question, report.answer(question)) for question in Question)
    ]
    yield to_json(shown)[1:-1]
    yield b'"checks":' + _array(map(_line, report.results))
    if report.parts:
        yield b'"parts":' + _array(map(_part, report.parts))
    if report.refreshed:
        yield b'"refreshed":' + _object(*_judged(report.refreshed))


def _part(part: PartReport) -> bytes:
    return _object(*_judged(part.report), to_json({"role": part.role, "pointer": part.pointer})[1:-1])


def _object(*members: bytes) -> bytes:
    return b"{" + b",".join(members) + b"}"


def _array(items: Iterable[bytes]) -> bytes:
    return b"[" + b",".join(items) + b"]"


def _line(result: Result) -> bytes:
    return _usual(result) if result.outcome in _USUAL else to_json(_check(result))


@lru_cache(maxsize=256)
def _usual(result: Result) -> bytes:
    """Write a line of the few that good badges have; others say what stands in the document, and are not kept."""
    return to_json(_check(result))


def _check(result: Result) -> dict[str, str]:
    shown = {
        "id": result.id,
        "title": result.title,
        "question": str(result.question),
        "severity": str(result.severity),
        "outcome": str(result.outcome),
        "code": result.code,
        "messageId": result.message_id,
        "message": result.message,
        "pointer": result.pointer,
        "citation": result.citation,
    }
    if not result.pointer:
        del shown["pointer"]
    return shown


def checks_of(report: Report) -> list[CheckResource]:
    """Show the lines of a report."""
    return [CheckResource.model_validate(_check(result)) for result in report.results]
