# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from typing import Literal

GetAssertionBake = Literal["json", "jwt"]

GET_ASSERTION_BAKE_VALUES: set[GetAssertionBake] = {
    "json",
    "jwt",
}


def check_get_assertion_bake(value: str) -> GetAssertionBake:
    if value in GET_ASSERTION_BAKE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GET_ASSERTION_BAKE_VALUES!r}")
