# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from typing import Literal

ListAssertionsOrder = Literal["newest", "oldest"]

LIST_ASSERTIONS_ORDER_VALUES: set[ListAssertionsOrder] = {
    "newest",
    "oldest",
}


def check_list_assertions_order(value: str) -> ListAssertionsOrder:
    if value in LIST_ASSERTIONS_ORDER_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_ASSERTIONS_ORDER_VALUES!r}")
