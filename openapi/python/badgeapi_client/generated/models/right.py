# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from typing import Literal

Right = Literal[
    "achievements:read",
    "achievements:write",
    "api-keys:manage",
    "assertions:issue",
    "assertions:read",
    "assertions:revoke",
    "credentials:sign",
    "issuer:read",
    "issuer:write",
]

RIGHT_VALUES: set[Right] = {
    "achievements:read",
    "achievements:write",
    "api-keys:manage",
    "assertions:issue",
    "assertions:read",
    "assertions:revoke",
    "credentials:sign",
    "issuer:read",
    "issuer:write",
}


def check_right(value: str) -> Right:
    if value in RIGHT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {RIGHT_VALUES!r}")
