# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from typing import Literal

AssertionRowCryptosuite = Literal["eddsa-jcs-2022", "eddsa-rdfc-2022"]

ASSERTION_ROW_CRYPTOSUITE_VALUES: set[AssertionRowCryptosuite] = {
    "eddsa-jcs-2022",
    "eddsa-rdfc-2022",
}


def check_assertion_row_cryptosuite(value: str) -> AssertionRowCryptosuite:
    if value in ASSERTION_ROW_CRYPTOSUITE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {ASSERTION_ROW_CRYPTOSUITE_VALUES!r}")
