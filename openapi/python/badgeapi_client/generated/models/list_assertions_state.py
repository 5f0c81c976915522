# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from typing import Literal

ListAssertionsState = Literal["issued", "revoked", "suspended"]

LIST_ASSERTIONS_STATE_VALUES: set[ListAssertionsState] = {
    "issued",
    "revoked",
    "suspended",
}


def check_list_assertions_state(value: str) -> ListAssertionsState:
    if value in LIST_ASSERTIONS_STATE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_ASSERTIONS_STATE_VALUES!r}")
