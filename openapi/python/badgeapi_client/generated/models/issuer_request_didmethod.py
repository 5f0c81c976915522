# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from typing import Literal

IssuerRequestDidmethod = Literal["key", "web"]

ISSUER_REQUEST_DIDMETHOD_VALUES: set[IssuerRequestDidmethod] = {
    "key",
    "web",
}


def check_issuer_request_didmethod(value: str) -> IssuerRequestDidmethod:
    if value in ISSUER_REQUEST_DIDMETHOD_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {ISSUER_REQUEST_DIDMETHOD_VALUES!r}")
