# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from typing import Literal

CreateAssertionJobOnerror = Literal["abort", "continue"]

CREATE_ASSERTION_JOB_ONERROR_VALUES: set[CreateAssertionJobOnerror] = {
    "abort",
    "continue",
}


def check_create_assertion_job_onerror(value: str) -> CreateAssertionJobOnerror:
    if value in CREATE_ASSERTION_JOB_ONERROR_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {CREATE_ASSERTION_JOB_ONERROR_VALUES!r}")
