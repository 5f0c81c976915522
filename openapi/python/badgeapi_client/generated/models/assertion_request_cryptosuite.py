# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from typing import Literal

AssertionRequestCryptosuite = Literal["eddsa-jcs-2022", "eddsa-rdfc-2022"]

ASSERTION_REQUEST_CRYPTOSUITE_VALUES: set[AssertionRequestCryptosuite] = {
    "eddsa-jcs-2022",
    "eddsa-rdfc-2022",
}


def check_assertion_request_cryptosuite(value: str) -> AssertionRequestCryptosuite:
    if value in ASSERTION_REQUEST_CRYPTOSUITE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {ASSERTION_REQUEST_CRYPTOSUITE_VALUES!r}")
