"""Requests that no honest client makes: methods, headers, bodies, and bytes on the wire.

Source: RFC 9110 (HTTP semantics), RFC 9112 (HTTP/1.1).
"""

from __future__ import annotations

import gzip
import json
from typing import Any

from tests.hostile.case import Case, Raw, Sent
from tests.hostile.documents import badge
from tests.hostile.signing import JCS, signed

BODY = json.dumps(signed(badge(), suite=JCS)).encode()
_HOST = b"Host: localhost\r\n"


def _raw(head: bytes, body: bytes = b"") -> Raw:
    return Raw(head + b"\r\n" + body)


def _post(*lines: bytes, body: bytes = BODY, path: bytes = b"/v1/verify") -> Raw:
    head = b"POST " + path + b" HTTP/1.1\r\n" + _HOST + b"Connection: close\r\n"
    return _raw(head + b"".join(line + b"\r\n" for line in lines), body)


SENT: dict[str, tuple[str, Any, str]] = {
    "get": ("verify is a POST", Sent(b"", method="GET"), "405"),
    "put": ("verify is a POST", Sent(BODY, method="PUT"), "405"),
    "delete": ("verify is a POST", Sent(b"", method="DELETE"), "405"),
    "trace": ("nothing is echoed", Sent(b"", method="TRACE"), "405"),
    "unknown-method": ("no such method", Sent(b"", method="BREW"), "400 405"),
    "html": ("a body that is declared as something else", Sent(BODY, "text/html"), "415"),
    "form": ("what a form sends by default", Sent(BODY, "application/x-www-form-urlencoded"), "415"),
    "xml": ("not read", Sent(b"<a/>", "application/xml"), "415"),
    "gzip": ("no body is inflated", Sent(gzip.compress(BODY), headers=(("Content-Encoding", "gzip"),)), "415"),
    "gzip-bomb": (
        "no body is inflated",
        Sent(gzip.compress(bytes(50 << 20)), headers=(("Content-Encoding", "gzip"),)),
        "415",
    ),
    "deflate": ("no body is inflated", Sent(BODY, headers=(("Content-Encoding", "deflate"),)), "415"),
    "two-codings": ("no body is inflated", Sent(BODY, headers=(("Content-Encoding", "gzip, br"),)), "415"),
    "two-megabytes": ("more than a body may have", Sent(b" " * (2 << 20)), "413"),
    "ten-megabytes": ("more than a body may have", Sent(b'{"a":"' + b"x" * (10 << 20) + b'"}'), "413"),
    "no-boundary": ("an upload that cannot be taken apart", Sent(b"x", "multipart/form-data"), "400 422"),
    "wrong-boundary": (
        "an upload that cannot be taken apart",
        Sent(b"--y\r\n\r\n", "multipart/form-data; boundary=x"),
        "400 422",
    ),
    "upload-without-end": (
        "an upload that never ends",
        Sent(
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n{}',
            "multipart/form-data; boundary=x",
        ),
        "400 422",
    ),
    "upload-of-nothing": ("an upload without parts", Sent(b"--x--\r\n", "multipart/form-data; boundary=x"), "400 422"),
    "upload-of-many": (
        "an upload of a thousand fields",
        Sent(
            b"".join(b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' for _ in range(1_000))
            + b"--x--\r\n",
            "multipart/form-data; boundary=x",
        ),
        "400 422",
    ),
    "path-nul": ("no address holds a NUL", Sent(BODY, path="/v1/verify%00"), "404"),
    "path-doubled": ("no such address", Sent(BODY, path="//v1//verify"), "404"),
    "path-trailing-slash": ("no such address, and no redirect", Sent(BODY, path="/v1/verify/"), "404"),
    "path-long": ("no such address", Sent(BODY, path="/" + "a" * 8_000), "404"),
    "query-nul": ("no parameter holds a NUL", Sent(BODY, path="/v1/verify?x=%00"), "422"),
    "file-address": ("no such address", Sent(b"", path="/v1/%2e%2e/%2e%2e/etc/passwd", method="GET"), "404"),
}
RAW: dict[str, tuple[str, Raw, str]] = {
    "no-length": ("a body of unknown length is none", _post(b"Content-Type: application/json"), "400"),
    "length-not-a-number": (
        "no length",
        _post(b"Content-Length: ten", b"Content-Type: application/json"),
        "400 closed",
    ),
    "length-negative": ("no length", _post(b"Content-Length: -1", b"Content-Type: application/json"), "400 closed"),
    "length-huge": (
        "more than a body may have",
        _post(b"Content-Length: 99999999999999999999", b"Content-Type: application/json"),
        "400 413 closed",
    ),
    "length-twice": (
        "two lengths smuggle a request",
        _post(b"Content-Length: 5", b"Content-Length: 6", body=b"{}   "),
        "400 closed",
    ),
    "length-and-chunked": (
        "two lengths smuggle a request",
        _post(b"Content-Length: 5", b"Transfer-Encoding: chunked", body=b"0\r\n\r\n"),
        "400 closed",
    ),
    "length-too-long": (
        "the body ends early",
        _post(b"Content-Length: 99", b"Content-Type: application/json", body=b"{}"),
        "400 closed",
    ),
    "chunk-size-no-number": (
        "no chunk",
        _post(b"Transfer-Encoding: chunked", body=b"zz\r\n{}\r\n0\r\n\r\n"),
        "400 closed",
    ),
    "chunk-huge": (
        "no such chunk",
        _post(b"Transfer-Encoding: chunked", body=b"ffffffffffffffff\r\n{}"),
        "400 413 closed",
    ),
    "chunked-endless": (
        "more than a body may have, whatever it says",
        _post(
            b"Transfer-Encoding: chunked",
            b"Content-Type: application/json",
            body=(b"10000\r\n" + b" " * 65_536 + b"\r\n") * 40,
        ),
        "400 413 closed",
    ),
    "header-long": ("a header of a megabyte", _post(b"X-Long: " + b"a" * (1 << 20)), "400 431 closed"),
    "headers-many": ("fifty thousand headers", _post(*[b"X-A: 1"] * 50_000), "400 431 closed"),
    "header-without-colon": ("no header", _post(b"nonsense"), "400 closed"),
    "header-nul": ("no header", _post(b"X-A: a\0b"), "400 closed"),
    "request-line-alone": ("no request", Raw(b"POST /v1/verify\r\n\r\n"), "400 closed"),
    "http-9": ("no such version", Raw(b"POST /v1/verify HTTP/9.9\r\n\r\n"), "400 505 closed"),
    "tls-hello": ("no HTTP at all", Raw(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64)), "400 closed"),
    "nothing": ("a connection without a request", Raw(b""), "closed"),
    "half-a-request": (
        "a request that is given up",
        Raw(b"POST /v1/verify HTTP/1.1\r\nHost: x\r\nContent-Le"),
        "400 closed",
    ),
}

CASES = (
    *(Case(name, truth, lambda _, s=sent: s, expected) for name, (truth, sent, expected) in SENT.items()),
    *(Case(f"raw-{name}", truth, lambda _, s=raw: s, expected) for name, (truth, raw, expected) in RAW.items()),
)
