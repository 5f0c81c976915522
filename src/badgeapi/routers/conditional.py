"""ETags: what a client has read, and what it may skip or must not overwrite (RFC 9110 section 13)."""

from __future__ import annotations

from hashlib import sha256

from starlette.responses import Response

from badgeapi.errors import InvalidInput


def etag_of(version: int) -> str:
    """The ETag of a resource that counts its versions."""
    return f'"{version}"'


def version_of(if_match: str | None) -> int | None:
    """Read the version a client wants to change; None when it does not say, or says `*`.

    Raises:
        InvalidInput: not an ETag of ours.
    """
    if if_match is None or if_match.strip() == "*":
        return None
    text = if_match.strip().removeprefix("W/").strip('"')
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise InvalidInput("If-Match must be an ETag that this resource was served with.", code="bad_parameter")
    return int(text)


def matches(if_none_match: str | None, etag: str) -> bool:
    """Tell whether the client has this already (weak comparison)."""
    if if_none_match is None:
        return False
    given = {item.strip().removeprefix("W/") for item in if_none_match.split(",")}
    return etag in given or "*" in given


def document(
    body: bytes,
    media_type: str,
    *,
    if_none_match: str | None,
    etag: str | None = None,
    max_age_s: int = 0,
    vary: str | None = None,
) -> Response:
    """Answer with bytes that are already made, or with 304 when the client has them."""
    tag = etag or f'"{sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": f"public, max-age={max_age_s}" if max_age_s else "no-cache"}
    if vary is not None:
        headers["Vary"] = vary
    if matches(if_none_match, tag):
        return Response(None, 304, headers)
    return Response(body, 200, headers, media_type)
