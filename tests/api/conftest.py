"""The running service, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.service import Service, Tenant, running


@pytest.fixture(scope="module")
def service(store_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service that the tests of one module share."""
    with running(store_url, tmp_path_factory.mktemp("data")) as found:
        yield found


@pytest.fixture
def tenant(service: Service) -> Tenant:
    """A fresh issuer with a key and an achievement."""
    return service.tenant()


@pytest.fixture
def stranger(service: Service) -> Tenant:
    """Another issuer, who must neither see nor change what is the first one's."""
    return service.tenant()
