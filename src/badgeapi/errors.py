"""The error tree: one class per distinguishable outcome, every class with a stable code.

Nothing here knows HTTP: `routers/problems.py` holds the one table that turns a class into a status.
`docs/errors.md` is generated from this file, so the docstring of a class is what its page says and `remedy` is
what the reader can do about it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong at one place of an input.

    Attributes:
        code: stable, snake_case; what clients may branch on.
        message: a sentence that says what is wrong.
        pointer: JSON Pointer (RFC 6901) to the place, "" for the whole document.
        citation: the clause of the standard that demands it, if one does.
    """

    code: str
    message: str
    pointer: str = ""
    citation: str = ""


def pointer(*tokens: str | int) -> str:
    """Join reference tokens to a JSON Pointer, escaped as in RFC 6901 section 3."""
    return "".join("/" + str(token).replace("~", "~0").replace("/", "~1") for token in tokens)


class BadgeError(Exception):
    """Root of everything this product raises on purpose."""

    code: ClassVar[str]
    title: ClassVar[str]
    remedy: ClassVar[str]
    retry_after_s: int | None = None
    """How long to wait before repeating the call, in seconds; None where repeating does not help."""

    def __init__(
        self, message: str, *, pointer: str = "", citation: str = "", code: str = "", faults: Sequence[Fault] = ()
    ) -> None:
        """Carry the sentence for the client, and either one place or the list of all faults.

        `code` refines the fault (for example `duplicate_member`) below the code of the class.
        """
        super().__init__(message)
        self.message = message
        self.faults: tuple[Fault, ...] = tuple(faults)
        if not self.faults and (pointer or code or citation):
            self.faults = (Fault(code or self.code, message, pointer, citation),)

    @property
    def pointer(self) -> str:
        """Where the first fault is."""
        return self.faults[0].pointer if self.faults else ""


class MalformedInput(BadgeError):
    """The bytes cannot be read as what they claim to be: not UTF-8, not strict JSON, not a known form."""

    code = "malformed_input"
    title = "The input cannot be read"
    remedy = "Send one JSON document (RFC 8259, I-JSON) in UTF-8, without duplicate members, NaN or lone surrogates."


class InputTooLarge(BadgeError):
    """The input passes one of the caps in docs/limits.md before any work is done on it."""

    code = "input_too_large"
    title = "The input is larger than this service accepts"
    remedy = "Send less; docs/limits.md lists every cap and its reason."


class InvalidInput(BadgeError):
    """The input can be read, but members are missing, unknown, of the wrong type or contradict each other."""

    code = "invalid_input"
    title = "The input breaks a rule"
    remedy = "Mend every place listed in `errors`; each names its JSON pointer."


class DataLoss(InvalidInput):
    """Part of the JSON would not be covered by a signature, or not as what it says.

    Undefined terms and types, relative or malformed IRIs, blank node identifiers, language maps, misplaced keywords.
    """

    code = "data_loss"
    title = "Part of the document cannot be signed as it stands"
    remedy = "Use only terms that the pinned contexts define, and absolute IRIs."


class UnknownContext(InvalidInput):
    """A JSON-LD context that is not one of the pinned ones. Contexts are never loaded from the network."""

    code = "unknown_context"
    title = "Unknown JSON-LD context"
    remedy = "Use the contexts listed in docs/standards.md."


class WorkExceeded(InvalidInput):
    """Canonicalising the document needs more work than any honest credential does (a poison graph)."""

    code = "work_exceeded"
    title = "The document needs too much work"
    remedy = "Give the nodes of the graph ids, or remove repeated anonymous nodes."


class KeyRefused(BadgeError):
    """A public key that must not be used: wrong length or type, non-canonical encoding, or a small-order point."""

    code = "key_refused"
    title = "The public key cannot be used"
    remedy = "Publish a Multikey whose point is canonical and of full order."


class UnsupportedMedia(BadgeError):
    """The body is of a media type, or under a content encoding, that this call does not read."""

    code = "unsupported_media_type"
    title = "This call does not read that media type"
    remedy = "Send `Content-Type: application/json` (or a type listed for the call) without content encoding."


