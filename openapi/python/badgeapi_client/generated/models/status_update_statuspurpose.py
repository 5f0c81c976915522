# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from typing import Literal

StatusUpdateStatuspurpose = Literal["revocation", "suspension"]

STATUS_UPDATE_STATUSPURPOSE_VALUES: set[StatusUpdateStatuspurpose] = {
    "revocation",
    "suspension",
}


def check_status_update_statuspurpose(value: str) -> StatusUpdateStatuspurpose:
    if value in STATUS_UPDATE_STATUSPURPOSE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {STATUS_UPDATE_STATUSPURPOSE_VALUES!r}")
