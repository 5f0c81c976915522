"""The migrations build what tables.py describes, up, down and up again, however many start at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect

from badgeapi.errors import ConfigurationError, Unavailable
from badgeapi.store import migrate
from badgeapi.store.engine import parse_url
from badgeapi.store.tables import metadata
from tests.work import WAIT_S

if TYPE_CHECKING:
    from collections.abc import Callable

MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
HEAD = max(path.name[:4] for path in (Path(__file__).parents[2] / "migrations" / "versions").glob("0*.py"))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, new_database: Callable[[str], str]) -> str:
    return new_database(request.param)


@pytest.fixture
def another(empty: str, new_database: Callable[[str], str]) -> str:
    return new_database(parse_url(empty).get_backend_name())


def spelt(found: object) -> object:
    """Make what an inspector found comparable: SQL as text, parts in order."""
    if isinstance(found, dict):
        return {key: spelt(value) for key, value in found.items()}
    if isinstance(found, list):
        return sorted((spelt(part) for part in found), key=repr)
    return str(found)


def described(url: str) -> dict[str, object]:
    """Everything the database says about its tables."""
    engine = create_engine(parse_url(url))
    inspector = inspect(engine)
    kinds = {
        "columns": inspector.get_columns,
        "primary key": inspector.get_pk_constraint,
        "foreign keys": inspector.get_foreign_keys,
        "unique": inspector.get_unique_constraints,
        "indexes": inspector.get_indexes,
        "checks": inspector.get_check_constraints,
    }

    seen = {
        (table, kind): spelt(look(table))
        for table in sorted(inspector.get_table_names())
        if table != "alembic_version"
        for kind, look in kinds.items()
    }
    engine.dispose()
    return seen


def test_migrated_database_is_the_described_one(empty, another):
    """Alembic finds no difference, and the database describes itself exactly as one made from tables.py."""
    migrate.upgrade(empty)
    engine = create_engine(parse_url(empty))
    with engine.connect() as conn:
        assert compare_metadata(MigrationContext.configure(conn), metadata) == []
    engine.dispose()
    engine = create_engine(parse_url(another))
    metadata.create_all(engine)
    engine.dispose()
    assert described(empty) == described(another)


def test_up_down_up(empty):
    """Going down leaves nothing, going up again the same as before, and going up twice changes nothing."""
    assert migrate.current(empty) is None
    migrate.upgrade(empty)
    assert migrate.current(empty) == HEAD
    first = described(empty)
    migrate.upgrade(empty)
    assert described(empty) == first
    migrate.downgrade(empty, "base")
    assert migrate.current(empty) is None
    assert described(empty) == {}
    migrate.upgrade(empty)
    assert described(empty) == first


def test_each_step_back_undoes_its_step(empty):
    """A database that goes back a revision is the one that was there before it."""
    revisions = [f"{number:04}" for number in range(1, int(HEAD) + 1)]
    before = []
    for revision in revisions:
        migrate.upgrade(empty, revision)
        before.append(described(empty))
    for revision, was in zip(reversed(revisions), reversed(before), strict=True):
        migrate.downgrade(empty, revision)
        assert described(empty) == was, revision


def test_signed_credentials_are_not_lost_on_the_way_down(empty):
    """0005 allows rows without achievement; a database that holds one does not go back, and stays as it is."""
    migrate.upgrade(empty)
    engine = create_engine(parse_url(empty))
    row = {
        "id": "1", "issuer_id": "i", "request_sha256": b"", "credential_id": "urn:example:1", "credential": b"{}",
        "cryptosuite": "eddsa-rdfc-2022", "signing_key_id": "k", "state": "issued", "published": False,
        "valid_from": MOMENT, "created_at": MOMENT,
    }  # fmt: skip
    issuer = {
        "id": "i", "slug": "i", "origin": "https://badges.example", "did": "did:web:badges.example:issuers:i",
        "did_method": "web", "profile": b"{}", "version": 1, "created_at": MOMENT, "updated_at": MOMENT,
    }  # fmt: skip
    key = {
        "issuer_id": "i", "id": "k", "suite": "eddsa-rdfc-2022", "version": 1, "state": "active", "public_key": "k",
        "created_at": MOMENT,
    }  # fmt: skip
    with engine.begin() as conn:
        conn.execute(metadata.tables["issuers"].insert(), issuer)
        conn.execute(metadata.tables["issuer_keys"].insert(), key)
        conn.execute(metadata.tables["assertions"].insert(), row)
    with pytest.raises(Exception, match=r"(?i)null"):
        migrate.downgrade(empty, "0004")
    assert migrate.current(empty) == HEAD
    with engine.begin() as conn:
        assert conn.execute(metadata.tables["assertions"].select()).one().credential_id == "urn:example:1"
        conn.execute(metadata.tables["assertions"].delete())
    migrate.downgrade(empty, "0004")
    migrate.upgrade(empty)
    engine.dispose()


def test_two_processes_start_at_once(empty):
    """Both end well and the schema is there once."""
    program = f"from badgeapi.store import migrate; migrate.upgrade({empty!r}); print(migrate.current({empty!r}))"
    processes = [
        subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    answers = [process.communicate(timeout=WAIT_S) for process in processes]
    assert [(out.decode().strip(), err) for out, err in answers] == [(HEAD, b"")] * 3


def test_threads_start_at_once(empty, another):
    """Alembic's own state is per process: threads take turns, on unrelated databases too."""
    with ThreadPoolExecutor(8) as threads:
        for done in [threads.submit(migrate.upgrade, url) for url in [empty, another] * 4]:
            done.result()
    assert {migrate.current(empty), migrate.current(another)} == {HEAD}


def test_a_migration_that_breaks_a_reference_is_undone(new_database):
    """SQLite checks no reference while a migration runs, so all of them are checked before the commit."""
    url = new_database("sqlite")
    migrate.upgrade(url)
    with pytest.raises(RuntimeError, match="broken reference"), migrate._alone_in(url) as conn:
        conn.exec_driver_sql(
            "INSERT INTO achievement_versions VALUES ('no-such-achievement', 1, x'7b7d', zeroblob(32), 0)"
        )
    with migrate._alone_in(url) as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM achievement_versions").scalar() == 0


def test_a_server_that_is_not_there_is_unavailable(tmp_path):
    """No connection is an outage, not a crash with a driver's traceback."""
    for url in (f"postgresql:///badges?host={tmp_path}", f"sqlite:///{tmp_path}/no/such/folder/badges.db"):
        with pytest.raises(Unavailable):
            migrate.upgrade(url)


@pytest.mark.parametrize("url", ["", "badges", "mysql://localhost/badges", "sqlite://", "sqlite:///:memory:"])
def test_only_known_databases_on_disk(url):
    """A typing error in the settings is told at the start; a password in it is not repeated."""
    with pytest.raises(ConfigurationError):
        migrate.upgrade(url)


def test_an_installed_package_carries_its_migrations(tmp_path, new_database):
    """The wheel maps `migrations/` into the package (pyproject.toml, force-include); they are found."""
    package = Path(migrate.__file__).parents[1]
    shutil.copytree(package, tmp_path / "badgeapi", ignore=shutil.ignore_patterns("__pycache__", "migrations"))
    shutil.copytree(Path(__file__).parents[2] / "migrations", tmp_path / "badgeapi" / "migrations")
    program = "import sys; from badgeapi.store import migrate as m; m.upgrade(sys.argv[1]); print(m.__file__)"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-c", program, new_database("sqlite")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == (str(tmp_path / "badgeapi" / "store" / "migrate.py"), "")
