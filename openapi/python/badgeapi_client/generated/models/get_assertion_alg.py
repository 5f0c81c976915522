# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from typing import Literal

GetAssertionAlg = Literal["ES256", "RS256"]

GET_ASSERTION_ALG_VALUES: set[GetAssertionAlg] = {
    "ES256",
    "RS256",
}


def check_get_assertion_alg(value: str) -> GetAssertionAlg:
    if value in GET_ASSERTION_ALG_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GET_ASSERTION_ALG_VALUES!r}")