class NotAcceptable(BadgeError):
    """None of the media types in Accept can be made of this resource."""

    code = "not_acceptable"
    title = "The resource has none of the forms asked for"
    remedy = "Ask for one of the media types listed for the call."


class MethodNotAllowed(BadgeError):
    """The address exists, but not with this HTTP method."""

    code = "method_not_allowed"
    title = "The address does not take this method"
    remedy = "The methods are listed in the OpenAPI document."


class MethodRefused(BadgeError):
    """The controller's document does not offer the verification method for this purpose at this time."""

    code = "method_refused"
    title = "The verification method is not the controller's"
    remedy = "List the method, absolute and unexpired, under `assertionMethod` of the controller's own document."


class FetchRefused(BadgeError):
    """The URL must not be fetched, or what stands there cannot be used."""

    code = "fetch_refused"
    title = "The URL must not be fetched"
    remedy = "Serve the document over https at a public address, without redirects, as JSON."


class FetchFailed(BadgeError):
    """The host did not answer in time, or not at all, or has an address that must not be asked."""

    code = "fetch_failed"
    title = "The host did not answer"
    remedy = "Try again later."
    retry_after_s = 2


class SignatureMismatch(BadgeError):
    """A fresh signature does not verify with its own public key: memory or the key provider is faulty."""

    code = "signature_mismatch"
    title = "A fresh signature does not verify"
    remedy = "Nothing was released. Stop issuing and examine the host and its key provider."


class Unauthenticated(BadgeError):
    """No API key was sent, or it is unknown, expired or revoked."""

    code = "unauthenticated"
    title = "A valid API key is needed"
    remedy = "Send `Authorization: Bearer KEY` with a key that has not expired or been revoked."


class Forbidden(BadgeError):
    """The API key is valid but does not carry the scope that this call needs."""

    code = "forbidden"
    title = "The API key may not do this"
    remedy = "Use a key with the scope named in the message."


class NotFound(BadgeError):
    """There is no such thing, or it belongs to another issuer: the two are not told apart."""

    code = "not_found"
    title = "Not found"
    remedy = "Check the id, and that the key belongs to the issuer that owns it."


class Conflict(BadgeError):
    """The call contradicts what is already recorded."""

    code = "conflict"
    title = "The call contradicts what is recorded"
    remedy = "Read the resource and decide; nothing was changed."


class KeyReused(Conflict):
    """The same idempotency key, or the caller's own key, came with a different request before."""

    code = "key_reused"
    title = "The key was used for a different request"
    remedy = "Repeat the first request unchanged, or take a new key."


class StaleVersion(Conflict):
    """If-Match names a version that is no longer the current one."""

    code = "stale_version"
    title = "The resource has changed since it was read"
    remedy = "Read it again and repeat the change with its new ETag."


class TooManyRequests(BadgeError):
    """The tenant has enough work of this kind under way or waiting."""

    code = "too_many_requests"
    title = "Too many requests"
    remedy = "Repeat the call after the time in Retry-After, or when some of the work has ended."
    retry_after_s = 5


class RateLimited(TooManyRequests):
    """The issuer, or the address that the call came from, has made as many calls as it may in this span of time."""

    code = "rate_limited"
    title = "The quota of calls is used up"
    remedy = "Repeat the call after the time in Retry-After; `RateLimit` says on each answer how many calls are left."

    def __init__(self, message: str, *, retry_after_s: int) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class ConfigurationError(BadgeError):
    """The process cannot start or go on with the settings it was given."""

    code = "configuration"
    title = "The settings do not allow this"
    remedy = "docs/settings.md lists every setting, docs/operations.md says how they go together."


class Unavailable(BadgeError):
    """The store or a key provider did not answer; nothing was recorded unless a retry says so."""

    code = "unavailable"
    title = "Temporarily unavailable"
    remedy = "Repeat the call with the same idempotency key after the time in Retry-After."
    retry_after_s = 2


class Busy(Unavailable):
    """As much work of this kind is under way in this process as it takes; nothing was done."""

    code = "busy"
    title = "The service is busy"
    remedy = "Repeat the call after the time in Retry-After, with the same idempotency key if it had one."
