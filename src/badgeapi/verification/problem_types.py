"""The W3C's names for what is wrong with a document: one table from our checks and codes to their types of problem.

Source: VC Data Model 2.0 section 7.1 (problem details); VC Data Integrity 1.0 section 4.7 (processing errors);
Controlled Identifiers 1.0 section 3.5; Bitstring Status List 1.0 section 3.5.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from badgeapi.errors import BadgeError
from badgeapi.verification.check import Outcome
from badgeapi.verification.report import Report, Result

_DATA_MODEL: Final = "https://www.w3.org/TR/vc-data-model#"
_SECURITY: Final = "https://w3id.org/security#"
_STATUS: Final = "https://www.w3.org/ns/credentials/status-list#"

PARSING: Final = f"{_DATA_MODEL}PARSING_ERROR"
MALFORMED: Final = f"{_DATA_MODEL}MALFORMED_VALUE_ERROR"

_TYPES: Final[Mapping[tuple[str, str], str]] = {
    ("json_ld", ""): f"{_SECURITY}DATA_LOSS_DETECTION_ERROR",
    ("json_ld", "work_exceeded"): f"{_SECURITY}PROOF_TRANSFORMATION_ERROR",
    ("json_ld", "input_too_large"): f"{_SECURITY}PROOF_TRANSFORMATION_ERROR",
    ("json_ld", "too_many_values"): f"{_SECURITY}PROOF_TRANSFORMATION_ERROR",
    ("json_ld", "too_expensive"): f"{_SECURITY}PROOF_TRANSFORMATION_ERROR",
    ("proof", ""): f"{_SECURITY}PROOF_VERIFICATION_ERROR",
    ("proof", "signature"): f"{_DATA_MODEL}CRYPTOGRAPHIC_SECURITY_ERROR",
    ("proof", "proof_not_an_object"): PARSING,
    ("proof", "proof_domain"): f"{_SECURITY}INVALID_DOMAIN_ERROR",
    ("proof", "proof_challenge"): f"{_SECURITY}INVALID_CHALLENGE_ERROR",
    ("proof", "method_refused"): f"{_SECURITY}INVALID_VERIFICATION_METHOD",
    ("proof", "key_refused"): f"{_SECURITY}INVALID_VERIFICATION_METHOD",
    ("proof", "no_fragment"): f"{_SECURITY}INVALID_VERIFICATION_METHOD_URL",
    ("proof", "controller_id"): f"{_SECURITY}INVALID_CONTROLLED_IDENTIFIER_DOCUMENT_ID",
    ("proof", "method_not_listed"): f"{_SECURITY}INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD",
    ("proof", "controller_refused"): f"{_SECURITY}INVALID_CONTROLLED_IDENTIFIER_DOCUMENT",
    ("proof", "controller_unreachable"): f"{_SECURITY}INVALID_CONTROLLED_IDENTIFIER_DOCUMENT",
    ("proof", "controller_unknown"): f"{_SECURITY}INVALID_CONTROLLED_IDENTIFIER_DOCUMENT",
    ("issuer_binding", ""): f"{_SECURITY}INVALID_VERIFICATION_METHOD",
    ("holder_binding", ""): f"{_SECURITY}INVALID_VERIFICATION_METHOD",
    ("validity_period", ""): f"{_DATA_MODEL}RANGE_ERROR",
    ("validity_period", "not_a_datetime"): MALFORMED,
    ("data_model", "ends_before_start"): f"{_DATA_MODEL}RANGE_ERROR",
    ("shape", "ends_before_start"): f"{_DATA_MODEL}RANGE_ERROR",
    ("status", ""): f"{_STATUS}STATUS_VERIFICATION_ERROR",
    ("status", "list_unavailable"): f"{_STATUS}STATUS_RETRIEVAL_ERROR",
    ("status", "list_length"): f"{_STATUS}STATUS_LIST_LENGTH_ERROR",
    ("status", "list_range"): f"{_STATUS}RANGE_ERROR",
    **{
        ("status", code): f"{_STATUS}MALFORMED_VALUE_ERROR"
        for code in ("status_index", "status_purpose", "status_url", "status_size", "status_messages", "list_encoding")
    },
    ("status", "status_type"): f"{_STATUS}STATUS_VERIFICATION_ERROR",
    ("credentials", ""): f"{_DATA_MODEL}CRYPTOGRAPHIC_SECURITY_ERROR",
    ("endorsements", ""): f"{_DATA_MODEL}CRYPTOGRAPHIC_SECURITY_ERROR",
}
"""By check and code; "" is every other code of the check, and a check without a row finds malformed values."""


def problem_type(check: str, code: str) -> str:
    """Name the type of problem that a finding is."""
    return _TYPES.get((check, code)) or _TYPES.get((check, ""), MALFORMED)


def type_of_error(error: BadgeError) -> str:
    """Name the type of problem that keeps a document from being read."""
    codes = {fault.code for fault in error.faults}
    return MALFORMED if codes & {"envelope_id", "envelope_members", "envelope_context"} else PARSING


def problems(report: Report) -> Iterator[Result]:
    """Yield what keeps a document from being verified: the edition that decides, then the document itself."""
    if report.refreshed is not None and report.refreshed.proven:
        yield from problems(report.refreshed)
        return
    yield from (result for result in report.results if result.outcome in (Outcome.FAIL, Outcome.UNKNOWN))
