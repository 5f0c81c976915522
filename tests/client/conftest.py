"""The clients: `badgeapi_client` straight from the checkout, and a service to speak to."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from badgeapi.store import migrate
from tests.api.service import Service, Tenant, running

if TYPE_CHECKING:
    from collections.abc import Callable

CLIENT = Path(__file__).parents[2] / "openapi" / "python"
sys.path.insert(0, str(CLIENT))


@pytest.fixture(scope="module")
def service(new_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service on SQLite that the tests of one module share."""
    url = new_database("sqlite")
    migrate.upgrade(url)
    with running(url, tmp_path_factory.mktemp("data")) as found:
        yield found


@pytest.fixture
def tenant(service: Service) -> Tenant:
    """A fresh issuer with a key and an achievement."""
    return service.tenant()
