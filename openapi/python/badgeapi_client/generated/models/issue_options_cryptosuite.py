# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

from typing import Literal

IssueOptionsCryptosuite = Literal["eddsa-jcs-2022", "eddsa-rdfc-2022"]

ISSUE_OPTIONS_CRYPTOSUITE_VALUES: set[IssueOptionsCryptosuite] = {
    "eddsa-jcs-2022",
    "eddsa-rdfc-2022",
}


def check_issue_options_cryptosuite(value: str) -> IssueOptionsCryptosuite:
    if value in ISSUE_OPTIONS_CRYPTOSUITE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {ISSUE_OPTIONS_CRYPTOSUITE_VALUES!r}")
