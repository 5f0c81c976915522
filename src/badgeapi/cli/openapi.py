"""badgeapi openapi"""

from __future__ import annotations

import json
import sys

from badgeapi.app import describe


def openapi() -> None:
    """Print the OpenAPI 3.1 document."""
    json.dump(describe().openapi(), sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")
