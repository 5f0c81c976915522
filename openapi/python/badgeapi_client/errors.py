"""The one exception of this client."""

from __future__ import annotations

from typing import Self

import httpx

from badgeapi_client.generated.models import Problem


class BadgeApiError(Exception):
    """The service refused, failed or could not be reached.

    Branch on `code`; docs/errors.md lists those of the service. Two are this client's own: `unreachable` (no answer;
    the cause is the exception of httpx, and `status` is 0) and `unexpected_answer` (something answered that is not the
    service, such as a proxy).
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.code}: {problem.detail}")
        self.problem = problem
        """The problem document (RFC 9457), with `remedy`, `request_id` and all `errors`."""

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.problem.status

    @property
    def code(self) -> str:
        """What happened, for programs."""
        return self.problem.code

    @property
    def pointers(self) -> list[str]:
        """Where in the request: a JSON Pointer (RFC 6901) for each place that is wrong."""
        return [place.pointer for place in self.problem.errors]

    @classmethod
    def answered(cls, response: httpx.Response) -> Self:
        """Read an answer that is not a success."""
        try:
            return cls(Problem.from_dict(response.json()))
        except (ValueError, TypeError, KeyError, AttributeError):  # JSON of another shape, or no JSON
            return cls.unexpected(response.status_code)

    @classmethod
    def unexpected(cls, status: int) -> Self:
        """Say that the answer is none that the service gives."""
        return cls._own("unexpected_answer", f"The answer, of status {status}, is none of the service's.", status)

    @classmethod
    def unreachable(cls, error: httpx.TransportError) -> Self:
        """Say why there was no answer."""
        return cls._own("unreachable", f"No answer from {error.request.url.host}: {error!r}.", 0)

    @classmethod
    def _own(cls, code: str, detail: str, status: int) -> Self:
        return cls(
            Problem(
                type_="about:blank",
                title="The service did not answer",
                status=status,
                code=code,
                detail=detail,
                remedy="Check the URL, the network and any proxy in between; then call again.",
                request_id="",
                errors=[],
            )
        )
