# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from typing import Literal

CheckOptionsChecksItem = Literal["credentialStatus", "proof"]

CHECK_OPTIONS_CHECKS_ITEM_VALUES: set[CheckOptionsChecksItem] = {
    "credentialStatus",
    "proof",
}


def check_check_options_checks_item(value: str) -> CheckOptionsChecksItem:
    if value in CHECK_OPTIONS_CHECKS_ITEM_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {CHECK_OPTIONS_CHECKS_ITEM_VALUES!r}")
